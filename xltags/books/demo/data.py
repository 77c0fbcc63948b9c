"""The data of `xltags demo`: six quarters of a software seller's customers in China and Vietnam, all invented.

The stories are consistent, so that the reports have something to tell: phone, fairs and referrals convert better than
feed advertising, one marketer briefs well and one buys clicks, companies of the middle size buy and stay, deals in
which the whole decision chain was met are won, healthcare has begun to buy. Then faults are planted, of each kind that
a check finds; `faults` lists them.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from random import Random

from xltags.books.demo.faults import plant
from xltags.books.demo.history import Lead, Row, Words
from xltags.books.demo.leads import make_leads
from xltags.books.demo.people import owner_records
from xltags.books.demo.plan import (
    demand_records,
    interview_records,
    request_records,
    spend_records,
    strategy_records,
    version_records,
)
from xltags.books.memory import MemoryBook
from xltags.books.sheets import table_spec, tables
from xltags.books.shipped import Record, choice_labels, shipped_tables
from xltags.books.template import columns_of, groups_of
from xltags.core.finding import Language
from xltags.core.shipped_rows import shipped_rows
from xltags.core.text import join_values, split_values
from xltags.core.values import Value

SEED = 20260105
AS_OF = date(2026, 9, 30)
LEFT_OUT = ("sensitive_point", "satisfaction_point", "dealer", "sku")  # groups of the full profile that the team lacks
NOTE_SHARE = 0.12


def demo_tables(seed: int = SEED, language: Language = "en", as_of: date = AS_OF) -> dict[str, list[Record]]:
    """The records of every table by column id, for `new_workbook(profile="full", data=...)`.

    Equal arguments give equal records; another language changes words only, never the story.
    """
    planted, _ = plant(clean_tables(seed, language, as_of), language)
    return {table_id: list(rows) for table_id, rows in planted.items()}


def clean_tables(seed: int, language: Language, as_of: date) -> dict[str, list[Row]]:
    """The same records before any fault is planted."""
    random = Random(seed)
    words = demo_words(language)
    leads, contacts = make_leads(random, words, as_of)
    made = _shipped(language, as_of)
    marketing = str(made["TagGroups"][0]["owner_department"])
    departments = {"marketing": marketing, "sales": words["sales_department"][0]}
    made["Settings"] = _settings(made["Settings"], words)
    made["Customers"] = _customers(random, leads, words)
    made["Contacts"] = contacts
    made["FollowUps"] = _follow_ups(random, leads, words, as_of)
    made["Spend"] = spend_records(random, leads)
    made["Strategy"] = strategy_records(as_of)
    made["TagRequests"] = request_records(words, departments, as_of)
    made["Owners"] = owner_records(departments)
    made["IcpVersions"] = version_records(words, as_of)
    made["Demands"] = demand_records(random, leads, words, as_of)
    made["Interviews"] = interview_records(random, leads, words, as_of)
    labels = {str(row["tag_id"]): str(row["tag"]) for row in made["Tags"]}
    return {id: [_worded(id, row, labels, language) for row in rows] for id, rows in made.items()}


def demo_book(records: Mapping[str, Sequence[Record]], language: Language) -> MemoryBook:
    """Records as the workbook that `new_workbook` writes of them: the same sheets, headers and rows."""
    groups = groups_of(records["TagGroups"])
    sheets = {}
    for spec in tables().values():
        columns = columns_of(spec, groups)
        rows = [[row.get(column.id) for column in columns] for row in records.get(spec.id, ())]
        sheets[spec.id] = [column.header(language) for column in columns], rows
    return MemoryBook(sheets)


def demo_words(language: Language) -> Words:
    """The phrases of the stories by key, in a language; as many in each."""
    words: dict[str, list[str]] = {}
    for row in shipped_rows("demo_phrases.csv"):
        words.setdefault(row["key"], []).append(row[language])
    return words


def _shipped(language: Language, as_of: date) -> dict[str, list[Row]]:
    reviewed = as_of - timedelta(86)
    shipped = shipped_tables(profile="full", phase="growth", language=language, geography="both", created_on=reviewed)
    made = {id: [dict(row) for row in rows] for id, rows in shipped.items()}
    for id in ("TagGroups", "Tags"):
        made[id] = [row for row in made[id] if row["group"] not in LEFT_OUT]
    return made


def _settings(rows: Iterable[Row], words: Words) -> list[Row]:
    ours: Row = {
        "team": words["team"][0], "headcount": 13, "monthly_budget": 9000, "linked_systems": words["systems"][0],
        "content_team": "yes", "products": words["products"][0],
    }  # fmt: skip
    return [{**row, "value": ours.get(str(row["key"]), row["value"])} for row in rows]


def _customers(random: Random, leads: Iterable[Lead], words: Words) -> list[Row]:
    rows = []
    for lead in leads:
        if random.random() < NOTE_SHARE:
            lead.row["notes"] = random.choice(words["note"])
        rows.append(lead.row)
    return rows


def _follow_ups(random: Random, leads: Iterable[Lead], words: Words, as_of: date) -> list[Row]:
    """The log of all leads by day; most of those who would have been forgotten for a year got one more call."""
    rows: list[Row] = []
    for lead in leads:
        rows += lead.log
        last = lead.log[-1] if lead.log else None
        day = last["date"] if last else lead.first
        closed = "lost_on" in lead.row or "churned_on" in lead.row
        old = isinstance(day, date) and (as_of - day).days > 330
        if last is not None and not closed and old and random.random() < 0.93:
            rows.append(
                {
                    "date": as_of - timedelta(random.randint(20, 200)),
                    "customer_id": lead.id,
                    "by": "李佳怡",
                    "channel": "email",
                    "note": random.choice(words["check_in"]),
                }
            )
    return sorted(rows, key=lambda row: (str(row["date"]), str(row["customer_id"])))


def _worded(table_id: str, row: Row, labels: dict[str, str], language: Language) -> Row:
    """A record with labels for the ids of tags and choices. The taxonomy and the scorecard have theirs already."""
    if table_id in ("TagGroups", "Tags", "Indicators", "Bands", "Tiers", "ChainRules", "Segments", "Settings"):
        return row
    spec = table_spec(table_id)
    worded: Row = {}
    for id, value in row.items():
        column = spec.column(id)
        if isinstance(value, str) and column is not None and column.choices:
            worded[id] = choice_labels(value, column, language)
        else:
            worded[id] = _labelled(value, labels)
    return worded


def _labelled(value: Value | None, labels: dict[str, str]) -> Value | None:
    if not isinstance(value, str) or "." not in value:
        return value
    if value in labels:
        return labels[value]
    parts = split_values(value)
    return join_values(labels[part] for part in parts) if parts and all(part in labels for part in parts) else value
