"""A native chart as XML: what it reads, with the values as they are now, for programs that do not look them up."""

from collections.abc import Iterator, Sequence

from xltags.books.opc.refs import Area, column_letters
from xltags.books.report_sheet import ChartSeries, ColumnFormat, ReportChart, ReportTable
from xltags.books.writing.chart_looks import BRAND, INK, LINE, MUTED, axis_title, fill, is_dark, lettering, title_xml
from xltags.books.writing.markup import escaped_attribute
from xltags.books.writing.report_xml import table_area
from xltags.core.values import Value

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
AXIS_FORMATS: dict[ColumnFormat, str] = {"percent": "0%", "interval": "0%", "number": "#,##0.0"}
LABELS, VALUES, SECOND_LABELS, SECOND_VALUES = 500100, 500101, 500102, 500103  # ids of axes, unique within a chart
NO_TICKS = '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
ACROSS = ("bar", "stacked_bar", "percent_bar")
GROUPINGS = {"stacked_column": "stacked", "stacked_bar": "stacked", "percent_bar": "percentStacked"}


def chart_xml(chart: ReportChart, table: ReportTable, sheet: str) -> bytes:
    """The part of a chart that reads `table` of `sheet`."""
    return _Chart(chart, table, sheet).xml().encode()


class _Chart:
    """A chart being written."""

    def __init__(self, chart: ReportChart, table: ReportTable, sheet: str) -> None:
        self._chart, self._table = chart, table
        self._area = table_area(table)
        self._sheet = "'" + sheet.replace("'", "''") + "'"
        self._across = chart.kind in ACROSS

    def xml(self) -> str:
        """The whole part."""
        chart = self._chart
        titled = title_xml(chart.title, size=1200, color=BRAND)
        legend = (
            f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{lettering(900, INK)}</c:legend>'
            if len(chart.series) > 1
            else ""
        )
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<c:chartSpace xmlns:c="{CHART}" xmlns:a="{DRAWING}"><c:roundedCorners val="0"/><c:chart>{titled}'
            f'<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>{"".join(self._plots())}{"".join(self._axes())}'
            f'<c:spPr><a:noFill/></c:spPr></c:plotArea>{legend}<c:plotVisOnly val="0"/><c:dispBlanksAs val="gap"/>'
            f'</c:chart><c:spPr>{fill("FFFFFF")}<a:ln w="9525">{fill("D9D9D9")}</a:ln></c:spPr>{lettering(900, INK)}'
            "</c:chartSpace>"
        )

    def _plots(self) -> Iterator[str]:
        """The bars first, then the lines over them; those on the second axis last."""
        numbered = list(enumerate(self._chart.series))
        as_line = self._chart.kind == "line"
        for second in (False, True):
            here = [each for each in numbered if each[1].second_axis == second]
            bars = [each for each in here if not (as_line or each[1].line)]
            lines = [each for each in here if as_line or each[1].line]
            ids = (SECOND_LABELS, SECOND_VALUES) if second else (LABELS, VALUES)
            axes = "".join(f'<c:axId val="{id}"/>' for id in ids)
            if bars:
                yield self._bars(bars, axes)
            if lines:
                series = "".join(self._series(number, each, line=True) for number, each in lines)
                yield (
                    f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}<c:marker val="1"/>{axes}'
                    "</c:lineChart>"
                )

    def _bars(self, bars: Sequence[tuple[int, ChartSeries]], axes: str) -> str:
        grouping = GROUPINGS.get(self._chart.kind, "clustered")
        series = "".join(self._series(number, each, line=False) for number, each in bars)
        overlap = "100" if grouping != "clustered" else "-5"
        return (
            f'<c:barChart><c:barDir val="{"bar" if self._across else "col"}"/><c:grouping val="{grouping}"/>'
            f'<c:varyColors val="0"/>{series}<c:gapWidth val="50"/><c:overlap val="{overlap}"/>{axes}</c:barChart>'
        )

    def _series(self, number: int, series: ChartSeries, *, line: bool) -> str:
        parts = [
            f'<c:idx val="{number}"/><c:order val="{number}"/><c:tx>{self._texts(series.values, header=True)}</c:tx>'
        ]
        if line:
            drawn = "<a:noFill/>" if series.markers_only else fill(series.color)
            parts.append(f'<c:spPr><a:ln w="28575" cap="rnd">{drawn}<a:round/></a:ln></c:spPr>')
            parts.append(
                f'<c:marker><c:symbol val="{"diamond" if series.markers_only else "circle"}"/>'
                f'<c:size val="{9 if series.markers_only else 6}"/><c:spPr>{fill(series.color)}'
                f'<a:ln w="9525">{fill("FFFFFF")}</a:ln></c:spPr></c:marker>'
            )
        else:
            parts.append(f'<c:spPr>{fill(series.color)}</c:spPr><c:invertIfNegative val="0"/>')
            parts += [
                f'<c:dPt><c:idx val="{place}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
                f"<c:spPr>{fill(color)}</c:spPr></c:dPt>"
                for place, color in enumerate(series.point_colors)
                if color != series.color
            ]
        if series.labels:
            parts.append(self._labels(series, line=line))
        if series.below is not None and series.above is not None:
            parts.append(self._error_bars(series.below, series.above))
        parts.append(
            f"<c:cat>{self._texts(self._chart.categories)}</c:cat><c:val>{self._numbers(series.values)}</c:val>"
        )
        smooth = '<c:smooth val="0"/>' if line else ""
        return f"<c:ser>{''.join(parts)}{smooth}</c:ser>"

    def _labels(self, series: ChartSeries, *, line: bool) -> str:
        form = self._chart.second_format if series.second_axis else self._chart.format
        stacked = self._chart.kind in GROUPINGS
        place = "t" if line else "ctr" if stacked else "outEnd"
        shown = "".join(
            f'<c:show{what} val="{int(what == "Val")}"/>'
            for what in ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
        )
        ink = "FFFFFF" if stacked and is_dark(series.color) else INK
        code = _code(form) + (";;" if stacked else "")  # a nought in a narrow bar is only noise
        return (
            f'<c:dLbls><c:numFmt formatCode="{code}" sourceLinked="0"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln>'
            f'</c:spPr>{lettering(900, ink)}<c:dLblPos val="{place}"/>{shown}</c:dLbls>'
        )

    def _error_bars(self, below: int, above: int) -> str:
        return (
            '<c:errBars><c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/>'
            f"<c:plus>{self._numbers(above)}</c:plus><c:minus>{self._numbers(below)}</c:minus>"
            f'<c:spPr><a:ln w="12700">{fill(INK)}</a:ln></c:spPr></c:errBars>'
        )

    def _axes(self) -> Iterator[str]:
        chart = self._chart
        named, valued = ("l", "b") if self._across else ("b", "l")
        second = any(series.second_axis for series in chart.series)
        told = all(series.labels for series in chart.series if not series.second_axis)  # the bars tell their values
        yield self._label_axis(LABELS, VALUES, named, chart.x_title)
        title = "" if told else chart.y_title
        yield self._value_axis(VALUES, LABELS, valued, title, chart.format, hidden=told, grid=not told)
        if second:
            yield self._value_axis(
                SECOND_VALUES, SECOND_LABELS, "r", chart.second_title, chart.second_format, last=True
            )
            yield self._label_axis(SECOND_LABELS, SECOND_VALUES, "b", "", hidden=True)

    def _label_axis(self, id: int, other: int, side: str, title: str, *, hidden: bool = False) -> str:
        turned = "maxMin" if self._across else "minMax"  # the first row of the table on top
        return (
            f'<c:catAx><c:axId val="{id}"/><c:scaling><c:orientation val="{turned}"/></c:scaling>'
            f'<c:delete val="{int(hidden)}"/><c:axPos val="{side}"/>{axis_title(title, upright=self._across)}'
            f'<c:numFmt formatCode="General" sourceLinked="0"/>{NO_TICKS}<c:tickLblPos val="low"/>'
            f'<c:spPr><a:ln w="9525">{fill("BFBFBF")}</a:ln></c:spPr>{lettering(900, INK)}'
            f'<c:crossAx val="{other}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
            '<c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        )

    def _value_axis(
        self,
        id: int,
        other: int,
        side: str,
        title: str,
        form: ColumnFormat,
        *,
        hidden: bool = False,
        grid: bool = False,
        last: bool = False,
    ) -> str:
        lines = f'<c:majorGridlines><c:spPr><a:ln w="6350">{fill(LINE)}</a:ln></c:spPr></c:majorGridlines>'
        crosses = "max" if last or self._across else "autoZero"
        top = 1 if last and form == "percent" else None if last else self._chart.highest
        highest = "" if top is None else f'<c:max val="{top:g}"/>'
        steps = '<c:majorUnit val="0.2"/>' if top == 1 and form == "percent" else ""
        return (
            f'<c:valAx><c:axId val="{id}"/><c:scaling><c:orientation val="minMax"/>{highest}<c:min val="0"/>'
            f'</c:scaling><c:delete val="{int(hidden)}"/><c:axPos val="{side}"/>{lines if grid else ""}'
            f'{axis_title(title, upright=not self._across)}<c:numFmt formatCode="{_code(form)}" sourceLinked="0"/>'
            f'{NO_TICKS}<c:tickLblPos val="nextTo"/>'
            f'<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{lettering(900, MUTED)}<c:crossAx val="{other}"/>'
            f'<c:crosses val="{crosses}"/><c:crossBetween val="between"/>{steps}</c:valAx>'
        )

    def _texts(self, column: int, *, header: bool = False) -> str:
        """A reference to texts of the table, or to the header of a column."""
        values: Sequence[Value | None] = [self._table.header[column]] if header else self._table.columns[column]
        points = _points(["" if value is None else str(value) for value in values])
        return (
            f"<c:strRef><c:f>{self._cells(column, header=header)}</c:f><c:strCache>"
            f'<c:ptCount val="{len(values)}"/>{points}</c:strCache></c:strRef>'
        )

    def _numbers(self, column: int) -> str:
        values = self._table.columns[column]
        points = _points([None if value is None else repr(value) for value in values])
        return (
            f"<c:numRef><c:f>{self._cells(column)}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
            f'<c:ptCount val="{len(values)}"/>{points}</c:numCache></c:numRef>'
        )

    def _cells(self, column: int, *, header: bool = False) -> str:
        number, area = self._area.left + column, self._area
        first, last = (area.top, area.top) if header else (area.top + 1, area.bottom)
        return _escaped(self._sheet) + "!" + _absolute(Area(first, number, last, number))


def _absolute(area: Area) -> str:
    first, last = (f"${column_letters(area.left)}${row}" for row in (area.top, area.bottom))
    return first if area.top == area.bottom else f"{first}:{last}"


def _points(texts: Sequence[str | None]) -> str:
    return "".join(
        f'<c:pt idx="{place}"><c:v>{_escaped(text)}</c:v></c:pt>'
        for place, text in enumerate(texts)
        if text is not None
    )


def _code(form: ColumnFormat) -> str:
    return AXIS_FORMATS.get(form, "#,##0")


def _escaped(text: str) -> str:
    return escaped_attribute(text).decode()
