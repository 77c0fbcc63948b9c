"""From an accepted scorecard to the edits of the workbook: its tables anew, the old ones on a sheet of their own."""

import re
from collections.abc import Mapping, Sequence

from xltags.books.draft_edits import draft_edits
from xltags.books.edits import Edit, PutSheet
from xltags.books.package import Package
from xltags.books.report_sheet import ReportSheet, ReportTable
from xltags.books.report_sheets import TAB_COLOR
from xltags.books.scorecard_sheet import REPORT
from xltags.core.dataset import Dataset
from xltags.core.errors import XltagsError
from xltags.core.finding import Language
from xltags.core.migration.draft import Draft, DraftTable, Record
from xltags.core.review.acceptance import Acceptance
from xltags.core.table import Table
from xltags.core.values import Value, as_text
from xltags.core.wording import ByLanguage

VERSIONS = "IcpVersions"
KEYS: Mapping[str, tuple[str, ...]] = {
    "Indicators": ("indicator",),
    "Bands": ("indicator", "tag", "low", "high"),
    "Tiers": ("tier",),
}
TITLE: ByLanguage = {
    "en": "The scorecard before version {version}",
    "zh": "版本 {version} 之前的评分卡",
    "vi": "Thang điểm trước phiên bản {version}",
}
SUBTITLE: ByLanguage = {
    "en": "Kept when version {version} was accepted on {day}. To go back: xltags undo, or copy the rows back.",
    "zh": "于 {day} 接受版本 {version} 时保存。恢复方法：xltags undo，或把各行复制回原工作表。",
    "vi": "Giữ lại khi chấp nhận phiên bản {version} ngày {day}. Để quay lại: xltags undo, hoặc chép lại các dòng.",
}
FIRST_ROW = 4
WIDE = ("tag", "rationale", "strategy")


def scorecard_edits(dataset: Dataset, accepted: Acceptance, package: Package, *, language: Language) -> list[Edit]:
    """The edits that put an accepted scorecard in force.

    The rows of the three tables are written in the order of the acceptance; columns that xltags does not know follow
    the row of the same indicator, band or tier, and are blank in new ones.

    Raises:
        XltagsError: the workbook lacks one of the tables.
    """
    draft = Draft(dataset)
    for id in (*accepted.tables, VERSIONS):
        if id not in draft:
            raise XltagsError(f"{dataset.workbook}: has no table {id}; copy the sheet from workbook_template.xlsx")
    for id, records in accepted.tables.items():
        _replace(draft.table(id), records, KEYS[id])
    draft.table(VERSIONS).append([accepted.version])
    return [*draft_edits(draft, package), PutSheet(kept_sheet(dataset, accepted, language=language))]


def _replace(table: DraftTable, records: Sequence[Record], keys: Sequence[str]) -> None:
    """Make the records of a table these, from the first row on."""
    origin = table.origin
    foreign = [id for id, column in origin.columns.items() if column.spec is None]
    known = {_key(row, keys): row for row in reversed(_rows(origin))}
    wanted = [{**{id: known.get(_key(row, keys), {}).get(id) for id in foreign}, **row} for row in records]
    there = wanted[: len(origin)]
    for id in origin.columns:
        table.set_cells(id, {place: row.get(id) for place, row in enumerate(there)})
    table.append(wanted[len(origin) :])
    table.gone |= set(range(len(wanted), len(origin)))


def _rows(table: Table) -> list[dict[str, Value | None]]:
    ids = list(table.columns)
    return [dict(zip(ids, cells, strict=True)) for cells in table.records(ids)]


def _key(row: Record, keys: Sequence[str]) -> tuple[str, ...]:
    return tuple(as_text(row.get(id)) for id in keys)


def kept_name(version: str) -> str:
    """The sheet that keeps the scorecard before a version.

    >>> kept_name("v4")
    'Scorecard before v4'
    """
    plain = " ".join(re.sub(r"[\[\]:*?/\\\x00-\x1f']", " ", version).split())
    return f"Scorecard before {plain}"[:31]


def kept_sheet(dataset: Dataset, accepted: Acceptance, *, language: Language) -> ReportSheet:
    """The tables of today's scorecard as they stand, one below the other."""
    version = as_text(accepted.version["version"])
    tables: list[ReportTable] = []
    row = FIRST_ROW
    for id in accepted.tables:
        tables.append(_kept_table(dataset.table(id), version, row))
        row += len(dataset.table(id)) + 3
    fields = {"version": version, "day": dataset.as_of.isoformat()}
    return ReportSheet(
        name=kept_name(version),
        title=TITLE[language].format(**fields),
        subtitle=SUBTITLE[language].format(**fields),
        tables=tuple(tables),
        tab_color=TAB_COLOR,
        report=REPORT,
    )


def _kept_table(table: Table, version: str, row: int) -> ReportTable:
    columns = list(table.columns.values())
    mark = re.sub(r"\W+", "_", version).strip("_") or "x"
    return ReportTable(
        name=f"before_{mark[:60]}_{table.name}",
        row=row,
        column=1,
        header=tuple(column.header for column in columns),
        columns=tuple(tuple(column.cells()) for column in columns),
        formats=tuple("date" if column.spec and column.spec.kind == "date" else "text" for column in columns),
        widths=tuple(44.0 if column.id in WIDE else 16.0 for column in columns),
    )
