"""Check PLAN016, duplicate segment."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.segments import read_segments
from xltags.core.text import fold


@check(
    "PLAN016",
    "warning",
    en="the segment '{value}' is already in row {row}; give one of the two another name",
    zh="客群“{value}”在第 {row} 行已存在，请给其中一个改名",
    vi="phân khúc “{value}” đã có ở dòng {row}; hãy đổi tên một trong hai",
)
def duplicate_segment(dataset: Dataset) -> Iterator[Issue]:
    """Two segments have the same name.

    Why: a segment is called by its name, and a list for a mailing must not be the other one.
    Fix: give one of the two another name, or delete it.

    >>> from xltags.core.examples import dataset
    >>> segments = {"segment": ["Shops", "shops "], "include": "tier = A"}
    >>> [issue.fields["row"] for issue in duplicate_segment(dataset(Segments=segments))]
    [2]
    >>> list(duplicate_segment(dataset(Segments={"segment": ["Shops", "Plants"], "include": "tier = A"})))
    []
    """
    table = dataset.table("Segments")
    first: dict[str, int] = {}
    for segment in read_segments(dataset):
        before = first.setdefault(fold(segment.name), segment.record)
        if before != segment.record:
            place = table.place(segment.record, "segment")
            yield Issue(place, segment.name, "", {"row": int(table.rows[before])})
