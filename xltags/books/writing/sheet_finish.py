"""The last pass over an edited sheet: its range grows, stale results go, and what the owner protected is respected."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Protocol

from xltags.books.opc.refs import Area, column_number, parse_area
from xltags.books.writing.markup import (
    ATTRIBUTE,
    attributes,
    children,
    elements,
    opening,
    root_of,
    set_attribute,
    splice,
)
from xltags.books.writing.row_block import may_have_formulas
from xltags.books.writing.row_edit import CELL, CELL_TYPE, FORMULA, ROW_TAG, SheetState, row_number
from xltags.books.writing.row_stream import SHEET_DATA, Section
from xltags.books.writing.stale import Stale
from xltags.core.errors import WorkbookError

PREFIX = rb"(?:[\w.\-]+:)?"
NAME = re.compile(rb"\sr\s*=\s*[\"']([A-Z]+)(\d+)[\"']")
SPREAD = re.compile(rb"<" + PREFIX + rb"f\s[^<>]*\bt\s*=\s*[\"'](?:array|dataTable)[\"'][^<>]*>")
DIMENSION = re.compile(rb"<" + PREFIX + rb"dimension\s[^>]*>")


class Edited(Protocol):
    """What an edit touches."""

    def first_in(self, area: Area) -> tuple[int, int] | None:
        """The first touched cell inside an area."""

    def extent(self) -> Area | None:
        """The smallest area that holds all touched cells."""


def finish_sheet(
    sheet: Iterable[Section],
    state: SheetState,
    edited: Sequence[Edited],
    *,
    head_edits: Sequence[Callable[[bytes], bytes]],
    tail_edits: Sequence[Callable[[bytes], bytes]],
    stale: Callable[[], Stale],
    allow_protected: bool,
) -> Iterator[bytes]:
    """The sheet with its range extended, stale results of its formulas dropped, and head and tail edited.

    Args:
        stale: finds out which results are stale; asked for when the first formula comes by, which may be never.

    Raises:
        WorkbookError: FILE006 if an edit hit a merged, array or locked cell that is not for it to change.
    """
    spreads: list[Area] = []
    dropped: list[Area] = []
    for kind, data in sheet:
        if kind == "head":
            match = SHEET_DATA.search(data)
            state.prefix = match[1] if match else b""
            for edit in head_edits:
                data = edit(data)
            yield _wider(data, edited)
        elif kind == "rows":
            formulas = may_have_formulas(data, state.prefix)
            yield drop_results(data, spreads, dropped, state.prefix, stale()) if formulas or dropped else data
        else:
            _check_spreads(spreads, edited, state)
            _check_tail(data, edited, state, allow_protected=allow_protected)
            for edit in tail_edits:
                data = edit(data)
            yield data


def drop_results(rows: bytes, spreads: list[Area], dropped: list[Area], prefix: bytes, stale: Stale) -> bytes:
    """Rows without the results of formulas that edits may have made stale: blank is better than wrong.

    `spreads` collects the areas of array formulas and data tables as they come; their other cells are results too.
    `dropped` collects those of them whose results go.
    """
    if stale.any_spread or not stale.nothing:
        for tag in SPREAD.findall(rows) if b"array" in rows or b"dataTable" in rows else ():
            area = parse_area(attributes(tag).get("ref", ""))
            if area is not None and area[:2] != area[2:]:
                spreads.append(area)
                if stale.has(area.top, area.left):
                    dropped.append(area)
        if not stale.nothing:
            pattern = _with_result(prefix)
            rows = pattern.sub(lambda match: _without_result(match) if _is_stale(match, stale) else match[0], rows)
    return _drop_spread(rows, dropped) if dropped else rows


@lru_cache
def _with_result(prefix: bytes) -> re.Pattern[bytes]:
    """Finds formula cells with a result: groups are the cell's name, its attributes, the formula."""
    return re.compile(
        rb"<(%(p)bc)((?:\s[^<>]*)?)>\s*(<%(p)bf(?:\s[^<>]*?)?(?:/>|>[^<]*</%(p)bf\s*>))"
        rb"\s*<%(p)bv(?:\s[^<>]*)?(?:/>|>[^<]*</%(p)bv\s*>)" % {b"p": re.escape(prefix)}
    )


