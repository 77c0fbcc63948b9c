"""The files that xltags ships, as rows of text, for the tests that hold them together."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

SHIPPED = Path(__file__).parents[1] / "xltags" / "shipped"
Row = dict[str, str]
LANGUAGES = ("en", "zh", "vi")
PROFILES = ("small", "standard", "full")
SEPARATORS = ";,，、；\n"


def read(name: str) -> list[Row]:
    """The rows of a shipped file."""
    with (SHIPPED / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


GROUPS = read("tag_groups.csv")
TAGS = [*read("tags.csv"), *read("geo_cn.csv"), *read("geo_vn.csv")]
BY_ID = {row["tag_id"]: row for row in TAGS}


def choice_ids(choice_set: str) -> list[str]:
    """The ids of a choice set, in order."""
    return [row["id"] for row in read("choices.csv") if row["choice_set"] == choice_set]


def belongs(row: Row, profile: str) -> bool:
    """Whether a profile has the row."""
    return PROFILES.index(row["profile"]) <= PROFILES.index(profile)


def labels(row: Row) -> Iterator[str]:
    """The labels of a tag in the three languages."""
    yield from (row["tag"], row["zh"], row["vi"])


def twice(values: Iterable[str]) -> list[str]:
    """The values that stand more than once."""
    return sorted(value for value, count in Counter(values).items() if count > 1)
