"""Panels about tags: the mix of new customers against the plan, and how far the tag groups are filled and used."""

from collections.abc import Mapping

from xltags.books.dashboard.board import Board, area_of, name_of, rate, wilson_end
from xltags.books.dashboard.leads import customer_count
from xltags.books.dashboard.lists import FIRST_ROW, Basis
from xltags.books.dashboard.panel import Panel

AIMS, GROUPS, MOST_GROUPS = 8, 9, 24
GROUPS_COLUMN = 64
GROUP_FIELDS = ("group", "active", "column", "filled", "many", "first", "count", "tags", "used", "rank")


def carrying(within: str, tag: str, more: str = "") -> str:
    """How many cells hold a tag, alone or among several; `more` are further criteria."""
    patterns = (tag, f'{tag}&";*"', f'"*; "&{tag}', f'"*; "&{tag}&";*"')
    return "(" + "+".join(f"COUNTIFS({within},{pattern}{more})" for pattern in patterns) + ")"


def alignment_panel(board: Board, basis: Basis, row: int, column: int) -> Panel:
    """The targets of the running fiscal year and quarter, and what share of the new customers has the tag.

    As the report `alignment` by line of the plan, for periods written 2026 or 2026-Q3 and tags with one floor below.
    """
    panel = Panel(
        board, "alignment", row, column, ("label", "percent", "percent", "points", "percent", "percent"), AIMS
    )
    panel.write_frame()
    year, quarter = _running(board, basis, panel)
    for item in range(AIMS):
        _aim(board, basis, panel, item, year, quarter)
    return panel


def _running(board: Board, basis: Basis, panel: Panel) -> tuple[str, str]:
    """The running fiscal year and quarter, in hidden cells above the table's."""
    day, begin = basis.as_of, basis.year_start
    year = panel.give(-1, 6, f'IF({day}="","",YEAR({day})+IF({begin}>1,IF(MONTH({day})>={begin},1,0),0))')
    quarter = panel.give(-1, 7, f'IF({day}="","",INT(MOD(MONTH({day})-{begin},12)/3)+1)')
    return year, quarter


def _aim(board: Board, basis: Basis, panel: Panel, item: int, year: str, quarter: str) -> None:
    book = board.book
    period, group, tag, wanted = (book.column("Strategy", id) for id in ("period", "group", "tag", "target_share"))
    target, actual, low, high = (panel.cell(item, number) for number in (1, 2, 4, 5))
    place, number, start, end, known, having, id, first, last = (panel.cell(item, 6 + it) for it in range(9))
    before = panel.cell(item - 1, 6) if item else "0"
    rest = f"INDEX({period},{before}+1):INDEX({period},ROWS({period}))"
    names = (year, f'{year}&""', f'{year}&"-Q"&{quarter}')
    nearest = "MIN(" + ",".join(f"IFERROR(MATCH({name},{rest},0),1000000)" for name in names) + ")"
    found = f'IF({nearest}=1000000,"",{before}+{nearest})'
    column = f"INDEX({book.span('Customers')},0,{number})"
    contact = book.column("Customers", "first_contact")
    inside = f',{contact},">="&{start},{contact},"<"&{end}'
    parents, label = book.column("Tags", "parent"), f"INDEX({tag},{place})"
    ids = book.column("Tags", "tag_id")
    children = f"INDEX({book.column('Tags', 'tag')},{first}):INDEX({book.column('Tags', 'tag')},{last})"
    below = f"SUMPRODUCT((INDEX({parents},{first}):INDEX({parents},{last})={id})*COUNTIFS({column},{children}{inside}))"
    month = f"IF({basis.year_start}>1,{basis.year_start}-12,1)"
    whole = f'LEN(INDEX({period},{place})&"")<=4'
    panel.fill_row(
        item,
        f'IF({place}="","",INDEX({tag},{place})&" · "&INDEX({period},{place}))',
        f'IF({place}="","",INDEX({wanted},{place}))',
        f'IF({place}="","",{rate(having, known, basis.min_sample)})',
        f'IF(OR({actual}="",{target}=""),"",({actual}-{target})*100)',
        wilson_end(having, known, actual, "-"),
        wilson_end(having, known, actual, "+"),
        f'IF(OR({before}="",{year}=""),"",IF({before}>=ROWS({period}),"",{found}))',
        f'IF({place}="",0,{book.group_column(f"INDEX({group},{place})")})',
        f'IF({place}="","",DATE({year},{month}+IF({whole},0,3*({quarter}-1)),1))',
        f'IF({place}="","",DATE(YEAR({start}),MONTH({start})+IF({whole},12,3),1))',
        f'IF({number}=0,0,COUNTIFS({column},"?*"{inside}))',
        f'IF({number}=0,0,{carrying(column, label, inside)}+IF({first}="",0,{below}))',
        f'IF({place}="","",IFERROR(INDEX({ids},MATCH({label},{book.column("Tags", "tag")},0))&"","?"))',
        f'IF({place}="","",IFERROR(MATCH({id},{parents},0),""))',
        f'IF({first}="","",SUMPRODUCT(MAX(({parents}={id})*ROW({parents})))-ROW({book.heading("Tags", "parent")}))',
        f'IF({actual}="",0,{actual}-{low})',
        f'IF({actual}="",0,{high}-{actual})',
    )


