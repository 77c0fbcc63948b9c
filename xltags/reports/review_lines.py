"""A review as statements: one line each, with the figure, its interval, the cases behind it, verdict and advice."""

from collections.abc import Iterator, Sequence
from math import isnan, nan

import numpy as np

from xltags.core.dataset import Dataset
from xltags.core.finding import Language
from xltags.core.review.outcomes import ClosedRows, closed_rows
from xltags.core.review.results import Discrimination, Dna, Proposal, Review, TagEvidence
from xltags.reports.review_history import history_line, no_proposal_text, won_and_lost
from xltags.reports.review_statement import ReviewLine, Speaker, rated_line

SUREST = 3  # tags told of where none differs by more than chance
MOST_TAGS = 12  # significant tags told of for one outcome
MOST_GROUPS = 5
SCORECARD_SHEET = "Rpt_IcpScorecard"


def review_lines(review: Review, dataset: Dataset, language: Language) -> list[ReviewLine]:
    """Every statement of a review, in reading order. What is too small to tell is told as such, and what is left to
    `xltags review --json` is counted."""
    say = Speaker(language, dataset)
    return [
        history_line(review, say),
        *_tiers(review, say),
        *_points(review, say),
        *(line for dna in review.dna for line in _dna(dna, say)),
        *_groups(review, say),
        *_drift(review, say),
        *_emerging(review, say),
        *_splits(review, say),
        *_leaks(review, say),
        *_proposal(review, say),
        *(ReviewLine("notes", "", verdict=note) for note in review.notes),
    ]


def _tiers(review: Review, say: Speaker) -> Iterator[ReviewLine]:
    few = say("too_few")
    for outcome in review.tiers:
        yield rated_line("tiers", outcome.tier, "win_rate", outcome.win, few if isnan(outcome.win.rate) else "")
    for measure, rates in (
        ("renewal_rate", [(it.tier, it.renewal) for it in review.tiers]),
        ("churn_rate", [(it.tier, it.churn) for it in review.tiers]),
    ):
        for tier, rate in rates:
            if rate.of:
                yield rated_line("tiers", tier, measure, rate, few if isnan(rate.rate) else "")
    advice = say("does_not_separate_advice") if review.separation == "does_not_separate" else ""
    cases = sum(it.win.of for it in review.tiers if it.tier in ("A", "C"))
    yield ReviewLine(
        "tiers", say("a_against_c"), "win_rate", cases=cases, verdict=say(review.separation), advice=advice
    )


def _points(review: Review, say: Speaker) -> Iterator[ReviewLine]:
    yield from _signal(review.current, "points", say("scorecard_now"), say)


def _signal(found: Discrimination, section: str, subject: str, say: Speaker) -> Iterator[ReviewLine]:
    told = found.verdict in ("no_signal", "inverted")
    advice = say(f"{found.verdict}_advice") if told else ""
    if not found.out_of_sample and found.verdict != "too_few":
        advice = " ".join(it for it in (advice, say("in_sample")) if it)
    yield ReviewLine(
        section,
        subject,
        "auc",
        rate=found.auc,
        low=found.auc_low,
        high=found.auc_high,
        cases=found.closed,
        verdict=say(found.verdict),
        advice=advice,
    )
    if not isnan(found.lift):
        yield ReviewLine(section, subject, "lift", index=found.lift, chance=1.0, cases=found.closed)


def _dna(dna: Dna, say: Speaker) -> Iterator[ReviewLine]:
    section, measure = f"dna_{dna.outcome}", "win_rate" if dna.outcome == "won" else "renewal_rate"
    apart = 0 < dna.overall.hits < dna.overall.of  # else all tags are alike by definition
    tested = [it for it in dna.tags if apart and not isnan(it.p)]
    if not tested:
        yield rated_line(section, say("all_tags"), measure, dna.overall, say("too_few"))
        return
    sure = [it for it in tested if it.significant]
    if not sure:
        advice = say("no_dna_advice", count=len(tested))
        yield rated_line(section, say("all_tags"), measure, dna.overall, say("no_dna"), advice)
    for found in sure[:MOST_TAGS] or tested[:SUREST]:
        yield _tag(found, section, measure, say)
    if len(sure) > MOST_TAGS:
        yield ReviewLine(section, say("all_tags"), verdict=say("more", count=len(sure) - MOST_TAGS))


def _tag(found: TagEvidence, section: str, measure: str, say: Speaker) -> ReviewLine:
    kind = "over" if found.lift > 1 else "under"
    verdict = say(kind, lift=f"{found.lift:.1f}") if found.significant else say("within_chance")
    shares = {"inside": f"{found.share_in:.0%}", "outside": f"{found.share_out:.0%}"}
    advice = "" if isnan(found.share_in + found.share_out) else say("shares", **shares)
    line = rated_line(section, f"{say.group(found.group)}: {found.tag}", measure, found.rate, verdict, advice)
    return ReviewLine(
        line.section, line.subject, line.measure, line.rate, line.low, line.high, found.lift, 1.0, line.cases, verdict,
        advice,
    )  # fmt: skip


def _groups(review: Review, say: Speaker) -> Iterator[ReviewLine]:
    """The groups that tell most about wins, each with what so many tags would tell by chance."""
    values = next((dna.information for dna in review.dna if dna.outcome == "won"), ())
    chances = _information_by_chance(closed_rows(say.dataset, review.quarter))
    told = [(group, value, *chances.get(group, (0, nan))) for group, value in values]
    known = [it for it in told if not isnan(it[1] + it[3])]
    for group, value, cases, chance in known[:MOST_GROUPS]:
        yield ReviewLine("groups", say.group(group), "information", index=value, chance=chance, cases=cases)
    if len(known) > MOST_GROUPS:
        yield ReviewLine("groups", "", verdict=say("more", count=len(known) - MOST_GROUPS))


