"""Reports as sheets of the workbook: the summary on the left, the facts beside it, each an Excel Table."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from xltags.books.edits import ColumnFormat, Edit, PutSheet, ReportSheet, ReportTable
from xltags.books.sheets import REPORT_PREFIX
from xltags.core.finding import Language
from xltags.core.values import Value
from xltags.reports.registry import REPORTS, Report

if TYPE_CHECKING:
    import pandas as pd

HEADER_ROW = 4
TAB_COLOR = "1F4E79"
MAX_RECORDS = 1_048_576 - HEADER_ROW
SHARES = ("rate", "share", "purity", "conversion", "low", "high", "acceptance", "leakage", "roi", "renewal", "churn")
MONEY = ("spend", "revenue", "amount", "cpl", "cpa", "deal_value", "value_sum")
LONG = ("message", "suggestion", "advice", "why", "note", "text")
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


def report_edits(reports: Sequence[Report], *, language: Language) -> list[Edit]:
    """The edits that put each report on its own sheet, replacing an earlier one."""
    return [PutSheet(report_sheet(report, language=language)) for report in reports]


def report_sheet(report: Report, *, language: Language) -> ReportSheet:
    """One report as a sheet: title, how to read it, summary, facts."""
    summary = None if report.summary is None else _table(f"rpt_{report.name}_summary", report.summary, column=1)
    left = 1 if summary is None else len(summary.header) + 2
    facts = _table(f"rpt_{report.name}", report.facts.head(MAX_RECORDS), column=left)
    subtitle = report.note
    if len(report.facts) > MAX_RECORDS:
        subtitle = " ".join(
            (subtitle, CUT[language].format(kept=f"{MAX_RECORDS:,}", all=f"{len(report.facts):,}"))
        ).strip()
    return ReportSheet(
        name=sheet_name(report.name),
        title=REPORTS[report.name].titles[language],
        subtitle=subtitle,
        tables=(facts,) if summary is None else (summary, facts),
        tab_color=TAB_COLOR,
        freeze=(HEADER_ROW + 1, 1),
        repeat_rows=(HEADER_ROW, HEADER_ROW),
    )


def _table(name: str, frame: "pd.DataFrame", *, column: int) -> ReportTable:
    formats = tuple(column_format(str(id), frame[id]) for id in frame.columns)
    columns = tuple(_cells(frame[id]) for id in frame.columns)
    return ReportTable(
        name=name,
        row=HEADER_ROW,
        column=column,
        header=tuple(str(id) for id in frame.columns),
        columns=columns,
        formats=formats,
        widths=tuple(
            _width(str(id), cells, form) for id, cells, form in zip(frame.columns, columns, formats, strict=True)
        ),
    )


def column_format(id: str, column: "pd.Series") -> ColumnFormat:
    """How a column of a report is shown, from its name and type."""
    import pandas as pd

    words = id.split("_")
    if not pd.api.types.is_numeric_dtype(column):
        return "wrap" if id in LONG else "text"
    if any(word in SHARES for word in words) and "gap" not in words:
        return "percent"
    if id in MONEY or any(word in MONEY for word in words):
        return "money"
    return "int" if pd.api.types.is_integer_dtype(column) else "number"


def _cells(column: "pd.Series") -> list[Value | None]:
    """Plain values; missing ones are blank."""
    missing = column.isna().to_numpy()
    values = column.astype(object).to_numpy().tolist()
    return [None if gone or value == "" else value for value, gone in zip(values, missing, strict=True)]


def _width(id: str, cells: Sequence[Value | None], form: ColumnFormat) -> float:
    """Characters to show a column: its header and its longest value among the first, within bounds."""
    if form == "wrap":
        return 60
    if form in ("money", "number"):
        return max(12.0, len(id) + 3.0)
    if form != "text":
        return max(9.0, len(id) + 3.0)
    longest = max((_shown(str(cell)) for cell in cells[:500] if cell is not None), default=0)
    return float(min(44, max(longest + 2, len(id) + 3, 9)))


def _shown(text: str) -> int:
    """The width of a text in characters; Chinese ones count twice."""
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)
