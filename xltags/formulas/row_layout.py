"""Where the columns of a customer's row stand, and the names that are being defined over them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xltags.formulas.grid import CALC, Calc
from xltags.formulas.limits import INDICATORS

EFFECTS = tuple(f"xl_effect_{number:02}" for number in range(1, INDICATORS + 1))


@dataclass(frozen=True, slots=True)
class RowLayout:
    """Where in `Customers` and `Contacts` the columns stand: letters by column id; the last that formulas may read."""

    customers: Mapping[str, str]
    contacts: Mapping[str, str]
    last: str

    def here(self, column: str) -> str:
        """The cell of a column of `Customers` in this row."""
        return f"Customers!${self.customers[column]}1"

    def contact(self, column: str) -> str:
        """The cell of a column of `Contacts` in this row."""
        return f"Contacts!${self.contacts[column]}1"

    @property
    def cells(self) -> str:
        """The cells of this row that formulas may read."""
        first = next(iter(self.customers.values()))
        return f"Customers!${first}1:${self.last}1"

    def across(self, columns: Sequence[str]) -> str:
        """The cells of neighbouring columns of `Customers` in this row."""
        return f"{self.here(columns[0])}:${self.customers[columns[-1]]}1"

    @property
    def effects(self) -> str:
        """The effects of all indicators in this row."""
        return self.across(EFFECTS)


class RowNames:
    """The names of a workbook's rows while they are defined; they go into `calc.names`."""

    def __init__(self, calc: Calc, layout: RowLayout) -> None:
        self.calc, self.layout = calc, layout

    def define(self, name: str, formula: str) -> None:
        """Define a name."""
        self.calc.names[name] = formula

    def calculated(self, name: str, formula: str) -> None:
        """A helper column: blank in rows that are blank or beyond what formulas can carry."""
        self.define(name, f'IF({self.layout.here("xl_state")}=1,{formula},"")')

    def constant(self, block: str, name: str, item: int) -> str:
        """A cell of `Calc`, the same for every row."""
        return f"{CALC}!{self.calc[block].fixed(name, item)}"
