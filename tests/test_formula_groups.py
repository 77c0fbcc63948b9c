"""Formulas of a sheet told apart: those that say the same, seen from their row, are one group, found out quickly."""

from collections.abc import Sequence
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from xltags.books.writing import formula_cells
from xltags.books.writing.formula_cells import SheetFormulas
from xltags.books.writing.references import Names

PIECES = ["$B{r}", "B{p}", "$B$7", "B$7", "$B$4:$B{r}", '"50%"', '"K0000{r}"', "LOG10(B{r})", "xl_a{r}", "%d", "{r}"]
Cell = tuple[str, bool]  # the formula, and whether it is an array formula of one cell


def groups(cells: Sequence[Cell]) -> list[list[int]]:
    """The rows of each group, in order."""
    made = []
    for row, (formula, array) in enumerate(cells, start=8):
        kind = f' t="array" ref="A{row}"' if array else ""
        text = formula.format(r=row, p=row - 1)
        made.append(f'<row r="{row}"><c r="A{row}"><f{kind}>{text}</f><v>1</v></c></row>')
    found = SheetFormulas("s", Names({}, {}))
    found.read([b"<worksheet><sheetData>", "".join(made).encode(), b"</sheetData></worksheet>"], "s")
    assert not found.unsure
    return [group.rows.tolist() for group in found.groups]


def test_a_formula_filled_down_is_one_group_and_an_array_of_one_cell_too() -> None:
    assert groups([("$B{r}+B{p}*$B$7", False)] * 5) == [[8, 9, 10, 11, 12]]
    assert groups([("SUM($B$4:$B{r})", True)] * 4 + [("SUM($B$4:$B{r})", False)]) == [[8, 9, 10, 11], [12]]
    assert groups([("B$7+{r}", False)] * 3) == [[8], [9], [10]]


formulas = st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map("&amp;".join)


@settings(max_examples=100)
@given(st.lists(formulas, min_size=1, max_size=2), st.lists(st.tuples(st.integers(0, 1), st.booleans()), max_size=8))
def test_the_quick_look_at_the_row_above_changes_no_group(
    texts: Sequence[str], drawn: Sequence[tuple[int, bool]]
) -> None:
    cells = [(texts[number % len(texts)], array) for number, array in drawn]
    quick = groups(cells)
    with patch.object(formula_cells._Pattern, "in_row", lambda self, row: None):
        assert groups(cells) == quick
