"""One plan carried out on many workbooks: planned and written apart first, then all put in place, with an undo file."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Literal

from xltags.batch.checking import side_by_side
from xltags.batch.opening import open_workbook
from xltags.batch.policy_file import load_config
from xltags.batch.running import targets_in
from xltags.books.backups import file_state
from xltags.books.draft_edits import draft_edits
from xltags.books.edits import Edit
from xltags.books.engine import Writing
from xltags.books.file import FileBook
from xltags.books.undo_package import Kept, Restored, put_in_place, restore_package, write_undo_package
from xltags.core.dataset import Dataset
from xltags.core.errors import XltagsError, why_not, why_unread
from xltags.core.migration.apply import apply_plan
from xltags.core.migration.outcome import Outcome
from xltags.core.migration.plan import MigrationPlan
from xltags.core.migration.plan_text import BAD_PLAN, parse_plan

Status = Literal["changed", "same", "refused", "stopped"]


@dataclass(frozen=True, slots=True)
class Planned:
    """What work wants to do to one workbook; with `refused` reasons nothing is written.

    `open` are conflicts that stay as they are in the workbook while the rest is done; `notes` say what else happened.
    """

    edits: Sequence[Edit] = ()
    outcomes: tuple[Outcome, ...] = ()
    refused: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


Work = Callable[[FileBook, Dataset], Planned]


@dataclass(frozen=True, slots=True)
class MigrationOptions:
    """How workbooks are changed. `by` is who is named in the log of tag changes."""

    as_of: date
    by: str = ""
    writing: Writing = field(default_factory=Writing)


@dataclass(frozen=True, slots=True)
class Migrated:
    """What a plan did, or would do, to one workbook.

    Attributes:
        status: `changed`; `same`: nothing to change; `refused`: conflicts; `stopped`: it could not be read or written.
        conflicts: why it was refused. `open`: what both sides of a sync changed and stays as it is here.
        notes: what else a person should know. `error`, `code`: what stopped it.
        before, after: fingerprints of the workbook, "" where nothing was written. `undo`: the undo file has it.
    """

    path: str
    status: Status
    outcomes: tuple[Outcome, ...] = ()
    conflicts: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    error: str = ""
    code: str = ""
    before: str = ""
    after: str = ""
    undo: bool = False

    @property
    def cells(self) -> int:
        """How many cells change."""
        return sum(sum(outcome.cells.values()) for outcome in self.outcomes) if self.status == "changed" else 0

    @property
    def customers(self) -> int:
        """How many times a customer's tags of a group change."""
        return sum(outcome.customers for outcome in self.outcomes) if self.status == "changed" else 0


