"""The mark of a scorecard's content."""

import pytest

from xltags.core.fingerprint import fingerprint
from xltags.core.scorecard import Band, ChainRule, Indicator, Scorecard, TierRule

CARD = Scorecard(
    indicators=(Indicator(indicator="a", field="industry"), Indicator(indicator="b", field="employees")),
    bands=(Band(indicator="a", tags=("Food", "Retail"), points=5), Band(indicator="b", low=1, points=5)),
    tiers=(TierRule(tier="A", min_points=80), TierRule(tier="B", min_points=60)),
    chain_rules=(ChainRule(low=0, required_roles=("ceo", "cio")),),
)


@pytest.mark.parametrize(
    "same",
    [
        {"indicators": (CARD.indicators[1], CARD.indicators[0])},
        {"indicators": tuple(one.model_copy(update={"row": 9, "owner": "x", "label": "y"}) for one in CARD.indicators)},
        {"bands": (CARD.bands[1], CARD.bands[0].model_copy(update={"tags": ("Retail", "FOOD"), "row": 3}))},
        {"tiers": tuple(one.model_copy(update={"service_hours": 3.0}) for one in reversed(CARD.tiers))},
    ],
    ids=str,
)
def test_the_fingerprint_stays_where_no_rule_changes(same: dict[str, object]) -> None:
    assert fingerprint(CARD.model_copy(update=same)) == fingerprint(CARD)


@pytest.mark.parametrize(
    "other",
    [
        {"indicators": (CARD.indicators[0].model_copy(update={"on": False}), CARD.indicators[1])},
        {"bands": (CARD.bands[0].model_copy(update={"points": 6}), CARD.bands[1])},
        {"bands": (CARD.bands[0], CARD.bands[1].model_copy(update={"low": None}))},
        {"bands": CARD.bands[:1]},
        {"tiers": (TierRule(tier="A", min_points=81), CARD.tiers[1])},
        {"chain_rules": ()},
    ],
    ids=str,
)
def test_the_fingerprint_changes_with_the_rules(other: dict[str, object]) -> None:
    assert fingerprint(CARD.model_copy(update=other)) != fingerprint(CARD)
