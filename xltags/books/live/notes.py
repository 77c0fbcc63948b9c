"""Marks as notes in Excel. Excel names the person as their author, so those of xltags are known by their first line."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from xltags.books.edits import Mark

if TYPE_CHECKING:
    import xlwings as xw

TITLE = "xltags"


def put_notes(sheet: "xw.Sheet", marks: Mapping[tuple[int, int], Mark]) -> int:
    """Put marks on cells in place of all earlier ones; says how many found a note of someone else, which stays."""
    clear_notes(sheet)
    left = 0
    for cell, mark in marks.items():
        area = sheet.range(cell)
        if area.note is not None:
            left += 1
        else:
            area.add_note(mark.text)
    return left


def clear_notes(sheet: "xw.Sheet") -> None:
    """Take the marks off."""
    for note in list(sheet.notes):
        if is_ours(note.text):
            note.delete()


def is_ours(text: str) -> bool:
    """Whether a note is a mark of xltags."""
    return text.partition("\n")[0].strip() == TITLE
