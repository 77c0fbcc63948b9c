"""The map that an export probably needs: by its headers in any language, by its values, by their types."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from xltags.books.importing.dates import read_dates
from xltags.books.importing.guess_names import DISTINCT, SAMPLE, normal_header, offers_of, targets_of
from xltags.books.importing.guessed import GuessedColumn, GuessedSource, MapGuess
from xltags.books.importing.numbers import read_numbers
from xltags.books.importing.sources import WORKBOOKS, ReadOptions, SourceTable, read_source
from xltags.books.importing.values import NUMBERS
from xltags.books.sheets import CUSTOMERS, table_spec
from xltags.core.dataset import Dataset
from xltags.core.errors import XltagsError
from xltags.core.table import Column
from xltags.core.text import fold
from xltags.core.values import as_text

CANDIDATES = (CUSTOMERS, "Contacts", "FollowUps", "Spend", "Owners", "Demands")
SURE = 0.6  # below it nothing is mapped
EXAMPLES = 3


def guess_map(dataset: Dataset, paths: Sequence[Path]) -> MapGuess:
    """The map that files probably need to fill a workbook, in the order of the files.

    Raises:
        XltagsError: SRC001, SRC002 a file cannot be read.
    """
    return MapGuess(tuple(_guess_file(dataset, path) for path in paths))


def _guess_file(dataset: Dataset, path: Path) -> GuessedSource:
    """What a file fills.

    Of a workbook it is the first sheet, or, where that fits nowhere, the one that fits best by its headers, customers
    before all others.
    """
    first = guess_source(dataset, path, read_source(path))
    if not first.lack() or path.suffix.lower() not in WORKBOOKS:
        return first
    from xltags.books.importing.sheets import sheet_names

    fitting = []
    for sheet in sheet_names(path):
        try:
            table = read_source(path, ReadOptions(sheet=sheet))
        except XltagsError:  # a sheet without headers
            continue
        found = guess_source(dataset, path, table)
        if len(table) and not found.lack() and not any(it.why == DISTINCT for it in found.columns):
            fitting.append(replace(found, sheet=sheet))
    return max(fitting, key=lambda it: (it.table == CUSTOMERS, _sureness(it.columns)), default=first)


def guess_source(dataset: Dataset, path: Path, table: SourceTable) -> GuessedSource:
    """What one file fills: the table most of whose columns it seems to have, `Customers` where two are alike."""
    best: tuple[GuessedColumn, ...] = ()
    chosen = CUSTOMERS
    for table_id in CANDIDATES:
        if table_id in dataset.tables:
            found = _assigned(dataset, table, table_id)
            if _sureness(found) > _sureness(best) + 0.01:
                best, chosen = found, table_id
    if chosen == CUSTOMERS:
        best = (*best, *_outcomes(table, {column.column_id for column in best}))
    taken = {column.header for column in best}
    unmapped = {header: _examples(column) for header, column in table.columns.items() if header not in taken}
    doubts = (_doubtful_dates(table, best, chosen), _doubtful_number(table, best, chosen))
    return GuessedSource(path, chosen, best, unmapped, _placeholders(table), *doubts)


def _sureness(columns: Iterable[GuessedColumn]) -> float:
    return sum(column.confidence for column in columns)


def _assigned(dataset: Dataset, table: SourceTable, table_id: str) -> tuple[GuessedColumn, ...]:
    """Each target with its surest header, each header once; in the order of the targets' declaration."""
    specs = targets_of(dataset, table_id)
    offers = [
        (confidence, -place, spec, header, why)
        for place, (header, column) in enumerate(table.columns.items())
        for spec, confidence, why in offers_of(dataset, table, table_id, header, column, specs)
        if confidence >= SURE
    ]
    offers.sort(key=lambda offer: (offer[0], offer[1]), reverse=True)
    found: dict[str, GuessedColumn] = {}
    used: set[str] = set()
    for confidence, _, spec, header, why in offers:
        if spec.id not in found and header not in used:
            used.add(header)
            examples = _examples(table.columns[header])
            found[spec.id] = GuessedColumn(spec.id, header, round(confidence, 2), why, examples)
    return tuple(found[spec.id] for spec in specs.values() if spec.id in found)


_CLOSED = frozenset(
    {"close date", "closed date", "closing date", "closed on", "结束日期", "结单日期", "关闭日期"}
    | {"ngày đóng", "ngày kết thúc", "ngày đóng deal"}
)
_ENDS = {
    "won_on": frozenset({"won", "closed won", "赢单", "成交", "已成交", "thành công", "chốt", "đã chốt", "thắng"}),
    "lost_on": frozenset({"lost", "closed lost", "输单", "丢单", "已丢失", "thất bại", "mất", "đã mất", "thua"}),
}


def _outcomes(table: SourceTable, have: set[str]) -> Iterable[GuessedColumn]:
    """The days of winning and losing where one date stands for both and another column tells which."""
    closed = next((it for it in table.columns.values() if normal_header(it.header) in _CLOSED and it.values), None)
    if closed is None:
        return
    for id, words in _ENDS.items():
        for column in table.columns.values():
            text = next((as_text(it).strip() for it in column.values[:SAMPLE] if fold(as_text(it)) in words), "")
            if text and id not in have:
                why = f"one date for won and lost, told by {column.header!r}"
                yield GuessedColumn(id, closed.header, 0.8, why, _examples(closed), (column.header, text))
                break


def _examples(column: Column) -> tuple[str, ...]:
    return tuple(as_text(value) for value in column.values[:EXAMPLES])


_PLACEHOLDERS = frozenset(
    {"-", "--", "select", "n/a", "na", "none", "null", "(blank)", "(empty)", "无", "暂无", "không có"}
)


def _placeholders(table: SourceTable) -> tuple[str, ...]:
    """Texts that some exports write for nothing; a person decides whether they are."""
    found = {
        text
        for column in table.columns.values()
        for text in (as_text(value).strip() for value in column.values[:SAMPLE])
        if fold(text) in _PLACEHOLDERS
    }
    return tuple(sorted(found))


def _doubtful_dates(table: SourceTable, columns: Iterable[GuessedColumn], table_id: str) -> str:
    """Why the dates cannot be read without help; "" where they can."""
    for column in columns:
        spec = table_spec(table_id).column(column.column_id)
        if spec is not None and spec.kind in ("date", "month"):
            try:
                read_dates(table.columns[column.header].values, (), place=column.column_id, months=True)
            except XltagsError as error:
                return str(error)
    return ""


def _doubtful_number(table: SourceTable, columns: Iterable[GuessedColumn], table_id: str) -> str:
    """A number that is read only where the map says how decimals are written; "" where none is."""
    for column in columns:
        spec = table_spec(table_id).column(column.column_id)
        if spec is not None and spec.kind in NUMBERS:
            values = table.columns[column.header].values[:SAMPLE]
            kept = read_numbers(values).kept - read_numbers(values, ",").kept
            if kept:
                return as_text(values[min(kept)])
    return ""
