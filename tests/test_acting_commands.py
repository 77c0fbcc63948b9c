"""`xltags segment` and `xltags tag` from outside: lists, previews, what is written, and wrong calls."""

import csv
import json
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import openpyxl
import pytest
from openpyxl.worksheet.table import TableColumn

from tests.doors import AS_OF, Row, call, is_one_clear_line
from xltags.books.file import open_book
from xltags.books.shipped import Record, shipped_tables
from xltags.books.template import new_workbook
from xltags.core.values import Value

Capsys = pytest.CaptureFixture[str]
DAY = date(2026, 9, 30)
ROWS: tuple[Row, ...] = (
    {"customer_id": "001", "company": "Acme Ltd", "industry": "Manufacturing", "stage": "Won", "owner": "Li",
     "source": "Search ads", "employees": 120, "first_contact": date(2026, 9, 20)},
    {"customer_id": "002", "company": "=cmd|x", "industry": "Electronics", "stage": "Contacted", "owner": "An",
     "source": "Referral", "first_contact": date(2026, 1, 5)},
    {"customer_id": "003", "company": "河南机械", "industry": "Radio", "stage": "New lead", "source": "Search ads",
     "first_contact": date(2026, 9, 25)},
    {"customer_id": None, "company": "No id", "industry": "制造业", "stage": "New lead", "source": "Search ads"},
)  # fmt: skip
SEGMENTS: tuple[Row, ...] = (
    {"segment": "Makers", "include": "industry = Manufacturing", "exclude": "stage = Contacted",
     "action": "Plant visit.", "owner": "Li", "frequency": "monthly", "importance": "high"},
    {"segment": "Search/ads", "include": 'source = "Search ads"', "action": "Call"},
    {"segment": "Old", "include": "industri = Manufacturing"},
)  # fmt: skip
FOLLOW_UPS: tuple[Row, ...] = (
    {"date": date(2026, 9, 21), "customer_id": "001", "by": "Li", "note": "call", "next_action": "Send offer",
     "due_on": date(2026, 10, 2)},
)  # fmt: skip
CONTACTS: tuple[Row, ...] = (
    {"customer_id": "001", "name": "Ann", "position": "CEO", "chain_role": "ceo", "is_decider": "yes"},
    {"customer_id": "001", "name": "Bo", "position": "Buyer"},
    {"customer_id": "003", "name": "@Cy"},
)  # fmt: skip


