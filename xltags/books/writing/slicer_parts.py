"""Slicers of the PivotTables that xltags makes: their caches, their boxes, and where workbook and sheet list them."""

import re
from collections.abc import Iterator

from xltags.books.opc.relationships import Relationship, SheetRef
from xltags.books.report_pivot import PivotField, PivotSums, ReportPivot
from xltags.books.writing.markup import (
    RELATIONSHIPS,
    append_child,
    attributes,
    child,
    children,
    elements,
    opening,
    relationship_prefix,
    root_of,
    splice,
)
from xltags.books.writing.parts import Parts
from xltags.books.writing.pivot_cache import X14
from xltags.books.writing.report_xml import DECLARATION
from xltags.books.writing.session import Session
from xltags.books.writing.slicer_shapes import drawing_xml, slicer_names_in
from xltags.books.writing.table_columns import column_name
from xltags.books.writing.workbook_part import DefinedName, edit_names, put_name

OWN = "Slicer_xltags_"  # the cache of a slicer that xltags made begins so
MICROSOFT = "http://schemas.microsoft.com/office/2007/relationships/"
CACHE_TYPE = "application/vnd.ms-excel.slicerCache+xml"
SLICER_TYPE = "application/vnd.ms-excel.slicer+xml"
DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
BOOK_LIST = "{BBE1A952-AA13-448e-AADC-164F8A28A991}"
SHEET_LIST = "{A8765BA9-456A-4dab-B4F3-ACF838C121DE}"
ROW_HEIGHT = 228_600


def put_slicers(session: Session, ref: SheetRef, pivot: ReportPivot, sums: PivotSums, pivot_cache: int) -> None:
    """A slicer for each filter of a pivot, on the pivot's own sheet, which was just put."""
    parts = session.parts
    boxes = b""
    for field in pivot.filters:
        cache = parts.free_name("xl/slicerCaches/slicerCache{}.xml")
        parts.add(cache, _cache_xml(pivot, field, sums, ref, pivot_cache), CACHE_TYPE)
        _list_cache(parts, parts.add_link(parts.package.workbook_part, "slicerCache", cache, family=MICROSOFT))
        put_name(parts, DefinedName(_cache_name(pivot, field), None, "#N/A"))
        boxes += b'<slicer name="%b" cache="%b" caption="%b" rowHeight="%d"/>' % (
            column_name(_slicer_name(pivot, field)),
            _cache_name(pivot, field).encode(),
            column_name(field.caption),
            ROW_HEIGHT,
        )
    part = parts.free_name("xl/slicers/slicer{}.xml")
    parts.add(part, DECLARATION + b'<slicers xmlns="%b">%b</slicers>' % (X14.encode(), boxes), SLICER_TYPE)
    drawing = parts.free_name("xl/drawings/drawing{}.xml")
    named = [(_slicer_name(pivot, field), field.caption) for field in pivot.filters]
    parts.add(drawing, drawing_xml(named, row=pivot.slicer_row, hint=pivot.words.slicer), DRAWING_TYPE)
    drawn = parts.add_link(ref.part, "drawing", drawing)
    listed = parts.add_link(ref.part, "slicer", part, family=MICROSOFT)
    end = (
        f'<drawing r:id="{drawn}"/><extLst><ext uri="{SHEET_LIST}" xmlns:x14="{X14}"><x14:slicerList>'
        f'<x14:slicer r:id="{listed}"/></x14:slicerList></ext></extLst></worksheet>'
    ).encode()
    session.edits_of(ref).tail_edits.append(lambda tail: tail.replace(b"</worksheet>", end))


def drop_slicers(parts: Parts, sheet: SheetRef) -> None:
    """Takes the slicers of xltags off a sheet that is about to go or to be replaced; its own XML is left."""
    own = own_slicers(parts, sheet)
    drawn = own_drawing(parts, sheet)
    caches = {
        name for link in parts.related(sheet.part, "slicer") if link.id in own for _, name in _slicers(parts, link)
    }
    for link in [link for link in parts.links(sheet.part) if link.id in own | drawn]:
        parts.remove_link(sheet.part, link.id)
        parts.remove(link.target or "")
    workbook = parts.package.workbook_part
    for link in parts.related(workbook, "slicerCache"):
        if link.target and parts.has(link.target) and _root_values(parts, link.target).get("name") in caches:
            _unlist_cache(parts, link.id)
            parts.remove_link(workbook, link.id)
            parts.remove(link.target)
    edit_names(parts, lambda name: None if name.name in caches else name)


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


def _list_cache(parts: Parts, rel_id: str) -> None:
    part = parts.package.workbook_part
    xml = parts.read(part)
    root = root_of(xml, parts.package.place(part))
    prefix = relationship_prefix(opening(xml, root))
    declared = "" if prefix else f' xmlns:r="{RELATIONSHIPS}"'
    extensions = child(xml, root, "extLst")
    own = _book_list(xml, root.inner, root.inner_end)
    if own is not None:
        listed, end = own
        entry = f'<{listed}slicerCache{declared} {prefix or "r:"}id="{rel_id}"/>'.encode()
        parts.put(part, splice(xml, [(end, end, entry)]))
        return
    entry = f'<x14:slicerCache{declared} {prefix or "r:"}id="{rel_id}"/>'.encode()
    new = f'<{root.prefix}ext uri="{BOOK_LIST}" xmlns:x14="{X14}"><x14:slicerCaches>'.encode() + entry
    new += f"</x14:slicerCaches></{root.prefix}ext>".encode()
    if extensions is None:
        new = f"<{root.prefix}extLst>".encode() + new + f"</{root.prefix}extLst>".encode()
    parts.put(part, append_child(xml, extensions or root, new))


def _book_list(xml: bytes, start: int, end: int) -> tuple[str, int] | None:
    """The prefix and the end of the content of the workbook's list of caches of pivot slicers."""
    for extensions in (each for each in elements(xml, start, end) if each.name == "extLst"):
        for extension in children(xml, extensions):
            if attributes(opening(xml, extension)).get("uri", "").upper() != BOOK_LIST.upper():
                continue
            listed = child(xml, extension, "slicerCaches")
            if listed is not None and not listed.closed:
                return listed.prefix, listed.inner_end
    return None


def _unlist_cache(parts: Parts, rel_id: str) -> None:
    """Takes a cache out of the workbook's list, and lists and extensions that are empty then."""
    part = parts.package.workbook_part
    xml = parts.read(part)
    root = root_of(xml, parts.package.place(part))
    extensions = child(xml, root, "extLst")
    for extension in children(xml, extensions) if extensions else []:
        listed = child(xml, extension, "slicerCaches")
        entries = children(xml, listed) if listed else []
        gone = [each for each in entries if rel_id in attributes(opening(xml, each)).values()]
        if not gone or extensions is None:
            continue
        if len(gone) == len(entries):
            gone = [extensions if len(children(xml, extensions)) == 1 else extension]
        parts.put(part, splice(xml, [(each.start, each.end, b"") for each in gone]))
        return


def _root_values(parts: Parts, part: str) -> dict[str, str]:
    xml = parts.read(part)
    return attributes(opening(xml, root_of(xml, parts.package.place(part))))
