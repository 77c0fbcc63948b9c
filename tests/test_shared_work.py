"""What is worked out once and shared, within a workbook and from one to the next: never more than is the same."""

import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from tests.datasets import dataset
from tests.raw_workbooks import SHEET, STRINGS, STYLES, parts_of, string_table, style_sheet, write_parts
from tests.sheet_values import read_cells
from xltags.batch.checking import CheckResult
from xltags.books.file import open_book
from xltags.books.package import open_package
from xltags.books.raw import RawTable, raw_table
from xltags.books.read import dataset_from
from xltags.books.reading import known_sheets
from xltags.cli.app import COMMANDS, application
from xltags.cli.console import plain_text
from xltags.core.dataset import Dataset
from xltags.core.distinct import distinct
from xltags.core.finding import Finding
from xltags.core.once import once
from xltags.core.table import Table
from xltags.core.tag_usage import carriers
from xltags.render.as_text import results_view
from xltags.render.check_lines import results_text

ROWS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>1</v></c></row>'
    '<row r="3"><c r="A3" t="s"><v>2</v></c></row>'
)
FIRST = {(1, 1): "id", (1, 2): date(1900, 1, 1), (3, 1): "001"}


def read_with(folder: Path, **parts: str) -> dict[tuple[int, int], object]:
    """The cells of ROWS in a workbook with other parts than usual."""
    made = {**parts_of(ROWS), **{name: text.encode() for name, text in parts.items()}}
    return dict(read_cells(write_parts(folder / f"{len(list(folder.iterdir()))}.xlsx", made)).values)


ITEMS = ("<si><t>id</t></si>", "<si><t>tag</t></si>", "<si><t>001</t></si>")


@pytest.mark.parametrize(
    ("items", "texts"),
    [
        (ITEMS, ("id", "001")),
        (("<si><t>No</t></si>", *ITEMS[1:]), ("No", "001")),
        ((ITEMS[0], "<si><t>another tag</t></si>", ITEMS[2]), ("id", "001")),
        ((*ITEMS[:2], "<si><t>002</t></si>"), ("id", "002")),
        ((*ITEMS[:2], "<si><r><t>0</t></r><r><t>01</t></r></si>"), ("id", "001")),
        ((*ITEMS[:2], "<si><t>00</t><rPh><t>1</t></rPh></si>"), ("id", "00")),
        ((*ITEMS, "<si><t>new customer</t></si>"), ("id", "001")),
        (("<!-- 0 -->", *ITEMS), ("id", "001")),
    ],
)
def test_a_sheet_of_the_same_bytes_says_what_its_own_workbook_says(
    tmp_path: Path, items: tuple[str, ...], texts: tuple[str, str]
) -> None:
    for _ in range(2):
        assert read_with(tmp_path) == FIRST
        assert read_with(tmp_path, **{STRINGS: string_table("".join(items))}) == {
            **FIRST, (1, 1): texts[0], (3, 1): texts[1],
        }  # fmt: skip


def test_a_string_that_one_workbook_lacks_is_found_in_the_next(tmp_path: Path) -> None:
    short = string_table(ITEMS[0])
    assert str(read_with(tmp_path, **{STRINGS: short})[3, 1]) == "2"
    assert read_with(tmp_path) == FIRST
    assert str(read_with(tmp_path, **{STRINGS: short})[3, 1]) == "2"


def test_the_same_sheet_under_other_styles_or_another_calendar_is_read_anew(tmp_path: Path) -> None:
    assert read_with(tmp_path) == FIRST
    assert read_with(tmp_path, **{STYLES: style_sheet({164: "0.0"})})[1, 2] == 1
    mac = parts_of(ROWS, properties='<workbookPr date1904="1"/>')
    assert read_cells(write_parts(tmp_path / "mac.xlsx", mac)).values[1, 2] == date(1904, 1, 2)


def test_only_so_many_sheets_are_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_sheets, "MOST_SHEETS", 2)
    monkeypatch.setattr(known_sheets, "_known", type(known_sheets._known)())
    for number in range(5):
        read_with(tmp_path, **{SHEET: parts_of(ROWS.replace("<v>1</v>", f"<v>{number}</v>"))[SHEET].decode()})
    assert len(known_sheets._known) == 2


def test_a_sheet_under_a_table_of_another_range_is_cut_anew(tmp_path: Path) -> None:
    for number, last in enumerate((3, 5, 3)):
        with xlsxwriter.Workbook(str(tmp_path / f"{number}.xlsx")) as workbook:
            sheet = workbook.add_worksheet("Customers")
            sheet.write_column("A1", ["customer_id", "C1", "C2", "C3", "C4"])
            sheet.add_table(f"A1:A{last}", {"name": "tblCustomers", "columns": [{"header": "customer_id"}]})
        with open_book(tmp_path / f"{number}.xlsx") as book:
            (raw,) = book.read_tables()
        assert list(raw.columns[0].cells()) == ["C1", "C2", "C3", "C4"][: last - 1]


