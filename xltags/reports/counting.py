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
MANY = 1 << 62  # of combinations, more than an integer counts
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


def labelled_column(
    column: Column, label: Callable[[Value], str] = plain_text, *, records: NDArray[np.int64] | None = None
) -> pd.Categorical:
    """A workbook's column as labels, of some records or all; `label` is asked once for each distinct value there."""
    if records is None:
        return labelled([label(value) for value in column.values], column.codes)
    used, codes = np.unique(column.codes[records], return_inverse=True)
    blank = int(len(used) > 0 and used[0] < 0)
    labels = [label(column.values[code]) for code in used[blank:].tolist()]
    return labelled(labels, codes.astype(np.int32) - np.int32(blank))


def stacked(parts: Iterable[tuple[Sequence[str], NDArray[np.signedinteger]]]) -> pd.Categorical:
    """Columns of texts one below the other, each as its texts and a code a record; code -1 is the blank text "".

    A million records take one or two megabytes, as plain texts eight. Categories are in the order of the parts.
    """
    import pandas as pd

    places: dict[str, int] = {}
    columns = [np.zeros(0, dtype=np.int8)]
    for texts, codes in parts:
        blank = ("",) if (codes < 0).any() else ()
        mapping = [places.setdefault(text, len(places)) for text in (*texts, *blank)]
        columns.append(np.asarray(mapping, dtype=np.min_scalar_type(-len(places) - 1))[codes])
    return pd.Categorical.from_codes(np.concatenate(columns), categories=pd.Index(list(places), dtype=object))


def unknown_column(count: int) -> pd.Categorical:
    """A column of blanks."""
    return labelled((), np.full(count, -1, dtype=np.int32))


def counted(frame: pd.DataFrame, by: Iterable[str], sums: Iterable[str]) -> pd.DataFrame:
    """The sums of columns by the combinations that occur, sorted by the columns of `by` from left to right.

    What `frame.groupby(by, observed=True)[sums].sum()` gives, in a fraction of its time and memory; whole numbers are
    summed as such.
    """
    import pandas as pd

    by = list(by)
    places = _combinations(frame[name] for name in by)
    if (places < 0).any():  # a missing value belongs to no combination
        frame = frame[places >= 0]
        places = places[places >= 0]
    _, first, which = np.unique(places, return_index=True, return_inverse=True)
    found: dict[str, object] = {name: frame[name].iloc[first].reset_index(drop=True) for name in by}
    for name in sums:
        column = frame[name].to_numpy()
        if column.dtype.kind in "iub":
            found[name] = np.bincount(which, weights=column, minlength=len(first)).astype(np.int64)
        else:
            found[name] = pd.Series(column).groupby(which).sum().to_numpy()
    return pd.DataFrame(found)


def _combinations(columns: Iterable[pd.Series[str]]) -> NDArray[np.int64]:
    """A number for each record, in the order of its values from left to right; -1 where a value is missing."""
    import pandas as pd

    places: NDArray[np.int64] = np.zeros(1, dtype=np.int64)
    size = 1
    missing: NDArray[np.bool_] = np.zeros(1, dtype=np.bool_)
    for column in columns:
        if isinstance(column.dtype, pd.CategoricalDtype):
            codes, count = column.cat.codes.to_numpy(), len(column.cat.categories)
        else:
            codes, distinct = pd.factorize(column, sort=True)
            count = len(distinct)
        if size * count > MANY:
            places = np.unique(places, return_inverse=True)[1].astype(np.int64)
            size = int(places.max(initial=0)) + 1
        places, size = places * count + codes, size * count
        missing = missing | (codes < 0)
    return np.where(missing, -1, places)


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
