"""A table while exports are laid into it: known rows are completed, others added, nothing is erased."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from xltags.books.importing.dates import without_midnight
from xltags.books.importing.values import Cells, is_text
from xltags.core.spec import ColumnSpec
from xltags.core.table import Table
from xltags.core.values import CellFault, Value, as_text

Objects = NDArray[np.object_]
Flags = NDArray[np.bool_]
SEPARATOR = "\x1f"  # between the parts of a key of several columns


@dataclass(slots=True)
class Outcome:
    """What became of a source's records: `added`, the rows of known records that it `met` and of those it `touched`
    (a row each time), and the reasons of rejection by record."""

    added: int = 0
    met: int = 0
    touched: list[int] = field(default_factory=list)
    rejected: dict[int, str] = field(default_factory=dict)


class Rows:
    """The records of a table and what changes in them.

    `cells` holds the values by column id, those of the `known` records of the workbook first, then the added ones.
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        self.known = len(table)
        self.count = len(table)
        self.specs: dict[str, ColumnSpec] = {}
        self.cells: dict[str, Objects] = {}
        self._before: dict[str, Objects] = {}

    def changed(self) -> dict[str, Flags]:
        """Which of the workbook's own cells differ from the workbook, by column id. What a later source puts back does
        not."""
        return {
            id: np.asarray(before != self.cells[id][: self.known], dtype=np.bool_)
            for id, before in self._before.items()
        }

    def updated(self, outcome: Outcome) -> int:
        """How many records of a source have a part in a change; to be asked when all sources are laid in."""
        changed = np.zeros(self.count, dtype=np.bool_)
        changed[self.known :] = True
        for flags in self.changed().values():
            changed[: self.known] |= flags
        return int(changed[outcome.touched].sum())

    def take(self, cells: Mapping[str, Cells], key: Sequence[str], rejected: Mapping[int, str]) -> Outcome:
        """Lay the records of a source into the table.

        Args:
            cells: by column id, one record each.
            key: the columns by which a row is known; empty means all of `cells`.
            rejected: records to leave out, with the reason.

        Records of one source with the same key complete each other; where they contradict, none of them is taken.
        """
        outcome = Outcome(rejected=dict(rejected))
        for id, taken in cells.items():
            self._open(id, taken.spec)
        arrays = {id: taken.array() for id, taken in cells.items()}
        keys = _keys([cells[id] for id in key or cells])
        for record, text in enumerate(keys):
            if record not in rejected:
                blank = "" in text.split(SEPARATOR) if key else not text.strip(SEPARATOR)
                if blank:
                    outcome.rejected[record] = _blank_reason(key)
        if key:
            self._reject_contradictions(arrays, keys, key, outcome)
        left = [record for record in range(len(keys)) if record not in outcome.rejected]
        index = self._index(key or list(cells))
        first: list[int] = []
        again: list[int] = []
        seen: set[str] = set()
        for record in left:
            (again if keys[record] in seen else first).append(record)
            seen.add(keys[record])
        for wave in (first, again):
            self._lay(arrays, keys, wave, index, key, outcome)
        return outcome

    def _lay(
        self,
        arrays: Mapping[str, Objects],
        keys: Sequence[str],
        records: Sequence[int],
        index: dict[str, int],
        key: Sequence[str],
        outcome: Outcome,
    ) -> None:
        new = [record for record in records if keys[record] not in index]
        old = np.asarray([record for record in records if keys[record] in index], dtype=np.int64)
        rows = np.asarray([index[keys[record]] for record in old.tolist()], dtype=np.int64)
        touched = np.zeros(len(old), dtype=np.bool_)
        if key:
            for id, array in arrays.items():
                if id not in key and len(old):
                    touched |= self._complete(id, array[old], rows)
        outcome.touched += rows[touched].tolist()
        outcome.met += len(old)
        outcome.added += len(new)
        index.update(zip((keys[record] for record in new), range(self.count, self.count + len(new)), strict=True))
        for id, known in self.cells.items():
            more = arrays[id][new] if id in arrays else np.full(len(new), None, dtype=object)
            self.cells[id] = np.concatenate([known, more])
        self.count += len(new)

    def _complete(self, id: str, new: Objects, rows: NDArray[np.int64]) -> Flags:
        """Put what is not blank into the rows; says for which records that changed something."""
        column = self.cells[id]
        differs: Flags = np.asarray((new != None) & (column[rows] != new), dtype=np.bool_)  # noqa: E711  # elementwise
        column[rows[differs]] = new[differs]
        return differs

    def _open(self, id: str, spec: ColumnSpec) -> None:
        """The table's column as values that compare with those of exports."""
        if id in self.cells:
            return
        column = self.table.column(id)
        distinct = np.empty(len(column.values) + 1, dtype=object)
        distinct[:-1] = [comparable(value, spec) for value in column.values]
        known: Objects = distinct[column.codes]
        self.specs[id] = spec
        self.cells[id] = np.concatenate([known, np.full(self.count - self.known, None, dtype=object)])
        self._before[id] = known

    def _index(self, ids: Sequence[str]) -> dict[str, int]:
        """The first row of each key; rows without a whole key are not found by it."""
        texts = [[as_text(value).strip() for value in self.cells[id].tolist()] for id in ids]
        index: dict[str, int] = {}
        for row, text in enumerate(texts[0] if len(texts) == 1 else map(SEPARATOR.join, zip(*texts, strict=True))):
            index.setdefault(text, row)
        return index

    def _reject_contradictions(
        self, arrays: Mapping[str, Objects], keys: Sequence[str], key: Sequence[str], outcome: Outcome
    ) -> None:
        counts = Counter(text for record, text in enumerate(keys) if record not in outcome.rejected)
        twice: dict[str, list[int]] = {}
        for record, text in enumerate(keys):
            if counts[text] > 1 and record not in outcome.rejected:
                twice.setdefault(text, []).append(record)
        for text, records in twice.items():
            for id, array in arrays.items():
                if id not in key and len({as_text(array[record]) for record in records} - {""}) > 1:
                    shown = text.replace(SEPARATOR, " / ")
                    reason = f"{len(records)} rows have the key {shown!r} but differ in {id}"
                    outcome.rejected.update(dict.fromkeys(records, reason))
                    break


def _keys(parts: Iterable[Cells]) -> list[str]:
    """The key of every record as text, its parts joined."""
    texts = []
    for cells in parts:
        distinct = [*(as_text(value).strip() for value in cells.values), ""]
        texts.append([distinct[code] for code in cells.codes.tolist()])
    return texts[0] if len(texts) == 1 else [SEPARATOR.join(each) for each in zip(*texts, strict=True)]


def _blank_reason(key: Sequence[str]) -> str:
    return f"the key is blank ({', '.join(key)})" if key else "none of the mapped columns holds a value"


def comparable(value: Value, spec: ColumnSpec) -> Value:
    """A cell of the workbook as an export would have it, so that 5 and "5" are the same in a text column."""
    if isinstance(value, CellFault):
        return value
    if is_text(spec.kind):
        return as_text(value)
    return without_midnight(value) if isinstance(value, datetime) else value
