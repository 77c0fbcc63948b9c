"""Putting a board of formulas on an xlsxwriter worksheet: cells with looks and results, page, window."""

from typing import Any

from xltags.books.dashboard.board import Board, Item, Look
from xltags.books.template_styles import (
    BRAND,
    COMPUTED_FILL,
    INPUT_FILL,
    INPUT_INK,
    LINE,
    MUTED,
    TABS,
    TIER_FILLS,
    TIER_INKS,
    Styles,
)  # fmt: skip

ROW_HEIGHT, HEAD_HEIGHT = 16, 19  # Chinese letters stand higher than those of Arial
_NUMBER: dict[str, object] = {"align": "right", "indent": 1, "bottom": 1, "bottom_color": LINE}
_KPI: dict[str, object] = {
    "bold": True,
    "font_size": 20,
    "font_color": BRAND,
    "align": "left",
    "indent": 1,
    "bg_color": COMPUTED_FILL,
}
_INPUT: dict[str, object] = {
    "bg_color": INPUT_FILL, "font_color": INPUT_INK, "border": 1, "border_color": LINE, "locked": False,
}  # fmt: skip
LOOKS: dict[Look, dict[str, object]] = {
    "": {},
    "title": {"bold": True, "font_size": 20, "font_color": BRAND},
    "subtitle": {"italic": True, "font_color": MUTED},
    "head": {"bold": True, "font_size": 12, "font_color": BRAND, "bottom": 2, "bottom_color": BRAND},
    "note": {"font_size": 9, "font_color": MUTED},
    "message": {"bold": True, "font_color": BRAND},
    "label": {"shrink": True, "bottom": 1, "bottom_color": LINE},
    "text": {"shrink": True, "align": "left", "bottom": 1, "bottom_color": LINE},
    "plain": {},
    "left_number": {"align": "left", "num_format": "#,##0", "bottom": 1, "bottom_color": LINE},
    "wrap": {"align": "left", "bottom": 1, "bottom_color": LINE, "text_wrap": True},
    "fact": {"font_color": MUTED, "bottom": 1, "bottom_color": LINE},
    "tier": {"align": "center", "bold": True, "bottom": 1, "bottom_color": LINE},
    "integer": {**_NUMBER, "num_format": "#,##0"},
    "percent": {**_NUMBER, "num_format": "#,##0%"},
    "points": {**_NUMBER, "num_format": "+0.0;-0.0;0.0"},
    "date": {"num_format": "yyyy-mm-dd", "align": "left", "bottom": 1, "bottom_color": LINE},
    "header": {"bold": True, "bg_color": BRAND, "font_color": "#FFFFFF"},
    "header_right": {"bold": True, "bg_color": BRAND, "font_color": "#FFFFFF", "align": "right", "indent": 1},
    "kpi_label": {"indent": 1, "font_color": MUTED, "bg_color": COMPUTED_FILL, "top": 2, "top_color": BRAND},
    "kpi_integer": {**_KPI, "num_format": "#,##0"},
    "kpi_percent": {**_KPI, "num_format": "0%"},
    "kpi_text": {**_KPI, "font_size": 14},
    "kpi_note": {"indent": 1, "font_size": 9, "font_color": MUTED, "bg_color": COMPUTED_FILL},
    "input_text": {**_INPUT, "num_format": "@", "bold": True, "align": "left"},
    "input_date": {**_INPUT, "num_format": "yyyy-mm-dd", "align": "left"},
    "aside": {"font_size": 8, "font_color": MUTED},
    "aside_label": {"font_color": MUTED, "align": "right", "indent": 1},
}


def raise_heads(sheet: Any, board: Board) -> None:
    """Make the rows of headings as high as their letters need."""
    for row in {row for (row, _), item in board.items.items() if item.look == "head"}:
        sheet.set_row(row, HEAD_HEIGHT)


def write_cells(sheet: Any, board: Board, styles: Styles) -> None:
    """Write every cell, formulas with what they show."""
    for (row, column), item in sorted(board.items.items()):
        look = styles.style(**LOOKS[item.look])
        if item.formula:
            _write_formula(sheet, board, row, column, item, look)
        elif (row, column) in board.calculation.constants:
            _write_constant(sheet, board, row, column, look)
        else:
            sheet.write_blank(row, column, None, look)


def _write_formula(sheet: Any, board: Board, row: int, column: int, item: Item, look: Any) -> None:
    shown = board.shown(row, column)
    if item.array:
        sheet.write_array_formula(row, column, row, column, f"={item.formula}", look, shown)
    else:
        sheet.write_formula(row, column, f"={item.formula}", look, shown)


def _write_constant(sheet: Any, board: Board, row: int, column: int, look: Any) -> None:
    value = board.shown(row, column)
    if isinstance(value, float):
        sheet.write_number(row, column, value, look)
    elif value == "":
        sheet.write_blank(row, column, None, look)
    else:
        sheet.write_string(row, column, str(value), look)


def set_up(sheet: Any) -> None:
    """What both sheets have in common: tab, window, A4 landscape one page wide, footer."""
    sheet.hide_gridlines(2)
    sheet.set_tab_color(TABS["results"])
    sheet.set_default_row(ROW_HEIGHT)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.center_horizontally()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&F&C&A&R&P / &N")
    sheet.protect("", {"format_columns": True, "format_rows": True})  # no password: it only keeps slips away


def colour_tiers(sheet: Any, styles: Styles, row: int, column: int, last_row: int) -> None:
    """Give tiers their colours, whichever stands in a cell."""
    for tier, fill in TIER_FILLS.items():
        look = styles.workbook.add_format({"bg_color": fill, "font_color": TIER_INKS[tier], "bold": True})
        rule = {"type": "cell", "criteria": "==", "value": f'"{tier}"', "format": look}
        sheet.conditional_format(row, column, last_row, column, rule)
