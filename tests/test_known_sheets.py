"""A sheet that says the same as one read before, or nearly, is read as if it were the first."""

import tempfile
from collections import OrderedDict
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.raw_workbooks import SHEET, STRINGS, parts_of, sheet_xml, string_table, write_parts
from tests.sheet_values import Cells, read_cells
from xltags.books.cells import read_sheet
from xltags.books.file import open_book
from xltags.books.reading import known_sheets

CELLS = (
    '<c r="{place}" t="s"><v>{number}</v></c>',
    '<c r="{place}" s="1" t="s"><v>{number}</v></c>',
    '<c r="{place}" t="s" s="1"><v>{number}</v></c>',  # shared too, but not written as Excel does
    '<c t="s" r="{place}"><v>{number}</v></c>',
    '<c r="{place}" t="s"><f>A1</f><v>{number}</v></c>',
    '<c r="{place}"><v>{number}</v></c>',
    '<c r="{place}" t="inlineStr"><is><t>{number}</t></is></c>',
    '<!-- t="s"><v>{number}</v> --><c r="{place}"><v>1</v></c>',
    '<?x t="s"><v>{number}</v> ?><c r="{place}"><v>1</v></c>',
)
TEXTS = ("a", "b", "a", " ", "R&amp;D", "_x0041_", "客户")
layouts = st.lists(st.lists(st.sampled_from(CELLS[:2]) | st.sampled_from(CELLS), min_size=1, max_size=3), max_size=4)
numbers = st.lists(st.integers(0, 7), min_size=12, max_size=12)


def written(path: Path, layout: list[list[str]], numbers: list[int], texts: list[str]) -> Path:
    left = iter(numbers)
    rows = "".join(
        f'<row r="{row}">'
        + "".join(
            cell.format(place=f"{letter}{row}", number=next(left)) for letter, cell in zip("ABC", cells, strict=False)
        )
        + "</row>"
        for row, cells in enumerate(layout, start=1)
    )
    items = string_table("".join(f"<si><t>{text}</t></si>" for text in texts))
    return write_parts(path, {**parts_of(), SHEET: sheet_xml(rows).encode(), STRINGS: items.encode()})


@settings(max_examples=150)
@given(layouts, numbers, st.lists(st.tuples(st.none() | numbers, st.permutations(TEXTS)), min_size=2, max_size=4))
def test_a_sheet_is_read_as_if_none_had_been_read_before(
    layout: list[list[str]], usual: list[int], books: list[tuple[list[int] | None, list[str]]]
) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        paths = [
            written(Path(folder) / f"{place}.xlsx", layout, own or usual, texts)
            for place, (own, texts) in enumerate(books)
        ]

        def read(path: Path, *, anew: bool) -> Cells:
            if anew:
                patch.setattr(known_sheets, "_known", OrderedDict())
            return read_cells(path)

        expected = [read(path, anew=True) for path in paths]
        patch.setattr(known_sheets, "_known", OrderedDict())
        assert [read(path, anew=False) for path in [*paths, *paths]] == [*expected, *expected]


def test_a_comment_is_no_cell(tmp_path: Path) -> None:
    cell = '<c r="A1" t="s" s="1"><v>0</v></c>'
    rows = [f'<row r="1">{cell}<!-- t="s"><v>{number}</v> --></row>' for number in (0, 1)]
    for row, texts in zip(rows, ("ab", "ba"), strict=True):
        items = string_table("".join(f"<si><t>{text}</t></si>" for text in texts))
        parts = {**parts_of(row), STRINGS: items.encode()}
        assert read_cells(write_parts(tmp_path / f"{texts}.xlsx", parts)).values == {(1, 1): texts[0]}


def test_only_columns_in_which_other_texts_stand_are_made_anew(tmp_path: Path) -> None:
    layout = [[CELLS[0], CELLS[0]], [CELLS[0], CELLS[0]]]
    first = written(tmp_path / "1.xlsx", layout, [0, 1, 2, 3], ["id", "tag", "1", "one"])
    second = written(tmp_path / "2.xlsx", layout, [1, 3, 0, 2], ["1", "id", "uno", "tag"])
    with open_book(first) as one, open_book(second) as other:
        ours, theirs = (read_sheet(book.package, book.package.sheets[0]).columns for book in (one, other))
    assert theirs[1] is ours[1]
    assert (ours[2].values, theirs[2].values) == (("tag", "one"), ("tag", "uno"))


def test_cells_that_only_help_formulas_are_not_read(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "team.xlsx")) as workbook:
        sheet = workbook.add_worksheet("Customers")
        headers = [{"header": name} for name in ("customer_id", "xl_points", "company")]
        sheet.add_table(
            "A1:C3", {"name": "tblCustomers", "columns": headers, "data": [["C1", 4, "Acme"], ["C2", 5, "B"]]}
        )
    with open_book(tmp_path / "team.xlsx") as book:
        (raw,) = book.read_tables()
    assert [(column.header, column.values) for column in raw.columns] == [
        ("customer_id", ("C1", "C2")), ("xl_points", ()), ("company", ("Acme", "B")),
    ]  # fmt: skip
