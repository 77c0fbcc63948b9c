"""Laws of the score, on scorecards and customers that hypothesis makes up."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.naive_score import NOTHING, Facts, indicators_that_count, naive_ask, naive_range, naive_score
from xltags.core.compiled import compile_scorecard
from xltags.core.dataset import Dataset
from xltags.core.examples import dataset
from xltags.core.finding import LANGUAGES
from xltags.core.score_one import score_values
from xltags.core.scoring import score

TAGS: Mapping[str, Sequence[str]] = {"industry": ("Food", "Dairy", "Milk", "Steel"), "interest": ("CRM", "ERP", "BI")}
PARENTS = {"Dairy": "Food", "Milk": "Dairy"}
CHINESE = {"Food": "食品", "Dairy": "乳业", "Milk": "牛奶", "Steel": "钢铁", "CRM": "客户", "ERP": "资源", "BI": "智能"}
MEASURED = ("employees", "deal_value")
FIELDS = (*TAGS, *MEASURED, "chain_coverage")
ROLES = ("ceo", "cio", "user")
LIMITS = st.sampled_from([None, 0.0, 0.5, 1.0, 10.0])
POINTS = st.sampled_from([-5.0, 0.1, 0.2, 5.0, 10.0, 10.0, 12.5, 30.0])
CAPS = st.sampled_from(["", "", "", "A", "B", "C", "D", "E"])

Columns = dict[str, list[Any]]


@st.composite
def bands(draw: st.DrawFn, indicator: str, field: str) -> dict[str, Any]:
    tags = TAGS.get(field, ())
    named = draw(st.lists(st.sampled_from(tags), max_size=2, unique=True)) if tags else []
    low = None if tags else draw(LIMITS)
    above = [limit for limit in (0.5, 1.0, 10.0) if low is None or limit > low]
    return {
        "indicator": indicator,
        "tag": "; ".join(named) or None,
        "low": low,
        "high": None if tags else draw(st.sampled_from([None, *above])),
        "points": draw(POINTS),
        "outcome": draw(st.sampled_from(["", "pass", "reject"])),
        "cap_tier": draw(CAPS),
    }


def columns(rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> Columns:
    return {name: [row[name] for row in rows] for name in names}


BAND = ("indicator", "tag", "low", "high", "points", "outcome", "cap_tier")


@st.composite
def scorecards(draw: st.DrawFn, looked_at: Sequence[str] = FIELDS, fewest: int = 1) -> dict[str, Columns]:
    fields = draw(st.lists(st.sampled_from(looked_at), min_size=fewest, max_size=4))
    kinds = [draw(st.sampled_from(["soft", "soft", "hard"])) for _ in fields]
    names = [f"i{number}" for number in range(len(fields))]
    rows = [
        band
        for name, field in zip(names, fields, strict=True)
        for band in draw(st.lists(bands(name, field), max_size=3))
    ]
    floors = draw(st.lists(st.sampled_from([0.3, 5.0, 10.0, 22.5, 40.0]), min_size=3, max_size=3))
    limits = [(None, 10.0), (10.0, None)] if draw(st.booleans()) else [(None, None)]
    return {
        "Settings": {"key": ["ceo_only_cap"], "value": [draw(st.sampled_from(["B", "C", "NONE"]))]},
        "Indicators": {
            "indicator": names,
            "field": fields,
            "kind": kinds,
            "on": [draw(st.sampled_from(["yes", "yes", "yes", "no"])) for _ in fields],
        },
        "Bands": columns(rows, BAND),
        "Tiers": {"tier": ["A", "B", "C"], "min_points": floors},
        "ChainRules": {
            "low": [low for low, _ in limits],
            "high": [high for _, high in limits],
            "required_roles": ["; ".join(draw(st.lists(st.sampled_from(ROLES), unique=True))) for _ in limits],
        },
    }


CUSTOMERS = st.lists(
    st.fixed_dictionaries(
        {
            "industry": st.sampled_from([None, *TAGS["industry"]]),
            "interest": st.one_of(st.none(), st.lists(st.sampled_from(TAGS["interest"]), min_size=1, unique=True)),
            "employees": st.sampled_from([None, None, 0.0, 5.0, 10.0, 300.0]),
            "deal_value": st.sampled_from([None, 0.4, 1.0, 20.0]),
            "roles": st.sampled_from([(), (), ("ceo",), ("cio",), ("guest",), ("ceo", "cio"), ("ceo", "guest")]),
        }
    ),
    min_size=1,
    max_size=5,
)

Person = dict[str, Any]


def made(card: Mapping[str, Columns], people: Sequence[Person], **tables: Any) -> Dataset:
    tags = [(group, tag) for group, names in TAGS.items() for tag in names]
    pairs = [(f"C{number}", role) for number, one in enumerate(people) for role in one["roles"]]
    return dataset(
        {
            "TagGroups": {"group": ["industry", "interest"], "values": ["one", "many"]},
            "Tags": {
                "group": [group for group, _ in tags],
                "tag": [tag for _, tag in tags],
                "zh": [CHINESE[tag] for _, tag in tags],
                "parent": [PARENTS.get(tag) for _, tag in tags],
            },
            "Customers": {
                "customer_id": [f"C{number}" for number in range(len(people))],
                "industry": [one["industry"] for one in people],
                "interest": ["; ".join(one["interest"]) if one["interest"] else None for one in people],
                "employees": [one["employees"] for one in people],
                "deal_value": [one["deal_value"] for one in people],
            },
            "Contacts": {"customer_id": [id for id, _ in pairs], "chain_role": [role for _, role in pairs]},
            **card,
            **tables,
        }
    )


def facts(one: Person) -> Facts:
    return {
        "industry": frozenset({f"industry:{one['industry']}"}) if one["industry"] else NOTHING,
        "interest": frozenset(f"interest:{tag}" for tag in one["interest"] or ()),
        "employees": one["employees"],
        "deal_value": one["deal_value"],
        "roles": frozenset(one["roles"]),
    }


laws = settings(max_examples=60, deadline=None)


@laws
@given(scorecards(), CUSTOMERS)
def test_the_score_is_that_of_the_rules_worked_out_by_hand(card: dict[str, Columns], people: list[Person]) -> None:
    data = made(card, people)
    scores = score(data)
    for number, one in enumerate(people):
        naive = naive_score(data.model, facts(one))
        assert (scores.points[number], scores.tiers()[number]) == (naive.points, naive.tier)
        assert scores.rejected(number) == naive.rejected_by
        assert (scores.cap(number) is not None) == naive.capped
        for column in scores.columns:
            assert column.points[number] == naive.points_by_indicator.get(column.indicator.indicator, 0)
            assert column.known[number] == naive.known[column.indicator.indicator]


@laws
@given(scorecards(), CUSTOMERS)
def test_contributions_and_their_text_sum_to_the_points(card: dict[str, Columns], people: list[Person]) -> None:
    scores = score(made(card, people))
    for number in range(len(people)):
        assert round(sum(one.points for one in scores.why(number)), 6) == scores.points[number]
        assert round(sum(float(column[number]) for column in scores.contributions), 6) == scores.points[number]
        added, _, rest = scores.why_text(number).partition(" = ")
        numbers = [float(piece.rsplit(" ", 1)[1]) for piece in added.split("; ") if piece != "0"]
        assert round(sum(numbers), 6) == scores.points[number] == float(rest.split("; ")[0])
        sizes = [abs(size) for size in numbers]
        assert sizes == sorted(sizes, reverse=True)


@laws
@given(scorecards(), CUSTOMERS)
def test_the_range_is_that_of_trying_everything(card: dict[str, Columns], people: list[Person]) -> None:
    data = made(card, people[:2])
    ranges = score(data).ranges()
    assert ranges == [naive_range(data.model, facts(one)) for one in people[:2]]


@laws
@given(scorecards(["interest"], 2))
def test_the_range_of_a_blank_with_many_values_is_that_of_trying_every_set(card: dict[str, Columns]) -> None:
    nobody: Person = {"industry": None, "interest": None, "employees": 5.0, "deal_value": None, "roles": []}
    data = made(card, [nobody])
    assert score(data).ranges() == [naive_range(data.model, facts(nobody))]


@laws
@given(scorecards(["employees", "chain_coverage"], 2), CUSTOMERS)
def test_the_range_of_size_and_people_is_that_of_trying_everything(
    card: dict[str, Columns], people: list[Person]
) -> None:
    data = made(card, people)
    assert score(data).ranges() == [naive_range(data.model, facts(one)) for one in people]
    assert score(data).ask_next_ids() == [naive_ask(data.model, facts(one)) for one in people]


@laws
@given(scorecards(), CUSTOMERS)
def test_what_to_ask_next_is_the_blank_that_moves_the_tier_most(card: dict[str, Columns], people: list[Person]) -> None:
    data = made(card, people[:2])
    assert score(data).ask_next_ids() == [naive_ask(data.model, facts(one)) for one in people[:2]]


@laws
@given(scorecards(), CUSTOMERS, st.sampled_from(["industry", "interest", "employees", "deal_value"]))
def test_an_answer_never_widens_the_range(card: dict[str, Columns], people: list[Person], field: str) -> None:
    before = score(made(card, people))
    given_answers = {"industry": "Milk", "interest": ["CRM", "BI"], "employees": 10.0, "deal_value": 20.0}
    answered = [{**one, field: one[field] if one[field] is not None else given_answers[field]} for one in people]
    after = score(made(card, answered))
    assert (before.high <= after.high).all()
    assert (after.low <= before.low).all()
    assert (before.high <= before.tier).all()
    assert (before.tier <= before.low).all()


@laws
@given(scorecards(), CUSTOMERS)
def test_one_row_scores_as_the_table_does(card: dict[str, Columns], people: list[Person]) -> None:
    data = made(card, people)
    scores, compiled = score(data), compile_scorecard(data.model)
    table = data.customers.table
    for number, one in enumerate(people):
        values = {id: column.value(number) for id, column in table.columns.items()}
        alone = score_values(values, one["roles"], compiled)
        assert alone.points == scores.points[number]
        assert (alone.tier, alone.range) == (scores.tiers()[number], scores.ranges()[number])
        assert (alone.ask_next, alone.ask_next_label) == (
            scores.ask_next_ids()[number],
            scores.ask_next_labels()[number],
        )
        assert alone.why() == scores.why(number)
        assert (alone.rejected(), alone.cap()) == (scores.rejected(number), scores.cap(number))


@laws
@given(scorecards(), CUSTOMERS, st.sampled_from(LANGUAGES))
def test_all_texts_at_once_are_the_texts_one_by_one(
    card: dict[str, Columns], people: list[Person], language: Any
) -> None:
    scores = score(made(card, people))
    assert scores.why_texts(language) == [scores.why_text(number, language) for number in range(len(people))]


def answers_of(data: Dataset) -> list[tuple[Any, ...]]:
    scores = score(data)
    return list(zip(scores.points.tolist(), scores.tiers(), scores.ranges(), scores.ask_next_ids(), strict=True))


@laws
@given(scorecards(), CUSTOMERS)
def test_neither_order_nor_foreign_columns_matter(card: dict[str, Columns], people: list[Person]) -> None:
    plain = answers_of(made(card, people))
    turned = made(card, people[::-1])
    assert answers_of(turned) == plain[::-1]
    customers = {id: list(column.cells()) for id, column in made(card, people).customers.table.columns.items()}
    mixed = {"our own": [1.5] * len(people), **dict(reversed(customers.items()))}
    assert answers_of(made(card, people, Customers=mixed)) == plain


@laws
@given(scorecards(), CUSTOMERS)
def test_the_language_and_spelling_of_a_tag_do_not_matter(card: dict[str, Columns], people: list[Person]) -> None:
    plain = made(card, people)
    chinese = [
        {
            **one,
            "industry": CHINESE.get(one["industry"]),
            "interest": [CHINESE[tag] for tag in one["interest"]] if one["interest"] else None,
        }
        for one in people
    ]
    cells = [
        "; ".join(f"  {CHINESE[tag]}" if number else tag.upper() for number, tag in enumerate(text.split("; ")))
        if text
        else text
        for text in card["Bands"]["tag"]
    ]
    other = made(card, chinese, Bands={**card["Bands"], "tag": cells})
    assert answers_of(other) == answers_of(plain)
    assert score(other).why_texts() == score(plain).why_texts()


@laws
@given(scorecards(), CUSTOMERS)
def test_a_band_on_a_parent_covers_its_children(card: dict[str, Columns], people: list[Person]) -> None:
    spelled = {"Food": "Food; Dairy; Milk", "Dairy": "Dairy; Milk"}
    cells = [
        "; ".join(spelled.get(tag, tag) for tag in text.split("; ")) if text else text for text in card["Bands"]["tag"]
    ]
    assert answers_of(made(card, people, Bands={**card["Bands"], "tag": cells})) == answers_of(made(card, people))


@laws
@given(scorecards(), CUSTOMERS, st.sampled_from(FIELDS))
def test_an_indicator_that_is_off_changes_nothing(card: dict[str, Columns], people: list[Person], field: str) -> None:
    extra = {"indicator": "off", "field": field, "kind": "soft", "on": "no"}
    band: Person = dict.fromkeys(BAND) | {"indicator": "off", "points": 99.0, "cap_tier": "D"}
    more = {
        "Indicators": {name: [extra[name], *cells] for name, cells in card["Indicators"].items()},
        "Bands": {name: [band[name], *cells] for name, cells in card["Bands"].items()},
    }
    plain, other = made(card, people), made(card, people, **more)
    assert answers_of(other) == answers_of(plain)
    assert score(other).why_texts() == score(plain).why_texts()


@laws
@given(scorecards(), CUSTOMERS, st.floats(0, 50))
def test_more_points_for_a_band_never_lower_the_tier(
    card: dict[str, Columns], people: list[Person], more: float
) -> None:
    uncapped = {**card["Bands"], "cap_tier": [""] * len(card["Bands"]["indicator"])}
    better = {**uncapped, "points": [points + more for points in uncapped["points"]]}
    before, after = score(made(card, people, Bands=uncapped)), score(made(card, people, Bands=better))
    assert (after.tier <= before.tier).all()
    assert (after.high <= before.high).all()


@pytest.mark.parametrize("count", [0, 1])
def test_the_oracle_looks_at_the_same_indicators(count: int) -> None:
    data = dataset(
        Tags={"group": "industry", "tag": ["Food"]},
        Indicators={
            "indicator": ["a", "a", "b", "c", "d"],
            "field": ["industry", "employees", "nothing", "employees", "x"],
        },
        Customers={"customer_id": ["C1"][:count]},
    )
    assert [one.indicator for one in indicators_that_count(data.model)] == ["a", "c"]
    assert [column.indicator.indicator for column in score(data).columns] == ["a", "c"]
