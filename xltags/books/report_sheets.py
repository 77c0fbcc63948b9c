"""Reports as sheets of the workbook: the summary on the left, the facts beside it, each an Excel Table."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from xltags.books.coded import CodedCells, Codes
from xltags.books.edits import ColumnFormat, Edit, PutSheet, ReportSheet, ReportTable
from xltags.books.sheets import REPORT_PREFIX
from xltags.core.finding import Language
from xltags.core.values import Value
from xltags.reports.registry import REPORTS, Report

if TYPE_CHECKING:
    import pandas as pd

HEADER_ROW = 4
TEXT: ColumnFormat = "text"
TAB_COLOR = "1F4E79"
MAX_RECORDS = 1_048_576 - HEADER_ROW
PART = 1 << 16
SHARES = ("rate", "share", "purity", "conversion", "acceptance", "leakage", "roi", "renewal", "churn")
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
    """One report as a sheet: title, how to read it, summary, facts."""
    summary = (
        None
        if report.summary is None
        else _table(f"rpt_{report.name}_summary", report.summary, column=1, readable=True)
    )
    left = 1 if summary is None else len(summary.header) + 2
    kept = report.held if len(report.held) <= MAX_RECORDS else report.held.iloc[:MAX_RECORDS]  # `head` would copy
    facts = _table(f"rpt_{report.name}", kept, column=left, readable=False, late=report.late)
    subtitle = report.note
    if len(report.held) > MAX_RECORDS:
        subtitle = " ".join(
            (subtitle, CUT[language].format(kept=f"{MAX_RECORDS:,}", all=f"{len(report.held):,}"))
        ).strip()
    return ReportSheet(
        name=sheet_name(report.name),
        title=REPORTS[report.name].titles[language],
        subtitle=subtitle,
        tables=(facts,) if summary is None else (summary, facts),
        tab_color=TAB_COLOR,
        freeze=(HEADER_ROW + 1, 1),
        print_columns=0 if summary is None or report.name in PRINTED_WHOLE else len(summary.header),
        repeat_rows=(HEADER_ROW, HEADER_ROW),
        report=report.name,
    )


def _table(
    name: str,
    frame: "pd.DataFrame",
    *,
    column: int,
    readable: bool,
    late: Mapping[str, Sequence[Value | None]] = MappingProxyType({}),
) -> ReportTable:
    """One table. The headers of facts are the documented ids, for pivots; those of a summary are for reading."""
    header = tuple(str(id).replace("_", " ") if readable else str(id) for id in frame.columns)
    formats = tuple(column_format(str(id), frame[id]) for id in frame.columns)
    columns: tuple[Sequence[Value | None], ...] = tuple(coded_cells(frame[id]) for id in frame.columns)
    header += tuple(late)
    formats += tuple(TEXT for _ in late)
    columns += tuple(values if len(values) == len(frame) else values[: len(frame)] for values in late.values())
    return ReportTable(
        name=name,
        row=HEADER_ROW,
        column=column,
        header=header,
        columns=columns,
        formats=formats,
        widths=tuple(_width(text, cells, form) for text, cells, form in zip(header, columns, formats, strict=True)),
    )


def column_format(id: str, column: "pd.Series") -> ColumnFormat:
    """How a column of a report is shown, from its name and type."""
    import pandas as pd

    words = id.split("_")
    if not pd.api.types.is_numeric_dtype(column):
        return "text"
    if id == "year":
        return "text"
    if words[-1] in ("low", "high"):
        return "interval"
    if any(word in SHARES for word in words) and "gap" not in words:
        return "percent"
    if any(word in MONEY for word in words):
        return "money"
    return "int" if pd.api.types.is_integer_dtype(column) else "number"


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


def _width(id: str, cells: Sequence[Value | None], form: ColumnFormat) -> float:
    """Characters to show a column: its header over two lines and its longest value among the first, within bounds."""
    header = max(len(word) for word in id.split()) + 4
    if form in ("money", "number"):
        return max(11.0, header)
    if form != "text":
        return max(9.5, header)
    longest = max((_shown(str(cell)) for cell in cells[:500] if cell is not None), default=0)
    return float(min(96 if id in LONG else 44, max(longest + 3, header, 9)))


def _shown(text: str) -> int:
    """The width of a text in characters; Chinese ones count twice."""
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)
