"""The governance lint: cases for each check, silence over what xltags ships, and laws of the tag budget."""

from collections.abc import Iterator, Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.datasets import EXAMPLE_DAY, dataset
from tests.one_check import Tables, cells_of, findings_of, tiny
from tests.shipped_tables import LANGUAGES, PROFILES, shipped_dataset
from xltags.books.demo.data import AS_OF, SEED, clean_tables, demo_book
from xltags.books.sheets import Profile
from xltags.checks import load_checks, run_checks
from xltags.core.dataset import Dataset
from xltags.core.examples import Cells
from xltags.core.finding import Language
from xltags.core.policy import Policy, read_policy
from xltags.core.tag_budget import TagBudget, tag_budget
from xltags.core.values import Value

NOW, OLD = date(2026, 10, 1), date(2025, 3, 1)
GOOD = {"definition": "Fits", "with_tag": "Call", "without_tag": "Write"}


def groups(**columns: Cells) -> Tables:
    return {"TagGroups": columns}


def tags(**columns: Cells) -> Tables:
    return {"Tags": {"group": "industry", **columns}}


def team(**settings: Value | None) -> Tables:
    return {"Settings": {"key": list(settings), "value": list(settings.values())}}


def many(count: int, **columns: Cells) -> dict[str, Cells]:
    return {"customer_id": [f"C{number}" for number in range(count)], **columns}


