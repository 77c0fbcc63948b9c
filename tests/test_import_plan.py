"""What an import does to a workbook: upsert, tags and groups, rejected rows; and its laws."""

import csv
import random
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltags.batch.importing import import_into
from xltags.books.edits import AppendRows, FillColumns
from xltags.books.file import open_book
from xltags.books.importing.edits import tag_edits
from xltags.books.importing.map import parse_map
from xltags.books.importing.report import ImportReport
from xltags.books.importing.rows import Rows
from xltags.books.importing.tags import new_labels
from xltags.books.importing.values import Cells
from xltags.books.sheets import table_spec
from xltags.books.template import new_workbook
from xltags.core.dataset import Dataset
from xltags.core.errors import XltagsError
from xltags.core.lookup import LookupEntry, TagIndex
from xltags.core.spec import ColumnSpec
from xltags.core.table import make_column, make_table
from xltags.core.values import Value

DAY = date(2026, 5, 31)


class Team:
    """A new workbook and imports into it."""

    def __init__(self, folder: Path, **options: object) -> None:
        self.folder = folder
        self.book = folder / "team.xlsx"
        new_workbook(self.book, profile="small", **options)  # type: ignore[arg-type]  # test data

    def load(self, text: str, map_text: str, name: str = "a.csv", table: str = "Customers") -> ImportReport:
        (self.folder / name).write_bytes(text.encode("utf-8"))
        if "[[source]]" not in map_text:
            key = 'key = "customer_id"\n' if table == "Customers" else ""
            map_text = f'[[source]]\nfile = "{name}"\ntable = "{table}"\n{key}[source.columns]\n{map_text}'
        return import_into(self.book, [self.folder / name], parse_map(map_text), as_of=DAY, out=None)

    def read(self) -> Dataset:
        with open_book(self.book) as book:
            return book.read(as_of=DAY)

    def cells(self, *ids: str, table: str = "Customers") -> list[tuple[Value | None, ...]]:
        return list(self.read().table(table).records(ids))


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return Team(tmp_path)


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    source = report.sources[0]
    assert source.read == source.added + source.updated + source.unchanged + source.rejected
    return source.added, source.updated, source.unchanged, source.rejected


BASIC = 'customer_id = "id"\ncompany = "name"\nemployees = "size"\n'


def test_known_rows_are_completed_and_never_erased(team: Team) -> None:
    assert counts(team.load("id,name,size\n007,Acme,\n08,Beta,5\n", BASIC)) == (2, 0, 0, 0)
    assert counts(team.load("id,name,size\n007,,12\n08,Beta,5\n9,New,\n", BASIC)) == (1, 1, 1, 0)
    assert team.cells("customer_id", "company", "employees") == [
        ("007", "Acme", 12),
        ("08", "Beta", 5),
        ("9", "New", None),
    ]


def test_importing_twice_changes_nothing_not_even_a_byte(team: Team) -> None:
    text = 'id,name,size,day\n1, spaced  name ,"1,200",2018-02-26 19:58:54\n2,=1+2,x,\n3,"two\r\nlines",7,2026-05-31\n'
    maps = BASIC + 'first_contact = "day"\n'
    assert team.load(text, maps).sources[0].kept_as_text == {"employees": 1}
    before = team.book.read_bytes()
    again = team.load(text, maps)
    assert counts(again) == (0, 0, 3, 0) and again.out == "" and team.book.read_bytes() == before
    assert team.cells("company")[0] == (" spaced  name ",)


