"""PivotTables on the facts of reports: numbers, records, and what other programs and other people find."""

import json
import random
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils import range_boundaries
from openpyxl.utils.escape import unescape

from tests.books_made import edited, make_book, parts_of, rewritten
from tests.doors import Row, team_book
from tests.package_lint import lint
from tests.sdk_validator import faults_of, why_missing
from tests.uno_python import run_with_uno
from xltags.batch.checking import CheckOptions
from xltags.batch.scoring import report_workbook
from xltags.books.edits import PutSheet, RemoveSheet
from xltags.books.engine import Pivots, Writing
from xltags.books.openpyxl_engine import write_with_openpyxl
from xltags.books.package import open_package
from xltags.books.pivot_sheets import pivot_edits, pivot_sheet, pivot_sheet_name
from xltags.books.report_pivot import pivot_sums
from xltags.books.report_sheet import ReportSheet, ReportTable
from xltags.books.stale_reports import StaleReports, stale_reports
from xltags.books.writing import pivot_cache
from xltags.cli.app import run
from xltags.core.errors import WorkbookError
from xltags.core.finding import Language
from xltags.core.values import Value
from xltags.reports import Report, load_reports
from xltags.reports.pivot import Pivot

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")
AS_OF = date(2026, 9, 30)
LANGUAGES: tuple[Language, ...] = ("en", "zh", "vi")
TEXTS = st.sampled_from(["a", "A", "b", "é", "_x0041_", "<&\">'", " x", "两", "l" * 300, "1", "\n"])
PIVOTS = (
    Pivot("reason", values=("leads", "won"), filters=("month",)),
    Pivot("reason", values=("leads",)),
    Pivot("reason", "month", values=("leads",), filters=("source",)),
    Pivot("reason", "month", values=("leads",), in_order=("reason",), additive=False),
)


def options(pivots: Pivots = "plain", language: Language | None = None) -> CheckOptions:
    return CheckOptions(as_of=AS_OF, language=language, writing=Writing(pivots=pivots))


@dataclass(frozen=True)
class Made:
    """A workbook with reports and the reports themselves."""

    path: Path
    reports: dict[str, Report]


@cache
def team(language: Language = "en") -> Path:
    """A small team's workbook: some customers of each kind, no report yet."""
    choose = random.Random(7).choice
    sources = ["Search ads", "Referral", "Radio", "radio", "搜索广告", "Quảng cáo tìm kiếm", None]
    rows: list[Row] = [
        {
            "customer_id": f"{number:03d}",
            "company": f"Company {number}",
            "industry": choose(["Manufacturing", "制造业", "Sản xuất", "Odd & <new>", None]),
            "source": choose(sources),
            "stage": choose(["Won", "Contacted", "Opportunity", None]),
            "first_contact": date(2026, choose([1, 2, 5, 8]), 5),
            "brought_by": choose(["An", "Li", None]),
            "sales_status": choose(["accepted", "rejected", "new"]),
            "invalid_reason": choose(["Wrong number", None]),
            "reject_reason": choose(["No budget", None]),
            "product_interest": choose(["Core product", "Core product; Drone", None]),
            "won_on": choose([date(2026, 9, 1), None]),
            "deal_value": choose([1000.5, 20, None]),
        }
        for number in range(40)
    ]
    return team_book(Path(mkdtemp()) / f"{language}.xlsx", rows)


@cache
def reported(pivots: Pivots = "plain", language: Language = "en") -> Made:
    """The workbook with its reports filled."""
    out = Path(mkdtemp()) / f"{pivots}.xlsx"
    _, reports = report_workbook(team(language), options(pivots, language), out=out)
    return Made(out, {report.name: report for report in reports})


def facts_table(columns: dict[str, list[Value | None]]) -> ReportTable:
    return ReportTable("rpt_tiers", 4, 1, tuple(columns), tuple(columns.values()), tuple("text" for _ in columns))


def two_sheets(columns: dict[str, list[Value | None]], layout: Pivot, *, slicers: bool = False) -> list[PutSheet]:
    load_reports()
    table = facts_table(columns)
    facts = ReportSheet("Rpt_Tiers", "t", tables=(table,), report="tiers")
    return [PutSheet(facts), PutSheet(pivot_sheet("tiers", layout, table, language="en", slicers=slicers))]


