"""Finding the tag that a text means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltags.core.lookup import LookupEntry, TagIndex
from xltags.core.text import fold

INDEX = TagIndex(
    [
        LookupEntry("industry", "i1", "Software", ("软件", "Phần mềm"), ("SW", "IT services"), "IND-SW"),
        LookupEntry("industry", "i2", "Retail", ("零售", "Bán lẻ"), ("shops",), "IND-RT"),
        LookupEntry("source", "s1", "Referral", ("转介绍",), ("SW",), "SRC-RF"),
    ]
)


@pytest.mark.parametrize(
    ("typed", "key", "how"),
    [
        ("Software", "i1", "exact"),
        (" software", "i1", "folded"),
        ("ＳＯＦＴＷＡＲＥ", "i1", "folded"),
        ("软件", "i1", "label"),
        ("軟件", "i1", "label"),
        ("phần mềm", "i1", "label"),
        ("ind-sw", "i1", "id"),
        ("sw", "i1", "synonym"),
        ("Shops", "i2", "synonym"),
    ],
)
def test_a_tag_is_found_by_any_of_its_spellings(typed: str, key: str, how: str) -> None:
    found = INDEX.find("industry", typed)
    assert found is not None
    assert (found.group, found.key, found.how) == ("industry", key, how)


@pytest.mark.parametrize("typed", ["", "  ", "\u200b", "Referral", "Phan mem", "Softwar"])
def test_blank_foreign_and_misspelt_texts_are_not_found(typed: str) -> None:
    assert INDEX.find("industry", typed) is None
    assert INDEX.find("no such group", "Software") is None


def test_a_fold_of_two_tags_finds_none_but_the_exact_label_does() -> None:
    index = TagIndex([LookupEntry("g", "1", "Café"), LookupEntry("g", "2", "CAFÉ")])
    assert index.find("g", "café") is None
    found = index.find("g", "CAFÉ")
    assert found is not None
    assert (found.key, found.how) == ("2", "exact")
    assert [(each.text, [s.key for s in each.spellings]) for each in index.ambiguous()] == [("café", ["1", "2"])]


def test_one_label_of_two_tags_finds_none() -> None:
    index = TagIndex([LookupEntry("g", "1", "Other"), LookupEntry("g", "2", "Other")])
    assert index.find("g", "Other") is None
    assert len(index.ambiguous()) == 1


def test_twins_across_languages_are_ambiguous() -> None:
    index = TagIndex([LookupEntry("g", "1", "Platform", ("平台",)), LookupEntry("g", "2", "平臺")])
    assert index.find("g", "平臺 ") is None
    assert [found.key for text in ("平臺", "平台") if (found := index.find("g", text))] == ["2", "1"]
    assert index.ambiguous()[0].text == "平台"


def test_a_label_outranks_an_id_and_an_id_a_synonym() -> None:
    index = TagIndex(
        [
            LookupEntry("g", "1", "One", synonyms=("Two", "id-two")),
            LookupEntry("g", "2", "Two", tag_id="id-two"),
            LookupEntry("g", "3", "Three", tag_id="one"),
        ]
    )
    assert [(f.key, f.how) for f in (index.find("g", t) for t in ("two", "id-two", "one")) if f] == [
        ("2", "folded"),
        ("2", "id"),
        ("1", "folded"),
    ]
    assert [each.text for each in index.ambiguous()] == ["id-two", "one", "two"]


def test_a_synonym_of_two_tags_finds_none() -> None:
    index = TagIndex([LookupEntry("g", "1", "A", synonyms=("x",)), LookupEntry("g", "2", "B", synonyms=("X",))])
    assert index.find("g", "x") is None


def test_spellings_of_one_tag_that_fold_alike_are_not_ambiguous() -> None:
    index = TagIndex([LookupEntry("g", "1", "ERP", ("erp", "ＥＲＰ"), ("Erp",), "erp")])
    assert index.ambiguous() == ()
    assert [s.text for s in index.spellings("g")] == ["ERP", "erp", "ＥＲＰ", "erp", "Erp"]


labels = st.text(st.sampled_from("aAbé台臺 -"), min_size=1, max_size=4).filter(fold)
entries = st.lists(st.tuples(st.sampled_from("gh"), labels, labels), max_size=8, unique_by=lambda e: (e[0], e[1])).map(
    lambda rows: [LookupEntry(group, str(i), label, (other,)) for i, (group, label, other) in enumerate(rows)]
)


@given(entries)
def test_every_label_finds_its_own_tag_exactly(made: list[LookupEntry]) -> None:
    index = TagIndex(made)
    for entry in made:
        found = index.find(entry.group, entry.label)
        assert found is not None
        assert (found.key, found.how) == (entry.key, "exact")


@given(entries, labels)
def test_a_group_never_finds_the_tag_of_another(made: list[LookupEntry], typed: str) -> None:
    index = TagIndex(made)
    own = {(entry.group, entry.key) for entry in made}
    for group in "gh":
        found = index.find(group, typed)
        assert found is None or (group, found.key) in own


@given(entries, labels)
def test_a_folded_text_is_found_only_where_one_tag_claims_it(made: list[LookupEntry], typed: str) -> None:
    claims = {e.key for e in made if e.group == "g" and fold(typed) in {fold(e.label), fold(e.labels[0])}}
    found = TagIndex(made).find("g", typed)
    assert (found is None) == (len(claims) != 1) or typed in {x for e in made for x in (e.label, *e.labels)}
    assert found is None or found.key in claims