def _is_stale(cell: re.Match[bytes], stale: Stale) -> bool:
    name = NAME.search(cell[2])
    return stale.everything if name is None else stale.has(int(name[2]), column_number(name[1].decode()))


def _without_result(cell: re.Match[bytes]) -> bytes:
    return b"<%b%b>%b" % (cell[1], CELL_TYPE.sub(b"", cell[2]), cell[3])


def sheet_tail(tail: bytes) -> Iterator[tuple[str, int, int]]:
    """(name, start, end) of the elements behind the cells, in order."""
    start = tail.find(b">") + 1
    for element in elements(tail, start, len(tail)):
        yield element.name, element.start, element.end


def _wider(head: bytes, edited: Sequence[Edited]) -> bytes:
    """The head with a `dimension` that holds the edits too."""
    match = DIMENSION.search(head)
    old = parse_area(attributes(match[0]).get("ref", "")) if match else None
    if match is None or old is None:
        return head
    areas = [old, *(area for area in (each.extent() for each in edited) if area is not None)]
    tops, lefts, bottoms, rights = zip(*areas, strict=True)
    new = Area(min(tops), min(lefts), max(bottoms), max(rights))
    if new == old:
        return head
    return head[: match.start()] + set_attribute(match[0], "ref", str(new)) + head[match.end() :]


def _drop_spread(rows: bytes, spreads: Sequence[Area]) -> bytes:
    """Rows whose cells inside array formulas and data tables have lost their results."""
    top, bottom = min(area.top for area in spreads), max(area.bottom for area in spreads)
    tags = list(ROW_TAG.finditer(rows))
    changes = []
    number = 0
    for place, tag in enumerate(tags):
        number = row_number(tag[2], number)
        if not top <= number <= bottom:
            continue
        end = tags[place + 1].start() if place + 1 < len(tags) else len(rows)
        for cell in CELL.finditer(rows, tag.end(), end):
            name = dict(ATTRIBUTE.findall(cell[2])).get(b"r", b'""')[1:-1].decode()
            area = parse_area(name)
            inside = area is not None and any(each.holds(area.top, area.left) for each in spreads)
            if inside and cell[3] and not FORMULA.search(cell[3]):
                blank = b"<" + cell[1] + b"c" + CELL_TYPE.sub(b"", cell[2]).rstrip() + b"/>"
                changes.append((cell.start(), cell.end(), blank))
    return splice(rows, changes)


def _check_spreads(spreads: Sequence[Area], edited: Sequence[Edited], state: SheetState) -> None:
    for area in spreads:
        for each in edited:
            hit = each.first_in(area)
            if hit is not None:
                raise state.refused(*hit, f"is a result of the array formula in {area}", "move the formula elsewhere")


def _check_tail(tail: bytes, edited: Sequence[Edited], state: SheetState, *, allow_protected: bool) -> None:
    for name, start, end in sheet_tail(tail):
        if name == "mergeCells":
            _check_merges(tail[start:end], edited, state)
        elif name == "sheetProtection" and not allow_protected:
            _check_protection(tail[start:end], state)


def _check_merges(block: bytes, edited: Sequence[Edited], state: SheetState) -> None:
    for each in children(block, root_of(block, state.place)):
        area = parse_area(attributes(opening(block, each)).get("ref", ""))
        if area is None:
            continue
        rest = (
            Area(area.top, area.left + 1, area.top, area.right),
            Area(area.top + 1, area.left, area.bottom, area.right),
        )
        for part in rest:
            for edit in edited:
                hit = edit.first_in(part) if part.top <= part.bottom and part.left <= part.right else None
                if hit is not None:
                    raise state.refused(*hit, f"is hidden inside the merged cell {area}", "unmerge it first")


def _check_protection(tag: bytes, state: SheetState) -> None:
    active = attributes(tag).get("sheet", "0") in ("1", "true")
    if active and any(state.styles.is_locked(style) for style in sorted(state.used_styles)):
        raise WorkbookError(
            f"{state.place}: is protected and the cells to write are locked; unprotect the sheet (Review > Unprotect "
            "Sheet) or allow writing to protected sheets (--allow-protected)",
            code="FILE006",
        )
