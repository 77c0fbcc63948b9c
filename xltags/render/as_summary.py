"""Check results as the Markdown summary of a CI step: counts by workbook, then each rule with its first places.

GitHub drops a step's summary that is larger than 1 MiB, so whole rules are left out before that, and counted.
"""

import re
from collections.abc import Iterator, Sequence

from xltags.batch.checking import CheckResult
from xltags.core.finding import Finding
from xltags.render.as_markdown import plain
from xltags.render.check_lines import SHOWN, advice_of, place_of, reason_of, rules_of, stopped_word
from xltags.render.rule_pages import title_of

LIMIT = 1024 * 1024  # bytes; docs.github.com, "Adding a job summary"
BOOKS = 200  # rows of the table of workbooks
LONGEST = 500  # characters of a message
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]+")
_Part = tuple[str, int]  # lines, and how many findings or unread workbooks they tell of


def render_summary(results: Sequence[CheckResult], *, limit: int = LIMIT) -> str:
    """The results as Markdown of at most `limit` bytes; "" where not even the table of workbooks has room.

    Texts of a workbook stand in code spans, in which Markdown, HTML, links and mentions have no effect.
    """
    told = _head(results)
    room = limit - _size(told) - 200  # for the line that counts the rest
    if room < 0:
        return ""
    unreadable_first = sorted(results, key=lambda result: result.status != "unreadable")
    parts = [part for result in unreadable_first for part in _parts(result)]
    for number, (text, _) in enumerate(parts):
        room -= _size(text)
        if room < 0:
            rest = sum(count for _, count in parts[number:])
            return f"{told}\n{rest:,} more without room here; see the report\n"
        told += text
    return told


def _head(results: Sequence[CheckResult]) -> str:
    lines = ["## xltags", "", "| workbook | errors | warnings | notes |", "| --- | ---: | ---: | ---: |"]
    for result in results[:BOOKS]:
        name = code_span(result.path.replace("|", "¦"))  # no two readers of tables agree on pipes in code
        if result.status == "unreadable":
            lines.append(f"| {name} | {stopped_word(result)} | | |")
        else:
            counts = " | ".join(f"{count:,}" for count in result.counts().values())
            lines.append(f"| {name} | {counts} |")
    rest = len(results) - BOOKS
    lines += ["", f"{rest:,} more {'workbook' if rest == 1 else 'workbooks'}; see the report"] if rest > 0 else []
    return "\n".join(lines) + "\n"


def _parts(result: CheckResult) -> Iterator[_Part]:
    known = f"{result.hidden:,} known from the baseline\n\n" if result.hidden else ""
    if result.status == "unreadable":
        reason = code_span(_shortened(reason_of(result)))
        yield f"\n### {code_span(result.path)}\n\n- **{stopped_word(result)}** {result.code} {reason}\n", 1
    elif result.findings or known:
        yield f"\n### {code_span(result.path)}\n\n{known}", 0
    for code, findings in rules_of(result):
        yield "".join(f"{line}\n" for line in _rule(code, findings)), len(findings)


def _rule(code: str, findings: Sequence[Finding]) -> Iterator[str]:
    yield f"- **{findings[0].severity}** {code} {len(findings):,}x {plain(title_of(code))}"
    for finding in findings[:SHOWN]:
        yield f"  - {code_span(place_of(finding))} {code_span(_shortened(advice_of(finding)))}"
    if len(findings) > SHOWN:
        yield f"  - {len(findings) - SHOWN:,} more"


def code_span(text: str) -> str:
    """A text of a workbook on one line as Markdown's code, which shows it as it is.

    >>> code_span("a\\n# `b`")
    '`` a # `b` ``'
    """
    line = " ".join(_CONTROL.sub(" ", text).split())
    if not line:
        return ""
    fence = "`" * (1 + max(map(len, re.findall("`+", line)), default=0))
    padding = " " if "`" in line else ""
    return f"{fence}{padding}{line}{padding}{fence}"


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."


def _size(text: str) -> int:
    return len(text.encode("utf-8", "backslashreplace"))
