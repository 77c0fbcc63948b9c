"""Company names in bulk give what they give one by one: forms, folds, sounds and likely duplicates."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.companies import company_names
from tests import naive_companies
from xltags.core import company_forms
from xltags.core.company_forms import CompanyForms, normalise_companies
from xltags.core.company_names import likely_duplicates
from xltags.core.hanzi import pinyin
from xltags.core.text import fold, fold_all

LATIN = (
    "Acme", "ACME", "Société", "Générale", "S.A.", "S.p.A.", "s. p. a", "Müller", "GmbH & Co. KG", "and", "und", "A.",
    "O.", "Smith", "Pte", "Ltd", "Co., Ltd.", "The", "PT", "viet nam", "VN", "v n", "Robotics", "Robotcs", "a_and_b",
    "_", "s de rl de cv", "sp z oo", "Plant 1", "plant 12", "1", "O'Neil", "\u200b", "ﬁne",
)  # fmt: skip
VIETNAMESE = (
    "Công ty", "CÔNG TY", "Tổng công ty", "Cty", "TNHH", "MTV", "một thành viên", "2 thành viên trở lên", "Cổ phần",
    "CP", "TM", "DV", "XNK", "và", "&", "Ngân hàng", "TMCP", "thương mại cổ phần", "Tập đoàn", "Hòa Phát", "Hoà Phát",
    "An Phát", "Tân Á", "Tấn Á", "Việt Nam", "ty", "hàng", "đoàn", "D\u0323u\u031b\u0323c",
)  # fmt: skip
CHINESE = (
    "深圳", "深圳市", "广东省", "廣東省", "广西壮族自治区", "南宁市", "腾讯计算机", "騰訊計算機", "系统", "系統",
    "华信", "华鑫", "信息技术服务", "有限公司", "股份有限公司", "（北京）", "分公司", "子公司", "集团", "控股集团",
    "公司", "有限合伙", " ", "ABC", "·", "市", "省", "自治区",
)  # fmt: skip


def names_of(words: tuple[str, ...], join: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(words), max_size=6).map(join.join)


names = st.one_of(
    names_of(LATIN, " "), names_of(VIETNAMESE, " "), names_of(CHINESE, ""),
    names_of(LATIN + VIETNAMESE + CHINESE, " "), st.text(max_size=12), st.text("aA.&_ \n\té中\u0301", max_size=9),
)  # fmt: skip


@given(st.lists(names, max_size=12))
def test_names_together_have_the_forms_of_each_alone(many: list[str]) -> None:
    assert normalise_companies(many) == [naive_companies.normalise(name) for name in many]


@pytest.mark.parametrize(
    "many",
    [["华信", "省市场信息"], ["深圳", "市场信息"], ["华", "省南宁市糖业"], ["华信信", "集团"], ["Rossi s.", "p.a"],
     ["a", "b c"], ["cong ty", "tnhh x"], ["viet", "nam foods"], ["foo sa de", "cv"]],
)  # fmt: skip
def test_no_step_looks_beyond_a_name(many: list[str]) -> None:
    assert normalise_companies(many) == [naive_companies.normalise(name) for name in many]


@given(st.lists(st.one_of(names, st.text(max_size=30)), max_size=12))
def test_texts_folded_together_are_each_folded(many: list[str]) -> None:
    assert fold_all(many) == [fold(text) for text in many]


@pytest.mark.parametrize("text", ["\u0345\u03b9", "Ἀ\u0345", "a\u2800b", "\u00ad\u0301e", "ẞ", "\u1e9e\u0323", "x\ny"])
def test_a_text_that_needs_another_round_gets_it_among_others(text: str) -> None:
    assert fold_all(["Hà Nội", text, "ACME"]) == [fold("Hà Nội"), fold(text), "acme"]


@given(st.lists(names, max_size=24))
def test_likely_duplicates_are_those_of_comparing_each_with_each(many: list[str]) -> None:
    assert likely_duplicates(many) == naive_companies.likely_duplicates(many)


@pytest.mark.parametrize("seed", range(3))
def test_likely_duplicates_of_misspelled_names_in_three_languages(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random = Random(seed)
    clean = list(company_names(random, 80))
    many = clean + [_misspelled(random, random.choice(clean)) for _ in range(160)]
    random.shuffle(many)
    expected = naive_companies.likely_duplicates(many)
    assert len({score for _, _, score in expected}) > 3  # equal ones, and slips of several kinds
    assert likely_duplicates(many) == expected
    monkeypatch.setattr(company_forms, "BLOCK", 7)
    assert likely_duplicates(many) == expected


def _misspelled(random: Random, name: str) -> str:
    at = random.randrange(len(name) - 1)
    without, doubled = name[:at] + name[at + 1 :], name[:at] + name[at] + name[at:]
    swapped = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    others = (
        name.replace("a", "e", 1),
        company_forms.without_accents(name),
        name.replace("信", "鑫").replace("宏", "鸿"),
    )
    return random.choice((name, name.upper(), name.replace(" ", ""), without, doubled, swapped, *others))


@given(st.lists(names, max_size=20), st.integers(1, 6))
def test_forms_are_found_again_by_number(many: list[str], block: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(company_forms, "BLOCK", block)
        forms = CompanyForms(many)
        assert [forms.normal(number) for number in range(len(many))] == normalise_companies(many)


@pytest.mark.slow
def test_every_character_sounds_as_pypinyin_reads_it() -> None:
    lazy_pinyin = pytest.importorskip("pypinyin").lazy_pinyin
    blocks = (
        (0x2E80, 0x2FDF),
        (0x3005, 0x3007),
        (0x3400, 0x4DBF),
        (0x4E00, 0x9FFF),
        (0xF900, 0xFAFF),
        (0x20000, 0x323AF),
    )
    characters = [chr(code) for first, last in blocks for code in range(first, last + 1)]
    assert [pinyin(each)[0] for each in characters] == [lazy_pinyin([each])[0] for each in characters]
