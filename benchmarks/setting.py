"""What is measured. Imports next to nothing: the memory of who starts a process counts for what it starts."""

from datetime import date
from pathlib import Path

SEED = 20260930
AS_OF = date(2026, 9, 30)
FOLDER = Path(__file__).parent / "data"
COLUMNS = (
    "customer_id", "company", "industry", "company_size", "source", "stage", "province", "city", "mdr",
    "product_interest", "employees", "team_headcount", "annual_revenue", "first_contact", "brought_by", "sales_status",
    "won_on", "deal_value", "notes", "icp_score", "icp_tier", "icp_range", "icp_why", "ask_next", "tag_issues",
)  # fmt: skip


def workbook_path(rows: int) -> Path:
    """Where the workbook with so many customers is kept."""
    return FOLDER / f"customers_{rows}.xlsx"


def values_path(workbook: Path) -> Path:
    """Where the values are kept that openpyxl writes."""
    return workbook.with_suffix(".values")
