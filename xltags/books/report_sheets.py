"""Reports as sheets of the workbook: charts on top, the summary below, the facts beside it, each an Excel Table."""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from xltags.books.coded import CodedCells, Codes
from xltags.books.edits import ColumnFormat, Edit, PutSheet, ReportSheet, ReportTable
from xltags.books.report_charts import (
    CHARTED_HEADER_ROW,
    chart_tables,
    charts_width,
    drawn_charts,
    pages_across,
    pixels,
    report_charts,
)
from xltags.books.report_values import shown_summary
from xltags.books.report_words import report_word
from xltags.books.sheets import REPORT_PREFIX
from xltags.books.shown_width import shown_width
from xltags.core.finding import Language
from xltags.core.values import Value
from xltags.reports.registry import REPORTS, Report, plain_texts

if TYPE_CHECKING:
    import pandas as pd

HEADER_ROW = 4
TEXT: ColumnFormat = "text"
WRAP: ColumnFormat = "wrap"
LONGEST, WIDEST, BROKEN = 96, 44, 40  # widths: of long texts, of others at most, and of those that are broken
MAX_WRAPPED = 5_000  # records; programs measure every broken text when they open a workbook
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
        else frame_table(
            f"rpt_{report.name}_summary",
            shown_summary(report.summary, language, groups),
            row=row,
            column=1,
            language=language,
        )
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


def frame_table(
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
    if language is not None:
        formats = tuple(
            WRAP if form == TEXT and _longest(cells) > WIDEST else form
            for form, cells in zip(formats, columns, strict=True)
        )
    header += tuple(late)
    formats += tuple(WRAP if len(frame) <= MAX_WRAPPED else TEXT for _ in late)
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
    parts = (column.iloc[start : start + PART] for start in range(0, len(column), PART))
    whole = all(map(_is_whole, (part.to_numpy(dtype=np.float64, na_value=np.nan) for part in parts)))
    return "int" if whole else "number"  # days and hours: 12, not 12.00


def _is_whole(values: NDArray[np.float64]) -> bool:
    return np.array_equal(values, np.round(values), equal_nan=True)


def coded_cells(column: "pd.Series") -> CodedCells:
    """A column of a report as cells: texts of a column of objects or categories, else numbers; "" and nan are blank."""
    import pandas as pd

    if isinstance(column.dtype, pd.CategoricalDtype):
        codes, values = column.array.codes, column.cat.categories.tolist()  # `cat.codes` would copy them
    else:
        codes, values = _encoded(column)
    narrow: Codes = codes.astype(np.min_scalar_type(-len(values) - 1), copy=False)
    if "" in values:
        blank = values.index("")
        del values[blank]
        blanks = narrow == blank
        narrow = narrow - (narrow > blank)
        narrow[blanks] = -1
    return CodedCells(values, narrow)


def _encoded(column: "pd.Series") -> tuple[Codes, list[Value]]:
    """A code a record, -1 where it is missing, and the distinct values, in order of appearance."""
    import pandas as pd

    places: dict[Value, int] = {}
    codes: list[Codes] = [np.empty(0, dtype=np.int8)]
    for start in range(0, len(column), PART):  # a hash table of a million records takes tens of megabytes
        part, distinct = pd.factorize(column.iloc[start : start + PART])
        known = [places.setdefault(value, len(places)) for value in distinct.tolist()]
        codes.append(np.array([*known, -1], dtype=np.min_scalar_type(-len(places) - 1))[part])
    return np.concatenate(codes), list(places)


def _width(id: str, header_text: str, cells: Sequence[Value | None], form: ColumnFormat) -> float:
    """Characters to show a column: its header over two lines and its longest value among the first, within bounds."""
    wide = [(shown_width(word), len(word)) for word in header_text.split()]
    # Chinese breaks anywhere, which leaves a letter alone on the second line of a heading a little too long for one.
    halves = [shown if shown == letters else shown - 4 if shown <= 14 else -(-shown // 2) for shown, letters in wide]
    header = max(*halves, 4) + 6
    if form not in ("text", "tier", "wrap"):
        return float(max(header, 12)) if form in ("money", "number") else float(header)
    if form == WRAP:
        return float(LONGEST if id in LONG else BROKEN)
    return float(min(LONGEST if id in LONG else WIDEST, max(_longest(cells) + 3, header, 9)))


def _longest(cells: Sequence[Value | None]) -> int:
    """The width of the longest text among the first cells."""
    return max((shown_width(str(cell)) for cell in cells[:500] if cell is not None), default=0)
