"""The map file: what it may say, and how it is told what it may not."""

from pathlib import Path

import pytest

from xltags.books.importing.map import parse_map, read_map
from xltags.core.errors import XltagsError

MAPS = sorted((Path(__file__).parent / "maps").glob("*.toml"))
SOURCE = '[[source]]\nfile = "a.csv"\ntable = "Customers"\n'
COLUMNS = SOURCE + '[source.columns]\ncompany = "Name"\n'


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.name)
def test_the_maps_of_the_public_sets_are_maps(path: Path) -> None:
    assert read_map(path).source


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("x", "MAP001", "is not TOML"),
        ("[sorce]\n", "MAP002", "unknown key 'sorce'; did you mean 'source'"),
        ("[source]\n", "MAP002", r"source: must be a list of tables; write \[\[source\]\] above each"),
        (SOURCE, "MAP002", "source 1 columns: is missing"),
        (COLUMNS + 'won_on = { fron = "x" }\n', "MAP002", "column won_on: unknown key 'fron'; did you mean 'from'"),
        (COLUMNS + 'won_on = { from = "x", value = 1 }\n', "MAP002", "both from and value"),
        (COLUMNS + "won_on = {}\n", "MAP002", "neither from nor value"),
        (COLUMNS + 'notes = { from = ["a", "b"] }\n', "MAP002", "takes several headers"),
        (COLUMNS.replace("file =", "fil ="), "MAP002", "source 1: unknown key 'fil'; did you mean 'file'"),
        (COLUMNS + "won_on = 3\n", "MAP002", 'column won_on: must be a header in quotation marks, or such as { from'),
        (COLUMNS + 'won_on = { from = "x", map = ["a"] }\n', "MAP002", "column won_on map: must be a table"),
        (COLUMNS.replace("table =", "dates = 5\ntable ="), "MAP002", "source 1 dates: must be a list, such as"),
        (COLUMNS.replace("table =", 'header_row = "one"\ntable ='), "MAP002", "must be a whole number, not 'one'"),
        ('[[group]]\ngroup = "Big Group"\n' + COLUMNS, "MAP002", "group 1 group"),
        ('[[group]]\ngroup = "a"\nadd_tag = true\n' + COLUMNS, "MAP002", "did you mean 'add_tags'"),
        ('[[group]]\ngroup = "a"\nfamily = "x"\n' + COLUMNS, "MAP002", "family: must be 'identity', .*not 'x'"),
        (COLUMNS + '[[source.join]]\nfile = "b.csv"\nonn = "x"\n', "MAP002", "source 1 join 1"),
    ],
)  # fmt: skip
def test_a_wrong_map_is_told_its_place_in_one_line(text: str, code: str, words: str) -> None:
    with pytest.raises(XltagsError, match=words) as stop:
        parse_map(text, "my.toml")
    assert stop.value.code == code and str(stop.value).startswith("my.toml: ") and "\n" not in str(stop.value)


def test_the_documented_example_is_a_map() -> None:
    found = parse_map(
        COLUMNS + 'source = { from = "origin", map = { organic_search = "Organic search" } }\n'
        'sales_status = { value = "mql" }\nwon_on = { from = "won_date" }\n'
    )
    columns = found.source[0].columns
    assert columns["company"].sources == ("Name",) and columns["sales_status"].value == "mql"
    assert columns["source"].map == {"organic_search": "Organic search"}


def test_a_map_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(XltagsError, match="cannot be read") as stop:
        read_map(tmp_path / "none.toml")
    assert stop.value.code == "MAP001"
