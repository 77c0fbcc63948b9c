"""The taxonomy's faults: a table of cases for each check, and silence over the taxonomy that xltags ships."""

import pytest

from tests.one_check import Tables, cells_of, findings_of, tiny
from tests.shipped_tables import LANGUAGES, PROFILES, shipped_dataset
from xltags.books.sheets import Profile
from xltags.checks import load_checks, run_checks
from xltags.core.examples import Cells
from xltags.core.finding import Language
from xltags.core.policy import Policy


def tags(**columns: Cells) -> Tables:
    return {"Tags": {"group": "industry", **columns}}


CASES: list[tuple[str, str, Tables, list[str]]] = [
    ("TAX001", "thrice", tags(tag=["Retail", "Steel", "Retail", "Retail"]), ["Tags!B4", "Tags!B5"]),
    ("TAX001", "case differs is a twin", tags(tag=["Retail", "retail"]), []),
    ("TAX001", "retired too", tags(tag=["Retail", "Retail"], status=["retired", "active"]), ["Tags!B3"]),
    ("TAX001", "blank labels", tags(tag=[None, None], tag_id=["a", "b"]), []),
    ("TAX002", "case", tags(tag=["Retail", "retail"]), ["Tags!B3"]),
    ("TAX002", "traditional and simplified", tags(tag=["A", "B"], zh=["製造業", "制造业"]), ["Tags!C3"]),
    ("TAX002", "decomposed accents", tags(tag=["Sản xuất", "Sa\u0309n xua\u0302\u0301t"]), ["Tags!B3"]),
    ("TAX002", "label is another's translation", tags(tag=["Steel", "Thép"], vi=["Thép", "Kim loại"]), ["Tags!B3"]),
    ("TAX002", "three twins", tags(tag=["IT", "it", "ＩＴ"]), ["Tags!B3", "Tags!B4"]),
    ("TAX002", "exact twice is a duplicate", tags(tag=["Retail", "Retail"]), []),
    ("TAX002", "own translation", tags(tag="SaaS", zh="SaaS", vi="saas"), []),
    ("TAX002", "other group", {"Tags": {"group": ["a", "b"], "tag": ["IT", "it"]}}, []),
    ("TAX003", "label wins", tags(tag=["Steel", "Metal"], synonyms=[None, "steel; iron"]), ["Tags!C3"]),
    ("TAX003", "first synonym stays", tags(tag=["A", "B"], synonyms=["x; y", "Y"]), ["Tags!C3"]),
    ("TAX003", "a tag's own label as synonym", tags(tag=["Steel", "Metal"], synonyms=["STEEL", None]), []),
    ("TAX003", "an id", tags(tag=["A", "B"], tag_id=["x.1", "x.2"], synonyms=["X.2", None]), ["Tags!D2"]),
    ("TAX004", "twice", tags(tag=["A", "B", "C"], tag_id=["x", "y", "x"]), ["Tags!C4"]),
    ("TAX004", "across groups", {"Tags": {"group": ["a", "b"], "tag": "T", "tag_id": "x"}}, ["Tags!C3"]),
    ("TAX004", "blank ids", tags(tag=["A", "B"], tag_id=None), []),
    ("TAX005", "joints", tags(tag=["E-commerce", "Ecommerce"]), ["Tags!B3"]),
    ("TAX005", "order of words", tags(tag=["Food and drink", "Drink and food"]), ["Tags!B3"]),
    ("TAX005", "and", tags(tag=["Oil & gas", "Oil and gas"]), ["Tags!B3"]),
    ("TAX005", "typing error", tags(tag=["Manufacturing", "Manufacturng"]), ["Tags!B3"]),
    ("TAX005", "same definition", tags(tag=["A", "B"], definition="sells to consumers in shops"), ["Tags!B3"]),
    ("TAX005", "short definition", tags(tag=["A", "B"], definition="see above"), []),
    ("TAX005", "sizes", tags(tag=["1-50", "150", "15-0"]), []),
    ("TAX005", "short names", tags(tag=["IT", "IoT", "B2B", "B-2-B"]), []),
    ("TAX005", "provinces", tags(tag=["Shaanxi Province", "Shanxi Province"], zh=["陕西", "山西"]), []),
    ("TAX005", "retired", tags(tag=["E-commerce", "Ecommerce"], status=["retired", "active"]), []),
    ("TAX006", "two groups", {"Tags": {"group": ["a", "b"], "tag": "Referral"}}, ["Tags!B3"]),
    ("TAX006", "defined", {"Tags": {"group": ["a", "b"], "tag": "Fair", "definition": ["met us", "runs fairs"]}}, []),
    ("TAX006", "parent and child", {"Tags": {"group": ["p", "c"], "tag": "Beijing", "tag_id": ["1", "2"],
                                             "parent": [None, "1"]}}, []),
    ("TAX006", "other", {"Tags": {"group": ["a", "b"], "tag": "其他"}}, []),
    ("TAX006", "reserved group", {"TagGroups": {"group": ["a", "b"], "status": ["active", "reserved"]},
                                  "Tags": {"group": ["a", "b"], "tag": "Referral"}}, []),
    ("TAX007", "no such tag", tags(tag=["A", "B"], parent=[None, "Z"]), ["Tags!C3"]),
    ("TAX007", "by id", tags(tag=["A", "B"], tag_id=["x", "y"], parent=[None, "x"]), []),
    ("TAX007", "label in two other groups", {"Tags": {"group": ["a", "b", "c"], "tag": ["T", "T", "U"],
                                                      "parent": [None, None, "T"]}}, ["Tags!C4"]),
    ("TAX008", "retired parent", tags(tag=["A", "B"], parent=[None, "A"], status=["retired", "active"]), ["Tags!C3"]),
    ("TAX009", "one stray", {"Tags": {"group": ["p", "s", "c", "c", "c"], "tag": ["P", "S", "1", "2", "3"],
                                      "parent": [None, None, "P", "P", "S"]}}, ["Tags!C6"]),
    ("TAX009", "own group and one other", {"Tags": {"group": ["p", "c", "c"], "tag": ["P", "1", "2"],
                                                    "parent": [None, "P", "1"]}}, []),
    ("TAX009", "two groups over each other", {"Tags": {"group": ["a", "a", "b"], "tag": ["1", "2", "3"],
                                                       "parent": [None, "3", "1"]}}, ["Tags!C4"]),
    ("TAX010", "itself", tags(tag="A", parent="A"), ["Tags!C2"]),
    ("TAX010", "three, once", tags(tag=["A", "B", "C"], parent=["B", "C", "A"]), ["Tags!C2"]),
    ("TAX010", "a line into a circle", tags(tag=["X", "A", "B"], parent=["A", "B", "A"]), ["Tags!C3"]),
    ("TAX010", "two circles", tags(tag=["A", "B", "C", "D"], parent=["B", "A", "D", "C"]), ["Tags!C2", "Tags!C4"]),
    ("TAX011", "no tag", tags(tag=["A", "B"], replaced_by=["Z", None]), ["Tags!C2"]),
    ("TAX011", "other group", {"Tags": {"group": ["a", "b"], "tag": ["A", "B"], "replaced_by": ["B", None]}},
     ["Tags!C2"]),
    ("TAX011", "dead end", tags(tag=["A", "B"], status="retired", replaced_by=["B", None]), ["Tags!D2"]),
    ("TAX011", "chain to an active tag", tags(tag=["A", "B", "C"], status=["retired", "retired", "active"],
                                              replaced_by=["B", "C", None]), []),
    ("TAX011", "split into two", tags(tag=["A", "B", "C"], replaced_by=["B; C", None, None]), []),
    ("TAX011", "split, one missing", tags(tag=["A", "B", "C"], replaced_by=["B; Z", None, None]), ["Tags!C2"]),
    ("TAX012", "two", tags(tag=["A", "B"], status="retired", replaced_by=["B", "A"]), ["Tags!D2"]),
    ("TAX013", "active", tags(tag=["A", "B"], replaced_by=["B", None]), ["Tags!C2"]),
    ("TAX014", "only retired tags", tags(tag=["A", "B"], status="retired"), ["TagGroups!A2"]),
    ("TAX014", "reserved group", {"TagGroups": {"group": "dealer", "status": "reserved"}}, []),
    ("TAX015", "once for many", {"TagGroups": {"group": "a"},
                                 "Tags": {"group": ["a", "z", "z"], "tag": ["1", "2", "3"]}}, ["Tags!A3"]),
    ("TAX016", "folded", {"TagGroups": {"group": ["stage", "ｓｔａｇｅ", "source"]}}, ["TagGroups!A3"]),
    ("TAX017", "blank", tags(tag=["A", " "], tag_id=["x", "y"]), ["Tags!B3"]),
    ("TAX017", "no group either", {"TagGroups": {"group": "a"},
                                   "Tags": {"group": None, "tag": None, "definition": "?"}}, ["Tags!B2"]),
    ("TAX017", "no such column", {"TagGroups": {"group": "a"}, "Tags": {"group": "a", "zh": "甲"}}, []),
    ("TAX018", "tag without group", {"TagGroups": {"group": "a"}, "Tags": {"group": ["a", None], "tag": ["A", "B"]}},
     ["Tags!A3"]),
    ("TAX019", "each label", tags(tag=["A*", "B"], zh=["甲", "乙?"], vi=["~", "b"]), ["Tags!B2", "Tags!D2", "Tags!C3"]),
    ("TAX019", "full width", tags(tag="为什么？＊～"), []),
    ("TAX020", "each separator", tags(tag=["a,b", "a;b", "a，b", "a、b", "a；b", "a\nb", "a/b"]),
     [f"Tags!B{row}" for row in range(2, 8)]),
    ("TAX021", "101", tags(tag=["x" * 100, "x" * 101, "x" * 256]), ["Tags!B3"]),
    ("TAX022", "256", tags(tag=["x" * 255, "x" * 256]), ["Tags!B3"]),
    ("TAX023", "ends", tags(tag=[" A", "B\u00a0", "C"]), ["Tags!B2", "Tags!B3"]),
    ("TAX023", "zero width inside", tags(tag="A\u200bB"), ["Tags!B2"]),
    ("TAX023", "group id", {"TagGroups": {"group": "stage "}}, ["TagGroups!A2"]),
    ("TAX024", "elsewhere", {"Tags": {"group": ["mdr", "stage"], "tag": ["A", "B"], "purity_class": "target"}},
     ["Tags!C3"]),
    ("TAX024", "a group of another name", {"Tags": {"group": "fit", "tag": ["A", "B"], "purity_class": "target"}}, []),
    ("TAX025", "missing", {"Tags": {"group": "mdr", "tag": ["A", "B"], "purity_class": [None, "target"]}}, ["Tags!C2"]),
    ("TAX025", "no column", {"Tags": {"group": "mdr", "tag": "A"}}, ["Tags!A2"]),
    ("TAX025", "retired", {"Tags": {"group": "mdr", "tag": "A", "purity_class": None, "status": "retired"}}, []),
    ("TAX026", "no purpose", {"TagGroups": {"group": "dealer", "status": "reserved", "reserved_for": None}},
     ["TagGroups!C2"]),
    ("TAX027", "percent and negative", {"TagGroups": {"group": ["a", "b", "c"], "fill_target": [80, -0.1, 0]}},
     ["TagGroups!B2", "TagGroups!B3"]),
    ("TAX028", "halves", {"TagGroups": {"group": ["a", "b", "c"], "step": [0, 1.5, 3]}},
     ["TagGroups!B2", "TagGroups!B3"]),
]  # fmt: skip


