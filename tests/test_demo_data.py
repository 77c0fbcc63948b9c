"""The sample data: consistent stories, the same in every language, and every planted fault found where it was put."""

from collections import Counter
from datetime import date

import pytest

from xltags.books.demo.data import AS_OF, SEED, clean_tables, demo_book, demo_tables
from xltags.books.demo.faults import FAULTS, Planted, plant
from xltags.books.sheets import tables
from xltags.books.shipped import Record
from xltags.books.template import columns_of, groups_of
from xltags.checks import load_checks, run_checks
from xltags.core.dataset import Dataset
from xltags.core.finding import LANGUAGES, Finding, Language
from xltags.core.scoring import score
from xltags.reports import build_reports

# What the stories themselves bring: leads that were forgotten, deals in which only the boss was met; a level that sales
# seldom judges, places where nobody buys, wording that nobody has rewritten, requests that wait.
OF_THE_STORY = {"TAG007", "TAG018", "CHN002", "CHN003", "GOV017", "GOV018", "GOV024", "GOV030", "GOV032"}
# A second code for a planted fault: a text in a number or date column of any table; a tag made without saying what it
# means, or without the right.
BESIDES = {"FILE024", "LOG012", "TAX019", "CUS003", "GOV004", "GOV005", "GOV023"}
# Found at another place than the record changed: the column's head, the customer, the first line of the sum.
ELSEWHERE = {"TAG015", "CHN001", "PLAN005"}


def planted_in(language: Language) -> tuple[Dataset, list[Planted], list[Finding]]:
    made, planted = plant(clean_tables(SEED, language, AS_OF), language)
    dataset = demo_book(made, language).read(as_of=AS_OF)
    return dataset, planted, run_checks(dataset, language=language)


@pytest.fixture(scope="module")
def english() -> tuple[Dataset, list[Planted], list[Finding]]:
    return planted_in("en")


def row_of(finding: Finding) -> int:
    digits = finding.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return int(digits) if digits else 0


def test_every_planted_fault_is_found_where_it_was_put(
    english: tuple[Dataset, list[Planted], list[Finding]],
) -> None:
    _, planted, findings = english
    places = {(finding.code, finding.sheet, row_of(finding)) for finding in findings}
    codes = {finding.code for finding in findings}
    missed = [
        fault
        for fault in planted
        if (fault.code, fault.table, fault.record + 2) not in places
        and not (fault.code in ELSEWHERE and fault.code in codes)
    ]
    assert missed == []


def test_nothing_is_found_but_what_was_planted_and_what_the_stories_bring(
    english: tuple[Dataset, list[Planted], list[Finding]],
) -> None:
    _, planted, findings = english
    allowed = {fault.code for fault in planted} | OF_THE_STORY | BESIDES
    found = {finding.code for finding in findings}
    assert found - allowed == set()


def test_the_codes_planted_are_codes_of_checks() -> None:
    assert {fault.code for fault in FAULTS} - {""} <= set(load_checks())


def test_the_workbook_has_few_enough_faults_to_be_believed(
    english: tuple[Dataset, list[Planted], list[Finding]],
) -> None:
    _, _, findings = english
    assert 60 <= len(findings) <= 170


def test_without_planting_only_the_stories_speak() -> None:
    dataset = demo_book(clean_tables(SEED, "en", AS_OF), "en").read(as_of=AS_OF)
    found = {finding.code for finding in run_checks(dataset)}
    assert found <= OF_THE_STORY


@pytest.mark.parametrize("language", ["zh", "vi"])
def test_another_language_tells_the_same_story(
    english: tuple[Dataset, list[Planted], list[Finding]], language: Language
) -> None:
    _, _, expected = english
    _, _, findings = planted_in(language)
    assert Counter(finding.code for finding in findings) == Counter(finding.code for finding in expected)


@pytest.mark.parametrize("seed", [1, 2, 20260101])
def test_another_seed_has_room_for_every_fault(seed: int) -> None:
    assert len(demo_tables(seed)["Customers"]) > 300


def test_equal_arguments_give_equal_records() -> None:
    assert demo_tables() == demo_tables()


def test_records_have_only_declared_columns() -> None:
    records = demo_tables()
    groups = groups_of(records["TagGroups"])
    strangers = {
        (id, column)
        for id, spec in tables().items()
        for row in records.get(id, [])
        for column in row.keys() - {it.id for it in columns_of(spec, groups)}
    }
    assert strangers == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_happens_after_today(language: Language) -> None:
    late = [
        (id, column, value)
        for id, rows in clean_tables(SEED, language, AS_OF).items()
        for row in rows
        for column, value in row.items()
        if isinstance(value, date) and value > AS_OF and column not in ("due_on", "review_on")
    ]
    assert late == []


def dates_of(row: Record, *columns: str) -> list[date]:
    return [value for column in columns if isinstance(value := row.get(column), date)]


def test_every_customer_lives_forwards() -> None:
    for row in clean_tables(SEED, "en", AS_OF)["Customers"]:
        for path in (("first_contact", "won_on", "renewed_on", "churned_on"), ("first_contact", "lost_on")):
            days = dates_of(row, *path)
            assert days == sorted(days), row["customer_id"]


def test_names_are_of_companies_that_differ() -> None:
    names = [row["company"] for row in clean_tables(SEED, "en", AS_OF)["Customers"]]
    assert len(set(names)) == len(names)


def test_the_reports_have_something_to_tell(english: tuple[Dataset, list[Planted], list[Finding]]) -> None:
    dataset, _, findings = english
    made = {it.name: it.summary for it in build_reports(dataset, score(dataset), findings, only=["tiers", "channels"])}
    tiers, channels = made["tiers"], made["channels"]
    assert tiers is not None
    assert channels is not None
    low, high = (dict(zip(tiers["tier"], tiers[name], strict=True)) for name in ("win_rate_low", "win_rate_high"))
    assert low["A"] > high["C"]
    assert tiers["closed"].sum() >= 150
    rows = channels[channels["by"] == "channel"]
    advice = dict(zip(rows["value"], rows["advice"], strict=True))
    assert advice["Outbound prospecting"] == "put more money here"
    assert advice["Social and feed ads"] == "take money from here"
