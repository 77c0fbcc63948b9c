"""The plan: which share of new customers should carry a tag in a period."""

from pydantic import BaseModel, ConfigDict


class Target(BaseModel):
    """One line of the plan. `period` is "2026" or "2026-Q3"; `target_share` 0..1; `tag` a label or id as typed."""

    model_config = ConfigDict(frozen=True)

    period: str
    group: str
    tag: str
    target_share: float | None = None
    priority: str = ""
    row: int = 0


class Strategy(BaseModel):
    """All targets, in the order of the workbook."""

    model_config = ConfigDict(frozen=True)

    targets: tuple[Target, ...] = ()
