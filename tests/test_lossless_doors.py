"""Nothing that is not ours is lost: our tables put into real workbooks, then scored and reported in place.

The workbooks hold what programs love to lose: slicers, pivots, sparklines, charts of every age, shapes, form controls,
threaded comments, x14 rules, Power Query, OLE objects, dynamic arrays, macros, external links.
"""

import json
import re
import warnings
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
import python_calamine

from tests.books_made import parts_of
from tests.conftest import SHARED
from tests.doors import AS_OF, TEAM, call, is_one_clear_line
from tests.insertion import NotInsertableError, Sheets, insert_tables
from tests.package_lint import lint, local
from xltags.books.sheets import COMPUTED, table_spec
from xltags.books.shipped import shipped_tables
from xltags.books.template import columns_of, groups_of

Capsys = pytest.CaptureFixture[str]
OFTEN = ("004", "030", "034", "036", "064", "068", "072", "074", "078", "088", "096", "110", "116", "126")
REFUSED = {  # what the writer says it will not touch
    "058": "is digitally signed",
    "070": "is digitally signed",
    "122": "is digitally signed",
}
CORPUS = sorted(path.name for path in (SHARED / "corpus").glob("*.xl*")) or ["(../shared/corpus is not here)"]
NAMES = [
    pytest.param(name, marks=() if name[:3] in (*OFTEN, *REFUSED) else pytest.mark.slow, id=name) for name in CORPUS
]
UNREADABLE = (python_calamine.CalamineError, TypeError, KeyError, ValueError, AttributeError)
REPORTS = ("findings", "scores", "tiers", "customer_tags")


def our_sheets() -> Sheets:
    """The sheets of a small team: taxonomy, scorecard, customers; without the columns that xltags fills."""
    records = shipped_tables(profile="small", phase="growth", language="en", created_on=date(2026, 9, 1))
    records["Customers"] = list(TEAM)
    groups = groups_of(records["TagGroups"])
    sheets = {}
    for id in ("Settings", "TagGroups", "Tags", "Indicators", "Bands", "Tiers", "ChainRules", "Customers"):
        columns = [column for column in columns_of(table_spec(id), groups) if column.id not in COMPUTED]
        rows = [[row.get(column.id) for column in columns] for row in records[id]]
        sheets[id] = [column.header("en") for column in columns], rows
    return sheets


def prepared(shared: Path, tmp_path: Path, name: str) -> tuple[Path, dict[str, str]]:
    source = shared / "corpus" / name
    if not source.is_file():
        pytest.skip("../shared/corpus is not here")
    book = tmp_path / f"team{source.suffix}"
    try:
        return book, insert_tables(source, book, our_sheets())
    except (NotInsertableError, zipfile.BadZipFile) as reason:
        pytest.skip(f"our tables cannot be put in by hand: {reason}")


def allowed_to_change(parts: dict[str, bytes], ours: set[str]) -> set[str]:
    """Our own sheets and tables, and the lists of the package that an added sheet, style or text must enter."""
    shared = {"[Content_Types].xml", "docProps/app.xml"}
    shared |= {name for name in parts if re.fullmatch(r".*/(workbook|styles|sharedStrings)\d*\.xml", name)}
    shared |= {name for name in parts if re.fullmatch(r".*/_rels/workbook\d*\.xml\.rels", name)}
    return shared | ours


def elements_of(part: bytes, name: str) -> list[bytes]:
    """The children of an element of a part, as bytes, in order."""
    tree = ElementTree.fromstring(part)
    found = [tree] if local(tree) == name else [each for each in tree.iter() if local(each) == name]
    return [ElementTree.tostring(child) for each in found for child in each]


LISTS = {"sharedStrings": ("sst",), "styles": ("cellXfs", "fonts", "fills", "borders", "numFmts", "dxfs", "cellStyles"),
         "workbook": ("sheets",), "workbook.xml.rels": ("Relationships",)}  # fmt: skip


def assert_only_ours_changed(before: dict[str, bytes], after: dict[str, bytes], ours: set[str]) -> None:
    allowed = allowed_to_change(before, ours)
    gone = {name for name in before if name not in after}
    assert gone <= {"xl/calcChain.xml"}, gone
    changed = {name for name in before if name in after and before[name] != after[name]}
    assert changed <= allowed, sorted(changed - allowed)
    for name in changed - ours:  # what was in a list stays in it, in its place; new entries come behind
        for wanted in LISTS.get(
            re.sub(r"\d*\.xml$", "", name.rpartition("/")[2]), LISTS.get(name.rpartition("/")[2], ())
        ):
            old, new = elements_of(before[name], wanted), elements_of(after[name], wanted)
            assert new[: len(old)] == old, (name, wanted)


