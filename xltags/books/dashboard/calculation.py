"""Calculating formulas over a new workbook's tables: what its cells show before any program opens it.

Only what Dashboard and Card use is here; tests compare every result with LibreOffice's.
"""

from collections.abc import Mapping, Sequence

from xltags.books.dashboard.criteria import Criteria
from xltags.books.dashboard.functions import FUNCTIONS, PLAIN
from xltags.books.dashboard.operands import (
    NO_REFERENCE,
    NO_VALUE,
    Area,
    Column,
    Fault,
    Operand,
    Scalar,
    cell_value,
    each,
    is_many,
    items,
    single,
    truth,
)  # fmt: skip
from xltags.books.dashboard.syntax import Call, Cell, Constant, TablePart, Tree, parse
from xltags.books.shipped import Record
from xltags.core.spec import ColumnSpec


class TableCells:
    """A table's cells; one blank record where it is empty, as in the workbook."""

    def __init__(self, columns: Sequence[ColumnSpec], headings: Sequence[str], records: Sequence[Record]) -> None:
        self.headings = list(headings)
        self._columns = [[cell_value(record.get(column.id)) for record in records or ({},)] for column in columns]
        self.count = max(1, len(records))

    def value(self, row: int, column: int) -> Scalar:
        """What a cell below the headings holds; the row before the first is that of the headings."""
        return self.headings[column] if row < 0 else self._columns[column][row]

    def place(self, heading: str) -> int:
        """The number of a column.

        Raises:
            Fault: there is none.
        """
        if heading not in self.headings:
            raise Fault(NO_REFERENCE)
        return self.headings.index(heading)


class Calculation:
    """One sheet's cells: constants, and formulas that are calculated when they are asked for."""

    def __init__(self, tables: Mapping[str, TableCells]) -> None:
        self.tables = tables
        self.formulas: dict[tuple[int, int], str] = {}
        self.constants: dict[tuple[int, int], Scalar] = {}
        self._results: dict[tuple[int, int], Scalar] = {}
        self._criteria = Criteria()

    def value(self, row: int, column: int) -> Scalar:
        """What a cell shows; a formula that gives an empty cell shows 0, as in Excel."""
        place = (row, column)
        if place in self.constants:
            return self.constants[place]
        if place not in self.formulas:
            return None
        if place not in self._results:
            result = self._result(self.formulas[place])
            self._results[place] = 0.0 if result is None else result
        return self._results[place]

    def _result(self, formula: str) -> Scalar:
        try:
            operand = self._operand(parse(formula))
            return items(operand)[0] if isinstance(operand, Column) else single(operand)
        except Fault as fault:
            return fault

    def _operand(self, tree: Tree) -> Operand:
        if isinstance(tree, Constant):
            return tree.items[0] if len(tree.items) == 1 else Column(tree.items)
        if isinstance(tree, Cell):
            return Area(self, tree.row, tree.column, tree.row, tree.column)
        if isinstance(tree, TablePart):
            return self._table_part(tree)
        return self._call(tree)

    def _table_part(self, tree: TablePart) -> Area:
        table = self.tables.get(tree.table)
        if table is None:
            raise Fault(NO_REFERENCE)
        left, right = table.place(tree.first), table.place(tree.last)
        return Area(table, -1, left, -1, right) if tree.headers else Area(table, 0, left, table.count - 1, right)

    def _call(self, tree: Call) -> Operand:
        name, arguments = tree.name, tree.arguments
        if name == "IF":
            return self._choose(*arguments)
        if name == "IFERROR":
            return self._instead(*arguments)
        given = [self._operand(argument) for argument in arguments]
        if name == ":":
            first, last = given
            if not isinstance(first, Area) or not isinstance(last, Area):
                raise Fault(NO_VALUE)
            return first.until(last)
        if name == "COUNTIFS":
            return self._criteria.count(*given)
        if name == "SUMIFS":
            return self._criteria.total(*given)
        if name in PLAIN:
            return each(PLAIN[name], *given)
        return FUNCTIONS[name](*given)

    def _choose(self, condition: Tree, then: Tree, otherwise: Tree) -> Operand:
        asked = self._operand(condition)
        if not is_many(asked):
            return self._operand(then if truth(single(asked)) else otherwise)
        return each(
            lambda test, yes, no: yes if truth(test) else no, asked, self._operand(then), self._operand(otherwise)
        )

    def _instead(self, wanted: Tree, otherwise: Tree) -> Operand:
        try:
            found = self._operand(wanted)
        except Fault:
            return self._operand(otherwise)
        if is_many(found):
            return each(lambda it, other: other if isinstance(it, Fault) else it, found, self._operand(otherwise))
        return self._operand(otherwise) if isinstance(single(found), Fault) else found
