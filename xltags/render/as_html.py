"""Check results as one page for people: it needs no script, no network and no other file."""

import re
from collections.abc import Iterator, Sequence
from html import escape

from xltags import __version__
from xltags.batch.checking import CheckResult
from xltags.core.finding import SEVERITIES, Finding, Language, Severity
from xltags.render.check_lines import place_of, reason_of, rules_of
from xltags.render.html_look import LOOK, POLICY
from xltags.render.html_words import WORDS, Words
from xltags.render.rule_pages import page_of
from xltags.render.visible import visible

OPEN = 3  # rules of a workbook that are unfolded from the start
LONGEST_VALUE = 300  # characters; the message tells the value too
_PARAGRAPH = re.compile(r"\n\n+|\n(?=Why: |Fix: )")
_HEAD = re.compile(r"(Why|Fix): ")


def render_html(results: Sequence[CheckResult]) -> str:
    """A page with totals, the workbooks with their counts, and every finding by workbook and rule, the worst first.

    The page speaks the language of the findings; where that differs from workbook to workbook, each workbook's part
    speaks its own and the rest English. What a rule means is told in English, as by `xltags explain`.
    """
    languages = {result.language for result in results if result.status != "unreadable"}
    language: Language = languages.pop() if len(languages) == 1 else "en"
    return "".join(f"{line}\n" for line in _page(results, language))


def _page(results: Sequence[CheckResult], language: Language) -> Iterator[str]:
    words = WORDS[language]
    yield "<!DOCTYPE html>"
    yield f'<html lang="{language}">'
    yield '<head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f'<meta name="generator" content="xltags {__version__}">'
    yield f"<title>{words.title}</title>"
    yield f"<style>{LOOK}</style></head>"
    yield f"<body><header><h1>{words.title}</h1>{_totals(results, words)}</header>"
    yield "<main>"
    yield from _books(results, words)
    for number, result in enumerate(results, start=1):
        yield from _book(result, number, language if result.status == "unreadable" else result.language)
    yield f"</main><footer><p>{words.footer}</p></footer></body></html>"


def _totals(results: Sequence[CheckResult], words: Words) -> str:
    counts = {severity: sum(result.counts()[severity] for result in results) for severity in SEVERITIES}
    unread = sum(result.status == "unreadable" for result in results)
    stopped = f' <span class="error">{words.unread}: <b>{unread:,}</b></span>' if unread else ""
    return f"<p>{words.workbooks}: <b>{len(results):,}</b> {_counts(counts, words)}{stopped}</p>"


def _counts(counts: dict[Severity, int], words: Words) -> str:
    return " ".join(
        f'<span class="{severity}">{words.severities[severity]}: <b>{counts[severity]:,}</b></span>'
        for severity in SEVERITIES
    )


def _books(results: Sequence[CheckResult], words: Words) -> Iterator[str]:
    heads = "".join(f'<th scope="col">{text}</th>' for text in words.severities.values())
    yield f'<section><h2>{words.workbooks}</h2><div class="wide"><table class="books">'
    yield f'<thead><tr><th scope="col">{words.workbook}</th>{heads}</tr></thead><tbody>'
    for number, result in enumerate(results, start=1):
        if result.status == "unreadable":
            cells = f'<td class="error" colspan="3">{words.unread}</td>'
        else:
            cells = "".join(f"<td>{count:,}</td>" for count in result.counts().values())
        yield f'<tr><th scope="row"><a href="#w{number}">{_text(result.path)}</a></th>{cells}</tr>'
    yield "</tbody></table></div></section>"


def _book(result: CheckResult, number: int, language: Language) -> Iterator[str]:
    words = WORDS[language]
    yield f'<section id="w{number}" lang="{language}"><h2>{_text(result.path)}</h2>'
    if result.status == "unreadable":
        yield f'<p class="error">{words.unread}</p><p lang="en">{_text(reason_of(result))} [{escape(result.code)}]</p>'
        yield from _explained(result.code)
    elif not result.findings:
        yield f"<p>{words.clean}</p>"
    else:
        yield f"<p>{_counts(result.counts(), words)}</p>"
    if result.hidden:
        yield f"<p>{words.hidden}: {result.hidden:,}</p>"
    for position, (code, findings) in enumerate(rules_of(result)):
        yield from _rule(code, findings, words, opened=position < OPEN)
    yield "</section>"


def _rule(code: str, findings: Sequence[Finding], words: Words, *, opened: bool) -> Iterator[str]:
    severity = findings[0].severity
    title = escape(page_of(code).partition("\n")[0])
    yield f'<details class="rule"{" open" if opened else ""}><summary><h3>'
    yield f'<span class="{severity}">{words.severity[severity]}</span> {escape(code)} <b>{len(findings):,}x</b> '
    yield f'<span lang="en">{title}</span></h3></summary>'
    yield from _explained(code)
    heads = "".join(f'<th scope="col">{text}</th>' for text in (words.place, words.value, words.message, words.advice))
    yield f'<div class="wide"><table class="findings"><thead><tr>{heads}</tr></thead><tbody>'
    yield from map(_row, findings)
    yield "</tbody></table></div></details>"


def _row(finding: Finding) -> str:
    value = finding.value if len(finding.value) <= LONGEST_VALUE else f"{finding.value[:LONGEST_VALUE]}..."
    place, texts = _text(place_of(finding)), map(_text, (value, finding.message, finding.suggestion))
    return f'<tr><th scope="row">{place}</th>{"".join(f"<td>{text}</td>" for text in texts)}</tr>'


def _explained(code: str) -> Iterator[str]:
    """The page of a code but for its title, which the caller has shown."""
    for part in _PARAGRAPH.split(page_of(code))[1:]:
        text = _HEAD.sub(r"<b>\1:</b> ", escape(" ".join(part.split())), count=1)
        yield f'<p class="page" lang="en">{text}</p>'


def _text(text: str) -> str:
    return escape(visible(text))