def calamine_values(path: Path) -> dict[str, list[list[object]]]:
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(path.read_bytes()))
    kinds = {it.name: it.typ for it in book.sheets_metadata}
    return {
        name: [list(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
        for name in book.sheet_names
        if kinds[name] == python_calamine.SheetTypeEnum.WorkSheet
    }


def openpyxl_values(path: Path) -> dict[str, list[list[object]]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path, data_only=True, keep_links=False)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}


def filled(rows: list[list[object]], headers: list[str]) -> list[dict[str, object]]:
    """Records by header, blank cells left out."""
    head = [str(cell) for cell in rows[0]]
    records = [dict(zip(head, row, strict=True)) for row in rows[1:]]
    return [{key: record[key] for key in headers if record[key] not in (None, "")} for record in records]


@pytest.mark.parametrize("name", NAMES)
def test_score_and_report_in_place_lose_nothing(
    shared: Path, tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    book, places = prepared(shared, tmp_path, name)
    monkeypatch.chdir(tmp_path)
    original, faults = book.read_bytes(), lint(book)
    base = parts_of(book)
    told = call(capsys, "score", book, "--json", "--as-of", AS_OF)
    ran = call(capsys, "score", book, "--in-place", "--as-of", AS_OF)
    if ran.code:
        assert is_one_clear_line(ran.err), ran.err
        assert REFUSED[name[:3]] in ran.err
        assert book.read_bytes() == original
        assert [path.name for path in tmp_path.iterdir()] == [book.name]
        return
    assert name[:3] not in REFUSED
    ours = {places["Customers"], places["Customers"].replace("worksheets", "tables")}
    scored = parts_of(book)
    assert_only_ours_changed(base, scored, ours)
    assert set(scored) <= set(base)
    assert_scored(book, base_values(tmp_path, original), told.out)
    assert_repeats(capsys, tmp_path, "score", book, original)
    middle = book.read_bytes()
    ran = call(capsys, "report", book, "--in-place", "--only", ",".join(REPORTS), "--as-of", AS_OF)
    assert (ran.code, ran.err) == (0, "")
    reported = parts_of(book)
    assert_only_ours_changed(scored, reported, set())
    assert_only_ours_changed(base, reported, ours)
    added = set(reported) - set(scored)
    assert len([each for each in added if each.startswith("xl/worksheets/sheet") or "/worksheets/" in each]) >= len(
        REPORTS
    )
    assert_repeats(capsys, tmp_path, "report --only " + ",".join(REPORTS), book, middle)
    assert set(lint(book)) <= set(faults)


def base_values(tmp_path: Path, original: bytes) -> Path:
    path = tmp_path / "original.xlsm"
    path.write_bytes(original)
    return path


def assert_scored(book: Path, original: Path, told: str) -> None:
    """Both readers see the input as it was, the other sheets as they were, and the scores that JSON tells."""
    customers = json.loads(told)["customers"]
    spec = table_spec("Customers")
    header = {column.id: column.header("en") for column in spec.columns}
    expected = [
        {header["icp_score"]: it["score"], header["icp_tier"]: it["tier"], header["icp_range"]: it["range"]}
        for it in customers
    ]
    seen = 0
    for values_of in (calamine_values, openpyxl_values):
        try:
            before = values_of(original)
        except UNREADABLE:  # neither can load every workbook that Excel can
            continue
        after = values_of(book)
        ours, theirs = after.pop("Customers"), before.pop("Customers")
        assert after == before
        headers = [str(cell) for cell in theirs[0]]
        assert filled(ours, headers) == filled(theirs, headers)
        assert filled(ours, list(expected[0])) == expected
        seen += 1
    assert seen


def assert_repeats(capsys: Capsys, tmp_path: Path, words: str, book: Path, original: bytes) -> None:
    """A backup equals what was there, and a second run changes no byte and keeps no second backup."""
    backups = sorted(tmp_path.glob("team.*.bak*"))
    assert original in [path.read_bytes() for path in backups]
    first = book.read_bytes()
    assert call(capsys, *words.split(), book, "--in-place", "--as-of", AS_OF).code == 0
    assert book.read_bytes() == first
    assert sorted(tmp_path.glob("team.*.bak*")) == backups


def test_the_comparison_can_fail(tmp_path: Path) -> None:
    before = {
        "xl/styles.xml": b"<styleSheet><cellXfs><xf/><xf id='1'/></cellXfs></styleSheet>",
        "xl/drawings/a.xml": b"<a/>",
    }
    with pytest.raises(AssertionError):
        assert_only_ours_changed(before, before | {"xl/drawings/a.xml": b"<a />"}, set())
    with pytest.raises(AssertionError):
        assert_only_ours_changed(before, {"xl/styles.xml": before["xl/styles.xml"]}, set())
    with pytest.raises(AssertionError):
        assert_only_ours_changed(
            before, before | {"xl/styles.xml": b"<styleSheet><cellXfs><xf id='1'/></cellXfs></styleSheet>"}, set()
        )
    grown = b"<styleSheet><cellXfs><xf/><xf id='1'/><xf id='2'/></cellXfs></styleSheet>"
    assert_only_ours_changed(before, before | {"xl/styles.xml": grown}, set())