def test_a_later_source_of_one_import_completes_and_wins(team: Team, tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("id,status,won\n1,accepted,2026-05-01\n", "utf-8")
    (tmp_path / "a.csv").write_text("id,status\n1,mql\n2,mql\n", "utf-8")
    wanted = parse_map(
        '[[source]]\nfile = "a.csv"\ntable = "Customers"\nkey = "customer_id"\n'
        'columns = { customer_id = "id", sales_status = "status" }\n'
        '[[source]]\nfile = "b*.csv"\ntable = "Customers"\nkey = "customer_id"\n'
        'columns = { customer_id = "id", sales_status = "status", won_on = "won" }\n'
    )
    for expected in ([(2, 0), (0, 1)], [(0, 0), (0, 0)]):
        report = import_into(team.book, [tmp_path / "b.csv", tmp_path / "a.csv"], wanted, as_of=DAY, out=None)
        assert [(it.added, it.updated) for it in report.sources] == expected
    assert team.cells("sales_status", "won_on") == [("accepted", date(2026, 5, 1)), ("mql", None)]


def test_without_a_key_a_row_is_known_by_all_its_columns(team: Team) -> None:
    text = "month,channel,cost\n2026-05,Referral,100\n2026-05,Referral,120\n2026-05,Referral,100\n"
    maps = 'month = "month"\nsource = "channel"\namount = "cost"\n'
    assert counts(team.load(text, maps, table="Spend")) == (2, 0, 1, 0)
    assert counts(team.load(text, maps, table="Spend")) == (0, 0, 3, 0)
    assert team.cells("month", "amount", table="Spend") == [(date(2026, 5, 1), 100), (date(2026, 5, 1), 120)]


TOTAL_MAP = 'customer_id = "id"\nemployees = "staff"\ndeal_value = "deal"\nnotes = "note"\n'
ABOVE = "id,staff,deal,note\nA,10,100.50,x\nB,20,200,y\nC,,,z\n"
# How an export ends: its last row, and whether that is a total.
LAST_ROWS = {
    "a total": ("Total,30,300.50,", True),
    "in capitals, with a colon": ("GRAND TOTAL:,30,,", True),
    "as Excel writes numbers": ('Sum,30,"$300.50",-', True),
    "in Chinese": ("合計,30,300.5,", True),
    "in full width": ("总计：,30,300.50,", True),
    "in Vietnamese": ("Tổng cộng,30,300.50,", True),
    "a sum and an average": ("Total,30,150.25,", True),
    "a sum and a count": ("Total,30,2,", True),
    "a customer with more in its name": ("Total Energies,30,300.50,", False),
    "a customer who is called Total": ("Total,2500,99,", False),
    "one of whose numbers happens to be the sum": ("Total,30,7,", False),
    "of whom nothing is known": ("Total,,,", False),
    "of whom somebody took a note": ("Total,30,300.50,call back", False),
    "with the average only": ("Total,15,,", False),
}


@pytest.mark.parametrize(("last", "total"), LAST_ROWS.values(), ids=list(LAST_ROWS))
def test_the_total_of_an_export_is_no_customer(team: Team, last: str, total: bool) -> None:
    report = team.load(f"{ABOVE}{last}\n", TOTAL_MAP)
    assert counts(report) == (4 - total, 0, 0, int(total))
    assert [(it.row, it.reason) for it in report.rejected_rows] == [
        (5, "a total of the rows above, no record of its own")
    ] * total
    if total:
        kept = Path(report.rejected_file).read_text("utf-8-sig")
        assert last.partition(",")[0] in kept and "30" in kept
    assert counts(team.load(f"{ABOVE}{last}\n", TOTAL_MAP)) == (0, 0, 4 - total, int(total))


def test_a_total_is_known_in_the_notation_of_its_export(team: Team) -> None:
    text = 'id,deal\nA,"1.200"\nB,"2.300"\nTotal,"3.500"\n'
    assert counts(team.load(text, 'customer_id = "id"\ndeal_value = "deal"\n')) == (2, 0, 0, 1)


@pytest.mark.parametrize("text", ["id,staff\nTotal,30\nA,10\nB,20\n", "id,staff\nA,30\nTotal,30\n"])
def test_a_total_stands_last_and_adds_something_up(team: Team, text: str) -> None:
    report = team.load(text, 'customer_id = "id"\nemployees = "staff"\n')
    assert report.rejected_rows == ()


def test_rejected_rows_are_kept_with_reason_place_and_all_cells(team: Team) -> None:
    maps = (
        '[[source]]\nfile = "a.csv"\ntable = "Customers"\nkey = "customer_id"\ndates = "%d-%m-%Y"\n[source.columns]\n'
        'customer_id = "id"\ncompany = "name"\nfirst_contact = "day"\n'
    )
    text = (
        "id,name,day,more\n1,Acme,01-02-2026,x\n,Nobody,,y\n3,Beta,2026-02-01,z\n4,One,,\n4,Other,,\n5,A,,x,surplus\n\n"
    )
    report = team.load(text, maps)
    assert counts(report) == (1, 0, 0, 5) and report.sources[0].blank_rows == 1
    with Path(report.rejected_file).open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert report.rejected_file == f"{team.book}.rejected.csv"
    assert [(row["row"], row["reason"]) for row in rows] == [
        ("3", "the key is blank (customer_id)"),
        ("4", "first_contact: '2026-02-01' is no date of the form %d-%m-%Y"),
        ("5", "2 rows have the key '4' but differ in company"),
        ("6", "2 rows have the key '4' but differ in company"),
        ("7", "has 1 cells more than the header"),
    ]
    assert (rows[1]["source"], rows[1]["name"], rows[1]["more"], rows[4]["(extra)"]) == (
        "a.csv",
        "Beta",
        "z",
        "surplus",
    )


def test_rows_of_one_key_that_agree_complete_each_other(team: Team) -> None:
    assert counts(team.load("id,name,size\n1,Acme,\n1,,7\n1,Acme,\n", BASIC)) == (1, 1, 1, 0)
    assert team.cells("company", "employees") == [("Acme", 7)]


def test_none_na_and_long_numbers_stay_text(team: Team) -> None:
    text = "id,name\n00123,None\n123456789012345678,NA\n1E5,null\n1-2,#N/A\n"
    team.load(text, 'customer_id = "id"\ncompany = "name"\n')
    assert team.cells("customer_id", "company") == [
        ("00123", "None"), ("123456789012345678", "NA"), ("1E5", "null"), ("1-2", "#N/A"),
    ]  # fmt: skip


GROUPS = """
[[group]]
group = "channel"
family = "source"
add_tags = true
[[group]]
group = "likes"
values = "many"
add_tags = true
[[source]]
file = "a.csv"
table = "Customers"
key = "customer_id"
missing = ["Select"]
[source.columns]
customer_id = "id"
channel = "from"
likes = "likes"
source = "from"
"""
LEADS = "id,from,likes\n1,Google,\n2,google,cat; dog\n3,Google,cat\n4,unknown,Select\n5,,bird\n6,Select,\n7,Referral,\n"


@pytest.mark.parametrize("language", ["en", "zh", "vi"])
def test_groups_and_tags_are_added_in_any_language(tmp_path: Path, language: str) -> None:
    team = Team(tmp_path, language=language)
    report = team.load(LEADS, GROUPS)
    assert report.groups_added == ("channel", "likes") and report.columns_added == ("channel", "likes")
    assert report.tags_added == {"channel": ("Google", "unknown", "Referral"), "likes": ("cat", "dog", "bird")}
    unknown = report.unknown_tags["source"]
    assert (unknown.values, unknown.cells, unknown.examples) == (3, 4, ("Google", "google", "unknown"))
    dataset = team.read()
    channel = dataset.customers.tags["channel"]
    assert [matches[0].tag.tag if matches[0].tag else None for matches in channel.matches] == [
        "Google", "Google", "unknown", "Referral",
    ]  # fmt: skip
    assert list(channel.column.cells()) == ["Google", "google", "Google", "unknown", None, None, "Referral"]
    tag = dataset.model.taxonomy.tags_of("channel")[1]
    assert (tag.id, tag.origin, tag.status, tag.created_on) == ("channel.unknown", "custom", "active", DAY)
    group = dataset.model.taxonomy.group("likes")
    assert group is not None and group.many and group.status == "active"
    assert counts(team.load(LEADS, GROUPS)) == (0, 0, 7, 0)


def test_tags_of_a_group_stay_together_and_retired_ones_last(team: Team) -> None:
    maps = '[[group]]\ngroup = "source"\nadd_tags = true\n' + GROUPS[GROUPS.index("[[source]]") :]
    maps = maps.replace('channel = "from"\nlikes = "likes"\n', "")
    before = team.cells("group", "tag_id", "tag", "definition", table="Tags")
    report = team.load(LEADS, maps)
    after = team.cells("group", "tag_id", "tag", "definition", table="Tags")
    assert report.tags_added == {"source": ("Google", "unknown")} and not report.groups_added
    assert [row for row in after if row[2] not in ("Google", "unknown")] == before
    places = [place for place, row in enumerate(after) if row[0] == "source"]
    assert places == list(range(places[0], places[-1] + 1)) and after[places[-1]][2] == "unknown"


def test_new_tags_stand_before_retired_ones_and_ids_stay_unique() -> None:
    table = make_table(
        "Tags",
        {"group": ["a", "a", "b"], "tag_id": ["a.x", "a.old", "b.y"], "status": ["active", "retired", "active"]},
    )
    edits = tag_edits(table, {"a": [{"group": "a", "tag_id": "a.new", "status": "active"}]}, language="en")
    fill, append = edits
    assert isinstance(fill, FillColumns) and list(fill.columns[2]) == ["a.new", "a.old"]
    assert isinstance(append, AppendRows) and append.rows == [("b", "b.y", "active")]


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ({"google": 1, "Google": 2}, ["Google"]), ({"google": 2, "Google": 2}, ["google"]),
        ({"A  b": 1, "a b": 1, "c": 1}, ["A  b", "c"]), ({"known": 3, "x": 1}, ["x"]),
    ],
)  # fmt: skip
def test_spellings_that_fold_alike_are_one_tag(values: dict[str, int], labels: list[str]) -> None:
    index = TagIndex([LookupEntry("g", "1", "Known"), LookupEntry("g", "2", "KNOWN")])
    assert new_labels(values, "g", index) == labels


