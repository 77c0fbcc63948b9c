"""The PivotTables of report sheets as parts of the workbook: put, found again by their names, and taken out whole.

Each has a cache of its own, so that a pivot that a person made on the same facts never changes with it.
"""

import re
from collections import Counter
from typing import Literal

from xltags.books.edits import ReportSheet
from xltags.books.opc.relationships import Relationship, SheetRef
from xltags.books.report_pivot import PivotSums, ReportPivot, pivot_sums
from xltags.books.writing.markup import (
    RELATIONSHIPS,
    append_child,
    attributes,
    child,
    children,
    insert_child,
    opening,
    relationship_prefix,
    root_of,
    splice,
    whole_number,
)
from xltags.books.writing.parts import Parts
from xltags.books.writing.pivot_cache import MAX_RECORDS, cache_xml, records_chunks
from xltags.books.writing.pivot_xml import pivot_xml
from xltags.books.writing.session import Session
from xltags.books.writing.slicer_parts import (
    drop_slicers,
    filtered_from_elsewhere,
    own_drawing,
    own_slicers,
    put_slicers,
)
from xltags.books.writing.workbook_part import BEFORE_NAMES, find_sheet, names_of, sheets_of
from xltags.core.errors import WorkbookError

OWN = "xltags_"  # the name of a pivot that xltags made begins so
MARK = "pivot:"  # and so does the mark of its sheet
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
BEFORE_CACHES = (*BEFORE_NAMES, "definedNames", "calcPr", "oleSize", "customWorkbookViews")
SLICER_IDS = 0x7874_0000  # the numbers by which slicers know a cache; any that no other cache has
PivotState = Literal["free", "own", "changed", "other"]


def pivot_state(parts: Parts, name: str) -> PivotState:
    """Whether a pivot's sheet can be put: there is none, or it holds what xltags put there and nothing else.

    `changed`: somebody has put more on it, or a slicer or chart elsewhere reads its pivot. `other`: it is not ours.
    """
    sheet = find_sheet(parts, name)
    if sheet is None:
        return "free"
    place = next(number for number, each in enumerate(sheets_of(parts)) if each.part == sheet.part)
    if not any(each.sheet == place and each.text.strip('"').startswith(MARK) for each in names_of(parts)):
        return "other"
    own = {*own_pivots(parts, sheet.part), *own_slicers(parts, sheet), *own_drawing(parts, sheet)}
    more = any(link.id not in own and link.kind != "printerSettings" for link in parts.links(sheet.part))
    return "changed" if more or filtered_from_elsewhere(parts, sheet) or _is_charted(parts, sheet) else "own"


def own_pivots(parts: Parts, part: str) -> frozenset[str]:
    """The relationships of a sheet's part that are PivotTables of xltags; those of others are not for it to replace."""
    return frozenset(
        link.id
        for link in parts.related(part, "pivotTable")
        if link.target and parts.has(link.target) and _root_values(parts, link.target).get("name", "").startswith(OWN)
    )


def make_room(session: Session, sheet: ReportSheet, ref: SheetRef) -> None:
    """Takes the slicers of xltags off a pivot's sheet before it is put again; its pivot makes room for the new one.

    Raises:
        WorkbookError: FILE006 the sheet is not ours, or holds more than we put there.
    """
    if not sheet.pivots:
        return
    state = pivot_state(session.parts, sheet.name)
    if state != "own":
        what = "is not a sheet of xltags" if state == "other" else "holds more than the pivot of xltags"
        raise WorkbookError(
            f"{session.place(ref)}: {what}, which replacing it would lose; rename the sheet", code="FILE006"
        )
    drop_slicers(session.parts, ref)


