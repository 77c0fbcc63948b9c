"""`xltags mark`, and what score and report say of what they left or took out."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.books_made import edited, parts_of, rewritten
from tests.package_lint import lint
from xltags.batch.checking import CheckOptions, check_workbook
from xltags.batch.marking import mark_edits, mark_of
from xltags.batch.scoring import report_workbook, score_workbook
from xltags.books.demo.data import AS_OF, demo_tables
from xltags.books.edits import AddColumns, Mark, NewColumn, PutSheet, RemoveSheet, SetCells
from xltags.books.excel_tables import list_tables
from xltags.books.file import open_book
from xltags.books.opc.refs import column_number
from xltags.books.package import open_package
from xltags.books.report_sheet import ReportSheet, ReportTable
from xltags.books.sheets import table_spec
from xltags.books.stale_reports import StaleReports, stale_reports
from xltags.books.template import new_workbook
from xltags.cli.app import run
from xltags.core.finding import Finding
from xltags.core.values import as_text

OPTIONS = CheckOptions(as_of=AS_OF)
DAY = ["--as-of", AS_OF.isoformat()]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo workbook of plain values, without reports and most of its records."""
    folder = tmp_path_factory.mktemp("demo")
    tables = demo_tables()
    tables |= {id: tables[id][:40] for id in ("Customers", "FollowUps")}
    new_workbook(folder / "new.xlsx", profile="full", geography="both", created_on=AS_OF, data=tables)
    score_workbook(folder / "new.xlsx", OPTIONS, out=folder / "small.xlsx")
    assert lint(folder / "small.xlsx") == []
    return folder / "small.xlsx"


def finding(code: str, cell: str, severity: str = "error", sheet: str = "Customers") -> Finding:
    return Finding(code, severity, sheet, cell, "column", "value", f"says {code}", "better" if code == "B" else "")  # type: ignore[arg-type]


def test_findings_of_one_cell_share_a_note_the_worst_first() -> None:
    note = mark_of([finding("C", "A1", "note"), finding("B", "A1", "warning"), finding("A", "A1", "warning")])
    assert note == Mark("xltags\nA says A\nB says B -> better\nC says C", "warning")


def test_findings_without_a_cell_make_no_note() -> None:
    edits = mark_edits([finding("A", ""), finding("A", "B", sheet="gone"), finding("A", "F17")], {"Customers"})
    assert [getattr(edit, "marks", None) for edit in edits] == [None, {(17, 6): Mark("xltags\nA says A", "error")}]


def test_every_finding_with_a_cell_is_on_its_cell(demo: Path, tmp_path: Path) -> None:
    out, again, cleared = tmp_path / "m.xlsx", tmp_path / "a.xlsx", tmp_path / "c.xlsx"
    assert run(["mark", str(demo), "-o", str(out), *DAY]) == 0
    assert lint(out) == []
    book = openpyxl.load_workbook(out)
    notes = {
        (sheet.title, cell.coordinate): cell.comment
        for sheet in book for row in sheet for cell in row if cell.comment is not None
    }  # fmt: skip
    found = check_workbook(demo, OPTIONS).findings
    assert {(each.sheet, each.cell) for each in found if re.fullmatch(r"[A-Z]+\d+", each.cell)} == notes.keys()
    assert {note.author for note in notes.values()} == {"xltags"}
    assert all(each.code in notes[each.sheet, each.cell].text for each in found if (each.sheet, each.cell) in notes)
    assert run(["mark", str(out), "-o", str(again), *DAY]) == 0
    assert again.read_bytes() == out.read_bytes()
    assert run(["mark", str(out), "-o", str(cleared), "--clear"]) == 0
    assert parts_of(cleared) == parts_of(demo)


