"""What stands in the cells of a random workbook that a library has made."""

from dataclasses import dataclass, field

from tests.random_workbooks import Place
from xltags.core.values import CellFault, Value

UNCALCULATED = CellFault("uncalculated", "")


@dataclass
class Made:
    """A workbook as bytes, the values that stand in its sheets, and where its formulas are."""

    data: bytes = b""
    values: dict[str, dict[Place, Value]] = field(default_factory=dict)
    formulas: dict[str, set[Place]] = field(default_factory=dict)

    def put(self, sheet: str, place: Place, value: Value, *, formula: bool = False) -> None:
        """Notes what stands in a cell."""
        self.values[sheet][place] = value
        if formula:
            self.formulas[sheet].add(place)

    def begin(self, sheet: str) -> None:
        """Notes a sheet."""
        self.values[sheet], self.formulas[sheet] = {}, set()


def quoted(sheet: str) -> str:
    """The name of a sheet as formulas spell it."""
    return "'" + sheet.replace("'", "''") + "'"