@cache
def team() -> bytes:
    """The workbook that the tests work on."""
    path = Path(mkdtemp(), "team.xlsx")
    tables = {"Customers": ROWS, "Segments": SEGMENTS, "FollowUps": FOLLOW_UPS, "Contacts": CONTACTS}
    data: dict[str, list[Record]] = {name: [dict(row) for row in rows] for name, rows in tables.items()}
    shipped = shipped_tables(profile="standard", phase="growth", language="en", created_on=DAY)
    data["Tags"] = [
        *shipped["Tags"],
        {"group": "industry", "tag_id": "industry.old", "tag": "Typewriters", "status": "retired",
         "replaced_by": "Electronics"},
    ]  # fmt: skip
    new_workbook(path, profile="standard", language="en", created_on=DAY, data=data, formulas=False)
    return path.read_bytes()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test works in a folder of its own that holds `team.xlsx`."""
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "team.xlsx").write_bytes(team())
    return tmp_path


def column(path: str, table: str, id: str) -> list[Value | None]:
    """A column of a workbook as it is read again."""
    with open_book(Path(path)) as book:
        return list(book.read(as_of=DAY).table(table).column(id).cells())


def rows_of(path: str, table: str) -> list[dict[str, Value | None]]:
    """A table of a workbook as it is read again."""
    with open_book(Path(path)) as book:
        read = book.read(as_of=DAY).table(table)
    return [{id: cells.value(index) for id, cells in read.columns.items()} for index in range(len(read))]


# ---- segment


def test_the_overview_names_every_segment_and_what_is_wrong(capsys: Capsys) -> None:
    ran = call(capsys, "segment", "team.xlsx", "--as-of", AS_OF)
    assert (ran.code, ran.err) == (0, "")
    assert "Makers" in ran.out and "Plant visit." in ran.out
    assert "include, at character 1: 'industri' is neither" in ran.out
    ran = call(capsys, "segment", "team.xlsx", "--json", "--as-of", AS_OF)
    sizes = {it["segment"]: (it["customers"], it["due"], bool(it["problem"])) for it in json.loads(ran.out)["segments"]}
    assert sizes == {"Makers": (2, 1, False), "Search/ads": (3, 0, False), "Old": (0, 0, True)}


def test_a_segment_is_shown_with_its_action_and_what_it_shares(capsys: Capsys) -> None:
    ran = call(capsys, "segment", "team.xlsx", "makers", "--as-of", AS_OF)
    assert (ran.code, ran.err) == (0, "")
    assert "Makers  2 customers (50% of 4), 2 contacts" in ran.out
    assert "Plant visit; by Li; monthly" in ran.out and "Send offer" in ran.out
    assert "exclude takes out 1 customer\n" in ran.out
    assert "2 customers also in 'Search/ads'" in ran.out


def test_the_list_as_json(capsys: Capsys) -> None:
    found = json.loads(call(capsys, "segment", "team.xlsx", "Makers", "--json", "--as-of", AS_OF).out)
    assert (found["customers"], found["contacts"], found["excluded"]) == (2, 2, 1)
    assert found["overlap"] == [{"segment": "Search/ads", "customers": 2}]
    first = found["rows"][0]
    assert (first["customer_id"], first["name"], first["last_contact"], first["next_due"]) == (
        "001", "Ann", "2026-09-21", "2026-10-02",
    )  # fmt: skip


def test_the_list_as_csv_is_inert_and_keeps_ids(capsys: Capsys) -> None:
    ran = call(capsys, "segment", "team.xlsx", "Search/ads", "--export", "list.csv", "--as-of", AS_OF)
    assert (ran.code, ran.err) == (0, "") and "list.csv  wrote 4 rows, 3 customers" in ran.out
    with Path("list.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["customer_id"], row["name"]) for row in rows] == [
        ("001", "Ann"), ("001", "Bo"), ("003", "'@Cy"), ("", ""),
    ]  # fmt: skip


def test_the_list_on_a_sheet_that_is_replaced_the_next_time(capsys: Capsys) -> None:
    ran = call(capsys, "segment", "team.xlsx", "Search/ads", "-o", "out.xlsx", "--as-of", AS_OF)
    assert (ran.code, ran.err) == (0, "")
    [name] = [it for it in openpyxl.load_workbook("out.xlsx").sheetnames if it.startswith("Seg_")]
    assert len(name) <= 31 and name in ran.out
    again = call(capsys, "segment", "out.xlsx", "Search/ads", "--in-place", "--as-of", AS_OF)
    assert again.code == 0
    book = openpyxl.load_workbook("out.xlsx")
    assert [it for it in book.sheetnames if it.startswith("Seg_")] == [name]
    assert [cell.value for cell in book[name][5]][:3] == ["001", "Acme Ltd", "Ann"]
    assert call(capsys, "report", "out.xlsx", "--only", "segments", "--in-place", "--as-of", AS_OF).code == 0
    assert name in openpyxl.load_workbook("out.xlsx").sheetnames, "a report must not take the list for a stale one"


def test_a_sheet_of_someone_else_is_never_replaced(capsys: Capsys) -> None:
    book = openpyxl.load_workbook("team.xlsx")
    book.create_sheet("Seg_Makers")["A1"] = "mine"
    book.save("mine.xlsx")
    ran = call(capsys, "segment", "mine.xlsx", "Makers", "-o", "out.xlsx", "--as-of", AS_OF)
    assert ran.code == 2 and is_one_clear_line(ran.err)
    assert "has a sheet 'Seg_Makers' that xltags did not make; rename it first" in ran.err


def test_the_teams_own_columns_of_contacts_go_along(capsys: Capsys) -> None:
    book = openpyxl.load_workbook("team.xlsx")
    sheet = book["Contacts"]
    for cell, text in {"G1": "E-mail", "G2": "ann@acme.example", "G3": "bo@acme.example"}.items():
        sheet[cell] = text
    table = next(iter(sheet.tables.values()))
    table.ref = table.ref.replace("F", "G")
    table.tableColumns.append(TableColumn(id=99, name="E-mail"))
    book.save("mail.xlsx")
    found = json.loads(call(capsys, "segment", "mail.xlsx", "Makers", "--json", "--as-of", AS_OF).out)
    assert [row["E-mail"] for row in found["rows"]] == ["ann@acme.example", "bo@acme.example", None]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("segment team.xlsx Maker", "no segment is called 'Maker'; did you mean 'Makers'?"),
        ("segment team.xlsx Nothing", "the segments are 'Makers', 'Search/ads', 'Old'"),
        ("segment team.xlsx Old", "include of segment 'Old', at character 1: 'industri' is neither a tag group"),
        ("segment team.xlsx --export x.csv", "name the segment to list"),
        ("segment team.xlsx Makers --export nowhere/x.csv", "nowhere/x.csv: cannot be written"),
        ("segment team.xlsx Makers --export team.xlsx", "team.xlsx: would be lost under the text"),
        ("segment team.xlsx Makers -o team.xlsx", "is the workbook itself"),
        ("segment nope.xlsx", "nope.xlsx: there is no such file"),
    ],
)
def test_a_wrong_call_of_segment_ends_in_one_clear_line(capsys: Capsys, words: str, says: str) -> None:
    ran = call(capsys, *words.split(), "--as-of", AS_OF)
    assert (ran.code, ran.out) == (2, "")
    assert is_one_clear_line(ran.err) and says in ran.err, ran.err


def test_a_filter_is_explained_in_the_language_asked_for(capsys: Capsys) -> None:
    ran = call(capsys, "segment", "team.xlsx", "Old", "--lang", "zh")
    assert "第 1 个字符：“industri”既不是标签组" in ran.err
    assert call(capsys, "explain", "FLT001").code == 0


# ---- tag


def tag(capsys: Capsys, where: str, set: str, *words: object) -> tuple[int, str, str]:
    """What `xltags tag` gave."""
    ran = call(capsys, "tag", "team.xlsx", "--where", where, "--set", set, "--as-of", AS_OF, *words)
    return ran.code, ran.out, ran.err


def test_without_a_target_there_is_only_a_preview(capsys: Capsys) -> None:
    kept = Path("team.xlsx").read_bytes()
    code, out, err = tag(capsys, "customer_id is known", "industry=Electronics")
    assert (code, err) == (0, "")
    assert "3 customers meet the filter; 2 change, 1 stay as they are" in out
    assert "other values replaced: 2 (Manufacturing 1, Radio 1)" in out
    assert "team.xlsx  would tag 2 cells; --in-place or --out FILE does it" in out
    assert Path("team.xlsx").read_bytes() == kept
    code, out, _ = tag(capsys, "customer_id is known", "industry=Electronics", "--dry-run", "--in-place")
    assert code == 0 and "would tag 2 cells" in out and Path("team.xlsx").read_bytes() == kept


def test_tagging_writes_the_cells_and_their_history(capsys: Capsys) -> None:
    code, out, err = tag(
        capsys, "industry = 制造业 or industry contains radio", "所属行业=electronics", "--by", "Li", "-o", "out.xlsx"
    )
    assert (code, err) == (0, "")
    assert "out.xlsx  tagged 3 cells, 2 rows of history" in out
    assert "no history is kept for 1 customers without a customer_id" in out
    assert column("out.xlsx", "Customers", "industry") == ["Electronics"] * 4
    history = rows_of("out.xlsx", "FollowUps")[1:]
    names = ("date", "customer_id", "by", "group", "from_tag", "to_tag", "note")
    assert [tuple(row[name] for name in names) for row in history] == [
        (DAY, "001", "Li", "industry", "Manufacturing", "Electronics", None),
        (DAY, "003", "Li", "industry", None, "Electronics", None),
    ]
    assert column("team.xlsx", "Customers", "industry")[0] == "Manufacturing"


def test_tagging_twice_changes_nothing(capsys: Capsys) -> None:
    assert tag(capsys, "tier is known", "stage=Won", "--in-place")[0] == 0
    kept = Path("team.xlsx").read_bytes()
    code, out, _ = tag(capsys, "tier is known", "stage=Won", "--in-place")
    assert code == 0 and "nothing to change" in out and Path("team.xlsx").read_bytes() == kept


def test_tags_are_added_and_taken_out_of_cells_with_several(capsys: Capsys) -> None:
    two = "product_interest=Core product; Add-on module"
    assert tag(capsys, "employees > 100", two, "--in-place")[0] == 0
    assert tag(capsys, "tier is known", "product_interest=核心产品", "--add", "--in-place")[0] == 0
    assert column("team.xlsx", "Customers", "product_interest") == [
        "Core product; Add-on module", "Core product", "Core product", "Core product",
    ]  # fmt: skip
    assert tag(capsys, "tier is known", "product_interest=Core product", "--remove", "--in-place")[0] == 0
    assert column("team.xlsx", "Customers", "product_interest") == ["Add-on module", None, None, None]
    last = rows_of("team.xlsx", "FollowUps")[-3]
    assert (last["from_tag"], last["to_tag"]) == ("Core product; Add-on module", "Add-on module")


def test_the_preview_as_json(capsys: Capsys) -> None:
    code, out, _ = tag(capsys, "source = Search ads", "industry=Electronics", "--json")
    found = json.loads(out)
    assert code == 0 and found["written"] is False
    assert (found["matched"], found["changed"], found["history"]) == (3, 3, 2)
    assert found["before"] == {"Manufacturing": 2, "Radio": 1} and found["after"] == {"Electronics": 3}
    assert found["replaced"] == {"Manufacturing": 2, "Radio": 1}
    assert found["tag_issues"]["before"] > found["tag_issues"]["after"]
    assert sum(found["tiers"]["before"].values()) == sum(found["tiers"]["after"].values()) == 3
    assert found["changes"][1] == {"customer_id": "003", "from": "Radio", "to": "Electronics"}


def test_a_workbook_without_follow_ups_is_tagged_without_history(capsys: Capsys) -> None:
    book = openpyxl.load_workbook("team.xlsx")
    del book["FollowUps"]
    book.save("team.xlsx")
    code, out, err = tag(capsys, "customer_id = 001", "stage=Contacted", "-o", "out.xlsx")
    assert (code, err) == (0, "")
    assert "no history is kept: the workbook has no table FollowUps" in out and "0 rows of history" in out


@pytest.mark.parametrize(
    ("where", "set", "words", "says"),
    [
        ("industry = Manufacturng", "stage=Won", "", "--where, at character 12: 'Manufacturng' is no tag of Industry"),
        ("tier =", "stage=Won", "", "--where, at character 7: after '=' a value is missing"),
        ("tier = A", "stage", "", "--set 'stage' is no GROUP=TAG"),
        ("tier = A", "stge=Won", "", "'stge' is no tag group; did you mean 'stage'?"),
        ("tier = A", "employes=5", "", "'employes' is no tag group; the groups are industry"),
        ("tier = A", "employees=5", "", "'employees' is no tag group; the groups are industry"),
        ("tier = A", "industry=Electronic", "", "'Electronic' is no tag of industry; did you mean 'Electronics'?"),
        ("tier = A", "industry=Typewriters", "", "'Typewriters' of industry is retired; use 'Electronics'"),
        ("tier = A", "industry=Electronics", "--add", "industry: holds one value for a customer"),
        ("tier = A", "industry=Electronics; Manufacturing", "", "for a customer; name one tag"),
        ("tier = A", "stage=Won", "--add --remove", "--add and --remove exclude each other"),
        ("tier = A", "stage=Won", "-o x.csv", "x.csv: would hold a workbook"),
    ],
)  # fmt: skip
def test_a_wrong_call_of_tag_ends_in_one_clear_line(
    capsys: Capsys, where: str, set: str, words: str, says: str
) -> None:
    kept = Path("team.xlsx").read_bytes()
    code, out, err = tag(capsys, where, set, *words.split())
    assert (code, out) == (2, "")
    assert is_one_clear_line(err) and says in err, err
    assert Path("team.xlsx").read_bytes() == kept
