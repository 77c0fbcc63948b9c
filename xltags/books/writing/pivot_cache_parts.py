"""The caches of PivotTables as parts of the workbook: made, listed with a number, taken out when nobody uses them."""

import re
from collections import Counter

from xltags.books.report_pivot import PivotSums, ReportPivot
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
from xltags.books.writing.pivot_cache import MAX_RECORDS, records_chunks
from xltags.books.writing.workbook_part import BEFORE_NAMES, sheets_of
from xltags.core.errors import WorkbookError

MAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
BEFORE_CACHES = (*BEFORE_NAMES, "definedNames", "calcPr", "oleSize", "customWorkbookViews")


def own_cache(parts: Parts, pivot: str) -> str | None:
    """The cache that only this pivot uses. One that a person's pivot shares is left to that, and None is given."""
    links = parts.related(pivot, "pivotCacheDefinition")
    for link in links:
        if link.target and parts.has(link.target) and _uses_of_caches(parts)[link.target] == 1:
            return link.target
        parts.remove_link(pivot, link.id)
    return None


def new_cache(parts: Parts, pivot: str) -> str:
    """A cache for a pivot, listed in the workbook; its content is put later."""
    cache = new_part(parts, "pivotCache/pivotCacheDefinition")
    parts.add_link(pivot, "pivotCacheDefinition", cache)
    _list_cache(parts, cache, _free_cache_id(parts))
    return cache


def new_part(parts: Parts, name: str) -> str:
    """A part of a pivot or its cache, whose content is put later; `name` is its folder and kind."""
    part = parts.free_name(f"xl/{name}{{}}.xml")
    parts.add(part, b"<new/>", f"{MAIN_TYPE}{name.rpartition('/')[2]}+xml")
    return part


def cache_id_of(parts: Parts, cache: str) -> int:
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


def put_records(parts: Parts, cache: str, pivot: ReportPivot, sums: PivotSums) -> str:
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
        part = new_part(parts, "pivotCache/pivotCacheRecords")
        link_id = parts.add_link(cache, "pivotCacheRecords", part)
    parts.put(part, b"".join(records_chunks(pivot, sums)))
    return link_id


def drop_unused_caches(parts: Parts, caches: set[str]) -> None:
    """Takes out those of the caches that no pivot of the workbook uses any more."""
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


def _free_cache_id(parts: Parts) -> int:
    """The lowest number that no cache of the workbook has, those of timelines and data models among them."""
    taken = {int(number) for number in re.findall(rb'cacheId="(\d+)"', parts.read(parts.package.workbook_part))}
    return next(number for number in range(1, len(taken) + 2) if number not in taken)


def _has_link(tag: bytes, rel_id: str) -> bool:
    return any(value == rel_id for key, value in attributes(tag).items() if key.endswith(":id"))
