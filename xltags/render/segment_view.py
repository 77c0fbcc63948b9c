"""Segments for people at a terminal and for programs."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from xltags.batch.segmenting import SegmentList, SegmentSize
from xltags.core.values import Value, as_date, as_text

SHOWN = 20
COLUMNS = ("customer_id", "company", "name", "position", "tier", "owner", "next_action", "next_due")


def segment_view(found: SegmentList, *, shown: int | None = SHOWN) -> RenderableType:
    """A segment: what it is, its first rows (all where `shown` is None), and what it shares with others."""
    segment, mailing = found.members.segment, found.mailing
    share = f" ({mailing.customers / found.customers:.0%} of {found.customers:,})" if found.customers else ""
    parts: list[RenderableType] = [
        Text.assemble(
            (segment.name, "bold"), f"  {_customers(mailing.customers)}{share}, {mailing.contacts:,} contacts"
        )
    ]
    about = [it for it in (segment.action, segment.owner and f"by {segment.owner}", segment.frequency) if it]
    if about:
        parts.append(Text("; ".join(it.rstrip(".") for it in about)))
    table = Table(box=None, pad_edge=False)
    places = [(name, mailing.header.index(name)) for name in COLUMNS if name in mailing.header]
    for name, _ in places:
        table.add_column(name, overflow="fold")
    visible = mailing.rows if shown is None else mailing.rows[:shown]
    for row in visible:
        table.add_row(*(Text(_text(row[place])) for _, place in places))
    if visible:
        parts.append(table)
    rest = len(mailing.rows) - len(visible)
    if rest:
        parts.append(Text(f"... and {rest:,} more rows; --export FILE.csv writes all", style="dim"))
    taken = int((found.members.included & ~found.members.members).sum())
    if taken:
        parts.append(Text(f"exclude takes out {_customers(taken)}"))
    due = int(found.agenda.due.sum())
    if due:
        parts.append(Text(f"due now ({segment.frequency}): {_customers(due)}"))
    parts += [Text(f"{_customers(count)} also in {name!r}") for name, count in found.overlap]
    return Group(*parts)


def sizes_view(found: Sequence[SegmentSize]) -> RenderableType:
    """Every segment with its size, and what is wrong with it."""
    if not found:
        return Text("no segments; fill the sheet Segments")
    table = Table(box=None, pad_edge=False)
    table.add_column("Segment", style="bold", overflow="fold")
    for header in ("customers", "due"):
        table.add_column(header, justify="right")
    for header in ("frequency", "owner", "action"):
        table.add_column(header, overflow="fold")
    for it in found:
        told = Text(it.problem, style="red") if it.problem else Text(it.segment.action)
        counts = ("-", "-") if it.problem else (f"{it.customers:,}", f"{it.due:,}")
        table.add_row(Text(it.segment.name), *counts, it.segment.frequency, Text(it.segment.owner), told)
    return table


def segment_record(found: SegmentList) -> dict[str, object]:
    """A segment as plain values for JSON."""
    segment, mailing = found.members.segment, found.mailing
    return {
        "segment": segment.name,
        "include": segment.include,
        "exclude": segment.exclude,
        "action": segment.action,
        "owner": segment.owner,
        "frequency": segment.frequency,
        "importance": segment.importance,
        "customers": mailing.customers,
        "contacts": mailing.contacts,
        "excluded": int((found.members.included & ~found.members.members).sum()),
        "due": int(found.agenda.due.sum()),
        "overlap": [{"segment": name, "customers": count} for name, count in found.overlap],
        "rows": [{name: _plain(value) for name, value in row.items()} for row in mailing.records()],
    }


def size_record(found: SegmentSize) -> dict[str, object]:
    """A segment of the overview as plain values for JSON."""
    return {"segment": found.segment.name, "customers": found.customers, "due": found.due, "problem": found.problem}


def _customers(count: int) -> str:
    return f"{count:,} {'customer' if count == 1 else 'customers'}"


def _plain(value: Value | None) -> object:
    return value if value is None or isinstance(value, (str, int, float)) else _text(value)


def _text(value: Value | None) -> str:
    day = as_date(value)
    return day.isoformat() if day is not None else as_text(value)
