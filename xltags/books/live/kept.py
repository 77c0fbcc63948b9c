"""What xltags keeps in a workbook that is open in Excel, in the same hidden sheet as on disk."""

from typing import TYPE_CHECKING

from xltags.books.kept_state import HEADER_ROW, SHEET, kept_from
from xltags.books.live.block import area_of, read_block
from xltags.core.text import fold
from xltags.core.values import as_text

if TYPE_CHECKING:
    import xlwings as xw


def read_kept(book: "xw.Book") -> dict[str, object]:
    """What the workbook keeps, by name; empty where it keeps nothing.

    Raises:
        WorkbookError: FILE004 the sheet was changed by hand, so that it cannot be read.
    """
    sheet = next((it for it in book.sheets if fold(it.name) == fold(SHEET)), None)
    if sheet is None:
        return {}
    height = sheet.used_range.last_cell.row - HEADER_ROW
    rows = read_block(area_of(sheet, HEADER_ROW + 1, 1, height, 2)).values if height > 0 else []
    return kept_from(((as_text(name), as_text(text)) for name, text in rows if None not in (name, text)), book.name)
