"""XML edited as bytes: what is not named in an edit stays as it stands, to the last blank."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xltags.books.opc.xmlparts import is_utf8
from xltags.core.errors import WorkbookError

TOKEN = re.compile(
    rb"<(?:!--.*?-->|!\[CDATA\[.*?\]\]>|\?.*?\?>|(/?)([^\s/>!?][^\s/>]*)((?:[^>\"'/]++|/(?!>)|\"[^\"]*\"|'[^']*')*+)(/?)>)",
    re.DOTALL,
)
ATTRIBUTE = re.compile(rb"\s([\w:.\-]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
REFERENCE = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|(amp|lt|gt|quot|apos));")
NUMBER = re.compile("-?[0-9]{1,18}")
NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True, slots=True)
class Element:
    """Where an element stands in its part: `start` to `end`, its content from `inner` to `inner_end`.

    `name` has no prefix; `prefix` is empty or ends in a colon. An element closed in itself (`<a/>`) has no content:
    `inner`, `inner_end` and `end` are then the same.
    """

    name: str
    prefix: str
    start: int
    inner: int
    inner_end: int
    end: int

    @property
    def closed(self) -> bool:
        """Whether it is written as `<a/>`."""
        return self.inner == self.end


def elements(xml: bytes, start: int, end: int) -> Iterator[Element]:
    """The elements between two offsets that are not inside one another, in order."""
    depth = 0
    opened: tuple[str, str, int, int] = ("", "", 0, 0)
    for token in TOKEN.finditer(xml, start, end):
        if token[2] is None:
            continue
        if token[1]:
            depth -= 1
            if depth < 0:  # the end tag of the parent
                return
            if depth == 0:
                name, prefix, begin, inner = opened
                yield Element(name, prefix, begin, inner, token.start(), token.end())
            continue
        if depth == 0:
            prefix, _, name = token[2].decode().rpartition(":")
            opened = (name, prefix + ":" if prefix else "", token.start(), token.end())
            if token[4]:
                yield Element(opened[0], opened[1], token.start(), token.end(), token.end(), token.end())
        if not token[4]:
            depth += 1


def is_hidden(xml: bytes, place: int) -> bool:
    """Whether that place is inside of a comment, a CDATA section or a processing instruction: no markup, then."""
    hiding = ((b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"<?", b"?>"))
    return any(xml.rfind(start, 0, place) > xml.rfind(end, 0, place) for start, end in hiding)


def root_of(xml: bytes, place: str) -> Element:
    """The root element of a part.

    Raises:
        WorkbookError: FILE006 if the part is not UTF-8, FILE004 if it holds no element.
    """
    if not is_utf8(xml[:256]):
        raise WorkbookError(
            f"{place}: is not written in UTF-8, so it cannot be edited; open the workbook in Excel and save it again",
            code="FILE006",
        )
    for token in TOKEN.finditer(xml):
        if token[2] is not None and not token[1]:
            prefix, _, name = token[2].decode().rpartition(":")
            close = token.end() if token[4] else xml.rfind(b"</")
            end = token.end() if token[4] else len(xml.rstrip())
            return Element(name, prefix + ":" if prefix else "", token.start(), token.end(), close, end)
    raise WorkbookError(
        f"{place}: is not well-formed XML; open the workbook in Excel and let it repair", code="FILE004"
    )


def children(xml: bytes, parent: Element) -> list[Element]:
    """The direct children, in order."""
    return list(elements(xml, parent.inner, parent.inner_end))


def child(xml: bytes, parent: Element, name: str) -> Element | None:
    """The first direct child of that name, whatever its prefix."""
    return next((each for each in elements(xml, parent.inner, parent.inner_end) if each.name == name), None)


def opening(xml: bytes, element: Element) -> bytes:
    """The opening tag as it stands."""
    return xml[element.start : element.inner]


def attributes(tag: bytes) -> dict[str, str]:
    """The attributes of an opening tag, by name with prefix, with character references resolved.

    >>> attributes(b'<a b="1 &amp; 2" r:id="x"/>')
    {'b': '1 & 2', 'r:id': 'x'}
    """
    return {name.decode(): unescaped(value[1:-1]) for name, value in ATTRIBUTE.findall(tag)}


def whole_number(values: Mapping[str, str], name: str) -> int:
    """An attribute as a whole number; 0 where it is absent, or no number, as a damaged workbook may have it.

    >>> whole_number({"id": "7"}, "id"), whole_number({"id": "x"}, "id"), whole_number({}, "id")
    (7, 0, 0)
    """
    text = values.get(name, "")
    return int(text) if NUMBER.fullmatch(text) else 0


def unescaped(text: bytes) -> str:
    """Text or an attribute value with entities and character references resolved, each once.

    >>> unescaped(b"R&amp;D &#38;lt; &#x4e2d;")
    'R&D &lt; 中'
    """
    if b"&" not in text:
        return text.decode()
    return REFERENCE.sub(
        lambda match: NAMED[match[3]] if match[3] else chr(int(match[1], 16) if match[1] else int(match[2])),
        text.decode(),
    )


def escaped(text: str) -> str:
    """Text as it stands between tags, without Excel's own escapes: that of a formula or a name.

    >>> escaped("A1<>B1&C1")
    'A1&lt;&gt;B1&amp;C1'
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def set_attribute(tag: bytes, name: str, value: str) -> bytes:
    """The opening tag with that attribute set, in its place or at the end.

    >>> set_attribute(b'<a b="1"/>', "b", "2"), set_attribute(b'<a b="1"/>', "c", "x<y")
    (b'<a b="2"/>', b'<a b="1" c="x&lt;y"/>')
    """
    text = b'"' + escaped_attribute(value) + b'"'
    for match in ATTRIBUTE.finditer(tag):
        if match[1].decode() == name:
            return tag[: match.start(2)] + text + tag[match.end(2) :]
    cut = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:cut].rstrip() + b" " + name.encode() + b"=" + text + tag[cut:]


