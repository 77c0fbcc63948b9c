"""The charts of a report sheet: their pictures as tables beside the facts, and the charts that read these."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, isnan

from xltags.books.report_sheet import ChartSeries, ColumnFormat, ReportChart, ReportTable
from xltags.books.report_values import shown_value
from xltags.books.report_words import report_word
from xltags.books.template_styles import ACCENT, BRAND, FAULT_INK, SECOND, TIER_FILLS, TINT
from xltags.core.finding import Language
from xltags.core.values import Value
from xltags.reports.charts import ABOVE, BELOW, LABEL, Chart, Picture, Series
from xltags.reports.registry import REPORTS, Report

CHART_ROW = 4
CHARTED_HEADER_ROW = 22  # of the tables below the charts
HEIGHT, WIDTH, ALONE, GAP = 340, 560, 760, 16  # pixels; beside a wide table two charts are as wide as one alone
DEFAULT_PIXELS, DEFAULT_WIDTH = 64, 8.43  # a column without a width of its own
PAGE = 300.0  # characters across a page of A4 landscape that can still be read
TOLD = 5  # bars that the alternative text names
HUES: dict[str, str] = {
    "strong": BRAND,
    "middle": TINT,
    "soft": SECOND,
    "accent": ACCENT,
    "muted": "#B9BEC6",
    "bad": FAULT_INK,
    "error": FAULT_INK,
    "warning": "#E0A100",
    "note": "#8AA4BF",
    **TIER_FILLS,
}
MONEY = ("spend", "revenue")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart of a report with what it shows."""

    chart: Chart
    picture: Picture
    name: str


def drawn_charts(report: Report, language: Language, groups: Mapping[str, str]) -> list[Drawn]:
    """The charts of a report that have something to show; `groups` are the labels of tag groups by id."""
    found: list[Drawn] = []
    for chart in REPORTS[report.name].charts if report.summary is not None else ():
        picture = None if report.summary is None else chart.picture(report.summary, language)
        if picture is not None:
            number = f"_{len(found) + 1}" if found else ""
            found.append(Drawn(chart, _worded(picture, chart.by, language, groups), f"rpt_{report.name}_chart{number}"))
    return found


def _worded(picture: Picture, by: str, language: Language, groups: Mapping[str, str]) -> Picture:
    """The picture with labels for what its rows name by an id."""
    if by not in ("group", "family"):
        return picture
    frame = picture.frame.copy()
    frame[LABEL] = [str(shown_value(by, label, language, groups)) for label in frame[LABEL]]
    return replace(picture, frame=frame)


def charts_width(drawn: Sequence[Drawn], widths: Sequence[float | None]) -> int:
    """The pixels that the charts take side by side above a table with columns of these widths."""
    return len(drawn) * (_chart_width(drawn, widths) + GAP)


