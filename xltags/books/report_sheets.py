"""Reports as sheets of the workbook: charts on top, the summary below, the facts beside it, each an Excel Table."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from xltags.books.coded import CodedCells, Codes
from xltags.books.edits import ColumnFormat, Edit, PutSheet, ReportSheet, ReportTable
from xltags.books.report_charts import (
    CHARTED_HEADER_ROW,
    chart_tables,
    charts_width,
    drawn_charts,
    pixels,
    report_charts,
)
from xltags.books.report_words import report_word
from xltags.books.sheets import REPORT_PREFIX
from xltags.books.shown_width import shown_width
from xltags.core.finding import Language
from xltags.core.values import Value
from xltags.reports.registry import REPORTS, Report

if TYPE_CHECKING:
    import pandas as pd

HEADER_ROW = 4
TEXT: ColumnFormat = "text"
TAB_COLOR = "1F4E79"
TAB_COLORS = {"findings": "A61B2B"}  # what is to be looked after, not only read
MAX_RECORDS = 1_048_576 - CHARTED_HEADER_ROW
PART = 1 << 16
SHARES = ("rate", "fill", "share", "purity", "conversion", "acceptance", "leakage", "roi", "renewal", "churn")
MONEY = ("spend", "revenue", "amount", "cpl", "cpa")
PRINTED_WHOLE = ("findings",)  # of the others only the summary; facts are for pivots
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


def cut_remarks(report: Report) -> tuple[str, ...]:
    """What is said of a report with more records than a sheet has rows; nothing of any other."""
    if len(report.held) <= MAX_RECORDS:
        return ()
    all, kept = f"{len(report.held):,}", f"{MAX_RECORDS:,}"
    return (
        f"{sheet_name(report.name)} holds {kept} of {all} records, all that a sheet takes; for the whole use "
        "`xltags report --export DIR`",
    )


def report_sheet(report: Report, *, language: Language) -> ReportSheet:
    """One report as a sheet: title, how to read it, charts, summary, facts, and what the charts read."""
    drawn = drawn_charts(report, language)
    row = CHARTED_HEADER_ROW if drawn else HEADER_ROW
    summary = (
        None
        if report.summary is None
        else _table(f"rpt_{report.name}_summary", report.summary, row=row, column=1, language=language)
    )
    widths: list[float | None] = [] if summary is None else list(summary.widths)
    band = charts_width(drawn, widths)
    while widths and sum(map(pixels, widths)) < band:
        widths.append(None)
    left = 1 if summary is None else max(len(widths), len(summary.header) + 1) + 1
    kept = report.held if len(report.held) <= MAX_RECORDS else report.held.iloc[:MAX_RECORDS]  # `head` would copy
    facts = _table(f"rpt_{report.name}", kept, row=row, column=left, language=None, late=report.late)
    right = left + len(facts.header)
    tables = [*([] if summary is None else [summary]), facts]
    return ReportSheet(
        name=sheet_name(report.name),
        title=REPORTS[report.name].titles[language],
        subtitle=_subtitle(report, language),
        tables=(*tables, *chart_tables(drawn, row=row, column=right + 1, language=language)),
        tab_color=TAB_COLORS.get(report.name, TAB_COLOR),
        freeze=None if drawn else (row + 1, 1),
        print_columns=0 if summary is None else right - 1 if report.name in PRINTED_WHOLE else len(widths),
        repeat_rows=(row, row),
        report=report.name,
        charts=report_charts(drawn, widths, language),
    )


def _subtitle(report: Report, language: Language) -> str:
    """How to read the report, and what of it is left out."""
    if len(report.held) <= MAX_RECORDS:
        return report.note
    return " ".join((report.note, CUT[language].format(kept=f"{MAX_RECORDS:,}", all=f"{len(report.held):,}"))).strip()


def _table(
    name: str,
    frame: "pd.DataFrame",
    *,
    row: int,
    column: int,
    language: Language | None,
    late: Mapping[str, Sequence[Value | None]] = MappingProxyType({}),
) -> ReportTable:
    """One table. The headers of facts are their ids, for pivots (no language); those of a summary are words."""
    header = tuple(str(id) if language is None else report_word(str(id), language) for id in frame.columns)
    formats = tuple(column_format(str(id), frame[id]) for id in frame.columns)
    columns: tuple[Sequence[Value | None], ...] = tuple(coded_cells(frame[id]) for id in frame.columns)
    header += tuple(late)
    formats += tuple(TEXT for _ in late)
    columns += tuple(values if len(values) == len(frame) else values[: len(frame)] for values in late.values())
    return ReportTable(
        name=name,
        row=row,
        column=column,
        header=header,
        columns=columns,
        formats=formats,
        widths=tuple(
            _width(str(id), text, cells, form)
            for id, text, cells, form in zip((*frame.columns, *late), header, columns, formats, strict=True)
        ),
    )


def column_format(id: str, column: "pd.Series") -> ColumnFormat:
    """How a column of a report is shown, from its name and type."""
    import pandas as pd

    words = id.split("_")
    if not pd.api.types.is_numeric_dtype(column):
        return "tier" if words[-1] == "tier" else "text"
    if id == "year":
        return "text"
    if words[-1] in ("low", "high"):
        return "interval"
    if any(word in SHARES for word in words) and "gap" not in words:
        return "percent"
    if any(word in MONEY for word in words):
        return "money"
    if pd.api.types.is_integer_dtype(column):
        return "int"
    values = column.to_numpy(dtype=np.float64, na_value=np.nan)
    return (
        "int" if np.array_equal(values, np.round(values), equal_nan=True) else "number"
    )  # days and hours: 12, not 12.00


def coded_cells(column: "pd.Series") -> CodedCells:
    """A column of a report as cells: texts of a column of objects or categories, else numbers; "" and nan are blank."""
    import pandas as pd

    if isinstance(column.dtype, pd.CategoricalDtype):
        codes, values = column.cat.codes.to_numpy(), column.cat.categories.tolist()
    else:
        codes, values = _encoded(column)
    narrow: Codes = codes.astype(np.min_scalar_type(-len(values) - 1), copy=False)
    if "" in values:
        blank = values.index("")
        del values[blank]
        narrow = np.where(narrow == blank, narrow.dtype.type(-1), narrow - (narrow > blank))
    return CodedCells(values, narrow)


def _encoded(column: "pd.Series") -> tuple[Codes, list[Value]]:
    """A code a record, -1 where it is missing, and the distinct values, in order of appearance."""
    import pandas as pd

    places: dict[Value, int] = {}
    codes = np.empty(len(column), dtype=np.int32)
    for start in range(0, len(column), PART):  # a hash table of a million records takes tens of megabytes
        part, distinct = pd.factorize(column.iloc[start : start + PART])
        known = [places.setdefault(value, len(places)) for value in distinct.tolist()]
        codes[start : start + PART] = np.array([*known, -1], dtype=np.int32)[part]
    return codes, list(places)


def _width(id: str, header_text: str, cells: Sequence[Value | None], form: ColumnFormat) -> float:
    """Characters to show a column: its header over two lines and its longest value among the first, within bounds."""
    wide = [(shown_width(word), len(word)) for word in header_text.split()]
    header = max(shown if shown == letters else -(-shown // 2) for shown, letters in wide)  # Chinese breaks anywhere
    header = max(header + 6, 10)
    if form not in ("text", "tier"):
        return float(max(header, 12)) if form in ("money", "number") else float(header)
    longest = max((shown_width(str(cell)) for cell in cells[:500] if cell is not None), default=0)
    return float(min(96 if id in LONG else 44, max(longest + 3, header, 9)))
