"""The cells of a sheet as a plain dictionary by row and column, for comparison with what other programs read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from xltags.books.cells import SheetCells, read_sheet
from xltags.books.package import open_package
from xltags.core.values import Value


@dataclass(frozen=True)
class Cells:
    """What stands in a sheet. Equal if all but the formulas is equal, types of values included."""

    values: Mapping[tuple[int, int], Value]
    faults: tuple[tuple[int, int, str, str], ...] = ()
    hidden_rows: tuple[int, ...] = ()
    formulas: frozenset[tuple[int, int]] = field(default=frozenset(), compare=False)


def cells_of(cells: SheetCells) -> Cells:
    """The columns taken apart; checks on the way that they are what they promise to be."""
    values, formulas = {}, set()
    rows = cells.rows.tolist()
    assert rows == sorted(set(rows))
    assert list(cells.columns) == sorted(cells.columns)
    for number, column in cells.columns.items():
        places = column.rows.tolist()
        codes = column.codes.tolist()
        assert places == sorted(set(places))
        assert list(dict.fromkeys(codes)) == list(range(len(column.values)))  # in order of first appearance, all used
        assert len({(type(value), value) for value in column.values}) == len(column.values)
        for place, code in zip(places, codes, strict=True):
            values[rows[place], number] = column.values[code]
        formulas |= {(rows[place], number) for place in column.formulas.tolist()}
    faults = tuple((fault.row, fault.column, fault.kind, fault.text) for fault in cells.faults)
    return Cells(values, faults, tuple(cells.hidden_rows.tolist()), frozenset(formulas))


def read_cells(path: Path, sheet: str = "Customers") -> Cells:
    """The cells of a sheet of a workbook."""
    with open_package(path) as package:
        found = package.sheet(sheet)
        assert found is not None
        return cells_of(read_sheet(package, found))
