"""Charts of report sheets: they show what the summary says, they are xltags's own, and what people drew stays."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.chart import BarChart, Reference

from tests.books_made import edited, make_book, parts_of, stored
from tests.package_lint import lint
from tests.report_sample import CUSTOMERS, sample, source_of
from tests.sdk_validator import new_faults, why_missing
from tests.test_reports_shape import DATASETS, built
from tests.xlwings_engine import open_live
from xltags.batch.scoring import chart_remarks
from xltags.books.edits import Edit, PutSheet, RemoveSheet
from xltags.books.file import open_book
from xltags.books.lint.registry import examine
from xltags.books.live import LiveBook
from xltags.books.loss import losses
from xltags.books.openpyxl_engine import write_with_openpyxl
from xltags.books.package import open_package
from xltags.books.report_charts import CHARTED_HEADER_ROW, HUES
from xltags.books.report_sheet import ChartSeries, ReportChart, ReportSheet, ReportTable
from xltags.books.report_sheets import HEADER_ROW, report_sheet
from xltags.books.report_words import report_word
from xltags.books.shown_width import lines_of
from xltags.books.stale_reports import stale_reports
from xltags.books.template_styles import TIER_FILLS
from xltags.books.without_charts import without_charts
from xltags.books.writing.chart_parts import CHART_TYPE, own_charts
from xltags.core.finding import LANGUAGES, Language
from xltags.core.shipped_rows import shipped_rows
from xltags.reports import Report, build_reports, load_reports
from xltags.reports.charts import ABOVE, BELOW, LABEL, Chart, Series

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
PLOTTED = ReportTable(
    "rpt_x_chart", 22, 4, ("Tier", "Rate", "below", "above"), (["A", "B <&>"], [0.5, None], [0.1, None], [0.2, None]),
    ("text", "percent", "interval", "interval"), (12.0, 12.0, 12.0, 12.0),
)  # fmt: skip
FACTS = ReportTable("rpt_x", 22, 1, ("k", "v"), (["a", "b"], [1, 2]), ("text", "int"), (10.0, None))
CHART = ReportChart(
    "rate", "column", "rpt_x_chart", 0, (ChartSeries(1, "1F4E79", ("1E8E5A", "E0A100"), below=2, above=3),),
    'Rate & "more"', "A 50 %", (4, 1), (560, 340), y_title="Rate", format="percent", highest=0.7,
)  # fmt: skip
SECOND = replace(CHART, name="line", kind="line", offset=40, place=(4, 3))
SHEET = ReportSheet("It's", "Title", tables=(FACTS, PLOTTED), charts=(CHART, SECOND), repeat_rows=(22, 22), report="x")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return make_book(tmp_path / "book.xlsx")


@pytest.fixture(scope="module")
def reports() -> dict[Language, dict[str, Report]]:
    """The reports of enough customers that rates are shown, in each language."""
    many = {name: [value for value in values for _ in range(40)] for name, values in CUSTOMERS.items()}
    made = sample(Customers={**many, "customer_id": [f"C{number}" for number in range(len(many["customer_id"]))]})
    source = source_of(made)
    every = load_reports()
    return {
        language: {
            it.name: it for it in build_reports(made, source.scores, source.findings, only=every, language=language)
        }
        for language in LANGUAGES
    }


def package_faults(path: Path) -> list[str]:
    with open_package(path) as package:
        return [f"{it.code} {it.message}" for it in examine(package, as_of=date(2026, 6, 1))]


def charts_of(path: Path) -> dict[str, ElementTree.Element]:
    return {name: ElementTree.fromstring(data) for name, data in parts_of(path).items() if "/charts/chart" in name}


def assert_caches_are_cells(path: Path) -> int:
    """Each reference of each chart names cells that hold what the chart has kept; returns how many there are."""
    book = openpyxl.load_workbook(path)
    count = 0
    for root in charts_of(path).values():
        for reference in [*root.iter(f"{C}numRef"), *root.iter(f"{C}strRef")]:
            sheet, _, cells = (reference.findtext(f"{C}f") or "").rpartition("!")
            found = book[sheet.strip("'").replace("''", "'")][cells.replace("$", "")]
            values = [row[0].value for row in found] if isinstance(found, tuple) else [found.value]
            cache = reference.find(f"{C}numCache") or reference.find(f"{C}strCache")
            if cache is None:
                cache = next(each for each in reference if each.tag.endswith("Cache"))
            assert cache.find(f"{C}ptCount").attrib["val"] == str(len(values))  # type: ignore[union-attr]
            kept = {int(point.attrib["idx"]): point.findtext(f"{C}v") for point in cache.iter(f"{C}pt")}
            for place, value in enumerate(values):
                told = kept.get(place)
                if reference.tag.endswith("numRef"):
                    assert (None if told is None else float(told)) == value
                else:
                    assert told == ("" if value is None else value)
            count += 1
    return count


def test_a_chart_is_added_with_its_parts_and_shows_its_table(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    result = edited(book, [PutSheet(SHEET)], out)
    assert (lint(out), package_faults(out)) == ([], package_faults(book))
    assert {name for name in result.added_parts if "draw" in name or "chart" in name} == {
        "xl/drawings/drawing2.xml", "xl/drawings/_rels/drawing2.xml.rels", "xl/charts/chart1.xml",
        "xl/charts/chart2.xml",
    }  # fmt: skip
    assert assert_caches_are_cells(out) == 2 * 5  # name, labels, values, below, above
    [first, second] = charts_of(out).values()
    assert [each.tag for each in first.iter() if each.tag in (f"{C}barChart", f"{C}lineChart")] == [f"{C}barChart"]
    assert second.find(f".//{C}lineChart") is not None
    assert "".join(first.find(f".//{C}title").itertext()) == CHART.title  # type: ignore[union-attr]
    drawing = parts_of(out)["xl/drawings/drawing2.xml"].decode()
    assert re.findall(r'name="(xltags:\w+)" descr="([^"]*)"', drawing) == [
        ("xltags:rate", "A 50 %"),
        ("xltags:line", "A 50 %"),
    ]
    assert 'activeCell="A23"' in parts_of(out)["xl/worksheets/sheet3.xml"].decode()


def test_the_same_sheet_again_gives_the_same_bytes_and_parts(book: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    edited(book, [PutSheet(SHEET)], first)
    result = edited(first, [PutSheet(SHEET)], second)
    assert first.read_bytes() == second.read_bytes()
    assert (result.added_parts, result.removed_parts) == ((), ())


@pytest.mark.parametrize(
    ("charts", "left"),
    [
        ((), []),
        ((SECOND,), ["chart2"]),
        ((replace(CHART, name="other"),), ["chart1"]),
        ((SECOND, CHART, replace(CHART, name="third")), ["chart1", "chart2", "chart3"]),
    ],
)
def test_other_charts_take_the_parts_of_those_that_go(
    book: Path, tmp_path: Path, charts: tuple[ReportChart, ...], left: list[str]
) -> None:
    first, second, third = (tmp_path / f"{number}.xlsx" for number in range(3))
    edited(book, [PutSheet(SHEET)], first)
    edited(first, [PutSheet(replace(SHEET, charts=charts))], second)
    assert lint(second) == []
    assert [re.sub(r".*/|\.xml", "", name) for name in sorted(charts_of(second))] == left
    edited(second, [PutSheet(SHEET)], third)
    assert lint(third) == []
    if not charts:
        edited(book, [PutSheet(replace(SHEET, charts=()))], first)
        assert set(parts_of(first)) == set(parts_of(second))


def test_removing_the_sheet_takes_its_charts_along(book: Path, tmp_path: Path) -> None:
    with_charts, out = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    edited(book, [PutSheet(SHEET)], with_charts)
    edited(with_charts, [RemoveSheet(SHEET.name)], out)
    before, after = parts_of(book), parts_of(out)
    assert set(before) == set(after)
    assert {name for name in before if before[name] != after[name]} <= {"xl/styles.xml"}


def drawn_by_a_person(path: Path, name: str = SHEET.name) -> Path:
    """A workbook with people's charts: one on a sheet of that name, one on another."""
    with xlsxwriter.Workbook(path) as made:
        for title in (name, "Mine"):
            sheet = made.add_worksheet(title)
            sheet.write_column("A1", [1, 2, 3])
            chart = made.add_chart({"type": "line"})
            chart.add_series({"values": [title, 0, 0, 2, 0]})
            sheet.insert_chart("L4", chart, {"description": "xltags: is not the name of this"})
            sheet.insert_textbox("L40", "xltags:rate")
    return path


