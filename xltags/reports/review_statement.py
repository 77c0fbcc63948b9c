"""One statement of a review, and the words of a language in which it is made."""

from dataclasses import dataclass
from math import nan

from xltags.core.dataset import Dataset
from xltags.core.finding import Language
from xltags.core.review.results import Rate
from xltags.reports.review_words import review_text


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One statement. `section` and `measure` are ids of the words; `rate` (0..1) and its interval, `index` (a figure
    that is no share: lift, PSI, information value) and `chance` (the index expected by chance) are nan where absent;
    `cases` are the customers behind it, None where there is nothing to count."""

    section: str
    subject: str
    measure: str = ""
    rate: float = nan
    low: float = nan
    high: float = nan
    index: float = nan
    chance: float = nan
    cases: int | None = None
    verdict: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Speaker:
    """The words of one language, and what groups are called in it."""

    language: Language
    dataset: Dataset

    def __call__(self, key: str, **fields: object) -> str:
        """A text of the review."""
        return review_text(key, self.language, **fields)

    def group(self, id: str) -> str:
        """What a tag group is called; the id where there is none."""
        found = self.dataset.model.taxonomy.group(id)
        return found.label(self.language) if found is not None else id


def rated_line(section: str, subject: str, measure: str, rate: Rate, verdict: str, advice: str = "") -> ReviewLine:
    """A statement about a rate."""
    return ReviewLine(
        section,
        subject,
        measure,
        rate=rate.rate,
        low=rate.low,
        high=rate.high,
        cases=rate.of,
        verdict=verdict,
        advice=advice,
    )
