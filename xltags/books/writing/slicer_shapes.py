"""The boxes of slicers on a sheet; programs without slicers show a box that says what stands there."""

import re
from collections.abc import Sequence
from itertools import count

from xltags.books.writing.cell_text import escaped_text
from xltags.books.writing.markup import unescaped
from xltags.books.writing.report_xml import DECLARATION
from xltags.books.writing.table_columns import column_name

SHEET_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
DRAWING_2010 = "http://schemas.microsoft.com/office/drawing/2010/main"
SLICER = "http://schemas.microsoft.com/office/drawing/2010/slicer"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
ROWS = 8  # of the sheet, high
SLICER_NAME = re.compile(rb'<(?:\w+:)?slicer\b[^>]*\bname="([^"]*)"')
ANCHOR = re.compile(rb"<(?:\w+:)?(?:twoCell|oneCell|absolute)Anchor\b")


def drawing_xml(slicers: Sequence[tuple[str, str]], *, row: int, hint: str) -> bytes:
    """The drawing of slicers side by side from a row (from 1) on: each its name and its caption."""
    numbers = count(2)
    anchors = b"".join(
        _anchor(name, hint.format(name=caption), place, row - 1, next(numbers), next(numbers))
        for place, (name, caption) in enumerate(slicers)
    )
    return DECLARATION + b'<xdr:wsDr xmlns:xdr="%b" xmlns:a="%b">%b</xdr:wsDr>' % (
        SHEET_DRAWING.encode(),
        DRAWING.encode(),
        anchors,
    )


def slicer_names_in(drawing: bytes) -> set[str] | None:
    """The slicers that a drawing shows, None if it shows anything else."""
    names = [unescaped(name) for name in SLICER_NAME.findall(drawing)]
    return set(names) if len(names) == len(ANCHOR.findall(drawing)) else None


def _anchor(name: str, text: str, place: int, row: int, shape: int, fallback: int) -> bytes:
    """One box; the first is as wide as the first column, which is wide, the others as two columns."""
    left, right = (0, 1) if place == 0 else (2 * place - 1, 2 * place + 1)
    quoted, shown = column_name(name).decode(), escaped_text(text).decode()
    return (
        f'<xdr:twoCellAnchor editAs="absolute">{_corner("from", left, row)}{_corner("to", right, row + ROWS)}'
        f'<mc:AlternateContent xmlns:mc="{COMPATIBILITY}"><mc:Choice xmlns:a14="{DRAWING_2010}" Requires="a14">'
        f'<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="{shape}" name="{quoted}"/>'
        '<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>'
        f'<a:graphic><a:graphicData uri="{SLICER}"><sle:slicer xmlns:sle="{SLICER}" name="{quoted}"/></a:graphicData>'
        '</a:graphic></xdr:graphicFrame></mc:Choice><mc:Fallback><xdr:sp macro="" textlink=""><xdr:nvSpPr>'
        f'<xdr:cNvPr id="{fallback}" name=""/><xdr:cNvSpPr><a:spLocks noTextEdit="1"/></xdr:cNvSpPr></xdr:nvSpPr>'
        '<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1828800" cy="1524000"/></a:xfrm><a:prstGeom prst="rect">'
        '<a:avLst/></a:prstGeom><a:solidFill><a:prstClr val="white"/></a:solidFill><a:ln w="1"><a:solidFill>'
        '<a:prstClr val="gray"/></a:solidFill></a:ln></xdr:spPr><xdr:txBody><a:bodyPr vertOverflow="clip" '
        'horzOverflow="clip"/><a:lstStyle/><a:p><a:r><a:rPr lang="en-US" sz="1000"/>'
        f"<a:t>{shown}</a:t></a:r></a:p></xdr:txBody></xdr:sp></mc:Fallback></mc:AlternateContent>"
        "<xdr:clientData/></xdr:twoCellAnchor>"
    ).encode()


def _corner(name: str, column: int, row: int) -> str:
    return (
        f"<xdr:{name}><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}</xdr:row>"
        f"<xdr:rowOff>0</xdr:rowOff></xdr:{name}>"
    )
