"""Plans of workbooks with random contents and random features, for hypothesis; `random_builders` makes them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from hypothesis import strategies as st

from xltags.core.values import CellFault, Value

Place = tuple[int, int]  # row and column, from 1
State = Literal["visible", "hidden", "veryHidden"]
GRID = [(row, column) for row in range(1, 11) for column in range(1, 7)]  # A1:F10
ERRORS = ("#N/A", "#DIV/0!", "#REF!", "#NAME?", "#NULL!", "#NUM!", "#VALUE!")
TWICE = re.compile("_x[0-9A-Fa-f]{4}_x[0-9A-Fa-f]{4}_")  # of two such escapes in a row XlsxWriter hides the first only
TEXTS = (
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=20
    )
    | st.sampled_from(["001", "=1+1", "=cmd|' /C calc'!A0", " a ", "_x0041_", "a\nb", "a\tb", "#N/A"])
    | st.sampled_from(["TRUE", "1e5", "中文；标签", "Đà Nẵng", "Đà Nẵng", "😀", "<&>\"'", "]]>", "x" * 32_767, "{=1}"])
).filter(lambda text: text and not TWICE.search(text))


@dataclass(frozen=True)
class Formula:
    """A formula and its result; None is a formula that was never calculated."""

    text: str
    result: Value | None
    kind: Literal["plain", "array"] = "plain"


@dataclass(frozen=True)
class Rich:
    """Text in two formats."""

    plain: str
    bold: str


@dataclass(frozen=True)
class Link:
    """A text that links somewhere."""

    text: str
    target: str


Cell = Value | Formula | Rich | Link


@dataclass(frozen=True)
class RandomTable:
    """An Excel Table: its top left cell, headers and records."""

    name: str
    row: int
    column: int
    header: tuple[str, ...]
    records: tuple[tuple[str | int, ...], ...]

    @property
    def bottom(self) -> int:
        """Its last row."""
        return self.row + len(self.records)

    @property
    def right(self) -> int:
        """Its last column."""
        return self.column + len(self.header) - 1


@dataclass(frozen=True)
class RandomSheet:
    """A sheet; `features` are words that the builders understand."""

    name: str
    state: State
    cells: Mapping[Place, Cell]
    table: RandomTable | None
    features: frozenset[str]


@dataclass(frozen=True)
class RandomBook:
    """A workbook of at least one visible sheet."""

    date1904: bool
    sheets: tuple[RandomSheet, ...]


FEATURES = (
    "merged", "hidden row", "hidden column", "notes", "drop-down", "colours", "data bars", "filter", "chart", "picture",
    "frozen", "print area", "name", "own name", "protected", "outline", "header", "tab", "array block", "shared",
    "column format", "textbox", "checkbox", "sparkline", "far cell",
)  # fmt: skip


def days(*, date1904: bool) -> st.SearchStrategy[Value]:
    """Days, moments, times of day and durations that a workbook can hold as numbers, to the second."""
    first = date(1904, 1, 2) if date1904 else date(1900, 3, 1)
    start = datetime(first.year, first.month, first.day)
    moments = st.datetimes(start, datetime(2200, 1, 1)).map(lambda it: it.replace(microsecond=0))
    times = st.times().map(lambda it: it.replace(microsecond=0))
    durations = st.integers(0, 10**7).map(lambda seconds: timedelta(seconds=seconds))
    found: st.SearchStrategy[Value] = st.dates(first, date(9999, 12, 30)) | moments | times | durations
    return found


def plain_values(*, date1904: bool) -> st.SearchStrategy[Value]:
    """Values of ordinary cells."""
    numbers = st.integers(-(10**14), 10**14) | st.floats(-1e300, 1e300).filter(lambda it: it == 0 or abs(it) > 1e-300)
    found: st.SearchStrategy[Value] = TEXTS | numbers | st.booleans() | days(date1904=date1904)
    return found


def formulas() -> st.SearchStrategy[Formula]:
    """Formulas with every kind of result, and with none."""
    texts = st.sampled_from(["1+1", "SUM(A1:F10)", 'IF(A1="=",1,2)', "NOW()", "B2&C2", "$A$1*2", "'S1'!A1"])
    errors = st.sampled_from(ERRORS).map(lambda it: CellFault("error", it))
    plain = st.none() | st.integers(-999, 999) | st.sampled_from(["text", "zero", " x "])
    array = st.builds(Formula, texts, plain, st.just("array"))  # XlsxWriter writes no other results of these rightly
    return st.builds(Formula, texts, plain | st.booleans() | errors) | array


@st.composite
def tables(draw: st.DrawFn, number: int) -> RandomTable:
    """A table anywhere below row 30, with free rows under it."""
    header = draw(
        st.lists(st.sampled_from(["id", "name", "số", "公司", "a b", "x'[1]"]), min_size=1, max_size=4, unique=True)
    )
    record = st.tuples(*(st.integers(0, 99) | st.sampled_from(["p", "=q", "ứ"]) for _ in header))
    records = draw(st.lists(record, min_size=1, max_size=4))
    return RandomTable(
        f"tbl_{number}", draw(st.integers(31, 40)), draw(st.integers(1, 12)), tuple(header), tuple(records)
    )


@st.composite
def sheets(draw: st.DrawFn, number: int, *, date1904: bool) -> RandomSheet:
    """A sheet with random cells in A1:F10, perhaps a table below, and some features."""
    links = st.sampled_from(["https://example.com/?a=1&b=2", "internal:'S1'!A1"])
    other = [
        st.sampled_from(ERRORS).map(lambda it: CellFault("error", it)),
        st.builds(Rich, st.sampled_from(["a ", " b", "中"]), st.sampled_from(["bold", " 文 "])),
        st.builds(Link, st.sampled_from(["a link", "=x"]), links),
    ]
    contents = st.one_of(plain_values(date1904=date1904), formulas(), *other)
    cells = draw(st.dictionaries(st.sampled_from(GRID), contents, max_size=15))
    features = draw(st.frozensets(st.sampled_from(FEATURES), max_size=8))
    table = draw(st.none() | tables(number))
    name = (
        "S1" if number == 1 else draw(st.sampled_from(["Data", "数据", "Dữ liệu", "it's & <x>", "a b"])) + str(number)
    )
    state: State = "visible" if number == 1 else draw(st.sampled_from(["visible", "hidden", "veryHidden"]))
    return RandomSheet(name, state, cells, table, features)


@st.composite
def books(draw: st.DrawFn) -> RandomBook:
    """A workbook of one to three sheets."""
    date1904 = draw(st.booleans())
    count = draw(st.integers(1, 3))
    return RandomBook(date1904, tuple(draw(sheets(number + 1, date1904=date1904)) for number in range(count)))
