"""A workbook's tables while a plan changes them: readable as a dataset at any time, the original kept beside."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from xltags.core.dataset import Dataset
from xltags.core.read_dataset import read_dataset
from xltags.core.spec import ColumnSpec
from xltags.core.table import BLANK, Codes, Column, Table, letter_of, make_column
from xltags.core.values import CellFault, Value

Record = Mapping[str, Value | None]


@dataclass(slots=True)
class DraftTable:
    """One table. `columns` are those that differ from the original, new ones among them; `gone` are records.

    The records are the original ones in their order (those that are gone too), then `added` new ones. `headers` are new
    headers of columns by id, `renamed` the new id of a column by its old one.
    """

    origin: Table
    columns: dict[str, Column] = field(default_factory=dict)
    added: int = 0
    gone: set[int] = field(default_factory=set)
    headers: dict[str, str] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.origin) + self.added

    def column(self, column_id: str) -> Column:
        """The column as it is now, over all records; blanks where there is none."""
        found = self.columns.get(column_id)
        if found is not None:
            return found
        origin = self.origin.column(column_id)
        if not self.added:
            return origin
        tail = np.full(self.added, BLANK, dtype=np.int32)
        return replace(origin, codes=np.concatenate([origin.codes, tail]))

    def column_ids(self) -> tuple[str, ...]:
        """The ids of all columns, new ones last."""
        known = (self.renamed.get(id, id) for id in self.origin.columns)
        return tuple(dict.fromkeys((*known, *self.columns)))

    def has(self, column_id: str) -> bool:
        """Whether the workbook has the column, or gets it."""
        return column_id in self.column_ids()

    def kept(self) -> list[int]:
        """The records that are not gone."""
        return [record for record in range(len(self)) if record not in self.gone]

    def set_cells(self, column_id: str, cells: Mapping[int, Value | None]) -> None:
        """Put values into records of a column."""
        if not cells:
            return
        column = self.column(column_id)
        values = list(column.cells())
        for record, value in cells.items():
            values[record] = value
        made = make_column(column_id, values, header=column.header, letter=column.letter)
        self.columns[column_id] = replace(made, has_formulas=column.has_formulas, spec=column.spec)

    def map_values(self, column_id: str, texts: Mapping[int, Value | None]) -> int:
        """Put other values in place of distinct ones, by their code; returns how many cells change."""
        column = self.column(column_id)
        if not texts:
            return 0
        values: dict[tuple[type, Value], int] = {}
        codes = []
        for code, old in enumerate(column.values):
            value = texts.get(code, old)
            codes.append(BLANK if value is None else values.setdefault((type(value), value), len(values)))
        taken: Codes = np.asarray([*codes, BLANK], dtype=np.int32)[column.codes]
        distinct = tuple(value for _, value in values)
        self.columns[column_id] = replace(column, id=column_id, values=distinct, codes=taken)
        return int(np.isin(column.codes, list(texts)).sum())

    def append(self, records: Sequence[Record]) -> None:
        """Add records at the end; ids of columns that the table lacks are left out."""
        ids = [id for id in self.column_ids() if any(record.get(id) is not None for record in records)]
        before = {id: self.column(id) for id in (*ids, *self.columns)}
        self.added += len(records)
        for id, column in before.items():
            cells = [*column.cells(), *(record.get(id) for record in records)]
            made = make_column(id, cells, header=column.header, letter=column.letter)
            self.columns[id] = replace(made, has_formulas=column.has_formulas, spec=column.spec)

    def add_column(self, spec: ColumnSpec, header: str) -> None:
        """A new column of blanks at the right edge."""
        letter = letter_of(max((_number(column.letter) for column in self.origin.columns.values()), default=0) + 1)
        blank = np.full(len(self), BLANK, dtype=np.int32)
        self.columns[spec.id] = Column(spec.id, header, letter, (), blank, spec=spec)

    def rename_column(self, old: str, new: str, header: str, spec: ColumnSpec) -> None:
        """Another id, header and declaration for a column that exists."""
        column = self.columns.pop(old, None) or self.column(old)
        first = next((id for id, now in self.renamed.items() if now == old), old)
        self.renamed[first] = new
        if header != column.header:
            self.headers[first] = header
        self.columns[new] = replace(column, id=new, header=header, spec=spec)

    def table(self) -> Table:
        """The table as it is now, without the records that are gone."""
        if not (self.columns or self.gone or self.added):
            return self.origin
        kept = self.kept()
        last = int(self.origin.rows[-1]) if len(self.origin) else self.origin.header_row
        rows = np.concatenate([self.origin.rows, np.arange(last + 1, last + 1 + self.added, dtype=np.int32)])
        columns = {id: self.column(id) for id in self.column_ids()}
        if self.gone:
            columns = {id: replace(column, codes=column.codes[kept]) for id, column in columns.items()}
        return replace(self.origin, rows=rows[kept].astype(np.int32), columns=columns)


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


class Draft:
    """A workbook while a plan changes it."""

    def __init__(self, dataset: Dataset) -> None:
        self.original = dataset
        self.tables = {id: DraftTable(table) for id, table in dataset.tables.items()}
        self._dataset: Dataset | None = dataset

    def __contains__(self, table_id: str) -> bool:
        return table_id in self.tables

    def table(self, table_id: str) -> DraftTable:
        """A table, to read or to change; after a change the dataset is read anew.

        Raises:
            KeyError: the workbook has no such table.
        """
        self._dataset = None
        return self.tables[table_id]

    def dataset(self) -> Dataset:
        """The workbook as it is now."""
        if self._dataset is None:
            tables = {id: draft.table() for id, draft in self.tables.items()}
            old = self.original
            self._dataset = read_dataset(tables, as_of=old.as_of, structure=old.structure, workbook=old.workbook)
        return self._dataset

    def saved(self) -> dict[str, DraftTable]:
        """The tables as they are now, to go back to."""
        return {
            id: replace(
                table,
                columns=dict(table.columns),
                gone=set(table.gone),
                headers=dict(table.headers),
                renamed=dict(table.renamed),
            )
            for id, table in self.tables.items()
        }

    def restore(self, saved: dict[str, DraftTable]) -> None:
        """Go back to tables that were saved."""
        self.tables, self._dataset = saved, None

    def changed(self) -> bool:
        """Whether anything differs from the original."""
        return any(table.columns or table.gone or table.added for table in self.tables.values())


def is_plain(column: Column) -> bool:
    """Whether a column holds values that can be moved: no formulas, no cells without a usable value."""
    return not column.has_formulas and not any(isinstance(value, CellFault) for value in column.values)


def changed_records(old: Column, new: Column, records: Iterable[int]) -> list[int]:
    """The records among these whose cells differ."""
    before, after = list(old.cells()), list(new.cells())
    return [
        it for it in records if (type(before[it]), before[it]) != (type(after[it]), after[it])
    ]  # fmt: skip
