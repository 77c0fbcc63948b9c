"""The lists behind drop-downs: the tags in use, sorted for them on a hidden sheet that follows the table `Tags`.

A drop-down takes one range. In `Tags` people add rows wherever they like, so ordinary formulas sort the tags in use:
by group, a tag's children behind it, children of another group's tag by that parent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xltags.books.entry import PLAIN_NAME, quoted
from xltags.books.list_sources import group_range, list_name
from xltags.books.sheets import choices, table_spec
from xltags.core.finding import Language
from xltags.core.values import Value, as_text

Record = Mapping[str, Value | None]
LISTS = "Lists"
FIRST_ROW = 3
ROOM = 300  # tags that may be added before the sheet is too short; `Start` shows how many there are
GROUP_ROOM = 60
STEP = 9_000  # rows of `Tags` that a sort key can tell apart; its fourth power is still an exact number
OUT_OF_USE = ("retired", "reserved")
MEASURES = tuple(choice.id for choice in choices("measure"))
HEADINGS = ("number", "above", "above that", "sort key", "row of Tags", "tag", "group", "group and upper tag", "field")
TABLE_NAMES = {
    "tag_groups": ("Tags", "group"),
    "tag_labels": ("Tags", "tag"),
    "tag_ids": ("Tags", "tag_id"),
    "tag_parents": ("Tags", "parent"),
    "lst_groups": ("TagGroups", "group"),
    "lst_people": ("Owners", "person"),
    "lst_indicators": ("Indicators", "indicator"),
    "ind_fields": ("Indicators", "field"),
    "lst_customers": ("Customers", "customer_id"),
    "set_keys": ("Settings", "key"),
    "set_values": ("Settings", "value"),
}


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of the sheet, as its formulas give it. `at` is the place in `Tags` of the tag listed here, 0 for none."""

    above: int
    above_that: int
    key: int
    at: int
    tag: Value | None
    group: str
    block: str


def column_reference(table_id: str, column_id: str, language: Language) -> str:
    """A table's column as formulas name it: `Tags[Tag]`."""
    column = table_spec(table_id).column(column_id)
    header = column.header(language) if column else column_id
    escaped = "".join(f"'{letter}" if letter in "[]#'@" else letter for letter in header)
    return f"{table_id}[{escaped}]"


def out_of_use() -> list[str]:
    """How the cells of a tag's status say that drop-downs leave it out, in any language."""
    found = [name for it in choices("tag_status") if it.id in OUT_OF_USE for name in (it.id, *it.labels.values())]
    return list(dict.fromkeys(found))


def list_rows(tags: Sequence[Record], size: int) -> list[ListRow]:
    """What the formulas of the sheet give for the rows of `Tags`."""
    ids, labels, groups = (
        _places([as_text(tag.get(id)).casefold() for tag in tags]) for id in ("tag_id", "tag", "group")
    )
    above = [_parent(as_text(tag.get("parent")).casefold(), ids, labels) for tag in tags]
    beyond = [above[place - 1] if place else 0 for place in above]
    unused = {text.casefold() for text in out_of_use()}
    keys: list[int] = []
    for place, tag in enumerate(tags, start=1):
        parts = _path(place, above[place - 1], beyond[place - 1])
        group = groups.get(as_text(tag.get("group")).casefold(), 0)
        skipped = as_text(tag.get("status")).casefold() in unused or not as_text(tag.get("tag")) or not group
        keys.append(0 if skipped else ((group * STEP + parts[0]) * STEP + parts[1]) * STEP + parts[2])
    order = sorted((key, place) for place, key in enumerate(keys, start=1) if key)
    rows = []
    for number in range(1, size + 1):
        known = number <= len(tags)
        at = order[number - 1][1] if number <= len(order) else 0
        first = _path(at, above[at - 1], beyond[at - 1])[0] if at else 0
        tag = tags[at - 1] if at else {}
        group_id = as_text(tag.get("group"))
        rows.append(
            ListRow(
                above[number - 1] if known else 0,
                beyond[number - 1] if known else 0,
                keys[number - 1] if known else 0,
                at,
                tag.get("tag"),
                group_id,
                f"{group_id}|{as_text(tags[first - 1].get('tag'))}" if at else "",
            )
        )
    return rows


