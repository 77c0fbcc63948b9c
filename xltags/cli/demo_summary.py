"""What `xltags demo` says at the end: what was made, what is wrong in it, what it shows, and what to do next."""

import shlex
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from xltags.core.finding import SEVERITIES, Finding
from xltags.render.as_text import counts_view
from xltags.render.check_lines import COLOURS

if TYPE_CHECKING:
    import pandas as pd

    from xltags.batch.making import Demo

MOST_FREQUENT = 3


def print_demo(demo: "Demo", console: Console) -> None:
    """Print the summary."""
    dataset = demo.judged.dataset
    console.print(Text.assemble(("made ", "bold green"), (str(demo.path), "bold")))
    console.print(
        f"  {len(dataset.customers):,} invented customers, {len(dataset.table('FollowUps')):,} follow-ups, "
        f"six quarters up to {dataset.as_of}; {len(demo.reports)} report sheets"
    )
    _print_findings(demo.judged.findings, console)
    _print_tiers(demo, console)
    _print_channels(demo, console)
    _print_next(demo, console)


def _print_findings(findings: Sequence[Finding], console: Console) -> None:
    counts = Counter(finding.severity for finding in findings)
    console.print()
    console.print(
        Text.assemble(("Checked ", "bold"), " ").append_text(
            counts_view({severity: counts[severity] for severity in SEVERITIES})
        )
    )
    by_code = Counter(finding.code for finding in findings)
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    for code, count in sorted(by_code.items(), key=lambda item: (-item[1], item[0]))[:MOST_FREQUENT]:
        example = next(finding for finding in findings if finding.code == code)
        head = Text(f"  {code} {count}x", style=COLOURS[example.severity])
        grid.add_row(head, Text(f"{example.sheet}!{example.cell}"), Text(example.message))
    console.print(grid)


def _print_tiers(demo: "Demo", console: Console) -> None:
    frame = _summary(demo, "tiers")
    console.print()
    console.print(Text.assemble(("Scored  ", "bold"), "how tiers win (of closed deals, with 95 % interval)"))
    grid = Table.grid(padding=(0, 2))
    for row in frame.to_dict("records"):
        rate = _rate(row, "win_rate") if row["closed"] else "none closed"
        grid.add_row(f"  {row['tier']}", f"{row['customers']:,} customers", f"{row['won']} won", rate)
    console.print(grid)


def _print_channels(demo: "Demo", console: Console) -> None:
    """The best and the worst channel: first those that the report itself advises about."""
    frame = _summary(demo, "channels")
    rows = frame[(frame["by"] == "channel") & frame["conversion"].notna()].sort_values("conversion", kind="stable")
    if len(rows) < 2:
        return
    console.print()
    console.print(Text.assemble(("Reported ", "bold"), "won of leads by channel (95 % interval)"))
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    records = rows.to_dict("records")
    for label, row in (("best", records[-1]), ("worst", records[0])):
        advice = Text(str(row["advice"]), style="green" if label == "best" else "yellow")
        cost = "" if row["cpa"] != row["cpa"] else f"{row['cpa']:,.0f} spent for a win"
        grid.add_row(f"  {label}: {row['value']}", _rate(row, "conversion"), cost, advice)
    console.print(grid)


def _summary(demo: "Demo", name: str) -> "pd.DataFrame":
    frame = next(report.summary for report in demo.reports if report.name == name)
    assert frame is not None  # both reports have one
    return frame


def _rate(row: "Mapping[Hashable, float]", name: str) -> str:
    rate, low, high = row[name], row[f"{name}_low"], row[f"{name}_high"]
    return "too few to tell" if rate != rate else f"{rate:.0%} ({low:.0%} to {high:.0%})"


def _print_next(demo: "Demo", console: Console) -> None:
    path = shlex.quote(str(demo.path))
    console.print()
    language = demo.judged.dataset.model.settings.language
    sheets = ": Start, Dashboard, Card, Customers, Rpt_Channels"
    console.print(Text.assemble(("Open ", "bold"), (str(demo.path), "bold cyan"), sheets))
    console.print(Text.assemble(("Then ", "bold"), "try"))
    for line in (
        f"xltags check {path} --as-of {demo.judged.dataset.as_of}",
        f"xltags fix {path} --dry-run",
        f"xltags review {path} --quarter 2026-Q3",
        "xltags new team.xlsx" if language == "en" else f"xltags new team.xlsx --lang {language}",
    ):
        console.print(f"  {line}", markup=False, soft_wrap=True)
