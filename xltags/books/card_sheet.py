"""The sheet Card of a new workbook."""

from typing import Any

from xltags.books.dashboard.card import CHOICE_ROW, FOLLOW_UPS, Card
from xltags.books.dashboard.writing import colour_tiers, raise_heads, set_up, write_cells
from xltags.books.entry import TEXT_LIMIT, TITLE_LIMIT
from xltags.books.template_styles import Styles

WIDTHS = (2.0, 24.0, 44.0, 24.0, 44.0, 2.0)
ASIDE_LAST = 16
LOG_HEIGHT = 32


def write_card(sheet: Any, styles: Styles, made: Card) -> None:
    """Write the sheet, with lists to choose a customer from."""
    set_up(sheet)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_column(len(WIDTHS) + 1, ASIDE_LAST, 10, None, {"hidden": True})
    raise_heads(sheet, made.board)
    sheet.set_row(0, 30)
    sheet.set_row(CHOICE_ROW, 22)
    sheet.set_row(made.company_row, 26)
    sheet.set_row(made.tier[0], 30)
    for row in range(made.log_row, made.log_row + FOLLOW_UPS):
        sheet.set_row(row, LOG_HEIGHT)
    write_cells(sheet, made.board, styles)
    words, book = made.board.book.words, made.board.book
    for column, name, id, key in ((2, "card_ids", "customer_id", "id"), (4, "card_companies", "company", "name")):
        styles.workbook.define_name(name, f"={book.column('Customers', id)}")
        rule = {
            "validate": "list",
            "source": f"={name}",
            "show_error": False,  # what is not in the list is said below, in words
            "input_title": words[f"card_{key}"][:TITLE_LIMIT],
            "input_message": words[f"card_hint_{key}"][:TEXT_LIMIT],
        }
        sheet.data_validation(CHOICE_ROW, column, CHOICE_ROW, column, rule)
    colour_tiers(sheet, styles, *made.tier, made.tier[0])
    sheet.set_selection(CHOICE_ROW, 2, CHOICE_ROW, 2)
    sheet.set_portrait()  # it is higher than wide
    sheet.fit_to_pages(1, 1)
    sheet.print_area(0, 0, made.last_row, len(WIDTHS) - 1)
