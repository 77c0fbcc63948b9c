"""The ICP scorecard: indicators, bands, tiers and the rules of the decision chain."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

Tier = Literal["A", "B", "C", "D"]
TIERS: tuple[Tier, ...] = ("A", "B", "C", "D")  # best first
MEASURES = ("employees", "team_headcount", "annual_revenue", "deal_value")
CHAIN_COVERAGE = "chain_coverage"
DIMENSIONS = ("industry_scenario", "size_stage", "decision_chain")


class Indicator(BaseModel):
    """A characteristic of the ideal customer. `field` is a tag group, a measure or `chain_coverage`.

    Choices hold the text of the cell where it is no known choice. `row` is the Excel row in `Indicators`.
    """

    model_config = ConfigDict(frozen=True)

    indicator: str
    label: str = ""
    dimension: str = ""
    kind: str = "soft"
    field: str = ""
    on: bool = True
    owner: str = ""
    rationale: str = ""
    reviewed_on: date | None = None
    row: int = 0

    @property
    def name(self) -> str:
        """What people read: the label, or the id where there is none."""
        return self.label or self.indicator


class Band(BaseModel):
    """One rule of an indicator: tags (labels or ids as typed) or a range low <= x < high, where None is no limit."""

    model_config = ConfigDict(frozen=True)

    indicator: str
    tags: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    points: float = 0.0
    outcome: str = ""
    zone: str = ""
    cap_tier: str = ""
    row: int = 0


class TierRule(BaseModel):
    """A band of points. `service_hours` a month and `response_hours` are promises to the customer; blank = none."""

    model_config = ConfigDict(frozen=True)

    tier: str
    min_points: float = 0.0
    service_hours: float | None = None
    response_hours: float | None = None
    strategy: str = ""
    row: int = 0


class ChainRule(BaseModel):
    """Who must be in the deal for companies with low <= employees < high; None is no limit. Roles are folded ids."""

    model_config = ConfigDict(frozen=True)

    low: float | None = None
    high: float | None = None
    required_roles: tuple[str, ...] = ()
    row: int = 0


class Scorecard(BaseModel):
    """The whole scorecard, in the order of the workbook."""

    model_config = ConfigDict(frozen=True)

    indicators: tuple[Indicator, ...] = ()
    bands: tuple[Band, ...] = ()
    tiers: tuple[TierRule, ...] = ()
    chain_rules: tuple[ChainRule, ...] = ()

    def bands_of(self, indicator_id: str) -> tuple[Band, ...]:
        """The bands of an indicator, in the workbook's order."""
        return tuple(band for band in self.bands if band.indicator == indicator_id)

    def tier_of(self, points: float) -> Tier:
        """The best tier whose min_points is reached; D where none is. Caps and gates come on top.

        >>> Scorecard(tiers=(TierRule(tier="A", min_points=80), TierRule(tier="B", min_points=60))).tier_of(79)
        'B'
        """
        floors = {rule.tier: rule.min_points for rule in reversed(self.tiers)}
        return next((tier for tier in TIERS if tier in floors and points >= floors[tier]), "D")