@lru_cache(maxsize=4)
def loaded(path: Path) -> openpyxl.Workbook:
    """The workbook as openpyxl reads it; for files that stay as they are."""
    return openpyxl.load_workbook(path)


def pivots_in(path: Path) -> dict[str, Any]:
    """The pivots that openpyxl finds, by sheet."""
    book = loaded(path)
    return {sheet.title: sheet._pivots[0] for sheet in book.worksheets if sheet._pivots}  # type: ignore[attr-defined]


def records_of(pivot: Any) -> list[tuple[object, ...]]:
    """The records that a pivot keeps, as values."""
    fields = pivot.cache.cacheFields

    def value(place: int, cell: Any) -> object:
        kind = cell.tagname
        if kind == "x":
            return value(place, fields[place].sharedItems._fields[cell.v])
        text = getattr(cell, "v", None)
        return None if kind == "m" else unescape(str(text)) if kind == "s" else text

    return [tuple(value(place, cell) for place, cell in enumerate(record._fields)) for record in pivot.cache.records.r]


def frame_of(report: Report) -> list[tuple[object, ...]]:
    """The facts as a workbook holds them: blank cells are None."""
    frame = report.facts.astype(object).where(report.facts.notna(), None)
    return [tuple(None if cell == "" else cell for cell in row) for row in frame.itertuples(index=False, name=None)]


