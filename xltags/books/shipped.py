"""What a new workbook is filled with: the shipped taxonomy, scorecard and settings, by profile, phase and language."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from xltags.books.sheets import PROFILES, Profile, table_spec
from xltags.core.finding import Language
from xltags.core.settings import Phase
from xltags.core.shipped_rows import shipped_rows
from xltags.core.spec import ColumnSpec
from xltags.core.text import fold, join_values, split_values
from xltags.core.values import Value

Record = Mapping[str, Value | None]
Geography = Literal["cn", "vn", "both", "none"]
GEOGRAPHY: Mapping[Language, Geography] = {"en": "both", "zh": "cn", "vi": "vn"}


def shipped_tables(
    *,
    profile: Profile,
    phase: Phase,
    language: Language,
    geography: Geography | None = None,
    created_on: date | None = None,
) -> dict[str, list[Record]]:
    """The records of each table of a new workbook, by column id.

    Labels stand in the workbook's language; the English ones stay findable as synonyms. Tags are sorted by group, the
    retired ones last, so that drop-downs can take a group as one range.
    """
    groups = [row for row in shipped_rows("tag_groups.csv") if _belongs(row, profile)]
    tags = _tags(profile, language, geography or GEOGRAPHY[language], {row["group"] for row in groups})
    suffix = "_small" if profile == "small" else ""
    labels = {str(tag["tag_id"]): str(tag["tag"]) for tag in tags}
    tables = {
        "Settings": _settings(profile, phase, language),
        "TagGroups": [_record("TagGroups", row, language) for row in groups],
        "Tags": tags,
        "Indicators": _localised("Indicators", f"indicators{suffix}.csv", language),
        "Bands": [_with_labels(band, labels) for band in _localised("Bands", f"bands{suffix}.csv", language)],
        "Tiers": _localised("Tiers", "tiers.csv", language),
        "ChainRules": _localised("ChainRules", "chain_rules.csv", language),
        "Segments": [
            _record("Segments", row, language) for row in shipped_rows("segments.csv") if _belongs(row, profile)
        ],
    }
    if created_on is not None:
        tables["Indicators"] = [{**row, "reviewed_on": created_on} for row in tables["Indicators"]]
        tables["Tags"] = [{**row, "created_on": created_on} for row in tables["Tags"]]
    return tables


def _belongs(row: Mapping[str, str], profile: Profile) -> bool:
    return PROFILES.index(row["profile"]) <= PROFILES.index(profile)


def _settings(profile: Profile, phase: Phase, language: Language) -> list[Record]:
    small = {row["key"]: row.get("value_small", "") for row in shipped_rows("settings.csv")}
    records: list[Record] = []
    for row in _localised("Settings", "settings.csv", language):
        key = str(row["key"])
        value = {"company_phase": phase, "language": language}.get(key, row["value"])
        if profile == "small" and small.get(key):
            value = _value(small[key], table_spec("Settings").column("value"))
        records.append({**row, "value": _number(value)})
    return records


def _number(value: Value | None) -> Value | None:
    return int(value) if isinstance(value, str) and value.isdigit() else value


def _tags(profile: Profile, language: Language, geography: Geography, groups: set[str]) -> list[Record]:
    files = ["tags.csv", *(f"geo_{land}.csv" for land in ("cn", "vn") if geography in (land, "both"))]
    rows = [row for name in files for row in shipped_rows(name) if _belongs(row, profile) and row["group"] in groups]
    by_id: dict[str, Mapping[str, str]] = {}
    for row in rows:
        by_id.setdefault(row["tag_id"], row)
    unique = list(by_id.values())
    order = {row["group"]: number for number, row in enumerate(shipped_rows("tag_groups.csv"))}
    places = {row["tag_id"]: number for number, row in enumerate(unique)}
    parents_elsewhere = {
        row["tag_id"]: places.get(row["parent"], -1) if row["group"] == "city" else 0 for row in unique
    }
    unique.sort(
        key=lambda row: (
            order[row["group"]], row["status"] == "retired", parents_elsewhere[row["tag_id"]], places[row["tag_id"]]
        )
    )  # fmt: skip
    return [_in_language(row, language) for row in unique]


def _in_language(row: Mapping[str, str], language: Language) -> Record:
    record = dict(_record("Tags", row, language))
    if language == "en":
        return record
    label = row[language] or row["tag"]
    known = {fold(text) for text in (label, row["zh"], row["vi"], *split_values(row["synonyms"]))}
    extra = [] if fold(row["tag"]) in known else [row["tag"]]
    record["tag"] = label
    record["synonyms"] = join_values([*extra, *split_values(row["synonyms"])]) or None
    return record


def _with_labels(band: Record, labels: Mapping[str, str]) -> Record:
    """Bands name tags by label, as a person would; a label that two tags share stays an id."""
    tags = band.get("tag")
    if not isinstance(tags, str):
        return band
    taken = list(labels.values())
    shown = (labels.get(id, id) if taken.count(labels.get(id, id)) == 1 else id for id in split_values(tags))
    return {**band, "tag": join_values(shown)}


def _localised(table_id: str, name: str, language: Language) -> list[Record]:
    return [_record(table_id, row, language) for row in shipped_rows(name)]


def _record(table_id: str, row: Mapping[str, str], language: Language) -> Record:
    """A shipped row as a record of a table: texts in the language, cells as values, choices as labels."""
    record: dict[str, Value | None] = {}
    for column in table_spec(table_id).columns:
        text = row.get(column.id, "")
        text = row.get(f"{column.id}_{language}") or text
        record[column.id] = _value(text, column, language)
    return record


def _value(text: str, column: ColumnSpec | None, language: Language = "en") -> Value | None:
    if not text or column is None:
        return text or None
    if column.kind in ("number", "share"):
        number = float(text)
        return int(number) if number.is_integer() and column.kind == "number" else number
    if column.kind == "date":
        return date.fromisoformat(text)
    if column.choices:
        return choice_labels(text, column, language)
    return text


def choice_labels(text: str, column: ColumnSpec, language: Language) -> str:
    """The ids of a choice cell as labels of a language."""
    labels = {choice.id: choice.labels[language] for choice in column.choices}
    return join_values(labels.get(part, part) for part in split_values(text))
