"""Checking workbooks: one, or many side by side, a bad one never stopping the rest."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Literal, TypeVar

from xltags.batch.opening import open_workbook
from xltags.batch.policy_file import load_policy_file
from xltags.books.engine import Writing
from xltags.books.sheets import tables
from xltags.checks import run_checks
from xltags.core.dataset import Dataset
from xltags.core.errors import XltagsError
from xltags.core.finding import SEVERITIES, Finding, Language, Severity
from xltags.core.policy import Policy, merge_policies, read_policy
from xltags.core.text import fold

LINTED = ("FILE", "TAX", "GOV", "ICP", "CHN")  # families of checks about the taxonomy and the scorecard
RECORDS = ("Customers", "Contacts", "FollowUps", "Spend", "Demands", "Interviews")  # what `lint` leaves aside
Status = Literal["clean", "findings", "unreadable"]
Item = TypeVar("Item")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """How to check. `language` None takes the workbook's own; `master` is a workbook whose taxonomy counts instead."""

    as_of: date
    policy: Policy = field(default_factory=Policy)
    language: Language | None = None
    master: Path | None = None
    known: frozenset[tuple[str, ...]] = frozenset()
    writing: Writing = field(default_factory=Writing)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What checking one workbook gave. `error` is the line that stopped it, "" if nothing did; `hidden` counts
    findings that a baseline already knew; `remarks` say what writing it left as it was, or took out; `language` is
    that of the findings' messages."""

    path: str
    status: Status
    findings: tuple[Finding, ...] = ()
    error: str = ""
    code: str = ""
    hidden: int = 0
    remarks: tuple[str, ...] = ()
    language: Language = "en"

    def counts(self) -> dict[Severity, int]:
        """How many findings of each severity."""
        found = Counter(finding.severity for finding in self.findings)
        return {severity: found[severity] for severity in SEVERITIES}


def check_workbook(path: Path, options: CheckOptions) -> CheckResult:
    """Check one workbook; what stops it is in the result, never raised."""
    try:
        with open_workbook(path) as book:
            dataset = book.read(as_of=options.as_of, master=options.master)
        found = check_dataset(dataset, path, options)
    except XltagsError as error:
        language = options.language or "en"
        return CheckResult(str(path), "unreadable", error=str(error), code=error.code, language=language)
    fresh = tuple(finding for finding in found if identity(path.name, finding) not in options.known)
    hidden, language = len(found) - len(fresh), language_of(dataset, options)
    return CheckResult(str(path), "findings" if fresh else "clean", fresh, hidden=hidden, language=language)


def lint_workbook(path: Path, options: CheckOptions) -> CheckResult:
    """Check one workbook and keep what concerns its taxonomy and scorecard; see `linted`."""
    policy = options.policy.model_copy(update={"select": LINTED})  # the other checks need not run
    result = check_workbook(path, replace(options, policy=policy))
    if result.status == "unreadable":
        return result
    kept = tuple(linted(result.findings))
    return replace(result, findings=kept, status="findings" if kept else "clean")


def linted(findings: Iterable[Finding]) -> list[Finding]:
    """The findings of the families `LINTED`, but for those about the records of `RECORDS`."""
    records = {fold(name) for id in RECORDS for name in (id, *tables()[id].titles.values())}
    return [each for each in findings if each.code.startswith(LINTED) and fold(each.sheet) not in records]


def require_readable(master: Path) -> None:
    """Refuses a master workbook that cannot be read, once and before any workbook is checked against it.

    Raises:
        WorkbookError: why it cannot be read.
    """
    with open_workbook(master) as book:
        book.read_tables()


def check_dataset(dataset: Dataset, path: Path, options: CheckOptions) -> list[Finding]:
    """The findings of a dataset under the policies of its settings, of `xltags.toml` and of the call."""
    found = run_checks(dataset, policy_of(dataset, path, options), language=language_of(dataset, options))
    if options.master is None:
        return found
    borrowed = {dataset.table("TagGroups").sheet, dataset.table("Tags").sheet}
    return [finding for finding in found if finding.sheet not in borrowed]  # those are the master's own


def language_of(dataset: Dataset, options: CheckOptions) -> Language:
    """The language of messages: the one asked for, else the workbook's own."""
    return options.language or dataset.model.settings.language


def policy_of(dataset: Dataset, path: Path, options: CheckOptions) -> Policy:
    """The policy of a workbook: its settings, then `xltags.toml`, then the call; the later one counts."""
    policy = merge_policies(read_policy(dataset.model.settings.extra), load_policy_file(path, dataset))
    return merge_policies(policy, options.policy)


def identity(file_name: str, finding: Finding) -> tuple[str, ...]:
    """What makes a finding the same one in a later check: its file, code, place and value, not its wording."""
    return file_name, finding.code, finding.sheet, finding.cell, finding.value


def check_many(paths: Sequence[Path], options: CheckOptions, *, jobs: int = 1) -> Iterator[CheckResult]:
    """Check workbooks in order, `jobs` of them side by side."""
    return side_by_side(partial(check_workbook, options=options), paths, jobs=jobs)


def side_by_side(work: Callable[[Item], Made], items: Sequence[Item], *, jobs: int) -> Iterator[Made]:
    """Apply `work` to the items, in as many processes as asked for; results come in the order of the items."""
    if jobs < 2 or len(items) < 2:
        yield from map(work, items)
        return
    from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor  # slow to load, seldom needed

    with ProcessPoolExecutor(max_workers=min(jobs, len(items))) as pool:
        try:
            yield from pool.map(work, items)
        except BrokenProcessPool as error:  # the system ended one of them, most often for want of memory
            raise XltagsError("a worker process was ended by the system; run again with --jobs 1") from error


def worst(results: Iterable[CheckResult], fail_on: Severity) -> int:
    """The exit code: 2 if a workbook could not be read, 1 if a finding is at or above `fail_on`, else 0."""
    limit = SEVERITIES.index(fail_on)
    code = 0
    for result in results:
        if result.status == "unreadable":
            return 2
        if any(SEVERITIES.index(finding.severity) <= limit for finding in result.findings):
            code = 1
    return code
