"""The scorecard as ordinary Excel formulas, and as named functions, live on the workbook's own rule tables."""
