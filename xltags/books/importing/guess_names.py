"""Which columns a header of an export may mean: by usual names in three languages, by the kind of its values."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

import numpy as np

from xltags.books.headers import column_names, group_columns
from xltags.books.importing.dates import read_dates
from xltags.books.importing.numbers import read_numbers
from xltags.books.importing.sources import SourceTable
from xltags.books.importing.values import NUMBERS
from xltags.books.sheets import CUSTOMERS, table_spec
from xltags.core.dataset import Dataset
from xltags.core.errors import XltagsError
from xltags.core.shipped_rows import shipped_rows
from xltags.core.spec import ColumnSpec
from xltags.core.table import BLANK, Column
from xltags.core.text import fold, split_values
from xltags.core.values import as_text

KEY = "customer_id"
DISTINCT = "every row has another value"
SAMPLE = 300  # distinct values looked at
TYPED_SHARE = 0.8  # of the values of a date or number column must be dates or numbers
TAG_SHARE = 0.6  # of the values of a column that is a tag group must be its tags
_PREFIX = re.compile(
    r"^(?:lead|deal|organization|organisation|company|account|contact|person|opportunity|customer) [-:>] "
)
_ID_LIKE = re.compile(r"(?:^|[ _])(?:id|no|code|number|key|uuid|guid)$|编号|编码|号$|id$|^mã ")


def targets_of(dataset: Dataset, table_id: str) -> dict[str, ColumnSpec]:
    """The columns of a table that people fill, tag groups in use among them, by id."""
    specs = {spec.id: spec for spec in table_spec(table_id).columns if spec.filled_by == "person"}
    if table_id == CUSTOMERS:
        groups = group_columns(dataset.model.taxonomy, {})
        active = {group.group for group in dataset.model.taxonomy.active_groups()}
        specs |= {spec.id: spec for spec in groups.values() if spec.id in active}
    return specs


def offers_of(
    dataset: Dataset,
    table: SourceTable,
    table_id: str,
    header: str,
    column: Column,
    specs: Mapping[str, ColumnSpec],
) -> Iterable[tuple[ColumnSpec, float, str]]:
    """The targets that a header may mean, with how sure that is and why."""
    if not len(column.values) and len(table):
        return
    for spec, confidence, why in _by_name(dataset, table_id, header, specs):
        if spec.id == KEY and table_id == CUSTOMERS:
            yield spec, confidence if _is_unique(column) else min(confidence, 0.65), why
        elif _fits(spec, column):
            yield spec, confidence, why
    if table_id == CUSTOMERS:
        if _ID_LIKE.search(normal_header(header)) and _is_unique(column) and len(table) > 1:
            yield specs[KEY], 0.7, DISTINCT
        for spec in specs.values():
            if spec.kind == "tag":
                share = _tag_share(dataset, spec.id, column)
                if share >= TAG_SHARE:
                    yield spec, 0.5 + 0.4 * share, f"{share:.0%} of its values are tags of the group"


def _by_name(
    dataset: Dataset, table_id: str, header: str, specs: Mapping[str, ColumnSpec]
) -> Iterable[tuple[ColumnSpec, float, str]]:
    aliases = dataset.model.settings.aliases
    names = column_names(table_spec(table_id), aliases)
    if table_id == CUSTOMERS:
        names = {**group_columns(dataset.model.taxonomy, aliases), **names}
    exact = names.get(fold(header))
    if exact is not None and exact.id in specs:
        yield specs[exact.id], 1.0, "the column's own name"
    text = normal_header(header)
    for known, column_id in ((text, ""), (_PREFIX.sub("", text), " behind a prefix")):
        for id, place in _synonyms(table_id).get(known, ()):
            if id in specs:
                yield specs[id], 0.95 - 0.002 * place - (0.05 if column_id else 0), "a usual name" + column_id


def normal_header(header: str) -> str:
    """A header for comparing: folded, with spaces for underscores and camel case."""
    header = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)
    return fold(re.sub(r"[_.]+", " ", header)).rstrip(" :*")


@cache
def _synonyms(table_id: str) -> dict[str, tuple[tuple[str, int], ...]]:
    """Column ids by folded usual header, with the header's place in the list: the first are the surest."""
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for row in shipped_rows("import_headers.csv"):
        if row["table"] == table_id:
            for place, name in enumerate(split_values(row["headers"])):
                found[normal_header(name)] = (*found.get(normal_header(name), ()), (row["column_id"], place))
    return found


def _is_unique(column: Column) -> bool:
    filled = column.codes[column.codes > BLANK]
    return len(filled) == len(column.codes) and len(np.unique(filled)) == len(filled)


def _fits(spec: ColumnSpec, column: Column) -> bool:
    """Whether the values are of the target's kind; texts fit everywhere else."""
    values = column.values[:SAMPLE]
    if spec.kind in NUMBERS:
        most = (1 - TYPED_SHARE) * len(values)  # numbers that may be read in two ways are numbers
        return any(len(read_numbers(values, mark).kept) <= most for mark in (None, ".", ","))
    if spec.kind in ("date", "month"):
        try:
            return len(read_dates(values, (), place="", months=True).kept) <= (1 - TYPED_SHARE) * len(values)
        except XltagsError:  # dates that may be read in two ways are dates
            return True
    return True


def _tag_share(dataset: Dataset, group_id: str, column: Column) -> float:
    """The share of distinct values that are tags of a group; 0 where fewer than two are."""
    values = {as_text(value).strip() for value in column.values[:SAMPLE]}
    hits = sum(dataset.index.find(group_id, text) is not None for text in values)
    return hits / len(values) if hits >= 2 else 0.0
