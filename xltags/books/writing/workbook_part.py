"""Edits of the workbook part: its list of sheets and its names."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from xltags.books.opc.relationships import Relationship, SheetRef, read_workbook_part
from xltags.books.writing.markup import (
    RELATIONSHIPS,
    Element,
    append_child,
    attributes,
    child,
    children,
    drop_attribute,
    elements,
    escaped,
    escaped_attribute,
    insert_child,
    opening,
    relationship_prefix,
    root_of,
    splice,
    unescaped,
)
from xltags.books.writing.parts import Parts
from xltags.core.errors import WorkbookError

# CT_Workbook is a sequence; these come before `definedNames` and `calcPr`.
BEFORE_NAMES = (
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "AlternateContent",
    "revisionPtr",
)

STATE = ' state="veryHidden"'
HIDDEN = ' hidden="1"'


@dataclass(frozen=True, slots=True)
class DefinedName:
    """A name of the workbook; `sheet` is the place in the tab order of the sheet it belongs to, None for all."""

    name: str
    sheet: int | None
    text: str


def sheets_of(parts: Parts) -> tuple[SheetRef, ...]:
    """The sheets as changed so far, in tab order."""
    xml, root = read_workbook_xml(parts)
    listed = child(xml, root, "sheets")
    if listed is not None:  # without what stands behind the list, which most edits change
        xml = xml[: listed.end] + f"</{root.prefix}{root.name}>".encode()
    part = parts.package.workbook_part
    return _listed_sheets(xml, parts.package.place(part), parts.links(part))


@lru_cache(maxsize=16)
def _listed_sheets(xml: bytes, place: str, links: tuple[Relationship, ...]) -> tuple[SheetRef, ...]:
    """The same; kept, because every edit asks for the sheets."""
    return read_workbook_part(xml, place, {link.id: link for link in links}).sheets


def find_sheet(parts: Parts, name: str) -> SheetRef | None:
    """The sheet of that name, in any case as in Excel, None if there is none."""
    return next((sheet for sheet in sheets_of(parts) if sheet.name.casefold() == name.casefold()), None)


def is_structure_locked(parts: Parts) -> bool:
    """Whether sheets may not be added, removed, renamed or moved."""
    xml, root = read_workbook_xml(parts)
    lock = child(xml, root, "workbookProtection")
    return lock is not None and attributes(opening(xml, lock)).get("lockStructure") in ("1", "true")


def add_sheet(parts: Parts, name: str, part: str, *, hidden: bool = False) -> SheetRef:
    """Lists a new sheet behind the others; a hidden one cannot be shown from Excel's menus."""
    rel_id = parts.add_link(parts.package.workbook_part, "worksheet", part)
    number = max(sheet.sheet_id for sheet in sheets_of(parts)) + 1
    xml, root = read_workbook_xml(parts)
    prefix = relationship_prefix(opening(xml, root))
    declared = "" if prefix else f' xmlns:r="{RELATIONSHIPS}"'
    tag = f'<{root.prefix}sheet{declared} name="'.encode() + escaped_attribute(name)
    tag += f'" sheetId="{number}"{STATE if hidden else ""} {prefix or "r:"}id="{rel_id}"/>'.encode()
    listed = child(xml, root, "sheets")
    if listed is None:
        raise WorkbookError(f"{parts.package.path}: lists no sheets; open it in Excel and let it repair")
    save_workbook_xml(parts, append_child(xml, listed, tag))
    return SheetRef(name, part, rel_id, number, "veryHidden" if hidden else "visible", "worksheet")


def drop_sheet(parts: Parts, sheet: SheetRef) -> None:
    """Takes a sheet out of the list, with the names that belong or point to it; other sheets keep their names.

    Raises:
        WorkbookError: FILE006 if no visible sheet would be left.
    """
    sheets = sheets_of(parts)
    place = next(number for number, each in enumerate(sheets) if each.rel_id == sheet.rel_id)
    if not any(each.state == "visible" for each in sheets if each.rel_id != sheet.rel_id):
        raise WorkbookError(
            f"{parts.package.path}: {sheet.name!r} is the only visible sheet and cannot be removed; unhide another",
            code="FILE006",
        )
    xml, root = read_workbook_xml(parts)
    listed = child(xml, root, "sheets")
    entries = children(xml, listed) if listed else []
    save_workbook_xml(parts, splice(xml, [(entries[place].start, entries[place].end, b"")]))
    parts.remove_link(parts.package.workbook_part, sheet.rel_id)
    edit_names(parts, lambda name: None if _belongs(name, sheet.name, place) else _moved_up(name, place))
    _move_views(parts, place, len(sheets) - 1)


def names_of(parts: Parts) -> list[DefinedName]:
    """The names of the workbook, in file order."""
    xml, root = read_workbook_xml(parts)
    listed = child(xml, root, "definedNames")
    return [name for _, name in _listed_names(xml[listed.inner : listed.inner_end])] if listed else []


@lru_cache(maxsize=8)
def _listed_names(xml: bytes) -> tuple[tuple[Element, DefinedName], ...]:
    """The names with their elements, of the inside of their list; kept, because most edits ask for all of them."""
    return tuple((each, _name_at(xml, each)) for each in elements(xml, 0, len(xml)))


