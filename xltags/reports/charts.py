"""Pictures of reports: what a chart shows, declared beside the report and taken from its summary."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from xltags.core.finding import Language

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

ChartKind = Literal["column", "bar", "line", "stacked_column", "stacked_bar", "percent_bar"]
Hue = Literal["strong", "middle", "soft", "accent", "muted", "bad", "A", "B", "C", "D"]
Mark = Literal["", "line", "points"]
LABEL, BELOW, ABOVE = "label", "_below", "_above"
BLANK: Mapping[Language, str] = {"en": "(blank)", "zh": "（空白）", "vi": "(trống)"}


@dataclass(frozen=True, slots=True)
class Series:
    """A column of a summary as bars or a line.

    Args:
        column: its id. `interval`: the rate has `_low` and `_high`, shown as error bars.
        hue: its colour; that of a tier is the one it has everywhere.
        mark: drawn as a line, or as points, over the bars. `second_axis`: on an axis of its own, 0 to 1.
        told: the value stands beside the bar.
    """

    column: str
    interval: bool = False
    hue: Hue = "strong"
    mark: Mark = ""
    second_axis: bool = False
    told: bool = False


TIER_SERIES = (
    Series("a", hue="A", told=True),
    Series("b", hue="B", told=True),
    Series("c", hue="C", told=True),
    Series("d", hue="D", told=True),
)


@dataclass(frozen=True, slots=True)
class Picture:
    """What a chart shows: `frame` holds the label, then each series, with how far its interval reaches below and above.

    `hues` are a tier or a severity for each row, or none.
    """

    frame: pd.DataFrame
    hues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of a report.

    Args:
        titles: what it shows, by language. `labels`: the columns whose texts name a bar.
        by: only the rows of the summary with this `by`. `most`: those with the most of this column first, and none
            without; "" keeps the summary's order.
        top: at most so many rows. `newest`: the last ones of the order instead of the first.
        whole: rows without a value of the first series are left out; else they are gaps between those with one.
        share: the axis shows shares, as percentages. `shape`: makes the rows from the summary first.
        hued_by: a column with tiers or severities, which give each bar of the first series its colour.
    """

    kind: ChartKind
    titles: Mapping[Language, str]
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    by: str = ""
    most: str = ""
    top: int = 12
    newest: bool = False
    whole: bool = True
    share: bool = False
    hued_by: str = ""
    shape: Callable[[pd.DataFrame], pd.DataFrame] | None = None

    def picture(self, summary: pd.DataFrame, language: Language) -> Picture | None:
        """What the chart shows; None where there is nothing to show: a picture without bars says nothing."""
        import pandas as pd

        rows = self._rows(summary)
        shown = [rows[each.column].to_numpy(dtype=np.float64, na_value=np.nan) for each in self.series]
        if not any(np.nan_to_num(values).any() for values in shown):
            return None
        columns = {LABEL: pd.Series(_labels(rows, self.labels, language), dtype=object)}
        for each, values in zip(self.series, shown, strict=True):
            columns[each.column] = pd.Series(_as_counted(rows[each.column], values))
            if each.interval:
                low, high = (rows[f"{each.column}_{end}"].to_numpy(dtype=np.float64) for end in ("low", "high"))
                columns[each.column + BELOW] = pd.Series(values - low)
                columns[each.column + ABOVE] = pd.Series(high - values)
        hues = tuple(str(value) for value in rows[self.hued_by]) if self.hued_by else ()
        return Picture(pd.DataFrame(columns), hues)

    def _rows(self, summary: pd.DataFrame) -> pd.DataFrame:
        """The rows that it shows, in its order."""
        rows = summary if self.shape is None else self.shape(summary)
        if self.by:
            rows = rows[rows["by"] == self.by]
        there = np.flatnonzero(rows[self.series[0].column].notna().to_numpy())
        if not len(there):
            return rows.iloc[:0]
        rows = rows.iloc[there] if self.whole else rows.iloc[there[0] : there[-1] + 1]
        if self.most:
            rows = rows.iloc[np.argsort(-rows[self.most].to_numpy(dtype=np.float64), kind="stable")]
            rows = rows[rows[self.most] > 0]
        return rows.iloc[-self.top :] if self.newest else rows.iloc[: self.top]


def _as_counted(column: pd.Series, values: NDArray[np.float64]) -> NDArray[np.float64] | NDArray[np.int64]:
    """Counts as whole numbers, as the summary has them."""
    return column.to_numpy(dtype=np.int64) if column.dtype.kind == "i" else values


def _labels(rows: pd.DataFrame, columns: tuple[str, ...], language: Language) -> list[str]:
    """A text for each row; blank ones are told as blank."""
    parts = [[str(value) if str(value) else BLANK[language] for value in rows[column]] for column in columns]
    return [" · ".join(texts) for texts in zip(*parts, strict=True)]
