"""The charts of the Dashboard, one for each panel, over the panel's own cells."""

from collections.abc import Callable
from typing import Any

from xltags.books.dashboard.panel import Panel
from xltags.books.template_styles import ACCENT, BRAND, FONT, INK, LINE, MUTED, SECOND, TIER_FILLS, TINT
from xltags.core.scorecard import TIERS

SMALL: dict[str, object] = {"name": FONT, "size": 8, "color": MUTED}


def make_chart(workbook: Any, sheet: str, panel: Panel) -> Any:
    """The chart of a panel on that sheet."""
    return _CHARTS[panel.key](workbook, sheet, panel)


def _series(sheet: str, panel: Panel, number: int, colour: str, **more: object) -> dict[str, object]:
    """A column of the panel's table as a series; a hidden column has no heading to be named by."""
    row, first = panel.first - 1, panel.place(number)[1]
    name: dict[str, object] = {"name": [sheet, row, first]} if number < len(panel.looks) else {}
    return {
        **name,
        "categories": [sheet, *panel.place(0)],
        "values": [sheet, *panel.place(number)],
        "fill": {"color": colour},
        "border": {"none": True},
        "gap": 55,
        **more,
    }


def _whiskers(sheet: str, panel: Panel, minus: int, axis: str) -> dict[str, object]:
    """Error bars from the two hidden columns that say how far the interval reaches."""
    low, high = (_reference(sheet, panel, number) for number in (minus, minus + 1))
    bars = {
        "type": "custom",
        "minus_values": low,
        "plus_values": high,
        "line": {"color": INK, "width": 1},
    }
    return {f"{axis}_error_bars": bars}


def _reference(sheet: str, panel: Panel, number: int) -> str:
    first, last = panel.all(number).split(":")
    return f"={sheet}!{first}:{last}"


def _axes(chart: Any, *, percent: bool, bars: bool = False, most: float | None = None) -> None:
    """Plain axes: small letters, pale lines. Lying `bars` have their names at the side, the first one on top."""
    scale: dict[str, object] = {"min": 0} if percent else {}
    if most is not None:
        scale["max"] = most
    numbers = {
        "num_font": SMALL,
        "num_format": "0%" if percent else "#,##0",
        "line": {"none": True},
        "major_gridlines": {"visible": True, "line": {"color": "#E5E7EB", "width": 0.75}},
        **scale,
    }
    names = {
        "line": {"color": LINE},
        "major_tick_mark": "none",
        "num_font": {**SMALL, "size": 7} if bars else SMALL,
        "interval_unit": 1,  # every name, however many there are
        "major_gridlines": {"visible": False},
        **({"reverse": True, "crossing": "max"} if bars else {}),
    }
    chart.set_x_axis(numbers if bars else names)
    chart.set_y_axis(names if bars else numbers)


def _finished(chart: Any, *, legend: str = "none") -> Any:
    chart.set_title({"none": True})
    chart.set_legend({"none": True} if legend == "none" else {"position": legend, "font": SMALL})
    chart.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    chart.set_plotarea({"fill": {"none": True}})
    chart.show_hidden_data()  # whiskers and spacers stand in hidden columns
    return chart


def _purity(workbook: Any, sheet: str, panel: Panel) -> Any:
    chart = workbook.add_chart({"type": "column"})
    labels = {"value": True, "num_format": "0%;;", "position": "inside_base", "font": {**SMALL, "color": INK}}
    chart.add_series(_series(sheet, panel, 3, TINT, data_labels=labels, **_whiskers(sheet, panel, 9, "y")))
    _axes(chart, percent=True, most=1)
    return _finished(chart)