@pytest.mark.parametrize(
    ("columns", "code", "words"),
    [
        ('customer_id = "id"\nicp_score = "name"\n', "MAP004", "filled by xltags"),
        ('customer_id = "id"\ncompani = "name"\n', "MAP004", "did you mean 'company'"),
        ('customer_id = "id"\ncompany = "nam"\n', "MAP005", "nearest is 'name'"),
        ('company = "name"\n', "MAP007", "key names 'customer_id'"),
        ('customer_id = "id"\nfirst_contact = "day"\n', "MAP006", "column first_contact"),
    ],
)  # fmt: skip
def test_a_map_that_does_not_fit_stops_before_anything_is_written(
    team: Team, columns: str, code: str, words: str
) -> None:
    before = team.book.read_bytes()
    with pytest.raises(XltagsError, match=words) as stop:
        team.load("id,name,day\n1,Acme,03/04/2026\n", columns)
    assert stop.value.code == code and team.book.read_bytes() == before


def test_a_table_or_file_that_is_not_there_is_said(team: Team) -> None:
    with pytest.raises(XltagsError, match="no table 'Customer'; did you mean 'Customers'"):
        team.load("id\n1\n", BASIC.replace("employees", "notes"), table="Customer")
    with pytest.raises(XltagsError, match=r"'b.csv' is not among the files given"):
        team.load("id\n1\n", '[[source]]\nfile = "b.csv"\ntable = "Customers"\ncolumns = { customer_id = "id" }\n')