def in_small(records: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """Records with texts in small letters: to Excel's pivots `Radio` and `radio` are one."""
    return [tuple(cell.lower() if isinstance(cell, str) else cell for cell in record) for record in records]


def layout_of(name: str) -> Pivot:
    layout = load_reports()[name].pivot
    assert layout is not None
    return layout


def cells_of(path: Path, sheet: str, *, blank: str = "(blank)") -> dict[tuple[str, str], float]:
    """(row label, column header) -> number in the cells of a pivot."""
    book = loaded(path)
    area = book[sheet]._pivots[0].location  # type: ignore[attr-defined]
    rows = [list(row) for row in book[sheet].iter_rows(values_only=True)]
    left, top, right, bottom = corners(area.ref)
    rows = [row[left - 1 : right] for row in rows[top - 1 : bottom]][area.firstDataRow - 1 :]
    header, *body = rows
    return {
        ("" if row[0] == blank else str(row[0]), "" if column == blank else str(column)): number
        for row in body
        for column, number in zip(header[1:], row[1:], strict=True)
        if isinstance(number, (int, float))
    }


def corners(ref: str) -> tuple[int, int, int, int]:
    """Left, top, right, bottom."""
    left, top, right, bottom = range_boundaries(ref)
    return int(left or 0), int(top or 0), int(right or 0), int(bottom or 0)


def crossed(report: Report, layout: Pivot) -> dict[tuple[str, str], float]:
    """The same by pandas, without totals; a value by its name."""
    facts = report.facts.assign(**{name: report.facts[name].str.lower() for name in layout.fields})
    if not layout.columns:
        found = facts.groupby(layout.rows)[list(layout.values)].sum()
        return {(str(row), name): float(found.loc[row, name]) for row in found.index for name in layout.values}
    table = facts.groupby([layout.rows, layout.columns], as_index=False)[layout.values[0]].sum()
    return {(str(row), str(column)): float(number) for row, column, number in table.itertuples(index=False)}


@pytest.mark.parametrize("name", [name for name, maker in load_reports().items() if maker.pivot is not None])
def test_a_pivot_shows_and_keeps_what_the_facts_say(name: str) -> None:
    made = reported()
    layout, report = layout_of(name), made.reports[name]
    if not len(report.facts):
        assert name in ("content_grid", "invalid_reasons")  # a small workbook has no tags for these
        assert pivot_sheet_name(name) not in loaded(made.path).sheetnames
        return
    pivot = pivots_in(made.path)[pivot_sheet_name(name)]
    assert pivot.cache.cacheSource.worksheetSource.name == f"rpt_{name}"
    assert pivot.cache.refreshOnLoad
    assert [field.name for field in pivot.cache.cacheFields] == list(report.facts.columns)
    assert in_small(records_of(pivot)) == in_small(frame_of(report))
    shown = cells_of(made.path, pivot_sheet_name(name))
    captions = {each.name: report.facts.columns[each.fld] for each in pivot.dataFields}
    body = {
        (row.lower(), captions.get(column, column.lower())): number
        for (row, column), number in shown.items()
        if "Grand total" not in (row, column)
    }
    assert body == pytest.approx(crossed(report, layout))
    if layout.additive:
        whole = sum(report.facts[layout.values[-1]])
        assert [number for (row, _), number in shown.items() if row == "Grand total"][-1] == pytest.approx(whole)
    else:
        assert "Grand total" not in {row for row, _ in shown}


@pytest.mark.parametrize("layout", PIVOTS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(*[st.none() | TEXTS] * 3, st.none() | st.integers(-5, 9), st.sampled_from([0.5, 2])),
        min_size=1, max_size=12,
    )
)  # fmt: skip
def test_any_facts_make_a_pivot_that_reads_back(layout: Pivot, rows: list[tuple[Value | None, ...]]) -> None:
    folder = Path(mkdtemp())
    names = ("month", "source", "reason", "leads", "won")
    columns = {name: list(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}
    edited(make_book(folder / "in.xlsx"), two_sheets(columns, layout, slicers=True), folder / "out.xlsx")
    assert lint(folder / "out.xlsx") == []
    pivot = pivots_in(folder / "out.xlsx")["Pvt_Tiers"]
    folded = in_small(rows)  # type: ignore[arg-type]
    assert in_small(records_of(pivot)) == folded
    report = pivot_sheet("tiers", layout, facts_table(columns), language="en").pivots[0]
    sums = pivot_sums(report)
    for place, items in sums.items.items():
        assert len({str(text).lower() for text in items.texts}) == len(items.texts)
        assert [items.texts[item] is None for item in items.of.tolist()] == [row[place] is None for row in rows]
    body = sums.cells[: len(sums.items[2].texts), : (len(sums.items[0].texts) if layout.columns else None)]
    asked = 2 if len(layout.values) == 2 else 1
    wanted = sum(float(str(row[3 + place] or 0)) for row in folded for place in range(asked))
    assert pd.DataFrame(body).sum().sum() == pytest.approx(wanted)
    shutil.rmtree(folder)


def kinds_of_parts(path: Path) -> Counter[str]:
    """How many parts there are in each folder."""
    return Counter(name.rpartition("/")[0] for name in parts_of(path))


@pytest.mark.parametrize("pivots", ["plain", pytest.param("slicers", marks=pytest.mark.slow)])
def test_a_second_run_changes_nothing_and_leaves_nothing(pivots: Pivots, tmp_path: Path) -> None:
    second, third = tmp_path / "2.xlsx", tmp_path / "3.xlsx"
    report_workbook(reported(pivots).path, options(pivots), out=second)
    report_workbook(second, options(pivots), out=third)
    assert second.read_bytes() == third.read_bytes() == reported(pivots).path.read_bytes()
    with open_package(second) as package:
        assert stale_reports(package) == StaleReports()


@pytest.mark.parametrize("pivots", ["plain", "slicers"])
def test_without_pivots_all_of_them_is_gone(pivots: Pivots, tmp_path: Path) -> None:
    out = tmp_path / "none.xlsx"
    report_workbook(reported(pivots).path, options("none"), out=out)
    assert lint(out) == []
    assert kinds_of_parts(out) == kinds_of_parts(reported("none").path)
    workbook = parts_of(out)["xl/workbook.xml"]
    assert re.findall(rb"pivot|[Ss]licer|Pvt_", workbook) == []


def test_slicers_stand_where_they_stood_when_they_are_put_again(tmp_path: Path) -> None:
    once, twice, other, back = (tmp_path / f"{name}.xlsx" for name in ("once", "twice", "other", "back"))
    columns: dict[str, list[Value | None]] = {
        "month": ["1", "2"],
        "source": ["a", "b"],
        "reason": ["x", "y"],
        "leads": [1, 2],
    }
    both = Pivot("reason", values=("leads",), filters=("month", "source"))
    later = PutSheet(ReportSheet("Rpt X", "added behind"))
    edited(make_book(tmp_path / "in.xlsx"), [*two_sheets(columns, both, slicers=True), later], once)
    edited(once, two_sheets(columns, both, slicers=True), twice)
    assert twice.read_bytes() == once.read_bytes()
    edited(once, two_sheets(columns, replace(both, filters=("source",)), slicers=True), other)
    edited(once, two_sheets(columns, both), back)
    for path, left in ((other, 1), (back, 0)):
        assert lint(path) == []
        assert parts_of(path)["xl/workbook.xml"].count(b"<x14:slicerCache ") == left
        assert kinds_of_parts(path)["xl/slicerCaches"] == left
        assert kinds_of_parts(path)["xl/slicers"] == min(left, 1)


def test_slicers_come_and_go_with_the_switch(tmp_path: Path) -> None:
    plain, back = tmp_path / "plain.xlsx", tmp_path / "back.xlsx"
    report_workbook(reported("slicers").path, options("plain"), out=plain)
    assert kinds_of_parts(plain) == kinds_of_parts(reported("plain").path)
    report_workbook(plain, options("slicers"), out=back)
    assert kinds_of_parts(back) == kinds_of_parts(reported("slicers").path)
    assert lint(plain) == lint(back) == []
    caches = [name for name in parts_of(back) if name.startswith("xl/slicerCaches/slicerCache")]
    assert len(caches) == sum(len(pivot.pageFields) for pivot in pivots_in(back).values()) > 5


def with_copy(source: Path, target: Path) -> Path:
    """The workbook after somebody copied the pivot of `channels` to a sheet of his own, as Excel does: one cache."""
    edited(source, [PutSheet(ReportSheet("Mine", "mine"))], target)
    parts = parts_of(target)
    book = openpyxl.load_workbook(target, read_only=True)
    sheet = f"sheet{book.sheetnames.index('Mine') + 1}"
    known = {name: data for name, data in parts.items() if name.startswith("xl/pivotTables/pivotTable")}
    mine = next(name for name, data in known.items() if b'name="xltags_channels"' in data)
    number = len(known) + 1
    relation = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/pivotTable"
    changes = {
        f"xl/pivotTables/pivotTable{number}.xml": known[mine],
        f"xl/pivotTables/_rels/pivotTable{number}.xml.rels": parts[mine.replace("Tables/", "Tables/_rels/") + ".rels"],
        f"xl/worksheets/_rels/{sheet}.xml.rels": b"<Relationships "
        b'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="%b" '
        b'Target="../pivotTables/pivotTable%d.xml"/></Relationships>' % (relation, number),
        "[Content_Types].xml": parts["[Content_Types].xml"].replace(
            b"</Types>",
            b'<Override PartName="/xl/pivotTables/pivotTable%d.xml" ContentType="application/vnd.openxmlformats-'
            b'officedocument.spreadsheetml.pivotTable+xml"/></Types>' % number,
        ),
    }
    return with_parts(target, changes)


def with_parts(path: Path, changes: dict[str, bytes]) -> Path:
    import zipfile

    parts = parts_of(path) | changes
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def test_a_pivot_that_a_person_made_stays_as_it_is(tmp_path: Path) -> None:
    copied, out, none = with_copy(reported().path, tmp_path / "copied.xlsx"), tmp_path / "out.xlsx", tmp_path / "n.xlsx"
    assert lint(copied) == []
    before = parts_of(copied)
    tables = [name for name in before if name.startswith("xl/pivotTables/pivotTable")]
    mine = max(tables, key=lambda name: int(re.sub(r"\D", "", name)))
    cache = next(link for link in re.findall(r'Target="\.\./([^"]+)"', before[rels(mine)].decode()))
    for target, wanted in ((out, "plain"), (none, "none")):
        report_workbook(copied, options(wanted), out=target)  # type: ignore[arg-type]
        after = parts_of(target)
        for name in (mine, rels(mine), f"xl/{cache}", rels(f"xl/{cache}")):
            assert after[name] == before[name]
        assert lint(target) == []
        assert pivots_in(target)["Mine"].cache.cacheSource.worksheetSource.name == "rpt_channels"
    caches = {sheet: re.findall(r'Target="([^"]+)"', parts_of(out)[rels(part)].decode())
              for sheet, part in pivot_parts(out).items()}  # fmt: skip
    assert caches["Mine"] != caches["Pvt_Channels"]
    assert list(pivots_in(none)) == ["Mine"]


def rels(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels"


def pivot_parts(path: Path) -> dict[str, str]:
    """The part of each sheet's pivot."""
    with open_package(path) as package:
        return {
            sheet.name: link.target or ""
            for sheet in package.sheets
            for link in package.relationships(sheet.part)
            if link.kind == "pivotTable"
        }


def with_foreign_slicer(source: Path, target: Path, part: str) -> Path:
    """The workbook after somebody tied a slicer (or timeline) of his own to a pivot of ours."""
    return rewritten(source, target, part, lambda xml: re.sub(rb'name="Slicer_xltags_\w+"', b'name="Slicer_mine"', xml))


def test_a_pivot_that_a_slicer_of_somebody_filters_is_left(tmp_path: Path) -> None:
    caches = [name for name in parts_of(reported("slicers").path) if name.startswith("xl/slicerCaches/slicerCache")]
    source = with_foreign_slicer(reported("slicers").path, tmp_path / "in.xlsx", caches[0])
    judged, _ = report_workbook(source, options("slicers"), out=tmp_path / "out.xlsx")
    [said] = judged.remarks
    name = re.findall(r"left (Pvt_\w+) as it is", said)[0]
    part = pivot_parts(source)[name]
    assert parts_of(tmp_path / "out.xlsx")[part] == parts_of(source)[part]
    assert parts_of(tmp_path / "out.xlsx")[caches[0]] == parts_of(source)[caches[0]]
    with pytest.raises(WorkbookError, match="a slicer or a timeline filters the pivot"):
        edited(source, [RemoveSheet(name)], tmp_path / "no.xlsx")


def test_a_sheet_of_that_name_that_is_not_ours_is_left(tmp_path: Path) -> None:
    source, out = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
    edited(team(), [PutSheet(ReportSheet("Pvt_Tiers", "mine"))], source)
    judged, _ = report_workbook(source, options(), out=out, only=["tiers"])
    assert any("Pvt_Tiers is not of xltags" in said for said in judged.remarks)
    assert openpyxl.load_workbook(out)["Pvt_Tiers"]["A1"].value == "mine"
    plan = two_sheets({"reason": ["a"], "leads": [1]}, PIVOTS[1])
    with pytest.raises(WorkbookError, match="is not a sheet of xltags"):
        edited(source, plan[1:], tmp_path / "no.xlsx")


def test_facts_without_records_have_no_pivot(tmp_path: Path) -> None:
    path = make_book(tmp_path / "in.xlsx")
    filled, _ = two_sheets({"reason": ["a"], "leads": [1]}, PIVOTS[1])
    empty, _ = two_sheets({"reason": [], "leads": []}, PIVOTS[1])
    edited(path, two_sheets({"reason": ["a"], "leads": [1]}, PIVOTS[1]), tmp_path / "out.xlsx")
    with open_package(path) as package:
        assert pivot_edits(empty, package, language="en") == ([], ())
        assert (
            pivot_edits(replace(filled, sheet=replace(filled.sheet, report="scores")), package, language="en")[0] == []
        )
    with open_package(tmp_path / "out.xlsx") as package:
        assert pivot_edits(empty, package, language="en") == ([RemoveSheet("Pvt_Tiers")], ())


def test_pivots_of_reports_that_are_no_more_go_with_them(tmp_path: Path) -> None:
    plan = two_sheets({"reason": ["a"], "leads": [1]}, PIVOTS[1])
    facts, pivot = (edit.sheet for edit in plan)
    plan = [PutSheet(replace(facts, report="bygone")), PutSheet(replace(pivot, report="pivot:bygone"))]
    edited(make_book(tmp_path / "in.xlsx"), plan, tmp_path / "out.xlsx")
    with open_package(tmp_path / "out.xlsx") as package:
        assert stale_reports(package) == StaleReports(("Rpt_Tiers", "Pvt_Tiers"))
    edited(tmp_path / "out.xlsx", [RemoveSheet("Rpt_Tiers"), RemoveSheet("Pvt_Tiers")], tmp_path / "gone.xlsx")
    assert sorted(parts_of(tmp_path / "gone.xlsx")) == sorted(parts_of(tmp_path / "in.xlsx"))


def test_many_records_are_left_for_excel_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    columns: dict[str, list[Value | None]] = {"reason": ["a", "b", "a"], "leads": [1, 2, 4]}
    path, few, many = make_book(tmp_path / "in.xlsx"), tmp_path / "few.xlsx", tmp_path / "many.xlsx"
    edited(path, two_sheets(columns, PIVOTS[1]), few)
    monkeypatch.setattr("xltags.books.writing.pivot_cache_parts.MAX_RECORDS", 2)
    edited(few, two_sheets(columns, PIVOTS[1]), many)
    assert lint(many) == []
    assert not any("pivotCacheRecords" in name for name in parts_of(many))
    cache = parts_of(many)["xl/pivotCache/pivotCacheDefinition1.xml"]
    assert b'saveData="0" refreshOnLoad="1"' in cache
    assert cells_of(many, "Pvt_Tiers") == cells_of(few, "Pvt_Tiers")
    monkeypatch.undo()
    edited(many, two_sheets(columns, PIVOTS[1]), tmp_path / "again.xlsx")
    assert sorted(parts_of(tmp_path / "again.xlsx")) == sorted(parts_of(few))
    assert pivot_cache.MAX_RECORDS < 1_048_576


@pytest.mark.parametrize("language", [pytest.param(each, marks=pytest.mark.slow) for each in LANGUAGES])
def test_captions_are_in_the_workbook_s_language(language: Language) -> None:
    made = reported("plain", language)
    pivot = pivots_in(made.path)["Pvt_Channels"]
    sheet = loaded(made.path)["Pvt_Channels"]
    wanted = {"en": ("Source", "Number of leads", "Grand total", "(All)"), "zh": ("来源", "线索数", "总计", "(全部)"),
              "vi": ("Nguồn", "Số lead", "Tổng cộng", "(Tất cả)")}[language]  # fmt: skip
    assert (pivot.rowHeaderCaption, pivot.dataFields[0].name, pivot.grandTotalCaption, sheet["B4"].value) == wanted
    texts = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert set(wanted) <= texts
    for each in pivots_in(made.path).values():
        names = [field.name.lower() for field in each.cache.cacheFields]
        captions = [field.name.lower() for field in each.dataFields]
        captions += [field.name.lower() for field in each.pivotFields if field.name]
        assert len(set(captions)) == len(captions)
        assert not {field.name.lower() for field in each.dataFields} & set(names)


def test_every_field_of_a_pivot_is_a_column_of_its_facts() -> None:
    for name, report in reported().reports.items():
        layout = load_reports()[name].pivot
        if layout is not None:
            assert {*layout.fields, *layout.values} <= set(report.facts.columns)
            assert all(pd.api.types.is_numeric_dtype(report.facts[value]) for value in layout.values)


@pytest.mark.parametrize(
    "words",
    [{"rows": "a"}, {"rows": "a", "columns": "b", "values": ("c", "d")}, {"rows": "a", "values": ("a",)}],
)
def test_a_pivot_that_makes_no_table_is_refused(words: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"a pivot sums|one place"):
        Pivot(**words)


@pytest.mark.slow
def test_openpyxl_keeps_the_pivots_that_there_are_and_makes_none(tmp_path: Path) -> None:
    source, out = reported().path, tmp_path / "out.xlsx"
    plan = two_sheets({"reason": ["a"], "leads": [1]}, PIVOTS[1])[1:]
    with open_package(source) as package:
        result = write_with_openpyxl(package, plan, out, accept_loss=True)
    assert result.pivots_left == ("Pvt_Tiers",)
    kept = {sheet: it.cache.cacheSource.worksheetSource.name for sheet, it in pivots_in(out).items()}
    assert kept == {sheet: it.cache.cacheSource.worksheetSource.name for sheet, it in pivots_in(source).items()}


def test_the_switches_exclude_each_other(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    some, none = tmp_path / "some.xlsx", tmp_path / "none.xlsx"
    words = ["report", str(team()), "--as-of", AS_OF.isoformat(), "--only", "tiers"]
    assert run([*words, "-o", str(none), "--no-pivots", "--slicers"]) == 2
    assert b"keep one of them" in capfdbinary.readouterr().err
    assert run([*words, "-o", str(some), "--slicers"]) == 0
    assert list(pivots_in(some)) == ["Pvt_Tiers"]
    assert run([*words, "-o", str(none), "--no-pivots"]) == 0
    assert pivots_in(none) == {}


@pytest.mark.slow
@pytest.mark.skipif(bool(why_missing()), reason=why_missing() or "it is there")
@pytest.mark.parametrize("pivots", ["plain", "slicers"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sdk_finds_no_fault(pivots: Pivots, language: Language) -> None:
    assert faults_of(reported(pivots, language).path) == Counter()


def in_libreoffice(path: Path, folder: Path, edits: list[list[object]]) -> dict[str, Any]:
    found: dict[str, Any] = run_with_uno("uno_pivots.py", str(path), str(folder / "profile"), json.dumps(edits))
    return found


def numbers_in(cells: list[list[Any]], rows: int) -> Iterator[tuple[str, tuple[float, ...]]]:
    """The rows of a pivot as LibreOffice lays it out: (label, numbers); its own words for total and blank."""
    for row in cells[-rows:]:
        label = {"Total Result": "grand total", "(empty)": ""}.get(str(row[0]), str(row[0]).lower())
        yield label, tuple(float(cell or 0) for cell in row[1:])


def ours_in(path: Path, sheet: str) -> dict[str, tuple[float, ...]]:
    book = loaded(path)
    area = book[sheet]._pivots[0].location  # type: ignore[attr-defined]
    rows = [[cell.value for cell in row] for row in book[sheet][area.ref]][area.firstDataRow :]
    return {
        ("" if row[0] == "(blank)" else str(row[0]).lower()): tuple(float(cell or 0) for cell in row[1:])
        for row in rows
    }


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.parametrize("pivots", ["plain", "slicers"])
def test_libreoffice_loads_and_refreshes_the_same_numbers(pivots: Pivots, tmp_path: Path) -> None:
    made = reported(pivots)
    facts = made.reports["channels"].facts
    source = facts["source"][0]
    sheet = loaded(made.path)["Rpt_Channels"]
    table = sheet.tables["rpt_channels"]
    left, top, _, _ = corners(table.ref)
    cell = sheet.cell(top + 1, left + list(facts.columns).index("leads")).coordinate
    found = in_libreoffice(made.path, tmp_path, [["Rpt_Channels", cell, int(facts["leads"][0]) + 1000]])
    names = [name for name, maker in load_reports().items() if maker.pivot and len(made.reports[name].facts)]
    assert set(found["before"]) == {pivot_sheet_name(name) for name in names}
    for name in names:
        it = found["before"][pivot_sheet_name(name)]
        ours = ours_in(made.path, pivot_sheet_name(name))
        assert (it["source"], it["records"]) == (f"Rpt_{pivot_sheet_name(name)[4:]}", len(made.reports[name].facts))
        shown = dict(numbers_in(it["cells"], len(ours)))
        assert shown.keys() == ours.keys()
        assert all(shown[label] == pytest.approx(numbers) for label, numbers in ours.items())
    ours = ours_in(made.path, "Pvt_Channels")
    before, after = (dict(numbers_in(found[when]["Pvt_Channels"]["cells"], len(ours))) for when in ("before", "after"))
    for label in (str(source).lower(), "grand total"):
        assert after[label] == (before[label][0] + 1000, *before[label][1:])
