"""Check results for people at a terminal: worst first, grouped by rule, and never a cap without a total."""

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from xltags.batch.checking import CheckResult
from xltags.core.finding import Finding, Severity
from xltags.render.check_lines import (
    COLOURS,
    SHOWN,
    counts_parts,
    head_parts,
    help_lines,
    more,
    place_of,
    rules_of,
    stop_line,
    total_parts,
)


def results_view(results: Sequence[CheckResult], *, shown: int | None = SHOWN) -> RenderableType:
    """Results one after the other; a total where there are several workbooks, a word of help where there is a finding.

    `shown` findings of a rule, all where it is None.
    """
    views = [result_view(result, shown=shown) for result in results]
    if len(results) > 1:
        views.append(Text.assemble(*total_parts(results)))
    return Group(*views, *(Text(line, style="dim") for line in help_lines(results)))


def result_view(result: CheckResult, *, shown: int | None = SHOWN) -> RenderableType:
    """One workbook: its name and counts, then its findings by rule."""
    head = Text.assemble(*head_parts(result))
    if result.status == "unreadable":
        return Group(head, Text(stop_line(result)))
    return Group(head, *(_rule(findings, shown) for _, findings in rules_of(result)))


def counts_view(counts: Mapping[Severity, int]) -> Text:
    """Counts of findings as coloured words, such as "3 errors, 1 note"."""
    return Text.assemble(*counts_parts(counts))


def _rule(findings: Sequence[Finding], shown: int | None) -> RenderableType:
    severity = findings[0].severity
    head = Text.assemble((findings[0].code, COLOURS[severity]), f"  {severity}  ", (f"{len(findings):,}x", "bold"))
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    visible = findings if shown is None else findings[:shown]
    for finding in visible:
        table.add_row(Text(place_of(finding)), Text(finding.message))
    rest = len(findings) - len(visible)
    lines: list[RenderableType] = [
        Padding(head, (0, 0, 0, 2), expand=False),
        Padding(table, (0, 0, 0, 4), expand=False),
    ]
    if rest:
        lines.append(Padding(Text(more(rest), style="dim"), (0, 0, 0, 4), expand=False))
    return Group(*lines)
