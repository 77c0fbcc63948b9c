"""Departments that talk past each other: planted pairs found, look-alikes left alone, with stated figures."""

from dataclasses import dataclass

import pytest

from tests.datasets import dataset
from tests.one_check import findings_of
from tests.planted_conflicts import HOMONYMS, LOOK_ALIKES, TWINS, pairs, planted_dataset
from tests.shipped_tables import LANGUAGES, PROFILES, shipped_dataset
from xltags.books.demo.data import AS_OF, SEED, clean_tables, demo_book
from xltags.books.sheets import Profile
from xltags.core.dataset import Dataset
from xltags.core.finding import Language
from xltags.core.name_conflicts import NameConflict, same_meanings, two_meanings


@dataclass(frozen=True)
class Measured:
    """How many pairs were found, how many of them are right, and how many were planted."""

    found: int
    right: int
    planted: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.planted


def measured(found: tuple[NameConflict, ...], planted: set[tuple[str, str]]) -> Measured:
    named = {(it.one.id, it.other.id) for it in found}
    return Measured(len(named), len(named & planted), len(planted))


@pytest.mark.parametrize("seed", [1, 2, 20260920])
def test_twins_of_two_departments_are_found_with_precision_1_and_recall_0_95(seed: int) -> None:
    given = planted_dataset(customers=600, seed=seed)
    figures = measured(same_meanings(given), pairs(TWINS, given))
    assert figures.precision == 1.0
    assert figures.recall >= 0.95  # 26 of 27


def test_without_customers_text_alone_finds_twins_with_precision_1_and_recall_0_85() -> None:
    given = planted_dataset(customers=0)
    figures = measured(same_meanings(given), pairs(TWINS, given))
    assert figures.precision == 1.0
    assert figures.recall >= 0.85  # 24 of 27


@pytest.mark.parametrize("customers", [0, 600])
def test_homonyms_of_two_departments_are_found_with_precision_1_and_recall_1(customers: int) -> None:
    given = planted_dataset(customers=customers)
    figures = measured(two_meanings(given), pairs(HOMONYMS, given))
    assert figures == Measured(len(HOMONYMS), len(HOMONYMS), len(HOMONYMS))


def test_the_planted_taxonomy_is_no_toy() -> None:
    assert len(TWINS) >= 25
    assert len(HOMONYMS) >= 12
    assert len(LOOK_ALIKES) >= 30


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("profile", PROFILES)
def test_the_shipped_taxonomy_has_no_conflict(profile: Profile, language: Language) -> None:
    given = shipped_dataset(profile, language)
    assert same_meanings(given) == ()
    assert two_meanings(given) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_demo_has_no_conflict(language: Language) -> None:
    given = demo_book(clean_tables(SEED, language, AS_OF), language).read(as_of=AS_OF)
    assert same_meanings(given) == ()
    assert two_meanings(given) == ()


def two(one: dict[str, str], other: dict[str, str], *, owners: tuple[str, str] = ("Marketing", "Sales")) -> Dataset:
    """A tag in group `a` of one department and one in group `b` of the other."""
    names = [*dict.fromkeys((*one, *other))]
    tags = {name: [one.get(name), other.get(name)] for name in names}
    return dataset(
        TagGroups={"group": ["a", "b"], "family": "identity", "owner_department": list(owners)},
        Tags={"group": ["a", "b"], **tags},
    )


