"""The columns of `Customers` that xltags fills, as edits of the workbook."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from xltags.books.coded import CodedCells
from xltags.books.edits import AddColumns, Edit, FillColumns, IntoFormulas, NewColumn
from xltags.books.sheets import COMPUTED, table_spec
from xltags.core.dataset import Dataset
from xltags.core.finding import Language
from xltags.core.scorecard import TIERS
from xltags.core.scoring import Scores, range_text
from xltags.core.table import Table
from xltags.core.tag_issues import count_tag_issues
from xltags.core.values import Value


def computed_values(dataset: Dataset, scores: Scores, *, language: Language) -> dict[str, Sequence[Value | None]]:
    """The computed columns by id, one value a customer in the table's order."""
    return {
        "icp_score": _numbers(scores.points),
        "icp_tier": CodedCells(TIERS, scores.tier),
        "icp_range": _ranges(scores),
        "icp_why": scores.late_why_texts(language=language),
        "ask_next": _labels(scores),
        "tag_issues": _numbers(count_tag_issues(dataset)),
    }


def computed_edits(
    dataset: Dataset, scores: Scores, *, language: Language, overwrite_formulas: bool = False
) -> list[Edit]:
    """The edits that fill the computed columns; those that the table lacks are added at its right edge.

    Customers keep their rows; blank rows of the table stay blank. Formulas that the team put into these columns stay,
    and the write counts them, unless they may be overwritten; those of `new` stay too and get these values as results.
    """
    table = dataset.customers.table
    if not len(table):
        return []
    values = computed_values(dataset, scores, language=language)
    present = {number_of(table, id): values[id] for id in COMPUTED if id in table}
    rows = _rows(table)
    edits: list[Edit] = []
    if present:
        into: IntoFormulas = "overwrite" if overwrite_formulas else "own"
        edits.append(FillColumns(table.sheet, rows[0], dict(sorted(present.items())), rows=rows, into_formulas=into))
    missing = [id for id in COMPUTED if id not in table]
    if missing:
        spec = table_spec("Customers")
        places = np.asarray(rows) - table.header_row - 1
        columns = []
        for id in missing:
            column = spec.column(id)
            cells: list[Value | None] = [None] * (int(places[-1]) + 1)
            for place, value in zip(places.tolist(), values[id], strict=True):
                cells[place] = value
            columns.append(NewColumn(column.header(language) if column else id, values=cells))
        edits.append(AddColumns(table.excel_table, columns))
    return edits


def number_of(table: Table, column_id: str) -> int:
    """A column's number in its sheet, from 1."""
    number = 0
    for letter in table.columns[column_id].letter:
        number = number * 26 + ord(letter) - 64
    return number


def _rows(table: Table) -> Sequence[int]:
    """The Excel row of each record; where none is left out, without a number for each."""
    first, last = int(table.rows[0]), int(table.rows[-1])
    return range(first, last + 1) if last - first + 1 == len(table) else table.rows.tolist()


def _numbers(numbers: NDArray[np.float64] | NDArray[np.int32]) -> CodedCells:
    """Numbers as cells that take a byte or two each; whole ones without decimals."""
    distinct, codes = np.unique(numbers, return_inverse=True)
    values = [int(each) if float(each).is_integer() else each for each in distinct.tolist()]
    return CodedCells(values, codes.astype(np.min_scalar_type(-len(distinct) - 1)))


def _ranges(scores: Scores) -> CodedCells:
    tiers = range(len(TIERS))
    return CodedCells([range_text(high, low) for high in tiers for low in tiers], scores.high * len(TIERS) + scores.low)


def _labels(scores: Scores) -> CodedCells:
    """The label of the indicator to ask for next; blank where there is none."""
    names = [column.indicator.name for column in scores.columns]
    places = {name: place for place, name in enumerate(dict.fromkeys(filter(None, names)))}
    codes = np.array([*(places.get(name, -1) for name in names), -1], dtype=np.int16)
    return CodedCells(list(places), codes[scores.asks])
