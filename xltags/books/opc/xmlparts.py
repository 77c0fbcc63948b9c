"""Small XML parts (workbook, relationships, styles, tables) parsed whole, with the dangerous parts of XML refused."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from xltags.core.errors import WorkbookError

MAX_DEPTH = 256  # the deepest legitimate part of the measured corpus nests 30 elements


def local_name(name: str) -> str:
    """The name of an element or attribute without its namespace: `{...main}sheet` -> `sheet`."""
    return name.rpartition("}")[2]


def namespace(name: str) -> str:
    """The namespace of an element or attribute, empty if it has none."""
    return name[1:].partition("}")[0] if name.startswith("{") else ""


def children(parent: Element, name: str) -> Iterator[Element]:
    """The direct children with that local name, in any namespace: Transitional and Strict differ only there."""
    return (child for child in parent if local_name(child.tag) == name)


def child(parent: Element, name: str) -> Element | None:
    """The first direct child with that local name, or None."""
    return next(children(parent, name), None)


def relationship_id(element: Element) -> str:
    """The value of `r:id`, whatever the prefix and whether Transitional or Strict; empty if absent."""
    for name, value in element.attrib.items():
        if local_name(name) == "id" and namespace(name).endswith("/relationships"):
            return value
    return ""


def is_true(text: str | None, *, default: bool = False) -> bool:
    """An XML schema boolean as OOXML writes it: 1, true, on."""
    return default if text is None else text.strip().lower() in {"1", "true", "on"}


def is_utf8(head: bytes) -> bool:
    """Whether a part whose first bytes are these may be cut at ASCII tags: UTF-8 or ASCII by its declaration."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head[:4]:
        return False
    declared = re.match(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']+)[\"']", head[:256])
    return declared is None or declared[1].lower() in (b"utf-8", b"utf8", b"us-ascii", b"ascii")


@dataclass(frozen=True, slots=True)
class PartBytes:
    """The bytes of a part, and what messages call it; parts of the same bytes are equal."""

    data: bytes
    place: str = field(compare=False)


def parse_xml(data: bytes, place: str) -> Element:
    """The root element of a part, with names as `{namespace}local`, as ElementTree gives them.

    Args:
        place: workbook and part, for the message.

    Raises:
        WorkbookError: FILE005 for a document type declaration or absurd nesting, FILE004 if it is not well-formed.
    """
    parser = expat.ParserCreate(None, "}")
    builder = TreeBuilder()
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise too_deep(place)
        builder.start(_qualified(name), {_qualified(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_qualified(name))

    def doctype(*_: object) -> None:
        raise has_doctype(place)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = doctype
    parser.buffer_text = True
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # LookupError, ValueError: an unknown encoding
        raise not_well_formed(place, str(error)) from error
    return builder.close()


def require_xml(data: bytes, place: str) -> None:
    """Refuses a part that no parser would read; nothing is built of it, so that large parts take little.

    Raises:
        WorkbookError: FILE005 for a document type declaration, FILE004 if it is not well-formed.
    """
    require_xml_stream((data,), place)


def require_xml_stream(chunks: Iterable[bytes], place: str) -> None:
    """The same for a part in blocks."""
    parser = expat.ParserCreate(None, "}")

    def doctype(*_: object) -> None:
        raise has_doctype(place)

    parser.StartDoctypeDeclHandler = doctype
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise not_well_formed(place, str(error)) from error


def _qualified(name: str) -> str:
    """A name as expat gives it, `namespace}local`, the way ElementTree writes it."""
    return "{" + name if "}" in name else name


def not_well_formed(place: str, detail: str) -> WorkbookError:
    """The error for a part that is no XML."""
    return WorkbookError(
        f"{place}: is not well-formed XML ({detail}); open the workbook in Excel, let it repair and save it again",
        code="FILE004",
    )


def has_doctype(place: str) -> WorkbookError:
    """The error for a part with a document type declaration: no office program writes one, attacks need one."""
    return WorkbookError(
        f"{place}: holds a document type declaration, which is refused as dangerous; save the workbook anew in Excel",
        code="FILE005",
    )


def too_deep(place: str) -> WorkbookError:
    """The error for elements nested past any sensible depth."""
    return WorkbookError(
        f"{place}: elements are nested more than {MAX_DEPTH} deep, which is refused as dangerous; "
        "save the workbook anew in Excel",
        code="FILE005",
    )
