"""References that follow a table when records are taken out of it."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from xltags.books.opc.refs import Area, column_number
from xltags.books.writing.growth import CELLS, EXTENDED_CELLS, in_own_cells, on_sheet
from xltags.books.writing.markup import attributes, children, opening, root_of, set_attribute, splice

ONE_CELL = re.compile(r"(?<![\w.$:])(\$?[A-Z]{1,3}\$?)(\d+)(?![\w(.:!])")
LISTED = frozenset(["dataValidations", "ignoredErrors", "protectedRanges", "hyperlinks"])
SQREF = "sqref"


@dataclass(frozen=True, slots=True)
class Shrink:
    """A table that loses records: `area` is its old one, `gone` the rows that go, ascending."""

    area: Area
    gone: tuple[int, ...]

    def row(self, row: int) -> int:
        """Where a row that stays has moved to.

        >>> [Shrink(Area(1, 1, 9, 3), (4, 6)).row(row) for row in (3, 5, 7, 9, 10)]
        [3, 4, 5, 7, 10]
        """
        return row if row > self.area.bottom else row - bisect_left(self.gone, row)

    def ranges(self, text: str) -> str:
        """The text with every range on columns of the table changed; a range whose rows all go becomes one cell.

        >>> Shrink(Area(1, 1, 9, 3), (4, 6)).ranges("A2:A9 $B$4:$B$4 E2:E9 C7 A2:A20")
        'A2:A7 $B$4:$B$4 E2:E9 C5 A2:A20'
        """

        def one(match: re.Match[str]) -> str:
            if not self._is_inside(match[1], match[1]):
                return match[0]
            return f"{match[1]}{self.row(int(match[2]))}"

        def changed(match: re.Match[str]) -> str:
            if not self._is_inside(match[1], match[3].lstrip(":")):
                return match[0]
            top, bottom = self._span(int(match[2]), int(match[4]))
            return f"{match[1]}{top}{match[3]}{max(top, bottom)}"

        return " ".join(CELLS.sub(changed, ONE_CELL.sub(one, each)) for each in text.split(" "))

    def cell_list(self, text: str) -> str:
        """A list of ranges as drop-downs and formats have it; ranges whose rows all go are left out.

        >>> Shrink(Area(1, 1, 9, 3), (4, 6)).cell_list("A2:A9 B4:B4 C6 Z4")
        'A2:A7 Z4'
        """
        return " ".join(self.ranges(each) for each in text.split() if not self._vanishes(each))

    def sheet_tail(self, name: str, block: bytes) -> bytes:
        """An element behind the cells of the table's sheet, its ranges changed; what applied only to rows that go goes.

        Raises:
            ValueError: a rule of an extension would be left without cells.
        """
        if name == "conditionalFormatting":
            root = root_of(block, name)
            left = self.cell_list(attributes(opening(block, root)).get(SQREF, ""))
            return _with(block, left, SQREF) if left else b""
        if name in LISTED:
            return self._listed(block, "ref" if name == "hyperlinks" else SQREF)
        if name == "extLst":
            return EXTENDED_CELLS.sub(self._extended, block)
        return block

    def own_formula(self, text: str) -> str:
        """A formula of a rule of the table's own sheet: ranges with fixed rows and without a sheet's name changed."""
        return in_own_cells(text, self.ranges)

    def formula(self, text: str, sheet: str, *, cells: bool = False) -> str:
        """A formula anywhere: references to the table's sheet changed; `cells` makes no difference."""
        return on_sheet(text, sheet, self.ranges)

    def _span(self, top: int, bottom: int) -> tuple[int, int]:
        last = bottom if bottom > self.area.bottom else bottom - bisect_right(self.gone, bottom)
        return self.row(top), last

    def _is_inside(self, first: str, last: str) -> bool:
        left, right = column_number(first.replace("$", "")), column_number(last.replace("$", ""))
        return left <= self.area.right and right >= self.area.left

    def _vanishes(self, text: str) -> bool:
        first, _, last = text.partition(":")
        ends = [re.fullmatch(r"\$?([A-Z]+)\$?(\d+)", each) for each in (first, last or first)]
        if ends[0] is None or ends[1] is None or not self._is_inside(ends[0][1], ends[1][1]):
            return False
        top, bottom = self._span(int(ends[0][2]), int(ends[1][2]))
        return bottom < top

    def _listed(self, block: bytes, key: str) -> bytes:
        """A list of elements that each name cells; the list goes when none is left."""
        root = root_of(block, "")
        changes, left = [], 0
        for each in children(block, root):
            tag = opening(block, each)
            cells = self.cell_list(attributes(tag).get(key, ""))
            left += bool(cells)
            new = set_attribute(tag, key, cells) if cells != attributes(tag).get(key) else tag
            changes.append((each.start, each.inner, new) if cells else (each.start, each.end, b""))
        if not left:
            return b""
        tag = opening(block, root)
        if "count" in attributes(tag):
            changes.append((root.start, root.inner, set_attribute(tag, "count", str(left))))
        return splice(block, changes)

    def _extended(self, match: re.Match[bytes]) -> bytes:
        left = self.cell_list(match[2].decode())
        if match[2].strip() and not left:
            raise ValueError(match[2].decode())
        return match[1] + left.encode() + match[3]


def _with(block: bytes, cells: str, key: str) -> bytes:
    root = root_of(block, "")
    tag = opening(block, root)
    return splice(block, [(root.start, root.inner, set_attribute(tag, key, cells))])
