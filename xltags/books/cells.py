"""The cells of a sheet as columns, read in one streaming pass: exact places, types, formulas, hidden rows, merges."""

from collections.abc import Callable, Container, Hashable, Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from xltags.books.package import Package, SheetRef
from xltags.books.reading.cell_batch import CellBatch, CellFaultAt, Kind, Texts, join_batches
from xltags.books.reading.columns import CellColumn, ColumnBuilder, Int32s
from xltags.books.reading.known_sheets import MOST_BYTES, SheetText, recall, remember, sheet_text
from xltags.books.reading.numbers import kinds_of_styles
from xltags.books.reading.sheet_stream import CHUNK, SheetStream
from xltags.books.reading.strings import SharedStrings, read_shared_strings
from xltags.core.distinct import distinct

__all__ = ["CellColumn", "CellFaultAt", "SheetCells", "SheetReader", "read_sheet"]


@dataclass(frozen=True, slots=True)
class SheetCells:
    """What stands in a sheet.

    Attributes:
        rows: the numbers of the rows in which some cell, of a wanted column or not, has a value, rising.
        columns: by column number, rising; only columns that hold a value. Who reads a large sheet may take them out
            one by one, to give their memory back.
        merged: the merged ranges as written (`A1:B2`), in file order.
        hidden_rows: the numbers of hidden rows, rising, whether or not they hold a value.
        faults: cells that stand where they may not, in file order.
        made: what was worked out from these cells, kept as long as a sheet that says the same is remembered.
    """

    sheet: SheetRef
    rows: Int32s
    columns: dict[int, CellColumn]
    merged: tuple[str, ...]
    hidden_rows: Int32s
    faults: tuple[CellFaultAt, ...]
    made: dict[object, object] = field(default_factory=dict, compare=False)


class SheetReader:
    """Reads sheets of one workbook; its shared strings and styles are read once, for the first sheet.

    `strings` are given where they are others by now than those of the package.
    """

    def __init__(self, package: Package, *, strings: SharedStrings | None = None) -> None:
        self._package = package
        self._strings = strings
        self._kinds: NDArray[np.uint8] | None = None

    def read(
        self,
        sheet: SheetRef,
        *,
        columns: Container[int] | None = None,
        changed: Callable[[], Iterable[bytes]] | None = None,
    ) -> SheetCells:
        """The cells of a sheet; only those of the given column numbers, if any are given.

        `changed` gives the bytes of a sheet that are others by now than those of the package. A chart sheet has no
        cells. `<dimension>` is not trusted, and a cell far away costs no more than one nearby.

        Raises:
            WorkbookError: FILE004 if a part is damaged, FILE005 if it is dangerous.
        """
        if self._strings is None or self._kinds is None:
            self._strings = read_shared_strings(self._package) if self._strings is None else self._strings
            self._kinds = kinds_of_styles(self._package)

        def again() -> Iterator[bytes]:
            return iter(changed()) if changed is not None else self._package.chunks(sheet.part, CHUNK)

        blocks = again()
        text = None
        small = changed is None and self._package.info(sheet.part).file_size <= MOST_BYTES
        if small and isinstance(columns, Hashable):
            data = b"".join(blocks)
            reading = columns, self._kinds.tobytes(), self._package.date1904
            text = sheet_text(data, self._strings.every(), reading)
            known = recall(text) if text is not None else None
            if known is not None:
                columns_known = dict(known.columns)
                return SheetCells(sheet, known.rows, columns_known, known.merged, known.hidden_rows, (), known.made)
            blocks = iter((data,))
        found = self._read(sheet, blocks, columns, self._strings, self._kinds, text=text)
        if found is None:
            found = self._read(sheet, again(), columns, self._strings, self._kinds, keep_order=True)
        assert found is not None  # sorted cells are in order
        return found

    def _read(
        self,
        sheet: SheetRef,
        blocks: Iterator[bytes],
        columns: Container[int] | None,
        strings: SharedStrings,
        kinds: NDArray[np.uint8],
        *,
        keep_order: bool = False,
        text: SheetText | None = None,
    ) -> SheetCells | None:
        """The cells of a sheet, None if they are not in order and must be sorted, which takes more memory."""
        texts = Texts()
        stream = SheetStream(
            blocks,
            self._package.place(sheet.part),
            kinds_of_styles=kinds,
            string_count=len(strings),
            texts=texts,
            keep_order=keep_order,
        )
        builder = ColumnBuilder(columns)
        hidden: list[int] = []
        faults: list[CellFaultAt] = []
        batches: list[CellBatch] = []
        for batch in stream.batches():
            hidden += batch.hidden_rows
            faults += batch.faults
            if keep_order or text is not None:
                batches.append(batch)
            if not keep_order:
                builder.add(batch)
        if keep_order:
            batch = sorted_batch(join_batches(batches), strings, texts)
            faults += batch.faults
            builder.add(batch)
        elif not stream.ordered:
            return None
        built = builder.build(strings, texts, date1904=self._package.date1904)
        hidden_rows = distinct(np.array(hidden, dtype=np.int32))
        found = SheetCells(sheet, builder.rows(), built, stream.merged, hidden_rows, tuple(faults))
        if text is not None and not faults:
            cells = join_batches(batches)
            remember(text, cells, rows=found.rows, columns=built, merged=found.merged, hidden_rows=hidden_rows)
        return found


def read_sheet(package: Package, sheet: SheetRef, *, columns: Container[int] | None = None) -> SheetCells:
    """The cells of one sheet; to read several sheets of a workbook, keep a `SheetReader`.

    Raises:
        WorkbookError: as `SheetReader.read`.
    """
    return SheetReader(package).read(sheet, columns=columns)


def sorted_batch(batch: CellBatch, strings: SharedStrings, texts: Texts) -> CellBatch:
    """Cells by row and column; of cells with one reference the last in the file counts, the others become faults."""
    places = batch.places()
    order = np.argsort(places, kind="stable")
    places = places[order]
    doubled = np.append(places[:-1] == places[1:], False)[: len(places)]
    dropped = batch.take(order[doubled])
    result = batch.take(order[~doubled])
    result.faults = [
        CellFaultAt(
            int(row), int(column), "duplicate_cell", _as_written(Kind(int(kind)), float(payload), strings, texts)
        )
        for row, column, kind, payload in zip(
            dropped.rows, dropped.columns, dropped.kinds, dropped.payload, strict=True
        )
    ]
    return result


def _as_written(kind: Kind, payload: float, strings: SharedStrings, texts: Texts) -> str:
    """The content of a cell as it stands in the file."""
    if kind == Kind.SHARED:
        return strings.texts([int(payload)])[0]
    if kind > Kind.BOOL:
        return texts.values[int(payload)]
    return str(int(payload)) if payload.is_integer() and abs(payload) < 1e15 else repr(payload)