LAN_AND_BO = {"person": ["Lan", "Bo"], "role": ["taxonomy_owner", "sales"]}
FAMILIES = ["identity", "source", "stage"]
QUESTIONS = ["who", "where_from; how_reached", "how_effective"]
CASES: list[tuple[str, str, Tables, list[str]]] = [
    ("GOV001", "no source", groups(group=["a", "b"], family=["identity", "stage"]), ["TagGroups!B1"]),
    ("GOV001", "all but reserved", groups(group=["a", "b", "c"], family=FAMILIES,
                                          status=["active", "active", "reserved"]), ["TagGroups!B1"]),
    ("GOV001", "of a later step", {**groups(group=["a", "b", "c"], family=FAMILIES, step=[1, 1, 2]),
                                   **team(maturity_step=1)}, ["TagGroups!B1"]),
    ("GOV001", "three families", groups(group=["a", "b", "c"], family=FAMILIES), []),
    ("GOV001", "no taxonomy at all", {}, []),
    ("GOV002", "two questions open", groups(group="a", question=["who; where_from"]), ["TagGroups!B1"] * 2),
    ("GOV002", "several in one cell", groups(group=["a", "b", "c"], question=QUESTIONS), []),
    ("GOV002", "retired", groups(group=["a", "b", "c"], question=QUESTIONS, status=["active", "active", "retired"]),
     ["TagGroups!B1"]),
    ("GOV003", "no judgement", groups(group=["source", "stage"], family=["source", "stage"]), ["TagGroups!A1"]),
    ("GOV003", "another group judges", {**groups(group=["source", "stage", "fit"], family=["source", "stage", ""]),
                                        "Tags": {"group": "fit", "tag": ["Fits"], "purity_class": "target"}}, []),
    ("GOV003", "two products", {**groups(group=["source", "stage", "mdr"], family=["source", "stage", ""]),
                                **team(products="A; B")}, ["TagGroups!A1"]),
    ("GOV004", "blank", tags(tag=["A", "B"], with_tag=[None, "Call"]), ["Tags!C2"]),
    ("GOV004", "same but for a full stop", tags(tag=["A", "B"], with_tag=["Call.", "Visit"], without_tag="call"),
     ["Tags!D2"]),
    ("GOV004", "a placeholder", tags(tag="A", with_tag="TBD"), ["Tags!C2"]),
    ("GOV004", "a whole group", {**groups(group=["industry"]), **tags(tag=["A", "B", "C"])}, ["TagGroups!A2"]),
    ("GOV004", "reserved and retired", tags(tag=["A", "B"], status=["reserved", "retired"]), []),
    ("GOV004", "cities", {"Tags": {"group": ["p", "c"], "tag": ["P", "C"], "tag_id": ["1", "2"],
                                   "parent": [None, "1"]}}, []),
    ("GOV004", "differs", tags(tag="A", with_tag="Call", without_tag="Write"), []),
    ("GOV005", "blank", tags(tag=["A", "B"], definition=["Fits", None]), ["Tags!C3"]),
    ("GOV005", "defined", tags(tag=["A"], definition="Fits"), []),
    ("GOV006", "blank", groups(group=["a", "b"], question=["who", None]), ["TagGroups!B3"]),
    ("GOV006", "later", {**groups(group=["a"], step=3, question=None), **team(maturity_step=2)}, []),
    ("GOV007", "nobody", groups(group=["a", "b"], judged_by=[None, "mdr"]), ["TagGroups!B2"]),
    ("GOV007", "no system", {**groups(group=["a"], feed="system"), **team(headcount=3)}, ["TagGroups!B2"]),
    ("GOV007", "resources not stated", groups(group=["a"], feed="system"), []),
    ("GOV008", "Chinese label", tags(tag=["Fits"], zh="客户年龄"), ["Tags!B2"]),
    ("GOV008", "group only", {**groups(group=["gender"]), "Tags": {"group": "gender", "tag": ["Male", "Female"]}},
     ["TagGroups!A2"]),
    ("GOV008", "trade", tags(tag=["Women's wear", "Education and training", "Stage rental", "Single site"]), []),
    ("GOV009", "ended", team(**{"except.TAG001": "old names; until=2026-01-31"}), ["Settings!B2"]),
    ("GOV009", "ends today", team(**{"except.TAG001": f"old names; until={EXAMPLE_DAY}"}), []),
    ("GOV009", "no reason is FILE027", team(**{"except.TAG001": "until=2026-01-31"}), []),
    ("GOV010", "25 for two", {**tags(tag=[f"T{n}" for n in range(25)]), **team(headcount=2)}, ["Settings!B2"]),
    ("GOV010", "24 for two", {**tags(tag=[f"T{n}" for n in range(24)]), **team(headcount=2)}, []),
    ("GOV011", "2 for ten", {**tags(tag=["A", "B"]), **team(headcount=10)}, ["Settings!B2"]),
    ("GOV011", "no tags", {**groups(group=["a"]), **team(headcount=10)}, []),
    ("GOV012", "one product", {**groups(group=["product_interest"], family="preference"), **team(products="Core")},
     ["TagGroups!B2"]),
    ("GOV012", "content without a team", {**groups(group=["content_topic"], family="preference"),
                                          **team(content_team="no")}, ["TagGroups!B2"]),
    ("GOV012", "behaviour without a budget", {**groups(group=["clicks"], family="behaviour"),
                                              **team(headcount=9, linked_systems="CRM", monthly_budget=0)},
     ["TagGroups!B2"]),
    ("GOV012", "nothing stated", groups(group=["clicks", "product_interest"], family=["behaviour", "preference"]), []),
    ("GOV013", "too early", {**groups(group=["a"], step=2), "Tags": {"group": "a", "tag": ["X"]},
                             "Customers": many(2, a=["X", None]), **team(maturity_step=1)}, ["TagGroups!B2"]),
    ("GOV013", "blank column", {**groups(group=["a"], step=2), "Customers": many(2, a=None), **team(maturity_step=1)},
     []),
    ("GOV014", "yesterday", groups(group=["a"], status="reserved", review_on=date(2026, 11, 20)), ["TagGroups!C2"]),
    ("GOV014", "today", groups(group=["a"], status="reserved", review_on=EXAMPLE_DAY), []),
    ("GOV014", "active", groups(group=["a"], review_on=OLD), []),
    ("GOV015", "no date", groups(group=["a"], status="reserved"), ["TagGroups!A2"]),
    ("GOV015", "ten years", groups(group=["a"], status="reserved", review_on=date(2036, 1, 1)), ["TagGroups!C2"]),
    ("GOV015", "two years", groups(group=["a"], status="reserved", review_on=date(2028, 1, 1)), []),
    ("GOV016", "filled", {**groups(group=["a"], status="reserved"), "Customers": many(2, a=["X", None])},
     ["TagGroups!B2"]),
    ("GOV016", "no column", {**groups(group=["a"], status="reserved"), "Customers": many(2)}, []),
    ("GOV017", "low", {**groups(group=["a"], fill_target=0.6), "Tags": {"group": "a", "tag": ["X"]},
                       "Customers": many(40, a=["X"] * 8 + [None] * 32)}, ["TagGroups!B2"]),
    ("GOV017", "chance", {**groups(group=["a"], fill_target=0.6), "Tags": {"group": "a", "tag": ["X"]},
                          "Customers": many(40, a=["X"] * 20 + [None] * 20)}, []),
    ("GOV017", "few", {**groups(group=["a"], fill_target=0.6), "Customers": many(20, a=[None] * 20)}, []),
    ("GOV018", "half a group", {**tags(tag=[f"T{n}" for n in range(8)], origin="builtin"),
                                "Customers": many(40, industry=["T0"] * 40, first_contact=OLD)}, ["TagGroups!A2"]),
    ("GOV018", "a few shipped ones", {**tags(tag=["A", "B", "C"], origin="builtin"),
                                      "Customers": many(40, industry="A", first_contact=OLD)}, []),
    ("GOV018", "young workbook", {**tags(tag=[f"T{n}" for n in range(8)], origin="builtin"),
                                  "Customers": many(40, industry="T0", first_contact=NOW)}, []),
    ("GOV018", "children are used", {**tags(tag=["A", "B"], parent=[None, "A"], created_on=OLD),
                                     "Customers": many(40, industry="B", first_contact=OLD)}, []),
    ("GOV018", "other", {**tags(tag=["A", "Other trade"], created_on=OLD),
                         "Customers": many(40, industry="A", first_contact=OLD)}, []),
    ("GOV019", "asleep", {**tags(tag=["A", "B"]), "Customers": many(2, industry=["A", "B"], first_contact=[OLD, NOW])},
     ["Tags!B2"]),
    ("GOV019", "all asleep", {**tags(tag=["A", "B"]), "Customers": many(2, industry=["A", "B"], first_contact=OLD)},
     []),
    ("GOV019", "logged", {**tags(tag=["A", "B"]), "Customers": many(2, industry=["A", "B"], first_contact=[OLD, NOW]),
                          "FollowUps": {"customer_id": ["C0"], "date": NOW, "group": "industry", "to_tag": "A"}}, []),
    ("GOV020", "unused", {**tags(tag=["A"]), "Customers": many(40, industry="A")}, []),
    ("GOV020", "size", {"Tags": {"group": "size", "tag": ["A"]}, "Customers": many(40, size="A")}, ["TagGroups!A2"]),
    ("GOV020", "scored", {"Tags": {"group": "size", "tag": ["A"]}, "Customers": many(40, size="A"),
                          "Indicators": {"indicator": "i", "field": "size"}}, []),
    ("GOV020", "indicator off", {"Tags": {"group": "size", "tag": ["A"]}, "Customers": many(40, size="A"),
                                 "Indicators": {"indicator": "i", "field": "size", "on": "no"}}, ["TagGroups!A2"]),
    ("GOV020", "planned", {"Tags": {"group": "size", "tag": ["A"]}, "Customers": many(40, size="A"),
                           "Strategy": {"period": "2026", "group": "size", "tag": "A", "target_share": 0.5}}, []),
    ("GOV021", "two", groups(group=["a", "b", "c"], owner_department=["M", "m", "Sales"]), ["TagGroups!B4"]),
    ("GOV021", "settings count", {**groups(group=["a"], owner_department="M"), **team(owner_department="Sales")},
     ["TagGroups!B2"]),
    ("GOV021", "retired", groups(group=["a", "b"], owner_department=["M", "S"], status=["active", "retired"]), []),
    ("GOV022", "none", groups(group=["a"], owner_department=None), ["TagGroups!B2"]),
    ("GOV022", "in settings", {**groups(group=["a"], owner_department=None), **team(owner_department="M")}, []),
    ("GOV023", "sales", {**tags(tag=["A"], created_by="Bo"), "Owners": LAN_AND_BO}, ["Tags!C2"]),
    ("GOV023", "the role ended", {**tags(tag=["A"], created_by="Lan", created_on=NOW),
                                  "Owners": {"person": ["Lan"], "role": "taxonomy_owner", "to": OLD}}, ["Tags!C2"]),
    ("GOV023", "owner department", {**tags(tag=["A"], created_by="Lan"), **team(owner_department="Marketing"),
                                    "Owners": {"person": ["Lan"], "department": "marketing"}}, []),
    ("GOV023", "a stranger is LOG008", {**tags(tag=["A"], created_by="Zoe"),
                                        "Owners": {"person": ["Lan"], "role": "taxonomy_owner"}}, []),
    ("GOV023", "decided", {"TagRequests": {"group": "a", "tag": ["A"], "verdict": "reject", "decided_by": "Bo"},
                           "Owners": {"person": ["Lan", "Bo"], "role": ["taxonomy_owner", "sales"]}},
     ["TagRequests!D2"]),
    ("GOV024", "own words", {**tags(tag=[f"T{n}" for n in range(12)], with_tag="Ours"), "Customers": many(120)}, []),
    ("GOV027", "seven", {**groups(group=[f"g{n}" for n in range(7)]), **team(maturity_step=1)}, ["TagGroups!A1"]),
    ("GOV027", "seven at step two", {**groups(group=[f"g{n}" for n in range(7)]), **team(maturity_step=2)}, []),
    ("GOV028", "41", tags(tag=[f"T{n}" for n in range(41)]), ["TagGroups!A2"]),
    ("GOV028", "40", tags(tag=[f"T{n}" for n in range(40)]), []),
    ("GOV029", "in use", {**tags(tag=["A"]), "Customers": many(30, industry="A"), **team(headcount=None)},
     ["Settings!B2"]),
    ("GOV029", "few customers", {**tags(tag=["A"]), "Customers": many(29, industry="A")}, []),
    ("GOV030", "waits", {"TagRequests": {"group": "a", "tag": ["A"], "verdict": "pending", "requested_on": OLD}},
     ["TagRequests!C2"]),
    ("GOV030", "decided", {"TagRequests": {"group": "a", "tag": ["A"], "verdict": "note", "requested_on": OLD}}, []),
    ("GOV030", "no date", {"TagRequests": {"group": "a", "tag": ["A"]}}, []),
    ("GOV031", "against the rules", {**groups(group=["a"]), "TagRequests": {"group": "a", "tag": ["A"],
                                                                         "verdict": "accept"}}, ["TagRequests!C2"]),
    ("GOV031", "refused", {**groups(group=["a"]), "TagRequests": {"group": "a", "tag": ["A"], "verdict": "reject"}},
     []),
    ("GOV032", "not made", {**groups(group=["a"]), "TagRequests": {"group": "a", "tag": ["A"], "verdict": "accept"}},
     ["TagRequests!C2"]),
    ("GOV032", "under a synonym", {**tags(tag=["B"], synonyms="A"), "TagRequests": {"group": "industry", "tag": ["A"],
                                                                                 "verdict": "accept"}}, []),
    ("GOV033", "yearly and low", {"Segments": {"segment": "S", "frequency": "yearly", "importance": "low"}},
     ["Segments!B2"]),
    ("GOV033", "monthly", {"Segments": {"segment": "S", "frequency": "monthly", "importance": "low"}}, []),
    ("GOV034", "no end", team(**{"except.GOV010": "many trades"}), ["Settings!B2"]),
    ("GOV034", "other families", team(**{"except.TAG001": "old names"}), []),
]  # fmt: skip


