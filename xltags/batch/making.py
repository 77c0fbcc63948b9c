"""Making workbooks: a new one to fill in, and the sample that `xltags demo` shows."""

import zipfile
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from xltags.batch.checking import CheckOptions, check_dataset
from xltags.batch.scoring import Judged, make_reports, sheet_edits
from xltags.books.computed import computed_values
from xltags.books.demo.data import AS_OF, demo_book, demo_tables
from xltags.books.file import open_book
from xltags.books.places import exists
from xltags.books.report_values import group_labels
from xltags.books.sheets import Profile
from xltags.books.shipped import Geography, Record
from xltags.books.status import status_edits
from xltags.books.template import new_workbook
from xltags.core.errors import WorkbookError, why_not
from xltags.core.finding import Language
from xltags.core.scoring import score
from xltags.core.settings import Phase
from xltags.reports import Report

if TYPE_CHECKING:
    from collections.abc import Iterator

DEMO_NAME = "xltags-demo.xlsx"
DEMO_MARK = "xltags demo"  # the subject in the file's properties; only such a file is replaced without asking


@dataclass(frozen=True, slots=True)
class Demo:
    """The sample workbook that was made, with what was found in it."""

    path: Path
    judged: Judged
    reports: Sequence[Report]


def make_workbook(
    path: Path,
    *,
    profile: Profile,
    phase: Phase,
    language: Language,
    geography: Geography | None,
    created_on: date,
    formulas: bool = True,
    functions: bool = True,
) -> None:
    """Write a new, empty workbook with the shipped taxonomy and scorecard; see `new_workbook`.

    Raises:
        WorkbookError: something stands at `path` already, the name does not end in .xlsx, or it cannot be written.
    """
    if path.suffix.lower() != ".xlsx":
        raise WorkbookError(
            f"{path}: a new workbook is an .xlsx file; name it {path.with_suffix('.xlsx').name}", code="FILE008"
        )
    if exists(path):
        raise WorkbookError(
            f"{path}: exists already and is never replaced; choose another name or move it away", code="FILE008"
        )
    with _explained(path), TemporaryDirectory(dir=path.parent, prefix=".xltags-") as folder:
        made = Path(folder, path.name)
        new_workbook(
            made,
            profile=profile,
            phase=phase,
            language=language,
            geography=geography,
            created_on=created_on,
            formulas=formulas,
            functions=functions,
            boards=True,
        )
        made.rename(path)


def make_demo(folder: Path, *, language: Language) -> Demo:
    """Write the sample workbook into a folder: filled, checked, scored and reported, always of the same day.

    Raises:
        WorkbookError: another file has its name there, or it cannot be written.
    """
    path = folder / DEMO_NAME
    if path.exists() and not is_demo(path):
        raise WorkbookError(
            f"{path}: is no xltags demo and is not replaced; give another folder: xltags demo DIR", code="FILE008"
        )
    records = demo_tables(language=language)
    judged, reports = _judge_demo(records, path, language)
    values = computed_values(judged.dataset, judged.scores, language=language)
    scored = [
        {**row, **{id: column[place] for id, column in values.items()}}
        for place, row in enumerate(records["Customers"])
    ]
    with _explained(path):
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder, prefix=".xltags-") as temporary:
            plain = Path(temporary, DEMO_NAME)
            new_workbook(
                plain,
                profile="full",
                language=language,
                geography="both",
                created_on=AS_OF,
                data={**records, "Customers": scored},
                subject=DEMO_MARK,
                formulas=True,
                functions=True,
                boards=True,
                as_of=AS_OF,
            )
            _report_demo(plain, path, judged, reports, language)
    return Demo(path, judged, reports)


def _judge_demo(
    records: Mapping[str, Sequence[Record]], path: Path, language: Language
) -> tuple[Judged, Sequence[Report]]:
    """What checking, scoring and reporting give; the same as from the finished file."""
    options = CheckOptions(as_of=AS_OF)
    dataset = demo_book(records, language).read(as_of=AS_OF)
    judged = Judged(dataset, check_dataset(dataset, path, options), score(dataset))
    return judged, make_reports(judged, options)


def _report_demo(plain: Path, path: Path, judged: Judged, reports: Sequence[Report], language: Language) -> None:
    """Write the workbook `plain` to `path`, with the reports and when it was scored and checked."""
    with open_book(plain) as book:
        groups = group_labels(judged.dataset, language)
        options = CheckOptions(as_of=AS_OF)
        edits, _ = sheet_edits(reports, book.package, options, language=language, groups=groups)
        noted = status_edits(book.package, scored_on=AS_OF, checked_on=AS_OF, findings=judged.findings)
        book.write([*edits, *noted], path)


def is_demo(path: Path) -> bool:
    """Whether a file is a workbook that `xltags demo` made."""
    try:
        with zipfile.ZipFile(path) as package:
            return f"<dc:subject>{DEMO_MARK}</dc:subject>".encode() in package.read("docProps/core.xml")
    except (OSError, KeyError, zipfile.BadZipFile):
        return False


@contextmanager
def _explained(path: Path) -> "Iterator[None]":
    """Says in one line why a place cannot be written to."""
    try:
        yield
    except OSError as error:
        raise WorkbookError(f"{path}: cannot be written: {why_not(error)}", code="FILE008") from error
