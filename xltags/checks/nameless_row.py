"""Check ICP031, nameless row."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue

_NAMES = {"Indicators": "indicator", "Bands": "indicator", "Tiers": "tier"}


@check(
    "ICP031",
    "error",
    en="this row has nothing in '{column}', so it does not count; fill the cell or delete the row",
    zh="此行的“{column}”为空，整行不生效，请补填或删除此行",
    vi="dòng này để trống ô “{column}” nên không có hiệu lực; hãy điền hoặc xóa dòng",
)
def nameless_row(dataset: Dataset) -> Iterator[Issue]:
    """A row of the scorecard does not say which indicator or tier it is about.

    Why: the row is left out of the scorecard, with all its points.
    Fix: write the indicator ID (or the tier), or delete the row.

    >>> from xltags.core.examples import dataset
    >>> [i.place.cell for i in nameless_row(dataset(Bands={"indicator": ["size", None], "low": [0, 50]}))]
    ['A3']
    >>> list(nameless_row(dataset(Bands={"indicator": ["size", "size"], "low": [0, 50]})))
    []
    """
    for table_id, column_id in _NAMES.items():
        table = dataset.table(table_id)
        if column_id in table:
            for index in table.column(column_id).blank().nonzero()[0].tolist():
                yield Issue(table.place(index, column_id))
