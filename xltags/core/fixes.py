"""Safe corrections: what `xltags fix` may write without asking anybody."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from xltags.core.customer_rows import clean_id
from xltags.core.customers import Match, TagColumn
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue, Language, Place
from xltags.core.policy import Policy
from xltags.core.records import records_flagged
from xltags.core.table import Column, Table
from xltags.core.tag_hints import successor_in_use
from xltags.core.taxonomy import Tag, Taxonomy
from xltags.core.text import fold, join_values
from xltags.core.values import Value, as_text

RETIRED, SPELLING, REPEATED, ID = "TAG002", "TAG003", "TAG013", "CUS019"
_REASONS: dict[str, dict[Language, str]] = {
    RETIRED: {
        "en": "the successor of a retired tag",
        "zh": "停用标签的接替标签",
        "vi": "thẻ kế nhiệm của thẻ đã ngừng dùng",
    },
    SPELLING: {"en": "the tag's own spelling", "zh": "标签的标准写法", "vi": "cách viết chuẩn của thẻ"},
    REPEATED: {"en": "a repetition removed", "zh": "删去重复的标签", "vi": "bỏ thẻ lặp lại"},
    ID: {"en": "spaces removed from the id", "zh": "去除编号前后的空格", "vi": "bỏ khoảng trắng quanh mã"},
}


@dataclass(frozen=True, slots=True)
class Fix:
    """One cell to write. `old` is the cell as a person reads it; `column` the header, `column_id` the declared id.

    `code` is the check whose finding goes away (the first where there are several), `reason` says why in words.
    """

    sheet: str
    cell: str
    row: int
    column: str
    column_id: str
    old: str
    new: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Change:
    """One value of a cell: the text as typed, what to write instead ("" = leave it out), and the check."""

    typed: str
    new: str
    code: str


def plan_fixes(dataset: Dataset, policy: Policy | None = None, *, language: Language = "en") -> list[Fix]:
    """The safe corrections of a workbook, in the order of sheets, rows and columns; at most one for a cell.

    Corrected are spellings of a tag (case, width, another language, synonym, id) to its label; retired tags with
    exactly one successor in use; a tag named twice in a cell; white space around tag cells and customer ids. The
    separators of a cell that changes become "; ". Nothing is guessed: texts that are no tag stay as they are, however
    near. Columns with formulas are left out (see `count_in_formulas`), and what the policy ignores or excepts. Applying
    the plan and planning anew gives nothing.

    >>> from xltags.core.examples import dataset
    >>> tags = {"group": "industry", "tag": ["Retail", "Software"], "zh": ["零售", "软件"]}
    >>> [(fix.cell, fix.new) for fix in plan_fixes(dataset(Tags=tags, Customers={"industry": ["软件", "Sofware"]}))]
    [('A2', 'Software')]
    """
    return [fix for column, fix in _planned(dataset, policy or Policy(), language) if not column.has_formulas]


def count_in_formulas(dataset: Dataset, policy: Policy | None = None) -> int:
    """How many corrections `plan_fixes` leaves out: a value would overwrite a formula of their column."""
    return sum(column.has_formulas for column, _ in _planned(dataset, policy or Policy(), "en"))


def _planned(dataset: Dataset, policy: Policy, language: Language) -> Iterator[tuple[Column, Fix]]:
    for table in dataset.tables.values():
        found = list(_id_fixes(dataset, table, policy, language))
        if table is dataset.customers.table:
            for column in dataset.customers.tags.values():
                found += _tag_fixes(dataset, column, policy, language)
        position = {id: number for number, id in enumerate(table.columns)}
        yield from sorted(found, key=lambda it: (it[1].row, position[it[1].column_id]))


def _id_fixes(dataset: Dataset, table: Table, policy: Policy, language: Language) -> Iterator[tuple[Column, Fix]]:
    column = table.column("customer_id")
    flags = [isinstance(value, str) and clean_id(value) not in ("", value) for value in column.values]
    for index in records_flagged(column.codes, flags):
        old = as_text(column.value(index))
        if _allowed(dataset, table.place(index, column.id), policy, _Change(old, clean_id(old), ID)):
            yield column, _fix(table, column, index, clean_id(old), ID, language)


def _tag_fixes(dataset: Dataset, tags: TagColumn, policy: Policy, language: Language) -> Iterator[tuple[Column, Fix]]:
    table, column, taxonomy = dataset.customers.table, tags.column, dataset.model.taxonomy
    flags = [bool(_changes(*cell, taxonomy, _always)) for cell in zip(column.values, tags.matches, strict=True)]
    for index in records_flagged(column.codes, flags):
        code = int(column.codes[index])
        place = table.place(index, column.id)
        changes = _changes(
            column.values[code],
            tags.matches[code],
            taxonomy,
            partial(_allowed, dataset, place, policy),
        )
        old, new = as_text(column.values[code]), _cell(tags.matches[code], changes)
        if changes and new != old:
            yield column, _fix(table, column, index, new, min(it.code for it in changes.values()), language)


def _changes(
    value: Value, matches: tuple[Match, ...], taxonomy: Taxonomy, allowed: Callable[[_Change], bool]
) -> dict[int, _Change]:
    """By position of the value in its cell, what to change; position -1 stands for the white space around the cell."""
    found: dict[int, _Change] = {}
    seen: dict[str, bool] = {}  # by tag as it is written after the change: whether it stood there before it, too
    for position, match in enumerate(matches):
        successor = successor_in_use(taxonomy, match.tag) if match.tag else None
        change = _change(match, successor)
        if change is not None and not allowed(change):
            change, successor = None, None
        before, after = _key(match, match.tag), _key(match, successor or match.tag)
        if after in seen:
            # A repetition that only comes from following a retired tag goes with that correction.
            repeated = _Change(match.text, "", REPEATED if seen[after] and before == after else RETIRED)
            change = repeated if allowed(repeated) else change
        seen[after] = seen.get(after, False) or before == after
        if change is not None:
            found[position] = change
    around = _Change(as_text(value), as_text(value).strip(), SPELLING)
    if not found and around.typed != around.new and allowed(around):
        found[-1] = around
    return found


def _change(match: Match, successor: Tag | None) -> _Change | None:
    if successor is not None:
        return _Change(match.text, successor.tag, RETIRED)
    if match.tag is not None and match.tag.status != "retired" and match.how != "exact":
        return _Change(match.text, match.tag.tag, SPELLING)
    return None


def _key(match: Match, tag: Tag | None) -> str:
    return tag.id if tag else fold(match.text)


def _cell(matches: tuple[Match, ...], changes: dict[int, _Change]) -> str:
    if -1 in changes:
        return changes[-1].new
    texts = [changes[it].new if it in changes else match.text for it, match in enumerate(matches)]
    return join_values(text for text in texts if text)


def _always(_: _Change) -> bool:
    return True


def _allowed(dataset: Dataset, place: Place, policy: Policy, change: _Change) -> bool:
    issue = Issue(place, change.typed, change.new)
    return policy.runs(change.code) and not policy.excepts(change.code, issue, dataset.as_of)


def _fix(table: Table, column: Column, index: int, new: str, code: str, language: Language) -> Fix:
    place = table.place(index, column.id)
    return Fix(
        sheet=place.sheet,
        cell=place.cell,
        row=int(table.rows[index]),
        column=column.header,
        column_id=column.id,
        old=as_text(column.value(index)),
        new=new,
        code=code,
        reason=_REASONS[code][language],
    )
