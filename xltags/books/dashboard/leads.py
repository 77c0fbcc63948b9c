"""Panels about leads: purity by quarter, the mix and win rate of tiers, what channels bring and cost."""

from xltags.books.dashboard.board import Board, Look, added, rate, wilson_end
from xltags.books.dashboard.lists import Basis, TagList, tag_list
from xltags.books.dashboard.panel import Panel
from xltags.core.scorecard import TIERS
from xltags.formulas.wording import quoted

QUARTERS, SOURCES = 8, 8
JUDGEMENTS_COLUMN, SOURCES_COLUMN = 40, 45
PURE = ("target", "target_not_now")
JUDGED = (*PURE, "ecosystem", "competitor", "not_target")


def list_judgements(board: Board) -> TagList:
    """The tags that judge a lead, and whether they count as judged and as fitting."""
    book = board.book
    tags = tag_list(board, "mdr", JUDGEMENTS_COLUMN, ("judged", "pure"))
    meant = f'INDEX({book.column("Tags", "purity_class")},{{place}})&""'
    for name, ids in (("judged", JUDGED), ("pure", PURE)):
        tags.fill(name, f"IF(ISNUMBER(MATCH({meant},{book.choice('Tags', 'purity_class', *ids)},0)),1,0)")
    return tags


def judged_count(board: Board, tags: TagList, kind: str, within: str = "") -> str:
    """How many customers have a judgement of a kind, within further criteria."""
    column = board.book.column("Customers", "mdr")
    return f"SUMPRODUCT(({tags.all(kind)}=1)*COUNTIFS({within}{column},{tags.all('tag')}))"


def purity_panel(board: Board, basis: Basis, judgements: TagList, row: int, column: int) -> Panel:
    """Leads by fiscal quarter of first contact, and the share of the judged ones that fits. As the report `purity`."""
    looks: tuple[Look, ...] = ("label", "integer", "integer", "percent", "percent", "percent")
    panel = Panel(board, "purity", row, column, looks, QUARTERS)
    panel.write_frame()
    contact, day, begin = board.book.column("Customers", "first_contact"), basis.as_of, basis.year_start
    for item in range(QUARTERS):
        # Beside the table: first day, first day after, fitting ones, and how far the interval reaches.
        start, end, pure = (panel.cell(item, number) for number in (6, 7, 8))
        judged, share, low, high = (panel.cell(item, number) for number in range(2, 6))
        back = 3 * (QUARTERS - 1 - item)
        first = f"DATE(YEAR({day}),MONTH({day})-MOD(MONTH({day})-{begin},3)-{back},1)"
        year = f"YEAR({start})+IF({begin}>1,IF(MONTH({start})>={begin},1,0),0)"
        quarter = f"INT(MOD(MONTH({start})-{begin},12)/3)+1"
        inside = f'{contact},">="&{start},{contact},"<"&{end}'
        panel.fill_row(
            item,
            f'IF({start}="","",({year})&"-Q"&({quarter}))',
            f'IF({start}="","",COUNTIFS({inside}))',
            f'IF({start}="","",{judged_count(board, judgements, "judged", inside + ",")})',
            rate(pure, judged, basis.min_sample),
            wilson_end(pure, judged, share, "-"),
            wilson_end(pure, judged, share, "+"),
            f'IF({day}="","",{first})',
            f'IF({start}="","",DATE(YEAR({start}),MONTH({start})+3,1))',
            f'IF({start}="","",{judged_count(board, judgements, "pure", inside + ",")})',
            f'IF({share}="",0,{share}-{low})',
            f'IF({share}="",0,{high}-{share})',
        )
    return panel


def tiers_panel(board: Board, basis: Basis, row: int, column: int) -> Panel:
    """Customers by tier, and how many of the closed ones were won. As the report `tiers`."""
    book = board.book
    panel = Panel(
        board, "tiers", row, column, ("tier", "integer", "percent", "percent", "percent", "percent"), len(TIERS)
    )
    panel.write_frame()
    tier, won, lost = (book.column("Customers", id) for id in ("icp_tier", "won_on", "lost_on"))
    for item, name in enumerate(TIERS):
        customers, _, share, low, high = (panel.cell(item, number) for number in range(1, 6))
        wins, closed = panel.cell(item, 6), panel.cell(item, 7)
        panel.fill_row(
            item,
            quoted(name),
            f"COUNTIFS({tier},{quoted(name)})",
            f'IF(SUM({panel.all(1)})=0,"",{customers}/SUM({panel.all(1)}))',
            rate(wins, closed, basis.min_sample),
            wilson_end(wins, closed, share, "-"),
            wilson_end(wins, closed, share, "+"),
            f'COUNTIFS({tier},{quoted(name)},{won},"<>")',
            f'{wins}+COUNTIFS({tier},{quoted(name)},{lost},"<>")',
            f'IF({share}="",0,{share}-{low})',
            f'IF({share}="",0,{high}-{share})',
        )
    return panel


