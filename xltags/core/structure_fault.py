"""What reading met that belongs to no cell's value: a missing sheet, a header twice, a cell that cannot be read."""

from dataclasses import dataclass
from typing import Literal

from xltags.core.finding import Place

StructureKind = Literal[
    "missing_sheet",
    "missing_table",
    "missing_column",
    "duplicate_header",
    "blank_header",
    "duplicate_cell",
    "bad_cell",
    "below_table",
]


@dataclass(frozen=True, slots=True)
class StructureFault:
    """Something about sheets, tables and headers that reading met. `name` is the sheet, table or header at fault."""

    kind: StructureKind
    place: Place
    name: str
    detail: str = ""
