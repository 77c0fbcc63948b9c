"""Rows written in the plainest way, judged whole by regular expressions: nearly four times as fast as a parser."""

import re
from collections.abc import Collection, Iterable, Iterator

from xltags.books.opc.refs import MAX_COLUMN, MAX_ROW, column_number

ROW_END = b"</row>"
PATIENCE = 4 << 20  # bytes
ROW = re.compile(
    rb'<row r="(\d{1,7})"(?: spans="\d+:\d+")?(?: x14ac:dyDescent="[\d.]+")?>'
    rb'(?:<c r="[A-Z]{1,3}\d{1,7}"(?: s="\d{1,6}")?'
    rb'(?:(?:><f>[^<&]+</f>|>)<v>-?\d+(?:\.\d+)?(?:E[+-]?\d+)?</v></c>| t="s"><v>\d{1,9}</v></c>|/>'
    rb'| t="str">(?:<f>[^<&]+</f>)?<v>[^<&]{0,9999}</v></c>))+</row>'
)
FORMULA = re.compile(rb'<c r="([A-Z]+\d+)"[^<>]*><f>([^<]+)')
REFERENCE = re.compile(rb'<c r="([A-Z]+)(\d+)"')
STYLE = re.compile(rb' s="(\d+)"')
SHARED = re.compile(rb't="s"><v>(\d+)')


class PlainRows:
    """Judges plain rows of one sheet.

    Args:
        wanted: rows whose cells are looked at one by one, which are left to the parser.
        formulas: whether rows with formulas are judged; otherwise they are left to the parser.
        strings, styles: how many shared strings and cell styles there are; None where that is not known.

    Attributes:
        string_uses: how many cells of the rows judged right name a shared string.
    """

    def __init__(self, *, wanted: Collection[int], strings: int, styles: int | None, formulas: bool) -> None:
        self.string_uses = 0
        self._trusted = True
        self._formulas = formulas
        self._wanted = wanted
        self._strings = strings
        self._styles = styles
        self._good_columns: set[tuple[bytes, ...]] = set()
        self._good_styles: set[bytes] = set()

    def find(self, data: bytes) -> Iterator[re.Match[bytes]]:
        """The plain rows of a piece of a sheet; none from the first comment or the like on, which may hold rows."""
        self._trusted &= b"<!" not in data
        return ROW.finditer(data) if self._trusted else iter(())

    def is_right(self, row: re.Match[bytes], previous: int) -> bool:
        """Whether no rule has anything to say of the row; where not, the parser finds out what."""
        number = int(row[1])
        if not previous < number <= MAX_ROW or number in self._wanted:
            return False
        text = row[0]
        if not self._formulas and b"<f>" in text:
            return False
        columns, rows = zip(*REFERENCE.findall(text), strict=True)
        if set(rows) != {row[1]} or not (columns in self._good_columns or self._are_good(columns)):
            return False
        styles = set(STYLE.findall(text))
        if not (styles <= self._good_styles or self._are_styles(styles)):
            return False
        shared = SHARED.findall(text)
        if shared and max(map(int, shared)) >= self._strings:
            return False
        self.string_uses += len(shared)
        return True

    def formulas(self, row: re.Match[bytes]) -> list[tuple[str, str]]:
        """(cell, formula) of a row that is right."""
        text = row[0]
        found = FORMULA.findall(text) if b"<f>" in text else ()
        return [(cell.decode(), formula.decode()) for cell, formula in found]

    def _are_good(self, columns: tuple[bytes, ...]) -> bool:
        numbers = [column_number(letters.decode()) for letters in columns]
        good = numbers == sorted(set(numbers)) and numbers[-1] <= MAX_COLUMN
        if good:
            self._good_columns.add(columns)
        return good

    def _are_styles(self, styles: set[bytes]) -> bool:
        good = self._styles is None or max(map(int, styles)) < self._styles
        if good:
            self._good_styles |= styles
        return good


def whole_rows(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces that end behind a row, as far as rows are not longer than a few megabytes."""
    rest = b""
    for block in blocks:
        rest += block
        cut = rest.rfind(ROW_END) + len(ROW_END)
        if cut < len(ROW_END):
            cut = len(rest) if len(rest) > PATIENCE else 0
        if cut:
            yield rest[:cut]
            rest = rest[cut:]
    yield rest
