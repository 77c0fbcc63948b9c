"""What a plan or a sync did to workbooks, for people and for machines."""

import json
from collections import Counter
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from xltags import __version__
from xltags.batch.migrating import Migrated
from xltags.core.migration.outcome import Outcome

COLOURS = {"changed": "bold green", "same": "dim", "refused": "bold yellow", "stopped": "bold red"}


def migration_view(
    results: Sequence[Migrated], *, dry_run: bool, details: bool = False, per_step: bool = True
) -> RenderableType:
    """A line for each workbook with its reasons and remarks; the steps of a single one, or all in sum, at the end.

    `per_step` False leaves the sum out, where the steps differ from workbook to workbook.
    """
    lines: list[RenderableType] = []
    for result in results:
        lines.append(_head(result, dry_run=dry_run))
        lines += [Text(f"  {reason}") for reason in result.conflicts]
        lines += [Text(f"  conflict: {text}", "yellow") for text in result.open]
        lines += [Text(f"  {text}") for text in result.notes]
        if result.error:
            lines.append(Text(f"  {result.error.removeprefix(f'{result.path}: ')} [{result.code}]"))
        if result.status == "changed":
            lines += [
                Text(f"  step {outcome.number}: {remark}") for outcome in result.outcomes for remark in outcome.remarks
            ]
        if details or (len(results) == 1 and result.outcomes):
            lines.append(_steps(result.outcomes))
    if len(results) > 1:
        lines += [*(_totals(results) if per_step else []), _total_line(results, dry_run=dry_run)]
    return Group(*lines)


def _head(result: Migrated, *, dry_run: bool) -> Text:
    words = {
        "changed": "would change" if dry_run else "changed",
        "same": "nothing to change",
        "refused": "refused, nothing was changed",
        "stopped": "stopped",
    }
    head = Text.assemble((result.path, "bold"), "  ", (words[result.status], COLOURS[result.status]))
    if result.status == "changed":
        head.append(f"  {_many(result.cells, 'cell')}, tags of {_many(result.customers, 'customer')}")
    return head


def _steps(outcomes: Sequence[Outcome]) -> Table:
    table = Table.grid(padding=(0, 2))
    for outcome in outcomes:
        counts = ", ".join(f"{table} {cells:,}" for table, cells in sorted(outcome.cells.items()))
        what = counts if outcome.state == "done" else outcome.reason
        table.add_row(Text(f"  {outcome.number}"), Text(outcome.title), Text(outcome.state), Text(what))
    return table


def _totals(results: Sequence[Migrated]) -> list[Text]:
    """A line for each step: in how many workbooks it did something; one that did nothing anywhere stands out."""
    states: dict[tuple[int, str], Counter[str]] = {}
    for result in results:
        for outcome in result.outcomes:
            states.setdefault((outcome.number, outcome.title), Counter())[outcome.state] += 1
    lines = []
    for (number, title), counts in sorted(states.items()):
        text = f"step {number}  {title}: done in {counts['done']:,}"
        text += f", nothing to do in {counts['nothing']:,}" if counts["nothing"] else ""
        text += f", refused by {counts['conflict']:,}" if counts["conflict"] else ""
        idle = not counts["done"] and not counts["conflict"]
        lines.append(Text(f"{text}; is it spelled as in the workbooks?" if idle else text, "yellow" if idle else ""))
    return lines


def _total_line(results: Sequence[Migrated], *, dry_run: bool) -> Text:
    counts: Counter[str] = Counter(result.status for result in results)
    names = _STATUSES | ({"changed": "would change"} if dry_run else {})
    parts = [f"{counts[status]:,} {words}" for status, words in names.items() if counts[status]]
    return Text(f"{len(results):,} workbooks: {', '.join(parts)}", style="bold")


_STATUSES = {"changed": "changed", "same": "had nothing to change", "refused": "refused", "stopped": "stopped"}


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def render_migration(name: str, results: Sequence[Migrated], *, dry_run: bool) -> str:
    """The results as one JSON document, ending in a line break."""
    document = {
        "xltags": __version__,
        "name": name,
        "dry_run": dry_run,
        "workbooks": [
            {
                "path": result.path,
                "status": result.status,
                "cells": result.cells,
                "customers": result.customers,
                "conflicts": list(result.conflicts),
                "open": list(result.open),
                "notes": list(result.notes),
                "error": f"{result.error} [{result.code}]" if result.error else None,
                "steps": [
                    {
                        "step": outcome.number,
                        "do": outcome.do,
                        "title": outcome.title,
                        "state": outcome.state,
                        "cells": dict(sorted(outcome.cells.items())),
                        "customers": outcome.customers,
                        "reason": outcome.reason,
                        "remarks": outcome.remarks,
                    }
                    for outcome in result.outcomes
                ],
            }
            for result in results
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
