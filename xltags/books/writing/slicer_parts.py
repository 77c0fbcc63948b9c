"""Slicers of the PivotTables that xltags makes: their caches, their boxes, and where workbook and sheet list them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from xltags.books.opc.relationships import Relationship, SheetRef
from xltags.books.report_pivot import PivotField, PivotSums, ReportPivot
from xltags.books.writing.markup import attributes, children, opening, root_of
from xltags.books.writing.parts import Parts
from xltags.books.writing.pivot_cache import X14
from xltags.books.writing.report_xml import DECLARATION
from xltags.books.writing.session import Session
from xltags.books.writing.slicer_lists import list_cache, unlist_cache
from xltags.books.writing.slicer_shapes import drawing_xml, slicer_names_in
from xltags.books.writing.table_columns import column_name
from xltags.books.writing.workbook_part import DefinedName, edit_names, put_name

OWN = "Slicer_xltags_"  # the cache of a slicer that xltags made begins so
MICROSOFT = "http://schemas.microsoft.com/office/2007/relationships/"
CACHE_TYPE = "application/vnd.ms-excel.slicerCache+xml"
SLICER_TYPE = "application/vnd.ms-excel.slicer+xml"
DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
SHEET_LIST = "{A8765BA9-456A-4dab-B4F3-ACF838C121DE}"
ROW_HEIGHT = 228_600


@dataclass(slots=True)
class LooseSlicers:
    """Slicers of xltags that were taken off their sheet: their parts, in which new ones stand where the old stood.

    `caches` are by name; `boxes` and `drawings` are what the sheet held.
    """

    caches: dict[str, str] = field(default_factory=dict)
    boxes: list[str] = field(default_factory=list)
    drawings: list[str] = field(default_factory=list)


def put_slicers(
    session: Session, ref: SheetRef, pivot: ReportPivot, sums: PivotSums, *, pivot_cache: int, old: LooseSlicers
) -> None:
    """A slicer for each filter of a pivot, on the pivot's own sheet, which was just put; in the parts of `old` ones."""
    parts = session.parts
    boxes = b""
    for each in pivot.filters:
        xml, name = _cache_xml(pivot, each, sums, ref, pivot_cache), _cache_name(pivot, each)
        cache = old.caches.pop(name, None)
        if cache is None:
            cache = parts.free_name("xl/slicerCaches/slicerCache{}.xml")
            parts.add(cache, xml, CACHE_TYPE)
            list_cache(parts, parts.add_link(parts.package.workbook_part, "slicerCache", cache, family=MICROSOFT))
        else:
            parts.put(cache, xml)
        put_name(parts, DefinedName(name, None, "#N/A"))
        boxes += b'<slicer name="%b" cache="%b" caption="%b" rowHeight="%d"/>' % (
            column_name(_slicer_name(pivot, each)),
            name.encode(),
            column_name(each.caption),
            ROW_HEIGHT,
        )
    box_xml = DECLARATION + b'<slicers xmlns="%b">%b</slicers>' % (X14.encode(), boxes)
    part = _put_part(parts, "xl/slicers/slicer{}.xml", box_xml, SLICER_TYPE, old.boxes)
    named = [(_slicer_name(pivot, each), each.caption) for each in pivot.filters]
    shapes = drawing_xml(named, row=pivot.slicer_row, hint=pivot.words.slicer)
    drawing = _put_part(parts, "xl/drawings/drawing{}.xml", shapes, DRAWING_TYPE, old.drawings)
    drawn = parts.add_link(ref.part, "drawing", drawing)
    listed = parts.add_link(ref.part, "slicer", part, family=MICROSOFT)
    end = (
        f'<drawing r:id="{drawn}"/><extLst><ext uri="{SHEET_LIST}" xmlns:x14="{X14}"><x14:slicerList>'
        f'<x14:slicer r:id="{listed}"/></x14:slicerList></ext></extLst></worksheet>'
    ).encode()
    session.edits_of(ref).tail_edits.append(lambda tail: tail.replace(b"</worksheet>", end))


def _put_part(parts: Parts, pattern: str, xml: bytes, content_type: str, old: list[str]) -> str:
    """Writes a part in place of the first old one, which is used up by that, or under a new name."""
    if old:
        part = old.pop(0)
        parts.put(part, xml)
        return part
    part = parts.free_name(pattern)
    parts.add(part, xml, content_type)
    return part


def drop_slicers(parts: Parts, sheet: SheetRef) -> None:
    """Takes the slicers of xltags off a sheet that is about to go, with all their parts; its own XML is left."""
    drop_loose(parts, loosen_slicers(parts, sheet))


