"""Check results for people at a terminal: worst first, grouped by rule, and never a cap without a total."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.cells import cell_len
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
        views.append(Text(_help(first), style="dim"))
    return Group(*views)


def _help(first: Finding) -> str:
    return f"What a code means and how to mend it: xltags explain {first.code}"


def results_text(results: Sequence[CheckResult], *, shown: int | None = SHOWN) -> str | None:
    """What `results_view` gives where no terminal is, in a tenth of the time; None where a text is not printable."""
    lines = [line for result in results for line in _lines(result, shown)]
    if len(results) > 1:
        lines.append(_total(results).plain)
    first = next((finding for result in results for finding in sorted(result.findings, key=_worst_first)), None)
    if first is not None:
        lines.append(_help(first))
    return "".join(f"{line.rstrip()}\n" for line in lines) if all(map(str.isprintable, lines)) else None


def _lines(result: CheckResult, shown: int | None) -> Iterator[str]:
    yield _head(result).plain
    if result.status == "unreadable":
        yield _stop_line(result)
        return
    for code, found in groupby(sorted(result.findings, key=_worst_first), key=lambda finding: finding.code):
        findings = list(found)
        visible = findings if shown is None else findings[:shown]
        places = [_place(finding) for finding in visible]
        sizes = [cell_len(place) for place in places]
        yield f"  {code}  {findings[0].severity}  {len(findings):,}x"
        for finding, place, size in zip(visible, places, sizes, strict=True):
            yield f"    {place}{' ' * (max(sizes) - size)}  {finding.message}"
        if len(findings) > len(visible):
            yield f"    {_more(len(findings) - len(visible))}"


def result_view(result: CheckResult, *, shown: int | None = SHOWN) -> RenderableType:
    """One workbook: its name and counts, then its findings by rule."""
    if result.status == "unreadable":
        return Group(_head(result), Text(_stop_line(result)))
    by_code = groupby(sorted(result.findings, key=_worst_first), key=lambda finding: finding.code)
    return Group(_head(result), *(_rule(list(findings), shown) for _, findings in by_code))


def _head(result: CheckResult) -> Text:
    head = Text(result.path, style="bold")
    if result.status == "unreadable":
        what = "cannot be read" if result.code.startswith(UNREADABLE) else "stopped"
        return Text.assemble(head, "  ", (what, "bold red"))
    head.append("  ").append_text(counts_view(result.counts()))
    if result.hidden:
        head.append(f"  ({result.hidden:,} known from the baseline)", style="dim")
    return head


def _stop_line(result: CheckResult) -> str:
    error = result.error.removeprefix(f"{result.path}: ")
    return f"  {error} [{result.code}]"


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
        table.add_row(Text(_place(finding)), Text(finding.message))
    rest = len(findings) - len(visible)
    lines: list[RenderableType] = [
        Padding(head, (0, 0, 0, 2), expand=False),
        Padding(table, (0, 0, 0, 4), expand=False),
    ]
    if rest:
        lines.append(Padding(Text(_more(rest), style="dim"), (0, 0, 0, 4), expand=False))
    return Group(*lines)


def _place(finding: Finding) -> str:
    return f"{finding.sheet}!{finding.cell}" if finding.cell else finding.sheet


def _more(rest: int) -> str:
    return f"... and {rest:,} more; see all with --all or --format json"


def _total(results: Sequence[CheckResult]) -> Text:
    counts = {severity: sum(result.counts()[severity] for result in results) for severity in SEVERITIES}
    unreadable = sum(result.status == "unreadable" for result in results)
    line = Text(f"{len(results)} workbooks: ", style="bold").append_text(counts_view(counts))
    if unreadable:
        line.append(f", {unreadable} stopped", style="bold red")
    return line