def put_pivots(session: Session, sheet: ReportSheet, ref: SheetRef) -> None:
    """Makes the PivotTables of a report sheet that was just put, in the parts of those it had before."""
    parts = session.parts
    own = own_pivots(parts, ref.part)
    old = [link for link in parts.related(ref.part, "pivotTable") if link.id in own]
    for pivot in sheet.pivots:
        sums = pivot_sums(pivot)
        part = old.pop(0).target if old else None
        cache = _own_cache(parts, part) if part else None
        if part is None:
            part = _new_part(parts, "pivotTables/pivotTable")
            parts.add_link(ref.part, "pivotTable", part)
        if cache is None:
            cache = _new_part(parts, "pivotCache/pivotCacheDefinition")
            parts.add_link(part, "pivotCacheDefinition", cache)
            _list_cache(parts, cache, _free_cache_id(parts))
        cache_id = _cache_id(parts, cache)
        slicer_id = SLICER_IDS + cache_id if pivot.slicers and pivot.filters else 0
        records_link = _put_records(parts, cache, pivot, sums)
        parts.put(cache, cache_xml(pivot, sums, records_link=records_link, slicer_id=slicer_id))
        parts.put(part, pivot_xml(pivot, sums, cache_id=cache_id))
        if slicer_id:
            put_slicers(session, ref, pivot, sums, slicer_id)
    for link in old:
        _drop_pivot(parts, ref, link)


def _own_cache(parts: Parts, pivot: str) -> str | None:
    """The cache that only this pivot uses. One that a person's pivot shares is left to that, and None is given."""
    links = parts.related(pivot, "pivotCacheDefinition")
    for link in links:
        if link.target and parts.has(link.target) and _uses_of_caches(parts)[link.target] == 1:
            return link.target
        parts.remove_link(pivot, link.id)
    return None


def _new_part(parts: Parts, name: str) -> str:
    part = parts.free_name(f"xl/{name}{{}}.xml")
    parts.add(part, b"<new/>", f"{MAIN_TYPE}{name.rpartition('/')[2]}+xml")
    return part


def _put_records(parts: Parts, cache: str, pivot: ReportPivot, sums: PivotSums) -> str:
    """The records of a cache; returns their relationship, "" where there are too many to keep."""
    links = parts.related(cache, "pivotCacheRecords")
    if pivot.records > MAX_RECORDS:
        for link in links:
            parts.remove_link(cache, link.id)
            parts.remove(link.target or "")
        return ""
    if links and links[0].target:
        part, link_id = links[0].target, links[0].id
    else:
        part = _new_part(parts, "pivotCache/pivotCacheRecords")
        link_id = parts.add_link(cache, "pivotCacheRecords", part)
    parts.put(part, b"".join(records_chunks(pivot, sums)))
    return link_id


def drop_pivots(session: Session, ref: SheetRef) -> None:
    """Takes the PivotTables off a sheet that is about to go or to be replaced, with the caches that only they use.

    Raises:
        WorkbookError: FILE006 a slicer or a timeline of another sheet filters one.
    """
    parts = session.parts
    pivots = parts.related(ref.part, "pivotTable")
    if not pivots:
        return
    if filtered_from_elsewhere(parts, ref):
        raise WorkbookError(
            f"{session.place(ref)}: a slicer or a timeline filters the pivot of this sheet; delete that first",
            code="FILE006",
        )
    drop_slicers(parts, ref)
    for pivot in pivots:
        _drop_pivot(parts, ref, pivot)


def _drop_pivot(parts: Parts, ref: SheetRef, pivot: Relationship) -> None:
    part = pivot.target or ""
    caches = {link.target for link in parts.related(part, "pivotCacheDefinition") if link.target}
    parts.remove_link(ref.part, pivot.id)
    parts.remove(part)
    for cache in sorted(caches - _uses_of_caches(parts).keys()):
        _drop_cache(parts, cache)


def _uses_of_caches(parts: Parts) -> Counter[str]:
    """How many pivots of the workbook use each cache."""
    return Counter(
        link.target
        for sheet in sheets_of(parts)
        for pivot in parts.related(sheet.part, "pivotTable")
        for link in parts.related(pivot.target or "", "pivotCacheDefinition")
        if link.target
    )


