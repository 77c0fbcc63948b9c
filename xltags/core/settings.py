"""The workbook's own settings."""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict

from xltags.core.finding import Language

Phase = Literal["startup", "growth", "mature"]


class Settings(BaseModel):
    """One value per key of the `Settings` sheet, with the shipped defaults where a key is blank or unreadable.

    `fiscal_year_start` is a month (1..12); `min_sample` a number of leads below which no rate is shown;
    the `*_days` are days; `ceo_only_cap` is the best tier of a large company where only the CEO is known.
    `taxonomy_version` and `migrations` (plans carried out, oldest first) are written by xltags.
    `aliases` maps a folded header of a team to "Table.column_id"; `extra` keeps keys xltags does not know.
    """

    model_config = ConfigDict(frozen=True)

    schema_version: int = 1
    team: str = ""
    language: Language = "en"
    company_phase: Phase = "growth"
    maturity_step: int = 3
    owner_department: str = ""
    headcount: float | None = None
    monthly_budget: float | None = None
    linked_systems: tuple[str, ...] = ()
    content_team: bool | None = None
    products: tuple[str, ...] = ()
    fiscal_year_start: int = 1
    min_sample: int = 30
    stale_after_days: int = 365
    silent_after_days: int = 90
    review_every_days: int = 92
    ceo_only_cap: str = "B"
    taxonomy_version: str = ""
    migrations: tuple[str, ...] = ()
    aliases: Mapping[str, str] = {}
    extra: Mapping[str, str] = {}
    rows: Mapping[str, int] = {}


SCHEMA_VERSION = 1
