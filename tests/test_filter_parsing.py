"""What a filter's text means, and what is said of one that means nothing."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.filter_trees import FILTERS
from xltags.core.filter_guesses import MAX_DEPTH
from xltags.core.filter_keywords import PHRASES, RESERVED
from xltags.core.filter_parser import MAX_LENGTH, filter_fields, parse_filter
from xltags.core.filter_problems import FilterError
from xltags.core.filter_syntax import Among, Compare, Filter, Written, format_filter, leaves, quoted

READ = [
    ("industry = Retail", "industry = Retail"),
    ("  industry=Retail  ", "industry = Retail"),
    ("industry == Retail", "industry = Retail"),
    ("industry <> Retail", "industry != Retail"),
    ("industry ≠ Retail", "industry != Retail"),
    ("a ≤ 3 and b ≥ 4 and c＜5 and d＞＝6", "a <= 3 and b >= 4 and c < 5 and d >= 6"),
    ("industry！＝Retail", "industry != Retail"),
    ("a is Won and b is not Won", "a = Won and b != Won"),
    ("tier in (A, B)", "tier in (A, B)"),
    ("tier in（A、B；C，D;E)", "tier in (A, B, C, D, E)"),
    ("tier NOT IN (A)", "tier not in (A)"),
    ("tier not in (Trade fair, 'x, y')", 'tier not in (Trade fair, "x, y")'),
    ("not tier in (A)", "not tier in (A)"),
    ("not not tier = A", "not not tier = A"),
    ("a = 1 and b = 2 or c = 3", "a = 1 and b = 2 or c = 3"),
    ("a = 1 and (b = 2 or c = 3)", "a = 1 and (b = 2 or c = 3)"),
    ("(a = 1 and b = 2) and c = 3", "(a = 1 and b = 2) and c = 3"),
    ("((a = 1))", "a = 1"),
    ("not (a = 1 or b = 2)", "not (a = 1 or b = 2)"),
    ("Company size = Under 20 employees", "Company size = Under 20 employees"),
    ("mdr = Target but not now", 'mdr = "Target but not now"'),
    ('"Interest in product" = CRM', '"Interest in product" = CRM'),
    ("company contains O'Brien", 'company contains "O\'Brien"'),
    ("company contains Yahoo!", "company contains Yahoo!"),
    ('a = "the ""Big"" one"', 'a = "the ""Big"" one"'),
    ("a = “和 x” and b = 「c」 and d = ＂e＂", 'a = 和 x and b = c and d = e'),
    ("a does not contain x and b not contains y", "a not contains x and b not contains y"),
    ("employees between 50 and 200 and tier = A", "employees between 50 and 200 and tier = A"),
    ("a between 2026-01-01 to 2026-02-01", 'a between 2026-01-01 and 2026-02-01'),
    ("a is blank or b is known", "a is blank or b is known"),
    ("a is not blank or b is not known or c is unknown", "a is known or b is blank or c is blank"),
    ("last_contact older than 90 days", "last_contact older than 90 days"),
    ("a older than 1 month and b within 2 weeks ago", "a older than 1 months and b within 2 weeks"),
    ("a in the last 3 years or b within next 7 days", "a within 3 years or b within next 7 days"),
    ("行业=制造业 且 等级 属于（A、B）", "行业 = 制造业 and 等级 in (A, B)"),
    ("行业属于（制造业）或 x=1", "行业 in (制造业) and x = 1".replace("and", "or")),
    ("行业 不属于（制造业） 與 非 阶段 = 已成交", "行业 not in (制造业) and not 阶段 = 已成交"),
    ("信息传输与软件 = 参与", "信息传输与软件 = 参与"),
    ("人数 介于 10 至 50 或 备注 包含 展会", "人数 between 10 and 50 or 备注 contains 展会"),
    ("最近联系 早于 90天 且 行业 不为空", "最近联系 older than 90 days and 行业 is known"),
    ("最近联系 最近 3 个月 或 期限 未来 7天", "最近联系 within 3 months or 期限 within next 7 days"),
    ("ngành = Bán lẻ và hạng trong (A, B)", "ngành = Bán lẻ and hạng in (A, B)"),
    ("hạng không trong (C) hoặc không ngành = Bán lẻ", "hạng not in (C) or not ngành = Bán lẻ"),
    ("Lý do không hợp lệ = X", '"Lý do không hợp lệ" = X'),
    ("liên hệ trong 30 ngày và hạn trong 7 ngày tới", "liên hệ within 30 days and hạn within next 7 days"),
    ("nhân viên trong khoảng 50 đến 200 và tên chứa ABC", "nhân viên between 50 and 200 and tên contains ABC"),
    ("a quá 3 tháng và b trống", "a older than 3 months and b is blank"),
    ("ngành = Bán lẻ VÀ x = 1", "ngành = Bán lẻ and x = 1"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "meaning"), READ, ids=[text for text, _ in READ])
def test_a_filter_is_read(text: str, meaning: str) -> None:
    assert format_filter(parse_filter(text)) == meaning


WRONG = [
    ("", "empty", 0, ""),
    ("  \u200b ", "empty", 0, ""),
    ("industry", "no_operator", 0, ""),
    ("industry Retail", "no_operator", 0, ""),
    ("industry = Oil and gas and tier = A", "no_operator", 19, '"Oil and gas"'),
    ("= Retail", "no_field", 0, ""),
    ("tier = A and and b = 1", "no_field", 13, ""),
    ("in (A)", "no_field", 0, ""),
    ('"" = 1', "no_field", 0, ""),
    ("tier = A and", "ends", 12, ""),
    ("not", "ends", 3, ""),
    ("(", "ends", 1, ""),
    ("()", "no_field", 1, ""),
    ("tier =", "no_value", 6, ""),
    ('tier = ""', "no_value", 7, ""),
    ("tier = and b = 1", "no_value", 7, ""),
    ("tier in ()", "no_value", 9, ""),
    ("tier in (A,)", "no_value", 11, ""),
    ("tier in A", "no_list", 5, ""),
    ("tier in (A", "open_bracket", 8, ""),
    ("(tier = A", "open_bracket", 0, ""),
    ("tier = A)", "close_bracket", 8, ""),
    ("employees between 3", "no_value", 19, ""),
    ("employees between 3 or 4", "no_value", 24, ""),
    ("x older than many days", "no_span", 2, ""),
    ("x older than 9999999 days", "no_span", 2, ""),
    ("x within 3", "no_span", 2, ""),
    ("x older than 90", "no_span", 2, ""),
    ("company = Acme, Inc", "separator", 14, '"Acme, Inc"'),
    ("employees > 1,000", "separator", 13, "1000"),
    ("a = Won (x)", "no_connector", 8, '"Won (x)"'),
    ("a = b c = d", "no_connector", 8, ""),
    ("tier in (A) tier = B", "no_connector", 12, ""),
    ('tier = "A" B', "no_connector", 11, ""),
    ('tier = "A', "open_quote", 7, ""),
    ("tier = “A'", "open_quote", 7, ""),
    ("(" * 51 + "a=1" + ")" * 51, "too_deep", MAX_DEPTH, ""),
    ("not " * 51 + "a=1", "too_deep", 4 * MAX_DEPTH, ""),
    ("a = " + "b" * MAX_LENGTH, "too_long", MAX_LENGTH, ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "at", "suggestion"), WRONG, ids=[text[:40] for text, *_ in WRONG])
def test_a_fault_is_named_with_its_place(text: str, kind: str, at: int, suggestion: str) -> None:
    with pytest.raises(FilterError) as caught:
        parse_filter(text)
    problem = caught.value.problem
    assert (problem.kind, problem.at) == (kind, min(at, len(text)) if kind != "no_value" else at)
    assert problem.suggestion == suggestion
    for sentence in problem.sentences().values():
        assert "{" not in sentence and "\n" not in sentence and len(sentence) < 400
    assert caught.value.code == "FLT001"
    assert f"at character {problem.at + 1}:" in str(caught.value)


def test_fields_are_named_once_each_in_order() -> None:
    assert filter_fields("b = 1 and not (a in (x) or b = 2)") == ("b", "a")
    assert filter_fields("b =") == ()


@settings(max_examples=150)
@given(FILTERS)
def test_a_filter_written_and_read_again_is_the_same(tree: Filter) -> None:
    text = format_filter(tree)
    assert parse_filter(text) == tree
    assert format_filter(parse_filter(text)) == text


SOUP = [*sorted(RESERVED), "A", "“", '"', "'", "(", ",", "属于", " ", "=", "!", "3"]
TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(sorted(RESERVED)),
    st.lists(st.sampled_from(SOUP), max_size=6).map(" ".join),
)


@settings(max_examples=300)
@given(TEXTS, TEXTS)
@example("属于", "x属于")
@example("a ", " a")
def test_any_text_can_stand_in_quotation_marks(name: str, value: str) -> None:
    if not name.strip() or not value.strip():
        return
    tree = Among(Written(name), (Written(value), Written("x")))
    assert parse_filter(format_filter(tree)) == tree
    assert parse_filter(f"{quoted(name)} = {quoted(value)}") == Compare(Written(name), "=", Written(value))


PIECES = st.one_of(
    st.sampled_from(
        [*sorted(RESERVED), *"()（）,，、;=<>!≠≤", '"', "“", "'", "A", "12", "90天", "2026-Q3", "\u200b", "\u3000"]
    ),
    st.text(max_size=4),
)


@settings(max_examples=400)
@given(st.lists(PIECES, max_size=12), st.sampled_from(["", " "]))
def test_no_text_gets_anything_but_a_filter_or_a_clear_fault(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    try:
        tree = parse_filter(text)
    except FilterError as error:
        assert 0 <= error.problem.at <= len(text)
        assert error.problem.message("zh") and error.problem.message("vi")
    else:
        assert parse_filter(format_filter(tree)) == tree
        assert all(text[leaf.field.at : leaf.field.at + 1].strip() for leaf in leaves(tree))


def test_every_phrase_of_the_language_is_an_operator() -> None:
    ends = {"in": "(A)", "not in": "(A)", "between": "1 and 2", "blank": "", "known": "", "older": "3 days"}
    for words, meaning in PHRASES.items():
        spoken = " ".join(words)
        rest = ends.get(meaning, "3 days" if meaning in ("within", "next") else "A")
        assert filter_fields(f"field {spoken} {rest}") == ("field",), spoken
