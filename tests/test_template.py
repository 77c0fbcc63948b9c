"""The template: the shipped file is the code's, it reads back clean, and its drop-downs work in every language."""

import re
from itertools import groupby
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from tests.package_lint import lint
from tests.template_books import CREATED_ON, LANGUAGES, PROFILES, made, tags_by_group, widths_of
from xltags.batch.checking import CheckOptions, check_workbook
from xltags.books.entry import FORMULA_LIMIT, LITERAL_LIMIT, RULE_LIMIT, TEXT_LIMIT, TITLE_LIMIT
from xltags.books.file import open_book
from xltags.books.sheets import Profile, table_spec, tables
from xltags.books.template import TEMPLATE, new_workbook, write_template
from xltags.books.template_layout import header_height, line_count, pages_across, shown_width
from xltags.books.template_lists import LISTS
from xltags.books.template_tables import sheet_kind
from xltags.core.finding import Language
from xltags.core.shipped_rows import shipped_rows

every_book = pytest.mark.parametrize(
    ("language", "profile"), [(language, profile) for language in LANGUAGES for profile in PROFILES]
)
every_language = pytest.mark.parametrize("language", LANGUAGES)
RETIRED = ("retired", "停用", "Ngừng dùng")
# What a fresh workbook may be told: nobody has reviewed the scorecard, the taxonomy has not been thought over.
NOTES = {"ICP020", "ICP024", "TAX006"}


def test_the_shipped_template_is_what_the_code_makes(tmp_path: Path) -> None:
    write_template(tmp_path / "template.xlsx")
    assert TEMPLATE.read_bytes() == (tmp_path / "template.xlsx").read_bytes(), "renew it: make template"


@pytest.mark.slow
@every_book
def test_equal_arguments_give_equal_bytes(tmp_path: Path, language: Language, profile: Profile) -> None:
    new_workbook(tmp_path / "twin.xlsx", language=language, profile=profile, created_on=CREATED_ON, boards=True)
    assert (tmp_path / "twin.xlsx").read_bytes() == made(language, profile).path.read_bytes()


@every_book
def test_a_new_workbook_reads_back_without_faults(language: Language, profile: Profile) -> None:
    result = check_workbook(made(language, profile).path, CheckOptions(as_of=CREATED_ON))
    grave = [(it.code, it.sheet, it.cell, it.message) for it in result.findings if it.severity != "note"]
    assert (result.error, grave) == ("", [])
    assert {it.code for it in result.findings} <= NOTES


def test_a_workbook_with_the_former_vietnamese_headers_is_read_alike(tmp_path: Path) -> None:
    renamed = {
        "TagGroups": {"Loại nhóm": "Họ nhóm", "Ai được gắn thẻ": "Vai trò được gắn"},
        "Tags": {"Nguồn gốc": "Xuất xứ"},
        "IcpVersions": {"Mã đối chiếu": "Dấu kiểm"},
    }
    book = made("vi", "full")
    changed = load_workbook(book.path)
    for name, headers in renamed.items():
        cells = {str(cell.value): cell for cell in changed[name][1]}
        for header, former in headers.items():
            cells[header].value = former
    changed.save(tmp_path / "former.xlsx")
    with open_book(book.path) as new, open_book(tmp_path / "former.xlsx") as old:
        assert old.read(as_of=CREATED_ON).model == new.read(as_of=CREATED_ON).model


@pytest.mark.slow
@every_book
def test_the_package_is_as_excel_wants_it(language: Language, profile: Profile) -> None:
    assert lint(made(language, profile).path) == []


@every_book
def test_every_declared_sheet_is_there_in_order(language: Language, profile: Profile) -> None:
    wanted = [id for id, spec in tables().items() if PROFILES.index(spec.profile) <= PROFILES.index(profile)]
    ordered = sorted(wanted, key=lambda id: sheet_kind(id) == "data")
    book = made(language, profile).book
    assert [name for name in book.sheetnames if name in wanted] == ordered
    assert book.sheetnames[0] == "Start"
    assert book[LISTS].sheet_state == "hidden"


@every_book
def test_header_cells_are_the_tables_columns(language: Language, profile: Profile) -> None:
    book = made(language, profile)
    ids = set()
    for sheet in book.sheets():
        table = sheet.tables[sheet.title]
        cells = [cell.value for cell in sheet[1]]
        assert re.fullmatch(rf"A1:{get_column_letter(len(cells))}\d+", table.ref)
        assert cells == [column.name for column in table.tableColumns]
        assert len(set(cells)) == len(cells)
        ids.add(table.id)
    assert len(ids) == len(book.sheets())


@every_language
def test_headers_stand_in_the_declared_order(language: Language) -> None:
    book = made(language)
    for sheet in book.sheets():
        if sheet.title != "Customers":
            wanted = [column.header(language) for column in table_spec(sheet.title).columns]
            assert [cell.value for cell in sheet[1]] == wanted