def list_sources(board: Board) -> TagList:
    """The sources with their leads, wins, and a number by which to rank them: most leads first, ties as in `Tags`."""
    book = board.book
    source, won = book.column("Customers", "source"), book.column("Customers", "won_on")
    tags = tag_list(board, "source", SOURCES_COLUMN, ("leads", "won", "rank"))
    # Of several sources in a cell the first one counts.
    tags.fill("leads", f'COUNTIFS({source},{{tag}})+COUNTIFS({source},{{tag}}&";*")')
    tags.fill("won", f'COUNTIFS({source},{{tag}},{won},"<>")+COUNTIFS({source},{{tag}}&";*",{won},"<>")')
    tags.fill("rank", 'IF({leads}=0,"",{leads}*1000-{item})')
    return tags


def channels_panel(board: Board, basis: Basis, sources: TagList, row: int, column: int) -> Panel:
    """The sources with most leads: how many were won, with the interval. As the report `channels` by source."""
    looks: tuple[Look, ...] = ("label", "integer", "integer", "percent", "percent", "percent")
    panel = Panel(board, "channels", row, column, looks, SOURCES)
    panel.write_frame()
    for item in range(SOURCES):
        leads, won, share, low, high, place = (panel.cell(item, number) for number in range(1, 7))
        panel.fill_row(
            item,
            f'IF({place}="","",INDEX({sources.all("tag")},{place}))',
            f'IF({place}="","",INDEX({sources.all("leads")},{place}))',
            f'IF({place}="","",INDEX({sources.all("won")},{place}))',
            rate(won, leads, basis.min_sample),
            wilson_end(won, leads, share, "-"),
            wilson_end(won, leads, share, "+"),
            f'IFERROR(MATCH(LARGE({sources.all("rank")},{item + 1}),{sources.all("rank")},0),"")',
            f'IF({share}="",0,{share}-{low})',
            f'IF({share}="",0,{high}-{share})',
        )
    won_on = board.book.column("Customers", "won_on")
    panel.fill_row(
        SOURCES,
        quoted(board.book.words["dash_other"]),
        f"{customer_count(board)}-SUM({panel.all(1)})",
        f'COUNTIFS({won_on},"<>")-SUM({panel.all(2)})',
        *['""'] * 3,
    )
    return panel


def customer_count(board: Board) -> str:
    """How many customers there are: rows with an id or a company."""
    return counted_customers(*(board.book.column("Customers", it) for it in ("customer_id", "company")))


def counted_customers(ids: str, companies: str) -> str:
    """The same from the columns; LibreOffice's COUNTIFS does not see a blank cell at the end of a column.

    >>> counted_customers("Customers[Id]", "Customers[Name]")
    'SUMPRODUCT(1*(((Customers[Id]<>"")+(Customers[Name]<>""))>0))'
    """
    return f'SUMPRODUCT(1*((({ids}<>"")+({companies}<>""))>0))'


def cost_panel(board: Board, channels: Panel, row: int, column: int) -> Panel:
    """What the same sources cost and brought in. As the report `channels` by source."""
    book = board.book
    panel = Panel(board, "cost", row, column, ("label", "integer", "integer", "integer", "integer", "percent"), SOURCES)
    panel.write_frame()
    spent_on, amount = book.column("Spend", "source"), book.column("Spend", "amount")
    source, won, value = (book.column("Customers", id) for id in ("source", "won_on", "deal_value"))

    def sold(wanted: str) -> str:
        return added(value, source, wanted, won, '"<>"')

    for item in range(SOURCES):
        name, leads, wins = (channels.cell(item, number) for number in range(3))
        spend, revenue, many = panel.cell(item, 1), panel.cell(item, 4), f'{name}&";*"'
        panel.fill_row(
            item,
            name,
            f'IF({name}="","",{added(amount, spent_on, name)})',
            f'IF({name}="","",IF(OR({spend}<=0,{leads}=0),"",{spend}/{leads}))',
            f'IF({name}="","",IF(OR({spend}<=0,{wins}=0),"",{spend}/{wins}))',
            f'IF({name}="","",{sold(name)}+{sold(many)})',
            f'IF({name}="","",IF({spend}<=0,"",({revenue}-{spend})/{spend}))',
        )
    listed, revenue, every_deal = panel.all(1), panel.all(4), added(value, won, '"<>"')
    panel.fill_row(
        SOURCES,
        quoted(book.words["dash_other"]),
        f"{added(amount)}-SUM({listed})",
        '""',
        '""',
        f"{every_deal}-SUM({revenue})",
        '""',
    )
    return panel
