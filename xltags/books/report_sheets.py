"""Reports as sheets of the workbook: the summary on the left, the facts beside it, each an Excel Table."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, overload

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
BLOCK = 4096
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


def report_sheet(report: Report, *, language: Language) -> ReportSheet:
    """One report as a sheet: title, how to read it, summary, facts."""
    summary = (
        None
        if report.summary is None
        else _table(f"rpt_{report.name}_summary", report.summary, column=1, readable=True)
    )
    left = 1 if summary is None else len(summary.header) + 2
    kept = report.facts if len(report.facts) <= MAX_RECORDS else report.facts.iloc[:MAX_RECORDS]  # `head` would copy
    facts = _table(f"rpt_{report.name}", kept, column=left, readable=False)
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
        print_columns=0 if summary is None or report.name in PRINTED_WHOLE else len(summary.header),
        repeat_rows=(HEADER_ROW, HEADER_ROW),
        report=report.name,
    )


def _table(name: str, frame: "pd.DataFrame", *, column: int, readable: bool) -> ReportTable:
    """One table. The headers of facts are the documented ids, for pivots; those of a summary are for reading."""
    header = tuple(str(id).replace("_", " ") if readable else str(id) for id in frame.columns)
    formats = tuple(column_format(str(id), frame[id]) for id in frame.columns)
    columns = tuple(_Cells(frame[id]) for id in frame.columns)
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


class _Cells(Sequence[Value | None]):
    """A column as plain values, missing ones blank; made where they are asked for, because there may be millions."""

    def __init__(self, column: "pd.Series") -> None:
        self._column = column
        self._array = column.to_numpy()

    def __len__(self) -> int:
        return len(self._column)

    @overload
    def __getitem__(self, place: int) -> Value | None: ...

    @overload
    def __getitem__(self, place: slice) -> list[Value | None]: ...

    def __getitem__(self, place: int | slice) -> Value | list[Value | None] | None:
        if isinstance(place, int):
            return self[place : place + 1 or None][0]
        if self._column.dtype == object:
            texts: list[Value | None] = self._array[place].tolist()
            if set(map(type, texts)) == {str}:  # the rule; without asking pandas
                return [text or None for text in texts]
        part = self._column.iloc[place]
        values: list[Value | None] = part.astype(object).to_numpy().tolist()
        missing = part.isna().tolist()
        return [None if gone or value == "" else value for value, gone in zip(values, missing, strict=True)]

    def __iter__(self) -> Iterator[Value | None]:
        for start in range(0, len(self), BLOCK):
            yield from self[start : start + BLOCK]


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