def _places(texts: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, text in enumerate(texts, start=1):
        if text:
            found.setdefault(text, place)
    return found


def _parent(text: str, ids: Mapping[str, int], labels: Mapping[str, int]) -> int:
    return ids.get(text) or labels.get(text, 0) if text else 0


def _path(place: int, above: int, beyond: int) -> tuple[int, int, int]:
    if beyond:
        return beyond, above, place
    return (above, place, 0) if above else (place, 0, 0)


def list_size(tags: Sequence[Record]) -> int:
    """How many tags the sheet of a new workbook can hold."""
    return len(tags) + ROOM


def write_lists(sheet: Any, tags: Sequence[Record], groups: Sequence[Record], language: Language) -> None:
    """Fill the hidden sheet; its cells carry their results."""
    sheet.hide()
    for number, heading in enumerate(HEADINGS):
        sheet.write_string(FIRST_ROW - 2, number, heading)
    rows = list_rows(tags, list_size(tags))
    last = FIRST_ROW + len(rows) - 1
    formulas = _formulas(language, last)
    for number, found in enumerate(rows, start=1):
        row = FIRST_ROW + number - 1
        sheet.write_number(row - 1, 0, number)
        cached = (found.above, found.above_that, found.key or "", found.at or "", found.tag, found.group, found.block)
        for place, (formula, value) in enumerate(zip(formulas, cached, strict=True), start=1):
            sheet.write_formula(row - 1, place, "=" + formula.replace("{row}", str(row)), None, value or _zero(place))
    names = [as_text(group.get("group")) for group in groups]
    for number in range(1, len(MEASURES) + len(groups) + GROUP_ROOM + 1):
        row = FIRST_ROW + number - 2
        if number <= len(MEASURES):
            sheet.write_string(row, 8, MEASURES[number - 1])
            continue
        place = number - len(MEASURES)
        column = column_reference("TagGroups", "group", language)
        formula = f'=IF({place}>ROWS({column}),"",INDEX({column},{place})&"")'
        sheet.write_formula(row, 8, formula, None, names[place - 1] if place <= len(names) else "")


def _zero(place: int) -> Value:
    return 0 if place < 3 else ""


def _formulas(language: Language, last: int) -> list[str]:
    ref = {id: column_reference("Tags", id, language) for id in ("group", "tag", "tag_id", "parent", "status")}
    unused = "{" + ",".join(map(quoted, out_of_use())) + "}"
    beyond_end = f"$A{{row}}>ROWS({ref['tag']})"

    def own(id: str) -> str:
        return f"INDEX({ref[id]},$A{{row}})"

    def column(letter: str) -> str:
        return f"${letter}${FIRST_ROW}:${letter}${last}"

    found = f"MATCH({own('parent')},{ref['tag_id']},0),IFERROR(MATCH({own('parent')},{ref['tag']},0),0)"
    first = "IF($C{row}>0,$C{row},IF($B{row}>0,$B{row},$A{row}))"
    second = "IF($C{row}>0,$B{row},IF($B{row}>0,$A{row},0))"
    third = "IF($C{row}>0,$A{row},0)"
    key = f"((MATCH({own('group')},{ref['group']},0)*{STEP}+{first})*{STEP}+{second})*{STEP}+{third}"
    skipped = f'IF(ISNUMBER(MATCH({own("status")},{unused},0)),"",IF({own("tag")}="","",IFERROR({key},"")))'
    at = "$E{row}"
    root = f"IF(INDEX({column('C')},{at})>0,INDEX({column('C')},{at}),IF(INDEX({column('B')},{at})>0,INDEX({column('B')},{at}),{at}))"  # noqa: E501  # one formula
    return [
        f'IF({beyond_end},0,IF({own("parent")}="",0,IFERROR({found})))',
        f"IF($B{{row}}>0,INDEX({column('B')},$B{{row}}),0)",
        f'IF({beyond_end},"",{skipped})',
        f'IFERROR(MATCH(SMALL({column("D")},$A{{row}}),{column("D")},0),"")',
        f'IF({at}="","",INDEX({ref["tag"]},{at}))',
        f'IF({at}="","",INDEX({ref["group"]},{at}))',
        f'IF({at}="","",$G{{row}}&"|"&INDEX({ref["tag"]},{root}))',
    ]


def define_names(workbook: Any, tags: Sequence[Record], groups: Sequence[str], language: Language) -> None:
    """Define the names that drop-downs and colours use, which cannot hold table references themselves.

    `lst_<group>` are the tags in use of a group; `tag_all`, `tag_of` and `tag_blocks` the sorted tags, their groups,
    and group and upper tag of each.
    """
    last = FIRST_ROW + list_size(tags) - 1
    for name, letter in (("tag_all", "F"), ("tag_of", "G"), ("tag_blocks", "H")):
        workbook.define_name(name, f"={LISTS}!${letter}${FIRST_ROW}:${letter}${last}")
    rows = f"ROWS({column_reference('TagGroups', 'group', language)})"
    fields = f"{LISTS}!$I${FIRST_ROW}:INDEX({LISTS}!$I${FIRST_ROW}:$I$1000,{len(MEASURES)}+{rows})"
    workbook.define_name("tag_fields", f"={fields}")
    for name, (table, column) in TABLE_NAMES.items():
        workbook.define_name(name, f"={column_reference(table, column, language)}")
    for group in groups:
        if PLAIN_NAME.fullmatch(group):
            workbook.define_name(list_name(group), f"={group_range(group)}")
