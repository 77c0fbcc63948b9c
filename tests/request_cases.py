"""Wishes for tags as colleagues write them, good and bad, in three languages, with the verdict that is right."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.datasets import dataset
from xltags.books.shipped import shipped_tables
from xltags.core.dataset import Dataset
from xltags.core.examples import Cells
from xltags.core.finding import Language
from xltags.core.request_reasons import Verdict
from xltags.core.request_rows import TagRequest
from xltags.core.values import Value

SETTINGS: dict[str, Value | None] = {
    "headcount": 9, "linked_systems": "CRM", "content_team": "yes", "products": "Core; Analytics",
    "owner_department": "Marketing", "maturity_step": 3,
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A request, the verdict that is right, and for one that is not accepted the reason that must be given."""

    set: str
    language: Language
    verdict: Verdict
    code: str
    request: TagRequest


def asked(**changes: object) -> TagRequest:
    """A request that is complete, with changes."""
    plain: dict[str, object] = {
        "group": "industry", "tag": "Ceramics", "reason_type": "new_analysis", "with_tag": "Show kiln planning.",
        "without_tag": "Leave kilns out.", "data_source": "Website form", "expected_fill": 0.1, "department": "Sales",
        "requested_by": "Grace Lim", "requested_on": None, "decision": "pending", "decided_by": "", "decided_on": None,
    }  # fmt: skip
    return TagRequest(**{**plain, **changes})  # type: ignore[arg-type]  # the fields of a request


@cache
def cases() -> tuple[Case, ...]:
    """The requests of `request_cases.csv`: sets good and bad, their reserves, and those that must be asked back."""
    texts = ("group", "tag", "with_tag", "without_tag", "data_source")
    with (Path(__file__).parent / "request_cases.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Case(
                set=row["set"],
                language=row["language"],  # type: ignore[arg-type]  # en, zh or vi
                verdict=row["verdict"],  # type: ignore[arg-type]  # accept, reject or ask
                code=row["code"],
                request=asked(
                    **{name: row[name] for name in texts},
                    expected_fill=float(row["expected_fill"]) if row["expected_fill"] else None,
                ),
            )
            for row in csv.DictReader(file)
        )


@cache
def workbook(language: Language = "en") -> Dataset:
    """A new standard workbook in a language, with the resources of a team of nine."""
    return workbook_with(language, {})


def workbook_with(language: Language, settings: Mapping[str, Value | None]) -> Dataset:
    """The same with other settings."""
    shipped = shipped_tables(profile="standard", phase="growth", language=language)
    english = shipped_tables(profile="standard", phase="growth", language="en")
    wanted = {**SETTINGS, **settings}
    tables: dict[str, dict[str, Cells]] = {
        "TagGroups": {**_columns(shipped["TagGroups"]), **_columns(english["TagGroups"], "family", "status", "feed")},
        "Tags": {**_columns(shipped["Tags"]), "status": "active"},
        "Settings": {"key": list(wanted), "value": list(wanted.values())},
    }
    return dataset(tables)


def _columns(rows: Sequence[Mapping[str, Value | None]], *names: str) -> dict[str, Cells]:
    """Rows as columns; choices such as the family are needed as ids, which in English they are."""
    return {name: [row.get(name) for row in rows] for name in names or rows[0]}
