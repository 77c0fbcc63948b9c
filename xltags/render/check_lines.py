"""Check results as plain lines, without rich: what `as_text` shows where no terminal is, in a tenth of the time."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from xltags.batch.checking import CheckResult
from xltags.core.finding import SEVERITIES, Finding, Severity

COLOURS: dict[Severity, str] = {"error": "bold red", "warning": "yellow", "note": "cyan"}
SHOWN = 5
UNREADABLE = ("FILE001", "FILE002", "FILE003", "FILE004", "FILE005", "LIM")
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")  # rich drops some of them and breaks lines at others
Part = tuple[str, str]  # words and their style, "" for none


def results_text(results: Sequence[CheckResult], *, shown: int | None = SHOWN) -> str | None:
    """What `results_view` gives where no terminal is; None where a text holds control characters.

    `shown` findings of a rule, all where it is None.
    """
    lines = [line for result in results for line in _lines(result, shown)]
    if len(results) > 1:
        lines.append(_plain(total_parts(results)))
    lines += help_lines(results)
    if any(map(CONTROL.search, lines)):
        return None
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _lines(result: CheckResult, shown: int | None) -> Iterator[str]:
    yield _plain(head_parts(result))
    if result.status == "unreadable":
        yield stop_line(result)
    for code, findings in rules_of(result):
        visible = findings if shown is None else findings[:shown]
        places = [place_of(finding) for finding in visible]
        sizes = [_width(place) for place in places]
        widest = max(sizes, default=0)
        yield f"  {code}  {findings[0].severity}  {len(findings):,}x"
        for finding, place, size in zip(visible, places, sizes, strict=True):
            yield f"    {place}{' ' * (widest - size)}  {finding.message}"
        if len(findings) > len(visible):
            yield f"    {more(len(findings) - len(visible))}"


def _plain(parts: Sequence[Part]) -> str:
    return "".join(text for text, _ in parts)


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # only who needs it pays for loading it

    return cell_len(text)


def head_parts(result: CheckResult) -> list[Part]:
    """A workbook's name and what was found, in one line."""
    name = (result.path, "bold")
    if result.status == "unreadable":
        return [name, ("  ", ""), (stopped_word(result), "bold red")]
    hidden = [(f"  ({result.hidden:,} known from the baseline)", "dim")] if result.hidden else []
    return [name, ("  ", ""), *counts_parts(result.counts()), *hidden]


def counts_parts(counts: Mapping[Severity, int]) -> list[Part]:
    """Counts of findings as coloured words, such as "3 errors, 1 note"."""
    parts: list[Part] = []
    for severity, count in counts.items():
        if count:
            parts += [(", ", "")] if parts else []
            parts.append((f"{count:,} {severity}{'' if count == 1 else 's'}", COLOURS[severity]))
    return parts or [("clean", "bold green")]


def total_parts(results: Sequence[CheckResult]) -> list[Part]:
    """How many workbooks there are, and what was found in all of them."""
    counts = {severity: sum(result.counts()[severity] for result in results) for severity in SEVERITIES}
    unreadable = sum(result.status == "unreadable" for result in results)
    stopped = [(f", {unreadable} stopped", "bold red")] if unreadable else []
    return [(f"{len(results)} workbooks: ", "bold"), *counts_parts(counts), *stopped]


def rules_of(result: CheckResult) -> list[tuple[str, list[Finding]]]:
    """The findings by code, the worst rule first."""
    by_code = groupby(sorted(result.findings, key=_worst_first), key=lambda finding: finding.code)
    return [(code, list(findings)) for code, findings in by_code]


def _worst_first(finding: Finding) -> tuple[int, str]:
    return SEVERITIES.index(finding.severity), finding.code


def help_lines(results: Sequence[CheckResult]) -> list[str]:
    """A word of help where there is a finding."""
    first = next((rules_of(result)[0][0] for result in results if result.findings), None)
    return [] if first is None else [f"What a code means and how to mend it: xltags explain {first}"]


def place_of(finding: Finding) -> str:
    """Sheet and cell."""
    return f"{finding.sheet}!{finding.cell}" if finding.cell else finding.sheet


def advice_of(finding: Finding) -> str:
    """The message, and the better value where the message does not name it."""
    if not finding.suggestion or finding.suggestion in finding.message:
        return finding.message
    return f"{finding.message} → {finding.suggestion}"


def more(rest: int) -> str:
    """The line about findings of a rule that are not shown."""
    return f"... and {rest:,} more; see all with --all or --format json"


def stop_line(result: CheckResult) -> str:
    """Why a workbook was not checked."""
    return f"  {reason_of(result)} [{result.code}]"


def stopped_word(result: CheckResult) -> str:
    """What became of a workbook that was not checked."""
    return "cannot be read" if result.code.startswith(UNREADABLE) else "stopped"


def reason_of(result: CheckResult) -> str:
    """Why a workbook was not checked, without its name and the code."""
    return result.error.removeprefix(f"{result.path}: ")
