"""Check REV004, drifted group."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.review.results import Review


@check(
    "REV004",
    "warning",
    en=(
        "the mix of '{value}' has moved (PSI {psi}, {expected} by chance): '{tag}' went from {before} in {earlier} "
        "to {after} in {later}"
    ),
    zh=(
        "“{value}”的客户结构已变化（PSI {psi}，偶然水平 {expected}）："
        "“{tag}”由 {earlier} 的 {before} 变为 {later} 的 {after}"
    ),
    vi=(
        "cơ cấu khách theo “{value}” đã đổi (PSI {psi}, ngẫu nhiên là {expected}): “{tag}” từ {before} kỳ {earlier} "
        "thành {after} kỳ {later}"
    ),
)
def drifted_group(dataset: Dataset, review: Review) -> Iterator[Issue]:
    """The mix of a tag group moved far between two periods.

    Why: the scorecard was made for customers of another kind; what won among them need not win among these. A PSI above
    0.25 counts as moved, and only where a chi-square test agrees that it is more than chance.
    Fix: ask what changed (a channel, a market, how the tag is filled), then review the indicators that use the group.

    >>> from xltags.core.examples import dataset
    >>> from xltags.core.review.examples import example_review
    >>> from xltags.core.review.results import Drift
    >>> groups = dataset(TagGroups={"group": ["industry"]})
    >>> periods = ("2026-Q2", "2026-Q3", 300, 280)
    >>> moved = Drift("industry", *periods, 0.31, 0.02, 0.0001, "Steel", 0.1, 0.4, "moved")
    >>> [(issue.place.cell, issue.fields["after"]) for issue in drifted_group(groups, example_review(drift=(moved,)))]
    [('A2', '40%')]
    >>> calm = Drift("industry", *periods, 0.03, 0.02, 0.4, "Steel", 0.1, 0.12, "stable")
    >>> list(drifted_group(groups, example_review(drift=(calm,))))
    []
    """
    table = dataset.table("TagGroups")
    for found in review.drift:
        if found.verdict == "moved":
            group = dataset.model.taxonomy.group(found.group)
            place = table.place_in_row(group.row, "group") if group else table.header_place("group")
            yield Issue(
                place,
                found.group,
                fields={
                    "psi": f"{found.psi:.2f}",
                    "expected": f"{found.expected:.2f}",
                    "tag": found.moved_most,
                    "before": f"{found.share_before:.0%}",
                    "after": f"{found.share_after:.0%}",
                    "earlier": found.before,
                    "later": found.after,
                },
            )
