"""How one customer came to be what it is: contacts, changes of tags, deals and tiers, in the order of their days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from xltags.core.customer_rows import by_system, clean_id, customers_of
from xltags.core.dataset import Dataset
from xltags.core.errors import XltagsError
from xltags.core.group_names import group_named
from xltags.core.snapshot import TierDay
from xltags.core.suggest import suggest
from xltags.core.table import Table
from xltags.core.text import fold, join_values
from xltags.core.values import as_date, as_text

Kind = Literal[
    "first contact", "contact", "tag", "person met", "interview", "need", "won", "lost", "renewed", "churned", "tier"
]
_ORDER: tuple[Kind, ...] = (
    "first contact", "contact", "person met", "interview", "need", "tag", "won", "lost", "renewed", "churned", "tier",
)  # fmt: skip
_DAYS: dict[str, Kind] = {
    "first_contact": "first contact",
    "won_on": "won",
    "lost_on": "lost",
    "renewed_on": "renewed",
    "churned_on": "churned",
}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened with a customer. `day` is None where no date was given; `group` that of a tag change."""

    day: date | None
    kind: Kind
    text: str = ""
    by: str = ""
    group: str = ""
    from_tag: str = ""
    to_tag: str = ""


@dataclass(frozen=True, slots=True)
class TagAge:
    """A tag that a customer carries. `since` is the day of the logged change to it; `contact` that of the last contact
    on or after it, by which it was as good as confirmed; None where no such day is known."""

    group: str
    tags: str
    since: date | None
    contact: date | None


@dataclass(frozen=True, slots=True)
class History:
    """A customer's events, oldest first, those without a day before all others; its tags now and its tier now."""

    customer_id: str
    company: str
    tier: str
    events: tuple[Event, ...]
    tags: tuple[TagAge, ...]


def customer_named(dataset: Dataset, text: str) -> int:
    """The record of the customer that a text means: its id, else its company's name.

    Raises:
        XltagsError: none is meant, or several are.
    """
    table = dataset.customers.table
    for column_id, form in (("customer_id", clean_id), ("company", lambda value: fold(as_text(value)))):
        wanted = form(text)
        names = [form(value) for value in table.column(column_id).cells()]
        found = [record for record, name in enumerate(names) if wanted and name == wanted]
        if len(found) == 1 or (found and column_id == "customer_id"):
            return found[0]
        if found:
            ids = join_values(as_text(table.value(record, "customer_id")) for record in found)
            raise XltagsError(f"{text!r} is the name of several customers; name one by its id: {ids}")
    known = [as_text(value) for id in ("customer_id", "company") for value in table.column(id).values]
    near = suggest(known, text)
    hint = f"; did you mean {near.text!r}?" if near else "; name its customer_id or its company"
    raise XltagsError(f"{dataset.workbook}: has no customer {text!r}{hint}")


def history_of(dataset: Dataset, record: int, *, tier: str = "", tiers: Sequence[TierDay] = ()) -> History:
    """The history of one customer.

    Args:
        record: its place in `Customers`.
        tier: its tier now. `tiers`: what snapshots knew about tiers, oldest first.
    """
    table = dataset.customers.table
    events = [
        *_own_days(table, record),
        *_log(dataset, record),
        *_people(dataset, record),
        *_tiers(dataset, record, tiers),
    ]
    events.sort(key=lambda it: (it.day is not None, it.day or date.min, _ORDER.index(it.kind)))
    return History(
        as_text(table.value(record, "customer_id")),
        as_text(table.value(record, "company")),
        tier,
        tuple(events),
        tuple(_tag_ages(dataset, record, events)),
    )


def _own_days(table: Table, record: int) -> Iterator[Event]:
    for column_id, kind in _DAYS.items():
        day = as_date(table.value(record, column_id))
        if day is not None:
            yield Event(day, kind, _about(table, record, kind))


def _about(table: Table, record: int, kind: Kind) -> str:
    columns = {"first contact": ("brought_by",), "won": ("deal_value",), "lost": ("lost_stage", "reject_reason")}
    texts = (as_text(table.value(record, column_id)) for column_id in columns.get(kind, ()))
    return ", ".join(text for text in texts if text)


def _records_of(dataset: Dataset, table_id: str, record: int) -> list[int]:
    table = dataset.table(table_id)
    if not len(table):
        return []
    found: list[int] = (customers_of(dataset, table) == record).nonzero()[0].tolist()
    return found


def _log(dataset: Dataset, record: int) -> Iterator[Event]:
    log = dataset.table("FollowUps")
    system = by_system(log)
    for row in _records_of(dataset, "FollowUps", record):
        day, by = as_date(log.value(row, "date")), as_text(log.value(row, "by"))
        group, before, after, channel, note, action = (
            as_text(log.value(row, id)).strip()
            for id in ("group", "from_tag", "to_tag", "channel", "note", "next_action")
        )
        if group or before or after:
            meant = group_named(dataset.model.taxonomy, group)
            yield Event(day, "tag", note if system[row] else "", by, meant.group if meant else group, before, after)
        if not system[row] and (channel or note or action or not group):
            promise = f"next: {action}" if action else ""
            yield Event(day, "contact", "; ".join(filter(None, (channel, note, promise))), by)


def _people(dataset: Dataset, record: int) -> Iterator[Event]:
    for table_id, day_id, kind, texts in (
        ("Contacts", "confirmed_on", "person met", ("name", "position", "chain_role")),
        ("Interviews", "date", "interview", ("need", "motive", "feedback")),
        ("Demands", "raised_on", "need", ("need", "product_area", "status")),
    ):
        table = dataset.table(table_id)
        for row in _records_of(dataset, table_id, record):
            day = as_date(table.value(row, day_id))
            if day is not None:
                parts = (as_text(table.value(row, text)) for text in texts)
                yield Event(day, kind, ", ".join(part for part in parts if part))  # type: ignore[arg-type]  # a kind


def _tiers(dataset: Dataset, record: int, tiers: Sequence[TierDay]) -> Iterator[Event]:
    id, last = clean_id(dataset.customers.table.value(record, "customer_id")), ""
    for day, moved in tiers:
        now = next((tier for tier, ids in moved.items() if id in ids), "")
        if id and now and now != last:
            yield Event(day, "tier", from_tag=last, to_tag=now)
            last = now


def _tag_ages(dataset: Dataset, record: int, events: Sequence[Event]) -> Iterator[TagAge]:
    contacts = [
        it.day for it in events if it.kind in ("contact", "person met", "interview", "first contact") and it.day
    ]
    for group_id, column in dataset.customers.tags.items():
        code = int(column.column.codes[record])
        if code < 0:
            continue
        tags = {match.tag.id for match in column.matches[code] if match.tag}
        since = None
        for event in events:
            if event.kind == "tag" and event.group == group_id and event.day:
                found = dataset.index.find(group_id, event.to_tag)
                reached = found is not None and dataset.model.taxonomy.tags[int(found.key)].id in tags
                since = event.day if reached else None
        later = [day for day in contacts if since is None or day >= since]
        yield TagAge(group_id, join_values(column.labels()[code]), since, max(later, default=None))
