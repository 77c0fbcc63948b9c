"""The columns of `Customers` that xltags fills, as edits of the workbook."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from xltags.books.edits import AddColumns, Edit, FillColumns, IntoFormulas, NewColumn
from xltags.books.sheets import COMPUTED, table_spec
from xltags.core.dataset import Dataset
from xltags.core.finding import Language
from xltags.core.scoring import Scores
from xltags.core.table import Table
from xltags.core.tag_issues import count_tag_issues
from xltags.core.values import Value


def computed_values(dataset: Dataset, scores: Scores, *, language: Language) -> dict[str, Sequence[Value | None]]:
    """The computed columns by id, one value a customer in the table's order."""
    return {
        "icp_score": _plain(scores.points),
        "icp_tier": scores.tiers(),
        "icp_range": scores.ranges(),
        "icp_why": scores.late_why_texts(language=language),
        "ask_next": [label or None for label in scores.ask_next_labels()],
        "tag_issues": count_tag_issues(dataset).tolist(),
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
    rows = table.rows.tolist()
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


def _plain(points: NDArray[np.float64]) -> list[float]:
    """The points as Python's numbers, whole ones without decimals."""
    if (points == np.floor(points)).all():
        whole: list[float] = points.astype(np.int64).tolist()
        return whole
    return [int(each) if each.is_integer() else each for each in points.tolist()]
