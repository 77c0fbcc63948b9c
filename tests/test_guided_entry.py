"""Guided entry: lists that follow the taxonomy, rules and messages within Excel's limits, columns that come later."""

import random
import re
import subprocess
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tests.books_made import edited
from tests.doors import call
from tests.package_lint import lint
from tests.template_books import CREATED_ON, LANGUAGES, PROFILES, made
from xltags.books.edits import AddColumns, AppendRows, Edit, NewColumn
from xltags.books.entry import EntryRule, shortened, units
from xltags.books.entry_rules import LAST_ROW, GroupGuide, Surroundings, column_entry, tag_entry, words_in
from xltags.books.openpyxl_engine import write_with_openpyxl
from xltags.books.package import open_package
from xltags.books.sheets import Profile, table_spec
from xltags.books.shipped import Record, shipped_tables
from xltags.books.template import new_workbook
from xltags.books.template_lists import FIRST_ROW, LISTS, list_rows
from xltags.core.finding import Language
from xltags.core.values import as_text

OUT = {"retired", "reserved", "停用", "预留", "Ngừng dùng", "Để dành"}
every_book = pytest.mark.parametrize(
    ("language", "profile"), [(language, profile) for language in LANGUAGES for profile in PROFILES]
)


def tags_of(language: Language = "en") -> list[Record]:
    return shipped_tables(profile="standard", phase="growth", language=language, created_on=CREATED_ON)["Tags"]


def listed(tags: Sequence[Record]) -> dict[str, list[tuple[str, str]]]:
    """What the sheet lists by group: tag, and upper tag; the rows of a group must stand together."""
    found: dict[str, list[tuple[str, str]]] = {}
    before = ""
    for row in list_rows(tags, len(tags)):
        if row.at:
            assert row.group == before or row.group not in found
            found.setdefault(row.group, []).append((as_text(row.tag), row.block.partition("|")[2]))
            before = row.group
    return found


def expected(tags: Sequence[Record]) -> dict[str, list[tuple[str, str]]]:
    """The same by walking down the trees of tags."""
    by_id = {tag["tag_id"]: tag for tag in tags}
    place = {tag["tag_id"]: number for number, tag in enumerate(tags)}
    found: dict[str, list[tuple[str, str]]] = {}

    def ancestors(tag: Record) -> list[Record]:
        parent = by_id.get(tag.get("parent"))
        return [*ancestors(parent), tag] if parent else [tag]

    for group in dict.fromkeys(as_text(tag["group"]) for tag in tags):
        own = [tag for tag in tags if tag["group"] == group and tag.get("status") not in OUT]
        own.sort(key=lambda tag: [place[it["tag_id"]] for it in ancestors(tag)])
        if own:
            found[group] = [(as_text(tag["tag"]), as_text(ancestors(tag)[0]["tag"])) for tag in own]
    return found


@pytest.mark.parametrize("seed", range(12))
def test_lists_hold_the_tags_in_use_however_the_rows_stand(seed: int) -> None:
    """Rows in any order, as a team adds them at the end or sorts the table; some are retired or reserved."""
    chance = random.Random(seed)
    tags = [dict(tag) for tag in tags_of()]
    chance.shuffle(tags)
    for tag in chance.sample(tags, 20):
        if not any(other.get("parent") == tag["tag_id"] for other in tags):
            tag["status"] = chance.choice(sorted(OUT))
    assert listed(tags) == expected(tags)


def test_a_tag_typed_under_the_table_is_offered_in_its_group() -> None:
    tags = [*tags_of(), {"group": "industry", "tag": "Ceramics", "tag_id": None, "parent": None, "status": None}]
    assert "Ceramics" in [tag for tag, _ in listed(tags)["industry"]]
    assert [len(listed(tags)[group]) - len(listed(tags_of())[group]) for group in ("industry", "mdr")] == [1, 0]


