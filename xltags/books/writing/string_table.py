"""The workbook's shared strings: ids of texts that are there, and new texts at the end."""

import re
from collections.abc import Callable, Iterable, Iterator

from xltags.books.opc.xmlparts import is_utf8, require_xml_stream
from xltags.books.writing.cell_text import text_element
from xltags.books.writing.markup import attributes, set_attribute
from xltags.books.writing.parts import Parts

END = b"</si>"
ROOT = re.compile(rb"<sst\b[^>]*>")


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
        if (number == 0 and not is_utf8(data[:256])) or (b"!" in data and b"<!" in data):  # the first is found sooner
            return {}, -1
        pieces = data.split(END)
        rest = pieces.pop()
        if number == 0 and pieces:
            root, start, first = pieces[0].partition(b"<si>")
            if b"<sst" not in root:
                return {}, -1
            pieces[0] = start + first
        if data.count(b"<si") - rest.count(b"<si") != len(pieces):  # an empty string written as <si/>
            return {}, -1
        for piece in wanted.keys() & pieces:
            found.setdefault(wanted[piece], number + pieces.index(piece))
        number += len(pieces)
    return ({}, -1) if b"<si" in rest or (number == 0 and b"<sst" not in rest) else (found, number)


def append_strings(parts: Parts, texts: Iterable[str], count: int) -> dict[str, int]:
    """Adds texts behind the `count` strings already there; returns their ids.

    Raises:
        WorkbookError: FILE004 if the table is damaged.
    """
    new = sorted(set(texts))
    part = shared_part(parts)
    if part is None or not new:
        return {}
    require_xml_stream(parts.chunks(part), parts.package.place(part))  # what follows looks for tags
    added = b"".join(b"<si>" + text_element(text) + b"</si>" for text in new)
    unique = str(count + len(new))

    def counted(tag: bytes) -> bytes:
        return set_attribute(tag, "uniqueCount", unique) if "uniqueCount" in attributes(tag) else tag

    source = parts.source(part)
    parts.stream(part, lambda: _with_root(_with_items(source(), added), counted))
    return {text: count + number for number, text in enumerate(new)}


def add_to_count(parts: Parts, more: int) -> None:
    """Corrects the number of cells that use shared strings."""
    part = shared_part(parts)
    if part is None or not more:
        return

    def counted(tag: bytes) -> bytes:
        old = attributes(tag).get("count", "")
        return set_attribute(tag, "count", str(max(0, int(old) + more))) if old.isdigit() else tag

    source = parts.source(part)
    parts.stream(part, lambda: _with_root(source(), counted))


def shared_part(parts: Parts) -> str | None:
    """The part of the shared strings, None if there is none that can be edited."""
    for link in parts.related(parts.package.workbook_part, "sharedStrings"):
        if link.target and parts.has(link.target):
            return link.target
    return None


def _with_items(chunks: Iterable[bytes], added: bytes) -> Iterator[bytes]:
    """The table with more items behind its last one; an extension list, if there is one, stays last."""
    rest = b""
    items = False
    for chunk in chunks:
        rest += chunk
        cut = rest.rfind(END)
        if cut >= 0:
            items = True
            yield rest[: cut + len(END)]
            rest = rest[cut + len(END) :]
    tag = None if items else ROOT.search(rest)
    if tag is None:
        yield added + rest
    elif tag[0].endswith(b"/>"):
        yield rest[: tag.start()] + tag[0][:-2].rstrip() + b">" + added + b"</sst>" + rest[tag.end() :]
    else:
        yield rest[: tag.end()] + added + rest[tag.end() :]


def _with_root(chunks: Iterable[bytes], edit: Callable[[bytes], bytes]) -> Iterator[bytes]:
    """The table with its root tag edited."""
    source = iter(chunks)
    head = b""
    for chunk in source:
        head += chunk
        tag = ROOT.search(head)
        if tag is not None:
            head = head[: tag.start()] + edit(tag[0]) + head[tag.end() :]
            break
    yield head
    yield from source
