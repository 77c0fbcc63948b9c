"""The quarterly review of a workbook on disk: shown, written as sheets, and its proposal put in force."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from xltags.batch.checking import CheckOptions, policy_of
from xltags.batch.opening import open_workbook
from xltags.batch.scoring import chart_remarks, language_of
from xltags.books.edits import Edit, PutSheet
from xltags.books.own_sheets import require_own_sheet
from xltags.books.package import Package
from xltags.books.report_sheets import report_sheet
from xltags.books.scorecard_sheet import scorecard_sheet
from xltags.checks import run_review_checks
from xltags.core.dataset import Dataset
from xltags.core.errors import XltagsError
from xltags.core.finding import Finding, Language
from xltags.core.review.results import Review
from xltags.core.scoring import Scores, score
from xltags.core.values import as_text
from xltags.reports import Report


@dataclass(frozen=True, slots=True)
class Decision:
    """Who puts the proposed scorecard in force, and why."""

    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReviewWish:
    """Which quarter is reviewed ("" for the last one that was over), against which older workbook, and whether the
    proposed scorecard is put in force."""

    quarter: str = ""
    baseline: Path | None = None
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A workbook that was reviewed, with the findings of its review; `remarks` say what writing it left as it was.

    `version` is the one of the scorecard that was put in force, "" where none was.
    """

    dataset: Dataset
    scores: Scores
    review: Review
    findings: Sequence[Finding]
    report: Report
    language: Language
    remarks: tuple[str, ...] = ()
    version: str = ""


def review_only(path: Path, wish: ReviewWish, options: CheckOptions) -> Reviewed:
    """The review of a workbook, nothing written.

    Raises:
        XltagsError: a workbook cannot be read, or the quarter is none.
    """
    with open_workbook(path) as book:
        dataset = book.read(as_of=options.as_of)
    return review_dataset(dataset, path, wish, options)


def review_workbook(path: Path, wish: ReviewWish, options: CheckOptions, *, out: Path | None) -> Reviewed:
    """Put the review on sheets of its own and write the workbook to `out`, or in place where that is None.

    Raises:
        XltagsError: as `review_only`; a sheet of that name is there that xltags did not make; there is no proposal that
            could be put in force.
    """
    with open_workbook(path, options.writing) as book:
        made = review_dataset(book.read(as_of=options.as_of), path, wish, options)
        edits: list[Edit] = [*review_edits(made)]
        if wish.decision is not None:
            made, edits = _accepted(made, wish.decision, edits, book.package, path)
        for edit in edits:
            if isinstance(edit, PutSheet):
                require_own_sheet(path, book.package, edit.sheet.name)
        result = book.write(edits, out)
    return replace(made, remarks=chart_remarks(result))


def _accepted(
    made: Reviewed, decision: Decision, edits: list[Edit], package: Package, path: Path
) -> tuple[Reviewed, list[Edit]]:
    """The review with its proposal put in force, and the edits that do it."""
    from xltags.books.acceptance_edits import scorecard_edits
    from xltags.core.review.acceptance import accept

    proposal = made.review.proposal
    if proposal is None:
        raise XltagsError(f"{path}: the review proposes no scorecard, so there is none to accept; it says why")
    accepted = accept(proposal, made.dataset, by=decision.by, reason=decision.reason)
    changes = scorecard_edits(made.dataset, accepted, package, language=made.language)
    return replace(made, version=as_text(accepted.version["version"])), [*changes, *edits]


def review_dataset(dataset: Dataset, path: Path, wish: ReviewWish, options: CheckOptions) -> Reviewed:
    """The review of a dataset, under the policy of its workbook."""
    from xltags.core.review.review import review
    from xltags.reports.icp_review import review_report

    language, scores = language_of(dataset, options), score(dataset)
    found = review(dataset, scores, quarter=wish.quarter, baseline=_baseline(wish, options))
    findings = run_review_checks(dataset, found, policy_of(dataset, path, options), language=language)
    report = review_report(found, dataset, scores, language=language)
    return Reviewed(dataset, scores, found, findings, report, language)


def _baseline(wish: ReviewWish, options: CheckOptions) -> Dataset | None:
    if wish.baseline is None:
        return None
    with open_workbook(wish.baseline) as book:
        return book.read(as_of=options.as_of)


def review_edits(made: Reviewed) -> list[PutSheet]:
    """The edits that put a review on its two sheets; tables that people fill stay as they are."""
    return [
        PutSheet(report_sheet(made.report, language=made.language)),
        PutSheet(scorecard_sheet(made.review, made.dataset, language=made.language)),
    ]


def exported(made: Reviewed) -> list[Report]:
    """What `--export` writes: the report, and the scorecards side by side with their tiers as `icp_scorecard`."""
    from xltags.reports.scorecard_compared import compared_points, compared_tiers

    points = compared_points(made.review, made.dataset, language=made.language)
    return [made.report, Report("icp_scorecard", points, compared_tiers(made.review, made.dataset))]
