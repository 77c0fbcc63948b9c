"""Check results for GitHub Actions: annotations within the caps of a step, then the counts as a folded group of lines.

GitHub shows ten errors, ten warnings and ten notices of a step and drops the rest without a word. Commands and their
escapes: docs.github.com, "Workflow commands for GitHub Actions".
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest
from pathlib import PurePath
from typing import NamedTuple

from xltags.batch.checking import CheckResult
from xltags.core.finding import SEVERITIES, Finding, Severity, cell_order
from xltags.render.check_lines import (
    advice_of,
    counts_parts,
    head_parts,
    help_lines,
    place_of,
    reason_of,
    rules_of,
    stopped_word,
    total_parts,
)
from xltags.render.rule_pages import title_of
from xltags.render.told_from import told_from
from xltags.render.visible import on_one_line, visible

SHOWN = 10
COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}
LONGEST_TITLE = 255  # characters; GitHub refuses longer ones
_ANYWHERE = re.compile(r"#.*#.*\[")  # "##[" and "##vso["; runners overlook invisible characters between the signs


class _Place(NamedTuple):
    """What an annotation is about: a finding, or a workbook that was not checked."""

    result: CheckResult
    finding: Finding | None = None

    @property
    def code(self) -> str:
        return self.finding.code if self.finding else self.result.code


def render_github(results: Sequence[CheckResult], *, folder: PurePath | None = None) -> str:
    """Annotations, at most ten of a severity over all workbooks, then the counts by workbook and rule in a group.

    Workbooks that could not be read come first, then the first place of each rule, the most frequent rule first, then
    the second places; the tenth says how many more there are of what. Paths below `folder` are told from there.
    """
    lines = [line for severity in SEVERITIES for line in _annotations(results, severity, folder)]
    return "".join(f"{line}\n" for line in (*lines, *_group(results)))


def _annotations(results: Sequence[CheckResult], severity: Severity, folder: PurePath | None) -> Iterator[str]:
    stopped = [_Place(result) for result in results if result.status == "unreadable" and severity == "error"]
    places = [*stopped, *_in_turn(results, severity)]
    shown = places if len(places) <= SHOWN else places[: SHOWN - 1]
    for place in shown:
        yield _annotation(COMMANDS[severity], place, folder)
    if rest := places[len(shown) :]:
        codes = ", ".join(f"{code} {count:,}x" for code, count in Counter(place.code for place in rest).most_common())
        message = f"and {len(rest):,} more: {codes}; see the report"
        yield _command(COMMANDS[severity], {"title": f"More {severity}s"}, message)


def _in_turn(results: Sequence[CheckResult], severity: Severity) -> Iterator[_Place]:
    """The findings of a severity: the first of every rule, then the second of every rule, and so on.

    The most frequent rule comes first, ties by code, as in the report of findings.
    """
    by_code: dict[str, list[_Place]] = {}
    for result in results:
        for finding in result.findings:
            if finding.severity == severity:
                by_code.setdefault(finding.code, []).append(_Place(result, finding))
    worst_first = sorted(by_code.items(), key=lambda item: (-len(item[1]), item[0]))
    rounds = zip_longest(*(places for _, places in worst_first))
    return (place for place in chain.from_iterable(rounds) if place is not None)


def _annotation(command: str, place: _Place, folder: PurePath | None) -> str:
    result, finding = place
    properties = {"file": (told_from(folder, result.path) if folder else PurePath(result.path)).as_posix()}
    if finding is None:
        return _command(command, {**properties, "title": f"{result.code} {stopped_word(result)}"}, reason_of(result))
    row, column = cell_order(finding.cell)
    if row and column:
        properties |= {"line": str(row), "col": str(column)}
    title = f"{finding.code} {place_of(finding)}"[:LONGEST_TITLE]
    return _command(command, {**properties, "title": title}, advice_of(finding))


def _command(command: str, properties: dict[str, str], message: str) -> str:
    told = ",".join(f"{name}={_property(text)}" for name, text in properties.items())
    return f"::{command} {told}::{_data(message)}"


def _data(text: str) -> str:
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _group(results: Sequence[CheckResult]) -> Iterator[str]:
    total = total_parts(results) if len(results) > 1 else [part for it in results for part in head_parts(it)[2:]]
    yield f"::group::xltags: {_told(total)}"
    for result in results:
        yield from map(harmless, _counts(result))
    yield from map(harmless, help_lines(results))
    yield "::endgroup::"


def _counts(result: CheckResult) -> Iterator[str]:
    if result.status == "unreadable":
        yield f"{stopped_word(result)}  {result.path}"
        yield f"  {result.code}  {reason_of(result)}"
        return
    known = f"  ({result.hidden:,} known from the baseline)" if result.hidden else ""
    yield f"{_told(counts_parts(result.counts()))}  {result.path}{known}"
    for code, findings in rules_of(result):
        yield f"  {code}  {findings[0].severity}  {len(findings):,}x  {title_of(code)}"


def _told(parts: Sequence[tuple[str, str]]) -> str:
    return "".join(text for text, _ in parts)


def harmless(text: str) -> str:
    """A text as one line that no runner takes for a command, whatever stands in it.

    A command begins a line with "::", or holds "##[" anywhere.

    >>> harmless("Radio\\n::set-env name=X::y"), harmless(" ::error::x"), harmless("a ##[error]b")
    ('Radio\\\\x0a::set-env name=X::y', ' : :error::x', 'a ＃＃[error]b')
    """
    line = on_one_line(text)
    if line.lstrip().startswith("::"):
        line = line.replace("::", ": :", 1)
    return line.replace("#", "＃") if _ANYWHERE.search(line) else line
