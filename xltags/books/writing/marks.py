"""Marks: notes of xltags on cells, beside the notes and threads of others, which stay as they are."""

import re
from collections.abc import Mapping

from xltags.books.edits import AddMarks, Mark
from xltags.books.opc.refs import MAX_COLUMN, MAX_ROW
from xltags.books.opc.relationships import SheetRef
from xltags.books.writing.markup import RELATIONSHIPS, attributes, splice
from xltags.books.writing.note_shapes import is_empty, new_drawing, with_shapes, without_shapes
from xltags.books.writing.note_text import EMPTY, with_notes, without_ours
from xltags.books.writing.row_stream import sections
from xltags.books.writing.session import Session
from xltags.books.writing.sheet_finish import sheet_tail
from xltags.books.writing.workbook_part import sheets_of
from xltags.core.errors import WorkbookError

COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
# CT_Worksheet is a sequence; these come behind `legacyDrawing`.
BEHIND = frozenset(
    ["legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "AlternateContent", "webPublishItems"]
).union(["tableParts", "extLst"])
REFERENCE = re.compile(rb"\b[\w.\-]+:id\s*=\s*[\"']([^\"']*)[\"']")

Cell = tuple[int, int]


def add_marks(session: Session, edit: AddMarks) -> None:
    """Carries out `AddMarks`.

    Raises:
        WorkbookError: FILE006 if there is no such sheet or cell, or the sheet's notes are protected.
    """
    sheet = session.sheet(edit.sheet)
    for row, column in edit.marks:
        if not (1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN):
            raise WorkbookError(
                f"{session.place(sheet)}: row {row}, column {column} is outside of the sheet; mark a cell in it",
                code="FILE006",
            )
    comments = _comments_part(session, sheet)
    place = session.parts.package.place(comments or sheet.part)
    xml, _, others = without_ours(session.parts.read(comments), place) if comments else (EMPTY, set(), set())
    marks = {cell: mark for cell, mark in edit.marks.items() if cell not in others}
    if len(marks) < len(edit.marks):
        session.marks_left.append((sheet.name, len(edit.marks) - len(marks)))
    if not marks:
        _clear(session, sheet)
        return
    _check_protection(session, sheet)
    _put_shapes(session, sheet, marks)
    xml = with_notes(xml, place, marks)
    if comments:
        session.parts.put(comments, xml)
    else:
        comments = session.parts.free_name("xl/comments{}.xml")
        session.parts.add(comments, xml, COMMENTS_TYPE)
        session.parts.add_link(sheet.part, "comments", comments)


def clear_marks(session: Session, name: str | None) -> None:
    """Carries out `ClearMarks`.

    Raises:
        WorkbookError: FILE006 if there is no such sheet.
    """
    if name is not None:
        _clear(session, session.sheet(name))
        return
    for sheet in sheets_of(session.parts):
        if sheet.kind == "worksheet":
            _clear(session, sheet)


def _clear(session: Session, sheet: SheetRef) -> None:
    parts = session.parts
    comments = _comments_part(session, sheet)
    if comments is None:
        return
    xml, ours, others = without_ours(parts.read(comments), parts.package.place(comments))
    if not ours:
        return
    _check_protection(session, sheet)
    drawing = _drawing(session, sheet)
    if drawing is not None:
        rel_id, part = drawing
        vml = without_shapes(parts.read(part), ours)
        if is_empty(vml) and not parts.links(part):
            _drop_element(session, sheet, rel_id)
            parts.remove_link(sheet.part, rel_id)
            parts.remove(part)
        else:
            parts.put(part, vml)
    if others:
        parts.put(comments, xml)
        return
    for link in parts.related(sheet.part, "comments"):
        parts.remove_link(sheet.part, link.id)
    parts.remove(comments)


def _put_shapes(session: Session, sheet: SheetRef, marks: Mapping[Cell, Mark]) -> None:
    parts = session.parts
    drawing = _drawing(session, sheet)
    if drawing is None:
        part = parts.free_name("xl/drawings/vmlDrawing{}.vml")
        vml = with_shapes(new_drawing(sheet.sheet_id), marks, sheet.sheet_id)
        parts.add(part, vml, "" if parts.has_default_type("vml", DRAWING_TYPE) else DRAWING_TYPE)
        _add_element(session, sheet, parts.add_link(sheet.part, "vmlDrawing", part))
        return
    _, part = drawing
    comments = _comments_part(session, sheet)
    ours = without_ours(parts.read(comments), parts.package.place(comments))[1] if comments else set()
    parts.put(part, with_shapes(without_shapes(parts.read(part), ours), marks, sheet.sheet_id))


def _comments_part(session: Session, sheet: SheetRef) -> str | None:
    for link in session.parts.related(sheet.part, "comments"):
        if link.target and session.parts.has(link.target):
            return link.target
    return None


def _drawing(session: Session, sheet: SheetRef) -> tuple[str, str] | None:
    """The relationship and the part of the sheet's drawing for notes; not that of its header and footer."""
    links = {link.id: link.target for link in session.parts.related(sheet.part, "vmlDrawing")}
    if not links:
        return None
    tail = _tail(session, sheet)
    for name, start, end in sheet_tail(tail):
        match = REFERENCE.search(tail, start, end) if name == "legacyDrawing" else None
        target = links.get(match[1].decode()) if match else None
        if match and target and session.parts.has(target):
            return match[1].decode(), target
    return None


def _tail(session: Session, sheet: SheetRef) -> bytes:
    """What stands behind the cells of a sheet, as changed so far."""
    return b"".join(
        data for kind, data in sections(session.parts.chunks(sheet.part), session.place(sheet)) if kind == "tail"
    )


def _check_protection(session: Session, sheet: SheetRef) -> None:
    if session.options.allow_protected:
        return
    tail = _tail(session, sheet)
    for name, start, end in sheet_tail(tail):
        values = attributes(tail[start:end]) if name == "sheetProtection" else {}
        if all(values.get(key, "0") in ("1", "true") for key in ("sheet", "objects")):
            raise WorkbookError(
                f"{session.place(sheet)}: is protected, its notes too; unprotect the sheet (Review > Unprotect Sheet) "
                "or allow writing to protected sheets (--allow-protected)",
                code="FILE006",
            )


def _add_element(session: Session, sheet: SheetRef, rel_id: str) -> None:
    def edit(tail: bytes) -> bytes:
        prefix = tail[2 : tail.index(b"sheetData")]
        new = b'<%blegacyDrawing xmlns:r="%b" r:id="%b"/>' % (prefix, RELATIONSHIPS.encode(), rel_id.encode())
        starts = [start for name, start, _ in sheet_tail(tail) if name in BEHIND]
        place = min(starts, default=tail.rfind(b"</"))
        return tail[:place] + new + tail[place:]

    session.edits_of(sheet).tail_edits.append(edit)


def _drop_element(session: Session, sheet: SheetRef, rel_id: str) -> None:
    def edit(tail: bytes) -> bytes:
        gone = []
        for name, start, end in sheet_tail(tail):
            match = REFERENCE.search(tail, start, end) if name == "legacyDrawing" else None
            if match and match[1].decode() == rel_id:
                gone.append((start, end, b""))
        return splice(tail, gone)

    session.edits_of(sheet).tail_edits.append(edit)