def _tiers(workbook: Any, sheet: str, panel: Panel) -> Any:
    chart = workbook.add_chart({"type": "doughnut"})
    points = [{"fill": {"color": TIER_FILLS[tier]}, "border": {"color": "#FFFFFF", "width": 1.5}} for tier in TIERS]
    chart.add_series(
        {
            "name": panel.title,
            "categories": [sheet, *panel.place(0)],
            "values": [sheet, *panel.place(1)],
            "points": points,
            "data_labels": {
                "category": True,
                "value": True,
                "separator": " ",
                "font": {**SMALL, "color": "#111827", "bold": True},
            },
        }
    )
    chart.set_hole_size(52)
    return _finished(chart)


def _channels(workbook: Any, sheet: str, panel: Panel) -> Any:
    chart = workbook.add_chart({"type": "bar"})
    chart.add_series(_series(sheet, panel, 3, TINT, overlap=100, **_whiskers(sheet, panel, 7, "x")))
    chart.add_series(_series(sheet, panel, 5, TINT, fill={"none": True}))  # unseen: the axis is to hold the whiskers
    _axes(chart, percent=True, bars=True)
    return _finished(chart)


def _cost(workbook: Any, sheet: str, panel: Panel) -> Any:
    chart = workbook.add_chart({"type": "bar"})
    chart.add_series(_series(sheet, panel, 4, BRAND))
    chart.add_series(_series(sheet, panel, 1, SECOND))
    _axes(chart, percent=False, bars=True)
    return _finished(chart, legend="top")


def _funnel(workbook: Any, sheet: str, panel: Panel) -> Any:
    """Each bar between two spacers of equal width, so that it stands in the middle."""
    chart = workbook.add_chart({"type": "bar", "subtype": "percent_stacked"})
    spacer = _series(sheet, panel, 8, SECOND, fill={"none": True})
    labels = {"value": True, "num_format": "#,##0;;", "font": {**SMALL, "color": "#FFFFFF", "bold": True}}
    chart.add_series(spacer)
    chart.add_series(_series(sheet, panel, 3, BRAND, gap=25, data_labels=labels))
    chart.add_series(dict(spacer))
    _axes(chart, percent=True, bars=True)
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    return _finished(chart)


def _pareto(workbook: Any, sheet: str, panel: Panel) -> Any:
    chart = workbook.add_chart({"type": "column"})
    ranks = {"categories": [sheet, *panel.place(8)]}  # names of companies would take the room of the picture
    chart.add_series(_series(sheet, panel, 1, BRAND, **ranks))
    line = workbook.add_chart({"type": "line"})
    together = _series(sheet, panel, 3, SECOND, y2_axis=True, line={"color": ACCENT, "width": 2}, **ranks)
    marker = {"type": "circle", "size": 5, "fill": {"color": ACCENT}, "border": {"none": True}}
    line.add_series(
        {name: it for name, it in together.items() if name not in ("fill", "border", "gap")} | {"marker": marker}
    )
    chart.combine(line)
    _axes(chart, percent=False)
    line.set_y2_axis({"min": 0, "max": 1, "num_format": "0%", "num_font": SMALL, "line": {"none": True}})
    return _finished(chart, legend="top")


def _alignment(workbook: Any, sheet: str, panel: Panel) -> Any:
    chart = workbook.add_chart({"type": "bar"})
    chart.add_series(_series(sheet, panel, 1, SECOND))
    chart.add_series(_series(sheet, panel, 2, TINT, **_whiskers(sheet, panel, 15, "x")))
    _axes(chart, percent=True, bars=True)
    return _finished(chart, legend="top")


def _tags(workbook: Any, sheet: str, panel: Panel) -> Any:
    chart = workbook.add_chart({"type": "bar"})
    chart.add_series(_series(sheet, panel, 2, SECOND))
    chart.add_series(_series(sheet, panel, 1, BRAND))
    _axes(chart, percent=True, bars=True, most=1)
    return _finished(chart, legend="top")


_CHARTS: dict[str, Callable[[Any, str, Panel], Any]] = {
    "purity": _purity,
    "tiers": _tiers,
    "channels": _channels,
    "cost": _cost,
    "funnel": _funnel,
    "pareto": _pareto,
    "alignment": _alignment,
    "tags": _tags,
}
