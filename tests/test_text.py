"""Folding, many-valued cells and what tells two spellings apart."""

import subprocess
import sys
import timeit
import unicodedata
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltags.core.finding import Language
from xltags.core.hanzi import pinyin, simplify
from xltags.core.spelling_difference import describe_difference
from xltags.core.text import fold, join_values, level_tones, split_values

HA_NOI_DECOMPOSED = unicodedata.normalize("NFD", "Hà Nội")


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("SaaS", "saas"),
        ("  Soft\t ware\n", "soft ware"),
        ("ＳａａＳ　１００％", "saas 100%"),
        ("Soft\u00a0ware", "soft ware"),
        ("Soft\u200bware\ufeff", "software"),
        ("soft\u00adware", "software"),
        ("a\x00b", "ab"),
        ("a\u2800b", "a b"),
        (HA_NOI_DECOMPOSED, "hà nội"),
        ("ĐÀ NẴNG", "đà nẵng"),
        ("Straße", "strasse"),
        ("臺灣製造業", "台湾制造业"),
        ("資訊軟體", "资讯软体"),
        ("薴", "苎"),
        ("⼯业", "工业"),
        ("北京\u3000上海", "北京 上海"),
        ("ﾃｽﾄ", "テスト"),
        ("", ""),
        ("\u200b \u3000", ""),
    ],
)
def test_spellings_fold_to_one_form(typed: str, folded: str) -> None:
    assert fold(typed) == folded


def test_simplifying_twice_changes_nothing() -> None:
    everything = "".join(map(chr, (*range(0x3400, 0xA000), *range(0xF900, 0xFB00), *range(0x20000, 0x20400))))
    assert simplify(simplify(everything)) == simplify(everything)
    assert len(simplify(everything)) == len(everything)


@pytest.mark.parametrize(
    ("text", "sounds"), [("重庆", ("chong", "qing")), ("陝西 A", ("shan", "xi", " A")), ("Hà", ("Hà",)), ("", ())]
)
def test_chinese_is_read_as_pinyin_and_the_rest_is_kept(text: str, sounds: tuple[str, ...]) -> None:
    assert pinyin(text) == sounds


def test_accents_and_dashes_are_not_folded_away() -> None:
    assert fold("Hà Nội") != fold("Ha Noi")
    assert fold("11–50") != fold("11-50")


texts = st.text(max_size=30) | st.text(
    st.sampled_from("aAÀà\u0300\u0323\u0302 \u00a0\u3000\u200b\u00ad臺台国國ＡａİıßǅΣς①ﬁ한\u1160\u0345"), max_size=12
)


@given(texts)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(texts)
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), max_size=20))
def test_full_width_folds_to_ascii(text: str) -> None:
    assert fold(text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})) == fold(text)


@given(texts)
def test_a_fold_shows_no_invisible_or_doubled_space(text: str) -> None:
    folded = fold(text)
    assert folded == " ".join(folded.split())
    assert "\u200b" not in folded and "\u00ad" not in folded


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("a; b", ("a", "b")),
        ("a，b、c；d,e", ("a", "b", "c", "d", "e")),
        ("a\r\nb\nc", ("a", "b", "c")),
        (" ; ,a;; ", ("a",)),
        ("a;\u200b;\ufeff", ("a",)),
        ("b; a; b", ("b", "a", "b")),
        ("", ()),
        ("Hà Nội", ("Hà Nội",)),
        ("a/b|c", ("a/b|c",)),
    ],
)
def test_a_cell_splits_into_its_values(cell: str, values: tuple[str, ...]) -> None:
    assert split_values(cell) == values


@given(st.lists(st.text(st.sampled_from("abç 北京-/"), min_size=1, max_size=6).map(str.strip).filter(bool)))
def test_joined_values_split_again(values: tuple[str, ...]) -> None:
    assert split_values(join_values(values)) == tuple(values)


@pytest.mark.parametrize(
    ("typed", "label", "kinds"),
    [
        ("saas", "SaaS", ("case",)),
        ("ＳaaS", "SaaS", ("width",)),
        (HA_NOI_DECOMPOSED, "Hà Nội", ("accents",)),
        (HA_NOI_DECOMPOSED.lower(), "Hà Nội", ("accents", "case")),
        ("Retail ", "Retail", ("spaces",)),
        ("Real\u00a0Estate", "Real Estate", ("spaces",)),
        ("A 轮", "A轮", ("spaces",)),
        ("Re\u200btail", "Retail", ("invisible",)),
        ("臺灣", "台湾", ("script",)),
        ("SааS", "SaaS", ("lookalike",)),
        ("11–50", "11-50", ("punctuation",)),
        ("①", "1", ("form",)),
        ("Hoà Bình", "Hòa Bình", ("tone",)),
        ("ＳａａＳ\u3000", "SaaS", ("width", "spaces")),
    ],
)
def test_a_difference_names_its_kinds_and_no_others(typed: str, label: str, kinds: tuple[str, ...]) -> None:
    difference = describe_difference(typed, label)
    assert difference is not None
    assert difference.kinds == kinds


@pytest.mark.parametrize(("one", "other"), [("a", "a"), ("Ha Noi", "Hà Nội"), ("SaaS", "ERP"), ("Quý", "Qúy")])
def test_equal_or_other_texts_have_no_difference_to_describe(one: str, other: str) -> None:
    assert describe_difference(one, other) is None


@given(texts)
def test_texts_that_fold_alike_have_a_difference_to_name(text: str) -> None:
    for other in (
        text.upper(),
        unicodedata.normalize("NFD", text),
        unicodedata.normalize("NFKC", text),
        f" {text}\u200b",
    ):
        if other != text and fold(other) == fold(text):
            difference = describe_difference(other, text)
            assert difference is not None
            assert difference.kinds


@pytest.mark.parametrize("language", ["en", "zh", "vi"])
def test_every_kind_has_words_in_every_language(language: Language) -> None:
    difference = describe_difference("ＳааS\u200b 臺", "saas 台")
    assert difference is not None
    assert difference.text(language).count("、" if language == "zh" else ",") == len(difference.kinds) - 1


def test_the_words_are_those_of_the_manual() -> None:
    width, accents = describe_difference("Ａ", "A"), describe_difference(HA_NOI_DECOMPOSED, "Hà Nội")
    assert width is not None and "full-width" in width.text()
    assert accents is not None and accents.text() == "decomposed accents"


@pytest.mark.parametrize(
    ("newer", "older"), [("hoà", "hòa"), ("KHOẺ", "KHỎE"), ("thuý", "thúy"), ("quý", "quý"), ("mía", "mía")]
)
def test_tone_marks_move_to_their_older_place(newer: str, older: str) -> None:
    assert level_tones(newer) == older


def test_text_without_chinese_never_loads_the_chinese_packages() -> None:
    code = (
        "import sys; from xltags.core.text import fold; from xltags.core.suggest import suggest;"
        "from xltags.core.company_names import likely_duplicates;"
        "fold('Ｈà Nội'); suggest(['Hà Nội'], 'Ha Noi'); likely_duplicates(['Công ty A', 'Công ty A']);"
        "sys.exit(any(name in sys.modules for name in ('opencc', 'xltags.core.hanzi_sounds', 'pandas')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_folding_short_ascii_is_quick() -> None:
    best = min(timeit.repeat(lambda: fold("Software services"), timer=process_time, number=10_000, repeat=5)) / 10_000
    assert best < 3e-6  # 0.25 us when measured; the slack is for a busy machine
