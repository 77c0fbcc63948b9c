"""Who carries a tag, since when, until when, and what acts on it: against counting by hand."""

from datetime import date
from random import Random

import pytest

from tests.datasets import dataset
from xltags.books.demo.data import AS_OF, SEED, clean_tables, demo_book
from xltags.core.dataset import Dataset
from xltags.core.examples import Cells
from xltags.core.group_parts import REPORT_PARTS
from xltags.core.tag_usage import TagUse, group_usage, tag_usage
from xltags.core.tag_uses import Use, group_uses
from xltags.core.values import Value
from xltags.reports.registry import load_reports

TAGS: dict[str, Cells] = {
    "group": ["industry", "industry", "industry", "stage"],
    "tag": ["Plants", "Steel", "Retail", "Won"],
    "tag_id": ["p", "s", "r", "w"],
    "parent": [None, "p", None, None],
}
EARLY, LATE = date(2026, 1, 5), date(2026, 9, 1)


def uses_of(given: Dataset) -> dict[str, TagUse]:
    return {use.tag.tag: use for use in tag_usage(given)}


def test_a_parent_counts_the_customers_of_its_children_below_it() -> None:
    customers: dict[str, Cells] = {"customer_id": ["C1", "C2", "C3"], "industry": ["Steel", "Plants", "steel "]}
    found = uses_of(dataset(Tags=TAGS, Customers=customers))
    assert (found["Plants"].customers, found["Plants"].below) == (1, 3)
    assert (found["Steel"].customers, found["Steel"].below) == (2, 2)


def test_first_use_is_the_first_contact_and_last_use_the_latest_dealing() -> None:
    customers: dict[str, Cells] = {
        "customer_id": ["C1", "C2"],
        "industry": ["Steel", "Retail"],
        "first_contact": [EARLY, LATE],
    }
    talks: dict[str, Cells] = {"customer_id": ["C1"], "date": date(2026, 5, 4)}
    found = uses_of(dataset(Tags=TAGS, Customers=customers, FollowUps=talks))
    assert (found["Steel"].first_used, found["Steel"].last_used) == (EARLY, date(2026, 5, 4))
    assert (found["Retail"].first_used, found["Retail"].last_used) == (LATE, LATE)


def test_a_logged_change_is_a_use_of_the_new_tag_and_those_above_it() -> None:
    log: dict[str, Cells] = {
        "customer_id": ["C1"],
        "date": EARLY,
        "group": "Industry",
        "to_tag": ["STEEL"],
        "from_tag": ["Retail"],
    }
    found = uses_of(dataset(Tags=TAGS, Customers={"customer_id": ["C1"], "industry": None}, FollowUps=log))
    assert found["Steel"].last_used == found["Plants"].last_used == EARLY
    assert found["Retail"].last_used is None
    assert found["Steel"].customers == 0


def test_days_after_today_and_before_1990_are_no_use() -> None:
    customers: dict[str, Cells] = {"customer_id": ["C1"], "industry": ["Steel"], "first_contact": date(1926, 3, 2)}
    log: dict[str, Cells] = {"customer_id": ["C1"], "date": date(2027, 5, 4), "group": "industry", "to_tag": "Steel"}
    found = uses_of(dataset(Tags=TAGS, Customers=customers, FollowUps=log))
    assert found["Steel"].first_used is None


def test_what_acts_on_a_tag_acts_on_those_below_it() -> None:
    found = uses_of(
        dataset(
            Tags=TAGS,
            Segments={"segment": "Plants to win", "include": "industry = Plants", "exclude": "stage = Won"},
            Indicators={"indicator": "fit", "field": "industry"},
            Bands={"indicator": "fit", "tag": "Retail; s"},
            Strategy={"period": "2026", "group": "industry", "tag": "Plants", "target_share": 0.5},
        )
    )
    plants = (Use("segment", "Plants to win"), Use("strategy", "2026"))
    assert found["Plants"].uses == plants
    assert set(found["Steel"].uses) == {*plants, Use("indicator", "fit")}
    assert found["Retail"].uses == (Use("indicator", "fit"),)
    assert found["Won"].uses == (Use("segment", "Plants to win"),)


