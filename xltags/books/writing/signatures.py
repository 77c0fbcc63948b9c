"""Digital signatures: any change makes them invalid, so they go knowingly or stop the write."""

from xltags.books.package import CONTENT_TYPES
from xltags.books.writing.markup import attributes, children, opening, root_of, splice
from xltags.books.writing.parts import Parts
from xltags.core.errors import WorkbookError


def drop_signatures(parts: Parts, *, allowed: bool) -> None:
    """Takes the signatures of a workbook out, with the relationships and types that name them.

    Raises:
        WorkbookError: FILE006 if that is not allowed.
    """
    if not allowed:
        raise WorkbookError(
            f"{parts.package.path}: is digitally signed, and any change makes the signature invalid; save a copy "
            "without it or allow dropping the signature (--drop-signature)",
            code="FILE006",
        )
    for link in parts.links(""):
        if "digital-signature" in link.type:
            parts.remove_link("", link.id)
    for name in [name for name in parts.names if name.lower().startswith("_xmlsignatures/")]:
        if parts.has(name):
            parts.remove(name)
    xml = parts.read(CONTENT_TYPES)
    gone = [
        each
        for each in children(xml, root_of(xml, parts.package.place(CONTENT_TYPES)))
        if attributes(opening(xml, each)).get("Extension", "").lower() == "sigs"
    ]
    parts.put(CONTENT_TYPES, splice(xml, [(each.start, each.end, b"") for each in gone]))
