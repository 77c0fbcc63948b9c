"""Small sheets read before: the workbooks of a team hold many that say the same, or nearly so, such as their tags."""

import re
from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import ne

import numpy as np
from numpy.typing import NDArray

from xltags.books.reading.cell_batch import CellBatch, Kind
from xltags.books.reading.columns import CellColumn, Int32s

MOST_BYTES = 1 << 19  # of a sheet worth remembering; larger ones hold records, which differ
MOST_SHEETS = 32  # of about two workbooks
_SHARED_STRING = re.compile(rb' t="s"><v>(\d{1,7})</v>')


@dataclass(frozen=True, slots=True)
class SplitXml:
    """The XML of a sheet as written, without the numbers of shared strings, and those numbers.

    A string may have another number in every workbook.
    """

    written: bytes
    bare: bytes
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SheetText:
    """All that a sheet says: its XML and the texts of its shared strings; `reading` is what else decides its values."""

    split: SplitXml
    texts: tuple[str, ...]
    reading: Hashable


@dataclass(frozen=True, slots=True)
class KnownSheet:
    """What a sheet holds; nobody may change it. `texts` are its shared strings, each in the column of `column_of`.

    `made` is what was worked out from it, `split` its XML as it was read last.
    """

    split: SplitXml
    rows: Int32s
    columns: Mapping[int, CellColumn]
    merged: tuple[str, ...]
    hidden_rows: Int32s
    texts: tuple[str, ...]
    column_of: NDArray[np.int64]
    made: dict[object, object] = field(default_factory=dict)


_known: OrderedDict[Hashable, KnownSheet] = OrderedDict()  # by XML and reading


def sheet_text(xml: bytes, strings: Sequence[str], reading: Hashable) -> SheetText | None:
    """What a sheet says, given the shared strings; None where it names one that is missing.

    None also where it holds a comment or the like, in which what looks like a cell may be none.
    """
    split = next((known.split for known in reversed(_known.values()) if known.split.written == xml), None)
    split = split or _split(xml)
    if split is None:
        return None
    try:
        texts = tuple(map(strings.__getitem__, split.numbers))
    except IndexError:
        return None
    return SheetText(split, texts, reading)


def _split(xml: bytes) -> SplitXml | None:
    if (b"!" in xml and b"<!" in xml) or (xml.count(b"?") > 2 and xml.count(b"<?") > 1):
        return None
    pieces = _SHARED_STRING.split(xml)
    return SplitXml(xml, b"".join(pieces[::2]), tuple(map(int, pieces[1::2])))


def recall(text: SheetText) -> KnownSheet | None:
    """The sheet that says this, if it has been read before, be it with a few other texts."""
    key = text.split.bare, text.reading
    found = _known.get(key)
    if found is not None and found.texts != text.texts:
        found = _with_texts(found, text.texts)
    if found is not None:
        found = found if found.split is text.split else replace(found, split=text.split)
        _known[key] = found
        _known.move_to_end(key)
    return found


def _with_texts(sheet: KnownSheet, texts: tuple[str, ...]) -> KnownSheet | None:
    """The sheet with other texts in the same cells; None where they stand among numbers or the like."""
    changed = np.flatnonzero(np.fromiter(map(ne, sheet.texts, texts), np.bool_, len(texts)))
    columns = dict(sheet.columns)
    for number in sorted(set(sheet.column_of[changed].tolist()) & columns.keys()):
        places = np.flatnonzero(sheet.column_of == number).tolist()
        if len(places) != len(columns[number].rows):
            return None
        seen: dict[str, int] = {}
        codes = [seen.setdefault(texts[place], len(seen)) for place in places]
        columns[number] = replace(columns[number], values=tuple(seen), codes=np.array(codes, dtype=np.int32))
    return replace(sheet, columns=columns, texts=texts, made={})


def remember(
    text: SheetText,
    cells: CellBatch,
    *,
    rows: Int32s,
    columns: Mapping[int, CellColumn],
    merged: tuple[str, ...],
    hidden_rows: Int32s,
) -> None:
    """Keep what was read of a sheet; those not seen for longest make room.

    Not where its cells refer to other strings than those in its text: they stand in it by their numbers.
    """
    shared = (cells.kinds == Kind.SHARED) | (cells.kinds == Kind.BAD_REFERENCE)
    if cells.payload[shared].tolist() != list(text.split.numbers):
        return
    known = KnownSheet(text.split, rows, dict(columns), merged, hidden_rows, text.texts, cells.columns[shared])
    _known[text.split.bare, text.reading] = known
    if len(_known) > MOST_SHEETS:
        _known.popitem(last=False)
