"""Calculating formulas over a workbook's tables: what its cells show before any program opens it.

Only what Dashboard and Card use is here; tests compare every result with LibreOffice's.
"""

from collections.abc import Mapping

from xltags.books.dashboard.criteria import Criteria
from xltags.books.dashboard.functions import FUNCTIONS, PLAIN
from xltags.books.dashboard.operands import Area, Column, Operand, each, is_many, items, single
from xltags.books.dashboard.scalars import NO_REFERENCE, NO_VALUE, Fault, NotCalculable, Scalar, truth
from xltags.books.dashboard.syntax import Call, Cell, Constant, Given, Name, Slot, TablePart, Tree, parse
from xltags.books.dashboard.table_cells import TableCells


class Calculation:
    """One sheet's cells: constants, and formulas that are calculated when they are asked for."""

    def __init__(self, tables: Mapping[str, TableCells], names: Mapping[str, Scalar] | None = None) -> None:
        self.tables = tables
        self.names = names or {}
        self.formulas: dict[tuple[int, int], str] = {}
        self.constants: dict[tuple[int, int], Scalar] = {}
        self._results: dict[tuple[int, int], Scalar | NotCalculable] = {}
        self._criteria = Criteria()

    def value(self, row: int, column: int) -> Scalar:
        """What a cell shows; a formula that gives an empty cell shows 0, as in Excel.

        Raises:
            NotCalculable: a formula goes beyond what is calculated here.
        """
        place = (row, column)
        if place in self.constants:
            return self.constants[place]
        if place not in self.formulas:
            return None
        if place not in self._results:
            self._results[place] = self._result(place)
        result = self._results[place]
        if isinstance(result, NotCalculable):
            raise result
        return result

    def part(self, column: int, top: int, bottom: int) -> list[Scalar]:
        """See `Grid`."""
        return [self.value(row, column) for row in range(top, bottom + 1)]

    def coded(self, column: int) -> None:
        """See `Grid`; cells of formulas are few."""
        return

    def is_formula(self, row: int, column: int) -> bool:
        """See `Grid`."""
        return (row, column) in self.formulas

    def _result(self, place: tuple[int, int]) -> Scalar | NotCalculable:
        self._results[place] = NotCalculable("a circle of formulas")  # found here before there is a result
        try:
            tree, given = parse(self.formulas[place])
            operand = self._operand(tree, given)
            result = items(operand)[0] if isinstance(operand, Column) else single(operand)
        except Fault as fault:
            return fault
        except NotCalculable as reason:
            return reason
        except (ArithmeticError, LookupError, TypeError, ValueError, RecursionError) as error:
            return NotCalculable(f"{type(error).__name__}: {error}")
        return 0.0 if result is None else result

    def _operand(self, tree: Tree, given: tuple[Given, ...]) -> Operand:
        if isinstance(tree, Slot):
            tree = given[tree.number]
        if isinstance(tree, Constant):
            return tree.items[0] if len(tree.items) == 1 else Column(tree.items)
        if isinstance(tree, Cell):
            return Area(self, tree.row, tree.column, tree.row, tree.column)
        if isinstance(tree, TablePart):
            return self._table_part(tree)
        if isinstance(tree, Name):
            return self.names[tree.name]
        return self._call(tree, given)

    def _table_part(self, tree: TablePart) -> Area:
        table = self.tables.get(tree.table)
        if table is None:
            raise Fault(NO_REFERENCE)
        left, right = table.place(tree.first), table.place(tree.last)
        return Area(table, -1, left, -1, right) if tree.headers else Area(table, 0, left, table.count - 1, right)

    def _call(self, tree: Call, given: tuple[Given, ...]) -> Operand:
        name, arguments = tree.name, tree.arguments
        if name == "IF":
            return self._choose(given, *arguments)
        if name == "IFERROR":
            return self._instead(given, *arguments)
        operands = [self._operand(argument, given) for argument in arguments]
        if name == ":":
            first, last = operands
            if not isinstance(first, Area) or not isinstance(last, Area):
                raise Fault(NO_VALUE)
            return first.until(last)
        if name in ("COUNTIFS", "COUNTIF"):
            return self._criteria.count(*operands)
        if name == "SUMIFS":
            return self._criteria.total(*operands)
        if name in PLAIN:
            return each(PLAIN[name], *operands)
        return FUNCTIONS[name](*operands)

    def _choose(self, given: tuple[Given, ...], condition: Tree, then: Tree, otherwise: Tree) -> Operand:
        asked = self._operand(condition, given)
        if not is_many(asked):
            return self._operand(then if truth(single(asked)) else otherwise, given)
        return each(
            lambda test, yes, no: yes if truth(test) else no,
            asked,
            self._operand(then, given),
            self._operand(otherwise, given),
        )

    def _instead(self, given: tuple[Given, ...], wanted: Tree, otherwise: Tree) -> Operand:
        try:
            found = self._operand(wanted, given)
        except Fault:
            return self._operand(otherwise, given)
        if is_many(found):
            return each(
                lambda it, other: other if isinstance(it, Fault) else it, found, self._operand(otherwise, given)
            )
        return self._operand(otherwise, given) if isinstance(single(found), Fault) else found
