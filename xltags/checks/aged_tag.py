"""Check TAG018, aged tag."""

from collections.abc import Iterator

import numpy as np

from xltags.checks.registry import check
from xltags.core.customer_rows import last_contact_days
from xltags.core.dataset import Dataset
from xltags.core.days import day_of
from xltags.core.finding import Issue
from xltags.core.group_parts import group_for
from xltags.core.judgement import judged_as
from xltags.core.judgement_group import judgement_group
from xltags.core.records import records_with
from xltags.core.stages import NOWHERE, read_stages
from xltags.core.tag_log import agree, cell_of, group_logs
from xltags.core.taxonomy import Tag
from xltags.core.values import as_text

# The kinds of groups whose answer changes while a company stays what it is; industry or source do not age.
MOVING = frozenset({"stage", "behaviour", "preference"})


@check(
    "TAG018",
    "note",
    en="'{value}' has stood since {day}, {days} days ago (limit {limit}); ask the customer and log what holds today",
    zh="“{value}”自 {day} 起已 {days} 天未变（上限 {limit} 天），请向客户确认并记录现状",
    vi="“{value}” giữ nguyên từ {day}, đã {days} ngày (giới hạn {limit}); hãy hỏi khách và ghi lại hiện trạng",
)
def aged_tag(dataset: Dataset) -> Iterator[Issue]:
    """A tag that ought to move has not moved for more than stale_after_days, though somebody talks to the customer.

    Of groups of the families stage, behaviour and preference, and only where FollowUps tells since when the tag stands.
    Left out are customers that nobody has been in touch with for as long (TAG007 finds those), those whose stage is
    won, lost or dormant, and leads that rest: judged as anything but a target, or rejected by sales.

    Why: every talk is a chance to learn that the stage or the wish is another one now. Where it is never written down,
    forecasts and lists rest on last year's answer.
    Fix: ask, change the tag, and log the change; where the tag still holds, log it once more from and to itself.

    >>> from datetime import date
    >>> from xltags.core.examples import dataset
    >>> base = {
    ...     "TagGroups": {"group": "stage", "family": "stage"},
    ...     "Tags": {"group": "stage", "tag": ["Lead", "Offer"]},
    ... }
    >>> base |= {"Customers": {"customer_id": "C1", "stage": "Offer"}}
    >>> log = {"customer_id": "C1", "group": ["stage", None], "to_tag": ["Offer", None], "channel": "phone"}
    >>> old = dataset(base, FollowUps={**log, "date": [date(2025, 3, 3), date(2026, 11, 2)]})
    >>> [issue.fields["days"] for issue in aged_tag(old)]
    [628]
    >>> list(aged_tag(dataset(base, FollowUps={**log, "date": [date(2026, 5, 4), date(2026, 11, 2)]})))
    []
    """
    limit, today = dataset.model.settings.stale_after_days, dataset.as_of.toordinal()
    table, taxonomy = dataset.customers.table, dataset.model.taxonomy
    tended = today - last_contact_days(dataset) <= limit
    tended &= table.column("lost_on").blank() & table.column("churned_on").blank() & _on_the_way(dataset)
    tended &= ~_at_rest(dataset)
    for log in group_logs(dataset):
        if log.group.family not in MOVING:
            continue
        column = dataset.customers.tags[log.group.group]
        lasts = log.lasts()
        days, after = log.days[lasts], log.codes(log.after)[lasts]
        aged = np.flatnonzero((today - days > limit) & tended[log.customers[lasts]] & (after >= 0))
        for place in aged.tolist():
            customer = int(log.customers[lasts[place]])
            now = int(column.column.codes[customer])
            if now >= 0 and agree(cell_of(log.after, int(after[place])), cell_of(column, now), taxonomy):
                day = day_of(days[place])
                fields = {"day": day.isoformat(), "days": today - day.toordinal(), "limit": limit}
                yield Issue(table.place(customer, column.column.id), column.column.value(customer), "", fields)


def _on_the_way(dataset: Dataset) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Which customers have no stage, or one that is a step before the won one."""
    stages, column = read_stages(dataset), dataset.customers.tags.get(group_for(dataset, "stage"))
    if column is None:
        return np.ones(len(dataset.customers), dtype=np.bool_)

    def moves(tag: Tag | None) -> bool:
        place = stages.place_of(tag)
        return tag is None or (place != NOWHERE and (stages.won == NOWHERE or place < stages.won))

    by_code = [all(moves(match.tag) for match in matches) for matches in column.matches]
    return np.asarray([*by_code, True], dtype=np.bool_)[column.column.codes]


def _at_rest(dataset: Dataset) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Which customers nobody expects to move: judged as anything but a target, or rejected by sales."""
    status = dataset.customers.table.column("sales_status")
    resting: np.ndarray[tuple[int], np.dtype[np.bool_]] = np.zeros(len(dataset.customers), dtype=np.bool_)
    resting[records_with(status, lambda value: as_text(value) == "rejected")] = True
    judged = dataset.customers.tags.get(judgement_group(dataset.model.taxonomy))
    if judged is not None:
        taxonomy = dataset.model.taxonomy
        resting |= judged_as(judged, taxonomy) & ~judged_as(judged, taxonomy, ("target",))
    return resting
