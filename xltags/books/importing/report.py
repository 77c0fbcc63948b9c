"""What an import did, in numbers: for the terminal, for programs, and the rejected rows with all their cells."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from io import StringIO
from pathlib import Path

from xltags.core.values import as_text

EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class SourceReport:
    """One source in one table. `read` = added + updated + unchanged + rejected; blank rows are counted apart.

    `how` tells how the file was read; `kept_as_text` counts, by column, cells of number and date columns that hold
    neither; `without_partner` counts, by joined file, rows whose value it does not have.
    """

    source: str
    table: str
    how: str = ""
    read: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    blank_rows: int = 0
    kept_as_text: Mapping[str, int] = field(default_factory=dict)
    without_partner: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UnknownTags:
    """Values of a group that are no tags: how many different ones, in how many cells, and the most frequent."""

    values: int
    cells: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was left out: its source, its row number as a spreadsheet counts, why, and its cells by header.

    Cells beyond the last header stand under "(extra)".
    """

    source: str
    row: int
    reason: str
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """A whole import. `out` is the workbook written, "" where nothing had to change; `rejected_file` holds the rows.

    `guessed` tells that the map was guessed; `mapped` are then the headers by source and column, `unmapped` the headers
    that nothing was made of.
    """

    sources: tuple[SourceReport, ...] = ()
    groups_added: tuple[str, ...] = ()
    tags_added: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    columns_added: tuple[str, ...] = ()
    unknown_tags: Mapping[str, UnknownTags] = field(default_factory=dict)
    rejected_rows: tuple[RejectedRow, ...] = ()
    rejected_file: str = ""
    out: str = ""
    guessed: bool = False
    mapped: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    unmapped: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def as_record(self) -> dict[str, object]:
        """The report as plain values for JSON; rejected rows by source, row and reason."""
        record = asdict(self)
        record["rejected_rows"] = [
            {"source": row.source, "row": row.row, "reason": row.reason} for row in self.rejected_rows
        ]
        return record


def rejected_csv(rows: Iterable[RejectedRow]) -> str:
    """The rejected rows as CSV: source, row, reason, then every header of their sources in order of appearance."""
    rows = list(rows)
    headers = list(dict.fromkeys(header for row in rows for header in row.cells))
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["source", "row", "reason", *headers])
    writer.writerows([row.source, row.row, row.reason, *(row.cells.get(it, "") for it in headers)] for row in rows)
    return text.getvalue()


def rejected_path(out: Path) -> Path:
    """Where the rejected rows go: beside the result, `<out>.rejected.csv`."""
    return out.with_name(f"{out.name}.rejected.csv")


def unknown_of(counts: Mapping[str, int]) -> UnknownTags:
    """The summary of values that are no tags; the most frequent ones first, then as text."""
    ranked: Sequence[str] = sorted(counts, key=lambda text: (-counts[text], text))
    return UnknownTags(len(counts), sum(counts.values()), tuple(as_text(it) for it in ranked[:EXAMPLES]))
