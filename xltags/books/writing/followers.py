"""What follows a table when its rows become more or fewer: rules, names, charts, sparklines and pivots that read it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

from xltags.books.opc.relationships import SheetRef
from xltags.books.writing.markup import attributes, child, edit_opening, escaped, opening, root_of, splice, unescaped
from xltags.books.writing.parts import Parts
from xltags.books.writing.row_stream import sections
from xltags.books.writing.session import Session
from xltags.books.writing.sheet_finish import sheet_tail
from xltags.books.writing.workbook_part import edit_names, sheets_of

RULES = frozenset(["conditionalFormatting", "dataValidations", "extLst"])
# A formula of a rule: drop-down source, condition, sparkline data.
RULE_FORMULA = re.compile(rb"(<(?:[\w.\-]+:)?(?:formula|formula1|formula2|f)>)([^<]*)(<)")
NAME = rb"(?:[\w.\-]+:)?"
# In a chart: a reference with the values that it had, or a reference alone.
CHART_DATA = re.compile(
    rb"<(" + NAME + rb"(?:numRef|strRef|multiLvlStrRef|numDim|strDim))(?:\s[^<>]*)?>.*?</\1\s*>"
    rb"|<(" + NAME + rb"(?:f|sqref))(?:\s[^<>]*)?>[^<]*</\2\s*>",
    re.DOTALL,
)
CHART_REFERENCE = re.compile(rb"(<" + NAME + rb"(?:f|sqref)(?:\s[^<>]*)?>)([^<]*)(</)")
CHART_CACHE = re.compile(
    rb"<(" + NAME + rb"(?:numCache|strCache|multiLvlStrCache|lvl))(?:\s[^<>]*)?>.*?</\1\s*>", re.DOTALL
)


class Change(Protocol):
    """How references to a table's cells change."""

    def ranges(self, text: str) -> str:
        """A range without a sheet, as it reads after the change."""

    def sheet_tail(self, name: str, block: bytes) -> bytes:
        """An element behind the cells of the table's own sheet."""

    def own_formula(self, text: str) -> str:
        """A formula of a rule of the table's own sheet: its ranges without a sheet's name."""

    def formula(self, text: str, sheet: str, *, cells: bool = False) -> str:
        """A formula anywhere: its ranges on the table's sheet; with `cells`, single cells of a one-row table too."""


def follow(session: Session, sheet: SheetRef, change: Change) -> None:
    """Has everything that refers to cells of a table follow its change; formulas in cells stay as they are written."""
    parts = session.parts
    session.edits_of(sheet).tail_edits.append(lambda tail: _own_tail(tail, sheet.name, change))
    edit_names(parts, lambda name: replace(name, text=change.formula(name.text, sheet.name)))
    for other in sheets_of(parts):
        if other.kind == "worksheet" and other.part != sheet.part:
            _follow_elsewhere(session, other, sheet.name, change)
    for part in sorted(set(_charts(parts))):
        xml = parts.read(part)
        parts.put(part, CHART_DATA.sub(lambda match: _chart_data(match[0], sheet.name, change), xml))
    _follow_pivots(parts, sheet.name, change)


def _own_tail(tail: bytes, sheet: str, change: Change) -> bytes:
    changes = []
    for name, start, end in sheet_tail(tail):
        block = change.sheet_tail(name, tail[start:end])
        if name in RULES:
            block = _formulas(block, lambda text: change.own_formula(change.formula(text, sheet)))
        changes.append((start, end, block))
    return splice(tail, changes)


def _follow_elsewhere(session: Session, other: SheetRef, sheet: str, change: Change) -> None:
    """The rules of another sheet that read the table, such as a drop-down of its values."""

    def edit(tail: bytes) -> bytes:
        blocks = [(start, end) for name, start, end in sheet_tail(tail) if name in RULES]
        return splice(
            tail,
            [(s, e, _formulas(tail[s:e], lambda text: change.formula(text, sheet))) for s, e in blocks],
        )

    chunks = session.parts.chunks(other.part)
    tail = b"".join(data for kind, data in sections(chunks, session.place(other)) if kind == "tail")
    if edit(tail) != tail:
        session.edits_of(other).tail_edits.append(edit)


def _formulas(block: bytes, changed: "Changed") -> bytes:
    def edit(match: re.Match[bytes]) -> bytes:
        old = unescaped(match[2])
        new = changed(old)
        return match[0] if new == old else match[1] + escaped(new).encode() + match[3]

    return RULE_FORMULA.sub(edit, block)


class Changed(Protocol):
    """A formula as it reads after the change."""

    def __call__(self, text: str, /) -> str:
        """The new text."""


def _charts(parts: Parts) -> Iterator[str]:
    for sheet in sheets_of(parts):
        for drawing in parts.related(sheet.part, "drawing"):
            for link in parts.links(drawing.target or ""):
                if link.kind in ("chart", "chartEx") and link.target and parts.has(link.target):
                    yield link.target


def _chart_data(data: bytes, sheet: str, change: Change) -> bytes:
    """A reference of a chart changed; the values that were read from the old cells go with it."""

    def edit(match: re.Match[bytes]) -> bytes:
        old = unescaped(match[2])
        new = change.formula(old, sheet, cells=True)
        return match[0] if new == old else match[1] + escaped(new).encode() + match[3]

    new = CHART_REFERENCE.sub(edit, data)
    return data if new == data else CHART_CACHE.sub(b"", new)


def _follow_pivots(parts: Parts, sheet: str, change: Change) -> None:
    """Pivot caches that name the table's cells, not the table."""
    for link in parts.related(parts.package.workbook_part, "pivotCacheDefinition"):
        if link.target is None or not parts.has(link.target):
            continue
        xml = parts.read(link.target)
        source = child(xml, root_of(xml, parts.package.place(link.target)), "cacheSource")
        place = child(xml, source, "worksheetSource") if source else None
        values = attributes(opening(xml, place)) if place else {}
        if place is None or any(key.endswith(":id") for key in values) or "ref" not in values:
            continue
        new = change.ranges(values["ref"])
        if values.get("sheet", "").casefold() == sheet.casefold() and new != values["ref"]:
            parts.put(link.target, edit_opening(xml, place, {"ref": new}))
