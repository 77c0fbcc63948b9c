"""Scoring and reporting a workbook on disk: what changes in it, and the writing of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from xltags.batch.checking import CheckOptions, check_dataset
from xltags.batch.opening import open_workbook
from xltags.books.computed import computed_edits
from xltags.books.edits import Edit, WriteResult
from xltags.books.file import FileBook
from xltags.books.opc.refs import column_letters
from xltags.books.package import Package
from xltags.books.pivot_sheets import pivot_edits
from xltags.books.report_sheets import cut_remarks, report_edits
from xltags.books.report_values import group_labels
from xltags.books.sheets import CUSTOMERS
from xltags.books.stale_reports import stale_edits, stale_remarks, stale_reports
from xltags.books.status import status_edits
from xltags.core.dataset import Dataset
from xltags.core.finding import Finding, Language
from xltags.core.scoring import Scores, score
from xltags.reports import Report, build_reports, each_report


@dataclass(frozen=True, slots=True)
class Judged:
    """A workbook that was read, checked and scored; `remarks` say what writing it left as it was, or took out."""

    dataset: Dataset
    findings: Sequence[Finding]
    scores: Scores
    remarks: tuple[str, ...] = ()


def judge(book: FileBook, options: CheckOptions) -> Judged:
    """Read, check and score a workbook."""
    dataset = book.read(as_of=options.as_of)
    return Judged(dataset, check_dataset(dataset, book.path, options), score(dataset))


def language_of(dataset: Dataset, options: CheckOptions) -> Language:
    """The language asked for, or the workbook's own."""
    return options.language or dataset.model.settings.language


def score_workbook(path: Path, options: CheckOptions, *, out: Path | None) -> Judged:
    """Fill the computed columns of a workbook and write it to `out`, or in place where that is None.

    Points need no findings, so the checks are not run, and there are none in what is given back.
    """
    with open_workbook(path, options.writing) as book:
        dataset = book.read(as_of=options.as_of)
        judged = Judged(dataset, (), score(dataset))
        result = book.write(_score_edits(judged, options, book.package), out)
    return replace(judged, remarks=formula_remarks(result) + customer_remarks(dataset))


def score_only(path: Path, *, as_of: date) -> tuple[Dataset, Scores]:
    """The scores of a workbook, nothing written."""
    with open_workbook(path) as book:
        dataset = book.read(as_of=as_of)
    return dataset, score(dataset)


def make_reports(judged: Judged, options: CheckOptions, only: Iterable[str] = ()) -> list[Report]:
    """The reports of a judged workbook."""
    return build_reports(
        judged.dataset, judged.scores, judged.findings, only=only, language=language_of(judged.dataset, options)
    )


def report_workbook(
    path: Path, options: CheckOptions, *, out: Path | None, only: Iterable[str] = ()
) -> tuple[Judged, list[Report]]:
    """Fill the report sheets of a workbook and write it to `out`, or in place where that is None."""
    with open_workbook(path, options.writing) as book:
        judged = judge(book, options)
        reports = make_reports(judged, options, only)
        language = language_of(judged.dataset, options)
        groups = group_labels(judged.dataset, language)
        sheets, said = sheet_edits(reports, book.package, options, language=language, groups=groups)
        stale = stale_reports(book.package)
        noted = status_edits(book.package, checked_on=options.as_of, findings=judged.findings)
        result = book.write([*sheets, *stale_edits(stale), *noted], out)
    remarks = said + stale_remarks(stale) + pivot_remarks(result) + chart_remarks(result)
    return replace(judged, remarks=remarks + customer_remarks(judged.dataset)), reports


def run_workbook(path: Path, options: CheckOptions, *, out: Path) -> Judged:
    """Check, score and report a workbook into `out`; the workbook itself stays as it is."""
    with open_workbook(path, options.writing) as book:
        judged = judge(book, options)
        language = language_of(judged.dataset, options)
        stale = stale_reports(book.package)
        # The reports first: what is needed to make them is gone when the texts of the scores take their memory.
        reports = each_report(judged.dataset, judged.scores, judged.findings, language=language)
        groups = group_labels(judged.dataset, language)
        sheets, said = sheet_edits(reports, book.package, options, language=language, groups=groups)
        noted = status_edits(book.package, checked_on=options.as_of, findings=judged.findings)
        scores = _score_edits(judged, options, book.package)
        result = book.write([*scores, *sheets, *stale_edits(stale), *noted], out)
    return replace(
        judged,
        remarks=formula_remarks(result) + said + stale_remarks(stale) + pivot_remarks(result) + chart_remarks(result),
    )


def sheet_edits(
    reports: Iterable[Report],
    package: Package,
    options: CheckOptions,
    *,
    language: Language,
    groups: Mapping[str, str],
) -> tuple[list[Edit], tuple[str, ...]]:
    """The edits that fill the report sheets and their pivots, and what is said of what has no room or stays."""
    edits: list[Edit] = []
    remarks: list[str] = []
    for report in reports:
        [sheet] = report_edits([report], language=language, groups=groups)
        pivots, said = pivot_edits(sheet, package, language=language, pivots=options.writing.pivots)
        edits += [sheet, *pivots]
        remarks += [*cut_remarks(report), *said]
        del report  # its frames need not be there while the next one is made
    return edits, tuple(remarks)


def _score_edits(judged: Judged, options: CheckOptions, package: Package) -> list[Edit]:
    edits = computed_edits(
        judged.dataset,
        judged.scores,
        language=language_of(judged.dataset, options),
        overwrite_formulas=options.writing.overwrite_formulas,
    )
    return [*edits, *status_edits(package, scored_on=options.as_of)] if edits else []


def customer_remarks(dataset: Dataset) -> tuple[str, ...]:
    """What is said of a workbook that has no customers' sheet at all: it may be the wrong file."""
    if CUSTOMERS in dataset.tables:
        return ()
    return (
        "the workbook has no sheet Customers, so nothing was scored or counted; `xltags check` says what is missing, "
        "`xltags new` makes a whole workbook",
    )


def formula_remarks(result: WriteResult) -> tuple[str, ...]:
    """What is said of formulas in columns that xltags fills: they stay as they are."""
    return tuple(
        f"left {count:,} {'formula' if count == 1 else 'formulas'} in column {column_letters(column)} of {sheet} as "
        "they are; --overwrite-formulas puts the results of xltags there"
        for sheet, column, count in result.formulas_left
    )


def chart_remarks(result: WriteResult) -> tuple[str, ...]:
    """What is said of charts that openpyxl is not given to draw."""
    return tuple(f"drew no charts on {sheet}: the engine openpyxl has none" for sheet in result.charts_left)


def pivot_remarks(result: WriteResult) -> tuple[str, ...]:
    """What is said of pivots that openpyxl cannot make."""
    return tuple(
        f"made no pivot on {sheet}: openpyxl makes none; one that was there stays" for sheet in result.pivots_left
    )


def reports_only(path: Path, options: CheckOptions, *, only: Iterable[str] = ()) -> list[Report]:
    """The reports of a workbook, nothing written."""
    with open_workbook(path, options.writing) as book:
        return make_reports(judge(book, options), options, only)
