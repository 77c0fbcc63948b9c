"""Rows of report sheets: in whatever form a column comes, and wherever blocks and blanks fall, its cells are there."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.books_made import cell_xml, edited, make_book, parts_of
from tests.package_lint import lint
from xltags.books import report_sheets, report_tables
from xltags.books.coded import CodedCells
from xltags.books.edits import PutSheet
from xltags.books.report_sheet import ReportSheet, ReportTable
from xltags.books.report_sheets import cut_remarks, report_sheet
from xltags.books.report_tables import coded_cells
from xltags.books.writing import report_rows
from xltags.books.writing.cell_text import CellWriter
from xltags.books.writing.report_rows import RowWriter
from xltags.books.writing.report_styles import FORMATS, ReportStyles
from xltags.core.values import Value
from xltags.reports import Report, load_reports

CELLS = st.none() | st.sampled_from(["a", "=1+1", " b", "x<y", "東京", "_x0041_", "line\nbreak", 7, 0.5, -2.25, True])
COLUMNS = st.integers(0, 9).flatmap(
    lambda count: st.lists(st.lists(CELLS, min_size=count, max_size=count), min_size=1, max_size=5)
)
STYLES = ReportStyles(1, 2, 3, 4, {form: place for place, form in enumerate(FORMATS, 5)}, {"note": 20})
CELL = re.compile(r'<c r="([A-Z]+)(\d+)" s="\d+"(?: t="(\w+)")?>(?:<v>|<is><t[^>]*>)([^<]*)<')


def coded(values: Sequence[Value | None]) -> CodedCells:
    """The same cells as distinct values and codes; equal values of other types stay apart."""
    places: dict[tuple[type, Value], int] = {}
    codes = [-1 if value is None else places.setdefault((type(value), value), len(places)) for value in values]
    return CodedCells([value for _, value in places], np.array(codes, dtype=np.int8))


def rows_of(*tables: ReportTable, notes: tuple[tuple[int, int, str, str], ...] = ()) -> str:
    """The rows of a sheet with these tables."""
    sheet = ReportSheet("R", "title", tables=tables, notes=notes)  # type: ignore[arg-type]
    writer = CellWriter("R", date1904=False, shared={}, short=True)
    return b"".join(RowWriter(sheet, STYLES, SimpleNamespace(), writer).blocks()).decode()  # type: ignore[arg-type]


def table(columns: Sequence[Sequence[Value | None]], *, row: int = 3, column: int = 1) -> ReportTable:
    header = tuple(f"h{column}_{place}" for place in range(len(columns)))
    return ReportTable(f"rpt_at_{column}", row, column, header, tuple(columns), tuple("text" for _ in columns))


@pytest.mark.parametrize("batch", [1, 3, 4096])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(columns=COLUMNS, others=COLUMNS, shift=st.integers(-1, 2))
def test_tables_side_by_side_hold_their_values(
    monkeypatch: pytest.MonkeyPatch,
    batch: int,
    columns: list[list[Value | None]],
    others: list[list[Value | None]],
    shift: int,
) -> None:
    monkeypatch.setattr(report_rows, "BATCH", batch)
    made = [
        rows_of(table(form(columns)), table(form(others), row=3 + shift, column=7), notes=((6, 20, "note", "note"),))
        for form in (list, lambda cells: [coded(each) for each in cells])
    ]
    assert made[0] == made[1]
    rows = re.findall(r'<row r="(\d+)"[^>]*>(.*?)</row>', made[0], re.DOTALL)
    assert [int(number) for number, _ in rows] == sorted({int(number) for number, _ in rows})
    found: dict[tuple[int, int], tuple[str, str]] = {}
    for number, inner in rows:
        cells = CELL.findall(inner)
        assert len(cells) == inner.count("<c ") > 0
        places = [ord(letters) - 64 for letters, *_ in cells]
        assert places == sorted(set(places)) and {row for _, row, *_ in cells} == {number}
        found |= {(int(number), place): (kind, text) for place, (*_, kind, text) in zip(places, cells, strict=True)}
    for top, left, values in ((4, 1, columns), (4 + shift, 7, others)):
        for place, column in enumerate(values, left):
            for row, value in enumerate(column, top):
                assert ((row, place) in found) == (value is not None)
                kind, text = found.get((row, place), ("", ""))
                if isinstance(value, str):
                    assert kind in ("str", "inlineStr")
                elif value is not None:
                    assert (kind, float(text)) == ("b" if value is True else "", float(value))  # type: ignore[arg-type]
    header = {(3, 1): "h1_0", (3 + shift, 7): "h7_0", (6, 20): "note", (1, 1): "title"}
    assert {place: found[place][1] for place in header} == header


def test_kept_and_passing_values_are_written_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_rows, "BATCH", 7)
    values: list[Value | None] = [*("ab"[place % 2] for place in range(20)), None, *range(20)]
    often, once = coded(values[:21]), coded(values[20:])
    assert [rows_of(table([each])) for each in (often, once)] == [
        rows_of(table([each])) for each in (values[:21], values[20:])
    ]


def test_a_row_of_blanks_is_no_row() -> None:
    assert 'r="5"' not in rows_of(table([coded(["a", None, "b"]), [1, None, 2]]))


def test_plain_texts_are_short_and_odd_ones_keep_their_care(tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    texts = ["plain", " led by a blank", "a\nb", "", *(f"text {number}" for number in range(30))]
    edited(make_book(tmp_path / "in.xlsx"), [PutSheet(ReportSheet("R", "t", tables=(table([texts]),)))], out)
    assert lint(out) == []
    part = "xl/worksheets/sheet3.xml"
    kinds = [re.search(r't="(\w+)"', cell_xml(out, part, f"A{row}")) for row in (4, 5, 6, 7, 8)]
    assert [kind and kind[1] for kind in kinds] == ["str", "inlineStr", "inlineStr", "inlineStr", "str"]
    sheet = openpyxl.load_workbook(out)["R"]
    assert [sheet.cell(row, 1).value or "" for row in range(4, 4 + len(texts))] == texts
    assert b"plain" not in parts_of(out)["xl/sharedStrings.xml"]


@pytest.mark.parametrize(
    ("column", "cells"),
    [
        (pd.Series(["b", "", "a", "b"], dtype=object), ["b", None, "a", "b"]),
        (pd.Series(pd.Categorical(["b", "", "a"], categories=["", "a", "b", "c"])), ["b", None, "a"]),
        (pd.Series([0.5, float("nan"), 0.5, 2.0]), [0.5, None, 0.5, 2.0]),
        (pd.Series([2026, None], dtype="Int64"), [2026, None]),
        (pd.Series([3, 1, 3]), [3, 1, 3]),
        (pd.Series([], dtype=object), []),
    ],
)
def test_a_column_of_a_report_as_cells(
    monkeypatch: pytest.MonkeyPatch, column: "pd.Series[str]", cells: list[Value | None]
) -> None:
    for part in (2, 1 << 16):
        monkeypatch.setattr(report_tables, "PART", part)
        made = coded_cells(column)
        assert (list(made), [type(each) for each in made]) == (cells, [type(each) for each in cells])
        assert len(set(made.values)) == len(made.values) and made.codes.dtype == np.int8


def test_more_records_than_a_sheet_has_rows_are_never_dropped_silently(monkeypatch: pytest.MonkeyPatch) -> None:
    load_reports()
    report = Report("scores", pd.DataFrame({"customer_id": ["C1", "C2", "C3"]}), note="Read it so.")
    assert cut_remarks(report) == ()
    monkeypatch.setattr(report_sheets, "MAX_RECORDS", 2)
    remarks = [*cut_remarks(report), *cut_remarks(replace(report, held=report.facts.iloc[:2]))]
    assert len(remarks) == 1
    for place in ("Rpt_Scores", "2 of 3 records", "--export"):
        assert place in remarks[0]
    sheet = report_sheet(report, language="en")
    assert list(sheet.tables[0].columns[0]) == ["C1", "C2"]
    assert sheet.subtitle.startswith("Read it so. ") and "2 of 3 records" in sheet.subtitle