@every_book
def test_the_hidden_sheet_holds_what_its_formulas_give(language: Language, profile: Profile) -> None:
    """Cached results; that LibreOffice calculates the same is tested with the slow ones."""
    sheet = openpyxl.load_workbook(made(language, profile).path, data_only=True)[LISTS]
    tags = shipped_tables(profile=profile, phase="growth", language=language, created_on=CREATED_ON)["Tags"]
    cells = [(row[5], row[7]) for row in sheet.iter_rows(min_row=FIRST_ROW, values_only=True) if row[5]]
    wanted = [(as_text(row.tag), row.block) for row in list_rows(tags, len(tags)) if row.at]
    assert cells == wanted


def rules(sheet: Worksheet) -> dict[str, DataValidation]:
    """The rules of a sheet by heading."""
    found = {}
    for rule in sheet.data_validations.dataValidation:
        first = str(rule.sqref).split()[0].partition(":")[0]
        place = re.match("[A-Z]+", first)
        assert place is not None
        if first[len(place[0]) :] == "2":
            found[str(sheet[f"{place[0]}1"].value)] = rule
    return found


@every_book
def test_every_column_for_people_has_a_message_and_a_rule_of_its_kind(language: Language, profile: Profile) -> None:
    kinds = {"tag": "list", "choice": "list", "choices": "list", "flag": "list", "date": "date", "month": "date",
             "period": "custom", "share": "decimal"}  # fmt: skip
    for sheet in made(language, profile).sheets():
        found = rules(sheet)
        for column in table_spec(sheet.title).columns:
            if column.filled_by == "xltags":
                assert column.header(language) not in found
                continue
            rule = found[column.header(language)]
            assert rule.showInputMessage and rule.prompt and rule.promptTitle, (sheet.title, column.id)
            wanted = kinds.get(column.kind)
            if wanted and column.kind != "number":
                assert rule.type == wanted, (sheet.title, column.id)
            if column.kind == "number":
                assert rule.type in ("decimal", "whole")
            if column.refers_to:
                assert rule.type == "list", (sheet.title, column.id)


@every_book
def test_rules_and_colours_cover_whole_columns_and_do_not_overlap(language: Language, profile: Profile) -> None:
    for sheet in made(language, profile).sheets():
        taken: dict[str, list[tuple[int, int]]] = {}
        for rule in sheet.data_validations.dataValidation:
            for each in rule.sqref.ranges:
                spans = taken.setdefault(get_column_letter(each.min_col), [])
                assert all(each.max_row < low or each.min_row > high for low, high in spans), sheet.title
                spans.append((each.min_row, each.max_row))
        assert all(max(high for _, high in spans) == LAST_ROW for spans in taken.values())
        for format in sheet.conditional_formatting:
            assert all((each.min_row, each.max_row) == (2, LAST_ROW) for each in format.sqref.ranges)


@every_book
def test_a_tag_cell_tells_what_its_tags_mean(language: Language, profile: Profile) -> None:
    book = made(language, profile)
    found = rules(book.book["Customers"])
    tags = shipped_tables(profile=profile, phase="growth", language=language, created_on=CREATED_ON)["Tags"]
    heading = {"en": "Industry", "zh": "所属行业", "vi": "Ngành nghề"}[language]
    first = next(tag for tag in tags if tag["group"] == "industry")
    assert str(found[heading].prompt).startswith(words_in(language)["entry_required"])
    assert f"{first['tag']}: {as_text(first['definition']).rstrip('.。')}"[:60] in str(found[heading].prompt)


def test_lists_depend_on_upper_tags() -> None:
    around = Surroundings("Customers", {"province": "D", "city": "E", "source": "F"}, "en", words_in("en"))
    city = tag_entry(GroupGuide("city", upper="province", upper_label="Province"), around, cell="$E2")
    source = tag_entry(GroupGuide("source", upper="source"), around, cell="$F2")
    many = tag_entry(GroupGuide("pain", many=True), around, cell="$G2")
    plain = tag_entry(GroupGuide("mdr"), around, cell="$H2")
    assert '"city|"&$D2' in city.formula and "Province" in city.message and city.refusal == "warning"
    assert '"source|"&$F2' in source.formula and source.refusal == "warning"
    assert (many.refusal, plain.refusal, plain.formula) == ("none", "stop", "lst_mdr")


