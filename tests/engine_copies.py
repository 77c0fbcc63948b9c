"""Copies of workbooks with formulas for engines from PyPI: nothing cached, and written so that they can read it.

What is written otherwise than in the workbook says the same; tests compare the copies with the workbooks:

- Names that mean "this row" are written out in every cell: CellRune and Formulon do not read a name as relative.
- Rows of `Calc` kept free for tags, synonyms and bands that a team may add later are left out, all but a few.
- Where `plainly` is said, as for Formulon, names of cells and references to tables are written out as cells too, and
  sheets that the scores do not depend on have no formulas: it orders its calculation by what formulas name as cells.
"""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape, unescape
from pathlib import Path

from openpyxl.utils import column_index_from_string

from xltags.books.demo.data import AS_OF
from xltags.books.file import open_book
from xltags.core.table import letter_of
from xltags.core.values import as_text
from xltags.formulas.grid import CALC, FIRST_ROW, Calc
from xltags.formulas.limit_blocks import declare_limits
from xltags.formulas.limits import BANDS, SYNONYMS, TAGS, TAGS_PER_BAND
from xltags.formulas.people_blocks import declare_people
from xltags.formulas.scorecard_blocks import declare_scorecard
from xltags.formulas.taxonomy_blocks import FIRST_LABEL, FIRST_SYNONYM, declare_taxonomy

LONGEST = 8192  # characters of a formula, as Excel has it
SPARE = 2  # rows of `Calc` for tags, synonyms and bands that stay, of those without any
SCORED = (CALC, "Customers", "Contacts")  # the sheets with the formulas of the scores

_NAME = re.compile(r"(?<!\[)xl_[a-z0-9_]+")  # after a bracket it is a column of a table
_DEFINED = re.compile(r'<definedName name="(xl_[^"]+)"[^>]*>([^<]*)</definedName>')
_IN_CALC = re.compile(rf"{CALC}!\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?")
_ROW = re.compile(r"((?:Customers|Contacts)!\$[A-Z]+1(?::\$[A-Z]+1)?)(?![0-9(])")
_CELL = re.compile(r'<c r="([A-Z]+)(\d+)"([^>]*?)(?:/>|>(?:(<f[^>]*>)([^<]*)</f>)?(.*?)</c>)', re.DOTALL)
_CORNER = re.compile(r"\$([A-Z]{1,3})\$(\d+)\b")
_TABLE = re.compile(r"\b([A-Z]\w*)\[((?:[^\[\]]|\[[^\]]*\])*)\]")
_SEPARATORS = re.compile(r"[;；,，､、\r\n]")


@dataclass(frozen=True, slots=True)
class Used:
    """How many rows of the room in `Calc` a workbook uses."""

    tags: int
    bands: int
    synonyms: int


@dataclass(frozen=True, slots=True)
class _Table:
    first: int
    last_row: int
    columns: tuple[str, ...]


def used_by(path: Path) -> Used:
    """What a workbook uses."""
    with open_book(path) as book:
        dataset = book.read(as_of=AS_OF)
    tags, bands = dataset.table("Tags"), dataset.table("Bands")
    synonyms = [as_text(value) for value in tags.column("synonyms").cells() if value is not None]
    listed = sum(len(_SEPARATORS.split(text)) for text in synonyms)
    return Used(int(max(tags.rows)) - 1, int(max(bands.rows)) - 1, listed)


