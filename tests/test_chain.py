"""Who must be in the deal, who is known, and what that does to the score."""

from collections.abc import Sequence

import pytest

from tests.shipped_files import choice_ids
from xltags.core.chain import cover, required_roles, role_name, roles_by_customer, roles_in, rule_for
from xltags.core.examples import Columns, dataset
from xltags.core.finding import LANGUAGES
from xltags.core.scorecard import ChainRule
from xltags.core.scoring import Scores, score
from xltags.core.values import CellFault, Value

RULES: Columns = {"low": [None, 50], "high": [50, None], "required_roles": ["ceo", "ceo; cio; business_head"]}
EVEN: Columns = {"low": None, "high": None, "required_roles": ["ceo; cio"]}
ERROR = CellFault("error", "#N/A")
BANDS: Columns = {"indicator": "chain", "low": [0.3, 0.6, 1], "high": [0.6, 1, None], "points": [10, 20, 40]}


def scored(roles: Sequence[Value | None], employees: Value | None = 100, **tables: Columns) -> Scores:
    """One customer with these contacts, on a scorecard that looks at nothing but the chain."""
    shape: dict[str, Columns] = {
        "Indicators": {"indicator": ["chain"], "label": "Decision chain", "field": "chain_coverage"},
        "Bands": BANDS,
        "ChainRules": RULES,
        "Tiers": {"tier": ["A", "B", "C"], "min_points": [40, 20, 10]},
        "Customers": {"customer_id": ["C1"], "employees": [employees]},
        "Contacts": {"customer_id": ["C1"] * len(roles), "chain_role": list(roles)},
    }
    return score(dataset({**shape, **tables}))


@pytest.mark.parametrize(
    ("roles", "employees", "points"),
    [
        (["ceo", "cio", "business_head"], 100, 40),
        (["ceo", "cio"], 100, 20),
        (["ceo", "cio", "cio"], 100, 20),
        (["cio"], 100, 10),
        (["user"], 100, 0),
        (["ceo"], 10, 40),
        (["cio"], 49.9, 0),
        (["ceo", "cio"], 50, 20),
        (["CEO", " Cio "], 100, 20),
        (["ceo; cio"], 100, 20),
        (["ceo", None], 10, 40),
    ],
)
def test_coverage_is_the_share_of_required_roles(roles: list[str | None], employees: float, points: float) -> None:
    assert scored(roles, employees).points[0] == points


@pytest.mark.parametrize(
    ("roles", "employees"),
    [
        ([], 100),
        ([None], 100),
        ([CellFault("error", "#N/A")], 100),
        (["ceo"], None),
        (["ceo"], "many"),
        (["ceo"], "100"),
    ],
)
def test_coverage_is_unknown_without_roles_or_without_the_size(
    roles: list[Value | None], employees: Value | None
) -> None:
    scores = scored(roles, employees)
    assert (scores.points[0], scores.columns[0].known[0]) == (0, False)
    assert scores.why_text(0) == "0 = 0; ? Decision chain"


def test_the_size_is_not_needed_where_all_sizes_ask_for_the_same_roles() -> None:
    scores = scored(["ceo", "cio"], None, ChainRules=EVEN)
    assert (scores.points[0], scores.ranges()) == (40, ["A"])


@pytest.mark.parametrize("rules", [{"low": [500], "required_roles": ["ceo"]}, {"required_roles": [None]}, {}])
def test_the_chain_is_covered_where_no_role_is_required(rules: Columns) -> None:
    scores = scored(["user"], ChainRules=rules)
    assert scores.why_text(0) == "Decision chain: 100 % +40 = 40"
    assert not scored([], ChainRules=rules).columns[0].known[0]


@pytest.mark.parametrize(
    ("roles", "employees", "cap", "tier"),
    [
        (["ceo"], 100, "B", "B"),
        (["ceo", "ceo"], 100, "C", "C"),
        (["ceo"], 100, "NONE", "A"),
        (["ceo"], 100, "A", "A"),
        (["ceo"], 10, "B", "A"),
        (["ceo", "user"], 100, "B", "A"),
        (["cio"], 100, "B", "A"),
        (["ceo"], None, "B", "A"),
    ],
)
@pytest.mark.parametrize("on", ["yes", "no"])
def test_only_the_ceo_known_where_others_are_required_caps_the_tier(
    roles: list[str], employees: float | None, cap: str, tier: str, on: str
) -> None:
    """Whether or not an indicator looks at the chain."""
    scores = scored(
        roles,
        employees,
        Settings={"key": ["ceo_only_cap"], "value": cap},
        Indicators={"indicator": ["chain"], "field": "chain_coverage", "on": on},
        Tiers={"tier": ["A"], "min_points": 0},
    )
    assert scores.tiers() == [tier]


def test_the_cap_says_who_is_missing_in_three_languages() -> None:
    scores = scored(["ceo"], Tiers={"tier": ["A"], "min_points": 0})
    texts = [scores.why_text(0, language).partition("; ")[2] for language in LANGUAGES]
    assert texts == [
        "capped at B: only the CEO is known, needs CIO, business head",
        "最高 B 级：只接触到老板或总经理，还需接触信息化负责人（CIO）、业务部门负责人",
        "tối đa hạng B: mới chỉ biết giám đốc, còn cần giám đốc CNTT (CIO), trưởng bộ phận nghiệp vụ",
    ]
    assert scores.cap(0) == ("B", "only the CEO is known, needs CIO, business head")