@pytest.mark.parametrize(("code", "tables", "cells"), [(code, tables, cells) for code, _, tables, cells in CASES],
                         ids=[f"{code} {name}" for code, name, _, _ in CASES])  # fmt: skip
def test_a_fault_is_found_where_it_stands(code: str, tables: Tables, cells: list[str]) -> None:
    assert cells_of(code, tiny(tables)) == cells


def test_every_check_of_the_family_has_a_case_that_finds() -> None:
    family = {code for code in load_checks() if code.startswith("TAX")}
    assert {code for code, _, _, cells in CASES if cells} == family


@pytest.mark.parametrize(
    ("code", "tables", "suggestion"),
    [
        ("TAX007", tags(tag=["Steel", "B"], zh=["钢铁", None], parent=[None, "钢铁"]), "Steel"),
        ("TAX008", tags(tag=["A", "B", "C"], parent=[None, "A", None], status=["retired", "active", "active"],
                        replaced_by=["C", None, None]), "C"),
        ("TAX015", {"TagGroups": {"group": "stage"}, "Tags": {"group": "STAGE", "tag": "Won"}}, "stage"),
        ("TAX023", tags(tag="\ufeff Won "), "Won"),
        ("TAX027", {"TagGroups": {"group": "a", "fill_target": 85}}, "0.85"),
    ],
)  # fmt: skip
def test_a_better_value_is_offered(code: str, tables: Tables, suggestion: str) -> None:
    assert [finding.suggestion for finding in findings_of(code, tiny(tables))] == [suggestion]


def test_a_twin_says_what_differs() -> None:
    (finding,) = findings_of("TAX002", tiny(tags(tag=["Steel works", "Steel\u00a0works"])))
    assert "(different only in: spaces)" in finding.message


def test_a_circle_is_spelt_out() -> None:
    (finding,) = findings_of("TAX010", tiny(tags(tag=["A", "B", "C"], parent=["C", "A", "B"])))
    assert "A > C > B > A" in finding.message


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_taxonomy_is_free_of_faults(profile: Profile, language: Language) -> None:
    found = run_checks(shipped_dataset(profile, language), Policy(select=("TAX",)))
    assert [f"{it.cell}: {it.message}" for it in found] == []
