"""Pivot caches that read what is edited: Excel is told to refresh them when it opens the workbook."""

from typing import Protocol

from xltags.books.opc.refs import Area, parse_area
from xltags.books.writing.markup import attributes, child, edit_opening, opening, root_of
from xltags.books.writing.parts import Parts
from xltags.books.writing.table_parts import tables_of
from xltags.books.writing.workbook_part import names_of


class Touches(Protocol):
    """An edit that can tell whether it touches an area."""

    def first_in(self, area: Area) -> tuple[int, int] | None:
        """The first touched cell inside an area."""


def refresh_pivots(parts: Parts, sheet: str, edit: Touches | None) -> None:
    """Marks the pivot caches that read edited cells of a sheet; `edit` None means the whole sheet."""
    for link in parts.related(parts.package.workbook_part, "pivotCacheDefinition"):
        if link.target is None or not parts.has(link.target):
            continue
        xml = parts.read(link.target)
        root = root_of(xml, parts.package.place(link.target))
        source = child(xml, root, "cacheSource")
        place = child(xml, source, "worksheetSource") if source else None
        if place is None:
            continue
        values = attributes(opening(xml, place))
        if _reads(parts, values, sheet, edit) and attributes(opening(xml, root)).get("refreshOnLoad") != "1":
            parts.put(link.target, edit_opening(xml, root, {"refreshOnLoad": "1"}))


def _reads(parts: Parts, source: dict[str, str], sheet: str, edit: Touches | None) -> bool:
    if any(key.endswith(":id") for key in source):  # another workbook
        return False
    name = source.get("name", "").casefold()
    for table in tables_of(parts) if name else ():
        if table.name.casefold() == name:
            return table.sheet.name.casefold() == sheet.casefold() and _meets(edit, table.area)
    for each in names_of(parts) if name else ():
        if each.name.casefold() == name:
            source_sheet, _, cells = each.text.rpartition("!")
            area = parse_area(cells)
            plain = source_sheet.strip("'").replace("''", "'").casefold()
            return area is None or (plain == sheet.casefold() and _meets(edit, area))
    area = parse_area(source.get("ref", ""))
    if source.get("sheet", "").casefold() != sheet.casefold():
        return False
    return area is None or _meets(edit, area)


def _meets(edit: Touches | None, area: Area) -> bool:
    return edit is None or edit.first_in(area) is not None
