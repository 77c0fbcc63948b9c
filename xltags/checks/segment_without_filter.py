"""Check PLAN015, segment without filter."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.segments import read_segments


@check(
    "PLAN015",
    "warning",
    en="the segment '{name}' has no include and so holds nobody; write a filter, or customer_id is known for everybody",
    zh="客群“{name}”没有纳入条件，因此没有客户；请填写筛选条件，若指所有客户请写 customer_id is known",
    vi="phân khúc “{name}” không có điều kiện chọn nên không có khách; hãy viết bộ lọc, muốn lấy mọi khách thì viết "
    "customer_id is known",
)
def segment_without_filter(dataset: Dataset) -> Iterator[Issue]:
    """A segment has a name but no filter that says who is in it.

    A blank include chooses nobody, so that a forgotten filter never writes to everybody.

    Why: the action is planned and owned, yet its list stays empty.
    Fix: write the filter into include, or delete the row. `customer_id is known` chooses every customer.

    >>> from xltags.core.examples import dataset
    >>> segments = {"segment": ["Shops", "Plants"], "include": ["tier = A", None], "exclude": "tier = D"}
    >>> [issue.fields["name"] for issue in segment_without_filter(dataset(Segments=segments))]
    ['Plants']
    >>> list(segment_without_filter(dataset(Segments={"segment": "All", "include": "customer_id is known"})))
    []
    """
    table = dataset.table("Segments")
    for segment in read_segments(dataset):
        if table.value(segment.record, "include") is None:
            yield Issue(table.place(segment.record, "include"), None, "", {"name": segment.name})
