"""Check results for people at a terminal: worst first, grouped by rule, and never a cap without a total."""

from collections.abc import Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from xltags.batch.checking import CheckResult
from xltags.core.finding import SEVERITIES, Finding, Severity

COLOURS: dict[Severity, str] = {"error": "bold red", "warning": "yellow", "note": "cyan"}
SHOWN = 5


UNREADABLE = ("FILE001", "FILE002", "FILE003", "FILE004", "FILE005", "LIM")


def results_view(results: Sequence[CheckResult], *, shown: int | None = SHOWN) -> RenderableType:
    """Results one after the other; a total where there are several workbooks, a word of help where there is a finding.

    `shown` findings of a rule, all where it is None.
    """
    views = [result_view(result, shown=shown) for result in results]
    if len(results) > 1:
        views.append(_total(results))
    first = next((finding for result in results for finding in sorted(result.findings, key=_worst_first)), None)
    if first is not None:
        views.append(Text(f"What a code means and how to mend it: xltags explain {first.code}", style="dim"))
    return Group(*views)


def result_view(result: CheckResult, *, shown: int | None = SHOWN) -> RenderableType:
    """One workbook: its name and counts, then its findings by rule."""
    head = Text(result.path, style="bold")
    if result.status == "unreadable":
        what = "cannot be read" if result.code.startswith(UNREADABLE) else "stopped"
        error = result.error.removeprefix(f"{result.path}: ")
        return Group(Text.assemble(head, "  ", (what, "bold red")), Text(f"  {error} [{result.code}]"))
    head.append("  ").append_text(counts_view(result.counts()))
    if result.hidden:
        head.append(f"  ({result.hidden:,} known from the baseline)", style="dim")
    by_code = groupby(sorted(result.findings, key=_worst_first), key=lambda finding: finding.code)
    return Group(head, *(_rule(list(findings), shown) for _, findings in by_code))


def counts_view(counts: dict[Severity, int]) -> Text:
    """Counts of findings as coloured words, such as "3 errors, 1 note"."""
    parts = [
        Text(f"{count:,} {severity}{'' if count == 1 else 's'}", style=COLOURS[severity])
        for severity, count in counts.items()
        if count
    ]
    return Text(", ").join(parts) if parts else Text("clean", style="bold green")


def _worst_first(finding: Finding) -> tuple[int, str]:
    return SEVERITIES.index(finding.severity), finding.code


def _rule(findings: Sequence[Finding], shown: int | None) -> RenderableType:
    severity = findings[0].severity
    head = Text.assemble((findings[0].code, COLOURS[severity]), f"  {severity}  ", (f"{len(findings):,}x", "bold"))
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    visible = findings if shown is None else findings[:shown]
    for finding in visible:
        place = f"{finding.sheet}!{finding.cell}" if finding.cell else finding.sheet
        table.add_row(Text(place), Text(finding.message))
    rest = len(findings) - len(visible)
    lines: list[RenderableType] = [
        Padding(head, (0, 0, 0, 2), expand=False),
        Padding(table, (0, 0, 0, 4), expand=False),
    ]
    if rest:
        more = Text(f"... and {rest:,} more; see all with --all or --format json", style="dim")
        lines.append(Padding(more, (0, 0, 0, 4), expand=False))
    return Group(*lines)


def _total(results: Sequence[CheckResult]) -> Text:
    counts = {severity: sum(result.counts()[severity] for result in results) for severity in SEVERITIES}
    unreadable = sum(result.status == "unreadable" for result in results)
    line = Text(f"{len(results)} workbooks: ", style="bold").append_text(counts_view(counts))
    if unreadable:
        line.append(f", {unreadable} stopped", style="bold red")
    return line