def test_a_table_is_read_anew_where_headers_mean_something_else() -> None:
    team = raw_table("Settings", ("key", "value"), [("alias.Contacts.customer_id", "Number")])
    contacts = raw_table("Contacts", ("Number", "name"), [("C1", "An")], excel_table="tblContacts")

    def read(*raws: RawTable) -> Table:
        return dataset_from(raws, as_of=date(2026, 1, 1)).table("Contacts")

    for _ in range(2):
        assert [list(read(*raws).columns) for raws in ([contacts], [team, contacts])] == [
            ["Number", "name"], ["customer_id", "name"],
        ]  # fmt: skip
    assert read(team, contacts) is read(team, contacts)


def test_one_workbook_part_lists_the_sheets_of_each_workbook(tmp_path: Path) -> None:
    usual, links = parts_of(ROWS), "xl/_rels/workbook.xml.rels"
    moved = {**usual, links: usual[links].replace(b"sheet1.xml", b"sheet2.xml")}
    moved[SHEET.replace("1", "2")] = moved.pop(SHEET)
    for number, parts in enumerate((usual, moved, usual)):
        with open_package(write_parts(tmp_path / f"{number}.xlsx", parts)) as package:
            assert package.sheets[0].part in parts


# ---- within a dataset


def test_what_is_made_once_is_made_anew_for_a_changed_dataset() -> None:
    asked: list[date] = []

    @once
    def day(data: Dataset) -> date:
        asked.append(data.as_of)
        return data.as_of

    data = dataset(Tags={"group": "industry", "tag": ["Retail"]})
    later = replace(data, as_of=date(2030, 1, 1))
    assert (day(data), day(data), day(later), day(data)) == (data.as_of, data.as_of, later.as_of, data.as_of)
    assert asked == [data.as_of, later.as_of]


def test_workbooks_that_differ_in_one_tag_share_the_others_and_count_their_own() -> None:
    def of(tags: list[str], carried: list[str | None]) -> Dataset:
        groups = ["industry"] * len(tags)
        return dataset(Tags={"group": groups, "tag": tags}, Customers={"industry": carried})

    one = of(["Retail", "Steel"], ["Retail", "Steel", "Steel"])
    other = of(["Retail", "Paper"], ["Retail", "Steel", "Paper"])
    assert one.model.taxonomy.tags[0] is other.model.taxonomy.tags[0]
    assert [own for own, _ in carriers(one)] == [1, 2]
    assert [own for own, _ in carriers(other)] == [1, 1]
    found = [other.index.find("industry", text) for text in ("paper", "steel")]
    assert [it and it.label for it in found] == ["Paper", None]


@given(st.lists(st.integers(-5, 5)))
def test_distinct_is_numpys_unique(numbers: list[int]) -> None:
    array = np.array(numbers, dtype=np.int64)
    assert distinct(array).tolist() == np.unique(array).tolist()


# ---- at the start of a command


def test_only_the_command_that_is_called_is_loaded() -> None:
    assert [it.name for it in application("check").registered_commands] == ["check"]
    every = application("chekc")
    assert len(every.registered_commands) + len(every.registered_groups) == sum(map(len, COMMANDS.values()))


texts = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ["客户!A1", "Khách", "a  ", "️️⚠️", "e\u0301"]
)
findings = st.lists(
    st.builds(
        Finding,
        code=st.sampled_from(["TAG001", "CUS002", "GOV003"]),
        severity=st.sampled_from(["error", "warning", "note"]),
        sheet=texts,
        cell=st.sampled_from(["", "A1", "XFD1048576"]),
        column=st.just(""),
        value=st.just(""),
        message=texts,
        suggestion=st.just(""),
    ),
    max_size=12,
)
read = st.builds(
    lambda path, found, hidden: CheckResult(path, "findings" if found else "clean", tuple(found), hidden=hidden),
    texts,
    findings,
    st.sampled_from([0, 1200]),
)
unreadable = st.builds(
    lambda path, why: CheckResult(path, "unreadable", error=f"{path}: {why}", code="LIM001"), texts, texts
)


@given(st.lists(read | unreadable, max_size=3), st.sampled_from([None, 0, 2]))
def test_the_quick_lines_are_those_of_the_view(found: list[CheckResult], shown: int | None) -> None:
    quick = results_text(found, shown=shown)
    assert quick is None or quick == plain_text(results_view(found, shown=shown))


def test_nearly_every_result_takes_the_quick_lines() -> None:
    for message in ("“x”不是标签", "'C0164\u00a0' has spaces", "Ｇｏｏｇｌｅ\u3000Ads", "\u200bAds"):
        finding = Finding("TAG001", "error", "客户", "F17", "行业", "x", message, "")
        assert results_text([CheckResult("a.xlsx", "findings", (finding,))]) is not None


def test_the_places_of_a_frequent_rule_are_not_measured_again_for_each_line() -> None:
    found = tuple(Finding("TAG001", "error", "客户", f"F{row}", "行业", "x", "no tag", "") for row in range(20_000))
    started = time.perf_counter()
    text = results_text([CheckResult("a.xlsx", "findings", found)], shown=None)
    assert text is not None and text.count("no tag") == 20_000
    assert time.perf_counter() - started < 3
