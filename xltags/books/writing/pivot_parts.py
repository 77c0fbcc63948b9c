"""The PivotTables of report sheets as parts of the workbook: put, found again by their names, and taken out whole.

Each has a cache of its own, so that a pivot that a person made on the same facts never changes with it.
"""

import re
from typing import Literal

from xltags.books.opc.relationships import Relationship, SheetRef
from xltags.books.report_pivot import pivot_sums
from xltags.books.report_sheet import ReportSheet
from xltags.books.writing.markup import attributes, opening, root_of
from xltags.books.writing.parts import Parts
from xltags.books.writing.pivot_cache import cache_xml
from xltags.books.writing.pivot_cache_parts import (
    cache_id_of,
    drop_unused_caches,
    new_cache,
    new_part,
    own_cache,
    put_records,
)
from xltags.books.writing.pivot_xml import pivot_xml
from xltags.books.writing.session import Session
from xltags.books.writing.slicer_parts import (
    LooseSlicers,
    drop_loose,
    drop_slicers,
    filtered_from_elsewhere,
    loosen_slicers,
    own_drawing,
    own_slicers,
    put_slicers,
)
from xltags.books.writing.workbook_part import find_sheet, names_of, sheets_of
from xltags.core.errors import WorkbookError

OWN = "xltags_"  # the name of a pivot that xltags made begins so
MARK = "pivot:"  # and so does the mark of its sheet
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


def make_room(session: Session, sheet: ReportSheet, ref: SheetRef) -> LooseSlicers:
    """Takes the slicers of xltags off a pivot's sheet before it is put again; `put_pivots` needs what is given.

    Raises:
        WorkbookError: FILE006 the sheet is not ours, or holds more than we put there.
    """
    if not sheet.pivots:
        return LooseSlicers()
    state = pivot_state(session.parts, sheet.name)
    if state != "own":
        what = "is not a sheet of xltags" if state == "other" else "holds more than the pivot of xltags"
        raise WorkbookError(
            f"{session.place(ref)}: {what}, which replacing it would lose; rename the sheet", code="FILE006"
        )
    return loosen_slicers(session.parts, ref)


def put_pivots(session: Session, sheet: ReportSheet, ref: SheetRef, slicers: LooseSlicers) -> None:
    """Makes the PivotTables of a report sheet that was just put, in the parts of those it had before."""
    parts = session.parts
    own = own_pivots(parts, ref.part)
    old = [link for link in parts.related(ref.part, "pivotTable") if link.id in own]
    for pivot in sheet.pivots:
        sums = pivot_sums(pivot)
        part = old.pop(0).target if old else None
        if part is None:
            part = new_part(parts, "pivotTables/pivotTable")
            parts.add_link(ref.part, "pivotTable", part)
        cache = own_cache(parts, part) or new_cache(parts, part)
        cache_id = cache_id_of(parts, cache)
        slicer_id = SLICER_IDS + cache_id if pivot.slicers and pivot.filters else 0
        records_link = put_records(parts, cache, pivot, sums)
        parts.put(cache, cache_xml(pivot, sums, records_link=records_link, slicer_id=slicer_id))
        parts.put(part, pivot_xml(pivot, sums, cache_id=cache_id))
        if slicer_id:
            put_slicers(session, ref, pivot, sums, pivot_cache=slicer_id, old=slicers)
    drop_loose(parts, slicers)
    for link in old:
        _drop_pivot(parts, ref, link)


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
    drop_unused_caches(parts, caches)


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


def _root_values(parts: Parts, part: str) -> dict[str, str]:
    xml = parts.read(part)
    return attributes(opening(xml, root_of(xml, parts.package.place(part))))
