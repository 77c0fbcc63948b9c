"""A short mark of a scorecard's content, to tell its versions apart."""

import hashlib
import json

from xltags.core.chain import required_roles
from xltags.core.scorecard import Band, Scorecard
from xltags.core.text import fold


def fingerprint(scorecard: Scorecard) -> str:
    """Twelve hex digits that change whenever a rule of the score changes, and only then.

    What counts: indicators (id, dimension, kind, field, on), bands, tiers with min_points, chain rules. What does not:
    rows, the order of indicators and tiers, labels, owners, rationales, dates of review, service promises. The order of
    an indicator's bands and of chain rules counts, because the first one wins.

    >>> fingerprint(Scorecard())
    'f80beff9dfae'
    """
    content = {
        "indicators": sorted(
            [
                one.indicator,
                one.dimension,
                one.kind,
                one.field,
                one.on,
                [_band(band) for band in scorecard.bands_of(one.indicator)],
            ]
            for one in scorecard.indicators
        ),
        "tiers": sorted([rule.tier, _number(rule.min_points)] for rule in scorecard.tiers),
        "chain": [
            [_number(rule.low), _number(rule.high), sorted(required_roles(rule))] for rule in scorecard.chain_rules
        ],
    }
    written = json.dumps(content, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()[:12]


def _band(band: Band) -> list[object]:
    numbers = [_number(number) for number in (band.low, band.high, band.points)]
    return [sorted(map(fold, band.tags)), *numbers, band.outcome, band.zone, band.cap_tier]


def _number(value: float | None) -> str:
    return "" if value is None else repr(float(value) + 0.0)
