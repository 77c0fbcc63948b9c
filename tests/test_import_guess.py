"""The guessed map: headers of usual systems in three languages, values, types; and what it writes."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltags.batch.importing import import_into, write_guess
from xltags.books.file import open_book
from xltags.books.importing.guess import guess_map
from xltags.books.importing.guess_text import map_text, quoted
from xltags.books.importing.guessed import MapGuess
from xltags.books.importing.map import parse_map, read_map
from xltags.books.sheets import table_spec
from xltags.books.template import new_workbook
from xltags.core.dataset import Dataset
from xltags.core.errors import XltagsError
from xltags.core.shipped_rows import shipped_rows

DAY = date(2026, 5, 31)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("guess") / "team.xlsx"
    new_workbook(path)
    return path


@pytest.fixture(scope="module")
def dataset(book: Path) -> Dataset:
    with open_book(book) as opened:
        return opened.read(as_of=DAY)


def guess(dataset: Dataset, folder: Path, text: str) -> MapGuess:
    (folder / "a.csv").write_text(text, "utf-8")
    return guess_map(dataset, [folder / "a.csv"])


EXPORTS = {
    "hubspot": (
        "Record ID,Company name,Create Date,Company owner,Industry,Original Traffic Source,Lifecycle Stage,"
        "Number of Employees,Annual Revenue\n1,Acme,2026-05-01,Ann,Retail,Direct,lead,12,1000\n",
        {"customer_id": "Record ID", "company": "Company name", "first_contact": "Create Date",
         "owner": "Company owner", "industry": "Industry", "source": "Original Traffic Source",
         "stage": "Lifecycle Stage", "employees": "Number of Employees", "annual_revenue": "Annual Revenue"},
    ),
    "salesforce": (
        "Lead ID,Company / Account,Title,Lead Source,Rating,Lead Owner,Created Date,State/Province,City\n"
        "00Q1,Acme,CEO,Web,Hot,Ann,2026-05-01,Hanoi,Hanoi\n",
        {"customer_id": "Lead ID", "position": "Title", "source": "Lead Source", "customer_level": "Rating",
         "owner": "Lead Owner", "first_contact": "Created Date", "province": "State/Province", "city": "City"},
    ),
    "zoho": (
        "Record Id,Account Name,Lead Source,Lead Status,Created Time,No. of Employees\n"
        "z1,Acme,Web,New,2026-05-01 10:00:00,5\n",
        {"customer_id": "Record Id", "company": "Account Name", "source": "Lead Source", "stage": "Lead Status",
         "first_contact": "Created Time", "employees": "No. of Employees"},
    ),
    "pipedrive": (
        "Deal - ID,Deal - Organization,Deal - Value,Deal - Stage,Deal - Won time,Deal - Lost time,Deal - Deal created\n"
        "7,Acme,100,Won,2026-05-02 10:00:00,,2026-05-01 09:00:00\n"
        "8,B,5,Lost,,2026-05-02 10:00:00,2026-05-01 09:00:00\n",
        {"customer_id": "Deal - ID", "company": "Deal - Organization", "deal_value": "Deal - Value",
         "stage": "Deal - Stage", "won_on": "Deal - Won time", "lost_on": "Deal - Lost time",
         "first_contact": "Deal - Deal created"},
    ),
    "fxiaoke": (
        "客户编号,客户名称,客户级别,客户来源,所属行业,负责人,创建时间,成交金额\n"
        "K1,北京华信,重要,百度推广,制造业,王芳,2026-05-01 10:00,1000\n",
        {"customer_id": "客户编号", "company": "客户名称", "customer_level": "客户级别", "source": "客户来源",
         "industry": "所属行业", "owner": "负责人", "first_contact": "创建时间", "deal_value": "成交金额"},
    ),
    "wecom": (
        "外部联系人ID,所在企业,添加时间,添加人,添加渠道,备注\nwm1,上海宏图,2026-05-01,李雷,扫码,x\n",
        {"customer_id": "外部联系人ID", "company": "所在企业", "first_contact": "添加时间", "owner": "添加人",
         "source": "添加渠道", "notes": "备注"},
    ),
    "vietnamese": (
        "Mã KH;Tên khách hàng;Ngày tạo;Nguồn;Nhân viên kinh doanh;Doanh thu;Tỉnh/Thành phố\n"
        "KH1;Công ty A;31/05/2026;Zalo;Lan;1.200.000;Hà Nội\n",
        {"customer_id": "Mã KH", "company": "Tên khách hàng", "first_contact": "Ngày tạo", "source": "Nguồn",
         "owner": "Nhân viên kinh doanh", "annual_revenue": "Doanh thu", "province": "Tỉnh/Thành phố"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EXPORTS)
def test_usual_exports_are_recognised(dataset: Dataset, tmp_path: Path, name: str) -> None:
    text, wanted = EXPORTS[name]
    source = guess(dataset, tmp_path, text).sources[0]
    found = {column.column_id: column.header for column in source.columns}
    assert {id: found.get(id) for id in wanted} == wanted
    assert source.table == "Customers" and source.lack() == ""


@pytest.mark.parametrize(
    ("text", "table", "columns"),
    [
        ("month,channel,cost\n2026-05,Referral,100\n", "Spend", {"month", "source", "amount"}),
        ("Account ID,Contact Name,Job Title,Decision maker\n1,Ann,CEO,yes\n", "Contacts",
         {"customer_id", "name", "position", "is_decider"}),
        ("客户ID,跟进时间,跟进人,跟进方式,跟进内容\n1,2026-05-01,王芳,电话,已报价\n", "FollowUps",
         {"customer_id", "date", "by", "channel", "note"}),
    ],
)  # fmt: skip
def test_the_table_is_the_one_that_has_the_columns(
    dataset: Dataset, tmp_path: Path, text: str, table: str, columns: set[str]
) -> None:
    source = guess(dataset, tmp_path, text).sources[0]
    assert (source.table, {column.column_id for column in source.columns}) == (table, columns)


def test_values_tell_a_group_and_uniqueness_the_key(dataset: Dataset, tmp_path: Path) -> None:
    text = "Ref no,Feld A,Feld B\nX1,Manufacturing,a\nX2,Electronics,b\nX3,Retail and wholesale,c\n"
    source = guess(dataset, tmp_path, text).sources[0]
    assert {column.column_id: column.header for column in source.columns}["customer_id"] == "Ref no"
    labels = [tag.tag for tag in dataset.model.taxonomy.tags_of("industry")][:4]
    source = guess(
        dataset, tmp_path, "Ref no,Feld A\n" + "".join(f"{n},{label}\n" for n, label in enumerate(labels))
    ).sources[0]
    assert {column.column_id: column.header for column in source.columns}["industry"] == "Feld A"


def test_one_date_for_won_and_lost_is_told_by_the_stage(dataset: Dataset, tmp_path: Path) -> None:
    text = "Deal ID,Stage,Close Date\n1,Closed Won,2026-05-01\n2,Closed Lost,2026-05-02\n"
    columns = guess(dataset, tmp_path, text).wanted.source[0].columns
    assert columns["won_on"].where == {"Stage": ("Closed Won",)} and columns["lost_on"].sources == ("Close Date",)


def test_a_date_column_must_hold_dates(dataset: Dataset, tmp_path: Path) -> None:
    found = guess(dataset, tmp_path, "id,Created,Employees\n1,Ann,many\n2,Bob,few\n").sources[0]
    assert {column.column_id for column in found.columns} == {"customer_id"}


def test_numbers_that_may_be_read_in_two_ways_are_numbers(dataset: Dataset, tmp_path: Path) -> None:
    found = guess(dataset, tmp_path, "id;Employees;Deal value\n1;1.250;2.000\n2;80;3.000\n")
    assert {"employees", "deal_value"} <= {column.column_id for column in found.sources[0].columns}
    assert '# decimal = ","   if 1.250 has thousands' in map_text(found) and parse_map(map_text(found))


def test_a_file_without_records_is_known_by_its_headers(dataset: Dataset, tmp_path: Path) -> None:
    found = guess(dataset, tmp_path, "customer_id,Company,Employees,Won on,Other\n").sources[0]
    assert [column.column_id for column in found.columns] == ["customer_id", "company", "employees", "won_on"]
    assert found.lack() == ""


def test_the_sheet_behind_the_cover_is_found(dataset: Dataset, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.create_sheet("Staff").append(["Person", "Department", "Role"])
    book["Staff"].append(["Ann", "Sales", "sdr"])
    book.create_sheet("Products").append(["Product ID", "Origin"])
    for row in (["1", "Referral"], ["2", "Trade show"]):
        book["Products"].append(row)
    book.create_sheet("Deals").append(["customer_id", "Company"])
    book["Deals"].append(["007", "Acme"])
    book.worksheets[0].append(["Deals of May"])
    book.worksheets[0].append(["made by Ann"])
    book.save(tmp_path / "a.xlsx")
    found = guess_map(dataset, [tmp_path / "a.xlsx"])
    assert found.wanted.source[0].sheet == "Deals" and found.wanted.source[0].table == "Customers"
    assert parse_map(map_text(found)) == found.wanted
    del book["Deals"], book["Staff"]
    book.save(tmp_path / "a.xlsx")
    assert guess_map(dataset, [tmp_path / "a.xlsx"]).sources[0].lack(), "an id of something else is no customer's"


def test_an_incomplete_guess_stops_in_one_line(book: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("foo,bar\nx,y\nx,z\n", "utf-8")
    with pytest.raises(XltagsError, match="write the map with --write-map") as stop:
        import_into(book, [tmp_path / "a.csv"], None, as_of=DAY, out=tmp_path / "out.xlsx")
    assert stop.value.code == "MAP009" and not (tmp_path / "out.xlsx").exists()


@pytest.mark.parametrize("name", EXPORTS)
def test_a_written_map_says_what_was_guessed(dataset: Dataset, tmp_path: Path, name: str) -> None:
    found = guess(dataset, tmp_path, EXPORTS[name][0])
    assert parse_map(map_text(found)) == found.wanted


def test_a_written_map_gives_the_same_import(book: Path, tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text(EXPORTS["vietnamese"][0], "utf-8")
    write_guess(book, [source], tmp_path / "map.toml", as_of=DAY)
    for number, wanted in enumerate((None, read_map(tmp_path / "map.toml"))):
        import_into(book, [source], wanted, as_of=DAY, out=tmp_path / f"{number}.xlsx")
    assert (tmp_path / "0.xlsx").read_bytes() == (tmp_path / "1.xlsx").read_bytes()


def test_left_headers_placeholders_and_doubtful_dates_are_comments(dataset: Dataset, tmp_path: Path) -> None:
    text = map_text(guess(dataset, tmp_path, 'id,Created,Extra\n1,03/04/2026,Select\n2,04/05/2026,"a\nb"\n'))
    assert '# missing = ["Select"]' in text and '#   "Extra"   "Select", "a\\nb"' in text
    assert '# dates = "%d-%m-%Y"' in text and parse_map(text)


@given(st.text())
def test_any_text_survives_in_a_map(text: str) -> None:
    import tomllib

    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return
    assert tomllib.loads(f"x = {quoted(text)}") == {"x": text}


def test_the_usual_headers_lead_to_columns_that_exist(dataset: Dataset) -> None:
    groups = {group.group for group in dataset.model.taxonomy.groups}
    for row in shipped_rows("import_headers.csv"):
        spec = table_spec(row["table"]).column(row["column_id"])
        assert (spec is not None and spec.filled_by == "person") or row["column_id"] in groups, row
