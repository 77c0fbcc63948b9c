"""A sheet that xltags owns, as plain values: its tables, charts, pivots and notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from xltags.books.report_pivot import ReportPivot
from xltags.core.values import Value

ColumnFormat = Literal["text", "int", "number", "percent", "interval", "date", "month", "money", "wrap", "tier"]
NoteStyle = Literal["text", "note", "bold", "wrap", "link"]
ChartKind = Literal["column", "bar", "line", "stacked_column", "stacked_bar", "percent_bar"]


@dataclass(frozen=True)
class ReportTable:
    """A table (ListObject) of a report sheet.

    Args:
        name: unique in the workbook. `row`, `column`: where its header begins, from 1.
        header: unique texts. `columns`: the values, a sequence a column. `formats`: one a column.
        widths: in characters, one a column; None leaves Excel's own.
        listed: whether it is an Excel Table. Cells that are not are only laid out like one: under a pivot, say.
    """

    name: str
    row: int
    column: int
    header: tuple[str, ...]
    columns: tuple[Sequence[Value | None], ...]
    formats: tuple[ColumnFormat, ...]
    widths: tuple[float | None, ...] = ()
    listed: bool = True


@dataclass(frozen=True)
class ChartSeries:
    """A series of a native chart; columns are places (from 0) in the chart's table.

    Args:
        values: the column of the values. `color`: RRGGBB of all its points; `point_colors`: one a point, instead.
        below, above: columns with how far the interval reaches under and over a value: error bars.
        line: drawn as a line over the columns. `second_axis`: on an axis of its own, at the right.
        markers_only: points without a line between them. `labels`: the values stand beside the points.
    """

    values: int
    color: str
    point_colors: tuple[str, ...] = ()
    below: int | None = None
    above: int | None = None
    line: bool = False
    second_axis: bool = False
    markers_only: bool = False
    labels: bool = False


@dataclass(frozen=True)
class ReportChart:
    """A native chart of a report sheet. It reads a table of that sheet, rows hidden by a filter included.

    Args:
        name: unique on the sheet; by it the chart is known as xltags's own when the sheet is put again.
        table: the name of a table of the sheet. `categories`: the place (from 0) of the column with its labels.
        place: (row, column) from 1 of the cell that holds its upper left corner; `offset`: pixels right of that.
        size: width and height in pixels. `alt`: what it shows, for those who do not see it.
        format, second_format: how the axes show their values. `x_title`, `y_title`, `second_title`: their names.
        highest: the end of the axis of values; None leaves it to the program, which may cut intervals off.
    """

    name: str
    kind: ChartKind
    table: str
    categories: int
    series: tuple[ChartSeries, ...]
    title: str
    alt: str
    place: tuple[int, int]
    size: tuple[int, int]
    offset: int = 0
    x_title: str = ""
    y_title: str = ""
    second_title: str = ""
    format: ColumnFormat = "int"
    second_format: ColumnFormat = "percent"
    highest: float | None = None


@dataclass(frozen=True)
class ReportSheet:
    """A sheet that xltags owns: title in A1, subtitle in A2, tables, and notes as (row, column, text, style).

    `freeze` is the (row, column) from 1 of the first cell that scrolls; None freezes nothing. `repeat_rows` are the
    first and last row printed on every page; `print_columns` is the last column that is printed, 0 prints all; from
    `print_apart` on columns print on pages of their own, if `repeat_first` behind the first column again. A
    `hidden` sheet is one that Excel's own list of hidden sheets does not offer either.
    """

    name: str
    title: str
    subtitle: str = ""
    tables: tuple[ReportTable, ...] = ()
    notes: tuple[tuple[int, int, str, NoteStyle], ...] = ()
    tab_color: str | None = None
    freeze: tuple[int, int] | None = None
    repeat_rows: tuple[int, int] | None = None
    print_columns: int = 0
    print_apart: int = 0
    repeat_first: bool = False
    landscape: bool = True
    report: str = ""
    hidden: bool = False
    charts: tuple[ReportChart, ...] = ()
    pivots: tuple[ReportPivot, ...] = ()
