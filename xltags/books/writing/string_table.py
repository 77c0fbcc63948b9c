"""The workbook's shared strings: ids of texts that are there, and new texts at the end."""

import re
from collections.abc import Iterable

from xltags.books.writing.cell_text import text_element
from xltags.books.writing.markup import attributes, set_attribute
from xltags.books.writing.parts import Parts

END = b"</si>"


def known_strings(parts: Parts, texts: Iterable[str]) -> tuple[dict[str, int], int]:
    """The ids of those texts that the workbook shares, and how many strings it shares in all.

    Only plain texts count: a rich one would bring its looks along. The count is -1 where there is no table of shared
    strings, or one written so unusually that ids cannot be counted; texts then go into their cells.
    """
    part = shared_part(parts)
    if part is None:
        return {}, -1
    wanted: dict[bytes, str] = {}
    for text in texts:
        element = text_element(text)
        plain, kept = element.replace(b' xml:space="preserve"', b""), element
        if b"xml:space" not in element:
            kept = element.replace(b"<t>", b'<t xml:space="preserve">', 1)
        wanted.update({b"<si>" + plain: text, b"<si>" + kept: text})
    found: dict[str, int] = {}
    number = 0
    rest = b""
    for chunk in parts.chunks(part):
        data = rest + chunk
        pieces = data.split(END)
        rest = pieces.pop()
        if number == 0 and pieces:
            root, start, first = pieces[0].partition(b"<si>")
            if b"<sst" not in root:
                return {}, -1
            pieces[0] = start + first
        if data.count(b"<si") - rest.count(b"<si") != len(pieces):  # an empty string written as <si/>
            return {}, -1
        for piece in wanted.keys() & set(pieces):
            found.setdefault(wanted[piece], number + pieces.index(piece))
        number += len(pieces)
    return ({}, -1) if b"<si" in rest or (number == 0 and b"<sst" not in rest) else (found, number)


def append_strings(parts: Parts, texts: Iterable[str], count: int) -> dict[str, int]:
    """Adds texts behind the `count` strings already there; returns their ids."""
    new = sorted(set(texts))
    part = shared_part(parts)
    if part is None or not new:
        return {}
    xml = parts.read(part)
    ids = {text: count + number for number, text in enumerate(new)}
    added = b"".join(b"<si>" + text_element(text) + b"</si>" for text in new)
    tag, start, end = _root_tag(xml)
    if "uniqueCount" in attributes(tag):
        tag = set_attribute(tag, "uniqueCount", str(count + len(new)))
    close = xml.rfind(b"</sst")
    if close < 0:
        xml = xml[:start] + tag[:-2].rstrip() + b">" + added + b"</sst>" + xml[end:]
    else:  # an extension list, if there is one, stays last
        cut = xml.rfind(b"</si>", 0, close)
        cut = cut + len(END) if cut >= 0 else end
        xml = xml[:start] + tag + xml[end:cut] + added + xml[cut:]
    parts.put(part, xml)
    return ids


def add_to_count(parts: Parts, more: int) -> None:
    """Corrects the number of cells that use shared strings."""
    part = shared_part(parts)
    if part is None or not more:
        return
    xml = parts.read(part)
    tag, start, end = _root_tag(xml)
    old = attributes(tag).get("count", "")
    if old.isdigit():
        parts.put(part, xml[:start] + set_attribute(tag, "count", str(max(0, int(old) + more))) + xml[end:])


def shared_part(parts: Parts) -> str | None:
    """The part of the shared strings, None if there is none that can be edited."""
    for link in parts.related(parts.package.workbook_part, "sharedStrings"):
        if link.target and parts.has(link.target):
            return link.target
    return None


def _root_tag(xml: bytes) -> tuple[bytes, int, int]:
    match = re.search(rb"<sst\b[^>]*>", xml)
    return (match[0], match.start(), match.end()) if match else (b"", 0, 0)
