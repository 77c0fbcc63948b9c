"""The hidden sheet `Model` of a new workbook, and the name `xltags_model` over it: what the add-in's formulas take.

It repeats the columns of the tables that decide about tags and points, one table below the other, with array formulas,
so that it is never out of date and Excel knows when to calculate anew.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from xltags.books.shipped import Record
from xltags.books.template_lists import column_reference
from xltags.books.template_styles import MUTED, Styles
from xltags.core.finding import Language
from xltags.core.table import letter_of
from xltags.core.values import Value

MODEL_NAME = "xltags_model"
MODEL_SHEET = "Model"
FIRST_ROW = 3
EMPTY = "Z"  # a column of the sheet in which nothing stands
# By table: how many records there is room for, and the columns that formulas ask for.
ROOM: Mapping[str, tuple[int, tuple[str, ...]]] = {
    "Settings": (60, ("key", "value")),
    "TagGroups": (60, ("group", "label_en", "label_zh", "label_vi", "step", "values", "required", "status")),
    "Tags": (600, ("group", "tag_id", "tag", "zh", "vi", "synonyms", "parent", "status", "replaced_by")),
    "Indicators": (40, ("indicator", "label", "kind", "field", "on")),
    "Bands": (200, ("indicator", "tag", "low", "high", "points", "outcome", "cap_tier")),
    "Tiers": (10, ("tier", "min_points")),
    "ChainRules": (20, ("low", "high", "required_roles")),
    "Contacts": (5000, ("customer_id", "chain_role")),
}
MODEL_TABLES = tuple(ROOM)
WIDTH = max(len(columns) for _, columns in ROOM.values())


def write_model(
    workbook: Any,
    records: Mapping[str, Sequence[Record]],
    styles: Styles,
    words: Mapping[str, str],
    language: Language,
) -> None:
    """Write the sheet and define its name. `records` are the tables' records by id; they are the cached results."""
    sheet = workbook.add_worksheet(MODEL_SHEET)
    sheet.hide()
    sheet.write_string(1, 0, words["model_title"], styles.style(italic=True, font_color=MUTED))
    over = ",".join(
        f"ROWS({column_reference(id, columns[0], language)})>{room}" for id, (room, columns) in ROOM.items()
    )
    full = any(len(records.get(id, ())) > room for id, (room, _) in ROOM.items())
    problem = words["model_over"].replace('"', '""')
    sheet.write_formula(0, 0, f'=IF(OR({over}),"{problem}","")', None, words["model_over"] if full else "")
    row = FIRST_ROW - 1
    for id, (room, columns) in ROOM.items():
        last = row + 1  # of the headers, from 0
        sheet.write_formula(row, 0, f'=IF($A$1="","{id}","")', None, "" if full else id)
        sheet.write_row(last, 0, columns)
        for place, column in enumerate(columns):
            _repeat(sheet, id, column, language, last + 1, place, room, records.get(id, ()))
        row = last + 1 + room
    start, rows = _contacts_header(), f"ROWS({column_reference('Contacts', 'customer_id', language)})"
    edge = letter_of(WIDTH)
    corner = f"INDEX({MODEL_SHEET}!${edge}$1:${edge}${row},MIN({row},{start}+{rows}))"
    workbook.define_name(MODEL_NAME, f"={MODEL_SHEET}!$A${FIRST_ROW}:{corner}")


def _contacts_header() -> int:
    """The Excel row of the headers of the last table."""
    before = [room for id, (room, _) in ROOM.items() if id != "Contacts"]
    return FIRST_ROW + 1 + sum(2 + room for room in before)


def _repeat(
    sheet: Any,
    table: str,
    column: str,
    language: Language,
    row: int,
    place: int,
    room: int,
    records: Sequence[Record],
) -> None:
    """A column as one array formula over all its room, with the cached results that are not blank."""
    source = column_reference(table, column, language)
    letter = letter_of(place + 1)
    area = f"${letter}${row + 1}:${letter}${row + room}"
    # Without the first condition a table of a single record would be repeated over the whole room. It counts the rows
    # of an empty column, because a formula that names its own cells looks circular.
    # Calculation engines disagree whether what lies beyond a short array is "" or #N/A there; hence IFERROR.
    own = f'IF(ISBLANK({source}),"",{source})'
    formula = f'=IFERROR(IF(ROW(${EMPTY}$1:${EMPTY}${room})>ROWS({source}),"",{own}),"")'
    values = [_plain(record.get(column)) for record in records[:room]]
    sheet.write_array_formula(row, place, row, place, formula, None, values[0] if values else "")
    cells = sheet.table[row]
    cells[place] = cells[place]._replace(range=area.replace("$", ""))  # xlsxwriter itself would fill the room with 0
    for offset, value in enumerate(values[1:], start=1):
        if isinstance(value, str):
            sheet.write_string(row + offset, place, value)
        else:
            sheet.write_number(row + offset, place, value)


def _plain(value: Value | None) -> str | float:
    if value is None:
        return ""
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)