@pytest.mark.parametrize(("code", "tables", "cells"), [(it[0], *it[2:]) for it in CASES],
                         ids=[f"{it[0]}-{it[1]}" for it in CASES])  # fmt: skip
def test_the_check_finds_what_it_is_for_and_nothing_else(code: str, tables: Tables, cells: list[str]) -> None:
    assert cells_of(code, tiny(tables)) == cells


def test_every_check_has_a_case_that_finds_and_one_that_does_not() -> None:
    elsewhere = {"GOV024", "GOV025", "GOV026"}  # with shipped texts below, and in test_governance_conflicts
    for code in load_checks():
        if code.startswith("GOV") and code not in elsewhere:
            found = {bool(cells) for known, _, _, cells in CASES if known == code}
            assert found == {True, False}, code


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("profile", PROFILES)
def test_a_new_workbook_is_governed_well(profile: Profile, language: Language) -> None:
    assert run_checks(shipped_dataset(profile, language), Policy(select=("GOV",))) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_demo_without_planted_faults_hears_only_what_its_stories_bring(language: Language) -> None:
    given_ = demo_book(clean_tables(SEED, language, AS_OF), language).read(as_of=AS_OF)
    found = [(it.code, it.sheet) for it in run_checks(given_, Policy(select=("GOV",)))]
    assert sorted(found) == [
        ("GOV017", "TagGroups"),  # sales seldom judges the customer level
        ("GOV018", "TagGroups"), ("GOV018", "TagGroups"),  # provinces and cities where nobody buys
        ("GOV024", "Tags"),  # the shipped wording
        ("GOV030", "TagRequests"), ("GOV030", "TagRequests"), ("GOV030", "TagRequests"),  # requests that wait
        ("GOV032", "TagRequests"),  # one accepted and not yet made
    ]  # fmt: skip


