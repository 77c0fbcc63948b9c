"""Small sheets read before: the workbooks of a team hold many that are the same to the byte, such as their tags."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

from xltags.books.reading.columns import CellColumn, Int32s
from xltags.books.reading.strings import Region, SharedStrings

MOST_BYTES = 1 << 19  # of a sheet worth remembering; larger ones hold records, which differ
MOST_SHEETS = 48  # of about three workbooks


@dataclass(frozen=True, slots=True)
class KnownSheet:
    """What a sheet holds whose bytes and shared strings are these; nobody may change it."""

    rows: Int32s
    columns: dict[int, CellColumn]
    merged: tuple[str, ...]
    hidden_rows: Int32s
    strings: tuple[Region, ...]


_known: OrderedDict[Hashable, KnownSheet] = OrderedDict()


def recall(key: Hashable, strings: SharedStrings) -> KnownSheet | None:
    """The sheet of this key, if the strings that it refers to are the same in this workbook."""
    found = _known.get(key)
    if found is None or not all(strings.holds(region) for region in found.strings):
        return None
    _known.move_to_end(key)
    return found


def remember(key: Hashable, sheet: KnownSheet) -> None:
    """Keep a sheet; those not seen for longest make room."""
    _known[key] = sheet
    if len(_known) > MOST_SHEETS:
        _known.popitem(last=False)
