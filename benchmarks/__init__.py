"""Benchmarks: xltags beside the readers and checkers that people would otherwise use, on one large workbook."""