def without(given_: Dataset, group: str) -> Dataset:
    """A shipped workbook with one group retired."""
    tables = {id: table for id, table in given_.tables.items() if id in ("TagGroups", "Tags", "Settings")}
    columns = {
        id: {name: list(column.cells()) for name, column in table.columns.items()} for id, table in tables.items()
    }
    names = columns["TagGroups"]["group"]
    columns["TagGroups"]["status"] = ["retired" if name == group else "active" for name in names]
    return dataset(columns)


BREAKS = [
    ("source", ["GOV001", "GOV002", "GOV002", "GOV003"], "where do they come from", "channels"),
    ("stage", ["GOV001", "GOV003"], "stage", "funnel"),
    ("mdr", ["GOV003"], "mdr", "purity"),
]


@pytest.mark.parametrize(("group", "codes", "question", "report"), BREAKS, ids=[it[0] for it in BREAKS])
def test_a_missing_key_group_names_the_question_and_the_report_that_break(
    group: str, codes: list[str], question: str, report: str
) -> None:
    found = run_checks(without(shipped_dataset("standard"), group), Policy(select=("GOV001", "GOV002", "GOV003")))
    assert sorted(it.code for it in found) == codes
    text = " ".join(it.message for it in found)
    assert question in text
    assert report in text


@pytest.mark.parametrize("family", FAMILIES)
def test_a_missing_primary_family_is_an_error_whatever_the_resources(family: str) -> None:
    left = [it for it in FAMILIES if it != family]
    for size in (1, 8, 60):
        given_ = dataset(groups(group=left, family=left), Settings={"key": "headcount", "value": size})
        (only,) = findings_of("GOV001", given_)
        assert (only.severity, only.value) == ("error", family)


