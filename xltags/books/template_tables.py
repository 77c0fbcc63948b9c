"""One declared table on its sheet: cells, Excel Table, drop-downs and hints, colours, print set-up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from xltags.books.entry_rules import GroupGuide, Surroundings
from xltags.books.sheets import CUSTOMERS
from xltags.books.shipped import Record
from xltags.books.template_entry import write_entry_rules
from xltags.books.template_formats import write_formats
from xltags.books.template_layout import (
    LEAST_ROW,
    column_width,
    header_height,
    is_wrapped,
    pages_across,
    row_height,
)
from xltags.books.template_styles import TABS, HeaderKind, SheetKind, Styles
from xltags.core.finding import Language
from xltags.core.spec import ColumnSpec, TableSpec
from xltags.core.table import letter_of
from xltags.core.taxonomy import TagGroup
from xltags.core.values import CellFault, Value, as_text

EMPTY_ROWS = 15  # rows that an empty table shows ready to be typed into; Excel's table takes them in one by one
DATA_SHEETS = (CUSTOMERS, "Contacts", "FollowUps", "Spend", "TagRequests", "Demands", "Interviews")
FROZEN = {CUSTOMERS: 2, "Tags": 3, "FollowUps": 2, "Bands": 1}
SALES = (
    "sales_status", "reject_reason", "won_on", "lost_on", "lost_stage", "deal_value", "renewed_on", "churned_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a table's sheet is made from. `sheet` is an xlsxwriter worksheet; `labels` are the tags by group.

    `formulas` are those of calculated columns by column id; a record's value is then what the formula gives. Columns
    whose id and heading are one stand hidden at the right edge: they only help other formulas.
    """

    sheet: Any
    styles: Styles
    spec: TableSpec
    columns: Sequence[ColumnSpec]
    records: Sequence[Record]
    language: Language
    words: Mapping[str, str]
    groups: Sequence[TagGroup]
    labels: Mapping[str, Sequence[str]]
    formulas: Mapping[str, str] = field(default_factory=dict)
    guides: Mapping[str, GroupGuide] = field(default_factory=dict)

    @property
    def last(self) -> int:
        """The number of the last row of the Excel Table, from 0; a table has one record at least."""
        return max(1, len(self.records))

    @property
    def visible(self) -> Sequence[ColumnSpec]:
        """The columns that people see."""
        return [column for column in self.columns if column.id not in self.formulas or column.headers]

    @property
    def shown(self) -> int:
        """The number of the last row that looks ready to be typed into; below an empty table there are some."""
        return self.last if self.records else EMPTY_ROWS


def sheet_kind(table_id: str) -> SheetKind:
    """Whether a table holds rules that the team works by, or data that it collects."""
    return "data" if table_id in DATA_SHEETS else "rules"


def write_table(made: Sheet) -> None:
    """Write a table's sheet."""
    sheet, columns = made.sheet, made.columns
    sheet.hide_gridlines(2)
    sheet.set_tab_color(TABS[sheet_kind(made.spec.id)])
    headings = [column.header(made.language) for column in columns]
    widths = [_width(made, column, heading) for column, heading in zip(columns, headings, strict=True)]
    seen = len(made.visible)
    for number, width in enumerate(widths):
        sheet.set_column(number, number, width, None, {"hidden": number >= seen})
    kinds = [_header_kind(made, column) for column in columns]
    headers = [
        {"header": heading, "header_format": made.styles.header(kind)}
        | ({"formula": f"={made.formulas[column.id]}"} if column.id in made.formulas else {})
        for column, heading, kind in zip(columns, headings, kinds, strict=True)
    ]
    options = {"name": made.spec.id, "columns": headers, "style": "Table Style Light 1"}
    sheet.add_table(0, 0, made.last, len(columns) - 1, options)
    _write_cells(made, widths)  # after the table, which would put 0 for what its formulas give
    sheet.set_row(0, header_height(headings[:seen], widths[:seen]))
    sheet.freeze_panes(1, FROZEN.get(made.spec.id, 1))
    around = _surroundings(made)
    write_entry_rules(sheet, columns, made.records, around)
    required = {group.group for group in made.groups if group.required}
    write_formats(sheet, made.styles, list(made.visible), around, required)
    _print_setup(made, widths[:seen])


