"""The formulas of a sheet with the results that stand beside them, and the sheet with other results."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from xltags.books.dashboard.scalars import Fault, Scalar
from xltags.books.opc.refs import column_number, parse_area
from xltags.books.writing.cell_text import escaped_text, number_text
from xltags.books.writing.markup import attributes, drop_attribute, splice, unescaped

# A prefix before the names, as the SDK of Microsoft writes them, and either kind of quotation marks.
_CELL = re.compile(
    rb"(<((?:[\w.-]+:)?)c\s[^<>]*>)\s*(<\2f(?:\s[^<>]*)?(?:/>|>[^<]*</\2f>))"
    rb"(?:\s*<\2v(?:\s[^<>]*)?>([^<]*)</\2v>|\s*<\2v ?/>)?\s*</\2c>"
)
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f((?:\s[^<>]*)?)>([^<]*)</[^<>]*>")
_PLACE = re.compile(rb"\sr\s*=\s*[\"']([A-Z]{1,3})([0-9]+)[\"']")
_TYPE = re.compile(rb"\st\s*=\s*[\"'](\w+)[\"']")
Place = tuple[int, int]  # row and column from 0


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """A cell with a formula: where it stands in the sheet's bytes, its parts, the prefix of names, and its formula.

    The formula is empty where it is not one that stands for itself: part of a shared one, or of one over several cells.
    """

    start: int
    end: int
    tag: bytes
    prefix: bytes
    element: bytes
    result: bytes | None
    formula: str


def formula_cells(sheet: bytes) -> dict[Place, FormulaCell]:
    """The formulas of a sheet as common writers spell them; others are not among them."""
    found: dict[Place, FormulaCell] = {}
    for match in _CELL.finditer(sheet):
        place = _PLACE.search(match[1])
        if place is not None:
            row, column = int(place[2]) - 1, column_number(place[1].decode()) - 1
            found[row, column] = FormulaCell(*match.span(), match[1], match[2], match[3], match[4], _formula(match[3]))
    return found


def _formula(element: bytes) -> str:
    match = _FORMULA.fullmatch(element)
    if match is None:
        return ""
    if match[1]:
        values = attributes(b"<f" + match[1] + b">")
        area = parse_area(values.get("ref", "A1"))
        one = area is not None and area[:2] == area[2:]
        if values.get("t", "normal") not in ("normal", "array") or not one:
            return ""
    return unescaped(match[2])


def with_results(sheet: bytes, cells: Mapping[Place, FormulaCell], results: Mapping[Place, Scalar]) -> bytes:
    """The sheet with these results; cells that have them already stay as they are, to the byte."""
    changes = []
    for place, result in results.items():
        cell = cells[place]
        kind, text = _stored(result)
        if not _is_stored(cell, kind, text):
            tag = drop_attribute(cell.tag, "t") if _TYPE.search(cell.tag) else cell.tag
            tag = tag[:-1] + (b' t="' + kind + b'">' if kind else b">")
            inside = b"<%bv>%b</%bv></%bc>" % (cell.prefix, text, cell.prefix, cell.prefix)
            changes.append((cell.start, cell.end, tag + cell.element + inside))
    return splice(sheet, sorted(changes)) if changes else sheet


def _stored(result: Scalar) -> tuple[bytes, bytes]:
    """The type of a result and its text, as they stand in the cell."""
    if isinstance(result, Fault):
        return b"e", result.code.encode()
    if isinstance(result, bool):
        return b"b", b"%d" % result
    if isinstance(result, str):
        return b"str", escaped_text(result)
    return b"", number_text(result or 0.0)


def _is_stored(cell: FormulaCell, kind: bytes, text: bytes) -> bool:
    match = _TYPE.search(cell.tag)
    stored = match[1] if match else b"n"
    if not cell.result:  # an empty text, whichever way it is spelled
        return kind == b"str" and text == b"" and stored in (b"str", b"n")
    if (kind or b"n") != stored:
        return False
    if kind:
        return text == cell.result or unescaped(text) == unescaped(cell.result)
    try:
        return float(text) == float(cell.result)
    except ValueError:
        return False
