"""What the rules ask about one worksheet."""

from dataclasses import dataclass, field

from xltags.books.opc.refs import Area
from xltags.books.opc.relationships import SheetRef


@dataclass(slots=True)
class Tally:
    """How often a fault stands in a sheet, the first cell that has it, and what stands there."""

    cell: str
    value: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, and the first of the places that have it. `kind`: cell, column, name, validation or format."""

    text: str
    kind: str
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class Validation:
    """A drop-down or a conditional format: its ranges as written, the attributes and formulas of its rules."""

    element: str
    ranges: str
    rules: tuple[dict[str, str], ...]
    formulas: tuple[str, ...]


@dataclass
class SheetFacts:
    """What a worksheet's part says.

    Attributes:
        tallies: faults of cells by kind. `headers`: content of the wanted cells, (type, text); `formula_cells`: row *
            16384 + column - 1 of cells with a formula, where asked for; `spreads`: ranges of array formulas.
        elements: local names of the direct children of the root. `links`: (element, relationship id) it uses.
    """

    sheet: SheetRef
    tallies: dict[str, Tally] = field(default_factory=dict)
    headers: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    formulas: dict[str, Formula] = field(default_factory=dict)
    formula_cells: set[int] = field(default_factory=set)
    spreads: list[Area] = field(default_factory=list)
    merges: list[str] = field(default_factory=list)
    validations: list[Validation] = field(default_factory=list)
    elements: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    string_uses: int = 0
    broken: str = ""

    def note(self, kind: str, cell: str, value: str = "") -> None:
        """Count a fault."""
        known = self.tallies.get(kind)
        if known is None:
            self.tallies[kind] = Tally(cell, value)
        else:
            known.count += 1
