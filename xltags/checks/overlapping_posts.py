"""Check LOG009, overlapping posts."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.people import Post, read_posts


@check(
    "LOG009",
    "warning",
    en="{value} has this role already in row {row}, in an overlapping period; end the first before the second begins",
    zh="{value} 的这一角色与第 {row} 行的任职时间重叠，请先结束前一段再开始后一段",
    vi="{value} đã giữ vai trò này ở dòng {row} trong thời gian chồng lên nhau; hãy ghi ngày kết thúc cho lượt trước",
)
def overlapping_posts(dataset: Dataset) -> Iterator[Issue]:
    """Owners gives one person the same role twice at the same time.

    Several roles at once are fine: in a small team one person is marketer and taxonomy owner. A blank date is no limit.

    Why: on such a day the person belongs to two departments, and every report by department counts twice.
    Fix: fill in the last day of the earlier row, or delete the repetition.

    >>> from datetime import date
    >>> from xltags.core.examples import dataset
    >>> twice = {"person": "Ann", "role": "mdr", "from": [date(2025, 1, 1), date(2026, 1, 1)], "to": None}
    >>> [issue.place.cell for issue in overlapping_posts(dataset(Owners=twice))]
    ['A3']
    >>> moved = {**twice, "to": [date(2025, 12, 31), None]}
    >>> list(overlapping_posts(dataset(Owners=moved)))
    []
    """
    table = dataset.table("Owners")
    earlier: dict[tuple[str, str], list[Post]] = {}
    for post in read_posts(dataset):
        posts = earlier.setdefault((post.name, post.role), [])
        clash = next((known for known in posts if known.overlaps(post)), None)
        if clash is not None:
            place = table.place(post.record, "person")
            yield Issue(place, post.person, "", {"row": int(table.rows[clash.record])})
        posts.append(post)
