"""A review for people at a terminal, and as plain values for programs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from itertools import groupby
from math import isfinite, isnan

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from xltags.batch.checking import CheckResult
from xltags.batch.reviewing import Reviewed
from xltags.core.finding import Finding, Language
from xltags.core.scorecard import Band, Indicator, TierRule
from xltags.render.as_json import finding_record
from xltags.render.as_text import result_view
from xltags.reports.review_lines import review_lines
from xltags.reports.review_statement import ReviewLine
from xltags.reports.review_words import MEASURES, SECTIONS, TEXTS, review_text

STYLES: Mapping[str, str] = {
    **dict.fromkeys(("sound", "separates", "signal", "better", "rising", "over"), "green"),
    **dict.fromkeys(("does_not_separate", "no_signal", "inverted", "moved"), "bold red"),
    **dict.fromkeys(("expert_only", "indicative", "shifted", "under", "not_better", "no_proposal", "no_dna"), "yellow"),
    "one_sided": "bold red",
    **dict.fromkeys(("written_after", "too_good", "outcome_itself", "cut_here"), "yellow"),
}
TIER_LATER = ("renewal_rate", "churn_rate")


def review_view(made: Reviewed, path: object) -> RenderableType:
    """A review: its verdict on the history first, then part by part, then the findings.

    What is left to the sheet: the renewal and churn rates of tiers too small to have one, and the shares of tags that
    are within chance. Groups whose mix is stable are named in one line.
    """
    review, language = made.review, made.language
    title = review_text("title", language, quarter=review.quarter, day=review.as_of.isoformat())
    lines = list(_shown(review_lines(review, made.dataset, language), language))
    parts: list[RenderableType] = [Text.assemble((str(path), "bold"), "  ", title)]
    for section, of_section in groupby(lines, key=lambda line: line.section):
        own = list(of_section)
        if section == "history":
            parts += _history(own[0], language)
            continue
        parts += _part(section, own, language)
    if made.findings:
        parts += [Text(), result_view(findings_result(made.findings, path), shown=None)]
    return Group(*parts)


def findings_result(findings: Sequence[Finding], path: object) -> CheckResult:
    """The findings of a review as the result of a check."""
    return CheckResult(str(path), "findings" if findings else "clean", tuple(findings))


def _shown(lines: Sequence[ReviewLine], language: Language) -> Iterator[ReviewLine]:
    stable = [line for line in lines if line.verdict == review_text("stable", language) and line.section == "drift"]
    for line in lines:
        if line.section == "tiers" and line.measure in TIER_LATER and isnan(line.rate):
            continue
        if stable and line is stable[0]:
            names = ", ".join(dict.fromkeys(it.subject for it in stable))
            yield ReviewLine("drift", names, verdict=line.verdict)
        elif line not in stable:
            yield line


def _history(line: ReviewLine, language: Language) -> Iterator[RenderableType]:
    counted = review_text("closed_count", language, count=f"{line.cases:,}")
    yield Text(counted).append_text(_styled(line.verdict, language))
    if line.advice:
        yield Padding(Text(line.advice, style="dim"), (0, 0, 0, 2))


def _part(section: str, lines: Sequence[ReviewLine], language: Language) -> Iterator[RenderableType]:
    """A part of the review: its name, with the measure where all statements share one, then a line a statement.

    Advice stands below its statement, once where several in a row have the same.
    """
    measures = {MEASURES[line.measure][language] for line in lines if line.measure}
    shared = f" ({next(iter(measures))})" if len(measures) == 1 else ""
    yield Text.assemble((SECTIONS[section][language], "bold"), (shared, "dim"))
    cells = [_cells(line, language, told="" if shared else MEASURES[line.measure][language]) for line in lines]
    widths = [max(cell_len(row[place]) for row in cells) for place in range(len(cells[0]))]
    for place, (line, row) in enumerate(zip(lines, cells, strict=True)):
        padded = [cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True) if width]
        told = Text("  ".join([*padded, ""]) if any(row) else "").append_text(_styled(line.verdict, language))
        yield Padding(told, (0, 0, 0, 2))
        after = lines[place + 1].advice if place + 1 < len(lines) else ""
        if line.advice and line.advice != after and line.verdict != review_text("within_chance", language):
            yield Padding(Text(line.advice, style="dim"), (0, 0, 0, 4))


def _cells(line: ReviewLine, language: Language, *, told: str) -> tuple[str, str, str, str]:
    cases = review_text("of", language, count=f"{line.cases:,}") if line.cases is not None else ""
    return line.subject, told, figure(line, language), cases


def figure(line: ReviewLine, language: Language) -> str:
    """The figure of a statement as people read it: "66% (51% to 78%)", "0.31 (0.05 by chance)"; "" for none."""
    if not isnan(line.rate):
        if isnan(line.low):
            return f"{line.rate:.0%}"
        return f"{line.rate:.0%} ({review_text('range', language, low=f'{line.low:.0%}', high=f'{line.high:.0%}')})"
    if isnan(line.index):
        return ""
    if isnan(line.chance):
        return f"{line.index:.2f}"
    return f"{line.index:.2f} ({review_text('by_chance', language, chance=f'{line.chance:.2f}')})"


def _styled(verdict: str, language: Language) -> Text:
    """A verdict in its colour; its words up to the first figure tell which one it is."""
    beginnings = ((TEXTS[key][language].partition("{")[0], style) for key, style in STYLES.items())
    return Text(verdict, style=next((style for start, style in beginnings if verdict.startswith(start)), ""))


def review_record(made: Reviewed, path: object) -> dict[str, object]:
    """A review as plain values for JSON: everything it holds, its statements in words, and its findings.

    Dates are texts, a missing number is null; tuples are lists.
    """
    words = [
        {"section": line.section, "subject": line.subject, "verdict": line.verdict, "advice": line.advice}
        for line in review_lines(made.review, made.dataset, made.language)
    ]
    record = _plain(made.review)
    assert isinstance(record, dict)
    findings = [finding_record(finding) for finding in made.findings]
    return {"workbook": str(path), **record, "statements": words, "findings": findings}


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, (Indicator, Band, TierRule)):
        return {name: _plain(it) for name, it in value if name != "row"}
    if isinstance(value, (tuple, list)):
        return [_plain(it) for it in value]
    plain = value.item() if hasattr(value, "item") else value  # numpy's own numbers
    if isinstance(plain, float):
        return plain if isfinite(plain) else None
    return plain.isoformat() if isinstance(plain, date) else plain
