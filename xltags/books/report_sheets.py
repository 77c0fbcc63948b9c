"""Reports as sheets of the workbook: charts on top, the summary below, the facts beside it, each an Excel Table."""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from types import MappingProxyType
from typing import TYPE_CHECKING

from xltags.books.edits import Edit, PutSheet
from xltags.books.readable_page import readable_page
from xltags.books.report_charts import (
    CHARTED_HEADER_ROW,
    chart_tables,
    charts_width,
    drawn_charts,
    pages_across,
    pixels,
    report_charts,
)
from xltags.books.report_sheet import ReportSheet, ReportTable
from xltags.books.report_tables import LONG, frame_table
from xltags.books.report_values import shown_summary
from xltags.books.sheets import REPORT_PREFIX
from xltags.core.finding import Language
from xltags.reports.registry import REPORTS, Report, plain_texts

if TYPE_CHECKING:
    import pandas as pd

HEADER_ROW = 4
TAB_COLOR = "1F4E79"
TAB_COLORS = {"findings": "A61B2B"}  # what is to be looked after, not only read
MAX_RECORDS = 1_048_576 - CHARTED_HEADER_ROW
PRINTED_WHOLE = ("findings",)  # of the others only the summary; facts are for pivots
CUT: dict[Language, str] = {
    "en": "Excel holds {kept} of {all} records; the whole is in `xltags report --export DIR`.",
    "zh": "Excel 只能容纳 {all} 行中的 {kept} 行；完整数据请用 `xltags report --export DIR` 导出。",
    "vi": "Excel chỉ chứa {kept} trong {all} dòng; xuất đủ bằng `xltags report --export DIR`.",
}


def sheet_name(report_name: str) -> str:
    """The sheet of a report.

    >>> sheet_name("invalid_reasons")
    'Rpt_InvalidReasons'
    """
    return REPORT_PREFIX + "".join(word.capitalize() for word in report_name.split("_"))


def report_edits(
    reports: Sequence[Report], *, language: Language, groups: Mapping[str, str] = MappingProxyType({})
) -> list[Edit]:
    """The edits that put each report on its own sheet, replacing an earlier one; `groups` are labels of tag groups."""
    with plain_texts():
        return [PutSheet(report_sheet(report, language=language, groups=groups)) for report in reports]


def cut_remarks(report: Report) -> tuple[str, ...]:
    """What is said of a report with more records than a sheet has rows; nothing of any other."""
    if len(report.held) <= MAX_RECORDS:
        return ()
    all, kept = f"{len(report.held):,}", f"{MAX_RECORDS:,}"
    return (
        f"{sheet_name(report.name)} holds {kept} of {all} records, all that a sheet takes; for the whole use "
        "`xltags report --export DIR`",
    )


def report_sheet(
    report: Report, *, language: Language, groups: Mapping[str, str] = MappingProxyType({})
) -> ReportSheet:
    """One report as a sheet: title, how to read it, charts, summary, facts, and what the charts read.

    `groups` are the labels of tag groups by id, for the summary and the charts; facts keep ids.
    """
    drawn, whole = drawn_charts(report, language, groups), report.name in PRINTED_WHOLE
    row = CHARTED_HEADER_ROW if drawn else HEADER_ROW
    summary = (
        None
        if report.summary is None
        else _summary_table(report.name, shown_summary(report.summary, language, groups), row, language)
    )
    widths: list[float | None] = [] if summary is None else list(summary.widths)
    band = charts_width(drawn, widths)
    while widths and sum(map(pixels, widths)) < band:
        widths.append(None)
    left = 1 if summary is None else max(len(widths), len(summary.header) + 1) + 1
    kept = report.held if len(report.held) <= MAX_RECORDS else report.held.iloc[:MAX_RECORDS]  # `head` would copy
    facts = frame_table(f"rpt_{report.name}", kept, row=row, column=left, language=None, late=report.late)
    right = left + len(facts.header)
    tables = [*([] if summary is None else [summary]), facts]
    apart = _second_page(widths, band)
    return ReportSheet(
        name=sheet_name(report.name),
        title=REPORTS[report.name].titles[language],
        subtitle=_subtitle(report, language),
        tables=(*tables, *chart_tables(drawn, row=row, column=right + 1, language=language)),
        tab_color=TAB_COLORS.get(report.name, TAB_COLOR),
        freeze=None if drawn else (row + 1, 1),
        print_columns=0 if summary is None else right - 1 if whole else len(widths),
        print_apart=apart if apart or not whole else left,
        repeat_first=bool(apart),
        repeat_rows=(row, row),
        report=report.name,
        charts=report_charts(drawn, widths, language),
    )


def _summary_table(report_name: str, frame: "pd.DataFrame", row: int, language: Language) -> ReportTable:
    table = frame_table(f"rpt_{report_name}_summary", frame, row=row, column=1, language=language)
    return readable_page(table, [str(id) in LONG for id in frame.columns])


def _second_page(widths: Sequence[float | None], charts: int) -> int:
    """The first column that prints on a second page, behind the charts' pixels; 0 where one page holds all."""
    if pages_across(widths) == 1:
        return 0
    reached = list(accumulate(map(pixels, widths)))
    least = max(charts, reached[-1] // 2)
    return next((column for column, edge in enumerate(reached[:-1], 2) if edge >= least), 0)


def _subtitle(report: Report, language: Language) -> str:
    """How to read the report, and what of it is left out."""
    if len(report.held) <= MAX_RECORDS:
        return report.note
    return " ".join((report.note, CUT[language].format(kept=f"{MAX_RECORDS:,}", all=f"{len(report.held):,}"))).strip()