def test_what_cannot_be_marked_is_counted(
    demo: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(["mark", str(demo)]) == 2
    assert b"--in-place" in capfdbinary.readouterr().err
    run(["mark", str(demo), "-o", str(tmp_path / "m.xlsx"), *DAY])
    said = capfdbinary.readouterr().out.decode()
    without = sum(not each.cell for each in check_workbook(demo, OPTIONS).findings)
    assert re.search(r"marked [\d,]+ cells", said)
    assert (f"{without:,} findings have no cell" in said) == bool(without)


def with_formulas(source: Path, target: Path, formula: str, rows: range) -> tuple[Path, str]:
    """A copy whose column icp_tier holds formulas in those rows, with a result; the column's letter."""
    with open_book(source) as book:
        dataset = book.read(as_of=AS_OF)
        letter = dataset.customers.table.column("icp_tier").letter
        part = book.package.sheet(dataset.customers.table.sheet)
    assert part is not None

    def change(xml: bytes) -> bytes:
        for row in rows:
            cell = rf'<c r="{letter}{row}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)'.encode()
            new = rf'<c r="{letter}{row}"\1 t="str"><f>{formula.format(row=row)}</f><v>team</v></c>'.encode()
            xml, count = re.subn(cell, new, xml, count=1)
            assert count == 1
        return xml

    return rewritten(source, target, part.part, change), letter


def test_formulas_of_the_team_stay_and_are_counted(
    demo: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    source, letter = with_formulas(demo, tmp_path / "f.xlsx", 'IF(A{row}="x","a","b")', range(2, 12))
    out = tmp_path / "out.xlsx"
    assert run(["score", str(source), "-o", str(out), *DAY]) == 0
    assert f"left 10 formulas in column {letter} of Customers" in capfdbinary.readouterr().out.decode()
    sheet = openpyxl.load_workbook(out)["Customers"]
    assert sheet[f"{letter}5"].value == '=IF(A5="x","a","b")'
    shown = openpyxl.load_workbook(out, data_only=True)["Customers"]
    assert (shown[f"{letter}5"].value, shown[f"{letter}20"].value in tuple("ABCD")) == ("team", True)
    assert run(["score", str(source), "-o", str(out), "--overwrite-formulas", *DAY]) == 0
    assert b"left" not in capfdbinary.readouterr().out
    assert openpyxl.load_workbook(out)["Customers"][f"{letter}5"].value in tuple("ABCD")
    run(["run", str(source), "--out-dir", str(tmp_path / "dir"), *DAY])
    assert "left 10 formulas" in capfdbinary.readouterr().out.decode()


def header_of(path: Path, column: str, change: Callable[[str], str], target: Path) -> Path:
    """A copy with the header of a column renamed, in its cell and in the table."""
    with open_book(path) as book:
        found = book.read(as_of=AS_OF).customers.table.column(column)
        table = next(each.part for each in list_tables(book.package) if each.name == "Customers")
    new = change(found.header)
    plan = [SetCells("Customers", {(1, column_number(found.letter)): new})]
    edited(path, plan, target.with_name("cell.xlsx"))
    return rewritten(
        target.with_name("cell.xlsx"), target, table,
        lambda xml: xml.replace(f'name="{found.header}"'.encode(), f'name="{new}"'.encode(), 1),
    )  # fmt: skip


def test_a_computed_column_is_known_in_another_language_and_by_an_unknown_name_added_anew(
    demo: Path, tmp_path: Path
) -> None:
    spec = table_spec("Customers").column("icp_tier")
    assert spec is not None
    chinese = header_of(demo, "icp_tier", lambda _: spec.header("zh"), tmp_path / "zh.xlsx")
    out = tmp_path / "out.xlsx"
    score_workbook(chinese, OPTIONS, out=out)
    assert parts_of(out)["xl/workbook.xml"] is not None
    width = openpyxl.load_workbook(out)["Customers"].max_column
    assert width == openpyxl.load_workbook(demo)["Customers"].max_column
    unknown = header_of(demo, "icp_tier", lambda _: "Our own tier", tmp_path / "own.xlsx")
    score_workbook(unknown, OPTIONS, out=out)
    sheet = openpyxl.load_workbook(out)["Customers"]
    assert sheet.max_column == width + 1
    assert sheet.cell(1, width + 1).value == spec.header("en")


def test_a_computed_column_that_was_moved_is_filled_where_it_stands(demo: Path, tmp_path: Path) -> None:
    away = header_of(demo, "icp_score", lambda _: "old", tmp_path / "away.xlsx")
    source, out = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
    edited(away, [AddColumns("Customers", [NewColumn("foreign"), NewColumn("ICP score")])], source)
    score_workbook(source, OPTIONS, out=out)
    with open_book(out) as book:
        table = book.read(as_of=AS_OF).customers.table
        assert table.columns["icp_score"].letter == [each.letter for each in table.columns.values()][-1]
        assert all(as_text(value) for value in table.column("icp_score").cells())


def old_report(name: str = "bygone") -> PutSheet:
    table = ReportTable(f"rpt_{name}", 4, 1, ("a",), ([1],), ("int",))
    return PutSheet(ReportSheet(f"Rpt_{name.title()}", "t", tables=(table,), report=name))


def test_sheets_of_reports_that_are_no_more_are_removed(
    demo: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    source, out = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
    looks_alike = PutSheet(
        ReportSheet("Rpt_Mine", "t", tables=(ReportTable("rpt_mine", 4, 1, ("a",), ([1],), ("int",)),))
    )
    edited(demo, [old_report(), looks_alike, old_report("read")], source)
    edited(source, [SetCells("Settings", {(40, 9): "x"})], tmp_path / "x.xlsx")
    with open_package(tmp_path / "x.xlsx") as package:
        settings = next(sheet.part for sheet in package.sheets if sheet.name == "Settings")
    chained = rewritten(
        tmp_path / "x.xlsx", tmp_path / "y.xlsx", settings,
        lambda xml: re.sub(rb'<c r="I40"[^>]*>.*?</c>', b'<c r="I40"><f>SUM(rpt_read[a])</f><v>1</v></c>', xml),
    )  # fmt: skip
    with open_package(chained) as package:
        assert stale_reports(package) == StaleReports(("Rpt_Bygone",), ("Rpt_Read",))
    assert run(["report", str(chained), "-o", str(out), "--only", "purity", *DAY]) == 0
    said = capfdbinary.readouterr().out.decode()
    assert "removed Rpt_Bygone" in said
    assert "kept Rpt_Read" in said
    names = openpyxl.load_workbook(out).sheetnames
    assert {"Rpt_Mine", "Rpt_Read", "Rpt_Purity"} <= set(names)
    assert "Rpt_Bygone" not in names
    assert lint(out) == []


def test_reports_keep_their_mark_and_their_bytes(demo: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    report_workbook(demo, OPTIONS, out=first)
    report_workbook(first, OPTIONS, out=second)
    assert first.read_bytes() == second.read_bytes()
    with open_package(first) as package:
        assert stale_reports(package) == StaleReports()
    assert b'hidden="1">"purity"<' in parts_of(first)["xl/workbook.xml"]


def test_a_locked_structure_takes_no_new_sheets_unless_told(
    demo: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    small = tmp_path / "small.xlsx"
    edited(demo, [PutSheet(ReportSheet("Rpt_Purity", "only what is there"))], small)
    source = rewritten(small, tmp_path / "locked.xlsx", "xl/workbook.xml", lambda xml: re.sub(
        rb"(<workbookPr[^>]*/>)", rb'\1<workbookProtection lockStructure="1"/>', xml))  # fmt: skip
    edited(source, [PutSheet(ReportSheet("Rpt_Purity", "replaced"))], tmp_path / "o.xlsx")
    assert run(["score", str(source), "-o", str(tmp_path / "o.xlsx"), *DAY]) == 0
    edited(demo, [old_report()], small)
    source = rewritten(small, tmp_path / "locked.xlsx", "xl/workbook.xml", lambda xml: re.sub(
        rb"(<workbookPr[^>]*/>)", rb'\1<workbookProtection lockStructure="1"/>', xml))  # fmt: skip
    assert run(["report", str(source), "-o", str(tmp_path / "no.xlsx"), *DAY]) == 2
    assert b"its structure is protected" in capfdbinary.readouterr().err
    assert not (tmp_path / "no.xlsx").exists()
    assert run(["report", str(source), "-o", str(tmp_path / "o.xlsx"), "--allow-protected", *DAY]) == 0


def test_a_signed_workbook_is_written_only_when_told(
    demo: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    source, out = tmp_path / "signed.xlsx", tmp_path / "out.xlsx"
    with zipfile.ZipFile(demo) as old, zipfile.ZipFile(source, "w") as new:
        for info in old.infolist():
            new.writestr(info, old.read(info))
        new.writestr("_xmlsignatures/origin.sigs", b"")
    for command in ("score", "report", "fix", "mark"):
        assert run([command, str(source), "-o", str(out), *DAY]) == 2
        assert b"--drop-signature" in capfdbinary.readouterr().err
        assert not out.exists()
    assert run(["mark", str(source), "-o", str(out), "--drop-signature", *DAY]) == 0
    assert "_xmlsignatures/origin.sigs" not in parts_of(out)


def test_the_properties_list_the_sheets_that_there_are(demo: Path, tmp_path: Path) -> None:
    out, back = tmp_path / "out.xlsx", tmp_path / "back.xlsx"

    def listed(path: Path) -> tuple[list[str], list[str]]:
        xml = parts_of(path)["docProps/app.xml"].decode()
        titles = re.findall("<vt:lpstr>([^<]*)</vt:lpstr>", xml.split("<TitlesOfParts>")[1])
        counts = [int(each) for each in re.findall("<vt:i4>(.*?)</vt:i4>", xml)]
        assert f'size="{len(titles)}"' in xml.split("<TitlesOfParts>")[1]
        assert sum(counts) == len(titles)
        return titles[: counts[0]], titles[counts[0] :]

    edited(demo, [PutSheet(ReportSheet("A & B", "t"))], out)
    assert listed(out)[0] == [*listed(demo)[0], "A &amp; B"]
    assert listed(out)[0] == [each.replace("&", "&amp;") for each in openpyxl.load_workbook(out).sheetnames]
    edited(out, [RemoveSheet("A & B")], back)
    assert parts_of(back)["docProps/app.xml"] == parts_of(demo)["docProps/app.xml"]
    edited(demo, [RemoveSheet("Bands")], back)
    sheets, names = listed(back)
    assert "Bands" not in sheets
    assert not any(name.startswith("Bands!") for name in names)
