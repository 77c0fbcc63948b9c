"""References that follow a table when it grows: ranges that reached its old end reach its new one."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from xltags.books.opc.refs import Area, column_number

QUOTED = re.compile(r"(\"[^\"]*\"|'[^']*'|\[[^\]]*\])")
CELLS = re.compile(r"(?<![\w.$])(\$?[A-Z]{1,3}\$?)(\d+)(:\$?[A-Z]{1,3}\$?)(\d+)(?![\w(.])")
CELL = re.compile(r"(?<![\w.$])(\$?[A-Z]{1,3})(\$?)(\d+)(?![\w(.!])")
FIXED = re.compile(r"(?<![\w.$!])\$?[A-Z]{1,3}\$\d+:\$?[A-Z]{1,3}\$\d+(?![\w(.])")
SQREF = re.compile(rb"(\bsqref\s*=\s*)(\"[^\"]*\"|'[^']*')")
FOLLOWERS = frozenset(["conditionalFormatting", "dataValidations", "ignoredErrors", "protectedRanges"])
EXTENDED = re.compile(
    rb"<(?:[\w.\-]+:)?(conditionalFormatting|dataValidation)\b[^>]*>.*?</(?:[\w.\-]+:)?\1\s*>", re.DOTALL
)
EXTENDED_CELLS = re.compile(rb"(<(?:[\w.\-]+:)?sqref>)([^<]*)(<)")


@dataclass(frozen=True, slots=True)
class Growth:
    """A table that grows by `rows`: `area` is its old one, of which `totals` rows at the end are no data."""

    area: Area
    first_row: int
    totals: int
    rows: int

    def ranges(self, text: str) -> str:
        """The text with every range grown that covered columns of the table from its first data row to its end.

        >>> grown = Growth(Area(1, 1, 10, 3), 2, 0, 5)
        >>> grown.ranges("A2:A10 B5:B10 $C$1:$C$10 E2:E10"), grown.ranges("A2:A9")
        ('A2:A15 B5:B10 $C$1:$C$15 E2:E10', 'A2:A9')
        """
        ends = (self.area.bottom, self.area.bottom - self.totals)

        def grown(match: re.Match[str]) -> str:
            left, right = column_number(match[1].replace("$", "")), column_number(match[3].strip(":$"))
            inside = left <= self.area.right and right >= self.area.left
            if not inside or int(match[2]) > self.first_row or int(match[4]) not in ends:
                return match[0]
            return f"{match[1]}{match[2]}{match[3]}{int(match[4]) + self.rows}"

        return CELLS.sub(grown, text)

    def cell_list(self, text: str) -> str:
        """A list of ranges as drop-downs and formats have it, grown. In a table of one data row, `A2` is a column too.

        >>> Growth(Area(1, 1, 2, 3), 2, 0, 5).cell_list("A2 B2:C2 Z2")
        'A2:A7 B2:C7 Z2'
        """
        one_row = self.area.bottom - self.totals == self.first_row
        spread = (f"{each}:{each}" if one_row and ":" not in each else each for each in text.split())
        grown = (self.ranges(each) for each in spread)
        return " ".join(first if first == last else each for each in grown for first, _, last in [each.partition(":")])

    def sheet_tail(self, name: str, block: bytes) -> bytes:
        """An element behind the cells of the table's sheet, its ranges grown; other elements as they are."""
        if name in FOLLOWERS:
            return SQREF.sub(lambda m: m[1] + b'"' + self.cell_list(m[2][1:-1].decode()).encode() + b'"', block)
        if name == "extLst":
            return EXTENDED.sub(
                lambda found: EXTENDED_CELLS.sub(
                    lambda m: m[1] + self.cell_list(m[2].decode()).encode() + m[3], found[0]
                ),
                block,
            )
        return block

    def own_formula(self, text: str) -> str:
        """A formula of a rule of the table's own sheet: ranges with fixed rows and without a sheet's name grown.

        >>> Growth(Area(1, 1, 10, 3), 2, 0, 5).own_formula('COUNTIF($A$2:$A$10,A2:A10)+X!$A$2:$A$10&"$A$2:$A$10"')
        'COUNTIF($A$2:$A$15,A2:A10)+X!$A$2:$A$10&"$A$2:$A$10"'
        """
        return in_own_cells(text, self.ranges)

    def formula(self, text: str, sheet: str, *, cells: bool = False) -> str:
        """A formula anywhere: ranges on the table's sheet grown; with `cells`, single cells of a one-row table too.

        >>> Growth(Area(1, 1, 10, 3), 2, 0, 5).formula("OFFSET(My!$A$2:$A$10,0,0)+Other!$A$2:$A$10", "My")
        'OFFSET(My!$A$2:$A$15,0,0)+Other!$A$2:$A$10'
        """
        one_row = cells and self.area.bottom - self.totals == self.first_row
        return on_sheet(text, sheet, self.cell_list if one_row else self.ranges)


def on_sheet(text: str, sheet: str, change: Callable[[str], str]) -> str:
    """A formula with its references to cells of a sheet changed.

    >>> on_sheet("My!A1+'My'!B$2:C3+Other!A1+A1+MyMy!A1", "My", str.lower)
    "My!a1+'My'!b$2:c3+Other!A1+A1+MyMy!A1"
    """
    quoted = "'" + sheet.replace("'", "''") + "'"
    cells = r"\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?(?![\w(.])"
    pattern = rf"((?:(?<![\w.'\]]){re.escape(sheet)}|{re.escape(quoted)})!)({cells})"
    return re.sub(pattern, lambda match: match[1] + change(match[2]), text, flags=re.IGNORECASE)


def in_own_cells(text: str, change: Callable[[str], str]) -> str:
    """A formula with its ranges changed that have fixed rows and no sheet's name; texts and names stay."""
    pieces = QUOTED.split(text)
    return "".join(
        piece if place % 2 else FIXED.sub(lambda match: change(match[0]), piece) for place, piece in enumerate(pieces)
    )


def is_relative(formula: str) -> bool:
    """Whether a formula names cells by rows that move with it (`D2`, not `D$2` or `[@size]`).

    >>> is_relative("D2*2"), is_relative("D$2*2"), is_relative('T[[#This Row],[A1]]&"B2"')
    (True, False, False)
    """
    plain = _without_brackets(formula)
    return any(not match[2] for match in CELL.finditer(plain))


def shifted(formula: str, rows: int) -> str:
    """A formula as it reads when copied `rows` further down.

    >>> shifted('D2*$E$1&"D2"&T[D2]', 3)
    'D5*$E$1&"D2"&T[D2]'
    """

    def moved(match: re.Match[str]) -> str:
        return match[0] if match[2] else f"{match[1]}{int(match[3]) + rows}"

    pieces = QUOTED.split(formula)
    return "".join(piece if place % 2 else CELL.sub(moved, piece) for place, piece in enumerate(pieces))


def _without_brackets(formula: str) -> str:
    """A formula without texts, quoted sheet names and structured references, which may be nested."""
    depth = 0
    out = []
    for letter in re.sub(r"\"[^\"]*\"|'[^']*'", "", formula):
        depth += letter == "["
        if not depth:
            out.append(letter)
        depth -= letter == "]" and depth > 0
    return "".join(out)
