"""How many tags the team's resources carry: a band with two sides, because too few are a fault as well."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from xltags.core.dataset import Dataset
from xltags.core.open_groups import kept_up_tags
from xltags.core.settings import Settings
from xltags.core.values import Value, as_date, as_number, as_text

TAGS_A_PERSON = 12
TAGS_A_SYSTEM = 12
TAGS_A_CHANNEL = 4
MOST_CHANNELS = 20
LEAST_TAGS = 9
SPREAD = 4  # the lower side is a quarter of the upper one


@dataclass(frozen=True, slots=True)
class TagBudget:
    """The band and what it is made of. `count` tags are kept up; `low` to `high` would fit, both included.

    `channels` is how many paid channels the monthly budget keeps going at today's prices.
    """

    count: int
    low: int
    high: int
    headcount: float
    systems: int
    channels: int

    @property
    def room(self) -> int:
        """How many more tags fit; below 0 where there are too many."""
        return self.high - self.count


def tag_budget(dataset: Dataset) -> TagBudget | None:
    """The tag budget of a workbook; None where Settings does not say how many people work with the tags.

    high = 12 x headcount + 12 x linked systems + 4 x channels; low = high / 4, and never under 9.

    * 12 a person: a tag costs about 20 minutes a month (choose it rightly, act on it, tidy it up, look at its group),
      and half a day a month is what operations can spare. It agrees with practice: a dozen or so tags serve a team of
      two or three well, who may grow to two dozen before they forget some.
    * 12 a linked system: what it writes nobody types, which frees the half day of one person.
    * 4 a channel: a paid channel brings its own source tag and those of the content and the actions behind it. What a
      channel costs a month is the median of the sums of `Spend` by source and month of the last year; no more than
      20 channels count. Without `Spend` a budget above 0 counts as one channel.
    * 9 at least: three tags in each of the families identity, source and stage, without which nothing can be counted.

    Lists to look up (provinces and cities), reserved and retired tags, and groups of a later step do not count. The
    figures are assumptions from practice, not measurements; a team that knows better excepts GOV010 or GOV011.
    """
    settings = dataset.model.settings
    if settings.headcount is None:
        return None
    channels = _channels(dataset)
    high = _high(settings, channels)
    return TagBudget(
        count=len(kept_up_tags(dataset.model)),
        low=max(LEAST_TAGS, high // SPREAD),
        high=high,
        headcount=settings.headcount,
        systems=len(set(settings.linked_systems)),
        channels=channels,
    )


def _high(settings: Settings, channels: int) -> int:
    people = TAGS_A_PERSON * (settings.headcount or 0)
    systems = TAGS_A_SYSTEM * len(set(settings.linked_systems))
    return max(LEAST_TAGS, int(min(people, 1e9)) + systems + TAGS_A_CHANNEL * channels)


def _channels(dataset: Dataset) -> int:
    budget = dataset.model.settings.monthly_budget
    if not budget:
        return 0
    price = _price_of_a_channel(dataset)
    return 1 if price is None else int(min(MOST_CHANNELS, max(1, budget // price)))


def _price_of_a_channel(dataset: Dataset) -> float | None:
    """What one paid source costs in a month: the median over sources and months of the year up to today."""
    sums: dict[tuple[int, int, str], float] = {}
    for month, source, amount in _spend(dataset.table("Spend").records(("month", "source", "amount"))):
        if month <= dataset.as_of and (dataset.as_of - month).days <= 366:
            key = (month.year, month.month, source)
            sums[key] = sums.get(key, 0.0) + amount
    costs = sorted(cost for cost in sums.values() if cost > 0)
    return costs[len(costs) // 2] if costs else None


def _spend(records: Iterable[tuple[Value | None, ...]]) -> Iterable[tuple[date, str, float]]:
    for month, source, amount in records:
        day, cost = as_date(month), as_number(amount)
        if day is not None and cost is not None and source is not None:
            yield day, as_text(source).strip(), cost