def _chart_width(drawn: Sequence[Drawn], widths: Sequence[float | None]) -> int:
    """The pixels of each chart; where the table prints on several pages side by side, all stand on the first."""
    least = ALONE if len(drawn) < 2 else WIDTH
    page = sum(map(pixels, widths)) // pages_across(widths)
    return max(least, min(ALONE, page // max(len(drawn), 1) - GAP))


def pages_across(widths: Sequence[float | None]) -> int:
    """On how many pages side by side columns of these widths print: a summary rather small than torn apart."""
    return max(1, ceil(sum(width or DEFAULT_WIDTH for width in widths) / PAGE))


def pixels(width: float | None) -> int:
    """A column's width on the screen, in the font that nearly every workbook has."""
    return DEFAULT_PIXELS if width is None else int(width * 7 + 5)


def chart_tables(drawn: Sequence[Drawn], *, row: int, column: int, language: Language) -> Iterator[ReportTable]:
    """The tables that the charts read, one beside the other."""
    for each in drawn:
        frame = each.picture.frame
        header = [_labels_word(each.chart, language), *(report_word(id, language) for id in frame.columns[1:])]
        columns = tuple([_cell(value) for value in frame[id].tolist()] for id in frame.columns)
        longest = max((len(str(value)) for value in columns[0]), default=0)
        yield ReportTable(
            name=each.name,
            row=row,
            column=column,
            header=tuple(header),
            columns=columns,
            formats=tuple(_format(each.chart, id) for id in frame.columns),
            widths=(float(min(44, max(longest + 3, 12))), *(12.0 for _ in header[1:])),
        )
        column += len(header) + 1


def report_charts(
    drawn: Sequence[Drawn], widths: Sequence[float | None], language: Language
) -> tuple[ReportChart, ...]:
    """The charts, side by side from the left edge of a sheet with columns of these widths."""
    found = []
    width = _chart_width(drawn, widths)
    for number, each in enumerate(drawn):
        column, offset = _column_at(number * (width + GAP), widths)
        found.append(_chart(each, (CHART_ROW, column), offset, width, language))
    return tuple(found)


def _column_at(left: int, widths: Sequence[float | None]) -> tuple[int, int]:
    """The column (from 1) in which a pixel of a row lies, and how far into it."""
    for number, width in enumerate(widths, 1):
        if left < pixels(width):
            return number, left
        left -= pixels(width)
    return len(widths) + 1 + left // DEFAULT_PIXELS, left % DEFAULT_PIXELS


def _chart(each: Drawn, place: tuple[int, int], offset: int, width: int, language: Language) -> ReportChart:
    chart = each.chart
    places = {str(id): number for number, id in enumerate(each.picture.frame.columns)}
    first = [series for series in chart.series if not series.second_axis]
    second = [series for series in chart.series if series.second_axis]
    title = chart.titles[language]
    return ReportChart(
        name=each.name,
        kind=chart.kind,
        table=each.name,
        categories=places[LABEL],
        series=tuple(
            _series(series, places, each.picture.hues if series is chart.series[0] else ()) for series in chart.series
        ),
        title=title,
        alt=f"{title}: {_told(each)}",
        place=place,
        size=(width, HEIGHT),
        offset=offset,
        x_title=_labels_word(chart, language),
        y_title=report_word(first[0].column, language) if len(first) == 1 else "",
        second_title=report_word(second[0].column, language) if second else "",
        format=_format(chart, first[0].column),
        highest=_highest(each) if chart.share else None,
    )


def _highest(each: Drawn) -> float:
    """The end of an axis of shares: a round one that leaves room for the intervals."""
    frame = each.picture.frame
    tops = [
        frame[series.column] + (frame[series.column + ABOVE] if series.interval else 0)
        for series in each.chart.series
        if not series.second_axis
    ]
    top = max(float(values.max()) for values in tops)
    step = 0.1 if top > 0.3 else 0.05
    return min(1.0, round((top // step + 1) * step, 2))


def _series(series: Series, places: dict[str, int], hues: Sequence[str]) -> ChartSeries:
    return ChartSeries(
        values=places[series.column],
        color=_hue(series.hue),
        point_colors=tuple(_hue(hue) for hue in hues),
        below=places.get(series.column + BELOW),
        above=places.get(series.column + ABOVE),
        line=series.mark != "",
        second_axis=series.second_axis,
        markers_only=series.mark == "points",
        labels=series.told,
    )


def _hue(name: str) -> str:
    return HUES.get(name, HUES["muted"]).lstrip("#")


def _labels_word(chart: Chart, language: Language) -> str:
    """What the labels are: the columns they come from, or what the rows are told apart by."""
    return " · ".join(report_word(chart.by if id == "value" else id, language) for id in chart.labels)


def _format(chart: Chart, id: str) -> ColumnFormat:
    if id == LABEL:
        return "text"
    if id.endswith((BELOW, ABOVE)):
        return "interval"
    if chart.share or any(series.column == id and series.second_axis for series in chart.series):
        return "percent"
    return "money" if id in MONEY else "int"


def _told(each: Drawn) -> str:
    """The first bars in words, for those who do not see them."""
    frame, series = each.picture.frame, each.chart.series[0].column
    shown = "{:.0%}" if each.chart.share else "{:,.0f}"
    pairs = zip(frame[LABEL], frame[series], strict=True)
    told = [f"{label} {shown.format(value)}" for label, value in pairs if not isnan(value)]
    return "; ".join(told[:TOLD]) + (" …" if len(told) > TOLD else "")


def _cell(value: Value) -> Value | None:
    return None if isinstance(value, float) and isnan(value) else value
