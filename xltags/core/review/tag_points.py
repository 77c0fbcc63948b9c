"""What the scorecard gives to a tag: to set beside how the tag's customers fare."""

from collections.abc import Iterator
from dataclasses import dataclass

from xltags.core.dataset import Dataset
from xltags.core.review.results import Review, TagEvidence
from xltags.core.scorecard import Band, Indicator
from xltags.core.scorecard_limits import bands_on, maximum_of

HALF = 0.5  # of an indicator's best points: from there on a tag counts as rewarded


@dataclass(frozen=True, slots=True)
class TagPoints:
    """A soft indicator of a tag's group: the band that counts for the tag (None for none), and the most points."""

    indicator: Indicator
    band: Band | None
    maximum: float

    @property
    def points(self) -> float:
        """What the tag gets."""
        return self.band.points if self.band is not None else 0.0

    @property
    def rewarded(self) -> bool:
        """Whether the tag gets half of the best points, or more."""
        return self.points >= HALF * self.maximum


def points_beside_wins(dataset: Dataset, review: Review) -> Iterator[tuple[TagEvidence, TagPoints, dict[str, object]]]:
    """Each tag whose win rate differs by more than chance, with each soft indicator that scores its group.

    The third are the fields that a finding about the two shows.
    """
    for dna in review.dna:
        for found in dna.tags if dna.outcome == "won" else ():
            for scored in tag_points(dataset, found.group, found.tag) if found.significant else ():
                fields: dict[str, object] = {
                    "indicator": scored.indicator.name,
                    "maximum": scored.maximum,
                    "rate": f"{found.rate.rate:.0%}",
                    "closed": found.rate.of,
                    "overall": f"{dna.overall.rate:.0%}",
                }
                yield found, scored, fields


def tag_points(dataset: Dataset, group: str, label: str) -> Iterator[TagPoints]:
    """Each soft indicator in use that scores the tag's group; a band of a parent counts for its children.

    >>> from xltags.core.examples import dataset
    >>> fit = {"indicator": "fit", "kind": "soft", "field": "industry", "on": "yes"}
    >>> bands = {"indicator": "fit", "tag": ["Steel", "Retail"], "points": [5, 30]}
    >>> made = dataset(Tags={"group": "industry", "tag": ["Steel", "Retail"]}, Indicators=fit, Bands=bands)
    >>> [(it.points, it.maximum) for it in tag_points(made, "industry", "Steel")]
    [(5.0, 30.0)]
    """
    taxonomy, scorecard = dataset.model.taxonomy, dataset.model.scorecard
    tag = taxonomy.refer(label, group)
    line = [] if tag is None else [it.tag for it in taxonomy.line_of(tag)]
    for indicator, bands in bands_on(scorecard):
        if indicator.kind == "hard" or indicator.field != group:
            continue
        met = [band for band in bands if any(_meant(dataset, group, text) in line for text in band.tags)]
        best = max(met, key=lambda band: band.points, default=None)
        yield TagPoints(indicator, best, maximum_of(indicator, scorecard))


def _meant(dataset: Dataset, group: str, text: str) -> str | None:
    found = dataset.index.find(group, text)
    return None if found is None else found.label