def persons_drawing(path: Path, drawing: str) -> list[bytes]:
    """The anchors of a drawing that are not xltags's own."""
    data = parts_of(path)[drawing]
    own = {each.start for each in own_charts(data, "")}
    return [
        it[0] for it in re.finditer(rb"<xdr:(\w+)Anchor\b.*?</xdr:\1Anchor>", data, re.DOTALL) if it.start() not in own
    ]


def test_what_a_person_drew_stays_byte_for_byte(tmp_path: Path) -> None:
    source = drawn_by_a_person(tmp_path / "in.xlsx")
    paths = [tmp_path / f"{number}.xlsx" for number in range(3)]
    edited(source, [PutSheet(SHEET)], paths[0])
    edited(paths[0], [PutSheet(replace(SHEET, charts=(SECOND,)))], paths[1])
    edited(paths[1], [PutSheet(replace(SHEET, charts=()))], paths[2])
    before = parts_of(source)
    for path, own in zip(paths, (2, 1, 0), strict=True):
        after = parts_of(path)
        assert lint(path) == []
        assert persons_drawing(path, "xl/drawings/drawing1.xml") == persons_drawing(source, "xl/drawings/drawing1.xml")
        assert len(own_charts(after["xl/drawings/drawing1.xml"], "")) == own
        for name in before:
            if name.startswith("xl/charts/") or "drawing2" in name:
                assert after[name] == before[name]
    assert parts_of(paths[2])["xl/drawings/drawing1.xml"] == before["xl/drawings/drawing1.xml"]


