"""Company names: the form they are compared by, and who is likely there twice."""

import random
import time
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from tests.misspellings import SHARED, read_column
from xltags.core.company_names import LEAST_SIMILARITY, likely_duplicates, normalise_company


@pytest.mark.parametrize(
    ("name", "normal"),
    [
        ("ACME Robotics Co., Ltd.", "acme robotics"),
        ("Acme Holdings Pte Ltd", "acme"),
        ("Müller GmbH & Co. KG", "muller"),
        ("Siemens Aktiengesellschaft", "siemens"),
        ("Société Générale S.A.", "societe generale"),
        ("Foo S.à r.l.", "foo"),
        ("Rossi S.p.A.", "rossi"),
        ("Day Spa", "day spa"),
        ("Grupo Bimbo, S.A. de C.V.", "grupo bimbo"),
        ("PT. Telkom Indonesia Tbk", "telkom indonesia"),
        ("The Coca-Cola Company", "coca cola"),
        ("A. O. Smith", "ao smith"),
        ("A.O. Smith Corp.", "ao smith"),
        ("Johnson & Johnson", "johnson johnson"),
        ("Johnson and Johnson Inc", "johnson johnson"),
        ("McDonald’s", "mcdonalds"),
        ("Company Limited", "company"),
        ("Công ty Cổ phần Sữa Việt Nam", "sua vietnam"),
        ("CTCP Sữa VN", "sua vietnam"),
        ("Cty TNHH MTV TM-DV An Phát", "thuong mai dich vu an phat"),
        ("Công ty Trách nhiệm hữu hạn Một thành viên An Phát", "an phat"),
        ("Ngân hàng TMCP Á Châu", "ngan hang a chau"),
        ("Ngân hàng Thương mại Cổ phần Á Châu", "ngan hang a chau"),
        ("Tập đoàn Hòa Phát", "hoa phat"),
        ("北京小米科技有限责任公司", "北京小米科技"),
        ("廣東省深圳市騰訊計算機系統有限公司", "深圳腾讯计算机系统"),
        ("美的集团股份有限公司", "美的"),
        ("华为技术（上海）有限公司", "华为技术上海"),
        ("小米有限公司北京分公司", "小米北京分公司"),
        ("广西壮族自治区南宁市糖业有限公司", "南宁糖业"),
        ("华润超市有限公司", "华润超市"),
        ("有限公司", "有限公司"),
        ("", ""),
        ("!!!", "!!!"),
    ],
)
def test_a_name_loses_its_legal_form_and_its_dress(name: str, normal: str) -> None:
    assert normalise_company(name) == normal


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme Ltd", "ACME, Inc."),
        ("GTX Pro Ltd", "GTXPro"),
        ("AT&T Inc.", "ATT"),
        ("Samsung Electronics", "Samsong Electronics"),
        ("Acme Robotics", "Acme Robotcs"),
        ("International Business Machines", "Internationel Bussiness Machines Corp."),
        ("Hòa Phát", "Tập đoàn Hoà Phát"),
        ("Công ty CP Hòa Phát", "HOA PHAT JSC"),
        ("深圳市腾讯计算机系统有限公司", "深圳騰訊計算機系統有限公司"),
        ("上海华信信息技术服务有限公司", "上海华鑫信息技术服务有限公司"),
    ],
)
def test_one_company_under_two_spellings_is_found(one: str, other: str) -> None:
    assert [(i, j) for i, j, _ in likely_duplicates([one, other])] == [(0, 1)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Plant 1", "Plant 2"),
        ("Precision Castparts Works 12", "Precision Castparts Works 21"),
        ("KPM Trading", "KPMG Trading"),
        ("ABC Logistics Vietnam International", "ABD Logistics Vietnam International"),
        ("Nova Logistics Vietnam", "Nora Logistics Vietnam"),
        ("Minasoft Vietnam Trading", "Finasoft Vietnam Trading"),
        ("Apartment Loews", "Apartment Lowes"),
        ("Acme", "Acme Vietnam"),
        ("International Business Machines", "International Business Machines Asia"),
        ("Tân Á", "Tấn Á"),
        ("Công ty TNHH TM DV An Phát", "Công ty CP Xây dựng An Phát"),
        ("An Phát Hà Nội", "An Phát Đà Nẵng"),
        ("Công ty ABC Chi nhánh Hà Nội", "Công ty ABC Chi nhánh Hà Nam"),
        ("华为技术（上海）有限公司", "华为技术（北京）有限公司"),
        ("上海宏达科技有限公司", "北京宏达科技有限公司"),
        ("小米有限公司北京分公司", "小米有限公司上海分公司"),
        ("小米有限公司", "小米有限公司北京分公司"),
        ("宏达科技有限公司", "鸿达科技有限公司"),
        ("Day Spa", "Day Inc"),
        ("Hoa Binh", "Binh Hoa"),
        ("", " "),
    ],
)
def test_two_companies_are_not_taken_for_one(one: str, other: str) -> None:
    assert likely_duplicates([one, other]) == []