def loosen_slicers(parts: Parts, sheet: SheetRef) -> LooseSlicers:
    """Takes the slicers of xltags off a sheet that is about to be replaced; their parts stay, its own XML too."""
    own, drawn = own_slicers(parts, sheet), own_drawing(parts, sheet)
    named = {
        name for link in parts.related(sheet.part, "slicer") if link.id in own for _, name in _slicers(parts, link)
    }
    loose = LooseSlicers()
    for link in [link for link in parts.links(sheet.part) if link.id in own | drawn]:
        parts.remove_link(sheet.part, link.id)
        (loose.boxes if link.id in own else loose.drawings).append(link.target or "")
    for link in parts.related(parts.package.workbook_part, "slicerCache"):
        if link.target and parts.has(link.target):
            name = _root_values(parts, link.target).get("name", "")
            if name in named:
                loose.caches[name] = link.target
    return loose


def drop_loose(parts: Parts, loose: LooseSlicers) -> None:
    """Removes the parts of loose slicers that no new one took, their places in the workbook's lists, and names."""
    workbook = parts.package.workbook_part
    for part in (*loose.boxes, *loose.drawings):
        parts.remove(part)
    for link in parts.related(workbook, "slicerCache"):
        if link.target in loose.caches.values():
            unlist_cache(parts, link.id)
            parts.remove_link(workbook, link.id)
            parts.remove(link.target or "")
    edit_names(parts, lambda name: None if name.name in loose.caches else name)


def own_slicers(parts: Parts, sheet: SheetRef) -> frozenset[str]:
    """The relationships of a sheet to slicers that are all ours."""
    return frozenset(
        link.id
        for link in parts.related(sheet.part, "slicer")
        if all(cache.startswith(OWN) for _, cache in _slicers(parts, link))
    )


def own_drawing(parts: Parts, sheet: SheetRef) -> frozenset[str]:
    """The relationship of a sheet to its drawing, where that shows the slicers of xltags and nothing else."""
    own = own_slicers(parts, sheet)
    names = {
        name for link in parts.related(sheet.part, "slicer") if link.id in own for name, _ in _slicers(parts, link)
    }
    return frozenset(
        link.id
        for link in parts.related(sheet.part, "drawing")
        if names and link.target and parts.has(link.target) and slicer_names_in(parts.read(link.target)) == names
    )


def filtered_from_elsewhere(parts: Parts, sheet: SheetRef) -> bool:
    """Whether a slicer or a timeline that is not the sheet's own, and ours, filters a pivot of the sheet."""
    for kind in ("slicerCache", "timelineCache"):
        for link in parts.related(parts.package.workbook_part, kind):
            if not link.target or not parts.has(link.target):
                continue
            xml = parts.read(link.target)
            sheets = {int(number) for number in re.findall(rb'\btabId="(\d+)"', xml)}
            ours = _root_values(parts, link.target).get("name", "").startswith(OWN) and sheets == {sheet.sheet_id}
            if sheet.sheet_id in sheets and not ours:
                return True
    return False


def _slicers(parts: Parts, link: Relationship) -> Iterator[tuple[str, str]]:
    """The slicers of a part: their names and those of their caches."""
    if link.target and parts.has(link.target):
        xml = parts.read(link.target)
        for each in children(xml, root_of(xml, parts.package.place(link.target))):
            values = attributes(opening(xml, each))
            yield values.get("name", ""), values.get("cache", "")


def _cache_xml(pivot: ReportPivot, field: PivotField, sums: PivotSums, ref: SheetRef, pivot_cache: int) -> bytes:
    count = len(sums.items[field.place].texts)
    items = "".join(f'<i x="{number}" s="1"/>' for number in range(count))
    return (
        DECLARATION
        + b'<slicerCacheDefinition xmlns="%b" name="%b" sourceName="%b">'
        % (
            X14.encode(),
            _cache_name(pivot, field).encode(),
            column_name(pivot.header[field.place]),
        )
        + (
            f'<pivotTables><pivotTable tabId="{ref.sheet_id}" name="{column_name(pivot.name).decode()}"/></pivotTables>'
            f'<data><tabular pivotCacheId="{pivot_cache}"><items count="{count}">{items}</items></tabular></data>'
            "</slicerCacheDefinition>"
        ).encode()
    )


def _cache_name(pivot: ReportPivot, field: PivotField) -> str:
    return re.sub(r"\W", "_", f"Slicer_{pivot.name}_{field.place}")


def _slicer_name(pivot: ReportPivot, field: PivotField) -> str:
    return f"{pivot.name} {pivot.header[field.place]}"


def _root_values(parts: Parts, part: str) -> dict[str, str]:
    xml = parts.read(part)
    return attributes(opening(xml, root_of(xml, parts.package.place(part))))
