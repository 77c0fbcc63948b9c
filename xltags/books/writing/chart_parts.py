"""The native charts of report sheets as parts of the workbook, beside whatever others have drawn there.

A chart of xltags is known by the name of its frame, which Excel keeps: the first one of a name in a drawing. What
people drew, and their copies of such a chart, stay as they are, byte for byte.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from xltags.books.opc.relationships import SheetRef
from xltags.books.report_sheet import ReportChart, ReportSheet
from xltags.books.writing.chart_xml import CHART, DRAWING, chart_xml
from xltags.books.writing.markup import RELATIONSHIPS, attributes, children, escaped_attribute, root_of, splice
from xltags.books.writing.parts import Parts
from xltags.books.writing.unused_parts import drop_unused

OWN = "xltags:"
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
SHEET_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
EMPTY = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<xdr:wsDr xmlns:xdr="{SHEET_DRAWING}" '
    f'xmlns:a="{DRAWING}"></xdr:wsDr>'
).encode()
ANCHORS = frozenset(["twoCellAnchor", "oneCellAnchor", "absoluteAnchor"])
FRAME = re.compile(rb"<(?:[\w.\-]+:)?(graphicFrame|grpSp|sp|pic|cxnSp)\b")
NAMED = re.compile(rb"<(?:[\w.\-]+:)?cNvPr\s[^>]*>")
SHOWN = re.compile(rb"<(?:[\w.\-]+:)?chart\s[^>]*>")
CORNER = re.compile(rb"<(?:[\w.\-]+:)?(?:col|colOff|row|rowOff)>(-?\d+)<")
POINTS = 9525  # English metric units a pixel


@dataclass(frozen=True, slots=True)
class OwnChart:
    """A chart of xltags in a drawing: its name, the relationship to its part, and where its anchor stands."""

    name: str
    rel_id: str
    start: int
    end: int


def own_charts(xml: bytes, place: str) -> list[OwnChart]:
    """The charts of xltags in a drawing, in order."""
    if OWN.encode() not in xml:
        return []
    found: dict[str, OwnChart] = {}
    for anchor in children(xml, root_of(xml, place)):
        data = xml[anchor.start : anchor.end]
        frame, named, shown = FRAME.search(data), NAMED.search(data), SHOWN.search(data)
        if anchor.name not in ANCHORS or frame is None or frame[1] != b"graphicFrame" or not named or not shown:
            continue
        name = attributes(named[0]).get("name", "")
        links = [value for key, value in attributes(shown[0]).items() if key.endswith(":id")]
        if name.startswith(OWN) and links:
            found.setdefault(name, OwnChart(name, links[0], anchor.start, anchor.end))
    return list(found.values())


def corner(anchor: bytes) -> tuple[int, ...]:
    """Where an anchor begins: column, offset in it, row, offset in it; the same numbers in whatever program's words."""
    return tuple(int(number) for number in CORNER.findall(anchor)[:4])


def put_charts(parts: Parts, sheet: ReportSheet, ref: SheetRef, drawing_id: str | None) -> str | None:
    """Makes the charts of a report sheet that is being put, in place of those of xltags that it had.

    Args:
        drawing_id: the relationship of the sheet to its drawing, None where it has none.

    Returns:
        The relationship of the sheet to its drawing now, None where nothing is drawn on it.
    """
    drawing = next((link.target for link in parts.links(ref.part) if link.id == drawing_id and link.target), None)
    old = [] if drawing is None else own_charts(parts.read(drawing), parts.package.place(drawing))
    if not old and not sheet.charts:
        return drawing_id
    if drawing is None:
        drawing = parts.free_name("xl/drawings/drawing{}.xml")
        parts.add(drawing, EMPTY, DRAWING_TYPE)
        drawing_id = parts.add_link(ref.part, "drawing", drawing)
    rel_ids = _put_parts(parts, sheet, drawing, old)
    xml = parts.read(drawing)
    parts.put(drawing, _redrawn(xml, parts.package.place(drawing), old, list(zip(sheet.charts, rel_ids, strict=True))))
    xml = parts.read(drawing)
    if children(xml, root_of(xml, parts.package.place(drawing))):
        return drawing_id
    parts.remove_link(ref.part, drawing_id or "")
    drop_unused(parts, [drawing])
    return None


