"""Check SPEND006, unknown spender."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.people import known_people, names_in, read_posts
from xltags.core.suggest import suggest
from xltags.core.text import fold
from xltags.core.values import CellFault


@check(
    "SPEND006",
    "warning",
    en="'{value}' is not in Owners; correct the name or add the person",
    zh="人员表中没有“{value}”，请改正姓名或补录此人",
    vi="“{value}” không có trong bảng nhân sự; hãy sửa tên hoặc thêm người này",
)
def unknown_spender(dataset: Dataset) -> Iterator[Issue]:
    """A line of spend is booked on a marketer who is not in Owners.

    A blank is fine: the money then belongs to nobody in particular. Only where Owners has rows.

    Why: the marketer's leads and money no longer meet, so the cost per lead is wrong for two people.
    Fix: correct the name, or add the person to Owners.

    >>> from xltags.core.examples import dataset
    >>> owners = {"person": ["Ann Lee", "Bo Tran"]}
    >>> spend = {"month": "2026-05", "source": "Fair", "amount": 100, "brought_by": ["Ann Le", "bo tran", None]}
    >>> [issue.suggestion for issue in unknown_spender(dataset(Owners=owners, Spend=spend))]
    ['Ann Lee']
    >>> list(unknown_spender(dataset(Spend=spend)))
    []
    """
    posts, table = read_posts(dataset), dataset.table("Spend")
    known = known_people(posts)
    if not known:
        return
    for index, value in enumerate(table.column("brought_by").cells()):
        for name in () if isinstance(value, CellFault) else names_in(value):
            if fold(name) not in known:
                suggestion = suggest((post.person for post in posts), name)
                yield Issue(table.place(index, "brought_by"), name, suggestion.text if suggestion else "")
