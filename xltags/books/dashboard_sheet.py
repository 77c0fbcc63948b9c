"""The sheet Dashboard of a new workbook."""

from typing import Any

from xltags.books.dashboard.charts import make_chart
from xltags.books.dashboard.dashboard import BAND_ROWS, DASHBOARD, FIRST_BAND, Dashboard
from xltags.books.dashboard.headline import PLACES, ROW
from xltags.books.dashboard.panel import CHART_ROWS, LEFT, RIGHT
from xltags.books.dashboard.writing import LOOKS, ROW_HEIGHT, colour_tiers, raise_heads, set_up, write_cells
from xltags.books.template_styles import Styles

LABEL_WIDTH, NUMBER_WIDTH, GAP = 32.0, 11.5, 2.0
LAST_COLUMN = RIGHT + 5
ASIDE_FIRST, ASIDE_LAST = 15, 90  # hidden columns
SCALE = 60  # per cent: two bands of panels on a page of A4
PIXELS_A_POINT = 4 / 3


def write_dashboard(sheet: Any, styles: Styles, made: Dashboard) -> None:
    """Write the sheet, with a chart for each panel."""
    set_up(sheet)
    for column in range(LAST_COLUMN + 2):
        gap = column in (0, RIGHT - 1, LAST_COLUMN + 1)
        sheet.set_column(column, column, GAP if gap else LABEL_WIDTH if column in (LEFT, RIGHT) else NUMBER_WIDTH)
    sheet.set_column(ASIDE_FIRST, ASIDE_LAST, NUMBER_WIDTH, None, {"hidden": True})
    raise_heads(sheet, made.board)
    sheet.set_row(0, 30)
    sheet.set_row(ROW + 1, 32)
    write_cells(sheet, made.board, styles)
    _join_cards(sheet, styles, made)
    for panel in made.panels:
        chart = make_chart(styles.workbook, DASHBOARD, panel)
        width = _pixels(LABEL_WIDTH) + 5 * _pixels(NUMBER_WIDTH)
        chart.set_size({"width": width, "height": round(CHART_ROWS * ROW_HEIGHT * PIXELS_A_POINT) - 6})
        words = made.board.book.words
        told = f"{panel.title}. {words[f'dash_{panel.key}_note']}"
        sheet.insert_chart(
            panel.chart_row, panel.column, chart, {"description": told, "y_offset": 3, "object_position": 2}
        )
        number = next((place for place, look in enumerate(panel.looks) if look == "tier"), None)
        if number is not None:
            row, column, last, _ = panel.place(number)
            colour_tiers(sheet, styles, row, column, last)
    sheet.freeze_panes(2, 0)
    sheet.set_print_scale(SCALE)
    sheet.set_h_pagebreaks([FIRST_BAND + 2 * BAND_ROWS])
    sheet.print_area(0, 0, made.last_row, LAST_COLUMN)


def _join_cards(sheet: Any, styles: Styles, made: Dashboard) -> None:
    """Join the cells of each headline figure, which is wider than one column."""
    for first, last in PLACES:
        if last == first:
            continue
        item = made.board.items[ROW + 1, first]
        look = styles.style(**LOOKS[item.look])
        sheet.merge_range(ROW + 1, first, ROW + 1, last, "", look)
        sheet.write_formula(ROW + 1, first, f"={item.formula}", look, made.board.shown(ROW + 1, first))


def _pixels(width: float) -> int:
    """The width of a column on the screen, from its width in characters."""
    return int(width * 7 + 5)