def test_equals_are_paired_with_the_first_of_them() -> None:
    names = ["Acme", "", "Zeta Motors", "ACME Ltd", "Acme", " "]
    assert likely_duplicates(names) == [(0, 3, 1.0), (0, 4, 1.0)]


def test_a_thousand_rows_of_one_name_give_a_thousand_pairs_less_one() -> None:
    assert len(likely_duplicates(["Unknown"] * 1000)) == 999


def test_a_name_without_accents_joins_the_first_that_has_them_and_the_others_stay_apart() -> None:
    assert likely_duplicates(["Tân Á", "Tấn Á", "Tan A"]) == [(0, 2, 0.99)]


def test_the_threshold_is_the_callers() -> None:
    names = ["Samsung Electronics", "Samsong Electronics"]
    assert likely_duplicates(names, threshold=0.97) == []


letters = st.text(st.sampled_from("abegnorst"), min_size=6, max_size=10)


@given(letters, letters, st.integers(0, 8))
def test_a_lost_letter_in_a_long_word_is_always_found(first: str, second: str, at: int) -> None:
    name, typed = f"{first} {second}", f"{first} {second[:at] + second[at + 1 :]}"
    if at < len(second) and at > 0 and normalise_company(name) == name and normalise_company(typed) == typed:
        assert [pair[:2] for pair in likely_duplicates([name, typed])] == [(0, 1)]


@given(st.lists(st.text(st.sampled_from("abc áộ12 北京宏"), max_size=14), max_size=12))
def test_pairs_are_ordered_scored_and_never_blank(names: list[str]) -> None:
    pairs = likely_duplicates(names)
    assert pairs == sorted(set(pairs))
    for i, j, score in pairs:
        assert i < j
        assert names[i].strip() and names[j].strip()
        assert LEAST_SIMILARITY <= score <= 1


def test_the_keys_lose_no_pair_that_comparing_all_with_all_would_find() -> None:
    dice = random.Random(3)
    words = ["robotics", "logistics", "materials", "textiles", "analytics", "ceramics"]
    names = []
    for _ in range(150):
        name = f"{dice.choice(words)} {dice.choice(words)} {''.join(dice.choices('aeinrst', k=7))}"
        at = dice.randrange(1, len(name) - 1)
        typed = name[:at] + dice.choice(["", "b", "d"]) + name[at + 1 :]
        names += [name, typed]
    found = {pair[:2] for pair in likely_duplicates(names)}
    expected = {
        (i, j) for (i, one), (j, other) in combinations(enumerate(names), 2) if one_long_word_differs(one, other)
    }
    assert len(expected) > 50
    assert expected <= found


def one_long_word_differs(one: str, other: str) -> bool:
    """By one letter, not the first, in words of seven letters or more."""
    if one.count(" ") != other.count(" "):
        return False
    pairs = [pair for pair in zip(one.split(), other.split(), strict=True) if pair[0] != pair[1]]
    return len(pairs) == 1 and all(
        min(len(mine), len(yours)) >= 7 and mine[0] == yours[0] and Levenshtein.distance(mine, yours) == 1
        for mine, yours in pairs
    )


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared lists of real names are not here")
def test_no_two_companies_of_the_sp500_are_taken_for_one() -> None:
    assert likely_duplicates(read_column("sp500_companies/constituents.csv", "Security")) == []
    assert likely_duplicates(read_column("maven_crm/accounts.csv", "account")) == []


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared lists of real names are not here")
def test_real_names_in_another_dress_are_found() -> None:
    names = read_column("sp500_companies/constituents.csv", "Security")
    dressed = [
        f"{name.upper()}, {form}" for name, form in zip(names, ["Inc.", "Ltd", "GmbH", "S.A."] * 126, strict=False)
    ]
    found = {pair[:2] for pair in likely_duplicates(names + dressed)}
    assert len(found & {(at, at + len(names)) for at in range(len(names))}) / len(names) >= 0.99
    assert all(j - i == len(names) for i, j in found)


def test_eight_thousand_names_take_a_moment() -> None:
    dice = random.Random(5)
    parts = [
        "Công ty TNHH",
        "Xây dựng",
        "Minh",
        "Long",
        "Hòa",
        "robotics",
        "group",
        "Logistics",
        "North",
        "Star",
        "Delta",
    ]
    names = [" ".join(dice.choices(parts, k=4)) + "".join(dice.choices("abcdefghij", k=6)) for _ in range(8000)]
    started = time.process_time()
    likely_duplicates(names)
    assert time.process_time() - started < 2.5  # 0.15 s when measured; a busy machine takes twice that, not ten times