def test_a_persons_copy_of_a_chart_stays(book: Path, tmp_path: Path) -> None:
    first, copied, second = (tmp_path / f"{number}.xlsx" for number in range(3))
    edited(book, [PutSheet(replace(SHEET, charts=(CHART,)))], first)
    with zipfile.ZipFile(copied, "w") as archive:
        for name, data in parts_of(first).items():
            if name == "xl/drawings/drawing2.xml":
                anchor = re.search(rb"<xdr:oneCellAnchor.*?</xdr:oneCellAnchor>", data, re.DOTALL)
                assert anchor is not None
                twin = anchor[0].replace(b'id="2"', b'id="9"').replace(b"rId1", b"rId2")
                data = data.replace(b"</xdr:wsDr>", twin + b"</xdr:wsDr>")
            if name == "xl/drawings/_rels/drawing2.xml.rels":
                link = re.search(rb"<Relationship .*?/>", data)
                assert link is not None
                twin = link[0].replace(b"rId1", b"rId2").replace(b"chart1.xml", b"chart7.xml")
                data = data.replace(b"</Relationships>", twin + b"</Relationships>")
            if name == "[Content_Types].xml":
                declared = b'<Override PartName="/xl/charts/chart7.xml" ContentType="%b"/></Types>'
                data = data.replace(b"</Types>", declared % CHART_TYPE.encode())
            archive.writestr(name, data)
        archive.writestr("xl/charts/chart7.xml", parts_of(first)["xl/charts/chart1.xml"].replace(b"1F4E79", b"AA00AA"))
    assert lint(copied) == []
    edited(copied, [PutSheet(SHEET)], second)
    assert lint(second) == []
    assert sorted(charts_of(second)) == [f"xl/charts/chart{number}.xml" for number in (1, 2, 7)]
    assert parts_of(second)["xl/charts/chart7.xml"] == parts_of(copied)["xl/charts/chart7.xml"]
    assert b"AA00AA" not in parts_of(second)["xl/charts/chart1.xml"]
    assert parts_of(second)["xl/drawings/drawing2.xml"].count(b'name="xltags:rate"') == 2


