"""Wishes for tags: the right verdict for each, with reasons that people understand, the same from every side."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.datasets import dataset
from tests.one_check import findings_of
from tests.request_cases import Case, asked, cases, workbook, workbook_with
from xltags.core.differing_strategy import strategy_fault
from xltags.core.examples import Cells
from xltags.core.finding import LANGUAGES, Language
from xltags.core.read_dataset import read_dataset
from xltags.core.request_reasons import CODES, Verdict
from xltags.core.request_rows import TagRequest, read_requests
from xltags.core.table import make_table
from xltags.core.tag_requests import judge_request, judge_requests
from xltags.core.values import Value

CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=[f"{it.set}-{it.language}-{it.request.tag}" for it in CASES])
def test_every_request_gets_the_right_verdict_for_the_right_reason(case: Case) -> None:
    judged = judge_request(case.request, workbook(case.language))
    assert judged.verdict == case.verdict, [reason.text["en"] for reason in judged.reasons]
    assert case.code in ("", *(reason.code for reason in judged.reasons))


def test_there_are_twenty_good_and_twenty_bad_ones_and_as_many_in_reserve() -> None:
    assert Counter(case.set for case in CASES) == {
        "good": 20, "bad": 20, "reserve_good": 20, "reserve_bad": 20, "ask": 8,
    }  # fmt: skip
    assert Counter(case.language for case in CASES if case.set.startswith("reserve")) == {"zh": 20, "vi": 20}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_verdict_does_not_depend_on_the_language_of_the_workbook(language: Language) -> None:
    for case in CASES:
        if case.set == "good" and case.request.group != "position":
            other = judge_request(case.request, workbook(language))
            assert other.verdict == "accept", (case.request.tag, other.reasons)


def verdicts(request: TagRequest, **changes: Value | None) -> tuple[Verdict, list[str]]:
    judged = judge_request(request, workbook_with("en", changes))
    return judged.verdict, [reason.code for reason in judged.reasons]


def test_a_full_budget_asks_which_tag_goes() -> None:
    assert verdicts(asked(), headcount=6) == ("ask", ["budget_full"])
    assert verdicts(asked(), headcount=None) == ("accept", ["fits"])


def test_a_place_costs_no_budget_but_a_full_one_says_nothing_about_cities() -> None:
    city = asked(group="city", tag="Nam Định Port", with_tag="Port team calls.")
    assert verdicts(city, headcount=1)[0] == "accept"


def test_what_resources_do_not_support_is_refused() -> None:
    product = asked(group="product_interest", tag="Kiln planner")
    assert verdicts(product, products="Core") == ("reject", ["unsupported"])
    assert verdicts(product)[0] == "accept"


def test_a_group_of_a_later_step_is_asked_about() -> None:
    assert verdicts(asked(group="scenario"), maturity_step=2)[1] == ["later_group"]


def test_without_an_owner_department_nobody_decides() -> None:
    groups = {"group": ["industry"], "judged_by": "mdr", "question": "who", "family": "identity"}
    judged = judge_request(asked(), dataset(TagGroups=groups))
    assert [reason.code for reason in judged.reasons] == ["nobody_decides"]


def test_data_of_a_system_needs_a_linked_system() -> None:
    tracked = asked(data_source="Website tracking")
    assert verdicts(tracked, linked_systems=None, headcount=20)[1] == ["unlinked_source"]
    assert verdicts(tracked)[0] == "accept"


def test_a_waiver_with_reason_and_end_lets_a_private_fact_pass() -> None:
    wish = asked(group="position", tag="Female founder")
    assert verdicts(wish)[1] == ["consumer_attribute"]
    waiver = "we lend to women founders; value=Female founder; until=2027-06-30"
    assert verdicts(wish, **{"except.GOV008": waiver})[0] == "accept"
    assert verdicts(wish, **{"except.GOV008": waiver.replace("2027", "2025")})[0] == "reject"
    assert verdicts(wish, **{"except.GOV008": waiver.replace("founder;", "buyer;")})[0] == "reject"


STATUS = [("retired", "retired_tag"), ("reserved", "reserved_tag"), ("active", "existing_tag")]


@pytest.mark.parametrize(("status", "code"), STATUS)
def test_a_tag_that_is_there_is_opened_not_made_again(status: str, code: str) -> None:
    tags = {"group": "industry", "tag": ["Ceramics", "Steel"], "status": [status, "active"]}
    given = dataset(TagGroups={"group": "industry", "owner_department": "Marketing"}, Tags=tags)
    assert [reason.code for reason in judge_request(asked(), given).reasons] == [code]


def requested(rows: list[TagRequest]) -> list[tuple[Verdict, str]]:
    """The verdicts of requests that stand in one table, with the first reason of each."""
    names = ("group", "tag", "reason_type", "with_tag", "without_tag", "data_source", "expected_fill", "department",
             "requested_by")  # fmt: skip
    columns = {name: [getattr(row, name) or None for row in rows] for name in names}
    columns["verdict"] = [row.decision for row in rows]
    tables = {**workbook().tables, "TagRequests": make_table("TagRequests", columns)}
    judged = judge_requests(read_dataset(tables, as_of=workbook().as_of))
    return [(it.verdict, it.reasons[0].code) for it in judged]


def test_the_same_wish_twice_is_refused_once() -> None:
    assert requested([asked(), asked(tag="ceramics ")]) == [("accept", "fits"), ("reject", "asked_before")]


def test_a_refused_wish_may_come_back_with_another_strategy() -> None:
    refused = asked(decision="reject")
    assert requested([refused, asked()])[1] == ("reject", "asked_before")
    assert requested([refused, asked(with_tag="Bring the kiln expert.")])[1] == ("accept", "fits")


def test_a_request_that_became_a_tag_is_settled() -> None:
    made = asked(tag="Manufacturing", decision="accept")
    assert requested([made]) == [("accept", "done")]


def test_nothing_is_read_from_blank_rows() -> None:
    blank: dict[str, Cells] = {"group": [None, "industry"], "tag": [None, "Steel"], "expected_fill": ["many", 0.2]}
    rows = read_requests(dataset(TagRequests=blank))
    assert [(row.row, row.decision, row.expected_fill) for row in rows] == [(3, "pending", 0.2)]


def test_every_reason_says_itself_in_three_languages() -> None:
    seen: dict[str, set[str]] = {}
    for case in CASES:
        for language in LANGUAGES:
            for reason in judge_request(case.request, workbook(case.language)).reasons:
                assert reason.text[language].strip()
                assert not set("{}") & set(reason.text[language])
                seen.setdefault(reason.code, set()).add(reason.text[language])
    assert set(seen) <= set(CODES)
    assert len(seen) >= 15


SAME = [
    ("Send the case.", "send case"), ("Plan a visit", "Plan visits"), ("Gọi trong ngày", "gọi trong ngày."),
    ("发送案例。", "给客户发送案例"), ("Call", "same"), ("致电", "同上"), ("Gọi điện", "như trên"),
]  # fmt: skip
DIFFERENT = [
    ("Call within a day.", "Call within a week."), ("Call, then write.", "Write, then call."), ("Call", "Do not call"),
    ("Gọi trong ngày", "Gọi trong tuần"), ("先发案例再报价", "先报价再发案例"), ("Visit", ""), ("Tier A", "Tier B"),
    ("Quote the large plan", "Quote the small plan"), ("十分钟内回拨", "当天回访"),
]  # fmt: skip


@pytest.mark.parametrize(("with_tag", "without_tag"), SAME)
def test_two_texts_that_say_the_same_are_one_strategy(with_tag: str, without_tag: str) -> None:
    assert strategy_fault(with_tag, without_tag) == "same"


@pytest.mark.parametrize(("with_tag", "without_tag"), DIFFERENT)
def test_two_texts_that_differ_in_what_is_done_are_two(with_tag: str, without_tag: str) -> None:
    assert strategy_fault(with_tag, without_tag) is None


ACTION = st.text(alphabet="abcdefg 案例报价ệơạ.,!", min_size=1, max_size=24)


@settings(max_examples=60)
@given(ACTION)
def test_a_text_never_differs_from_itself(text: str) -> None:
    assert strategy_fault(text, text) in ("blank", "placeholder", "same")
    assert strategy_fault(f" {text}! ", text) in ("blank", "placeholder", "same")


@settings(max_examples=60)
@given(ACTION, ACTION)
def test_sameness_goes_both_ways(one: str, other: str) -> None:
    faults = {strategy_fault(one, other) == "same", strategy_fault(other, one) == "same"}
    filled = not {strategy_fault(one, ""), strategy_fault(other, "")} & {"blank", "placeholder"}
    assert not filled or len(faults) == 1


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(CASES), st.sampled_from(["with_tag", "without_tag", "data_source", "tag", "department"]))
def test_an_incomplete_request_is_never_accepted(case: Case, field: str) -> None:
    less = replace(case.request, **{field: ""})  # type: ignore[arg-type]  # a field that holds text
    assert judge_request(less, workbook(case.language)).verdict != "accept"


def test_the_lint_refuses_what_a_request_is_refused_for() -> None:
    for case in CASES:
        if case.language == "en" and case.code == "no_strategy":
            tags = {"group": "industry", "tag": [case.request.tag], "with_tag": case.request.with_tag,
                    "without_tag": case.request.without_tag}  # fmt: skip
            assert [it.value for it in findings_of("GOV004", dataset(Tags=tags))] == [case.request.tag]
