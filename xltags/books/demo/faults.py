"""Plants faults in the sample workbook, and says where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xltags.books.demo.customer_faults import UNTIDY_TAGS, WRONG_FACTS
from xltags.books.demo.fault import Fault, Kit
from xltags.books.demo.history import Row
from xltags.books.demo.other_faults import LOG, MODEL, MONEY_AND_PLAN
from xltags.core.finding import Language

FAULTS: tuple[Fault, ...] = (*UNTIDY_TAGS, *WRONG_FACTS, *LOG, *MONEY_AND_PLAN, *MODEL)


@dataclass(frozen=True, slots=True)
class Planted:
    """A planted fault: the code that must find it, its table, and the record's place there, from 0."""

    code: str
    table: str
    record: int


def plant(tables: Mapping[str, Sequence[Row]], language: Language) -> tuple[dict[str, list[Row]], list[Planted]]:
    """The tables with all faults planted, and where they are. The tables given stay as they are.

    Raises:
        LookupError: no record is left that a fault could be put into.
    """
    kit = Kit({str(row["tag_id"]): str(row["tag"]) for row in tables["Tags"]}, tables, language)
    made = {id: [dict(row) for row in rows] for id, rows in tables.items()}
    taken: dict[str, set[int]] = {id: set() for id in tables}
    targets: list[tuple[Fault, Row]] = []
    for fault in FAULTS:
        rows = made[fault.table]
        if fault.added:
            row = dict(fault.make({}, kit))
            rows.insert(_place_of(row, rows) if fault.table == "Tags" else len(rows), row)
        else:
            row = _target(fault, rows, kit, taken[fault.table])
            row |= fault.make(row, kit)
        taken[fault.table].add(id(row))
        targets.append((fault, row))
    return made, [
        Planted(fault.code, fault.table, next(place for place, it in enumerate(made[fault.table]) if it is row))
        for fault, row in targets
        if fault.code
    ]


def _target(fault: Fault, rows: Sequence[Row], kit: Kit, taken: set[int]) -> Row:
    """The free record nearest to where the fault wants to be."""
    free = [row for row in rows if id(row) not in taken and fault.where(row, kit)]
    if not free:
        raise LookupError(f"no record of {fault.table} is left for {fault.code}")
    return free[min(int(fault.at * len(free)), len(free) - 1)]


def _place_of(tag: Row, rows: Sequence[Row]) -> int:
    """Behind the last active tag of the group: drop-downs take a group as one range, retired tags last."""
    retired = ("retired", "停用", "Ngừng dùng")
    return 1 + max(
        place for place, row in enumerate(rows) if row["group"] == tag["group"] and row.get("status") not in retired
    )
