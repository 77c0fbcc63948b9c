"""The cells that one column of a map takes from a source: missing texts blank, texts replaced, values typed by kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from xltags.books.importing.dates import Reading, read_dates
from xltags.books.importing.map import ColumnMap, SourceMap
from xltags.books.importing.numbers import read_numbers
from xltags.books.importing.sources import SourceTable, compact, find_header
from xltags.books.read import choice_names
from xltags.books.writing.cell_text import MAX_TEXT, text_length
from xltags.core.spec import ColumnSpec, Kind
from xltags.core.table import BLANK, Codes, Column, make_column
from xltags.core.text import fold, join_values, split_values
from xltags.core.values import Value, as_text

TRIMMED: frozenset[Kind] = frozenset({"key", "tag", "choice", "choices", "flag", "period"})
NUMBERS: frozenset[Kind] = frozenset({"number", "share"})
MANY: frozenset[Kind] = frozenset({"list", "choices"})


@dataclass(frozen=True, slots=True)
class Cells:
    """What a source has for one column: distinct values and a code a record (-1 = blank).

    `kept` are the codes of texts in a number or date column that are neither; `bad` the reason by code for values that
    reject their record.
    """

    spec: ColumnSpec
    values: tuple[Value, ...]
    codes: Codes
    kept: frozenset[int] = frozenset()
    bad: Mapping[int, str] = field(default_factory=dict)

    def array(self) -> NDArray[np.object_]:
        """The value of every record; None where it is blank."""
        distinct = np.empty(len(self.values) + 1, dtype=object)
        distinct[:-1] = self.values
        found: NDArray[np.object_] = distinct[self.codes]
        return found


def is_text(kind: Kind) -> bool:
    """Whether a column of this kind holds texts only, so that 5 and "5" are the same in it."""
    return kind not in NUMBERS and kind not in ("date", "month")


def cells_for(
    table: SourceTable, spec: ColumnSpec, taken: ColumnMap, source: SourceMap, *, many: bool, place: str
) -> Cells:
    """The cells of one column.

    Args:
        many: whether the column holds several values a cell, so that `map` replaces each of them.
        place: names the map's entry in messages.

    Raises:
        XltagsError: MAP005 the source lacks a header, MAP006 its dates may be read in two ways.
    """
    place = f"{place}, column {spec.id}"
    column = _taken(table, taken, source, place)
    if taken.where:
        kept = _rows_where(table, taken.where, place)
        column = compact(replace(column, codes=np.where(kept, column.codes, BLANK).astype(np.int32)))
    if taken.value is None:
        many = many or spec.kind in MANY or taken.split is not None
        if source.missing or taken.map or taken.split:
            column = _recoded(column, [_replaced(value, taken, source.missing, many=many) for value in column.values])
    reading = _read(column.values, spec, taken, source, table, f"{place} ({table.name})")
    values = _plain_texts(reading.values, spec) if is_text(spec.kind) else reading.values
    kept_codes = {code for code in reading.kept if code not in reading.bad}
    bad = dict(reading.bad) | {
        code: f"{str(value)[:20]!r}... has more characters than a cell holds ({MAX_TEXT:,})"
        for code, value in enumerate(values)
        if isinstance(value, str) and len(value) > MAX_TEXT // 2 and text_length(value) > MAX_TEXT
    }
    if values == list(column.values):
        return Cells(spec, column.values, column.codes, frozenset(kept_codes), bad)
    return _with_codes(spec, _recoded(column, values), column.codes, kept_codes, bad)


def _with_codes(spec: ColumnSpec, merged: Column, before: Codes, kept: set[int], bad: dict[int, str]) -> Cells:
    """Cells whose marks are by new code: several texts may have become one value."""
    new_kept: set[int] = set()
    new_bad: dict[int, str] = {}
    if kept or bad:
        pairs = np.unique(np.stack([before, merged.codes]), axis=1)
        new_of = dict(zip(pairs[0].tolist(), pairs[1].tolist(), strict=True))
        new_kept = {new_of[code] for code in kept if code in new_of}
        new_bad = {new_of[code]: reason for code, reason in bad.items() if code in new_of}
    return Cells(spec, merged.values, merged.codes, frozenset(new_kept), new_bad)


def _taken(table: SourceTable, taken: ColumnMap, source: SourceMap, place: str) -> Column:
    """The source's column, a constant, or several columns put together."""
    if taken.value is not None:
        return Column("value", "value", "A", (taken.value,), np.zeros(len(table), dtype=np.int32))
    columns = [find_header(table, header, place) for header in taken.sources]
    if len(columns) == 1:
        return compact(columns[0])
    missing = set(source.missing)
    parts = [
        ["" if (text := as_text(value).strip()) in missing else text for value in column.cells()] for column in columns
    ]
    joined = ((taken.join or "").join(filter(None, cells)) for cells in zip(*parts, strict=True))
    return make_column("joined", joined)