def _surroundings(made: Sheet) -> Surroundings:
    letters = {column.id: letter_of(number) for number, column in enumerate(made.columns, start=1)}
    return Surroundings(made.spec.id, letters, made.language, made.words, made.guides)


def _width(made: Sheet, column: ColumnSpec, heading: str) -> float:
    labels = made.labels.get(column.id, ()) if column.kind == "tag" else ()
    return column_width(column, heading, _values(made, column), labels)


def _values(made: Sheet, column: ColumnSpec) -> list[Value | None]:
    return [record.get(column.id) for record in made.records]


def _header_kind(made: Sheet, column: ColumnSpec) -> HeaderKind:
    if column.filled_by == "xltags":
        return "computed"
    if made.spec.id != CUSTOMERS:
        return "main"
    return "tags" if column.kind == "tag" else "sales" if column.id in SALES else "main"


def _cell_kind(made: Sheet, column: ColumnSpec) -> str:
    if made.spec.id == "Settings" and column.id == "value":
        return "left"
    if column.kind == "key":
        return "key"
    if column.kind == "number" and not column.format:
        return "number"
    if made.spec.id == CUSTOMERS:
        return column.format  # a customer stays one line, so that many can be compared
    return "wrap" if is_wrapped(column, _values(made, column)) else column.format


def _write_cells(made: Sheet, widths: Sequence[float]) -> None:
    kinds = [_cell_kind(made, column) for column in made.columns]
    styles = [
        made.styles.cell(kind, computed=column.filled_by == "xltags")
        for kind, column in zip(kinds, made.columns, strict=True)
    ]
    wrapped = [number for number, kind in enumerate(kinds) if kind == "wrap"]
    for row in range(1, made.shown + 1):
        record = made.records[row - 1] if row <= len(made.records) else {}
        for number, column in enumerate(made.columns):
            if column.id in made.formulas and row <= made.last:
                # Without a value (helper columns) every program calculates the cell when it opens the workbook.
                result = record.get(column.id, "")
                made.sheet.write_formula(
                    row, number, f"={made.formulas[column.id]}", styles[number], "" if result is None else result
                )
            else:
                write_cell(made.sheet, row, number, record.get(column.id), styles[number])
        texts = [(as_text(record.get(made.columns[number].id)), widths[number]) for number in wrapped]
        made.sheet.set_row(row, row_height(texts) or LEAST_ROW)


def write_cell(sheet: Any, row: int, column: int, value: Value | None, style: Any) -> None:
    """Write a value as what it is; text stays text, whatever it begins with."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, style)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value, style)
    elif isinstance(value, (date, datetime)):
        moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
        sheet.write_datetime(row, column, moment, style)
    elif isinstance(value, CellFault):
        sheet.write_formula(row, column, "=NA()", style, value.text)
    else:
        sheet.write_string(row, column, str(value), style)


def _print_setup(made: Sheet, widths: Sequence[float]) -> None:
    """A4 landscape; wide tables take several pages side by side, each with the first columns."""
    sheet, frozen = made.sheet, FROZEN.get(made.spec.id, 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(pages_across(widths), 0)
    sheet.repeat_rows(0)
    if pages_across(widths) > 1:
        sheet.repeat_columns(0, frozen - 1)
        sheet.print_across()
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.set_header(f'&L&"Arial,Bold"{made.spec.titles[made.language].replace("&", "&&")}')
    sheet.set_footer("&L&F&C&A&R&P / &N")
    sheet.print_area(0, 0, made.shown, len(widths) - 1)