def _put_parts(parts: Parts, sheet: ReportSheet, drawing: str, old: Sequence[OwnChart]) -> list[str]:
    """The charts' parts, one of the same name in the part it had; returns their relationships to the drawing."""
    targets = {link.id: link.target for link in parts.links(drawing)}
    known = {each.name: each.rel_id for each in old if targets.get(each.rel_id)}
    spare = [known.pop(name) for name in list(known) if name not in {OWN + chart.name for chart in sheet.charts}]
    tables = {table.name: table for table in sheet.tables}
    found = []
    for chart in sheet.charts:
        data = chart_xml(chart, tables[chart.table], sheet.name)
        rel_id = known.get(OWN + chart.name) or (spare.pop(0) if spare else None)
        part = targets.get(rel_id or "")
        if rel_id is None or part is None:
            part = parts.free_name("xl/charts/chart{}.xml")
            parts.add(part, data, CHART_TYPE)
            rel_id = parts.add_link(drawing, "chart", part)
        else:
            _without_links(parts, part)
            parts.put(part, data)
        found.append(rel_id)
    for rel_id in spare:
        parts.remove_link(drawing, rel_id)
        drop_unused(parts, [targets[rel_id] or ""])
    return found


def _without_links(parts: Parts, part: str) -> None:
    """Takes off what Excel hung on a chart when it saved it: looks that the new one does not have."""
    links = parts.links(part)
    for link in links:
        parts.remove_link(part, link.id)
    drop_unused(parts, [link.target for link in links if link.target])


def _redrawn(xml: bytes, place: str, old: Sequence[OwnChart], new: Sequence[tuple[ReportChart, str]]) -> bytes:
    """The drawing with the new anchors where the first old one stood, else behind all others."""
    root = root_of(xml, place)
    if root.closed:
        tag = f"{root.prefix}{root.name}".encode()
        xml = xml[: root.end - 2].rstrip() + b"></" + tag + b">"
        root = root_of(xml, place)
    rest = splice(xml, [(each.start, each.end, b"") for each in old])
    taken = {attributes(tag).get("id", "") for tag in NAMED.findall(rest)}
    ids = (number for number in range(2, 1 << 20) if str(number) not in taken)
    anchors = b"".join(_anchor(chart, rel_id, next(ids)) for chart, rel_id in new)
    changes = [(each.start, each.end, anchors if each is old[0] else b"") for each in old]
    return splice(xml, changes or [(root.inner_end, root.inner_end, anchors)])


def _anchor(chart: ReportChart, rel_id: str, number: int) -> bytes:
    row, column = chart.place
    width, height = chart.size
    named = b'id="%d" name="%b" descr="%b"' % (
        number,
        escaped_attribute(OWN + chart.name),
        escaped_attribute(chart.alt),
    )
    return (
        f'<xdr:oneCellAnchor xmlns:xdr="{SHEET_DRAWING}" xmlns:a="{DRAWING}"><xdr:from><xdr:col>{column - 1}</xdr:col>'
        f"<xdr:colOff>{chart.offset * POINTS}</xdr:colOff><xdr:row>{row - 1}</xdr:row><xdr:rowOff>0</xdr:rowOff>"
        f'</xdr:from><xdr:ext cx="{width * POINTS}" cy="{height * POINTS}"/><xdr:graphicFrame macro="">'
        f"<xdr:nvGraphicFramePr><xdr:cNvPr {named.decode()}/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>"
        '<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic>'
        f'<a:graphicData uri="{CHART}"><c:chart xmlns:c="{CHART}" xmlns:r="{RELATIONSHIPS}" r:id="{rel_id}"/>'
        "</a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:oneCellAnchor>"
    ).encode()