def _rows_where(table: SourceTable, where: Mapping[str, Sequence[str]], place: str) -> NDArray[np.bool_]:
    """Which records hold one of the texts in each of the columns; "" stands for a blank cell."""
    kept = np.ones(len(table), dtype=np.bool_)
    for header, texts in where.items():
        column = find_header(table, header, place)
        wanted = {text.strip() for text in texts}
        hits = [as_text(value).strip() in wanted for value in column.values]
        kept &= np.asarray([*hits, "" in wanted])[column.codes]
    return kept


def _replaced(value: Value, taken: ColumnMap, missing: Sequence[str], *, many: bool) -> Value | None:
    """A value after `missing` and `map`, which know it by its text without white space at the ends."""
    text = as_text(value).strip()
    if text in missing:
        return None
    if text in taken.map:
        return taken.map[text] or None
    if not many:
        return value
    parts = [part.strip() for part in text.split(taken.split)] if taken.split else list(split_values(text))
    left = [taken.map.get(part, part) for part in parts if part not in missing]
    if taken.split is None and left == parts:
        return value
    return join_values(filter(None, left)) or None


def _recoded(column: Column, values: Sequence[Value | None]) -> Column:
    """The column with each distinct value replaced; equal ones become one, None becomes blank."""
    places: dict[tuple[type, Value], int] = {}
    new = np.full(len(values) + 1, BLANK, dtype=np.int32)
    for code, value in enumerate(values):
        if value is not None and not (isinstance(value, str) and not value.strip()):
            new[code] = places.setdefault((type(value), value), len(places))
    return replace(column, values=tuple(value for _, value in places), codes=new[column.codes])


def _read(
    values: Sequence[Value], spec: ColumnSpec, taken: ColumnMap, source: SourceMap, table: SourceTable, place: str
) -> Reading:
    if spec.kind in ("date", "month"):
        formats = taken.dates or source.dates
        if taken.value is not None:
            formats = ()  # the constant is the map's own, written in ISO
        return read_dates(values, formats, place=place, date1904=table.date1904, months=spec.kind == "month")
    if spec.kind in NUMBERS:
        return read_numbers(values, taken.decimal or source.decimal)
    return Reading(list(values))


def _plain_texts(values: Sequence[Value | None], spec: ColumnSpec) -> list[Value | None]:
    """The values of a text column as texts: choices as ids, tags and keys trimmed, free text as typed."""
    if spec.kind == "flag":
        values = [("yes" if value else "no") if isinstance(value, bool) else value for value in values]
    texts = [as_text(value) for value in values]
    if spec.kind in TRIMMED:
        texts = [text.strip() for text in texts]
    if spec.choices:
        names = choice_names(spec.choices)
        if spec.kind == "choices":
            return [join_values(names.get(fold(part), part) for part in split_values(text)) for text in texts]
        return [names.get(fold(text), text) for text in texts]
    return [*texts]
