"""Changes of a taxonomy carried through a workbook's tables: plans, their steps, and the tables while they change."""
