"""What can be known of a funnel: how far customers came, where they were lost, how long they stayed."""

import pytest

from tests.report_sample import day, sample, source_of
from tests.test_reports_leads import made, records, row
from xltags.core.stages import read_stages


def funnel_of(customer: dict[str, object], **tables: object) -> list[str]:
    """The steps that one customer entered."""
    columns = {"customer_id": ["C1"], **{name: [cell] for name, cell in customer.items()}}
    facts = made("funnel", sample(Customers=columns, **({"FollowUps": None} | tables))).facts
    return [str(stage) for (stage,) in records(facts[facts["entered"] > 0], "stage")]


LOG = {"customer_id": ["C1"], "date": [day("02-01")], "group": ["stage"]}


@pytest.mark.parametrize(
    ("customer", "log", "steps"),
    [
        pytest.param({"stage": "New"}, None, ["New"], id="at the first step"),
        pytest.param({"stage": "Demo"}, None, ["New", "Opportunity"], id="a sub-stage counts for its stage"),
        pytest.param({"stage": "New", "won_on": day("03-01")}, None, ["New", "Opportunity", "Won"], id="won_on is won"),
        pytest.param({"stage": "New"}, {"from_tag": ["Demo"], "to_tag": ["New"]}, ["New", "Opportunity"], id="back"),
        pytest.param(
            {"stage": "Lost", "lost_stage": "Opportunity"}, None, ["New", "Opportunity"], id="lost at a known stage"
        ),
        pytest.param(
            {"stage": "Won", "lost_on": day("03-01"), "lost_stage": "New"},
            None,
            ["New"],
            id="lost_stage decides",
        ),
        pytest.param({"stage": "New", "lost_stage": "Won"}, None, ["New"], id="lost_stage of one who is not lost"),
        pytest.param({"stage": "Lost"}, None, ["Lost"], id="lost, and no step known"),
        pytest.param({"stage": "Lost"}, {"to_tag": ["Demo"]}, ["New", "Opportunity"], id="lost, and the log knows"),
        pytest.param({"stage": "Perhaps"}, None, ["Perhaps"], id="no tag"),
        pytest.param({"stage": None}, None, [""], id="blank"),
    ],
)
def test_how_far_a_customer_came(customer: dict[str, object], log: dict[str, object] | None, steps: list[str]) -> None:
    assert funnel_of(customer, FollowUps=LOG | log if log else None) == steps


@pytest.mark.parametrize(
    ("customer", "reason"),
    [
        pytest.param({"reject_reason": "Budget", "invalid_reason": "Student"}, "Budget", id="what sales said"),
        pytest.param({"invalid_reason": "student"}, "Student", id="else what the judgement said"),
        pytest.param({"lost_reason": "Rival", "reject_reason": "Budget"}, "Rival", id="a column of its own first"),
        pytest.param({}, "", id="nothing"),
    ],
)
def test_why_a_customer_was_lost(customer: dict[str, object], reason: str) -> None:
    columns = {"customer_id": ["C1"], "stage": ["New"], "lost_on": [day("03-01")]}
    columns |= {name: [cell] for name, cell in customer.items()}
    facts = made("funnel", sample(Customers=columns, FollowUps=None)).facts
    assert records(facts[facts["lost"] > 0], "stage", "lost_reason", "lost") == [("New", reason, 1)]


def test_steps_count_who_entered_left_and_was_lost() -> None:
    assert records(made("funnel").facts, "step", "stage", "entered", "left_to_next", "lost", "lost_reason") == [
        (1, "New", 5, 4, 0, ""),
        (2, "Opportunity", 3, 1, 0, ""),
        (2, "Opportunity", 1, 0, 1, "Budget"),
        (3, "Won", 1, 0, 0, ""),
        (0, "", 1, 0, 0, ""),
        (0, "Lost", 1, 0, 1, "Budget"),
        (0, "Maybe", 1, 0, 0, ""),
    ]


def test_what_entered_left_was_lost_or_is_still_here() -> None:
    found = row(made("funnel").summary, stage="Opportunity")
    assert [found[name] for name in ("entered", "left_to_next", "lost", "still_here")] == [4, 1, 1, 2]
    assert (found["step_conversion"], found["leakage"], found["top_lost_reason"]) == (0.25, 0.25, "Budget")