def tag_use_panel(board: Board, row: int, column: int) -> Panel:
    """The tag groups by how many customers have a value, and how many of their tags anybody uses.

    Simpler than the report `tag_health`: every customer counts, also young ones; tags with others below them do not.
    """
    panel = Panel(board, "tags", row, column, ("label", "percent", "percent", "integer", "integer", "integer"), GROUPS)
    panel.write_frame()
    book = board.book
    cells = _group_list(board)
    label, target = (book.column("TagGroups", id) for id in (f"label_{book.language}", "fill_target"))
    customers = board.give(FIRST_ROW - 1, GROUPS_COLUMN - 1, customer_count(board))
    for item in range(GROUPS):
        place, tags, used = panel.cell(item, 6), panel.cell(item, 3), panel.cell(item, 4)
        panel.fill_row(
            item,
            f'IF({place}="","",IF(INDEX({label},{place})="",INDEX({cells["group"]},{place}),INDEX({label},{place})))',
            f'IF({place}="","",IF({customers}=0,"",INDEX({cells["filled"]},{place})/{customers}))',
            f'IF({place}="","",IF(INDEX({target},{place})="","",INDEX({target},{place})))',
            f'IF({place}="","",INDEX({cells["tags"]},{place}))',
            f'IF({place}="","",INDEX({cells["used"]},{place}))',
            f'IF({place}="","",{tags}-{used})',
            f'IFERROR(MATCH(LARGE({cells["rank"]},{item + 1}),{cells["rank"]},0),"")',
        )
    return panel


def _group_list(board: Board) -> dict[str, str]:
    """The tag groups in the order of their table; the areas of the fields by name."""
    for number, name in enumerate(GROUP_FIELDS):
        board.say(FIRST_ROW - 1, GROUPS_COLUMN + number, name, "aside")
    for item in range(MOST_GROUPS):
        here = {name: name_of(FIRST_ROW + item, GROUPS_COLUMN + number) for number, name in enumerate(GROUP_FIELDS)}
        formulas = _group_formulas(board, item, here)
        for number, name in enumerate(GROUP_FIELDS):
            board.give(FIRST_ROW + item, GROUPS_COLUMN + number, formulas[name])
    return {name: area_of(FIRST_ROW, GROUPS_COLUMN + number, MOST_GROUPS) for number, name in enumerate(GROUP_FIELDS)}


def _group_formulas(board: Board, item: int, here: Mapping[str, str]) -> dict[str, str]:
    """The fields of one tag group; `here` are the cells that they stand in."""
    book = board.book
    tag_group, tag, tag_id, parent = (book.column("Tags", id) for id in ("group", "tag", "tag_id", "parent"))
    held = book.choice("TagGroups", "status", "reserved", "retired")
    idle = book.choice("Tags", "status", "reserved", "retired")
    first, count = here["first"], here["count"]

    def part(column: str) -> str:
        return f"INDEX({column},{first}):INDEX({column},{first}+{count}-1)"

    column = f"INDEX({book.span('Customers')},0,{here['column']})"
    leaves = (
        f'({part(tag_group)}={here["group"]})*({part(tag)}<>"")*(COUNTIFS({parent},{part(tag_id)},{tag_group},{here["group"]})=0)'
        f"*(1-ISNUMBER(MATCH({part(book.column('Tags', 'status'))},{idle},0)))"
    )
    among = f"IF({here['many']}=1,SUMPRODUCT({leaves}*({carrying(column, part(tag))}>0)),"
    status, values = (f"INDEX({book.column('TagGroups', id)},{item + 1})" for id in ("status", "values"))
    many = book.choice("TagGroups", "values", "many")
    ids = book.column("TagGroups", "group")
    live = f"{here['column']}>0"
    return {
        "group": f'IFERROR(INDEX({ids},{item + 1})&"","")',
        "active": f'IF({here["group"]}="",0,IF(ISNUMBER(MATCH({status}&"",{held},0)),0,1))',
        "column": f"IF({here['active']}=0,0,{book.group_column(here['group'])})",
        "filled": f'IF({live},COUNTIFS({column},"?*"),0)',
        "many": f'IF({live},IF(ISNUMBER(MATCH({values}&"",{many},0)),1,0),0)',
        "first": f"IF({live},IFERROR(MATCH({here['group']},{tag_group},0),0),0)",
        "count": f"IF({first}=0,0,SUMPRODUCT(MAX(({tag_group}={here['group']})*ROW({tag_group})))"
        f"-ROW({book.heading('Tags', 'group')})+1-{first})",
        "tags": f"IF({first}=0,0,SUMPRODUCT({leaves}))",
        "used": f"IF({first}=0,0,{among}SUMPRODUCT({leaves}*(COUNTIFS({column},{part(tag)})>0))))",
        "rank": f'IF({live},{here["filled"]}*100-{item},"")',
    }
