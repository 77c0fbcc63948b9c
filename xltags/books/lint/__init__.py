"""The rules of a workbook's package that no schema validator checks: one function a rule, for `xltags doctor`."""