def _information_by_chance(rows: ClosedRows) -> dict[str, tuple[int, float]]:
    """By group the closed customers with a value, and the information value of tags that tell nothing.

    (tags - 1) x (1 / wins + 1 / losses), the expectation of the chi-square that the index approximates.
    """
    chosen, won = np.zeros(len(rows.met), dtype=np.bool_), np.zeros(len(rows.met), dtype=np.bool_)
    chosen[rows.records], won[rows.records] = True, rows.won
    found = {}
    for group in rows.groups:
        known = group.known() & chosen
        cases, wins = int(known.sum()), int((known & won).sum())
        tags = int((group.counts(chosen) > 0).sum())
        possible = 0 < wins < cases
        found[group.group.group] = (cases, (tags - 1) * (1 / wins + 1 / (cases - wins)) if possible else nan)
    return found


def _drift(review: Review, say: Speaker) -> Iterator[ReviewLine]:
    known = [it for it in review.drift if it.verdict != "too_few"]
    for found in known:
        advice, (earlier, later) = "", _names_apart(found.before, found.after)
        if found.verdict != "stable":
            shares = {"before": f"{found.share_before:.0%}", "after": f"{found.share_after:.0%}"}
            advice = say("moved_most", tag=found.moved_most, earlier=earlier, later=later, **shares)
        against = "" if found.after == review.quarter else f" ({earlier} -> {later})"
        yield ReviewLine(
            "drift",
            f"{say.group(found.group)}{against}",
            "psi",
            index=found.psi,
            chance=found.expected,
            cases=found.n_after,
            verdict=say(found.verdict),
            advice=advice,
        )
    few = [it for it in review.drift if it.verdict == "too_few"]
    if few or not known:
        most = max(few, key=lambda it: it.n_before + it.n_after, default=None)
        told = {} if most is None else {"before": most.n_before, "after": most.n_after}
        advice = "" if most is None else say("drift_too_few", earlier=most.before, later=most.after, **told)
        subject = say("other_groups") if known else say("all_tags")
        if known:
            advice = ", ".join(dict.fromkeys(say.group(it.group) for it in few)) + ". " + advice
        cases = 0 if most is None else most.n_after
        yield ReviewLine("drift", subject, "psi", cases=cases, verdict=say("too_few"), advice=advice)


def _names_apart(before: str, after: str) -> tuple[str, str]:
    """Two workbooks by their names, without folders where that tells them apart; quarters as they are."""
    short = tuple(text.replace("\\", "/").rpartition("/")[2] for text in (before, after))
    return (short[0], short[1]) if short[0] != short[1] else (before, after)


def _emerging(review: Review, say: Speaker) -> Iterator[ReviewLine]:
    rising = [it for it in review.emerging if it.rising]
    for found in rising:
        earlier = {"before": f"{found.before.rate:.0%}", "earlier": found.before.of, "since": found.since.isoformat()}
        advice = say("rising_advice", **earlier)
        subject = f"{say.group(found.group)}: {found.tag}"
        yield rated_line("emerging", subject, "win_rate", found.after, say("rising"), advice)
    if not rising:
        compared = len(review.emerging)
        verdict = say("no_emerging") if compared else say("too_few")
        advice = say("no_emerging_advice", count=compared) if compared else say("emerging_too_few")
        yield ReviewLine("emerging", "", verdict=verdict, advice=advice)


def _splits(review: Review, say: Speaker) -> Iterator[ReviewLine]:
    for found in review.splits:
        advice = say("cut_advice", band=found.band, row=found.band_row)
        for part, rate in found.parts:
            yield rated_line("bands", f"{found.indicator}: {part}", "win_rate", rate, say("cut_here"), advice)
    if not review.splits:
        too_few = review.honesty == "expert_only" or not min(won_and_lost(review))
        yield ReviewLine("bands", "", cases=review.closed, verdict=say("too_few" if too_few else "no_splits"))


def _leaks(review: Review, say: Speaker) -> Iterator[ReviewLine]:
    for found in review.leaks:
        yield ReviewLine(
            "leaks",
            say.group(found.field),
            "auc",
            rate=found.auc,
            cases=found.cases,
            verdict=say(found.reason),
            advice=say("leak_advice"),
        )
    if not review.leaks:
        yield ReviewLine("leaks", "", cases=review.closed, verdict=say("no_leaks"))


def _proposal(review: Review, say: Speaker) -> Iterator[ReviewLine]:
    proposal = review.proposal
    if proposal is None:
        reason = no_proposal_text(review, say.language)
        yield ReviewLine("proposal", "", cases=review.closed, verdict=say("no_proposal"), advice=reason)
        return
    yield from _compared(proposal, say)
    for tier, rate in proposal.tier_rates:
        few = say("too_few") if isnan(rate.rate) else ""
        yield rated_line("proposal", say("tier_of_proposed", tier=tier), "win_rate", rate, few)


def _compared(proposal: Proposal, say: Speaker) -> Sequence[ReviewLine]:
    kind = "better" if proposal.better else "not_better"
    counts = {"tested": f"{proposal.tested_on:,}", "learnt": f"{proposal.learnt_on:,}"}
    lines = []
    for found, name in ((proposal.proposed, "proposed"), (proposal.current, "scorecard_now")):
        verdict = say(kind) if name == "proposed" else say(found.verdict)
        advice = say(f"{kind}_advice", sheet=SCORECARD_SHEET, **counts) if name == "proposed" else ""
        lines.append(
            ReviewLine(
                "proposal",
                say(name),
                "auc",
                rate=found.auc,
                low=found.auc_low,
                high=found.auc_high,
                cases=found.closed,
                verdict=verdict,
                advice=advice,
            )
        )
    return lines
