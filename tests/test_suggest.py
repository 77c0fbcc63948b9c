"""Which tag was probably meant: rules, laws, and floors of accuracy on misspelt labels."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.misspellings import SHARED, misspell, read_column
from xltags.core.similarity import likeness, make_form
from xltags.core.suggest import LEAST_MARGIN, LEAST_SCORE, Suggester, suggest
from xltags.core.text import fold, split_values

PROVINCES = ["Tỉnh Hà Giang", "Tỉnh Hà Nam", "Thành phố Hồ Chí Minh", "Tỉnh Bà Rịa - Vũng Tàu", "Tỉnh Hòa Bình"]
STAGES = ["Series A", "Series B", "Seed", "A轮", "B轮", "Listed company"]
INDUSTRIES = ["Software and IT services", "Manufacturing", "Retail", "Gas utilities", "Water utilities", "Real estate"]


@pytest.mark.parametrize(
    ("labels", "typed", "meant"),
    [
        (INDUSTRIES, "Manufactoring", "Manufacturing"),
        (INDUSTRIES, "manufcaturing", "Manufacturing"),
        (INDUSTRIES, "IT services and software", "Software and IT services"),
        (INDUSTRIES, "Software & IT services", "Software and IT services"),
        (INDUSTRIES, "RealEstate", "Real estate"),
        (PROVINCES, "Ha Giang", "Tỉnh Hà Giang"),
        (PROVINCES, "TP. Ho Chi Minh", "Thành phố Hồ Chí Minh"),
        (PROVINCES, "TPHCM", "Thành phố Hồ Chí Minh"),
        (PROVINCES, "BRVT", "Tỉnh Bà Rịa - Vũng Tàu"),
        (PROVINCES, "Hoà Bình", "Tỉnh Hòa Bình"),
        (["陕西省", "广东省"], "guangdong", "广东省"),
        (["陕西省", "广东省"], "Guangdong Province", "广东省"),
        (["陕西省", "广东省"], "guang dong sheng", "广东省"),
        (["陕西省", "广东省"], "廣東", "广东省"),
        (["石家庄市", "唐山市"], "石家装市", "石家庄市"),
        (["重庆市", "成都市"], "chongqing", "重庆市"),
        (["北京市", "天津市"], "京北市", "北京市"),
        (STAGES, "A 轮", "A轮"),
        (["1,000+", "500-999"], "1000+", "1,000+"),
        (["11-50", "51-200"], "11 – 50", "11-50"),
    ],
)
def test_a_slip_leads_to_the_label_meant(labels: list[str], typed: str, meant: str) -> None:
    found = suggest(labels, typed)
    assert found is not None
    assert found.text == meant
    assert LEAST_SCORE <= found.score <= 1


@pytest.mark.parametrize(
    ("labels", "typed"),
    [
        (["陕西", "山西"], "shanxi"),
        (["陕西省", "山西省"], "shan xi sheng"),
        (INDUSTRIES, "utilities"),
        (INDUSTRIES, "Mining"),
        (STAGES, "Series D"),
        (STAGES, "D轮"),
        (["11-50", "51-200"], "101-500"),
        (["Q1", "Q2"], "Q3"),
        (["Active"], "Inactive"),
        (["Qualified"], "Unqualified"),
        (["Target"], "Not target"),
        (["付费客户"], "未付费客户"),
        (["新一线城市"], "二线城市"),
        (["IT"], "IoT"),
        (PROVINCES, "Ha"),
        (["Retail"], ""),
        (["Retail"], "  -\u200b "),
        ([], "Retail"),
        (["", "  "], "Retail"),
    ],
)
def test_nothing_is_offered_on_a_tie_a_contradiction_or_too_little(labels: list[str], typed: str) -> None:
    assert suggest(labels, typed) is None


def test_several_spellings_of_one_label_are_no_rivals() -> None:
    suggester = Suggester([("Software", "SW"), ("Softwares", "SW"), ("软件", "SW"), ("Retail", "RT")])
    found = suggester.suggest("Sofware")
    assert found is not None
    assert (found.text, found.runner_up) == ("SW", "")


def test_the_runner_up_is_named() -> None:
    found = suggest(["Food manufacturing", "Wood manufacturing"], "Food manufacturng")
    assert found is not None
    assert (found.text, found.runner_up) == ("Food manufacturing", "Wood manufacturing")


words = st.text(st.sampled_from("abcdeé 北京市陕西山-1"), max_size=8)


@given(st.lists(words, max_size=6), words)
def test_only_a_given_label_is_offered_and_clearly(labels: list[str], typed: str) -> None:
    found = suggest(labels, typed)
    if found is not None:
        assert found.text in labels
        assert found.score >= LEAST_SCORE
    assert suggest(labels, "") is None


@given(st.lists(words, max_size=5), st.lists(words, max_size=5))
def test_many_at_once_are_answered_as_one_by_one(labels: list[str], typed: list[str]) -> None:
    suggester = Suggester((label, label) for label in labels)
    assert suggester.suggest_many(typed) == [suggester.suggest(each) for each in typed]


@given(st.lists(words.filter(fold), min_size=1, max_size=5), st.lists(words.filter(fold), min_size=1, max_size=5))
def test_leaving_out_the_dearest_part_never_changes_what_reaches_the_floor(typed: list[str], known: list[str]) -> None:
    ours, theirs = [make_form(each) for each in typed], [make_form(each) for each in known]
    least = LEAST_SCORE - LEAST_MARGIN
    whole, quick = likeness(ours, theirs, least=0), likeness(ours, theirs, least=least)
    reached = whole >= least + 1e-6
    assert (quick[reached] == pytest.approx(whole[reached], abs=1e-5)) and (quick[~reached] < least + 2e-6).all()


def measure(labels: list[str], *, language: str) -> tuple[float, float]:
    """Shares of the misspellings put right, and put wrong."""
    pairs = misspell(labels, language=language)
    found = Suggester((label, label) for label in labels).suggest_many([typed for typed, _ in pairs])
    right = sum(each is not None and each.text == meant for each, (_, meant) in zip(found, pairs, strict=True))
    wrong = sum(each is not None and each.text != meant for each, (_, meant) in zip(found, pairs, strict=True))
    return right / len(pairs), wrong / len(pairs)


OWN_LABELS = {
    "en": """Software and IT services;Manufacturing;Retail and e-commerce;Financial services;Healthcare;Education;
        Real estate;Logistics and transport;Agriculture;Energy and utilities;Professional services;Government;
        Media and advertising""",
    "zh": """软件和信息技术服务业;制造业;零售业;金融业;医疗卫生;教育培训;房地产业;交通运输业;农林牧渔业;能源电力;
        商务服务业;政府机构""",
    "vi": """Sản xuất;Bán lẻ;Tài chính ngân hàng;Y tế;Giáo dục;Bất động sản;Vận tải và kho bãi;Nông nghiệp;
        Năng lượng""",
}


@pytest.mark.parametrize(("language", "floor"), [("en", 0.93), ("zh", 0.93), ("vi", 0.85)])
def test_most_misspellings_of_common_labels_are_put_right(language: str, floor: float) -> None:
    right, wrong = measure(list(split_values(OWN_LABELS[language])), language=language)
    assert right >= floor
    assert wrong <= 0.002


REAL_LISTS = {
    "NAICS": ("en", "naics2012/naics2012.csv", "title", {"level": "3"}, 0.95, 0.002),
    "GICS": ("en", "sp500_companies/constituents.csv", "GICS Sub-Industry", {}, 0.94, 0.001),
    "GB/T 4754": ("zh", "gbt4754/gbt4754.csv", "name", {"level": "2"}, 0.95, 0.001),
    "Chinese provinces": ("zh", "cn_divisions/provinces.csv", "name", {}, 0.92, 0.001),
    "Chinese cities": ("zh", "cn_divisions/cities.csv", "name", {}, 0.88, 0.005),
    "Vietnamese provinces": ("vi", "vn_units/vn_districts.csv", "province", {}, 0.94, 0.001),
    "S&P 500": ("en", "sp500_companies/constituents.csv", "Security", {}, 0.92, 0.001),
}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared lists of real labels are not here")
@pytest.mark.parametrize("name", REAL_LISTS)
def test_most_misspellings_of_real_lists_are_put_right(name: str) -> None:
    language, file, column, where, floor, ceiling = REAL_LISTS[name]
    right, wrong = measure(read_column(file, column, **where), language=language)
    assert right >= floor
    assert wrong <= ceiling


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared lists of real labels are not here")
def test_texts_of_another_list_are_seldom_offered_a_label() -> None:
    labels = read_column("naics2012/naics2012.csv", "title", level="3")
    others = read_column("sp500_companies/constituents.csv", "Security")
    found = Suggester((label, label) for label in labels).suggest_many(others)
    assert sum(each is not None for each in found) / len(others) <= 0.02


def test_a_thousand_unknown_spellings_against_four_hundred_labels_are_quick() -> None:
    kinds = ["Wood", "Metal", "Paper", "Glass", "Leather"]
    trades = ["goods", "services", "trade", "rental", "repair", "design", "leasing", "storage"]
    places = [
        "abroad",
        "at home",
        "by mail",
        "by road",
        "by sea",
        "for firms",
        "for states",
        "in shops",
        "online",
        "used",
    ]
    labels = [f"{kind} {trade} {place}" for kind in kinds for trade in trades for place in places]
    typed = [f"{label[::-1]} {at}" for at in "xyz" for label in labels][:1000]
    suggester = Suggester((label, label) for label in labels)
    started = time.perf_counter()
    suggester.suggest_many(typed)
    assert (len(labels), len(typed)) == (400, 1000)
    assert time.perf_counter() - started < 1.5  # 0.1 s when measured; the slack is for a busy machine
