"""Workbooks: declared sheets, reading, surgical writing, the template. The only code that knows Excel."""
