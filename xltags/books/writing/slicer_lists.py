"""Where a workbook lists the caches of its slicers."""

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

BOOK_LIST = "{BBE1A952-AA13-448e-AADC-164F8A28A991}"


def list_cache(parts: Parts, rel_id: str) -> None:
    """Lists the cache to which the workbook has that relationship."""
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


def unlist_cache(parts: Parts, rel_id: str) -> None:
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
