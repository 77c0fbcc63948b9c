"""The named functions of a workbook give what Python gives, and are stored as Excel stores them."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook

from tests.doors import call
from tests.formula_books import Tables, scorecards, wanted_values
from tests.function_books import ENGINES, named, results, same, with_calls
from tests.sdk_validator import faults_of, why_missing
from xltags.books.demo.data import AS_OF, clean_tables
from xltags.books.functions_sheet import SHEET
from xltags.books.lint.formula_text import bad_parameter, display_form, is_balanced, missing_prefix
from xltags.books.lint.registry import examine
from xltags.books.model_sheet import MODEL_NAME, MODEL_SHEET
from xltags.books.package import open_package
from xltags.books.template import new_workbook
from xltags.core.finding import LANGUAGES, Language
from xltags.excel import udfs
from xltags.excel.registry import FORMULAS
from xltags.formulas.lambdas import FUNCTIONS, named_functions

MOST_LETTERS = 8_192  # of a formula
SCORES = ("ICP_SCORE", "ICP_TIER", "ICP_RANGE", "ICP_WHY")
CUSTOMERS = 24


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    chosen: Language = request.param
    return chosen


def book(path: Path, language: Language = "en") -> Path:
    tables = clean_tables(7, language, AS_OF)
    data = {**tables, "Customers": tables["Customers"][:CUSTOMERS]}
    new_workbook(path, profile="full", language=language, geography="both", created_on=AS_OF, data=data, functions=True)
    return path


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return book(tmp_path_factory.mktemp("functions") / "demo.xlsx")


def cells(path: Path, sheet: str, rows: int | None = None) -> list[list[Any]]:
    """The cells of a sheet as Excel hands them over."""
    found = load_workbook(path, data_only=True)[sheet].iter_rows(max_row=rows, values_only=True)
    return [list(row) for row in found]


def test_the_functions_have_the_names_and_arguments_of_the_add_in(demo: Path) -> None:
    names = named(demo)
    assert set(FUNCTIONS) == set(FORMULAS)
    for name, formula in FORMULAS.items():
        optional = [it.name for it in formula.arguments if it.name == "model"]
        wanted = [f"_xlpm.{it.name}" for it in formula.arguments if it.name not in optional]
        wanted += [f"_xlop.{it}" for it in optional]
        assert names[name][1].startswith(f"_xlfn.LAMBDA({','.join(wanted)},"), name


def test_the_name_manager_shows_the_functions_with_comments_and_no_helpers(demo: Path) -> None:
    for name, (rest, _) in named(demo).items():
        if name in FUNCTIONS:
            comment = rest.partition('comment="')[2].partition('"')[0]
            assert 20 < len(comment) <= 255
            assert "hidden" not in rest
        elif name.startswith("fn_"):
            assert 'hidden="1"' in rest


def test_formulas_stand_in_the_file_as_excel_stores_them(language: Language) -> None:
    for function in named_functions(language):
        text = function.formula
        assert len(text) < MOST_LETTERS, function.name
        assert (missing_prefix(text), bad_parameter(text), display_form(text)) == (None, None, None), function.name
        assert is_balanced(text), function.name
        assert "@" not in text.replace("'@", ""), function.name


def test_an_excel_made_file_stores_its_functions_the_same_way() -> None:
    path = Path("../shared/corpus/098_ironcalc_yearly_calendar.xlsx")
    if not path.exists():
        pytest.skip("the corpus of shared workbooks is not here")
    with zipfile.ZipFile(path) as source:
        text = source.read("xl/workbook.xml").decode()
    assert "_xlfn.LAMBDA(_xlpm." in text


def test_a_workbook_with_functions_is_clean(tmp_path: Path, language: Language) -> None:
    path = tmp_path / "new.xlsx"
    new_workbook(path, profile="small", language=language, functions=True)
    with open_package(path) as package:
        assert examine(package, as_of=AS_OF) == []


def test_new_workbooks_have_functions_unless_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    assert call(capsys, "new", one, "--profile", "small", "--values").code == 0
    assert call(capsys, "new", two, "--profile", "small", "--values", "--no-functions").code == 0
    assert {*FUNCTIONS, MODEL_NAME} <= named(one).keys()
    assert not {*FUNCTIONS, MODEL_NAME} & named(two).keys()
    assert SHEET not in load_workbook(two, read_only=True).sheetnames


def test_equal_arguments_give_equal_bytes(tmp_path: Path) -> None:
    one, two = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    for path in (one, two):
        new_workbook(path, profile="small", functions=True)
    assert one.read_bytes() == two.read_bytes()


def test_the_examples_hold_what_the_add_in_gives(tmp_path: Path, language: Language) -> None:
    path = tmp_path / "new.xlsx"
    new_workbook(path, language=language, functions=True)
    rows, model = cells(path, SHEET), cells(path, MODEL_SHEET)[2:]
    shown = {row[1]: row for row in rows if row[1] in FUNCTIONS}
    top = next(place for place, row in enumerate(rows) if row[1] == shown["PORTRAIT"][1]) + 3
    headers, first = [it for it in rows[top][1:] if it], rows[top + 1][1 : len([it for it in rows[top][1:] if it]) + 1]
    for name in SCORES:
        assert shown[name][5] == getattr(udfs, name)(first, headers, model), name
    assert shown["PORTRAIT"][5] == udfs.PORTRAIT(first, headers)
    spelling, group = shown["TAG_SUGGEST"][4].split('"')[1::2]
    assert shown["TAG_SUGGEST"][5] == udfs.TAG_SUGGEST(spelling, group, model)
    assert shown["TAG_OK"][5] == "TRUE"
    assert udfs.TAG_OK(first[1], group, model) is True


def test_the_model_range_gives_what_score_gives(demo: Path) -> None:
    table = cells(demo, "Customers", CUSTOMERS + 1)
    model = cells(demo, MODEL_SHEET)[2:]
    _, wanted = wanted_values(demo)
    for name, id in zip(SCORES, ("icp_score", "icp_tier", "icp_range", "icp_why"), strict=True):
        got = getattr(udfs, name)(table[1:], table[0], model)
        assert [row[0] for row in got] == list(wanted[id]), name


def test_the_model_range_reaches_to_the_last_contact(demo: Path) -> None:
    _, formula = named(demo)[MODEL_NAME]
    assert formula.startswith(f"{MODEL_SHEET}!$A$3:INDEX({MODEL_SHEET}!$I$1:$I$")
    rows = list(enumerate(cells(demo, MODEL_SHEET), start=1))
    filled = [place for place, row in rows if any(it not in (None, "") for it in row)]
    contacts = sum(1 for row in cells(demo, "Contacts")[1:] if row[0])
    header = next(place for place, row in rows if row[0] == "Contacts") + 1
    assert f"{header}+ROWS(Contacts[Customer ID])" in formula
    assert filled[-1] == header + contacts


def rows_of(table: str, first: int, last: int) -> str:
    return f"{table}!$A${first}:$AZ${last},{table}!$A$1:$AZ$1"


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_gives_the_demo_what_python_gives(demo: Path, tmp_path: Path, engine: str) -> None:
    last = CUSTOMERS + 1
    calls = [(f"{name}({rows_of('Customers', 2, last)},)", CUSTOMERS) for name in SCORES]
    calls.append((f"PORTRAIT({rows_of('Customers', 2, last)})", CUSTOMERS))
    with_calls(demo, tmp_path / "calls.xlsx", calls)
    got = results(ENGINES[engine](tmp_path / "calls.xlsx"), calls)
    _, values = wanted_values(demo)
    wanted: list[Sequence[Any]] = [values[id] for id in ("icp_score", "icp_tier", "icp_range", "icp_why")]
    table = load_workbook(demo, data_only=True)["Customers"].iter_rows(max_row=last, max_col=52, values_only=True)
    headers, *rows = (list(row) for row in table)
    wanted.append([line[0] for line in udfs.PORTRAIT(rows, headers)])
    for name, calculated, right in zip((*SCORES, "PORTRAIT"), got, wanted, strict=True):
        assert [(one, two) for one, two in zip(calculated, right, strict=True) if not same(one, two)] == [], name


CASES = [
    ("TAG_OK", "Manufacturing", "industry"),
    ("TAG_OK", "  制造业 ", "Industry"),
    ("TAG_OK", "factory", "所属行业"),
    ("TAG_OK", "Manufacturing; Energy", "industry"),
    ("TAG_OK", "no such thing", "industry"),
    ("TAG_OK", "", "industry"),
    ("TAG_OK", "", "city"),
    ("TAG_OK", "Implementation and training; Add-on module", "product_interest"),
    ("TAG_OK", "Implementation and training; nothing", "product_interest"),
    ("TAG_OK", "x", "no group"),
    ("TAG_SUGGEST", "Sản xuất", "industry"),
    ("TAG_SUGGEST", "MFG", "industry"),
    ("TAG_SUGGEST", "", "industry"),
    ("TAG_SUGGEST", "implementation and training， add-on module", "product_interest"),
    ("TAG_SUGGEST", "x", "no group"),
]


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_judges_tags_as_python_does(demo: Path, tmp_path: Path, engine: str) -> None:
    calls = [(f'{name}("{cell}","{group}",)', 1) for name, cell, group in CASES]
    calls.append((f'TAG_OK({SHEET}!$C$16:$C$17,"industry",xltags_model)', 2))
    with_calls(demo, tmp_path / "calls.xlsx", calls)
    *got, whole = results(ENGINES[engine](tmp_path / "calls.xlsx"), calls)
    assert whole == [True, True]
    model = cells(demo, MODEL_SHEET)[2:]
    for case, [calculated] in zip(CASES, got, strict=True):
        name, cell, group = case
        assert same(calculated, getattr(udfs, name)(cell, group, model)), case


FAULTS = [
    ("ICP_TIER(Customers!$A$2:$C$2,Customers!$A$1:$B$1,)", "#ICP: values have 3 columns, headers 2; give both the"),
    ("ICP_TIER(Customers!$A$2:$B$2,Customers!$A$1:$B$1,)", "#ICP: no header is a tag group or a measure of the model"),
    ("ICP_TIER(Customers!$A$2:$Z$2,Customers!$A$1:$Z$1,Tiers!$A$1:$B$3)", "#ICP: leave the model out"),
    ('TAG_SUGGEST("Manufactoring","industry",)', "#ICP: no tag is spelled so"),
    ("ICP_TIER(Customers!$A$400:$Z$400,Customers!$A$1:$Z$1,)", ""),
]  # fmt: skip


@pytest.mark.slow
def test_what_goes_wrong_is_a_short_text(demo: Path, tmp_path: Path) -> None:
    calls = [(formula, 1) for formula, _ in FAULTS]
    with_calls(demo, tmp_path / "calls.xlsx", calls)
    got = results(ENGINES["formulon"](tmp_path / "calls.xlsx"), calls)
    for (formula, wanted), [calculated] in zip(FAULTS, got, strict=True):
        assert str(calculated).startswith(wanted) if wanted else calculated == "", formula


EDGES: Tables = {
    "Settings": [{"key": "ceo_only_cap", "value": "C"}, {"key": "alias.Customers.region", "value": "Area; Gebiet"}],
    "TagGroups": [
        {"group": "region", "label_en": "Region", "values": "one", "status": "active"},
        {"group": "product", "label_en": "Product", "values": "many", "status": "active"},
    ],
    "Tags": [
        {"group": "region", "tag_id": "region.north", "tag": "North", "zh": "北", "synonyms": "Nord; up there"},
        {"group": "region", "tag_id": "region.hill", "tag": "Hill", "parent": "region.north"},
        {"group": "region", "tag_id": "region.top", "tag": "Top", "parent": "Hill"},
        {"group": "region", "tag_id": "region.south", "tag": "South, far", "status": "retired"},
        {"group": "product", "tag_id": "p.a", "tag": "A*"},
        {"group": "product", "tag_id": "p.b", "tag": "B", "synonyms": "both"},
        {"group": "product", "tag_id": "p.c", "tag": "C", "synonyms": "both"},
    ],
    "Indicators": [
        {"indicator": "size", "kind": "soft", "field": "employees", "on": "yes"},
        {"indicator": "served", "label": "Served", "kind": "hard", "field": "region", "on": "yes"},
        {"indicator": "goods", "kind": "soft", "field": "product", "on": "yes"},
        {"indicator": "money", "kind": "soft", "field": "annual_revenue", "on": "yes"},
        {"indicator": "chain", "kind": "soft", "field": "chain_coverage", "on": "yes"},
        {"indicator": "size", "kind": "hard", "field": "region", "on": "yes"},
        {"indicator": "off", "kind": "hard", "field": "region", "on": "no"},
    ],
    "Bands": [
        {"indicator": "size", "low": 0, "high": 10, "points": 20},
        {"indicator": "size", "low": 10, "high": 50, "points": 5, "cap_tier": "B"},
        {"indicator": "served", "tag": "Nord", "outcome": "pass"},
        {"indicator": "goods", "tag": "A*", "points": 12.5},
        {"indicator": "goods", "tag": "B; C", "points": -2.25},
        {"indicator": "money", "high": 0, "points": -5},
        {"indicator": "money", "low": 1_000_000, "points": 30, "cap_tier": "C"},
        {"indicator": "chain", "low": 0.5, "high": 1, "points": 4},
        {"indicator": "chain", "low": 1, "points": 9},
    ],
    "Tiers": [{"tier": tier, "min_points": least} for tier, least in (("A", 30), ("B", 20), ("C", 10))],
    "ChainRules": [{"high": 10, "required_roles": "ceo"}, {"low": 10, "required_roles": "ceo; cio; plant_manager"}],
    "Contacts": [
        {"customer_id": f"K{number}", "chain_role": role}
        for number, role in ((1, "CEO"), (2, "CEO"), (3, "ceo; cio"), (4, "Plant_Manager"), (5, None), (6, "采购"))
    ],
    "Customers": [
        {"customer_id": f"K{number}", "company": "x", "region": region, "product": product, "employees": size,
         "annual_revenue": money}
        for number, (region, product, size, money) in enumerate(
            [("north", "A*", 9.5, None), ("Top", "b; A*", 10, 1_000_000), ("up there", "both", 50, -1),
             ("South, far", "C, a*; x", None, 0), ("nowhere", None, 0, 999_999.5), ("北", "p.b", 49, "many"),
             (None, "A", -1, None), (None, None, None, None)], start=1)
    ],
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_gives_the_edges_of_the_rules_what_python_gives(tmp_path: Path, engine: str) -> None:
    path = tmp_path / "edges.xlsx"
    new_workbook(path, profile="small", data=EDGES, functions=True, created_on=AS_OF)
    rows, wanted = wanted_values(path)
    calls = [(f"{name}({rows_of('Customers', rows[0], rows[-1])},)", len(rows)) for name in SCORES]
    calls.append(('ICP_WHY({"Top",9},{"Gebiet","EMPLOYEES"},)', 1))  # any headers, any case, a team's own alias
    with_calls(path, tmp_path / "calls.xlsx", calls)
    *got, [alias] = results(ENGINES[engine](tmp_path / "calls.xlsx"), calls)
    assert alias == udfs.ICP_WHY([["Top", 9]], [["Gebiet", "EMPLOYEES"]], cells(path, MODEL_SHEET)[2:])
    for calculated, id in zip(got, ("icp_score", "icp_tier", "icp_range", "icp_why"), strict=True):
        assert [pair for pair in zip(calculated, wanted[id], strict=True) if not same(*pair)] == [], id


few = settings(
    max_examples=3, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck), database=None
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_gives_random_scorecards_what_python_gives(
    tmp_path_factory: pytest.TempPathFactory, engine: str
) -> None:
    @few
    @given(scorecards())
    def agree(tables: Tables) -> None:
        folder = tmp_path_factory.mktemp("random")
        path, target = folder / "book.xlsx", folder / "calls.xlsx"
        new_workbook(path, profile="small", data=tables, functions=True, created_on=AS_OF)
        rows, wanted = wanted_values(path)
        if not rows:
            return
        count = rows[-1] - rows[0] + 1
        calls = [(f"{name}({rows_of('Customers', rows[0], rows[-1])},)", count) for name in SCORES]
        with_calls(path, target, calls)
        got = results(ENGINES[engine](target), calls)
        for calculated, id in zip(got, ("icp_score", "icp_tier", "icp_range", "icp_why"), strict=True):
            for row, right in zip(rows, wanted[id], strict=True):
                found = calculated[row - rows[0]]
                assert same(found, right) or str(found).startswith("#ICP: the range is beyond"), (id, row)

    agree()


@pytest.mark.skipif(bool(why_missing()), reason=why_missing() or "-")
def test_the_open_xml_sdk_finds_no_fault(demo: Path) -> None:
    assert not faults_of(demo)
