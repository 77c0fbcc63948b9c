"""Importing exports into a workbook on disk."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from xltags.batch.opening import open_workbook
from xltags.books.engine import Writing
from xltags.books.importing.files import load_sources
from xltags.books.importing.guess import guess_map
from xltags.books.importing.guess_text import map_text
from xltags.books.importing.map import ImportMap
from xltags.books.importing.plan import plan_import
from xltags.books.importing.report import ImportReport, rejected_csv, rejected_path
from xltags.books.places import is_file
from xltags.books.text_files import write_text_file
from xltags.core.errors import XltagsError, why_not


def import_into(
    book: Path,
    sources: Sequence[Path],
    wanted: ImportMap | None,
    *,
    as_of: date,
    out: Path | None,
    writing: Writing | None = None,
) -> ImportReport:
    """Import files into a workbook and write it to `out`, or in place where that is None and something changes.

    Args:
        wanted: the map; None guesses it.
        as_of: the day on which new tags are created.
        writing: how the workbook is written; None is the usual way.

    Rejected rows go to `<out>.rejected.csv`, UTF-8 with a byte-order mark, so that Excel reads every language.

    Raises:
        XltagsError: MAP... the map does not fit, SRC... a source cannot be read, FILE... the workbook cannot be read or
            written. Nothing is written then.
    """
    with open_workbook(book, writing) as opened:
        dataset = opened.read(as_of=as_of)
        guess = None
        if wanted is None:
            guess = guess_map(dataset, sources)
            guess.require_complete()
            wanted = guess.wanted
        plan = plan_import(dataset, load_sources(wanted, sources), wanted, as_of=as_of)
        if plan.edits or out is not None:
            opened.write(plan.edits, out)
    report = plan.report
    if guess is not None:
        report = replace(report, guessed=True, mapped=guess.mapped(), unmapped=guess.unmapped())
    if plan.edits or out is not None:
        report = replace(report, out=str(out or book))
    if report.rejected_rows:
        path = rejected_path(out or book)
        try:
            path.write_text(rejected_csv(report.rejected_rows), encoding="utf-8-sig", newline="")
        except OSError as error:
            raise XltagsError(f"{path}: cannot be written: {why_not(error)}", code="FILE008") from error
        report = replace(report, rejected_file=str(path))
    return report


def write_guess(book: Path, sources: Sequence[Path], path: Path, *, as_of: date) -> str:
    """Write the guessed map of files as TOML; returns in a few words how much of them it maps.

    Raises:
        XltagsError: a file cannot be read, or the map cannot be written or would replace one of them, or a map that
            says something else.
    """
    with open_workbook(book) as opened:
        guess = guess_map(opened.read(as_of=as_of), sources)
    text = map_text(guess)
    if is_file(path) and _says_else(path, text):
        raise XltagsError(f"{path}: is there and differs from the guess; delete it first, or write to another file")
    write_text_file(path, text, apart_from=sources)
    mapped = sum(len(source.columns) for source in guess.sources)
    left = sum(len(source.unmapped) for source in guess.sources)
    lacking = "".join(f"; {source.path.name}: {source.lack()}" for source in guess.sources if source.lack())
    columns, headers = ("column" if mapped == 1 else "columns"), ("header" if left == 1 else "headers")
    return f"{mapped} {columns} mapped, {left} {headers} left{lacking}"


def _says_else(path: Path, text: str) -> bool:
    """Whether a map holds what somebody may have corrected; blank lines and line ends count for nothing."""
    try:
        there = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):  # no map of ours: whoever writes there says more
        return False
    return path.suffix.lower() == ".toml" and there.split() not in ([], text.split())
