"""Texts of exports as dates, numbers, choices and tags: decided by the whole column, never guessed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltags.books.importing.dates import read_dates
from xltags.books.importing.map import ColumnMap, SourceMap
from xltags.books.importing.numbers import read_numbers
from xltags.books.importing.sources import SourceTable, text_column
from xltags.books.importing.values import Cells, cells_for
from xltags.books.sheets import table_spec
from xltags.core.errors import XltagsError
from xltags.core.spec import ColumnSpec
from xltags.core.values import Value

MAY = date(2026, 5, 31)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-05-31", MAY), ("2026/5/31", MAY), ("2026年5月31日", MAY), ("20260531", MAY), ("31-May-2026", MAY),
        ("May 31, 2026", MAY), ("31/5/2026", MAY), ("5/31/2026", MAY), ("31.05.2026", MAY), ("２０２６-05-31", MAY),
        ("ngày 31 tháng 5 năm 2026", MAY), ("2018-02-26 19:58:54", datetime(2018, 2, 26, 19, 58, 54)),
        ("2018-02-26T19:58:54.000+0000", datetime(2018, 2, 26, 19, 58, 54)), ("2026-05-31 00:00:00", MAY),
        ("5/31/2026 7:58 PM", datetime(2026, 5, 31, 19, 58)), ("05/05/2026", date(2026, 5, 5)),
        ("soon", "soon"), ("43157", "43157"), ("2026-13-01", "2026-13-01"), ("1899-12-31", "1899-12-31"),
        ("32/13/2026", "32/13/2026"), (43157, date(2018, 2, 26)), (43157.5, datetime(2018, 2, 26, 12)),
        (1, date(1900, 1, 1)), (datetime(2026, 5, 31), MAY), (True, "TRUE"),
    ],
)  # fmt: skip
def test_a_date_is_read_where_there_is_no_doubt(text: Value, value: Value) -> None:
    found = read_dates([text], (), place="x")
    assert found.values == [value] and (found.kept == {0}) == isinstance(value, str)


def test_a_column_of_day_and_month_is_decided_by_all_its_values() -> None:
    assert read_dates(["03-04-2026", "25-04-2026"], (), place="x").values == [date(2026, 4, 3), date(2026, 4, 25)]
    assert read_dates(["03/04/2026", "04/25/2026"], (), place="x").values == [date(2026, 3, 4), date(2026, 4, 25)]


@pytest.mark.parametrize("values", [["03/04/2026"], ["01/02/26"], ["2026-05-31", "03-04-2026"]])
def test_a_column_that_may_be_read_in_two_ways_stops(values: list[str]) -> None:
    with pytest.raises(XltagsError, match=r"source 1, column won_on.*dates = ") as stop:
        read_dates(values, (), place="map, source 1, column won_on")
    assert stop.value.code == "MAP006"


def test_a_column_that_contradicts_itself_rejects_what_is_in_doubt() -> None:
    found = read_dates(["25/04/2026", "04/25/2026", "03/04/2026"], (), place="x")
    assert found.values[:2] == [date(2026, 4, 25)] * 2 and list(found.bad) == [2]


def test_a_day_that_excel_lacks_stays_text_and_a_moment_has_whole_milliseconds() -> None:
    moment = datetime(2026, 5, 31, 7, 0, 0, 123456)
    found = read_dates([date(1899, 1, 1), datetime(1850, 2, 3, 4), moment], (), place="x")
    assert found.values == ["1899-01-01", "1850-02-03 04:00:00", moment.replace(microsecond=123000)]
    assert found.kept == {0, 1}


def test_with_formats_nothing_else_is_a_date() -> None:
    found = read_dates(["03-04-2026", "03-04-2026 10:30", "2026-04-03"], ("%d-%m-%Y",), place="x")
    assert found.values[:2] == [date(2026, 4, 3), datetime(2026, 4, 3, 10, 30)] and list(found.bad) == [2]


@given(
    st.dates(date(1900, 1, 1), date(9999, 12, 31)), st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%d %B %Y"])
)
def test_any_day_comes_back_by_its_format(day: date, form: str) -> None:
    assert read_dates([f"{day:{form}}".replace(f"{day:%Y}", f"{day.year:04d}")], (form,), place="x").values == [day]


@pytest.mark.parametrize(
    ("values", "numbers"),
    [
        (["1,234.5", "7"], [1234.5, 7]), (["1.234,5", "1.234"], [1234.5, 1234]), (["1.234"], ["1.234"]),
        (["1e999", "1"], ["1e999", 1]),
        (["1,234"], [1234]), (["12%", "0.5"], [0.12, 0.5]), (["$ 1,000", "￥３００", "€ 5.50"], [1000, 300, 5.5]),
        (["(5)", "-3", "−2"], [-5, -3, -2]), (["3.5万", "2 triệu"], [35000, 2000000]), (["1E5"], [100000]),
        (["12345678901234567"], ["12345678901234567"]), (["abc", "NaN", "inf", "1-2"], ["abc", "NaN", "inf", "1-2"]),
        (["1.5", "2,5", "1.234"], [1.5, 2.5, "1.234"]), (["1.200.000"], [1200000]), (["1 200,5"], [1200.5]),
        (["0.0", "5.125", "1.234"], [0, 5.125, 1.234]), ([1.5, 7, True], [1.5, 7, "TRUE"]),
    ],
)  # fmt: skip
def test_numbers_are_read_by_the_mark_of_the_column(values: list[Value], numbers: list[Value]) -> None:
    found = read_numbers(values)
    assert found.values == numbers
    assert found.kept == {code for code, number in enumerate(numbers) if isinstance(number, str)}


def test_the_map_decides_the_decimal_mark() -> None:
    assert read_numbers(["1.234", "5,5"], ",").values == [1234, 5.5]
    assert read_numbers(["1.234"], ".").values == [1.234]


@given(st.floats(-1e9, 1e9).map(lambda number: round(number, 2)), st.sampled_from(["plain", "english", "german"]))
def test_any_amount_comes_back_however_it_is_written(number: float, way: str) -> None:
    english = f"{number:,.2f}"
    text = {"plain": f"{number:.2f}", "english": english, "german": english.translate(str.maketrans(",.", ".,"))}[way]
    assert read_numbers([text]).values == [number]


def source(**columns: list[str]) -> SourceTable:
    import numpy as np

    made = {header: text_column(header, cells) for header, cells in columns.items()}
    count = len(next(iter(columns.values())))
    return SourceTable("a.csv", np.arange(2, 2 + count, dtype=np.int32), made)


def take(
    table: SourceTable,
    spec: ColumnSpec,
    taken: Mapping[str, object],
    *,
    missing: Sequence[str] = (),
    many: bool = False,
) -> list[Value | None]:
    entry = SourceMap.model_validate(
        {"file": "a.csv", "table": "Customers", "columns": {"x": "a"}, "missing": list(missing)}
    )
    found: Cells = cells_for(
        table, spec, ColumnMap.model_validate(dict(taken)), entry, many=many, place="map, source 1"
    )
    return list(found.array())


TEXT, TAG = ColumnSpec("x"), ColumnSpec("x", "tag")
STATUS = table_spec("Customers").column("sales_status")
assert STATUS is not None


@pytest.mark.parametrize(
    ("spec", "cells", "options", "wanted"),
    [
        (TEXT, ["None", "NA", "null", "N/A", "-", ""], {}, ["None", "NA", "null", "N/A", "-", None]),
        (TEXT, ["00123", "123456789012345678", "1E5", "1-2", " a  b "], {},
         ["00123", "123456789012345678", "1E5", "1-2", " a  b "]),
        (TAG, ["Select", " Select ", "select", "unknown", ""], {"missing": ("Select",)},
         [None, None, "select", "unknown", None]),
        (TAG, [" SaaS "], {}, ["SaaS"]),
        (TAG, ["GTXPro", "GTX Pro"], {"map": {"GTXPro": "GTX Pro"}}, ["GTX Pro", "GTX Pro"]),
        (TAG, ["GTXPro"], {}, ["GTXPro"]),
        (TAG, ["a", "x"], {"map": {"x": ""}}, ["a", None]),
        (TAG, ["Interested  in full time MBA"], {"map": {"Interested  in full time MBA": "No"}}, ["No"]),
        (TAG, ["cat, wolf", "cat"], {"map": {"cat": "Cat"}, "many": True}, ["Cat; wolf", "Cat"]),
        (TAG, ["cat/wolf"], {"split": "/"}, ["cat; wolf"]),
        (STATUS, ["MQL", "销售已接收", "odd"], {}, ["mql", "accepted", "odd"]),
        (ColumnSpec("x", "date"), ["1", "0"], {"map": {"1": "2026-01-01", "0": ""}}, [date(2026, 1, 1), None]),
    ],
)  # fmt: skip
def test_cells_of_a_column(
    spec: ColumnSpec, cells: list[str], options: dict[str, object], wanted: list[Value | None]
) -> None:
    taken = {name: value for name, value in options.items() if name not in ("missing", "many")}
    missing = ("Select",) if "missing" in options else ()
    found = take(source(a=cells), spec, {"from": "a", **taken}, missing=missing, many="many" in options)
    assert found == wanted


def test_several_headers_are_put_together_without_blanks() -> None:
    assert take(source(a=["Anh", "", ""], b=["Lê", "Hoa", ""]), TEXT, {"from": ["b", "a"], "join": " "}) == [
        "Lê Anh", "Hoa", None,
    ]  # fmt: skip


def test_a_cell_counts_only_where_the_other_column_says_so() -> None:
    table = source(day=["2026-05-31", "2026-05-31", "2026-05-31"], stage=["Won", "Lost", ""])
    spec = ColumnSpec("won_on", "date")
    assert take(table, spec, {"from": "day", "where": {"stage": "Won"}}) == [MAY, None, None]
    assert take(table, spec, {"value": MAY, "where": {"stage": ["Lost", ""]}}) == [None, MAY, MAY]


def test_a_missing_header_names_the_nearest() -> None:
    with pytest.raises(XltagsError, match="no header 'Lead Sorce'; the nearest is 'Lead Source'") as stop:
        take(source(**{"Lead Source": ["a"]}), TEXT, {"from": "Lead Sorce"})
    assert stop.value.code == "MAP005"