SAME: list[tuple[str, dict[str, str], dict[str, str], bool]] = [
    ("a synonym of the other", {"tag": "Manufacturing", "synonyms": "factory"}, {"tag": "Factory"}, True),
    ("the other's Chinese label", {"tag": "Retail", "zh": "零售"}, {"tag": "零售"}, True),
    ("the other's Vietnamese label", {"tag": "Retail", "vi": "Bán lẻ"}, {"tag": "Bán  lẻ"}, True),
    ("one definition in other words", {"tag": "A", "definition": "Makes machines for food plants to order"},
     {"tag": "B", "definition": "To order makes machines for food plants"}, True),
    ("a synonym, but defined apart", {"tag": "Energy", "synonyms": "power", "definition": "Produces electricity"},
     {"tag": "Power", "definition": "Makes drills and saws"}, False),
    ("one label, no definitions: TAX006", {"tag": "Fair"}, {"tag": "Fair"}, False),
    ("a shared synonym alone", {"tag": "Fair", "synonyms": "event"}, {"tag": "Seminar", "synonyms": "event"}, False),
    ("general words", {"tag": "Other", "synonyms": "none"}, {"tag": "None"}, False),
    ("numbers", {"tag": "1-50"}, {"tag": "1 50"}, False),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "found"), [it[1:] for it in SAME], ids=[it[0] for it in SAME])
def test_what_counts_as_one_meaning(one: dict[str, str], other: dict[str, str], found: bool) -> None:
    assert bool(findings_of("GOV025", two(one, other))) is found


DIFFERENT: list[tuple[str, dict[str, str], dict[str, str], bool]] = [
    ("defined apart", {"tag": "Target", "definition": "Fits our group"},
     {"tag": "Target", "definition": "Sum planned for the year"}, True),
    ("in Chinese", {"tag": "Goal", "zh": "目标", "definition": "符合目标客群"},
     {"tag": "Sum", "zh": "目标", "definition": "全年计划金额"}, True),
    ("defined alike", {"tag": "Target", "definition": "Fits the group we serve"},
     {"tag": "Target", "definition": "Fits the group that we serve"}, False),
    ("not defined", {"tag": "Target"}, {"tag": "Target"}, False),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "found"), [it[1:] for it in DIFFERENT], ids=[it[0] for it in DIFFERENT])
def test_what_counts_as_two_meanings(one: dict[str, str], other: dict[str, str], found: bool) -> None:
    assert bool(findings_of("GOV026", two(one, other))) is found


def test_one_department_may_define_a_label_twice() -> None:
    one, other = DIFFERENT[0][1:3]
    assert findings_of("GOV026", two(one, other, owners=("Sales", "Sales"))) == []


def test_a_parent_and_its_child_are_no_twins() -> None:
    given = dataset(
        TagGroups={"group": ["a", "b"], "owner_department": ["Marketing", "Sales"]},
        Tags={"group": ["a", "b"], "tag_id": ["p", "c"], "tag": ["Retail", "Shops"], "synonyms": [None, "retail"],
              "parent": [None, "p"]},
    )  # fmt: skip
    assert findings_of("GOV025", given) == []


def test_two_groups_that_repeat_each_other_are_named_once_with_the_number_of_pairs() -> None:
    labels = ["Steel", "Glass", "Paper", "Retail", "Mining"]
    given = dataset(
        TagGroups={"group": ["a", "b"], "owner_department": ["Marketing", "Sales"]},
        Tags={
            "group": ["a"] * 5 + ["b"] * 5,
            "tag": [*labels, *(f"{label} branch" for label in labels)],
            "synonyms": [*(f"{label} branch" for label in labels), *labels],
        },
    )
    (only,) = findings_of("GOV025", given)
    assert "4 more pairs" in only.message


def test_the_evidence_is_named_with_its_figures() -> None:
    count = 60
    both = {"a": ["Manufacturing"] * 40 + ["Retail"] * 20, "b": ["Factory"] * 38 + ["Shop"] * 22}
    given = dataset(
        TagGroups={"group": ["a", "b"], "owner_department": ["Marketing", "Sales"]},
        Tags={"group": ["a", "a", "b", "b"], "tag": ["Manufacturing", "Retail", "Factory", "Shop"],
              "synonyms": ["factory", None, None, None]},
        Customers={"customer_id": [f"C{number}" for number in range(count)], **both},
    )  # fmt: skip
    (only,) = findings_of("GOV025", given)
    assert "38 of the 40 customers with either have both" in only.message
    assert "Marketing, Sales" in only.message