def test_looks_that_excel_hung_on_a_chart_go_with_the_old_one(book: Path, tmp_path: Path) -> None:
    first, saved, second = (tmp_path / f"{number}.xlsx" for number in range(3))
    edited(book, [PutSheet(SHEET)], first)
    rels = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        b'Type="http://schemas.microsoft.com/office/2011/relationships/chartStyle" Target="style1.xml"/>'
        b"</Relationships>"
    )
    with zipfile.ZipFile(saved, "w") as archive:
        for name, data in parts_of(first).items():
            if name == "[Content_Types].xml":
                kind = b"application/vnd.ms-office.chartstyle+xml"
                data = data.replace(
                    b"</Types>", b'<Override PartName="/xl/charts/style1.xml" ContentType="%b"/></Types>' % kind
                )
            archive.writestr(name, data)
        archive.writestr("xl/charts/style1.xml", b"<style/>")
        archive.writestr("xl/charts/_rels/chart1.xml.rels", rels)
    edited(saved, [PutSheet(SHEET)], second)
    assert stored(second).keys() == stored(first).keys()
    assert parts_of(second) == parts_of(first)


def test_a_drawing_of_another_program_takes_charts_too(tmp_path: Path) -> None:
    source, out = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
    book = openpyxl.Workbook()
    sheet = book.create_sheet(SHEET.name, 0)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=3))
    sheet.add_chart(chart, "L4")
    book.save(source)
    edited(source, [PutSheet(SHEET)], out)
    assert lint(out) == []
    assert len(getattr(openpyxl.load_workbook(out)[SHEET.name], "_charts")) == 3  # noqa: B009
    assert parts_of(out)["xl/charts/chart1.xml"] == parts_of(source)["xl/charts/chart1.xml"]


def test_a_sheet_with_only_our_charts_is_not_in_use_and_a_persons_chart_of_it_is(tmp_path: Path, book: Path) -> None:
    out, drawn = tmp_path / "out.xlsx", tmp_path / "drawn.xlsx"
    gone = replace(SHEET, name="Rpt_Old", report="a_report_of_earlier_days")
    edited(book, [PutSheet(gone)], out)
    with open_package(out) as package:
        assert stale_reports(package).removable == (gone.name,)
    edited(drawn_by_a_person(tmp_path / "in.xlsx", gone.name), [PutSheet(gone)], drawn)
    with open_package(drawn) as package:
        assert stale_reports(package).in_use == (gone.name,)


def test_openpyxl_draws_no_charts_and_says_so(tmp_path: Path) -> None:
    plain, out, drawn, again = (tmp_path / f"{name}.xlsx" for name in ("plain", "out", "drawn", "again"))
    openpyxl.Workbook().save(plain)
    with open_package(plain) as package:
        result = write_with_openpyxl(package, [PutSheet(SHEET)], out)
    assert chart_remarks(result) == ("drew no charts on It's: the engine openpyxl has none",)
    sheet = openpyxl.load_workbook(out)[SHEET.name]
    assert {table.name: table.ref for table in sheet.tables.values()} == {"rpt_x": "A4:B6"}
    edited(drawn_by_a_person(tmp_path / "in.xlsx"), [PutSheet(SHEET)], drawn)
    with open_package(drawn) as package:
        assert [loss.count for loss in losses(package) if "charts of reports" in loss.feature] == [2]
        write_with_openpyxl(package, [], again, accept_loss=True)
    book = openpyxl.load_workbook(again)
    assert [len(getattr(book[name], "_charts")) for name in (SHEET.name, "Mine")] == [1, 1]  # noqa: B009


