"""The sheets Dashboard and Card of a new workbook: formulas over its tables, and what these formulas give."""
