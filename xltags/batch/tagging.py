"""Tagging a whole set of customers of a workbook on disk, with a preview and a history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xltags.batch.checking import CheckOptions
from xltags.batch.opening import open_workbook
from xltags.batch.scoring import language_of
from xltags.books.computed import number_of
from xltags.books.edits import AppendRows, Edit, FillColumns, SetCells
from xltags.books.importing.edits import FEW_CELLS, edges
from xltags.core.dataset import Dataset
from xltags.core.filter_problems import FilterError
from xltags.core.filters import FilterValues, matching
from xltags.core.scorecard import TIERS
from xltags.core.scoring import Scores, score
from xltags.core.tag_issues import count_tag_issues
from xltags.core.tagging import Change, Mode, Tagging, plan_tagging, read_assignment, tagged
from xltags.core.values import Value, as_text

FOLLOW_UPS = "FollowUps"


@dataclass(frozen=True, slots=True)
class TagWish:
    """What to tag: the filter, `GROUP=TAG`, how, and who does it ("" for nobody named)."""

    where: str
    assignment: str
    mode: Mode = "set"
    by: str = ""


@dataclass(frozen=True, slots=True)
class Tagged:
    """What was, or would be, tagged.

    `tiers_before` and `tiers_after` count the customers of the filter by tier, `issues_before` and `issues_after` their
    tag issues. `history` rows go to FollowUps; `remarks` say why some do not.
    """

    tagging: Tagging
    customer_ids: tuple[str, ...]
    tiers_before: Mapping[str, int]
    tiers_after: Mapping[str, int]
    issues_before: int
    issues_after: int
    history: int
    remarks: tuple[str, ...]


def preview_tagging(path: Path, wish: TagWish, options: CheckOptions) -> Tagged:
    """What tagging would change; nothing is written.

    Raises:
        XltagsError: the workbook cannot be read, the filter or the assignment cannot be used.
    """
    with open_workbook(path, options.writing) as book:
        return _planned(book.read(as_of=options.as_of), wish, options)[0]


def tag_workbook(path: Path, wish: TagWish, options: CheckOptions, *, out: Path | None) -> Tagged:
    """Tag the customers of a filter and write the workbook to `out`, or in place where that is None.

    Only the cells that change are written, and a row of FollowUps for each. Without a change and with `out` None
    nothing is written.

    Raises:
        XltagsError: as `preview_tagging`; or the workbook cannot be written.
    """
    with open_workbook(path, options.writing) as book:
        made, edits = _planned(book.read(as_of=options.as_of), wish, options)
        if edits or out is not None:
            book.write(edits, out)
    return made


def _planned(dataset: Dataset, wish: TagWish, options: CheckOptions) -> tuple[Tagged, list[Edit]]:
    assignment = read_assignment(dataset, wish.assignment, wish.mode)
    before = score(dataset)
    values = FilterValues(dataset, before)
    try:
        chosen = matching(wish.where, values)
    except FilterError as error:
        raise FilterError(error.problem, where="--where", language=language_of(dataset, options)) from error
    tagging = plan_tagging(dataset, chosen, assignment)
    later = tagged(dataset, tagging)
    rows, remarks = history_rows(dataset, tagging, day=options.as_of, by=wish.by)
    ids = dataset.customers.ids()
    edits = cell_edits(dataset, tagging)
    if rows:
        edits.append(AppendRows(dataset.table(FOLLOW_UPS).excel_table, rows))
    return (
        Tagged(
            tagging=tagging,
            customer_ids=tuple(ids[change.record] for change in tagging.changes),
            tiers_before=_tiers(before, chosen.nonzero()[0].tolist()),
            tiers_after=_tiers(score(later), chosen.nonzero()[0].tolist()),
            issues_before=int(count_tag_issues(dataset)[chosen].sum()),
            issues_after=int(count_tag_issues(later)[chosen].sum()),
            history=len(rows),
            remarks=remarks,
        ),
        edits,
    )


def _tiers(scores: Scores, records: list[int]) -> dict[str, int]:
    tiers = scores.tiers()
    found = [tiers[record] for record in records]
    return {tier: found.count(tier) for tier in TIERS}


def cell_edits(dataset: Dataset, tagging: Tagging) -> list[Edit]:
    """The cells that change."""
    table, group = dataset.customers.table, tagging.assignment.group.group
    number = number_of(table, group)
    rows = [int(table.rows[change.record]) for change in tagging.changes]
    cells: list[Value | None] = [change.new or None for change in tagging.changes]
    if not cells:
        return []
    if len(cells) <= FEW_CELLS:
        return [SetCells(table.sheet, {(row, number): cell for row, cell in zip(rows, cells, strict=True)})]
    return [FillColumns(table.sheet, rows[0], {number: cells}, rows=rows)]


def history_rows(
    dataset: Dataset, tagging: Tagging, *, day: date, by: str
) -> tuple[list[tuple[Value | None, ...]], tuple[str, ...]]:
    """A row of FollowUps for each change, in its columns' order; and why there are fewer, in words."""
    table = dataset.table(FOLLOW_UPS)
    if not table.excel_table:
        return [], ("no history is kept: the workbook has no table FollowUps",)
    left, right = edges(table)
    places = {id: number_of(table, id) - left for id in table.columns}
    ids = dataset.customers.table.column("customer_id")
    group = tagging.assignment.group.group
    rows, nameless = [], 0
    for change in tagging.changes:
        customer = ids.value(change.record)
        if customer is None or not as_text(customer).strip():
            nameless += 1
            continue
        cells: list[Value | None] = [None] * (right - left + 1)
        for id, value in _history(change, customer, group, day, by).items():
            if id in places:
                cells[places[id]] = value
        rows.append(tuple(cells))
    remark = f"no history is kept for {nameless:,} customers without a customer_id"
    return rows, (remark,) if nameless else ()


def _history(change: Change, customer: Value, group: str, day: date, by: str) -> dict[str, Value | None]:
    return {
        "date": day,
        "customer_id": customer,
        "by": by or None,
        "group": group,
        "from_tag": change.from_tags or None,
        "to_tag": change.to_tags or None,
    }