@pytest.mark.parametrize(("values", "stays"), [([0.4, 0.3], True), ([0.4], False)], ids=["as many bars", "fewer bars"])
def test_in_an_open_workbook_charts_stay_while_they_show_what_the_sheet_says(
    book: Path, tmp_path: Path, values: list[float], stays: bool
) -> None:
    path = tmp_path / "open.xlsx"
    edited(book, [PutSheet(SHEET)], path)
    excel = LiveBook(open_live(path))
    for chart, name in zip(excel.book.sheets[SHEET.name].impl.ws._charts, ("rate", "line"), strict=True):
        chart.frame_name = f"xltags:{name}"
    plotted = replace(PLOTTED, columns=(["A", "B"][: len(values)], values, values, values))
    excel.write([PutSheet(replace(SHEET, tables=(FACTS, plotted)))])
    sheet = excel.book.sheets[SHEET.name]
    assert {it.name for it in sheet.charts} == ({"xltags:rate", "xltags:line"} if stays else set())
    assert sheet.range("A22" if stays else "A4").value == "k"
    assert [it.name for it in sheet.tables] == (["rpt_x", "rpt_x_chart"] if stays else ["rpt_x"])


def test_without_charts_the_tables_move_up() -> None:
    plain = without_charts(SHEET)
    assert [(table.name, table.row) for table in plain.tables] == [("rpt_x", 4)]
    assert (plain.charts, plain.freeze, plain.repeat_rows) == ((), (5, 1), (4, 4))
    assert without_charts(plain) is plain


SUMMARY = pd.DataFrame(
    {
        "by": pd.Series(["source", "source", "quarter", "quarter", "quarter", "quarter"], dtype=object),
        "value": pd.Series(["Fair", "", "Q1", "Q2", "Q3", "Q4"], dtype=object),
        "leads": [3, 9, 1, 2, 0, 4],
        "rate": [0.5, 0.25, np.nan, 0.5, np.nan, 1.0],
        "rate_low": [0.4, 0.125, np.nan, 0.25, np.nan, 0.5],
        "rate_high": [0.625, 0.5, np.nan, 0.75, np.nan, 1.0],
    }
)
TITLES: dict[Language, str] = {"en": "t", "zh": "t", "vi": "t"}


@pytest.mark.parametrize(
    ("chart", "labels"),
    [
        (Chart("bar", TITLES, ("value",), (Series("leads"),), by="source"), ["Fair", "(blank)"]),
        (Chart("bar", TITLES, ("value",), (Series("leads"),), by="source", most="leads"), ["(blank)", "Fair"]),
        (Chart("bar", TITLES, ("value",), (Series("leads"),), by="quarter", most="leads"), ["Q4", "Q2", "Q1"]),
        (Chart("bar", TITLES, ("value",), (Series("leads"),), by="quarter", top=2, newest=True), ["Q3", "Q4"]),
        (Chart("line", TITLES, ("value",), (Series("rate"),), by="quarter", whole=False), ["Q2", "Q3", "Q4"]),
        (Chart("line", TITLES, ("value",), (Series("rate"),), by="quarter"), ["Q2", "Q4"]),
        (Chart("bar", TITLES, ("by", "value"), (Series("rate"),), top=1), ["source · Fair"]),
        (Chart("bar", TITLES, ("value",), (Series("rate"),), by="nothing"), None),
    ],
)
def test_a_picture_shows_the_rows_that_its_chart_asks_for(chart: Chart, labels: list[str] | None) -> None:
    picture = chart.picture(SUMMARY, "en")
    assert (None if picture is None else picture.frame[LABEL].tolist()) == labels


