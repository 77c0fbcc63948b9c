"""What a step of a plan did to a workbook, and why it could not."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

State = Literal["done", "nothing", "conflict"]


class Conflict(Exception):  # noqa: N818  # no error of the program: the workbook refuses the step
    """Why a workbook refuses a step; never leaves `apply_plan`."""


@dataclass(frozen=True, slots=True)
class TagChange:
    """A customer whose tags of a group changed: its record in `Customers`, the labels before and after, `a; b`."""

    record: int
    group: str
    before: str
    after: str


@dataclass(slots=True)
class Outcome:
    """What one step did. `cells` counts changed cells by table, `customers` those whose tags changed.

    `remarks` say what a person should look at; `reason` says why the workbook refuses the step, or why there was
    nothing to do.
    """

    number: int
    do: str
    title: str
    state: State = "nothing"
    cells: Counter[str] = field(default_factory=Counter)
    customers: int = 0
    remarks: list[str] = field(default_factory=list)
    reason: str = ""
    log: list[TagChange] = field(default_factory=list)

    def count(self, table_id: str, cells: int) -> None:
        """Note changed cells."""
        if cells:
            self.cells[table_id] += cells
            self.state = "done"