def budget(headcount: float, money: float | None, systems: int, spend: Mapping[str, Cells] | None = None) -> TagBudget:
    names = "; ".join(f"System {number}" for number in range(systems))
    found = tag_budget(
        dataset(
            Tags={"group": "industry", "tag": ["T1", "T2", "T3"]},
            Settings={"key": ["headcount", "monthly_budget", "linked_systems"], "value": [headcount, money, names]},
            Spend=spend or {},
        )
    )
    assert found is not None
    return found


def test_three_resource_profiles_have_three_bands() -> None:
    small, middle, large = budget(2, None, 0), budget(9, 6000, 1), budget(40, 80_000, 4)
    assert [(it.low, it.high) for it in (small, middle, large)] == [(9, 24), (31, 124), (133, 532)]


def test_the_budget_counts_the_channels_that_it_pays_at_the_prices_of_spend() -> None:
    spend: dict[str, Cells] = {
        "month": date(2026, 9, 1),
        "source": ["A", "B", "B", "C"],
        "amount": [500, 700, 300, 4000],
    }
    assert budget(9, 6000, 0, spend).channels == 6  # a channel costs 1000, the median of 500, 1000, 4000
    assert budget(9, 100, 0, spend).channels == 1
    assert budget(9, 10**9, 0, spend).channels == 20
    assert budget(9, 0, 0, spend).channels == 0
    assert budget(9, 6000, 0, {**spend, "month": date(2024, 9, 1)}).channels == 1


SMALL_PROFILES = [("small", 2), ("small", 3), ("standard", 10), ("full", 12)]


@pytest.mark.parametrize(("profile", "headcount"), SMALL_PROFILES)
def test_what_is_shipped_fits_the_teams_it_is_meant_for(profile: Profile, headcount: int) -> None:
    shipped = {
        id: {name: list(column.cells()) for name, column in table.columns.items()}
        for id, table in shipped_dataset(profile).tables.items()
        if id in ("TagGroups", "Tags")
    }
    found = tag_budget(dataset(shipped, Settings={"key": "headcount", "value": headcount}))
    assert found is not None
    assert found.low <= found.count <= found.high


