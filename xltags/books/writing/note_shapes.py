"""The boxes in which Excel shows notes: VML shapes of xltags added behind those of others, and taken out again.

Excel's own VML is often not well-formed, so shapes are found by their tags and never parsed as XML.
"""

import re
from collections.abc import Collection, Mapping

from xltags.books.edits import Mark
from xltags.books.opc.refs import MAX_COLUMN, MAX_ROW
from xltags.core.finding import Severity

START = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="%d"/>'
    b"</o:shapelayout>"
)
BOX = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
END = b"</xml>"
SHAPE = re.compile(rb"<v:shape\s(?:(?!</v:shape\s*>).)*</v:shape\s*>", re.DOTALL | re.IGNORECASE)
ANY_SHAPE = re.compile(rb"<v:(?:shape|rect|oval|line|group|image|roundrect|arc|curve|polyline)[\s>/]", re.IGNORECASE)
NUMBER = re.compile(rb"_x0000_s(\d+)")
ROW = re.compile(rb"<x:Row>\s*(\d+)\s*</x:Row>", re.IGNORECASE)
COLUMN = re.compile(rb"<x:Column>\s*(\d+)\s*</x:Column>", re.IGNORECASE)
NOTE = re.compile(rb"ObjectType\s*=\s*[\"']Note[\"']", re.IGNORECASE)
COLORS: Mapping[Severity, str] = {"error": "#f8cbad", "warning": "#ffe699", "note": "#ddebf7"}
LINE = 38  # characters of the note's font in its box

Cell = tuple[int, int]


def new_drawing(number: int) -> bytes:
    """A drawing without shapes; `number` keeps the ids of its shapes apart from those of other sheets."""
    return START % number + BOX + END


def without_shapes(vml: bytes, cells: Collection[Cell]) -> bytes:
    """The drawing without the boxes of notes on those cells (row, column from 1)."""

    def kept(match: re.Match[bytes]) -> bytes:
        row, column = ROW.search(match[0]), COLUMN.search(match[0])
        note = NOTE.search(match[0]) is not None and row is not None and column is not None
        return b"" if note and row and column and (int(row[1]) + 1, int(column[1]) + 1) in cells else match[0]

    vml = SHAPE.sub(kept, vml) if cells else vml
    return vml.replace(BOX, b"", 1) if cells and b'"#_x0000_t202"' not in vml else vml


def is_empty(vml: bytes) -> bool:
    """Whether no shape is left."""
    return ANY_SHAPE.search(vml) is None


def with_shapes(vml: bytes, marks: Mapping[Cell, Mark], number: int) -> bytes:
    """The drawing with a box for each mark behind the others."""
    first = max((int(each) for each in NUMBER.findall(vml)), default=number * 1024)
    cut = vml.lower().rfind(END)
    cut = len(vml) if cut < 0 else cut
    box = b"" if b'id="_x0000_t202"' in vml else BOX
    shapes = b"".join(_shape(cell, mark, first + place) for place, (cell, mark) in enumerate(sorted(marks.items()), 1))
    return vml[:cut] + box + shapes + vml[cut:]


def _shape(cell: Cell, mark: Mark, number: int) -> bytes:
    row, column = cell[0] - 1, cell[1] - 1
    lines = sum(1 + _width(line) // LINE for line in mark.text.split("\n"))
    left = min(column + 1, MAX_COLUMN - 4)
    top = min(max(row - 1, 0), MAX_ROW - 40)
    color = COLORS[mark.severity]
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style=\'position:absolute;visibility:hidden\' '
        f'fillcolor="{color}" o:insetmode="auto"><v:fill color2="{color}"/>'
        '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        "<v:textbox style='mso-direction-alt:auto'><div style='text-align:left'></div></v:textbox>"
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{left}, 12, {top}, 4, {left + 3}, 40, {top + min(lines, 30) + 1}, 8</x:Anchor>"
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    ).encode()


def _width(text: str) -> int:
    """The width of a text in characters; Chinese ones count twice."""
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)