def test_a_header_without_rows_imports_nothing(team: Team) -> None:
    assert counts(team.load("id,name,size\n", BASIC)) == (0, 0, 0, 0)


def cells_of(records: list[dict[str, str | None]], ids: list[str]) -> dict[str, Cells]:
    made = {id: make_column(id, [record[id] for record in records]) for id in ids}
    return {id: Cells(ColumnSpec(id), column.values, column.codes) for id, column in made.items()}


IDS = ["key", "a", "b"]
RECORDS = st.lists(
    st.fixed_dictionaries({"key": st.sampled_from(["1", "2", "3", None]), "a": st.sampled_from(["x", "y", None]),
                           "b": st.sampled_from(["x", None])}),
    max_size=8,
)  # fmt: skip


def laid(known: list[dict[str, str | None]], records: list[dict[str, str | None]], key: list[str]) -> Rows:
    rows = Rows(make_table("T", {id: [record[id] for record in known] for id in IDS}))
    rows.take(cells_of(records, IDS), key, {})
    return rows


def content(rows: Rows) -> list[tuple[str, ...]]:
    return sorted(tuple(str(rows.cells[id][row]) for id in IDS) for row in range(rows.count))


@given(RECORDS, RECORDS, st.sampled_from([["key"], []]), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(
    known: list[dict[str, str | None]], records: list[dict[str, str | None]], key: list[str], chance: random.Random
) -> None:
    mixed = records[:]
    chance.shuffle(mixed)
    known = [record for record in known if any(record.values())]
    assert content(laid(known, records, key)) == content(laid(known, mixed, key))


@given(RECORDS, RECORDS, st.sampled_from([["key"], []]))
def test_laying_the_same_rows_in_again_changes_nothing(
    known: list[dict[str, str | None]], records: list[dict[str, str | None]], key: list[str]
) -> None:
    known = [record for record in known if any(record.values())]
    once = laid(known, records, key)
    now = [{id: once.cells[id][row] for id in IDS} for row in range(once.count)]
    twice = laid(now, records, key)
    assert twice.count == twice.known and not any(flags.any() for flags in twice.changed().values())


@given(RECORDS, RECORDS)
def test_nothing_is_erased_and_every_row_is_accounted_for(
    known: list[dict[str, str | None]], records: list[dict[str, str | None]]
) -> None:
    known = [record for record in known if any(record.values())]
    rows = Rows(make_table("T", {id: [record[id] for record in known] for id in IDS}))
    outcome = rows.take(cells_of(records, IDS), ["key"], {})
    assert outcome.added + outcome.met + len(outcome.rejected) == len(records)
    for place, record in enumerate(known):
        assert all(rows.cells[id][place] is not None for id in IDS if record[id] is not None)


def test_every_declared_table_that_people_fill_can_be_a_target(team: Team) -> None:
    report = team.load("who,dep\nAnn,Sales\n", 'person = "who"\ndepartment = "dep"\n', table="Owners")
    assert counts(report) == (1, 0, 0, 0)
    assert team.cells("person", "department", table="Owners") == [("Ann", "Sales")]
    assert table_spec("Owners").column("person") is not None


NASTY = [
    "2026-05-01 10:00:00.123", "\x07bell", "_x0041_", "'quoted", "=1+2", " tab\tinside ", "a\nb",
    "emoji 😀", "ﬁ ligature", "\ufeffmark", "\u200bhidden", "1E5", "true", "31/12/2026", "&lt;b&gt;", "]]>", "x" * 300,
]  # fmt: skip


def test_odd_texts_survive_and_are_known_again(team: Team, tmp_path: Path) -> None:
    rows = [[str(number), text, f"2026-05-01 10:00:0{number % 10}.{number:03d}"] for number, text in enumerate(NASTY)]
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["id", "note", "at"], *rows])
    text = (tmp_path / "a.csv").read_bytes().decode("utf-8")
    maps = 'customer_id = "id"\nnotes = "note"\nfirst_contact = "at"\n'
    team.load(text, maps)
    assert team.cells("customer_id", "notes") == [(id, note) for id, note, _ in rows]
    assert counts(team.load(text, maps)) == (0, 0, len(rows), 0)


