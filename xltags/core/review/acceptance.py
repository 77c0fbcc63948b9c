"""Accepting a proposed scorecard: its tables as they are to stand, and a new version in `IcpVersions`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from xltags.core.dataset import Dataset
from xltags.core.fingerprint import fingerprint
from xltags.core.review.results import Proposal
from xltags.core.scorecard import Band, Indicator, Scorecard, TierRule
from xltags.core.text import join_values
from xltags.core.values import Value, as_text

CellRecord = Mapping[str, Value | None]


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What a workbook holds after a proposal was accepted, choices as ids.

    `tables` are the whole of `Indicators`, `Bands` and `Tiers`; `version` is the row to add to `IcpVersions`.
    """

    tables: Mapping[str, tuple[CellRecord, ...]]
    version: CellRecord


def accept(proposal: Proposal, dataset: Dataset, *, by: str, reason: str, valid_from: date | None = None) -> Acceptance:
    """The tables of an accepted proposal.

    Soft indicators of today that the proposal has no more stay below it, switched off with their bands, so that nobody
    loses their wording and they can be switched on again.

    Args:
        proposal: what is accepted.
        dataset: the workbook it was learnt from.
        by: who puts it into force.
        reason: why, as it is to stand in `IcpVersions`.
        valid_from: the first day of the new version; the dataset's day where it is left out.
    """
    scorecard = accepted_scorecard(proposal, dataset.model.scorecard)
    version: dict[str, Value | None] = {
        "version": next_version([as_text(value) for value in dataset.table("IcpVersions").column("version").cells()]),
        "valid_from": valid_from or dataset.as_of,
        "by": by or None,
        "reason": reason or None,
        "fingerprint": fingerprint(scorecard),
    }
    tables: dict[str, tuple[CellRecord, ...]] = {
        "Indicators": tuple(map(_indicator_cells, scorecard.indicators)),
        "Bands": tuple(map(_band_cells, scorecard.bands)),
        "Tiers": tuple(map(_tier_cells, scorecard.tiers)),
    }
    return Acceptance(tables, version)


def accepted_scorecard(proposal: Proposal, today: Scorecard) -> Scorecard:
    """The scorecard of an accepted proposal: as it was proposed, then today's other indicators, switched off."""
    taken = {one.indicator for one in proposal.indicators}
    left = {one.indicator: one for one in reversed(today.indicators) if one.indicator not in taken}
    off = [one.model_copy(update={"on": False}) for one in today.indicators if left.get(one.indicator) is one]
    return Scorecard(
        indicators=(*proposal.indicators, *off),
        bands=(*proposal.bands, *(band for one in off for band in today.bands_of(one.indicator))),
        tiers=proposal.tiers,
        chain_rules=today.chain_rules,
    )


def next_version(versions: list[str]) -> str:
    """The number after the highest one in use, written as that is; "1" where there is none.

    >>> next_version(["1", "2"]), next_version(["v9", "v10", "draft"]), next_version(["2026.1"]), next_version([])
    ('3', 'v11', '2026.2', '1')
    """
    numbered = [found for text in versions if (found := re.fullmatch(r"(.*?)(\d+)", text.strip()))]
    if not numbered:
        return "1"
    highest = max(numbered, key=lambda found: int(found[2]))
    return f"{highest[1]}{int(highest[2]) + 1}"


def _indicator_cells(one: Indicator) -> CellRecord:
    return dict(_cells(one, ("indicator", "label", "dimension", "kind", "field"))) | {
        "on": "yes" if one.on else "no",
        **dict(_cells(one, ("owner", "rationale", "reviewed_on"))),
    }


def _band_cells(band: Band) -> CellRecord:
    points = None if band.outcome and not band.points else band.points  # hard bands have no points
    cells = dict(_cells(band, ("low", "high", "outcome", "zone", "cap_tier")))
    return {"indicator": band.indicator, "tag": join_values(band.tags) or None, **cells, "points": points}


def _tier_cells(rule: TierRule) -> CellRecord:
    return dict(_cells(rule, ("tier", "min_points", "service_hours", "response_hours", "strategy")))


def _cells(record: Indicator | Band | TierRule, columns: tuple[str, ...]) -> Iterator[tuple[str, Value | None]]:
    """The cells of these columns; an empty text is a blank."""
    for column in columns:
        value = getattr(record, column)
        yield column, None if value == "" else value