@every_book
def test_every_name_in_a_drop_down_is_defined(language: Language, profile: Profile) -> None:
    book = made(language, profile)
    names = set(book.book.defined_names)
    used = set()
    for sheet in book.sheets():
        for rule in sheet.data_validations.dataValidation:
            used |= set(re.findall(r"\b(?:lst_|tag_|ind_|set_)\w+", re.sub(r'"[^"]*"', "", str(rule.formula1))))
        for format in sheet.conditional_formatting:
            for rule in format.rules:
                for formula in rule.formula:
                    used |= set(re.findall(r"\b(?:lst_|tag_|ind_|set_)\w+", re.sub(r'"[^"]*"', "", formula)))
    assert used
    assert used - names == set()


@every_book
def test_names_use_tables_and_columns_that_exist(language: Language, profile: Profile) -> None:
    book = made(language, profile)
    headers = {sheet.title: {str(cell.value) for cell in sheet[1]} for sheet in book.sheets()}
    for name in book.book.defined_names.values():
        references = re.findall(r"(\w+)\[([^\]]+)\]", name.attr_text or "")
        if name.name.startswith(("lst_", "tag_", "ind_", "set_")):
            assert references or "tag_all" in name.attr_text or f"{LISTS}!" in name.attr_text, name.name
        for table, column in references:
            assert column in headers[table], name.name


@every_book
def test_prompts_and_lists_keep_the_limits_of_excel(language: Language, profile: Profile) -> None:
    for sheet in made(language, profile).sheets():
        for rule in sheet.data_validations.dataValidation:
            assert len(rule.promptTitle or "") <= TITLE_LIMIT
            assert len(rule.errorTitle or "") <= TITLE_LIMIT
            assert len(rule.prompt or "") <= TEXT_LIMIT
            assert len(rule.error or "") <= TEXT_LIMIT
            if str(rule.formula1).startswith('"'):
                assert len(str(rule.formula1)) - 2 <= LITERAL_LIMIT
            assert len(str(rule.formula1)) <= FORMULA_LIMIT
        formats = [rule for format in sheet.conditional_formatting for rule in format.rules]
        assert len(sheet.data_validations.dataValidation) + len(formats) <= RULE_LIMIT
        assert all(len(formula) <= FORMULA_LIMIT for rule in formats for formula in rule.formula)


@every_book
def test_a_groups_tags_stand_together_the_retired_last(language: Language, profile: Profile) -> None:
    """What the drop-downs rely on: they take a group as one range without the retired tags at its end."""
    rows = [list(record.values()) for record in made(language, profile).records("Tags")]
    assert [group for group, _ in groupby(row[0] for row in rows)] == list(dict.fromkeys(row[0] for row in rows))
    status = [column.id for column in table_spec("Tags").columns].index("status")
    for tags in tags_by_group(made(language, profile)).values():
        flags = [row[status] in RETIRED for row in tags]
        assert flags == sorted(flags)


@every_book
def test_the_cities_of_a_province_stand_together(language: Language, profile: Profile) -> None:
    ids = [column.id for column in table_spec("Tags").columns]
    parents = [row[ids.index("parent")] for row in tags_by_group(made(language, profile)).get("city", [])]
    filled = [parent for parent in parents if parent]
    assert [parent for parent, _ in groupby(filled)] == list(dict.fromkeys(filled))


@every_book
def test_no_text_is_cut(language: Language, profile: Profile) -> None:
    """Single-line texts fit their column, broken ones the height of their row."""
    book = made(language, profile)
    for sheet in book.sheets():
        widths = widths_of(sheet)
        for number, row in enumerate(sheet.iter_rows(min_row=2), start=2):
            height = sheet.row_dimensions[number].height or 12.75
            for cell, width in zip(row, widths, strict=True):
                if not isinstance(cell.value, str):
                    continue
                place = f"{sheet.title}!{cell.coordinate}"
                if cell.alignment.wrap_text:
                    assert line_count(cell.value, width) * 12.75 <= height, place
                else:
                    assert shown_width(cell.value) <= width, place


@every_language
def test_headings_fit(language: Language) -> None:
    for sheet in made(language, "full").sheets():
        widths = widths_of(sheet)
        headers = [str(cell.value) for cell in sheet[1]]
        assert header_height(headers, widths) <= (sheet.row_dimensions[1].height or 0) + 0.01
        for header, width in zip(headers, widths, strict=True):
            assert max(shown_width(word) for word in header.split()) <= max(width, 18), header


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("one", 10, 1),
        ("one two three", 8, 2),
        ("标签体系", 4, 2),
        ("a\nb", 10, 2),
        ("Donaudampfschiff", 8, 2),
    ],
)
def test_lines_are_counted_as_excel_breaks_them(text: str, width: float, lines: int) -> None:
    assert line_count(text, width) == lines


def test_a_wide_table_prints_on_pages_side_by_side() -> None:
    assert [pages_across(widths) for widths in ([50.0], [100.0] * 2, [30.0] * 20)] == [1, 1, 3]


@every_language
def test_start_words_are_all_used(language: Language) -> None:
    start = made(language).book["Start"]
    shown = {str(cell.value) for row in start.iter_rows() for cell in row if cell.value is not None}
    for row in shipped_rows("start.csv"):
        if row["key"].startswith(("status_", "key_", "purpose", "subtitle")):
            assert row[language] in shown, row["key"]