def read_plan(path: Path) -> MigrationPlan:
    """The plan in a TOML file.

    Raises:
        XltagsError: PLN001 the file cannot be read, or says something that a plan cannot say.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise XltagsError(f"{path}: the plan cannot be read: {why_unread(error)}", code=BAD_PLAN) from error
    except UnicodeDecodeError as error:
        raise XltagsError(f"{path}: the plan is no UTF-8 text; save it as UTF-8", code=BAD_PLAN) from error
    return parse_plan(text, str(path))


def plan_work(plan: MigrationPlan, options: MigrationOptions) -> Work:
    """The plan as work on one workbook."""
    return partial(_plan_one, plan=plan, by=options.by)


def _plan_one(book: FileBook, dataset: Dataset, *, plan: MigrationPlan, by: str) -> Planned:
    applied = apply_plan(dataset, plan, by=by)
    if applied.conflicts:
        return Planned(outcomes=applied.outcomes, refused=applied.conflicts)
    edits = draft_edits(applied.draft, book.package) if applied.draft.changed() else []
    return Planned(edits, applied.outcomes)


def preview_many(paths: Sequence[Path], work: Work, options: MigrationOptions, *, jobs: int = 1) -> Iterator[Migrated]:
    """What work would do to workbooks, in order, `jobs` of them side by side; nothing is written."""
    return side_by_side(partial(_one, work=work, options=options), [(path, None) for path in paths], jobs=jobs)


def write_many(
    paths: Sequence[Path], work: Work, options: MigrationOptions, *, out_dir: Path, jobs: int = 1
) -> Iterator[Migrated]:
    """Carry out work on workbooks and write the results into a folder; a workbook that stays the same is copied.

    Workbooks that are refused or stopped are not there.

    Raises:
        XltagsError: a result would replace its own source, or the folder cannot be made.
    """
    return side_by_side(partial(_one, work=work, options=options), targets_in(paths, out_dir), jobs=jobs)


def change_many(
    paths: Sequence[Path],
    work: Work,
    options: MigrationOptions,
    *,
    name: str,
    undo_file: Path,
    jobs: int = 1,
    clock: Callable[[], datetime] = datetime.now,
) -> Iterator[Migrated]:
    """Carry out work on workbooks in place, each wholly or not at all; results come in order.

    All results are written apart first. Then the workbooks that change are kept in the undo file, and only when that is
    whole are they replaced, one after the other. No undo file is made where nothing changes.

    Raises:
        XltagsError: the undo file cannot be written; no workbook was changed then.
    """
    with tempfile.TemporaryDirectory(prefix="xltags-") as folder:
        staged = [(path, Path(folder) / f"{number:05d}{path.suffix}") for number, path in enumerate(paths)]
        found = list(side_by_side(partial(_one, work=work, options=options), staged, jobs=jobs))
        kept = [Kept(Path(it.path), it.before, it.after) for it in found if it.status == "changed"]
        if kept:
            write_undo_package(undo_file, name, kept, made=clock())
        for result, (path, finished) in zip(found, staged, strict=True):
            changed = result.status == "changed"
            yield _put(replace(result, undo=True), path, finished, clock) if changed else result


def _put(result: Migrated, path: Path, finished: Path, clock: Callable[[], datetime]) -> Migrated:
    try:
        state = file_state(path)
        if state.sha256 != result.before:
            raise XltagsError(
                f"{path}: was changed by someone else while xltags worked on it; run it again", code="FILE007"
            )
        put_in_place(state, finished, keep_backups=load_config(path).backups, clock=clock)
    except XltagsError as error:
        return replace(result, status="stopped", error=str(error), code=error.code)
    return result


def _one(pair: tuple[Path, Path | None], work: Work, options: MigrationOptions) -> Migrated:
    """Work on one workbook; the result goes to the second path, where that is given."""
    path, target = pair
    try:
        with open_workbook(path, options.writing) as book:
            planned = work(book, book.read(as_of=options.as_of))
            outcomes = tuple(replace(outcome, log=[]) for outcome in planned.outcomes)
            if planned.refused:
                return Migrated(str(path), "refused", outcomes, planned.refused)
            if target is not None:
                if planned.edits:
                    book.write(planned.edits, target)
                else:
                    shutil.copyfile(path, target)
            before = book.package.sha256 if target is not None else ""
    except XltagsError as error:
        return Migrated(str(path), "stopped", error=str(error), code=error.code)
    except OSError as error:
        return Migrated(str(path), "stopped", error=f"{target}: {why_not(error)}", code="FILE008")
    after = file_state(target).sha256 if target is not None else ""
    status: Status = "changed" if planned.edits and (before != after or target is None) else "same"
    return Migrated(str(path), status, outcomes, open=planned.open, notes=planned.notes, before=before, after=after)


def undo_run(package: Path) -> Iterator[Restored]:
    """Put the workbooks of a run back as they were before it.

    Raises:
        XltagsError: UNDO002 the file is no undo package.
    """
    return restore_package(package)


def undo_name(folder: Path, name: str, moment: datetime) -> Path:
    """The name of an undo file that is not told one: after the run, with date and time."""
    plain = "".join(letter if letter.isalnum() or letter in "-_. " else "_" for letter in name).strip() or "run"
    return folder / f"{plain}.{moment:%Y%m%d-%H%M%S}.undo.zip"


def worst_of(results: Sequence[Migrated]) -> int:
    """The exit code: 2 if a workbook was stopped, 1 if one was refused or has open conflicts, else 0."""
    statuses = {result.status for result in results}
    held = "refused" in statuses or any(result.open for result in results)
    return 2 if "stopped" in statuses else int(held)
