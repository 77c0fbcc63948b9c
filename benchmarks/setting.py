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
SMALL_ROWS = 30
SMALL_KINDS = 25  # different small workbooks, more than are remembered; they are checked over and over


def workbook_path(rows: int, folder: Path = FOLDER) -> Path:
    """Where the workbook with so many customers is kept."""
    return folder / f"customers_{rows}.xlsx"


def fill_path(workbook: Path) -> Path:
    """Where the values of the six computed columns are kept."""
    return workbook.with_suffix(".fill")


def values_path(workbook: Path) -> Path:
    """Where those are kept together with the facts of every report, which openpyxl writes."""
    return workbook.with_suffix(".values")


def small_folder(folder: Path = FOLDER, *, own_taxonomy: bool) -> Path:
    """Where the small workbooks are kept, of one taxonomy or each of its own."""
    return folder / f"small_{SMALL_KINDS}_{'own' if own_taxonomy else 'one'}"