def engine_copy(path: Path, target: Path, *, used: Used | None = None, plainly: bool = False) -> Path:
    """A copy of a workbook for an engine; without `used` all of `Calc` stays."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        workbook = source.read("xl/workbook.xml").decode()
        sheets = re.findall(r'<sheet name="([^"]+)"', workbook)
        names = {name: unescape(text) for name, text in _DEFINED.findall(workbook)}
        cut = _Cut(used) if used else None
        if cut:
            names = {name: _IN_CALC.sub(lambda it: cut.shorter(it[0]), text) for name, text in names.items()}
        writer = _Writer(names, _tables(source), cut, plainly=plainly)
        for info in source.infolist():
            data = source.read(info.filename)
            if found := re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", info.filename):
                data = writer.sheet(sheets[int(found[1]) - 1], data.decode()).encode()
            elif info.filename == "xl/workbook.xml":
                data = _with_names(workbook, names).encode()
            made.writestr(info, data)
    return target


def _with_names(workbook: str, names: Mapping[str, str]) -> str:
    def defined(found: re.Match[str]) -> str:
        return found[0].replace(f">{found[2]}<", f">{escape(names[found[1]], quote=False)}<")

    return _DEFINED.sub(defined, workbook)


def _tables(source: zipfile.ZipFile) -> dict[str, _Table]:
    found = {}
    for part in source.namelist():
        if part.startswith("xl/tables/"):
            text = source.read(part).decode()
            area = re.search(r' ref="([A-Z]+)1:[A-Z]+(\d+)"', text)
            assert area is not None
            columns = tuple(unescape(it) for it in re.findall(r'<tableColumn id="\d+" name="([^"]*)"', text))
            found[re.findall(r' name="(\w+)"', text)[0]] = _Table(
                column_index_from_string(area[1]), int(area[2]), columns
            )
    return found


class _Cut:
    """What of `Calc` stays where so much of its room is used."""

    def __init__(self, used: Used) -> None:
        calc = Calc()
        for declare in (declare_limits, declare_scorecard, declare_people, declare_taxonomy):
            declare(calc)
        self.tags = min(TAGS, used.tags + SPARE)
        sizes = {
            "tags": self.tags,
            "band_tags": min(BANDS, used.bands + SPARE) * TAGS_PER_BAND,
            "spellings": FIRST_SYNONYM + min(SYNONYMS, used.synonyms + SPARE),
        }
        self.ends: dict[str, tuple[int, int]] = {}  # by column: the last row that has room, and the last that stays
        for name, size in sizes.items():
            for number in range(calc[name].width):
                letter = letter_of(calc[name].first + number)
                self.ends[letter] = FIRST_ROW + calc[name].size - 1, FIRST_ROW + size - 1
        spellings = calc["spellings"]
        self.key = letter_of(spellings.place("key", 0)[1])
        self.numbers = {letter_of(spellings.place(name, 0)[1]) for name in ("found", "first", "number")}

    def shorter(self, reference: str) -> str:
        def corner(found: re.Match[str]) -> str:
            end, last = self.ends.get(found[1], (0, 0))
            return f"${found[1]}${last}" if int(found[2]) == end else found[0]

        return _CORNER.sub(corner, reference)

    def instead(self, column: str, row: int) -> str | None:
        """What stands in a cell of a row that is left out, as XML; None for a cell that stays."""
        if row > self.ends.get(column, (0, row))[1]:
            return ""
        item = row - FIRST_ROW
        if FIRST_LABEL <= item < FIRST_SYNONYM and (item - FIRST_LABEL) % TAGS >= self.tags:
            if column == self.key:
                return f'<c r="{column}{row}" t="str"><v></v></c>'
            if column in self.numbers:
                return f'<c r="{column}{row}"><v>0</v></c>'
        return None


class _Writer:
    """Writes sheets anew."""

    def __init__(
        self, names: Mapping[str, str], tables: Mapping[str, _Table], cut: _Cut | None, *, plainly: bool
    ) -> None:
        self.names, self.tables, self.cut, self.plainly = names, tables, cut, plainly
        self.of_the_row = cache(self._of_the_row)
        self.definition = cache(self._definition)

    def sheet(self, name: str, text: str) -> str:
        keeps = name in SCORED or not self.plainly

        def cell(found: re.Match[str]) -> str:
            column, row, rest, opening, formula, _ = found.groups()
            left_out = self.cut.instead(column, int(row)) if self.cut and name == CALC else None
            if left_out is not None:
                return left_out
            if opening is None:
                return found[0]
            written = (
                f"{opening}{escape(self._formula(name, unescape(formula), row), quote=False)}</f>" if keeps else ""
            )
            return f'<c r="{column}{row}"{rest}>{written}</c>'

        return _CELL.sub(cell, text)

    def _formula(self, sheet: str, text: str, row: str) -> str:
        if self.cut and sheet == CALC:
            text = self.cut.shorter(text)
        text = _NAME.sub(self._expanded, text)
        text = _ROW.sub(lambda it: re.sub(r"(\$[A-Z]+)1\b", rf"\g<1>{row}", it[1]), text)
        assert len(text) <= LONGEST, text[:100]
        return _TABLE.sub(lambda it: self._cells(it, row), text) if self.plainly else text

    def _of_the_row(self, name: str) -> bool:
        text = self.names.get(name, "")
        return bool(_ROW.search(text)) or any(self.of_the_row(it) for it in _NAME.findall(text) if it != name)

    def _definition(self, name: str) -> str:
        return f"({_NAME.sub(self._expanded, self.names[name])})"

    def _expanded(self, found: re.Match[str]) -> str:
        if self.of_the_row(found[0]):
            return self.definition(found[0])
        return self.names[found[0]] if self.plainly and _IN_CALC.fullmatch(self.names[found[0]]) else found[0]

    def _cells(self, found: re.Match[str], row: str) -> str:
        """A reference to a table as cells; the tables have the names of their sheets."""
        table, parts = self.tables[found[1]], re.findall(r"\[([^\]]*)\]", found[2]) or [found[2]]
        columns = [table.columns.index(it) for it in parts if not it.startswith("#")] or [0, len(table.columns) - 1]
        first, last = (letter_of(table.first + column) for column in (columns[0], columns[-1]))
        tops = {"#This Row": (row, row), "#Headers": ("$1", "$1")}
        top, bottom = tops.get(parts[0], ("$2", f"${table.last_row}"))
        corners = [f"${first}{top}", f"${last}{bottom}"]
        return f"{found[1]}!{':'.join(dict.fromkeys(corners))}"
