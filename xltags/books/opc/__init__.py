"""The package of a workbook: zip entries, parts, relationships, XML, and the checks before anything is read."""
