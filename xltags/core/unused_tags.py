"""Tags that nobody uses, or nobody any more."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from xltags.core.customer_rows import last_contact_days
from xltags.core.dataset import Dataset
from xltags.core.days import column_days, day_of
from xltags.core.open_groups import open_groups
from xltags.core.remainders import is_remainder
from xltags.core.tag_usage import FIRST_DAY, carriers, days_of_use
from xltags.core.taxonomy import Tag, TagGroup

LEAST_UNUSED = 5  # of a group, to be said once for the whole group
SHARE_UNUSED = 0.5


@dataclass(frozen=True, slots=True)
class UnusedTags:
    """Tags of a group that no customer carries, of `total` active ones, over `customers` known since `since`."""

    group: TagGroup
    tags: tuple[Tag, ...]
    total: int
    customers: int
    since: date

    @property
    def whole(self) -> bool:
        """Whether so many are unused that the group is to be looked at, not the single tags."""
        return len(self.tags) >= LEAST_UNUSED and len(self.tags) >= SHARE_UNUSED * self.total


def never_used(dataset: Dataset) -> Iterator[UnusedTags]:
    """By group, the tags that no customer has carried for at least stale_after_days.

    Judged are open groups in which at least min_sample customers have a value, once the first customer is that old. Of
    shipped tags only whole groups are named (see `UnusedTags.whole`), of one's own those that were made that long ago.
    Tags for the rest, such as "Other", are left out.
    """
    settings, since = dataset.model.settings, _first_day(dataset)
    if since is None or (dataset.as_of - since).days < settings.stale_after_days:
        return
    below = {id(tag): count for tag, (_, count) in zip(dataset.model.taxonomy.tags, carriers(dataset), strict=True)}
    for group in open_groups(dataset.model):
        column = dataset.customers.tags.get(group.group)
        customers = int((~column.column.blank()).sum()) if column else 0
        if customers < settings.min_sample:
            continue
        active = [tag for tag in dataset.model.taxonomy.tags_of(group.group) if tag.status == "active"]
        unused = tuple(tag for tag in active if not below[id(tag)] and not is_remainder(tag))
        found = UnusedTags(group, unused, len(active), customers, since)
        if not found.whole:
            own = tuple(tag for tag in unused if tag.origin == "custom" and _is_old(tag, dataset))
            found = UnusedTags(group, own, len(active), customers, since)
        if found.tags:
            yield found


def _is_old(tag: Tag, dataset: Dataset) -> bool:
    made = tag.created_on
    return made is not None and (dataset.as_of - made).days >= dataset.model.settings.stale_after_days


def _first_day(dataset: Dataset) -> date | None:
    days = column_days(dataset.customers.table.column("first_contact"))
    known = days[(days >= FIRST_DAY.toordinal()) & (days <= dataset.as_of.toordinal())]
    return day_of(known.min()) if len(known) else None


@dataclass(frozen=True, slots=True)
class DormantTag:
    """A tag that `customers` carry, itself or a tag below it, and when somebody last dealt with one of them."""

    tag: Tag
    customers: int
    last_used: date


def dormant(dataset: Dataset) -> Iterator[DormantTag]:
    """The active tags whose carriers nobody has dealt with for more than stale_after_days, in the taxonomy's order.

    Nothing where nobody was dealt with at all in that time: then the workbook sleeps, not its tags.
    """
    limit = dataset.as_of - timedelta(days=min(dataset.model.settings.stale_after_days, 100_000))
    latest = last_contact_days(dataset)
    known = latest[~np.isnan(latest)]
    if not len(known) or day_of(known.max()) < limit:
        return
    groups = {group.group for group in open_groups(dataset.model)}
    last = days_of_use(dataset)[1]
    for place in np.flatnonzero(np.isfinite(last) & (last < limit.toordinal())).tolist():
        tag, customers = dataset.model.taxonomy.tags[place], carriers(dataset)[place][1]
        if tag.status == "active" and tag.group in groups and customers and not is_remainder(tag):
            yield DormantTag(tag, customers, day_of(last[place]))