def test_blank_contacts_may_turn_out_to_be_the_ceo_alone() -> None:
    floor: Columns = {"tier": ["A"], "min_points": 0}
    assert scored([], Tiers=floor).ranges() == ["A-B"]
    off: Columns = {"indicator": ["chain"], "field": "chain_coverage", "on": "no"}
    assert scored([], Tiers=floor, Indicators=off).ranges() == ["A"]  # nobody asks for contacts then


@pytest.mark.parametrize(
    ("roles", "employees", "text"),
    [([], 100, "A-D"), ([], 10, "A-D"), ([], None, "A-D"), (["ceo", "cio"], None, "A-D"), (["cio"], None, "C-D")],
)
def test_blank_people_may_turn_out_to_be_anybody(roles: list[str], employees: float | None, text: str) -> None:
    assert scored(roles, employees).ranges() == [text]


def test_the_known_size_counts_once_when_people_are_asked_for() -> None:
    scores = scored(
        [],
        100,
        TagGroups={"group": ["industry"]},
        Tags={"group": "industry", "tag": ["Food"]},
        Indicators={"indicator": ["size", "chain", "fit"], "field": ["employees", "chain_coverage", "industry"]},
        Bands={
            "indicator": ["size", "chain", "fit"],
            "tag": [None, None, "Food"],
            "low": [0, 1, None],
            "points": [10, 19, 20],
        },
        Tiers={"tier": ["A", "B", "C"], "min_points": [39, 30, 22]},
        Customers={"customer_id": ["C1"], "employees": [100], "industry": [None]},
    )
    assert (scores.points[0], scores.ask_next_ids()) == (10, ["fit"])  # alone: people C, industry B


def test_a_blank_size_may_turn_out_to_need_more_people() -> None:
    assert scored(["ceo"], None).ranges() == ["A-D"]
    assert scored(["ceo"], None).ask_next_ids() == ["chain"]


@pytest.mark.parametrize(
    ("employees", "rule"),
    [(-1, 0), (49.99, 0), (50, 1), (499, 1), (500, None), (1000, 2), (1e9, 2)],
)
def test_the_first_rule_for_the_size_counts(employees: float, rule: int | None) -> None:
    rules = [ChainRule(high=50), ChainRule(low=20, high=500), ChainRule(low=1000)]
    assert rule_for(rules, employees) == (None if rule is None else rules[rule])


def test_required_roles_are_folded_and_counted_once() -> None:
    assert required_roles(ChainRule(required_roles=("CEO", "cio", " ceo"))) == ("ceo", "cio")
    assert required_roles(None) == ()


@pytest.mark.parametrize(
    ("required", "roles", "missing", "share", "ceo_only"),
    [
        (("ceo", "cio"), {"ceo"}, ("cio",), 0.5, True),
        (("ceo",), {"ceo"}, (), 1.0, False),
        (("cio",), {"ceo"}, ("cio",), 0.0, True),
        ((), {"ceo"}, (), 1.0, False),
        (("ceo", "cio"), {"ceo", "user"}, ("cio",), 0.5, False),
        (("cio", "user"), set(), ("cio", "user"), 0.0, False),
    ],
)
def test_cover(
    required: tuple[str, ...], roles: set[str], missing: tuple[str, ...], share: float, ceo_only: bool
) -> None:
    found = cover(required, frozenset(roles))
    assert (found.missing, found.share, found.ceo_only) == (missing, share, ceo_only)


def test_roles_are_gathered_by_trimmed_id_whatever_the_type_of_the_id() -> None:
    contacts = dataset(
        Contacts={
            "customer_id": ["C1", " C1 ", 7, "7", None, "C2", "C3"],
            "chain_role": ["ceo", "CIO", "user", "ceo", "ceo", None, CellFault("error", "#REF!")],
        }
    ).table("Contacts")
    assert roles_by_customer(contacts) == {"C1": {"ceo", "cio"}, "7": {"user", "ceo"}}


def test_customers_that_share_an_id_share_their_contacts() -> None:
    customers: Columns = {"customer_id": ["C1", "C1 ", "C2", None], "employees": 100}
    scores = score(
        dataset(
            Indicators={"indicator": ["chain"], "field": "chain_coverage"},
            Bands=BANDS,
            ChainRules=RULES,
            Customers=customers,
            Contacts={"customer_id": ["C1", " C1", None], "chain_role": ["ceo", "cio", "cio"]},
        )
    )
    assert scores.points.tolist() == [20, 20, 0, 0]


def test_roles_in_a_cell() -> None:
    assert roles_in("CEO；采购") == {"ceo", "采购"}
    assert roles_in(None) == frozenset()


def test_every_role_of_the_drop_down_has_a_name() -> None:
    unnamed = [role for role in choice_ids("chain_role") if role_name(role, "zh") == role.replace("_", " ")]
    assert unnamed == []
