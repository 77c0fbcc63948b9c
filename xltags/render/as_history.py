"""The history of a customer for people and for machines."""

import json
from dataclasses import asdict
from datetime import date

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from xltags.core.history import Event, History, TagAge


def history_view(history: History, *, as_of: date) -> RenderableType:
    """The customer's events, a line each, then its tags with their age."""
    head = Text.assemble((history.customer_id, "bold"), f"  {history.company}  tier {history.tier}")
    events = Table.grid(padding=(0, 2))
    for event in history.events:
        day = event.day.isoformat() if event.day else "no date"
        events.add_row(Text(f"  {day}"), Text(event.kind), Text(_what(event)), Text(event.by, "dim"))
    tags = Table.grid(padding=(0, 2))
    for age in history.tags:
        tags.add_row(Text(f"  {age.group}"), Text(age.tags), Text(_age(age, as_of), "dim"))
    nothing = Text("  nothing is logged about it") if not history.events else events
    return Group(head, nothing, Text("Tags now", style="bold"), tags)


def _what(event: Event) -> str:
    if event.kind in ("tag", "tier"):
        change = f"{event.from_tag or '(blank)'} -> {event.to_tag or '(blank)'}"
        what = f"{event.group}: {change}" if event.group else change
        return f"{what}  ({event.text})" if event.text else what
    return event.text


def _age(age: TagAge, as_of: date) -> str:
    parts = []
    if age.since is not None:
        parts.append(f"since {age.since}, {(as_of - age.since).days} days")
    if age.contact is not None:
        parts.append(f"last contact {(as_of - age.contact).days} days ago")
    return "; ".join(parts) or "nothing logged"


def render_history(history: History) -> str:
    """The history as one JSON document, ending in a line break."""
    return json.dumps(asdict(history), ensure_ascii=False, indent=1, default=str) + "\n"
