"""The part `[Content_Types].xml`: what type each part is declared to have."""

import re

from xltags.books.writing.markup import append_child, attributes, children, opening, root_of, splice


def has_default_type(xml: bytes, place: str, extension: str, content_type: str) -> bool:
    """Whether parts of that extension have that type without being declared one by one."""
    tags = [attributes(opening(xml, each)) for each in children(xml, root_of(xml, place))]
    return any(tag.get("Extension", "").lower() == extension and tag.get("ContentType") == content_type for tag in tags)


def with_type(xml: bytes, place: str, part: str, content_type: str) -> bytes:
    """The list with the type of a part, in place of any that it had."""
    xml = without_type(xml, place, part)
    root = root_of(xml, place)
    new = f'<{root.prefix}Override PartName="/{part}" ContentType="{content_type}"/>'.encode()
    return append_child(xml, root, new)


def without_type(xml: bytes, place: str, part: str) -> bytes:
    """The list without a part of its own; the same bytes where it has none."""
    if re.search(re.escape(part).encode(), xml, re.IGNORECASE) is None:
        return xml
    gone = [
        each
        for each in children(xml, root_of(xml, place))
        if attributes(opening(xml, each)).get("PartName", "").lstrip("/").lower() == part.lower()
    ]
    return splice(xml, [(each.start, each.end, b"") for each in gone])
