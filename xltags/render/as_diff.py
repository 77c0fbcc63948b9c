"""Differences for people and for machines."""

import json
from collections.abc import Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from xltags import __version__
from xltags.core.change_rules import Area, Change

TITLES: dict[Area, str] = {
    "taxonomy": "Taxonomy",
    "scorecard": "Scorecard",
    "plan": "Plan",
    "settings": "Settings",
    "customers": "Customers",
}
SHOWN = 20


def diff_view(changes: Sequence[Change], *, shown: int | None = SHOWN) -> RenderableType:
    """The differences by area, breaking ones first, with the rule that says so; `shown` customers, all where None."""
    if not changes:
        return Text("no difference", style="bold green")
    lines: list[RenderableType] = []
    for area, found in groupby(sorted(changes, key=_order), key=lambda change: change.area):
        items = list(found)
        visible = items if area != "customers" or shown is None else items[:shown]
        lines += [Text(TITLES[area], style="bold"), _rows(visible)]
        if len(items) > len(visible):
            lines.append(Text(f"  ... and {len(items) - len(visible):,} more; see all with --all", style="dim"))
    breaking = sum(change.breaking for change in changes)
    lines.append(
        Text.assemble(
            (f"{len(changes):,} {'difference' if len(changes) == 1 else 'differences'}, ", "bold"),
            (f"{breaking:,} breaking", "bold red" if breaking else "bold green"),
        )
    )
    return Group(*lines)


def _order(change: Change) -> tuple[int, bool]:
    return list(TITLES).index(change.area), not change.breaking


def _rows(changes: Sequence[Change]) -> Table:
    table = Table.grid(padding=(0, 2))
    for change in changes:
        word = Text("breaking", style="bold red") if change.breaking else Text("safe", style="green")
        what = f"{change.before!r} -> {change.after!r}" if change.before and change.after else _one_side(change)
        table.add_row(
            Text("  ") + word, Text(change.subject), Text(what), Text(f"{change.reason} ({change.rule})", "dim")
        )
    return table


def _one_side(change: Change) -> str:
    return f"+ {change.after!r}" if change.after else f"- {change.before!r}"


def render_diff(changes: Sequence[Change]) -> str:
    """The differences as one JSON document, ending in a line break."""
    document = {
        "xltags": __version__,
        "breaking": sum(change.breaking for change in changes),
        "changes": [
            {
                "area": change.area,
                "rule": change.rule,
                "breaking": change.breaking,
                "subject": change.subject,
                "before": change.before,
                "after": change.after,
                "reason": change.reason,
            }
            for change in changes
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
