"""The filters of the `Segments` table: their texts, and what is wrong with them."""

from collections.abc import Iterator
from dataclasses import dataclass

from xltags.core.dataset import Dataset
from xltags.core.filter_problems import FilterProblem
from xltags.core.filters import filter_problems
from xltags.core.values import CellFault, as_text


@dataclass(frozen=True, slots=True)
class SegmentFilter:
    """A filled cell of `include` or `exclude`: its record, its column and its text."""

    record: int
    column_id: str
    text: str


def segment_filters(dataset: Dataset) -> Iterator[SegmentFilter]:
    """The filled filters of `Segments`, include before exclude; Excel errors are left out."""
    table = dataset.table("Segments")
    for column_id in ("include", "exclude"):
        for record, value in enumerate(table.column(column_id).cells()):
            if value is not None and not isinstance(value, CellFault):
                yield SegmentFilter(record, column_id, as_text(value))


def segment_problems(dataset: Dataset, *kinds: str) -> Iterator[tuple[SegmentFilter, FilterProblem]]:
    """What is wrong with the filters of `Segments`, of these kinds (see `filter_problems`)."""
    for found in segment_filters(dataset):
        for problem in filter_problems(found.text, dataset):
            if problem.kind in kinds:
                yield found, problem
