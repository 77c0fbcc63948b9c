"""Colours that show faults while people type: unknown or retired tags, missing or repeated values, what is overdue."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from xltags.books.entry import FORMULA_LIMIT, PLAIN_NAME, quoted
from xltags.books.entry_rules import LAST_ROW, TAGS_OF, UNIQUE, GroupGuide, Surroundings
from xltags.books.list_sources import list_name
from xltags.books.sheets import CUSTOMERS
from xltags.books.template_styles import LOOKS, TIER_FILLS, TIER_INKS, Styles
from xltags.core.spec import ColumnSpec

Look = Literal["fault", "missing", "retired", "overdue"]
TIER_COLUMNS = {(CUSTOMERS, "icp_tier"), ("Tiers", "tier"), ("Bands", "cap_tier")}
SAME_ACTIONS = ("Tags", "TagRequests")


@dataclass(frozen=True, slots=True)
class Colour:
    """A rule: the column it colours, the condition for its first data row, and the look."""

    column: str
    condition: str
    look: Look


def write_formats(
    sheet: Any, styles: Styles, columns: list[ColumnSpec], around: Surroundings, required: set[str]
) -> None:
    """Colour the columns of a table from its first data row to the last row of the sheet."""
    places = {column.id: number for number, column in enumerate(columns)}
    for colour in colours(columns, around, required):
        place = places[colour.column]
        rule = {"type": "formula", "criteria": f"={colour.condition}", "format": styles.rule(**LOOKS[colour.look])}
        sheet.conditional_format(1, place, LAST_ROW - 1, place, rule)
    for id, place in places.items():
        if (around.table, id) in TIER_COLUMNS:
            for tier, fill in TIER_FILLS.items():
                look = styles.rule(bg_color=fill, font_color=TIER_INKS[tier], bold=True)
                rule = {"type": "cell", "criteria": "==", "value": quoted(tier), "format": look}
                sheet.conditional_format(1, place, LAST_ROW - 1, place, rule)
        if (around.table, id) in UNIQUE or (around.table, id) == ("Tiers", "tier"):
            rule = {"type": "duplicate", "format": styles.rule(**LOOKS["fault"])}
            sheet.conditional_format(1, place, LAST_ROW - 1, place, rule)


def colours(columns: list[ColumnSpec], around: Surroundings, required: set[str]) -> Iterator[Colour]:
    """The rules of a table's columns; `required` are the tag groups that every customer must carry."""
    for column in columns:
        for colour in (*_of_values(column, around), *_of_missing(column, columns, around, required)):
            if len(colour.condition) <= FORMULA_LIMIT:
                yield colour
    yield from _of_rows(around)


def _of_values(column: ColumnSpec, around: Surroundings) -> Iterator[Colour]:
    table, cell = around.table, around.cell(column.id)
    group = around.groups.get(column.id if column.kind == "tag" else TAGS_OF.get((table, column.id), ""))
    loose = (table, column.id) in (("Contacts", "position"), ("Demands", "product_area"))  # other texts are fine there
    if group is not None and not loose:
        yield from tag_colours(column.id, cell, group, around)
    if column.refers_to == "Customers.customer_id":
        yield Colour(column.id, f'AND({cell}<>"",ISNA(MATCH({cell},lst_customers,0)))', "fault")
    if column.refers_to == "TagGroups.group" and table != "TagRequests":
        yield Colour(column.id, f'AND({cell}<>"",ISNA(MATCH({cell},lst_groups,0)))', "fault")
    if column.refers_to == "Indicators.indicator":
        yield Colour(column.id, f'AND({cell}<>"",ISNA(MATCH({cell},lst_indicators,0)))', "fault")
    if column.id == "tag_issues":
        yield Colour(column.id, f"AND(ISNUMBER({cell}),{cell}>0)", "fault")