SIZES = st.integers(0, 60)


@settings(max_examples=60)
@given(SIZES, st.integers(0, 5), SIZES, st.integers(0, 5))
def test_more_resources_never_carry_fewer_tags(people: int, systems: int, more: int, others: int) -> None:
    less, bigger = budget(people, None, systems), budget(people + more, None, systems + others)
    assert (less.low, less.high) <= (bigger.low, bigger.high)
    assert 9 <= less.low <= less.high


TAXONOMY: dict[str, list[Value | None]] = {
    "group": ["province", "province", "city", "city", "stage", "stage", "later"],
    "tag": ["P", "Q", "C", "D", "New", "Won", "L"],
    "tag_id": ["p", "q", "c", "d", "n", "w", "l"],
    "parent": [None, None, "p", "q", None, "n", None],
}


def counted(left: list[str], statuses: list[str]) -> int:
    rows = [place for place, group in enumerate(TAXONOMY["group"]) if group in left]
    columns = {name: [cells[place] for place in rows] for name, cells in TAXONOMY.items()}
    found = tag_budget(
        dataset(
            TagGroups={"group": left, "step": [3 if it == "later" else 1 for it in left]},
            Tags={**columns, "status": [statuses[place] for place in rows]},
            Settings={"key": ["headcount", "maturity_step"], "value": [1, 2]},
        )
    )
    return found.count if found else 0


def subsets() -> Iterator[list[str]]:
    names = ["province", "city", "stage", "later"]
    for mask in range(1, 16):
        yield [name for place, name in enumerate(names) if mask >> place & 1]


@pytest.mark.parametrize("kept", list(subsets()), ids="-".join)
def test_taking_a_group_or_a_tag_away_never_adds_to_what_is_kept_up(kept: list[str]) -> None:
    everything = counted(["province", "city", "stage", "later"], ["active"] * 7)
    assert everything == 2  # cities and provinces are looked up, and one group comes later
    assert counted(kept, ["active"] * 7) <= everything
    assert counted(kept, ["retired"] * 7) == 0


def test_the_fill_of_a_group_counts_from_four_weeks_after_the_first_talk() -> None:
    def found(day: date) -> list[str]:
        tables: Tables = {
            **groups(group=["a"], fill_target=0.6),
            "Tags": {"group": "a", "tag": ["X"]},
            "Customers": many(40, a=["X"] * 8 + [None] * 32),
            "FollowUps": {"customer_id": [f"C{number}" for number in range(40)], "date": day},
        }
        return cells_of("GOV017", tiny(tables))

    assert found(date(2026, 10, 24)) == ["TagGroups!B2"]
    assert found(date(2026, 10, 25)) == []


def test_a_system_group_counts_every_customer() -> None:
    tables: Tables = {
        **groups(group=["a"], fill_target=0.6, feed="system"),
        "Tags": {"group": "a", "tag": ["X"]},
        "Customers": many(40, a=["X"] * 8 + [None] * 32),
        "FollowUps": {"customer_id": ["C0"], "date": NOW},
    }
    (only,) = findings_of("GOV017", tiny(tables))
    assert "8 of 40" in only.message


def test_a_waiver_silences_its_finding_until_it_ends() -> None:
    for until, codes in (("2027-06-30", []), ("2026-06-30", ["GOV008", "GOV009"])):
        given_ = dataset(
            Tags={"group": "position", "tag": ["Female founder"]},
            Settings={"key": "except.GOV008", "value": f"we lend to women; value=Female founder; until={until}"},
        )
        policy = read_policy(given_.model.settings.extra)
        found = [it.code for it in run_checks(given_, policy) if it.code in ("GOV008", "GOV009")]
        assert sorted(found) == codes


def test_the_wording_check_speaks_once_and_only_of_a_workbook_in_use() -> None:
    shipped = {
        id: {name: list(column.cells()) for name, column in table.columns.items()}
        for id, table in shipped_dataset("standard", "vi").tables.items()
        if id in ("TagGroups", "Tags")
    }
    assert len(findings_of("GOV024", dataset(shipped, Customers=many(100)))) == 1
    assert findings_of("GOV024", dataset(shipped, Customers=many(99))) == []