def drop_attribute(tag: bytes, name: str) -> bytes:
    """The opening tag without that attribute."""
    for match in ATTRIBUTE.finditer(tag):
        if match[1].decode() == name:
            return tag[: match.start()] + tag[match.end() :]
    return tag


def escaped_attribute(text: str) -> bytes:
    """Text for a double-quoted attribute; line breaks and tabs as references, which a parser would turn to blanks."""
    for plain, reference in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(plain, reference)
    return text.replace("\n", "&#10;").replace("\t", "&#9;").replace("\r", "&#13;").encode()


def splice(xml: bytes, changes: Sequence[tuple[int, int, bytes]]) -> bytes:
    """The bytes with each (start, end) replaced; the ranges do not overlap and may come in any order."""
    out = []
    position = 0
    for start, end, new in sorted(changes, key=lambda change: change[:2]):
        out += [xml[position:start], new]
        position = end
    out.append(xml[position:])
    return b"".join(out)


def edit_opening(xml: bytes, element: Element, values: dict[str, str]) -> bytes:
    """The part with attributes of one element set."""
    tag = opening(xml, element)
    for name, value in values.items():
        tag = set_attribute(tag, name, value)
    return splice(xml, [(element.start, element.inner, tag)])


def insert_child(xml: bytes, parent: Element, new: bytes, *, after: Sequence[str]) -> bytes:
    """The part with a new child of `parent`, behind the last child whose name is in `after`, else as the first."""
    if parent.closed:
        tag = opening(xml, parent)
        name = f"{parent.prefix}{parent.name}".encode()
        return splice(xml, [(parent.start, parent.end, tag[:-2].rstrip() + b">" + new + b"</" + name + b">")])
    position = parent.inner
    for each in elements(xml, parent.inner, parent.inner_end):
        if each.name in after:
            position = each.end
    return splice(xml, [(position, position, new)])


def append_child(xml: bytes, parent: Element, new: bytes) -> bytes:
    """The part with a new last child of `parent`."""
    if parent.closed:
        return insert_child(xml, parent, new, after=())
    return splice(xml, [(parent.inner_end, parent.inner_end, new)])


def relationship_prefix(root_tag: bytes) -> str:
    """The prefix bound to the relationships namespace, with colon; `r:` with no binding gives an empty text."""
    for name, value in attributes(root_tag).items():
        if value == RELATIONSHIPS and name.startswith("xmlns:"):
            return name[6:] + ":"
    return ""
