"""Check REV005, emerging industry."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.review.results import Review


@check(
    "REV005",
    "note",
    en=(
        "'{value}' is outside of the profile and wins more and more: {before} of {earlier} before {since}, {after} of "
        "{later} since"
    ),
    zh="“{value}”不在画像内，但赢率上升：{since} 之前 {earlier} 家中 {before}，此后 {later} 家中 {after}",
    vi=(
        "“{value}” ngoài chân dung mà thắng ngày càng nhiều: {before} trong {earlier} trước {since}, {after} trong "
        "{later} từ đó"
    ),
)
def emerging_industry(dataset: Dataset, review: Review) -> Iterator[Issue]:
    """An industry that the profile does not count among its own wins more and more often.

    Why: a profile is a picture of the past; a new market shows itself first among the customers that nobody asked for.
    The rise is more than chance, after correcting for the number of industries that were compared.
    Fix: talk to these customers, and give the industry points of its own if they are worth it.

    >>> from datetime import date
    >>> from xltags.core.examples import dataset
    >>> from xltags.core.review.examples import example_rate, example_review
    >>> from xltags.core.review.results import Emerging
    >>> tags = dataset(Tags={"group": "industry", "tag": ["Steel", "Solar"]})
    >>> rates = (example_rate(2, 40), example_rate(20, 40))
    >>> new = Emerging("industry", "Solar", date(2026, 4, 1), *rates, 0.0001, 0.002, rising=True)
    >>> rising = example_review(emerging=(new,))
    >>> [(issue.place.cell, issue.fields["after"]) for issue in emerging_industry(tags, rising)]
    [('B3', '50%')]
    >>> flat = Emerging("industry", "Solar", date(2026, 4, 1), *rates, 0.2, 0.6, rising=False)
    >>> list(emerging_industry(tags, example_review(emerging=(flat,))))
    []
    """
    for found in review.emerging:
        if found.rising:
            table, tag = dataset.table("Tags"), dataset.model.taxonomy.refer(found.tag, found.group)
            place = table.place_in_row(tag.row, "tag") if tag else dataset.customers.table.header_place(found.group)
            yield Issue(
                place,
                found.tag,
                fields={
                    "before": f"{found.before.rate:.0%}",
                    "earlier": found.before.of,
                    "after": f"{found.after.rate:.0%}",
                    "later": found.after.of,
                    "since": found.since.isoformat(),
                },
            )