def test_a_group_that_is_not_in_use_is_no_target(tmp_path: Path) -> None:
    new_workbook(tmp_path / "full.xlsx", profile="full")
    (tmp_path / "a.csv").write_text("id,web\n1,x\n", "utf-8")
    wanted = parse_map(
        '[[source]]\nfile = "a.csv"\ntable = "Customers"\nkey = "customer_id"\n'
        'columns = { customer_id = "id", web_behaviour = "web" }\n'
    )
    with pytest.raises(XltagsError, match="web_behaviour' is reserved"):
        import_into(tmp_path / "full.xlsx", [tmp_path / "a.csv"], wanted, as_of=DAY, out=None)


def test_columns_of_another_file_stand_beside_the_source(team: Team, tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("name,size,id\nAcme,12,x\nBeta,7,y\n", "utf-8")
    (tmp_path / "a.csv").write_text("id,account\n1,Acme\n2,Gamma\n3,\n", "utf-8")
    text = (
        '[[source]]\nfile = "a.csv"\ntable = "Customers"\nkey = "customer_id"\n'
        'columns = { customer_id = "id", employees = "size", notes = "b.id" }\n'
        '[source.join]\nfile = "b.csv"\non = "account"\nto = "name"\n'
    )
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    report = import_into(team.book, paths, parse_map(text), as_of=DAY, out=None)
    assert report.sources[0].without_partner == {"b.csv": 1}
    assert team.cells("customer_id", "employees", "notes") == [("1", 12, "x"), ("2", None, None), ("3", None, None)]
    (tmp_path / "b.csv").write_text("name,size\nAcme,12\nAcme,13\n", "utf-8")
    with pytest.raises(XltagsError, match=r"two different rows for name 'Acme' \(rows 2 and 3\)"):
        import_into(team.book, paths, parse_map(text.replace(', notes = "b.id"', "")), as_of=DAY, out=None)
