"""Scoring the rows that a formula is given: one row by itself, many as a table, with the same result."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from xltags.books.headers import identify
from xltags.books.sheets import CUSTOMERS
from xltags.core.customers import Customers, match_column
from xltags.core.dataset import Dataset
from xltags.core.errors import XltagsError
from xltags.core.finding import Language
from xltags.core.score_one import Score, score_values
from xltags.core.scorecard import MEASURES
from xltags.core.scoring import Scores, score
from xltags.core.table import BLANK, Column, Table, make_column
from xltags.core.values import Value, as_text
from xltags.excel.arguments import cell, row_of, rows_under
from xltags.excel.formula_model import FormulaModel

OfOne = Callable[[Score, Language], Value]
OfMany = Callable[[Scores, Language], Sequence[Value]]
ID = "customer_id"


def answers(values: Any, headers: Any, model: FormulaModel, *, one: OfOne, many: OfMany) -> Any:
    """What a formula says of each row: a value for a single row, else a column of values; "" for blank rows.

    Args:
        one: what is said of a single row's score. `many`: the same of all rows.

    Raises:
        XltagsError: the arguments do not fit each other, or no header means anything to the model.
    """
    rows = rows_under(values, headers)
    places = _places(model, tuple(map(as_text, row_of(headers, "headers"))))
    if len(rows) == 1:
        found = {id: cell(rows[0][place]) for id, place in places}
        if all(cell(value) is None for value in rows[0]):
            return ""
        roles = model.roles.get(as_text(found.get(ID)).strip())
        return one(score_values(found, roles, model.compiled), model.language)
    columns = {id: _column(id, [row[place] for row in rows]) for id, place in places}
    results = many(score(_dataset(columns, len(rows), model)), model.language)
    blank = _blank_rows(columns.values(), rows)
    return [["" if place in blank else result] for place, result in enumerate(results)]


@lru_cache(maxsize=64)
def _places(model: FormulaModel, headers: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """The columns that scoring reads, by id, each with its place; of two that mean the same, the first."""
    groups = {group.group for group in model.dataset.model.taxonomy.active_groups()}
    wanted = groups.union(MEASURES)
    places: dict[str, int] = {}
    for place, spec in enumerate(identify(headers, model.names)):
        if spec is not None and (spec.id in wanted or spec.id == ID):
            places.setdefault(spec.id, place)
    if not wanted & places.keys():
        raise XltagsError("no header is a tag group or a measure of the model; give the row of headers of Customers")
    return tuple(places.items())


def _column(id: str, raw: Sequence[Any]) -> Column:
    """A column of raw cells; each distinct one is made a value once."""
    known: dict[tuple[type, Any], int] = {}
    codes = [known.setdefault((type(value), value), len(known)) for value in raw]
    distinct = make_column(id, [cell(value) for _, value in known])
    return Column(id, id, "A", distinct.values, distinct.codes[np.asarray(codes, dtype=np.int32)])


def _dataset(columns: dict[str, Column], count: int, model: FormulaModel) -> Dataset:
    """The rows as the customers of the model's workbook."""
    known = model.dataset
    table = Table(CUSTOMERS, CUSTOMERS, 1, np.arange(2, count + 2, dtype=np.int32), columns)
    taxonomy = known.model.taxonomy
    tags = {
        group.group: match_column(columns[group.group], group, known.index, taxonomy)
        for group in taxonomy.active_groups()
        if group.group in columns
    }
    tables = {**known.tables, CUSTOMERS: table}
    return Dataset("", known.model, tables, Customers(table, tags), known.index, known.as_of)


def _blank_rows(columns: Iterable[Column], rows: Sequence[Sequence[Any]]) -> set[int]:
    """The places of rows in which nothing stands at all."""
    blank = np.ones(len(rows), dtype=np.bool_)
    for column in columns:
        blank &= column.codes == BLANK
    return {place for place in np.flatnonzero(blank).tolist() if all(cell(value) is None for value in rows[place])}
