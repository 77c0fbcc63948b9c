"""The sheets of a new workbook that are formulas throughout: Dashboard and Card."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from xltags.books.card_sheet import write_card
from xltags.books.dashboard.board import Board, Book, table_cells
from xltags.books.dashboard.calculation import Calculation
from xltags.books.dashboard.card import CARD, make_card
from xltags.books.dashboard.dashboard import DASHBOARD, make_dashboard
from xltags.books.dashboard.scalars import cell_value
from xltags.books.dashboard_sheet import write_dashboard
from xltags.books.shipped import Record
from xltags.books.template_formulas import take_as_they_are
from xltags.books.template_styles import Styles
from xltags.core.finding import Language
from xltags.core.spec import ColumnSpec
from xltags.core.values import as_text

LIVE_SHEETS = (DASHBOARD, CARD)


def write_live_sheets(
    styles: Styles,
    columns: Mapping[str, Sequence[ColumnSpec]],
    records: Mapping[str, Sequence[Record]],
    words: Mapping[str, str],
    language: Language,
    *,
    as_of: date | None = None,
) -> None:
    """Add both sheets.

    Every formula is written with what it gives for these records, so that they are right before any program
    calculates them. `as_of` is typed in as the day of the figures; without it they follow the last dates.
    """
    book = Book(columns, language, words)
    tables = table_cells(book, records)
    dashboard = make_dashboard(Board(book, Calculation(tables)), as_of=cell_value(as_of))
    write_dashboard(_added(styles, DASHBOARD), styles, dashboard)
    card = make_card(Board(book, Calculation(tables)), chosen=_best_customer(records))
    write_card(_added(styles, CARD), styles, card)


def _added(styles: Styles, name: str) -> Any:
    sheet = styles.workbook.add_worksheet(name)
    take_as_they_are(sheet)
    return sheet


def _best_customer(records: Mapping[str, Sequence[Record]]) -> str:
    """Whom the card shows first: the one with most points; nobody in an empty workbook."""
    named = [record for record in records.get("Customers", ()) if record.get("customer_id")]
    best = max(named, key=_points, default=None)
    return as_text(best.get("customer_id")) if best else ""


def _points(record: Record) -> float:
    points = record.get("icp_score")
    return float(points) if isinstance(points, (int, float)) else 0.0
