"""The list of sheets in the document's properties, which file managers show, kept as the sheets are."""

from collections.abc import Sequence

from xltags.books.writing.markup import (
    Element,
    attributes,
    child,
    children,
    edit_opening,
    escaped_attribute,
    opening,
    root_of,
    splice,
    unescaped,
)
from xltags.books.writing.parts import Parts


def follow_sheets(parts: Parts, before: Sequence[str], after: Sequence[str]) -> None:
    """Lists the worksheets as they are now where they were listed before; a list that is not understood stays.

    Args:
        before, after: names of the worksheets in tab order, in the source and now.
    """
    if list(before) == list(after):
        return
    for link in parts.related("", "extended-properties"):
        if link.target and parts.has(link.target):
            xml = parts.read(link.target)
            parts.put(link.target, _listed(xml, parts.package.place(link.target), before, after))


def _listed(xml: bytes, place: str, before: Sequence[str], after: Sequence[str]) -> bytes:
    pairs, titles = _vector(xml, place, "HeadingPairs"), _vector(xml, place, "TitlesOfParts")
    if pairs is None or titles is None:
        return xml
    variants = children(xml, pairs)
    counts = [_number(xml, each) for each in variants[1::2]]
    texts = [unescaped(xml[each.inner : each.inner_end]) for each in children(xml, titles)]
    if any(count is None for count in counts) or sum(count or 0 for count in counts) != len(texts):
        return xml
    groups: list[list[str]] = []
    for count in counts:
        start = sum(map(len, groups))
        groups.append(texts[start : start + (count or 0)])
    if list(before) not in groups:
        return xml
    gone = {name for name in before if name not in after}
    number = groups.index(list(before))
    new = [
        list(after) if place == number else [text for text in group if _sheet_of(text) not in gone]
        for place, group in enumerate(groups)
    ]
    inner = b"".join(_title(xml, titles, text) for group in new for text in group)
    changes = [(titles.inner, titles.inner_end, inner)]
    for variant, group in zip(variants[1::2], new, strict=True):
        value = children(xml, variant)[0]
        changes.append((value.inner, value.inner_end, b"%d" % len(group)))
    xml = splice(xml, changes)
    vector = _vector(xml, place, "TitlesOfParts")
    return edit_opening(xml, vector, {"size": str(sum(map(len, new)))}) if vector else xml


def _vector(xml: bytes, place: str, name: str) -> Element | None:
    parent = child(xml, root_of(xml, place), name)
    vector = child(xml, parent, "vector") if parent else None
    return None if vector is None or vector.closed or "size" not in attributes(opening(xml, vector)) else vector


def _number(xml: bytes, variant: Element) -> int | None:
    inner = children(xml, variant)
    text = xml[inner[0].inner : inner[0].inner_end].strip() if inner else b""
    return int(text) if text.isdigit() else None


def _sheet_of(title: str) -> str:
    """The sheet of a name that belongs to one: `Data!Print_Area`."""
    sheet, mark, _ = title.rpartition("!")
    return sheet.strip("'").replace("''", "'") if mark else ""


def _title(xml: bytes, titles: Element, text: str) -> bytes:
    name = f"{titles.prefix}lpstr".encode()
    return b"<%b>%b</%b>" % (name, escaped_attribute(text).replace(b"&quot;", b'"'), name)
