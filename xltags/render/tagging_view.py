"""What tagging a set changes, for people at a terminal and for programs."""

from collections.abc import Mapping

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from xltags.batch.tagging import Tagged

SHOWN = 12


def tagging_view(made: Tagged) -> RenderableType:
    """The counts before and after, what is replaced, and what follows from it."""
    tagging = made.tagging
    group, mode = tagging.assignment.group, tagging.assignment.mode
    named = ", ".join(tag.tag for tag in tagging.assignment.tags)
    verb = {"set": "set to", "add": "add", "remove": "remove"}[mode]
    parts: list[RenderableType] = [
        Text.assemble((group.group, "bold"), f"  {verb} {named}"),
        Text(
            f"{tagging.matched:,} customers meet the filter; {len(tagging.changes):,} change, "
            f"{tagging.matched - len(tagging.changes):,} stay as they are"
        ),
    ]
    if tagging.changes:
        parts.append(_counts(tagging.before, tagging.after))
    if tagging.replaced and mode != "remove":
        count = sum(tagging.replaced.values())
        parts.append(Text(f"other values replaced: {count:,} ({_few(tagging.replaced)})", style="yellow"))
    if made.tiers_before != made.tiers_after:
        parts.append(Text(f"tiers: {_tiers(made.tiers_before)} -> {_tiers(made.tiers_after)}"))
    if made.issues_before != made.issues_after:
        worse = made.issues_after > made.issues_before
        line = f"tag issues of these customers: {made.issues_before:,} -> {made.issues_after:,}"
        parts.append(Text(line, style="yellow" if worse else ""))
    parts += [Text(remark) for remark in made.remarks]
    return Group(*parts)


def _counts(before: Mapping[str, int], after: Mapping[str, int]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("value", overflow="fold")
    for header in ("before", "after"):
        table.add_column(header, justify="right")
    names = sorted({*before, *after}, key=lambda name: (-after.get(name, 0), -before.get(name, 0), name))
    for name in names[:SHOWN]:
        table.add_row(Text(name or "(blank)"), f"{before.get(name, 0):,}", f"{after.get(name, 0):,}")
    if len(names) > SHOWN:
        rest = names[SHOWN:]
        counts = (sum(part.get(name, 0) for name in rest) for part in (before, after))
        table.add_row(f"{len(rest):,} more", *(f"{count:,}" for count in counts))
    return table


def _few(counts: Mapping[str, int]) -> str:
    shown = [f"{name} {count:,}" for name, count in list(counts.items())[:SHOWN]]
    more = len(counts) - len(shown)
    return ", ".join([*shown, f"{more:,} more"] if more else shown)


def _tiers(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {tier}" for tier, count in counts.items())


def tagging_record(made: Tagged, *, written: bool) -> dict[str, object]:
    """What tagging changes as plain values for JSON."""
    tagging = made.tagging
    return {
        "group": tagging.assignment.group.group,
        "tags": [tag.tag for tag in tagging.assignment.tags],
        "mode": tagging.assignment.mode,
        "written": written,
        "matched": tagging.matched,
        "changed": len(tagging.changes),
        "before": dict(tagging.before),
        "after": dict(tagging.after),
        "replaced": dict(tagging.replaced),
        "tiers": {"before": dict(made.tiers_before), "after": dict(made.tiers_after)},
        "tag_issues": {"before": made.issues_before, "after": made.issues_after},
        "history": made.history,
        "remarks": list(made.remarks),
        "changes": [
            {"customer_id": id, "from": change.old, "to": change.new}
            for id, change in zip(made.customer_ids, tagging.changes, strict=True)
        ],
    }
