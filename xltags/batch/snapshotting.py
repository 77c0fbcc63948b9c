"""Keeping what the customers of a workbook carry, and logging what has changed since it was kept last."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xltags.batch.opening import open_workbook
from xltags.books.draft_edits import draft_edits
from xltags.books.engine import Writing
from xltags.books.file import FileBook
from xltags.books.kept_state import kept_edits, read_kept
from xltags.core.customer_rows import clean_id
from xltags.core.dataset import Dataset
from xltags.core.errors import WorkbookError, XltagsError
from xltags.core.migration.draft import Draft
from xltags.core.model_diff import labels
from xltags.core.scoring import score
from xltags.core.snapshot import (
    Snapshot,
    log_records,
    snapshot_from,
    snapshot_record,
    take_snapshot,
    unlogged_changes,
)
from xltags.core.tag_state import StateChange, TagState, tag_state

KEY = "snapshot"


@dataclass(frozen=True, slots=True)
class LoggedChange:
    """A change of a customer's tags that is logged: labels before and after."""

    customer_id: str
    group: str
    from_tag: str
    to_tag: str


@dataclass(frozen=True, slots=True)
class SnapshotTaken:
    """What taking a snapshot did. `since` is the day of the one before, None where it is the first.

    `customers` are kept; `new` came since; `nameless` have no id, so that their changes cannot be logged.
    """

    since: date | None
    changes: tuple[LoggedChange, ...]
    customers: int
    new: int
    nameless: int


def snapshot_workbook(
    path: Path, *, as_of: date, out: Path | None, write: bool = True, by: str = "", writing: Writing | None = None
) -> SnapshotTaken:
    """Log the changes since the last snapshot in `FollowUps` and keep a new one, in `out` or in place (None).

    Args:
        write: False looks only.
        by: who is named in the log.

    Raises:
        XltagsError: the workbook cannot be read or written, or has changes to log and no sheet for them.
    """
    with open_workbook(path, writing) as book:
        dataset, kept = book.read(as_of=as_of), read_kept(book.package)
        plan = plan_snapshot(dataset, snapshot_in(kept, path), by=by)
        if write:
            language = dataset.model.settings.language
            kept[KEY] = snapshot_record(plan.snapshot)
            edits = [*draft_edits(plan.draft, book.package), *kept_edits(book.package, kept, language=language)]
            book.write(edits, out)
    return plan.taken


@dataclass(frozen=True, slots=True)
class SnapshotPlan:
    """A snapshot to keep, the workbook with the changes logged, and what is said of both."""

    snapshot: Snapshot
    draft: Draft
    taken: SnapshotTaken


def plan_snapshot(dataset: Dataset, last: Snapshot | None, *, by: str) -> SnapshotPlan:
    """The changes since the last snapshot as rows of `FollowUps`, and the new one.

    Raises:
        XltagsError: there are changes to log and no sheet for them.
    """
    state = tag_state(dataset)
    changes = unlogged_changes(dataset, state, last) if last else []
    draft = Draft(dataset)
    if changes and last:
        if "FollowUps" not in draft:
            raise XltagsError(
                f"{dataset.workbook}: has no sheet FollowUps to log {len(changes):,} changes in; copy it from "
                "workbook_template.xlsx"
            )
        draft.table("FollowUps").append(log_records(dataset, changes, last, by=by))
    snapshot = take_snapshot(dataset, state, _tiers(dataset), last)
    return SnapshotPlan(snapshot, draft, _taken(dataset, state, changes, last))


def _taken(dataset: Dataset, state: TagState, changes: list[StateChange], last: Snapshot | None) -> SnapshotTaken:
    known = {id for id, _ in last.tags.keys} if last else set()
    ids = [id for id, _ in state.keys]
    taxonomy = dataset.model.taxonomy
    return SnapshotTaken(
        since=last.taken_on if last else None,
        changes=tuple(
            LoggedChange(it.customer_id, it.group, labels(it.before, last.taxonomy), labels(it.after, taxonomy))
            for it in changes
            if last
        ),
        customers=len(ids),
        new=sum(id not in known for id in ids) if last else 0,
        nameless=ids.count(""),
    )


def read_snapshot(book: FileBook) -> Snapshot | None:
    """The snapshot that a workbook keeps; None where it keeps none.

    Raises:
        WorkbookError: FILE004 it cannot be understood.
    """
    return snapshot_in(read_kept(book.package), book.path)


def snapshot_in(kept: Mapping[str, object], workbook: object) -> Snapshot | None:
    """The snapshot among what a workbook keeps; None where it keeps none.

    Raises:
        WorkbookError: FILE004 it cannot be understood.
    """
    record = kept.get(KEY)
    if record is None:
        return None
    try:
        return snapshot_from(record)
    except (ValueError, KeyError, TypeError) as error:
        raise WorkbookError(
            f"{workbook}: the snapshot that it keeps cannot be understood ({error}); update xltags, or delete the "
            "hidden sheet xltags_state and begin anew"
        ) from error


def _tiers(dataset: Dataset) -> dict[str, str]:
    """The tier of every customer by id, the first of those that share one."""
    ids = [clean_id(value) for value in dataset.customers.table.column("customer_id").cells()]
    pairs = zip(ids, score(dataset).tiers(), strict=True)
    return {id: tier for id, tier in reversed(list(pairs)) if id}
