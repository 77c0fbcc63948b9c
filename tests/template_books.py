"""New workbooks for the template's tests, each made once, and what openpyxl sees in them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from xltags.books.sheets import Profile
from xltags.books.template import new_workbook
from xltags.core.finding import Language

CREATED_ON = date(2026, 1, 1)
LANGUAGES: tuple[Language, ...] = ("en", "zh", "vi")
PROFILES: tuple[Profile, ...] = ("small", "standard", "full")


@dataclass(frozen=True)
class Made:
    """A new workbook as a file and as openpyxl loads it."""

    path: Path
    book: Workbook

    def sheets(self) -> list[Worksheet]:
        """The sheets that hold a table."""
        return [self.book[name] for name in self.book.sheetnames if self.book[name].tables]

    def records(self, name: str) -> list[dict[str, object]]:
        """The rows of a table by its headers."""
        sheet = self.book[name]
        left, top, right, bottom = range_boundaries(sheet.tables[name].ref)
        rows = sheet.iter_rows(min_row=top, max_row=bottom, min_col=left, max_col=right, values_only=True)
        header, *records = rows
        return [dict(zip(map(str, header), record, strict=True)) for record in records]


@cache
def made(language: Language = "en", profile: Profile = "standard") -> Made:
    """A new workbook of a language and a profile."""
    path = Path(mkdtemp()) / f"{language}_{profile}.xlsx"
    new_workbook(path, language=language, profile=profile, created_on=CREATED_ON, boards=True)
    return Made(path, load_workbook(path))


def tags_by_group(book: Made) -> dict[str, list[list[object]]]:
    """The rows of `Tags` by group, cells in the order of the sheet."""
    found: dict[str, list[list[object]]] = defaultdict(list)
    for record in book.records("Tags"):
        cells = list(record.values())
        found[str(cells[0])].append(cells)
    return found


def widths_of(sheet: Worksheet) -> list[float]:
    """The widths of a sheet's columns from left to right; openpyxl keeps neighbours of one width as one entry."""
    widths = {
        number: dimension.width
        for dimension in sheet.column_dimensions.values()
        for number in range(dimension.min or 0, (dimension.max or 0) + 1)
    }
    return [widths[number] for number in range(1, sheet.max_column + 1)]