def test_a_picture_without_bars_is_none() -> None:
    chart = Chart("bar", TITLES, ("value",), (Series("rate"),))
    assert chart.picture(SUMMARY.assign(rate=np.nan), "en") is None
    assert chart.picture(SUMMARY.assign(rate=0.0), "en") is None
    assert chart.picture(SUMMARY.iloc[:0], "en") is None


@settings(max_examples=60)
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=9))
def test_the_error_bars_reach_exactly_to_the_interval(rates: list[tuple[float, float, float]]) -> None:
    low, rate, high = np.sort(np.asarray(rates), axis=1).T
    frame = pd.DataFrame({"value": [f"v{n}" for n in range(len(rate))], "r": rate, "r_low": low, "r_high": high})
    picture = Chart("bar", TITLES, ("value",), (Series("r", interval=True),), share=True).picture(frame, "en")
    if picture is None:
        assert not rate.any()
        return
    below, above = (picture.frame[f"r{end}"].to_numpy() for end in (BELOW, ABOVE))
    assert (below >= 0).all() and (above >= 0).all()
    np.testing.assert_allclose(picture.frame["r"] - below, low, atol=1e-15)
    np.testing.assert_allclose(picture.frame["r"] + above, high, atol=1e-15)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_report_sheet_with_its_charts_is_sound(
    reports: dict[Language, dict[str, Report]], book: Path, tmp_path: Path, language: Language
) -> None:
    sheets = [report_sheet(report, language=language) for report in reports[language].values()]
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    plan: list[Edit] = [PutSheet(sheet) for sheet in sheets]
    edited(book, plan, first)
    edited(first, plan, second)
    assert first.read_bytes() == second.read_bytes()
    assert lint(first) == []
    assert package_faults(first) == package_faults(book)
    drawn = [chart for sheet in sheets for chart in sheet.charts]
    assert len(drawn) == len(charts_of(first)) >= 14
    assert_caches_are_cells(first)
    assert all(chart.title and chart.alt.startswith(chart.title) and ": " in chart.alt for chart in drawn)


def test_a_declared_chart_is_told_in_each_language_and_finds_its_columns(
    reports: dict[Language, dict[str, Report]],
) -> None:
    for name, maker in load_reports().items():
        for chart in maker.charts:
            assert set(chart.titles) == set(LANGUAGES) and all(chart.titles.values())
            summary = reports["en"][name].summary
            assert summary is not None
            rows = summary if chart.shape is None else chart.shape(summary)
            wanted = {*chart.labels, *(it.column for it in chart.series), *filter(None, (chart.most, chart.hued_by))}
            wanted |= {f"{it.column}_{end}" for it in chart.series if it.interval for end in ("low", "high")}
            assert wanted <= set(rows.columns)


@pytest.mark.parametrize("kind", DATASETS)
def test_no_lack_of_data_stops_a_report_sheet(kind: str) -> None:
    for report in built(DATASETS[kind]()).values():
        sheet = report_sheet(report, language="en")
        assert sheet.tables[-1].row == (CHARTED_HEADER_ROW if sheet.charts else HEADER_ROW)
        assert {chart.table for chart in sheet.charts} <= {table.name for table in sheet.tables}


@pytest.mark.parametrize("language", LANGUAGES)
def test_headers_of_summaries_are_words_of_the_language(
    reports: dict[Language, dict[str, Report]], language: Language
) -> None:
    ids = {row["id"] for row in shipped_rows("report_headers.csv")}
    for name, report in reports[language].items():
        if report.summary is None:
            continue
        bare = {re.sub("_(low|high)$", "", str(id)) for id in report.summary.columns}
        assert bare <= ids, name
        [summary] = [table for table in report_sheet(report, language=language).tables if "summary" in table.name]
        assert list(summary.header) == [report_word(str(id), language) for id in report.summary.columns]
        assert len({header.casefold() for header in summary.header}) == len(summary.header)


def test_facts_keep_their_ids(reports: dict[Language, dict[str, Report]]) -> None:
    for name, report in reports["zh"].items():
        facts = next(table for table in report_sheet(report, language="zh").tables if table.name == f"rpt_{name}")
        assert list(facts.header) == list(report.facts.columns)


