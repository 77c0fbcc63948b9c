"""What charts keep of the cells that they draw, for programs that do not read the cells."""

import re
from collections.abc import Callable, Sequence

from xltags.books.dashboard.scalars import Fault, NotCalculable, Scalar, text
from xltags.books.opc.refs import Area, parse_area
from xltags.books.opc.relationships import SheetRef
from xltags.books.writing.cell_text import escaped_text, number_text
from xltags.books.writing.markup import unescaped
from xltags.books.writing.parts import Parts

# A reference within one element: names of points (`cat`), values, the heading.
_KEPT = re.compile(
    rb"(<c:cat>)?<c:(num|str)Ref><c:f>([^<]*)</c:f><c:(?:num|str)Cache>(.*?)</c:(?:num|str)Cache></c:(?:num|str)Ref>",
    re.DOTALL,
)
_POINT = re.compile(rb'<c:pt idx="(\d+)"[^<>]*><c:v>([^<]*)</c:v></c:pt>')
_FORMAT = re.compile(rb"<c:formatCode>[^<]*</c:formatCode>")
Read = Callable[[int, int], Scalar]


def refresh_charts(parts: Parts, sheet: SheetRef, value: Read) -> None:
    """Gives the charts on a sheet what its cells hold now; `value` reads them by row and column from 0."""
    for drawing in parts.related(sheet.part, "drawing"):
        for chart in parts.related(drawing.target or "", "chart"):
            if chart.target and parts.has(chart.target):
                xml = parts.read(chart.target)
                parts.put(chart.target, _KEPT.sub(lambda match: _refreshed(match, sheet.name, value), xml))


def _refreshed(match: re.Match[bytes], sheet: str, value: Read) -> bytes:
    named, _, reference = unescaped(match[3]).rpartition("!")
    area = parse_area(reference)
    points = dict(_POINT.findall(match[4]))
    if named.strip("'") != sheet or area is None or not points:  # what was not kept for a chart is not needed
        return match[0]
    try:
        cells = _cells(area, value)
    except NotCalculable:
        return match[0]
    as_text = any(isinstance(cell, str) and cell for cell in cells) if match[1] else match[2] == b"str"
    new = _texts(cells) if as_text else _numbers(cells)
    kind = b"str" if as_text else b"num"
    if kind == match[2] and _same(points, new, as_text=as_text):
        return match[0]
    found = _FORMAT.search(match[4])
    format = b"" if as_text else found[0] if found else b"<c:formatCode>General</c:formatCode>"
    count = b'<c:ptCount val="%d"/>' % len(cells)
    listed = b"".join(b'<c:pt idx="%b"><c:v>%b</c:v></c:pt>' % point for point in new.items())
    kept = b"<c:%bCache>" % kind + format + count + listed + b"</c:%bCache>" % kind
    return (match[1] or b"") + b"<c:%bRef><c:f>" % kind + match[3] + b"</c:f>" + kept + b"</c:%bRef>" % kind


def _cells(area: Area, value: Read) -> list[Scalar]:
    rows, columns = range(area.top - 1, area.bottom), range(area.left - 1, area.right)
    return [value(row, column) for row in rows for column in columns]


def _texts(cells: Sequence[Scalar]) -> dict[bytes, bytes]:
    return {
        b"%d" % place: escaped_text(cell.code if isinstance(cell, Fault) else text(cell))
        for place, cell in enumerate(cells)
        if cell is not None
    }


def _numbers(cells: Sequence[Scalar]) -> dict[bytes, bytes]:
    """Text counts as 0, as Excel draws it."""
    return {
        b"%d" % place: number_text(cell if isinstance(cell, float) else 0.0)
        for place, cell in enumerate(cells)
        if cell is not None
    }


def _same(old: dict[bytes, bytes], new: dict[bytes, bytes], *, as_text: bool) -> bool:
    if as_text:
        return {place: unescaped(it) for place, it in old.items()} == {
            place: unescaped(it) for place, it in new.items()
        }
    try:
        return {place: float(it) for place, it in old.items()} == {place: float(it) for place, it in new.items()}
    except ValueError:
        return False