def test_the_last_step_has_no_conversion() -> None:
    summary = made("funnel").summary
    assert summary is not None
    assert summary.set_index("stage")["step_conversion"].isna().to_dict() == {
        "New": False,
        "Opportunity": False,
        "Won": True,
        "": True,
        "Lost": True,
        "Maybe": True,
    }


def test_a_step_that_nobody_reached_is_still_a_row() -> None:
    facts = made("funnel", sample(Customers={"customer_id": ["C1"], "stage": ["New"]}, FollowUps=None)).facts
    assert records(facts, "stage", "entered") == [("New", 1), ("Opportunity", 0), ("Won", 0)]


@pytest.mark.parametrize(
    ("log", "customer", "days"),
    [
        pytest.param([("01-11", "New", "Demo")], {}, {"New": 10}, id="from first contact to the first change"),
        pytest.param(
            [("01-11", "New", "Demo"), ("01-31", "Demo", "Won")],
            {},
            {"New": 10, "Opportunity": 20},
            id="between",
        ),
        pytest.param(
            [("01-31", "Demo", "Won"), ("01-11", "New", "Demo")], {}, {"New": 10, "Opportunity": 20}, id="in any order"
        ),
        pytest.param(
            [("01-11", "New", "Demo")],
            {"won_on": day("01-16")},
            {"New": 10, "Opportunity": 5},
            id="to won_on",
        ),
        pytest.param(
            [("01-11", "New", "Demo")], {"lost_on": day("01-18")}, {"New": 10, "Opportunity": 7}, id="to lost_on"
        ),
        pytest.param(
            [("01-11", "New", "Opportunity"), ("01-12", "Opportunity", "Demo"), ("01-31", "Demo", "Won")],
            {},
            {"New": 10, "Opportunity": 20},
            id="a sub-stage is no change",
        ),
        pytest.param(
            [("01-12", "Opportunity", "Demo"), ("01-31", "Demo", "Won")],
            {},
            {"Opportunity": 30},
            id="nor at first",
        ),
        pytest.param([("01-11", None, "Demo")], {}, {}, id="an open stay has no end"),
        pytest.param([(None, "New", "Demo")], {}, {}, id="a change without a date"),
        pytest.param([("01-11", "New", "Demo")], {"first_contact": day("02-01")}, {}, id="dates in the wrong order"),
    ],
)
def test_days_at_a_step(
    log: list[tuple[str | None, str, str]], customer: dict[str, object], days: dict[str, float]
) -> None:
    follow_ups = {
        "date": [day(it[0]) if it[0] else None for it in log],
        "customer_id": "C1",
        "group": "stage",
        "from_tag": [it[1] for it in log],
        "to_tag": [it[2] for it in log],
    }
    columns = {"customer_id": "C1", "stage": "New", "first_contact": day("01-01"), **customer}
    summary = made("funnel", sample(Customers=columns, FollowUps=follow_ups)).summary
    assert summary is not None
    known = summary[summary["stays"] > 0]
    assert known.set_index("stage")["median_days"].to_dict() == days


def test_stages_follow_their_order_and_leave_out_what_is_no_step() -> None:
    tags = {
        "group": "stage",
        "tag": ["成交", "商机", "线索", "沉睡", "输单", "旧线索", "以后"],
        "order": [3, 2, 1, 4, 5, 6, 7],
        "status": [None, None, None, None, None, "retired", "reserved"],
        "replaced_by": [None, None, None, None, None, "线索", None],
    }
    made_of = sample(TagGroups={"group": ["stage"]}, Tags=tags, Customers={"customer_id": ["C1"], "stage": ["旧线索"]})
    stages = read_stages(source_of(made_of).dataset)
    assert (stages.labels, stages.won, len(stages.lost)) == (("线索", "商机", "成交"), 2, 1)
    facts = made("funnel", made_of).facts
    assert row(facts, stage="线索")["entered"] == 1


def test_a_logged_group_may_be_named_by_its_label() -> None:
    groups = {"group": ["stage"], "label_zh": ["客户阶段"]}
    log = LOG | {"group": ["客户阶段"], "to_tag": ["Won"]}
    customers = {"customer_id": ["C1"], "stage": ["New"]}
    facts = made("funnel", sample(TagGroups=groups, Customers=customers, FollowUps=log)).facts
    assert row(facts, stage="Won")["entered"] == 1