def test_an_indicator_that_is_off_and_a_broken_filter_act_on_nothing() -> None:
    given = dataset(
        Tags={**TAGS, "group": ["size", "size", "size", "kind"]},
        Indicators={"indicator": "fit", "field": "size", "on": "no"},
        Segments={"segment": "S", "include": "size = (("},
    )
    assert group_uses(given).keys().isdisjoint({"size", "kind"})


def test_cities_are_used_where_provinces_are() -> None:
    tags: dict[str, Cells] = {
        "group": ["land", "town"],
        "tag": ["Anhui", "Hefei"],
        "tag_id": ["a", "h"],
        "parent": [None, "a"],
    }
    plan: dict[str, Cells] = {"period": "2026-Q1", "group": "land", "tag": "Anhui", "target_share": 0.5}
    assert group_uses(dataset(Tags=tags, Strategy=plan))["town"] == (Use("strategy", "2026-Q1"),)


def test_the_reports_that_groups_serve_are_reports() -> None:
    planned = {"content_grid"}  # of a later issue; the table names it already
    assert set(REPORT_PARTS) - planned <= set(load_reports())


def test_the_fill_of_a_group_is_that_of_the_customers_who_count() -> None:
    customers: dict[str, Cells] = {"customer_id": ["C1", "C2", "C3"], "industry": ["Steel", None, "#"], "stage": None}
    talks: dict[str, Cells] = {"customer_id": ["C1", "C2", "C2"], "date": [EARLY, LATE, EARLY]}
    industry, stage = group_usage(dataset(Tags=TAGS, Customers=customers, FollowUps=talks))
    assert (industry.counted, industry.filled, industry.fill_rate) == (2, 1, 0.5)
    assert stage.fill_rate == 0.0
    assert industry.first_followup == EARLY
    everyone = group_usage(dataset(Tags=TAGS, Customers=customers))[0]
    assert (everyone.counted, everyone.filled) == (3, 2)


FILLS = [(0, 0, 1.0), (0, 30, 0.1135), (15, 30, 0.6685), (30, 30, 1.0)]


@pytest.mark.parametrize(("filled", "counted", "best"), FILLS)
def test_the_upper_end_of_the_fill_is_that_of_wilson(filled: int, counted: int, best: float) -> None:
    cells: list[Value | None] = ["Steel"] * filled + [None] * (counted - filled)
    customers: dict[str, Cells] = {"customer_id": [f"C{number}" for number in range(counted)], "industry": cells}
    found = group_usage(dataset(Tags=TAGS, Customers=customers))[0]
    assert found.fill_at_best == pytest.approx(best, abs=1e-4)


def naive(given: Dataset) -> dict[str, int]:
    """The customers of each tag, cell by cell."""
    counts = {tag.id: 0 for tag in given.model.taxonomy.tags}
    for column in given.customers.tags.values():
        for code in column.column.codes.tolist():
            for tag_id in {match.tag.id for match in column.matches[code] if match.tag} if code >= 0 else ():
                counts[tag_id] += 1
    return counts


def test_the_counts_are_those_of_counting_cell_by_cell() -> None:
    given = demo_book(clean_tables(SEED, "en", AS_OF), "en").read(as_of=AS_OF)
    assert {use.tag.id: use.customers for use in tag_usage(given)} == naive(given)


def test_the_order_of_the_customers_does_not_matter() -> None:
    names = ["Steel", "Plants", "Retail", None, "Steel; Retail"]
    cells = [Random(7).choice(names) for _ in range(50)]
    found = []
    for order in (list(range(50)), Random(8).sample(range(50), 50)):
        customers: dict[str, Cells] = {
            "customer_id": [f"C{it}" for it in order],
            "industry": [cells[it] for it in order],
        }
        groups: dict[str, Cells] = {"group": ["industry", "stage"], "values": ["many", "one"]}
        found.append([use.below for use in tag_usage(dataset(TagGroups=groups, Tags=TAGS, Customers=customers))])
    assert found[0] == found[1]
    assert found[0][0] == sum("Steel" in str(it) or it == "Plants" for it in cells)
