"""Tag groups and tags as one CSV: a row a tag with the cells of its group in front, and a row for a group without tags.

Columns of groups are called `group.<column id>`, those of tags `<column id>`; foreign columns are kept.
"""

import csv
import io
import json
from collections.abc import Mapping, Sequence

from xltags.books.exchange.tag_set import (
    KEPT,
    Entry,
    TableId,
    TagSet,
    columns_of,
    kept_of,
    kept_text,
    plain_text,
    value_of,
)
from xltags.core.errors import XltagsError
from xltags.core.finding import Language
from xltags.core.values import Value

FORMAT = "csv"
PLACE = "group.place"  # the group's place in `TagGroups`: tags of several groups may stand mixed
OF_GROUP = "group."


def to_csv(tag_set: TagSet) -> str:
    """The groups and tags as CSV text with a header, a comma, LF, quotes where needed.

    >>> group, tag = Entry({"group": "industry"}), Entry({"group": "industry", "tag": "Retail"})
    >>> print(to_csv(TagSet((group,), (tag,))), end="")
    group.place,group.group,group,tag
    1,industry,industry,Retail
    """
    places = {group.text("group"): place for place, group in reversed(list(enumerate(tag_set.groups, start=1)))}
    rows: list[dict[str, str]] = []
    shown: set[int] = set()
    for tag in tag_set.tags:
        place = places.get(tag.text("group"))
        shown |= {place} if place is not None else set()
        of_group = _cells(tag_set.groups[place - 1], OF_GROUP) | {PLACE: str(place)} if place is not None else {}
        rows.append(of_group | _cells(tag, ""))
    for place, group in enumerate(tag_set.groups, start=1):
        if place not in shown:
            rows.append({PLACE: str(place), **_cells(group, OF_GROUP)})
    columns = _used_columns(rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _cells(entry: Entry, prefix: str) -> dict[str, str]:
    cells = {f"{prefix}{id}": plain_text(value) for id, value in entry.values.items()}
    foreign = {f"{prefix}{id}": str(text) for id, text in entry.known_to(FORMAT).items()}
    others = kept_text({format: rest for format, rest in entry.kept.items() if format != FORMAT})
    return cells | foreign | ({f"{prefix}{KEPT}": others} if others else {})


def _used_columns(rows: Sequence[Mapping[str, str]]) -> list[str]:
    """The columns that hold something: declared ones in the workbook's order, then foreign ones as they came."""
    declared = [PLACE, *(f"{OF_GROUP}{spec.id}" for spec in columns_of("TagGroups"))]
    declared += [spec.id for spec in columns_of("Tags")]
    used = dict.fromkeys(id for row in rows for id in row)
    return [id for id in declared if id in used] + [id for id in used if id not in declared]


def from_csv(text: str, *, language: Language, name: str) -> TagSet:
    """The groups and tags of such a CSV.

    Raises:
        XltagsError: EXC002 it is no such table, a tag has no group, or a cell is no number or day where one belongs.
    """
    rows, header = _rows(text, name)
    if "group" not in header and f"{OF_GROUP}group" not in header:
        raise XltagsError(f"{name}: has neither a column 'group' nor 'group.group'; its first row names the columns",
                          code="EXC002")  # fmt: skip
    groups: dict[str, tuple[float, Entry]] = {}
    tags: list[Entry] = []
    for number, row in rows:
        place = f"{name} line {number}"
        of_group = {id.removeprefix(OF_GROUP): cell for id, cell in row.items() if id.startswith(OF_GROUP)}
        own = {id: cell for id, cell in row.items() if not id.startswith(OF_GROUP)}
        rank = of_group.pop(PLACE.removeprefix(OF_GROUP), "")
        group = _entry(of_group, "TagGroups", place)
        id = group.text("group") or own.get("group", "").strip()
        if group.values and id not in groups:
            groups[id] = (float(rank) if rank.isdigit() else len(groups) + 1.0, group)
        if any(cell.strip() for column, cell in own.items() if column != "group"):
            if not id.strip():
                raise XltagsError(f"{place}: names no group; write its id under 'group'", code="EXC002")
            tag = _entry({"group": id, **{column: cell for column, cell in own.items() if cell}}, "Tags", place)
            tags.append(tag)
    ordered = sorted(groups.values(), key=lambda item: item[0])
    return TagSet(tuple(group for _, group in ordered), tuple(tags), language)


def _rows(text: str, name: str) -> tuple[list[tuple[int, dict[str, str]]], list[str]]:
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    try:
        lines = [(reader.line_num, cells) for cells in reader]
    except csv.Error as error:
        raise XltagsError(f"{name} line {reader.line_num}: is no CSV: {error}", code="EXC002") from error
    if not lines:
        raise XltagsError(f"{name}: is empty", code="EXC002")
    header = [cell.strip() for cell in lines[0][1]]
    rows = []
    for number, cells in lines[1:]:
        if len(cells) > len(header):
            raise XltagsError(f"{name} line {number}: has {len(cells)} cells under {len(header)} headers; put texts "
                              "with a comma in quotation marks", code="EXC002")  # fmt: skip
        if any(cell.strip() for cell in cells):
            rows.append((number, dict(zip(header, cells, strict=False))))
    return rows, header


def _entry(cells: Mapping[str, str], table_id: TableId, place: str) -> Entry:
    specs = {spec.id: spec for spec in columns_of(table_id)}
    values: dict[str, Value] = {}
    foreign: dict[str, str] = {}
    for id, cell in cells.items():
        if id in specs:
            value = value_of(cell, specs[id], place)
            if value is not None:
                values[id] = value
        elif id != KEPT and id and cell:
            foreign[id] = cell
    kept = dict(kept_of(cells.get(KEPT)))
    if foreign:
        kept[FORMAT] = json.loads(json.dumps(foreign))
    return Entry(values, kept)
