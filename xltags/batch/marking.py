"""Findings as notes on the cells of a workbook on disk, and those notes taken off again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from xltags.batch.checking import CheckOptions, check_dataset
from xltags.batch.opening import open_workbook
from xltags.books.edits import AddMarks, ClearMarks, Edit, Mark
from xltags.core.finding import SEVERITIES, Finding, cell_order

TITLE = "xltags"


@dataclass(frozen=True, slots=True)
class Marked:
    """What marking a workbook gave.

    Attributes:
        findings: all of them. `cells`: how many cells were marked.
        without_cell: findings on whole sheets, tables or the workbook, which no note can show.
        left: cells with findings that keep a note of someone else.
    """

    findings: Sequence[Finding]
    cells: int
    without_cell: int
    left: int


def mark_workbook(path: Path, options: CheckOptions, *, out: Path | None) -> Marked:
    """Check a workbook and put every finding on its cell as a note, in place of the notes of an earlier check.

    The result goes to `out`, or in place where that is None.
    """
    with open_workbook(path, options.writing) as book:
        found = check_dataset(book.read(as_of=options.as_of), path, options)
        sheets = {sheet.name for sheet in book.package.sheets if sheet.kind == "worksheet"}
        edits = mark_edits(found, sheets)
        result = book.write(edits, out)
    placed = [finding for finding in found if _has_cell(finding, sheets)]
    left = sum(count for _, count in result.marks_left)
    cells = len({(finding.sheet, finding.cell) for finding in placed}) - left
    return Marked(found, cells, len(found) - len(placed), left)


def clear_workbook(path: Path, options: CheckOptions, *, out: Path | None) -> None:
    """Take the notes of xltags off every sheet; those of others stay."""
    with open_workbook(path, options.writing) as book:
        book.write([ClearMarks()], out)


def mark_edits(findings: Iterable[Finding], sheets: Iterable[str]) -> list[Edit]:
    """The edits that mark the cells of findings, one a sheet; findings without a cell are left out."""
    known = set(sheets)
    cells: dict[str, dict[tuple[int, int], list[Finding]]] = {}
    for finding in findings:
        if _has_cell(finding, known):
            cells.setdefault(finding.sheet, {}).setdefault(cell_order(finding.cell), []).append(finding)
    marks = [
        AddMarks(sheet, {cell: mark_of(found) for cell, found in sorted(cells[sheet].items())})
        for sheet in sorted(cells)
    ]
    return [ClearMarks(), *marks]


def mark_of(findings: Sequence[Finding]) -> Mark:
    """What the note of a cell says: its findings, the worst first."""
    ordered = sorted(findings, key=lambda finding: (SEVERITIES.index(finding.severity), finding.code))
    lines = [TITLE]
    for finding in ordered:
        lines.append(f"{finding.code} {finding.message}" + (f" -> {finding.suggestion}" if finding.suggestion else ""))
    return Mark("\n".join(lines), ordered[0].severity)


def _has_cell(finding: Finding, sheets: set[str]) -> bool:
    return finding.sheet in sheets and 0 not in cell_order(finding.cell)