def test_tiers_have_their_colours_in_charts(reports: dict[Language, dict[str, Report]]) -> None:
    assert {tier: HUES[tier] for tier in TIER_FILLS} == TIER_FILLS
    [customers, *_] = report_sheet(reports["en"]["tiers"], language="en").charts
    shown = [TIER_FILLS[str(tier)].lstrip("#") for tier in reports["en"]["tiers"].summary["tier"]]  # type: ignore[index]
    assert list(customers.series[0].point_colors) == shown


@pytest.mark.parametrize("change", [lambda rows: rows, lambda rows: rows[:0]], ids=["whole", "no rows"])
def test_charts_stand_beside_one_another_and_never_over_a_table(
    reports: dict[Language, dict[str, Report]], change: Callable[[pd.DataFrame], pd.DataFrame]
) -> None:
    for report in reports["vi"].values():
        shown = None if report.summary is None else change(report.summary)
        sheet = report_sheet(replace(report, summary=shown), language="vi")
        widths = dict.fromkeys(range(1, 200), 64)
        for table in sheet.tables:
            widths |= {table.column + n: 64 if w is None else int(w * 7 + 5) for n, w in enumerate(table.widths)}
        end = 0
        for chart in sheet.charts:
            row, column = chart.place
            left = sum(widths[n] for n in range(1, column)) + chart.offset
            assert left >= end and chart.offset < widths[column]
            assert row + chart.size[1] / 20 <= CHARTED_HEADER_ROW - 1
            end = left + chart.size[0]
        if sheet.charts and report.name != "findings":
            assert end <= sum(widths[n] for n in range(1, sheet.print_columns + 1))


def test_tiers_have_their_colours_in_cells(book: Path, tmp_path: Path) -> None:
    out, again = tmp_path / "out.xlsx", tmp_path / "again.xlsx"
    table = ReportTable("rpt_t", 4, 2, ("Tier", "n"), (["A", "D", None], [1, 2, 3]), ("tier", "int"))
    edited(book, [PutSheet(ReportSheet("T", "Title", tables=(table,)))], out)
    sheet = openpyxl.load_workbook(out)["T"]
    [block] = sheet.conditional_formatting
    assert str(block.sqref) == "B5:B7"
    looks = {rule.formula[0].strip('"'): rule.dxf.fill.bgColor.rgb for rule in block.rules}
    assert looks == {tier: "FF" + fill.lstrip("#") for tier, fill in TIER_FILLS.items()}
    edited(out, [PutSheet(ReportSheet("T", "Title", tables=(table,)))], again)
    assert again.read_bytes() == out.read_bytes()


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("Share", 8, 1),
        ("Share of revenue", 8, 2),
        ("占比", 4, 1),
        ("无效线索花费", 6, 2),
        ("Tỷ lệ chuyển đổi", 7, 3),
        ("", 3, 1),
    ],
)
def test_lines_of_a_header(text: str, width: float, lines: int) -> None:
    assert lines_of(text, width) == lines


@pytest.mark.slow
@pytest.mark.skipif(bool(why_missing()), reason=why_missing() or "it is there")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sdk_finds_no_fault_in_charts(
    reports: dict[Language, dict[str, Report]], tmp_path: Path, language: Language
) -> None:
    source, out = drawn_by_a_person(tmp_path / "in.xlsx", "Rpt_Tiers"), tmp_path / "out.xlsx"
    made = [report_sheet(report, language=language) for report in reports[language].values()]
    edited(source, [*(PutSheet(sheet) for sheet in made), PutSheet(SHEET)], out)
    assert new_faults(source, out) == []


def test_a_workbook_made_of_reports_opens_for_the_next_reader(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    edited(book, [PutSheet(SHEET)], out)
    with open_book(out) as again:
        assert again.package.has("xl/charts/chart1.xml")
