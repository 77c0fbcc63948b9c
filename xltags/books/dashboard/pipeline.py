"""Panels about sales: where customers stand on the way to a deal, and which customers bring most of the revenue."""

from xltags.books.dashboard.board import Board, added, rate
from xltags.books.dashboard.lists import Basis, TagList, tag_list
from xltags.books.dashboard.panel import Panel
from xltags.core.stages import ASIDE_NAMES, LOST_NAMES, WON_NAMES
from xltags.formulas.wording import quoted

STEPS, LARGEST = 6, 8
STAGES_COLUMN = 51
FIELDS = ("id", "parent", "above", "top", "open", "lost", "value", "rank", "won")


def list_stages(board: Board) -> TagList:
    """The stages with the widest one above each, and the customers who are there now."""
    book = board.book
    tags = tag_list(board, "stage", STAGES_COLUMN, FIELDS)
    for name, column in (("id", "tag_id"), ("parent", "parent")):
        tags.fill(name, f'INDEX({book.column("Tags", column)},{{place}})&""')
    ids, labels = tags.all("id"), tags.all("tag")
    found = f"IFERROR(MATCH({{parent}},{ids},0),IFERROR(MATCH({{parent}},{labels},0),0))"
    tags.fill("above", f'IF({{parent}}="",0,{found})')
    # Two floors of sub-stages; {above} of the one above is 0 where that is the widest.
    upper = f"INDEX({tags.all('above')},{{above}})"
    tags.fill("top", f"IF({{above}}=0,{{item}}+1,IF({upper}=0,{{above}},{upper}))")
    stage, won, lost, lost_stage, value = (
        book.column("Customers", id) for id in ("stage", "won_on", "lost_on", "lost_stage", "deal_value")
    )
    tags.fill("open", f'COUNTIFS({stage},{{tag}},{won},"",{lost},"")')
    tags.fill("lost", f'COUNTIFS({lost_stage},{{tag}},{lost},"<>")')
    tags.fill("value", added(value, stage, "{tag}", won, '""', lost, '""'))
    status = book.choice("Tags", "status", "retired", "reserved")
    held = f'ISNUMBER(MATCH(INDEX({book.column("Tags", "status")},{{place}})&"",{status},0))'
    order = f"INDEX({book.column('Tags', 'order')},{{place}})"
    place = f"IF(ISNUMBER({order}),{order},1000000)*1000+{{item}}"
    beside = _called(LOST_NAMES | ASIDE_NAMES)
    tags.fill("rank", f'IF(OR({{above}}>0,{held},{beside}),"",{place})')
    tags.fill("won", f"IF({_called(WON_NAMES)},1,0)")
    return tags


def _called(names: frozenset[str]) -> str:
    """Whether a stage has one of the names, as its label or as the last part of its id."""
    listed = "{" + ",".join(quoted(name) for name in sorted(names)) + "}"
    last = 'TRIM(MID(SUBSTITUTE({id},".",REPT(" ",99)),(LEN({id})-LEN(SUBSTITUTE({id},".","")))*99+1,99))'
    return f"OR(ISNUMBER(MATCH({{tag}},{listed},0)),ISNUMBER(MATCH({last},{listed},0)))"


def funnel_panel(board: Board, basis: Basis, stages: TagList, row: int, column: int) -> Panel:
    """Where customers stand today and where others were lost; who stands at a step passed those before it.

    The report `funnel` also reads the changes of stage in `FollowUps`, which formulas would be too slow for.
    """
    book = board.book
    panel = Panel(board, "funnel", row, column, ("label", "integer", "integer", "integer", "percent", "integer"), STEPS)
    panel.write_frame()
    won, lost = book.column("Customers", "won_on"), book.column("Customers", "lost_on")
    tops = stages.all("top")
    for item in range(STEPS):
        name, here, gone, reached = (panel.cell(item, number) for number in range(4))
        place, is_won = panel.cell(item, 6), panel.cell(item, 7)
        after = panel.cell(item + 1, 3) if item + 1 < STEPS else ""
        wins = f'IF({is_won}=1,COUNTIFS({won},"<>",{lost},""),0)'

        def counted(field: str, place: str = place) -> str:
            return f"SUMIFS({stages.all(field)},{tops},{place})"

        below = f'IF({after}="",0,{after})' if after else "0"
        passed = rate(after, reached, basis.min_sample) if after else '""'
        panel.fill_row(
            item,
            f'IF({place}="","",INDEX({stages.all("tag")},{place}))',
            f'IF({place}="","",{counted("open")}+{wins})',
            f'IF({place}="","",{counted("lost")})',
            f'IF({place}="","",{here}+{gone}+{below})',
            f'IF({after}="","",{passed})' if after else passed,
            f'IF({place}="","",{counted("value")})',
            f'IFERROR(MATCH(SMALL({stages.all("rank")},{item + 1}),{stages.all("rank")},0),"")',
            f'IF({place}="",0,INDEX({stages.all("won")},{place}))',
            # The bar stands in the middle: as wide as what is missing to the first step, halved, is left of it.
            f'IF({name}="",0,({panel.cell(0, 3)}-{reached})/2)',
        )
    return panel


def pareto_panel(board: Board, row: int, column: int) -> Panel:
    """The won customers with the largest deals and what they bring together. As the facts of the report `pareto`."""
    book = board.book
    panel = Panel(board, "pareto", row, column, ("label", "integer", "percent", "percent", "percent", "tier"), LARGEST)
    panel.write_frame()
    won, value, company, tier = (book.column("Customers", id) for id in ("won_on", "deal_value", "company", "icp_tier"))
    # Equal deals rank in the order of the table; a millionth of a row changes no amount that is shown.
    deals = f'IF(IFERROR({won}<>"",FALSE),IF(ISNUMBER({value}),IF({value}>0,{value}-ROW({value})/1000000,""),""),"")'
    total, paying = added(value, won, '"<>"'), f'COUNTIFS({value},">0",{won},"<>")'
    for item in range(LARGEST):
        revenue, share, key, place = (panel.cell(item, number) for number in (1, 2, 6, 7))
        panel.give(item, 6, f'IFERROR(LARGE({deals},{item + 1}),"")', array=True)
        panel.give(item, 7, f'IF({key}="","",IFERROR(MATCH({key},{deals},0),""))', array=True)
        panel.fill_row(
            item,
            f'IF({place}="","","{item + 1}. "&INDEX({company},{place}))',
            f'IF({place}="","",INDEX({value},{place}))',
            f'IF({place}="","",{revenue}/{total})',
            f'IF({place}="","",{share}+{panel.cell(item - 1, 3) if item else 0})',
            f'IF({place}="","",{item + 1}/{paying})',
            f'IF({place}="","",INDEX({tier},{place})&"")',
        )
        panel.give(item, 8, str(item + 1))
    return panel
