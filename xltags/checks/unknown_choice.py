"""Check FILE023, unknown choice."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue, Language
from xltags.core.flags import is_flag
from xltags.core.once import once
from xltags.core.records import records_flagged
from xltags.core.spec import ColumnSpec
from xltags.core.suggest import Suggester
from xltags.core.table import Column, Table
from xltags.core.text import fold, split_values
from xltags.core.values import CellFault, Value, as_text
from xltags.core.wording import choice_labels

_OWN_CHECK = frozenset({("Tiers", "tier"), ("Bands", "cap_tier")})


def _strangers(value: Value, spec: ColumnSpec, known: frozenset[str]) -> tuple[str, ...]:
    """The texts of a cell that are no choice."""
    if isinstance(value, CellFault):
        return ()
    text = as_text(value).strip()
    parts = split_values(text) if spec.kind == "choices" else (text,)
    if spec.kind == "flag":
        return () if is_flag(text) else (text,)
    return tuple(part for part in parts if fold(part) not in known)


def _suggester(spec: ColumnSpec, language: Language) -> Suggester:
    return Suggester(
        (name, choice.labels.get(language) or choice.id)
        for choice in spec.choices
        for name in (choice.id, *choice.labels.values())
    )


def _column_issues(column: Column, spec: ColumnSpec, language: Language) -> Iterator[tuple[int, str, str]]:
    known = frozenset(fold(name) for choice in spec.choices for name in (choice.id, *choice.labels.values()))
    found = {code: _strangers(value, spec, known) for code, value in enumerate(column.values)}
    texts = list(dict.fromkeys(text for strangers in found.values() for text in strangers))
    near = dict(zip(texts, _suggester(spec, language).suggest_many(texts), strict=True)) if texts else {}
    for index in records_flagged(column.codes, [bool(strangers) for strangers in found.values()]):
        for text in found[int(column.codes[index])]:
            suggestion = near[text]
            yield index, text, suggestion.text if suggestion else ""


@once
def _columns_with_strangers(table: Table) -> tuple[tuple[Column, ColumnSpec], ...]:
    """The columns with choices in which something else than an id stands: reading makes ids of the other spellings."""
    columns = ((column, column.spec) for column in table.columns.values() if column.spec is not None)
    return tuple(
        (column, spec)
        for column, spec in columns
        if spec.choices
        and spec.filled_by != "xltags"
        and not {choice.id for choice in spec.choices}.issuperset(column.values)
    )


@check(
    "FILE023",
    "error",
    en="'{value}' is none of the choices of this column: {choices}",
    zh="“{value}”不在本列的可选值之内：{choices}",
    vi="“{value}” không thuộc các lựa chọn của cột này: {choices}",
)
def unknown_choice(dataset: Dataset) -> Iterator[Issue]:
    """A cell of a column with fixed choices holds something else.

    Why: the rules that depend on the choice pass this row over, or take it for the default.
    Fix: choose one of the values named; the drop-down of the cell has them. Ids and labels in any language will do.

    >>> from xltags.core.examples import dataset
    >>> from xltags.core.spec import Choice, ColumnSpec, TableSpec
    >>> zones = (Choice("serve", {"en": "serve"}), Choice("avoid", {"en": "avoid"}))
    >>> specs = {"Bands": TableSpec("Bands", (ColumnSpec("zone", "choice", choices=zones),))}
    >>> [issue.suggestion for issue in unknown_choice(dataset(Bands={"zone": ["serve", "aviod"]}, specs=specs))]
    ['avoid']
    >>> list(unknown_choice(dataset(Bands={"zone": ["serve", None]}, specs=specs)))
    []
    """
    language = dataset.model.settings.language
    for table_id, table in dataset.tables.items():
        for column, spec in _columns_with_strangers(table):
            if (table_id, column.id) in _OWN_CHECK:
                continue
            choices = choice_labels(column, [choice.id for choice in spec.choices])
            for index, text, suggestion in _column_issues(column, spec, language):
                yield Issue(table.place(index, column.id), text, suggestion, {"choices": choices})