def tag_colours(column: str, cell: str, group: GroupGuide, around: Surroundings) -> Iterator[Colour]:
    """Tags that the group does not have, those out of use, and those that do not belong to the one above."""
    if not PLAIN_NAME.fullmatch(group.group):
        return
    tags = list_name(group.group)
    if group.many:
        yield Colour(column, _some_unknown(cell, tags), "fault")
        return
    known = f"COUNTIFS(tag_groups,{quoted(group.group)},tag_labels,{cell})"
    yield Colour(column, f'AND({cell}<>"",COUNTIF({tags},{cell})=0,{known}>0)', "retired")
    yield Colour(column, f'AND({cell}<>"",COUNTIF({tags},{cell})=0,{known}=0)', "fault")
    parent = around.cell(group.upper) if group.upper != group.group else ""
    if parent:
        block = f"tag_blocks,{quoted(group.group + '|')}&{parent}"
        free = f"COUNTIFS(tag_groups,{quoted(group.group)},tag_labels,{cell},tag_parents,"
        listed = f'COUNTIF({tags},{cell})>0,{free}"")=0,COUNTIFS({block},tag_all,{cell})=0'
        yield Colour(column, f'AND({parent}<>"",{cell}<>"",{listed})', "fault")


def _some_unknown(cell: str, tags: str) -> str:
    """Whether a cell of tags parted by `;` holds one that is not listed; cells parted otherwise are left to `check`."""
    plain = (
        f'{cell}<>"",ISERR(FIND("，",{cell})),ISERR(FIND("、",{cell})),ISERR(FIND("；",{cell})),ISERR(FIND(",",{cell}))'
    )
    found = f'SUMPRODUCT(--ISNUMBER(SEARCH(";"&{tags}&";",";"&SUBSTITUTE({cell},"; ",";")&";")))'
    return f'AND({plain},{found}<LEN({cell})-LEN(SUBSTITUTE({cell},";",""))+1)'


def _of_missing(
    column: ColumnSpec, columns: list[ColumnSpec], around: Surroundings, required: set[str]
) -> Iterator[Colour]:
    needed = column.id in required if column.kind == "tag" else column.required
    if not needed:
        return
    cell = around.cell(column.id)
    own = [it for it in columns if it.filled_by == "person"]
    first, last = around.cell(own[0].id), around.cell(own[-1].id)
    others = f"COUNTA({first}:{last})>0"
    yield Colour(column.id, f'AND({cell}="",{others})', "missing")


def _of_rows(around: Surroundings) -> Iterator[Colour]:
    """Rules that look at several cells of a row."""
    cell = around.cell
    if around.table == "FollowUps":
        customer, day = cell("customer_id"), cell("date")
        later = f'COUNTIFS({_whole(customer)},{customer},{_whole(day)},">"&{day})'
        yield Colour("due_on", f"AND(ISNUMBER({cell('due_on')}),{cell('due_on')}<TODAY(),{later}=0)", "overdue")
    if around.table == "TagGroups":
        due = cell("review_on")
        yield Colour("review_on", f"AND(ISNUMBER({due}),{due}<TODAY())", "overdue")
    if around.table == "Indicators":
        day = cell("reviewed_on")
        every = 'INDEX(set_values,MATCH("review_every_days",set_keys,0))'
        yield Colour("reviewed_on", f"AND(ISNUMBER({day}),IFERROR({day}+{every}<TODAY(),FALSE))", "overdue")
    if around.table == "Tags":
        group, tag = cell("group"), cell("tag")
        twice = f"COUNTIFS({_whole(group)},{group},{_whole(tag)},{tag})>1"
        yield Colour("tag", f'AND({tag}<>"",{twice})', "fault")
        yield Colour("tag", f'AND({tag}<>"",COUNTIFS(tag_of,{group},tag_all,{tag})=0)', "retired")
        for id in ("parent", "replaced_by"):
            unknown = f"ISNA(MATCH({cell(id)},tag_ids,0)),ISNA(MATCH({cell(id)},tag_labels,0))"
            yield Colour(id, f'AND({cell(id)}<>"",{unknown})', "fault")
    if around.table in SAME_ACTIONS:
        with_tag, without = cell("with_tag"), cell("without_tag")
        yield Colour("without_tag", f'AND({without}<>"",{with_tag}={without})', "fault")
    if around.table == "Strategy":
        group, tag = cell("group"), cell("tag")
        yield Colour("tag", f'AND({tag}<>"",COUNTIFS(tag_of,{group},tag_all,{tag})=0)', "fault")


def _whole(cell: str) -> str:
    letters = cell.strip("$0123456789")
    return f"${letters}:${letters}"