def _drop_cache(parts: Parts, cache: str) -> None:
    workbook = parts.package.workbook_part
    for records in parts.related(cache, "pivotCacheRecords"):
        if records.target and parts.has(records.target):
            parts.remove(records.target)
    for link in parts.related(workbook, "pivotCacheDefinition"):
        if link.target != cache:
            continue
        xml = parts.read(workbook)
        root = root_of(xml, parts.package.place(workbook))
        listed = child(xml, root, "pivotCaches")
        entries = children(xml, listed) if listed else []
        gone = [each for each in entries if _has_link(opening(xml, each), link.id)]
        if listed is not None and len(gone) == len(entries):
            gone = [listed]
        parts.put(workbook, splice(xml, [(each.start, each.end, b"") for each in gone]))
        parts.remove_link(workbook, link.id)
    parts.remove(cache)


def _list_cache(parts: Parts, cache: str, cache_id: int) -> None:
    workbook = parts.package.workbook_part
    rel_id = parts.add_link(workbook, "pivotCacheDefinition", cache)
    xml = parts.read(workbook)
    root = root_of(xml, parts.package.place(workbook))
    prefix = relationship_prefix(opening(xml, root))
    declared = "" if prefix else f' xmlns:r="{RELATIONSHIPS}"'
    entry = f'<{root.prefix}pivotCache{declared} cacheId="{cache_id}" {prefix or "r:"}id="{rel_id}"/>'.encode()
    listed = child(xml, root, "pivotCaches")
    if listed is not None:
        parts.put(workbook, append_child(xml, listed, entry))
        return
    block = f"<{root.prefix}pivotCaches>".encode() + entry + f"</{root.prefix}pivotCaches>".encode()
    parts.put(workbook, insert_child(xml, root, block, after=BEFORE_CACHES))


def _cache_id(parts: Parts, cache: str) -> int:
    """The number under which the workbook lists a cache."""
    workbook = parts.package.workbook_part
    links = {link.id for link in parts.related(workbook, "pivotCacheDefinition") if link.target == cache}
    xml = parts.read(workbook)
    listed = child(xml, root_of(xml, parts.package.place(workbook)), "pivotCaches")
    for entry in children(xml, listed) if listed else []:
        tag = opening(xml, entry)
        if any(_has_link(tag, link) for link in links):
            return whole_number(attributes(tag), "cacheId")
    raise WorkbookError(
        f"{parts.package.place(cache)}: is not listed in the workbook; open it in Excel and let it repair"
    )


def _free_cache_id(parts: Parts) -> int:
    """The lowest number that no cache of the workbook has, those of timelines and data models among them."""
    taken = {int(number) for number in re.findall(rb'cacheId="(\d+)"', parts.read(parts.package.workbook_part))}
    return next(number for number in range(1, len(taken) + 2) if number not in taken)


def _is_charted(parts: Parts, sheet: SheetRef) -> bool:
    """Whether a chart of the workbook is the picture of a pivot of that sheet."""
    pattern = re.compile(
        rb"<(?:\w+:)?pivotSource>.*?\](?:')?" + re.escape(sheet.name.encode()) + rb"(?:')?!", re.DOTALL
    )
    return any(
        pattern.search(b"".join(parts.chunks(name)))
        for name in parts.names
        if re.fullmatch(r"xl/charts/chart[^/]*\.xml", name, re.IGNORECASE)
    )


def _has_link(tag: bytes, rel_id: str) -> bool:
    return any(value == rel_id for key, value in attributes(tag).items() if key.endswith(":id"))


def _root_values(parts: Parts, part: str) -> dict[str, str]:
    xml = parts.read(part)
    return attributes(opening(xml, root_of(xml, parts.package.place(part))))
