"""Counting over labelled columns: from dictionary codes to categories, from categories to tidy tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, cast

import numpy as np

from xltags.core.values import Value, as_text

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from xltags.core.table import Column

NO_YEAR = 0  # inside the reports; it leaves them as a blank cell
ALL = "(all)"  # in a column that a row of a summary does not split


def plain_text(value: Value) -> str:
    """A cell of free text as the reports show it: as typed, without white space at the ends."""
    return as_text(value).strip()


def labelled(labels: Sequence[str], codes: NDArray[np.int32]) -> pd.Categorical:
    """A column of labels from the label of each code; code -1 is the blank label "". Categories are sorted as text."""
    import pandas as pd

    distinct = sorted({*labels, ""})
    place = {label: number for number, label in enumerate(distinct)}
    mapping = np.asarray([*(place[label] for label in labels), place[""]], dtype=np.int32)
    return pd.Categorical.from_codes(mapping[codes], categories=pd.Index(distinct, dtype=object))


def labelled_column(column: Column, label: Callable[[Value], str] = plain_text) -> pd.Categorical:
    """A workbook's column as labels; `label` is asked once for each distinct value."""
    return labelled([label(value) for value in column.values], column.codes)


def unknown_column(count: int) -> pd.Categorical:
    """A column of blanks."""
    return labelled((), np.full(count, -1, dtype=np.int32))


def counted(frame: pd.DataFrame, by: Iterable[str], sums: Iterable[str]) -> pd.DataFrame:
    """The sums of columns by the combinations that occur, sorted by the columns of `by` from left to right."""
    by = list(by)
    return frame.groupby(by, observed=True, sort=True)[list(sums)].sum().reset_index()


def counted_by_each(frame: pd.DataFrame, dimensions: Mapping[str, str], sums: Iterable[str]) -> pd.DataFrame:
    """One table below the other, each counted by one column, with the columns `by` (the name) and `value` (its label).

    Args:
        frame: what to count.
        dimensions: name to column; a blank column of years has the value "".
        sums: the columns to sum.
    """
    import pandas as pd

    sums = list(sums)
    parts = []
    for name, column in dimensions.items():
        part = counted(frame, [column], sums)
        value = [("" if it == NO_YEAR else str(it)) for it in part[column].tolist()]
        head = {"by": constant(name, len(part)), "value": pd.Series(value, dtype=object)}
        parts.append(pd.DataFrame({**head, **{name: part[name] for name in sums}}))
    return pd.concat(parts, ignore_index=True)


def constant(text: str, count: int) -> pd.Series[str]:
    """A column that holds one text in every row."""
    import pandas as pd

    return pd.Series(np.full(count, text, dtype=object), dtype=object)


def texts(column: pd.Series[str]) -> NDArray[np.object_]:
    """A column of categories or texts as an array of plain texts."""
    import pandas as pd

    if isinstance(column.dtype, pd.CategoricalDtype):
        categories = np.asarray([*column.cat.categories.tolist(), ""], dtype=object)
        return cast("NDArray[np.object_]", categories[column.cat.codes.to_numpy()])
    return np.asarray(column.tolist(), dtype=object)


def finished(frame: pd.DataFrame) -> pd.DataFrame:
    """The table as it leaves a report: texts as plain texts, years as whole numbers or blank, no index."""
    import pandas as pd

    made: dict[str, pd.Series[str] | pd.Series[int] | pd.Series[float]] = {}
    for name in frame.columns:
        column = frame[name]
        if name == "year":
            made[name] = column.astype("Int64").mask(column == NO_YEAR).reset_index(drop=True)
        elif isinstance(column.dtype, pd.CategoricalDtype) or column.dtype.kind not in "iuf":
            made[name] = pd.Series(texts(column), dtype=object)
        else:
            made[name] = column.reset_index(drop=True)
    return pd.DataFrame(made, columns=list(frame.columns))
