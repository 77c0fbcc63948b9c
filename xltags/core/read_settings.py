"""From the rows of `Settings` to settings."""

from collections.abc import Callable, Iterable
from typing import Protocol

from xltags.core.settings import Settings
from xltags.core.text import fold, split_values


class SettingRow(Protocol):
    """A row of `Settings`."""

    row: int

    def text(self, column_id: str) -> str:
        """A cell as trimmed text."""

    def texts(self, column_id: str) -> tuple[str, ...]:
        """The values of a many-valued cell."""

    def number(self, column_id: str) -> float | None:
        """A cell as a number."""

    def flag(self, column_id: str, *, default: bool) -> bool:
        """Yes or no."""


ALIAS = "alias."
_LANGUAGES = {"en": "en", "english": "en", "zh": "zh", "chinese": "zh", "中文": "zh", "vi": "vi", "tiếng việt": "vi"}


def _whole(low: int, high: int) -> Callable[[SettingRow], object]:
    def read(row: SettingRow) -> object:
        number = row.number("value")
        return int(number) if number is not None and low <= number <= high and number == int(number) else None

    return read


def _amount(row: SettingRow) -> object:
    number = row.number("value")
    return number if number is not None and number >= 0 else None


def _language(row: SettingRow) -> object:
    return _LANGUAGES.get(fold(row.text("value")))


def _phase(row: SettingRow) -> object:
    text = fold(row.text("value"))
    return text if text in ("startup", "growth", "mature") else None


def _tier(row: SettingRow) -> object:
    text = row.text("value").upper()
    return text if text in ("A", "B", "C", "D", "NONE") else None


def _flag(row: SettingRow) -> object:
    yes = row.flag("value", default=True)
    return yes if yes == row.flag("value", default=False) else None


def _text(row: SettingRow) -> object:
    return row.text("value")


def _texts(row: SettingRow) -> object:
    return row.texts("value")


READERS: dict[str, Callable[[SettingRow], object]] = {
    "schema_version": _whole(1, 10_000),
    "team": _text,
    "language": _language,
    "company_phase": _phase,
    "maturity_step": _whole(1, 3),
    "owner_department": _text,
    "headcount": _amount,
    "monthly_budget": _amount,
    "linked_systems": _texts,
    "content_team": _flag,
    "products": _texts,
    "fiscal_year_start": _whole(1, 12),
    "min_sample": _whole(1, 1_000_000),
    "stale_after_days": _whole(1, 100_000),
    "silent_after_days": _whole(1, 100_000),
    "review_every_days": _whole(1, 100_000),
    "ceo_only_cap": _tier,
    "taxonomy_version": _text,
    "migrations": _texts,
}


def readable(row: SettingRow) -> bool:
    """Whether a known key holds a value that can be used; blank counts as not set and is fine."""
    reader = READERS.get(fold(row.text("key")))
    return reader is None or not row.text("value") or reader(row) is not None


def read_settings(rows: Iterable[SettingRow]) -> Settings:
    """The settings; the first row of a key counts, an unreadable or blank value leaves the default."""
    known: dict[str, object] = {}
    aliases: dict[str, str] = {}
    extra: dict[str, str] = {}
    places: dict[str, int] = {}
    for row in rows:
        key = row.text("key")
        folded = fold(key)
        if not key or folded in places:
            continue
        places[folded] = row.row
        if folded.startswith(ALIAS):
            for header in split_values(row.text("value")):
                aliases.setdefault(fold(header), key[len(ALIAS) :].strip())
        elif folded in READERS:
            value = READERS[folded](row)
            if value is not None and row.text("value"):
                known[folded] = value
        else:
            extra[key] = row.text("value")
    return Settings.model_validate({**known, "aliases": aliases, "extra": extra, "rows": places})
