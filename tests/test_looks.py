"""What a reader sees: words of one language, texts that are not cut, pages that tear no picture."""

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.books_made import edited, make_book, parts_of
from tests.template_books import PROFILES, made, widths_of
from xltags.batch.making import make_demo
from xltags.books.demo.data import AS_OF, SEED, demo_book, demo_tables
from xltags.books.edits import PutSheet
from xltags.books.report_charts import pages_across, pixels
from xltags.books.report_sheet import ReportSheet, ReportTable
from xltags.books.report_sheets import report_sheet
from xltags.books.report_values import group_labels, shown_summary
from xltags.books.sheets import Profile, choices, tables
from xltags.books.template_layout import line_count, printed_width
from xltags.checks import run_checks
from xltags.core.finding import LANGUAGES, Language
from xltags.core.scoring import score
from xltags.core.shipped_rows import shipped_rows
from xltags.reports import Report, build_reports

FOREIGN: tuple[Language, ...] = ("zh", "vi")
SIGNS = {
    "zh": re.compile("[一-鿿]"),
    "vi": re.compile("[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.IGNORECASE),
}
# Latin words that stand in the workbooks of all languages: names, loan words of the trade, arguments of functions.
COMMON = {"xltags", "Lead", "lead", "Marketing", "Rpt", "values", "headers", "model", "cell", "group"}
PLAIN = {"zh": set(), "vi": {"Doanh", "thu", "Cao"}}  # words of a language that have none of its signs
IDS = ("yes", "no", "high", "medium", "low", "error", "warning", "note", "weekly", "monthly", "(all)", "brought_by")


@cache
def team(language: Language) -> tuple[dict[str, str], list[Report]]:
    """The labels of the groups and the reports of the demo's team."""
    dataset = demo_book(demo_tables(SEED, language, AS_OF), language).read(as_of=AS_OF)
    found = run_checks(dataset, language=language)
    return group_labels(dataset, language), build_reports(dataset, score(dataset), found, language=language)


def sheets_of(language: Language) -> list[ReportSheet]:
    groups, reports = team(language)
    return [report_sheet(report, language=language, groups=groups) for report in reports]


def is_foreign(text: str, language: Language) -> bool:
    """Whether a text of the workbook is of another language: Latin words that are no names, and no sign of its own."""
    words = re.findall(r"[^\W\d_]{2,}", text)
    known = COMMON | set(tables()) | {"Dashboard", "Card", "Functions"}
    strange = {word for word in words if not word.isupper()} - known - PLAIN[language]
    return bool(strange) and not SIGNS[language].search(text)


def seen_texts(sheet: Worksheet) -> set[str]:
    """The texts of a sheet in columns that are shown; of a table's sheet the headings."""
    hidden = {
        number
        for each in sheet.column_dimensions.values()
        if each.hidden
        for number in range(each.min or 0, (each.max or 0) + 1)
    }
    return {
        cell.value
        for row in sheet.iter_rows(max_row=1 if sheet.tables else None)
        for cell in row
        if isinstance(cell.value, str) and not cell.value.startswith("=") and cell.column not in hidden
    }


# ---- words


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("language", FOREIGN)
def test_headings_and_sheet_texts_are_of_the_language(language: Language, profile: Profile) -> None:
    book = made(language, profile).book
    texts = {(sheet.title, text) for sheet in book if sheet.sheet_state == "visible" for text in seen_texts(sheet)}
    assert len(texts) > 100
    assert sorted(it for it in texts if is_foreign(it[1], language)) == []


@pytest.mark.parametrize("language", FOREIGN)
def test_messages_of_entry_are_of_the_language(language: Language) -> None:
    rules = [rule for sheet in made(language, "full").book for rule in sheet.data_validations.dataValidation]
    texts = {text for rule in rules for text in (rule.promptTitle, rule.prompt, rule.errorTitle, rule.error) if text}
    assert len(texts) > 100
    assert sorted(text for text in texts if is_foreign(text, language)) == []


@pytest.mark.parametrize("language", FOREIGN)
def test_titles_notes_and_charts_of_reports_are_of_the_language(language: Language) -> None:
    for sheet in sheets_of(language):
        charts = [text for it in sheet.charts for text in (it.title, it.x_title, it.y_title, it.second_title)]
        assert [text for text in (sheet.title, sheet.subtitle, *charts) if is_foreign(text, language)] == []


@pytest.mark.parametrize("language", FOREIGN)
def test_summaries_say_words_where_reports_hold_ids(language: Language) -> None:
    groups, reports = team(language)
    ids = {*IDS, *(id for id, label in groups.items() if label != id)}
    seen = 0
    for report in reports:
        if report.summary is None:
            continue
        told = shown_summary(report.summary, language, groups)
        assert {str(cell) for column in told for cell in told[column]}.isdisjoint(ids), report.name
        seen += int((told.astype(str) != report.summary.astype(str)).to_numpy().sum())
    assert seen > 500


def test_charts_name_tag_groups_by_their_labels() -> None:
    [sheet] = [it for it in sheets_of("vi") if it.report == "tag_health"]
    [chart] = sheet.charts
    [read] = [table for table in sheet.tables if table.name == chart.table]
    assert set(read.columns[0]) <= set(team("vi")[0].values())


def test_facts_keep_ids() -> None:
    facts = next(table for it in sheets_of("zh") for table in it.tables if table.name == "rpt_customer_tags")
    assert {str(value) for value in facts.columns[facts.header.index("group")]} <= {*team("zh")[0]}


def test_choices_of_portraits_are_those_of_the_cells() -> None:
    [report] = [it for it in team("zh")[1] if it.name == "portrait"]
    texts = " ".join(map(str, report.facts["text"]))
    labels = {it.labels["zh"] for it in choices("sales_status")}
    assert all(f"销售承接状态: {label}" in texts for label in labels) and "销售承接状态: new" not in texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chart_of_a_report_shows_something(language: Language) -> None:
    charts = [(sheet, chart) for sheet in sheets_of(language) for chart in sheet.charts]
    assert len(charts) >= 14
    for sheet, chart in charts:
        [read] = [table for table in sheet.tables if table.name == chart.table]
        labels = read.columns[chart.categories]
        assert labels and all(labels), chart.name
        for series in chart.series:
            assert any(isinstance(value, int | float) and value for value in read.columns[series.values]), chart.name


@pytest.mark.parametrize("profile", PROFILES)
def test_links_of_start_lead_to_sheets(profile: Profile) -> None:
    book = made("vi", profile).book
    links = [cell.hyperlink for row in book["Start"].iter_rows() for cell in row if cell.hyperlink]
    shown = [sheet.title for sheet in book if sheet.sheet_state == "visible" and sheet.title != "Start"]
    assert [link.location for link in links] == [f"'{name}'!A1" for name in shown]


# ---- widths and heights


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_the_rules_is_cut(language: Language, profile: Profile) -> None:
    for sheet in made(language, profile).sheets():
        widths = widths_of(sheet)
        for row in sheet.iter_rows(min_row=2):
            for cell, width in zip(row, widths, strict=True):
                if isinstance(cell.value, str) and not cell.value.startswith("="):
                    room = (sheet.row_dimensions[cell.row].height or 15) / 13
                    assert lines_there(sheet, cell.coordinate, cell.value, width) <= room, (sheet.title, cell.value)


def lines_there(sheet: Worksheet, place: str, text: str, width: float) -> float:
    if sheet[place].alignment.wrap_text:
        return line_count(text, width - 1.5)
    return 1 if printed_width(text) <= width else 99


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_a_summary_is_cut(language: Language) -> None:
    broken = 0
    for sheet in sheets_of(language):
        for table in sheet.tables:
            if not table.name.endswith("_summary"):
                continue
            for form, width, cells in zip(table.formats, table.widths, table.columns, strict=True):
                longest = max((printed_width(it) for it in cells if isinstance(it, str)), default=0)
                assert form == "wrap" or longest <= (width or 0), (sheet.name, longest)
                broken += form == "wrap"
    assert broken


def test_rows_of_broken_texts_are_as_high_as_these(tmp_path: Path) -> None:
    table = ReportTable(
        "rpt_x", 4, 1, ("k", "t"), (["a", "b", "c"], ["short", "word " * 40, "长" * 60]), ("text", "wrap"), (10, 40)
    )
    base = make_book(tmp_path / "in.xlsx")
    edited(base, [PutSheet(ReportSheet("Rpt X", "t", tables=(table,)))], tmp_path / "out.xlsx")
    [data] = [data for data in parts_of(tmp_path / "out.xlsx").values() if b'<row r="6"' in data]
    assert re.findall(rb'<row r="([567])"(?: ht="(\d+)" customHeight="1")?>', data) == [
        (b"5", b""), (b"6", b"74"), (b"7", b"60")
    ]  # fmt: skip


def test_letters_are_as_wide_as_those_of_arial() -> None:
    assert printed_width("The using department, not the company, decides seats.") < 53 * 0.9
    assert printed_width("WWW") > 5 and printed_width("2026-09-30") <= 10


# ---- pages


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_tears_a_chart_and_every_column_is_printed(language: Language) -> None:
    torn = 0
    for sheet in sheets_of(language):
        summary = next((table for table in sheet.tables if table.name.endswith("_summary")), None)
        if summary is None:
            continue
        widths = list(summary.widths) + [None] * max(0, sheet.print_columns - len(summary.widths))
        assert sheet.print_columns >= len(summary.header)
        assert sheet.repeat_first == (pages_across(summary.widths) > 1)
        if sheet.print_apart:
            edge = sum(map(pixels, widths[: sheet.print_apart - 1]))
            ends = [sum(map(pixels, widths[: it.place[1] - 1])) + it.offset + it.size[0] for it in sheet.charts]
            assert all(end <= edge for end in ends), sheet.name
            torn += sheet.repeat_first
    assert torn == 2  # tiers and segments


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_review_is_printed_large_enough_to_read(language: Language) -> None:
    dataset = demo_book(demo_tables(SEED, language, AS_OF), language).read(as_of=AS_OF)
    [report] = build_reports(dataset, score(dataset), [], only=["icp_review"], language=language)
    sheet = report_sheet(report, language=language, groups=group_labels(dataset, language))
    summary = sheet.tables[0]
    assert (sheet.print_columns, sheet.print_apart) == (len(summary.header), 0)
    paper = (297 / 25.4 - 1) * 96  # pixels across A4 landscape within its margins
    assert paper / sum(map(pixels, summary.widths)) >= 0.6
    for cells, width, form in zip(summary.columns, summary.widths, summary.formats, strict=True):
        longest = max((printed_width(it) for it in cells if isinstance(it, str)), default=0)
        assert longest <= (width or 0) or (form == "wrap" and longest <= 4 * (width or 0))


def test_what_prints_apart_begins_at_the_headings(tmp_path: Path) -> None:
    table = ReportTable("rpt_x", 4, 1, tuple("abcd"), ([1, 2],) * 4, ("int",) * 4, (10.0,) * 4)
    base = make_book(tmp_path / "in.xlsx")
    wide = ReportSheet("X", "t", tables=(table,), repeat_rows=(4, 4), print_columns=4, print_apart=3, repeat_first=True)
    edited(base, [PutSheet(wide)], tmp_path / "out.xlsx")
    names = parts_of(tmp_path / "out.xlsx")["xl/workbook.xml"]
    assert b"'X'!$A$1:$B$6,'X'!$C$4:$D$6</definedName>" in names
    assert b"'X'!$A:$A,'X'!$4:$4</definedName>" in names


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler) is not installed")
@pytest.mark.parametrize("language", LANGUAGES)
def test_printed_pages_show_every_number(tmp_path: Path, language: Language) -> None:
    demo = make_demo(tmp_path / "demo", language=language)
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(demo.path)], check=True, capture_output=True, timeout=300)
    pdf = next(tmp_path.glob("*.pdf"))
    pages = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, timeout=120)
    text = pages.stdout.decode()
    for mark in ("###", "#NAME?", "#REF!", "#VALUE!", "#DIV/0!"):  # #N/A stands in the demo's data
        assert mark not in text
    titles = [row[language] for row in shipped_rows("start.csv") if row["key"] in ("dash_title", "card_title")]
    assert all(title in text for title in titles)
