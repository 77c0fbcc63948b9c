"""Check LOG008, unknown person."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.people import Post, names_in, read_posts
from xltags.core.suggest import Suggester
from xltags.core.table import Column
from xltags.core.text import fold
from xltags.core.values import CellFault

_PEOPLE = (
    ("Customers", "brought_by"),
    ("Customers", "owner"),
    ("FollowUps", "by"),
    ("Indicators", "owner"),
    ("Segments", "owner"),
    ("TagRequests", "requested_by"),
    ("TagRequests", "decided_by"),
    ("IcpVersions", "by"),
)
_ALSO_DEPARTMENTS = frozenset({"Indicators", "Segments"})


@check(
    "LOG008",
    "warning",
    en="'{value}' is not in Owners (named in {count} row(s) of this column); correct the name or add the person",
    zh="人员表中没有“{value}”（本列共 {count} 行），请改正姓名或补录此人",
    vi="“{value}” không có trong bảng nhân sự (cột này có {count} dòng); hãy sửa tên hoặc thêm người này",
)
def unknown_person(dataset: Dataset) -> Iterator[Issue]:
    """Somebody is named who is not in Owners: as owner, as the one who brought a lead, called, asked or decided.

    One finding for each name and column, at the first row, with the number of rows. Only where Owners has rows.
    Indicators and segments may also belong to a department. Spend is looked at by SPEND006.

    Why: purity by marketer, the hand-over of customers and the right to judge all go by the name.
    Fix: correct the name, or add the person to Owners, with the last day for those who have left.

    >>> from xltags.core.examples import dataset
    >>> owners, customers = {"person": ["Ann", "Bo"]}, {"owner": ["Ann", "Anne", "bo", "Anne"]}
    >>> [(it.value, it.fields["count"]) for it in unknown_person(dataset(Owners=owners, Customers=customers))]
    [('Anne', 2)]
    >>> list(unknown_person(dataset(Customers=customers)))
    []
    """
    posts = read_posts(dataset)
    if not posts:
        return
    suggester = Suggester((post.person, post.person) for post in posts)
    for table_id, column_id in _PEOPLE:
        table = dataset.table(table_id)
        known = _known(posts, departments=table_id in _ALSO_DEPARTMENTS)
        for name, records in _unknown(table.column(column_id), known).items():
            suggestion = suggester.suggest(name)
            place = table.place(records[0], column_id)
            yield Issue(place, name, suggestion.text if suggestion else "", {"count": len(records)})


def _known(posts: tuple[Post, ...], *, departments: bool) -> set[str]:
    known = {post.name for post in posts}
    return known | {fold(post.department) for post in posts} if departments else known


def _unknown(column: Column, known: set[str]) -> dict[str, list[int]]:
    """By unknown name, as first typed, the records that name it."""
    found: dict[str, tuple[str, list[int]]] = {}
    for code, value in enumerate(column.values):
        for name in () if isinstance(value, CellFault) else names_in(value):
            if fold(name) not in known:
                found.setdefault(fold(name), (name, []))[1].extend(column.records_of(code))
    return {name: sorted(set(records)) for name, records in found.values() if records}