def test_every_list_of_choices_fits_into_its_rule() -> None:
    for language in LANGUAGES:
        for table in ("TagGroups", "Tags", "Customers", "Contacts", "FollowUps", "Demands", "Bands"):
            for column in table_spec(table).columns:
                around = Surroundings(
                    table, {it.id: "A" for it in table_spec(table).columns}, language, words_in(language)
                )
                entry = column_entry(column, around)
                if column.choices and column.filled_by == "person":
                    assert entry is not None and entry.choices, (table, column.id)


@given(st.text(max_size=400), st.integers(2, 300))
def test_a_shortened_text_keeps_the_limit_and_its_beginning(text: str, limit: int) -> None:
    short = shortened(text, limit)
    assert units(short) <= limit
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))
    assert (units(text) <= limit) == (short == text)


RULE = EntryRule(title="Size", message="How & big", kind="list", formula="lst_size", needs=("tag_all", "tag_of"),
                 names={"lst_size": 'INDEX(tag_all,MATCH("size",tag_of,0))'})  # fmt: skip


def written(source: Path, out: Path, *edits: Edit) -> openpyxl.Workbook:
    edited(source, list(edits), out)
    return openpyxl.load_workbook(out)


def test_a_column_that_comes_later_gets_its_rule_and_grows(tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    rows = [[f"C{number}", "Acme"] for number in range(5)]
    book = written(
        made("en").path, out, AddColumns("Customers", [NewColumn("Size", entry=RULE)]), AppendRows("Customers", rows)
    )
    sheet = book["Customers"]
    letter = get_column_letter(sheet.max_column)
    rule = rules(sheet)["Size"]
    assert (rule.type, rule.formula1, rule.prompt, str(rule.sqref)) == (
        "list",
        "lst_size",
        "How & big",
        f"{letter}2:{letter}6",
    )
    assert book.defined_names["lst_size"].attr_text == RULE.names["lst_size"]
    assert lint(out) == []


def test_without_the_lists_only_the_message_is_left(tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    entry = replace(RULE, needs=("tag_all", "nobody"))
    book = written(made("en").path, out, AddColumns("Customers", [NewColumn("Size", entry=entry)]))
    rule = rules(book["Customers"])["Size"]
    assert (rule.type, rule.formula1, rule.prompt) == (None, None, "How & big")
    assert "lst_size" not in book.defined_names
    assert lint(out) == []


def test_openpyxl_writes_the_same_rule(tmp_path: Path) -> None:
    edits: list[Edit] = [AddColumns("Customers", [NewColumn("Size", entry=RULE)])]
    edited(made("en").path, edits, tmp_path / "0.xlsx")
    with open_package(made("en").path) as package:
        noon = datetime(2026, 9, 30, 12)
        write_with_openpyxl(package, edits, tmp_path / "1.xlsx", accept_loss=True, clock=lambda: noon)
    found = []
    for number in (0, 1):
        book = openpyxl.load_workbook(tmp_path / f"{number}.xlsx")
        rule = rules(book["Customers"])["Size"]
        found.append((rule.type, rule.formula1, rule.prompt, str(rule.sqref), rule.showErrorMessage))
        assert "lst_size" in book.defined_names
    assert found[0] == found[1]


def plain_book(path: Path) -> Path:
    """A workbook of someone else: a table, no rules, a merged cell and a link behind the cells."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Data")
        sheet.add_table(0, 0, 3, 1, {"name": "tblData", "columns": [{"header": "id"}, {"header": "name"}]})
        sheet.merge_range(6, 0, 6, 1, "below")
        sheet.write_url(8, 0, "https://example.org/", None, "a link")
    return path


def test_the_first_rule_of_a_sheet_stands_where_excel_expects_it(tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    entry = replace(RULE, needs=())
    book = written(plain_book(tmp_path / "plain.xlsx"), out, AddColumns("tblData", [NewColumn("Size", entry=entry)]))
    assert str(rules(book["Data"])["Size"].sqref) == "C2:C4"
    with zipfile.ZipFile(out) as parts:
        xml = parts.read("xl/worksheets/sheet1.xml")
    order = [xml.index(name) for name in (b"<mergeCells", b"<dataValidations", b"<hyperlinks")]
    assert order == sorted(order)
    assert lint(out) == []


MAP = """
[[group]]
group = "lead_type"
label_vi = "Loại lead"
family = "specific"
values = "one"
add_tags = true
[[source]]
file = "leads.csv"
table = "Customers"
key = "customer_id"
[source.columns]
customer_id = "id"
company = "name"
lead_type = "type"
"""


@pytest.mark.parametrize("language", ["en", *(pytest.param(each, marks=pytest.mark.slow) for each in ("zh", "vi"))])
def test_an_imported_group_is_guided_at_once(
    tmp_path: Path, language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    book, out = made(language).path, tmp_path / "out.xlsx"
    (tmp_path / "leads.csv").write_text("id,name,type\nC1,Acme,Farm\nC2,Bolt,Shop\n")
    (tmp_path / "map.toml").write_text(MAP)
    ran = call(capsys, "import", book, tmp_path / "leads.csv", "--map", tmp_path / "map.toml", "-o", out)
    assert ran.code == 0, ran.err
    result = openpyxl.load_workbook(out)
    heading = "Loại lead" if language == "vi" else "Lead type"
    rule = rules(result["Customers"])[heading]
    assert (rule.type, rule.formula1, rule.prompt) == ("list", "lst_lead_type", "Farm; Shop")
    assert '"lead_type"' in result.defined_names["lst_lead_type"].attr_text
    assert str(rule.sqref).endswith("3"), "both customers"
    assert lint(out) == []


NEED: Record = {
    "group": "need", "label_en": "Need", "label_zh": "需求", "label_vi": "Nhu cầu", "family": "preference", "step": 1,
    "values": "many", "required": "no", "feed": "manual", "status": "active",
}  # fmt: skip
NEEDS: list[Record] = [
    {"group": "need", "tag_id": f"need.{tag}", "tag": tag, "definition": f"Wants {tag}.", "status": "active"}
    for tag in ("reports", "stock")
]


@pytest.mark.parametrize("door", ["sync", "import-tags"])
def test_a_group_of_another_workbook_is_guided_at_once(
    tmp_path: Path, door: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped = shipped_tables(profile="small", phase="growth", language="en", created_on=CREATED_ON)
    master, team = tmp_path / "master.xlsx", tmp_path / "team.xlsx"
    more = {"TagGroups": [*shipped["TagGroups"], NEED], "Tags": [*shipped["Tags"], *NEEDS]}
    new_workbook(master, profile="small", data=more)
    new_workbook(team, profile="small", data={"Customers": [{"customer_id": "C1"}, {"customer_id": "C2"}]})
    if door == "sync":
        ran = call(capsys, "sync", team, "--taxonomy", master, "--out-dir", tmp_path / "out")
    else:
        (tmp_path / "out").mkdir()
        assert call(capsys, "export-tags", master, tmp_path / "tags.csv").code == 0
        ran = call(capsys, "import-tags", team, tmp_path / "tags.csv", "-o", tmp_path / "out" / "team.xlsx")
    assert ran.code == 0, ran.err
    book = openpyxl.load_workbook(tmp_path / "out" / "team.xlsx")
    rule = rules(book["Customers"])["Need"]
    assert (rule.type, rule.formula1, rule.showErrorMessage) == ("list", "lst_need", False)
    assert str(rule.prompt).endswith("reports: Wants reports; stock: Wants stock")
    assert {each.min_row for each in rule.sqref.ranges} == {2} and {each.max_row for each in rule.sqref.ranges} == {3}
    assert '"need"' in book.defined_names["lst_need"].attr_text
    assert lint(tmp_path / "out" / "team.xlsx") == []


def recalculated(path: Path, folder: Path) -> Path:
    """The workbook as LibreOffice calculates it, with no result to begin from."""
    bare = folder / "bare" / path.name
    bare.parent.mkdir()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(bare, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename.startswith("xl/worksheets/sheet"):
                data = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", data)
            new.writestr(info, data)
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(folder / "out"), str(bare)], check=True, capture_output=True, timeout=300)
    return folder / "out" / path.name


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.parametrize("language", LANGUAGES)
def test_libreoffice_sorts_a_shuffled_taxonomy_alike(tmp_path: Path, language: Language) -> None:
    chance = random.Random(language)
    tags = [dict(tag) for tag in tags_of(language)]
    chance.shuffle(tags)
    for tag in chance.sample(tags, 15):
        tag["status"] = chance.choice(sorted(OUT))
    path = tmp_path / "shuffled.xlsx"
    new_workbook(path, language=language, data={"Tags": tags})
    sheet = openpyxl.load_workbook(recalculated(path, tmp_path), data_only=True)[LISTS]
    cells = [(row[5], row[7]) for row in sheet.iter_rows(min_row=FIRST_ROW, values_only=True) if row[5]]
    assert cells == [(as_text(row.tag), row.block) for row in list_rows(tags, len(tags)) if row.at]


CELLS: list[tuple[Record, set[str]]] = [  # a customer, and the columns that a colour marks
    ({"customer_id": "C1", "industry": "Manufacturing", "source": "Referral", "stage": "Won"}, set()),
    ({"customer_id": "C2", "industry": "Manufactoring", "source": "Referral", "stage": "Won"}, {"Industry"}),
    ({"customer_id": "C3", "industry": "Government", "source": "Referral", "stage": None}, {"Industry", "Stage"}),
    ({"customer_id": "C4", "industry": "Construction and real estate", "source": "Referral", "stage": "Won",
      "province": "Beijing", "city": "Shanghai"}, {"City"}),
    ({"customer_id": "C5", "industry": "Public sector", "source": "Referral", "stage": "Won",
      "product_interest": "Hardware and equipment; Nothing"}, {"Industry", "Product interest"}),
    ({"customer_id": "C6", "industry": "Manufacturing", "source": "Referral", "stage": "Won", "province": "Beijing",
      "city": "Other city", "product_interest": "Hardware and equipment"}, set()),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.libreoffice
def test_libreoffice_colours_the_faulty_cells(tmp_path: Path) -> None:
    """The conditions of the colours, put into cells beside the table and calculated there."""
    tags = [{**tag, "status": "retired"} if tag["tag"] == "Public sector" else tag for tag in tags_of()]
    path = tmp_path / "cells.xlsx"
    new_workbook(path, data={"Tags": tags, "Customers": [record for record, _ in CELLS]})
    book = openpyxl.load_workbook(path)
    sheet = book["Customers"]
    probe = book.create_sheet("Probe")
    checked = []
    for format in sheet.conditional_formatting:
        for rule in format.rules:
            if rule.type == "expression":
                place = next(iter(format.sqref.ranges))
                heading = str(sheet.cell(1, place.min_col).value)
                checked.append(heading)
                for row in range(2, len(CELLS) + 2):
                    formula = re.sub(r"(\$[A-Z]{1,2})2\b", rf"Customers!\g<1>{row}", rule.formula[0])
                    formula = re.sub(r":Customers!", ":", formula)
                    probe.cell(row, len(checked), f"={formula}")
    book.save(path)
    values = openpyxl.load_workbook(recalculated(path, tmp_path), data_only=True)["Probe"]
    for row, (_, wanted) in enumerate(CELLS, start=2):
        marked = {heading for number, heading in enumerate(checked, start=1) if values.cell(row, number).value is True}
        assert marked == wanted, row
    assert len(checked) > 20
