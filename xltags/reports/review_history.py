"""What the closed customers of a review are good for: how many there are, of either kind."""

from xltags.core.finding import Language
from xltags.core.review.results import Review
from xltags.reports.review_statement import ReviewLine, Speaker
from xltags.reports.review_words import review_text

FEWEST_SIDED = 10  # won, and lost, customers: with fewer of either nothing tells them apart
EXPERT, SOUND = 150, 300  # closed outcomes: under the first nothing is learnt, from the second on it is sound


def won_and_lost(review: Review) -> tuple[int, int]:
    """How many of the closed customers were won, and how many lost."""
    won = sum(it.win.hits for it in review.tiers)
    return won, sum(it.win.of for it in review.tiers) - won


def history_text(review: Review, language: Language) -> str:
    """What the history is good for: nothing where hardly anybody was won, or lost, however many closed."""
    won, lost = won_and_lost(review)
    if min(won, lost) < FEWEST_SIDED <= review.closed:
        return review_text("one_sided", language, won=f"{won:,}", lost=f"{lost:,}")
    return review_text(review.honesty, language)


def no_proposal_text(review: Review, language: Language) -> str:
    """Why there is no proposal."""
    if review.closed < EXPERT:
        return review_text("no_proposal_few", language)
    return review_text("no_proposal_flat" if min(won_and_lost(review)) else "one_sided_advice", language)


def history_line(review: Review, say: Speaker) -> ReviewLine:
    """The first statement: how far the others can be believed."""
    verdict = history_text(review, say.language)
    if verdict != say(review.honesty):
        advice = say("one_sided_advice")
        return ReviewLine("history", review.quarter, "closed", cases=review.closed, verdict=verdict, advice=advice)
    missing = {"expert_only": EXPERT, "indicative": SOUND}.get(review.honesty, review.closed) - review.closed
    advice = "" if review.honesty == "sound" else say(f"{review.honesty}_advice", missing=f"{missing:,}")
    return ReviewLine(
        "history", review.quarter, "closed", cases=review.closed, verdict=say(review.honesty), advice=advice
    )