def edit_names(parts: Parts, change: Callable[[DefinedName], DefinedName | None]) -> None:
    """Changes scope and text of names; None takes a name out. All other attributes of a name stay."""
    xml, root = read_workbook_xml(parts)
    listed = child(xml, root, "definedNames")
    if listed is None:
        return
    edits = []
    inside = xml[listed.inner : listed.inner_end]
    found = _listed_names(inside)
    for each, old in found:
        new = change(old)
        if new is None:
            edits.append((each.start, each.end, b""))
            continue
        if new == old:
            continue
        tag = opening(inside, each)
        if new.sheet != old.sheet:
            tag = re.sub(rb'localSheetId="\d+"', b'localSheetId="%d"' % (new.sheet or 0), tag)
        text = escaped(new.text).encode()
        edits.append((each.start, each.inner_end, tag + text))
    if edits and len([edit for edit in edits if edit[2] == b""]) == len(found):
        save_workbook_xml(parts, splice(xml, [(listed.start, listed.end, b"")]))
    elif edits:
        save_workbook_xml(parts, splice(xml, [(listed.inner, listed.inner_end, splice(inside, edits))]))


def put_name(parts: Parts, name: DefinedName) -> None:
    """Adds a name, or replaces the one with the same name and scope."""
    put_names(parts, {(name.name, name.sheet): name.text})


def put_names(parts: Parts, texts: Mapping[tuple[str, int | None], str], *, hidden: Collection[str] = ()) -> None:
    """Gives names, each with its scope, these texts; a blank one takes the name out. New ones in `hidden` are so."""
    wanted = {(name.casefold(), sheet): text for (name, sheet), text in texts.items()}
    missing = {(name.casefold(), sheet): (name, sheet) for (name, sheet), text in texts.items() if text}

    def changed(old: DefinedName) -> DefinedName | None:
        key = (old.name.casefold(), old.sheet)
        if key not in wanted:
            return old
        missing.pop(key, None)
        return DefinedName(old.name, old.sheet, wanted[key]) if wanted[key] else None

    edit_names(parts, changed)
    if not missing:
        return
    xml, root = read_workbook_xml(parts)
    new = b""
    for name, sheet in missing.values():
        scope = "" if sheet is None else f' localSheetId="{sheet}"'
        tag = f'<{root.prefix}definedName name="{name}"{scope}{HIDDEN if name in hidden else ""}>'.encode()
        text = escaped(texts[name, sheet]).encode()
        new += tag + text + f"</{root.prefix}definedName>".encode()
    listed = child(xml, root, "definedNames")
    if listed is None:
        block = f"<{root.prefix}definedNames>".encode() + new + f"</{root.prefix}definedNames>".encode()
        save_workbook_xml(parts, insert_child(xml, root, block, after=BEFORE_NAMES))
    else:
        save_workbook_xml(parts, append_child(xml, listed, new))


def _belongs(name: DefinedName, sheet: str, place: int) -> bool:
    quoted = "'" + sheet.replace("'", "''") + "'!"
    pattern = rf"(?:^|[^\w.'\]])(?:{re.escape(quoted)}|{re.escape(sheet)}!)"
    return name.sheet == place or re.search(pattern, name.text, re.IGNORECASE) is not None


def _moved_up(name: DefinedName, place: int) -> DefinedName:
    if name.sheet is None or name.sheet < place:
        return name
    return DefinedName(name.name, name.sheet - 1, name.text)


def _move_views(parts: Parts, place: int, left: int) -> None:
    """Keeps the active tab on the sheet that it was on, or the one before."""
    xml, root = read_workbook_xml(parts)
    views = child(xml, root, "bookViews")
    edits = []
    for view in children(xml, views) if views else []:
        tag = opening(xml, view)
        for key in ("activeTab", "firstSheet"):
            value = attributes(tag).get(key, "0")
            if value.isdigit() and int(value) >= max(place, 1):
                moved = min(int(value) - 1, left - 1)
                tag = re.sub(rb'\b%b="\d+"' % key.encode(), b'%b="%d"' % (key.encode(), moved), tag)
            if attributes(tag).get(key) == "0" and value != "0":
                tag = drop_attribute(tag, key)
        edits.append((view.start, view.inner, tag))
    save_workbook_xml(parts, splice(xml, edits))


def _name_at(xml: bytes, element: Element) -> DefinedName:
    return _name_of(opening(xml, element), xml[element.inner : element.inner_end])


@lru_cache(maxsize=2048)
def _name_of(tag: bytes, inner: bytes) -> DefinedName:
    """The same; kept, because an edit of one name leaves the others."""
    values = attributes(tag)
    scope = values.get("localSheetId", "")
    return DefinedName(values.get("name", ""), int(scope) if scope.isdigit() else None, unescaped(inner))


def read_workbook_xml(parts: Parts) -> tuple[bytes, Element]:
    """The workbook part as changed so far, and its root."""
    part = parts.package.workbook_part
    xml = parts.read(part)
    return xml, root_of(xml, parts.package.place(part))


def save_workbook_xml(parts: Parts, xml: bytes) -> None:
    """Puts the workbook part."""
    parts.put(parts.package.workbook_part, xml)
