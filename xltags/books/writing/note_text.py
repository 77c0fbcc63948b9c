"""The comments part of a sheet: notes of xltags added behind those of others, and taken out again."""

from collections.abc import Mapping

from xltags.books.edits import Mark
from xltags.books.opc.refs import cell_name, parse_area
from xltags.books.writing.cell_text import text_element
from xltags.books.writing.markup import (
    Element,
    append_child,
    attributes,
    child,
    children,
    insert_child,
    opening,
    root_of,
    splice,
    unescaped,
)

AUTHOR = "xltags"
EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors></authors>'
    b"<commentList></commentList></comments>"
)
LOOKS = '<{0}rPr><{0}sz val="9"/><{0}color indexed="81"/><{0}rFont val="Tahoma"/><{0}family val="2"/></{0}rPr>'

Cell = tuple[int, int]


def without_ours(xml: bytes, place: str) -> tuple[bytes, set[Cell], set[Cell]]:
    """The part without notes of xltags; the cells that had one, and the cells that have one of someone else."""
    root = root_of(xml, place)
    authors, listed = child(xml, root, "authors"), child(xml, root, "commentList")
    named = children(xml, authors) if authors else []
    mine = {str(number) for number, each in enumerate(named) if _text(xml, each) == AUTHOR}
    gone: list[tuple[int, int, bytes]] = []
    ours: set[Cell] = set()
    others: set[Cell] = set()
    for comment in children(xml, listed) if listed else []:
        values = attributes(opening(xml, comment))
        area = parse_area(values.get("ref", ""))
        cell = (area.top, area.left) if area else (0, 0)
        if values.get("authorId", "0") in mine:
            ours.add(cell)
            gone.append((comment.start, comment.end, b""))
        else:
            others.add(cell)
    if ours and mine and str(len(named) - 1) in mine:  # the last author: no other one's number changes
        gone.append((named[-1].start, named[-1].end, b""))
    return splice(xml, gone), ours, others


def with_notes(xml: bytes, place: str, marks: Mapping[Cell, Mark]) -> bytes:
    """The part with notes of xltags behind the others."""
    root = root_of(xml, place)
    prefix = root.prefix
    authors = child(xml, root, "authors")
    named = [_text(xml, each) for each in children(xml, authors)] if authors else []
    number = named.index(AUTHOR) if AUTHOR in named else len(named)
    if authors is None:
        xml = insert_child(xml, root, f"<{prefix}authors></{prefix}authors>".encode(), after=())
    if AUTHOR not in named:
        xml = append_child(xml, _child(xml, place, "authors"), f"<{prefix}author>{AUTHOR}</{prefix}author>".encode())
    notes = b"".join(_note(cell, mark, number, prefix) for cell, mark in sorted(marks.items()))
    if child(xml, root_of(xml, place), "commentList") is None:
        xml = insert_child(
            xml, root_of(xml, place), f"<{prefix}commentList></{prefix}commentList>".encode(), after=("authors",)
        )
    return append_child(xml, _child(xml, place, "commentList"), notes)


def _note(cell: Cell, mark: Mark, author: int, prefix: str) -> bytes:
    text = text_element(mark.text)
    if prefix:
        text = text.replace(b"<t", f"<{prefix}t".encode(), 1).replace(b"</t>", f"</{prefix}t>".encode())
    return (
        f'<{prefix}comment ref="{cell_name(*cell)}" authorId="{author}"><{prefix}text><{prefix}r>'.encode()
        + LOOKS.format(prefix).encode()
        + text
        + f"</{prefix}r></{prefix}text></{prefix}comment>".encode()
    )


def _text(xml: bytes, element: Element) -> str:
    return unescaped(xml[element.inner : element.inner_end])


def _child(xml: bytes, place: str, name: str) -> Element:
    found = child(xml, root_of(xml, place), name)
    if found is None:
        raise ValueError(f"{place}: {name} was to be there")
    return found
