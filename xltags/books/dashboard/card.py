"""The sheet Card: one customer, chosen by id or name, with facts, tags, reasons, people and the latest follow-ups."""

from collections.abc import Sequence
from dataclasses import dataclass

from xltags.books.dashboard.board import Board, Look, area_of, first_match, name_of, next_match
from xltags.formulas.wording import quoted

CARD = "Card"
CHOICE_ROW = 3
LINES, WHY_LINES, CONTACTS, FOLLOW_UPS, MOST_GROUPS = 16, 6, 5, 6, 24
ASIDE = 8  # first hidden column
FACTS = ("employees", "team_headcount", "annual_revenue", "first_contact", "brought_by", "owner")
SALES = (
    "sales_status", "reject_reason", "deal_value", "won_on", "lost_on", "lost_stage", "renewed_on", "churned_on",
    "notes",
)  # fmt: skip
HEADLINE = ("icp_tier", "icp_score", "icp_range", "ask_next")


@dataclass(frozen=True, slots=True)
class Card:
    """The finished board, and where its parts are."""

    board: Board
    tier: tuple[int, int]
    company_row: int
    log_row: int
    last_row: int


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The cells that say which customer it is: place in `Customers` and id; both empty without one."""

    place: str
    id: str


def make_card(board: Board, *, chosen: str = "") -> Card:
    """Put the card on the board; `chosen` is the id that is typed in."""
    words = board.book.words
    board.say(0, 1, words["card_title"], "title")
    board.say(1, 1, words["card_subtitle"], "subtitle")
    who = _choice(board, chosen)
    company_row = CHOICE_ROW + 3
    _shown(board, who, company_row, 1, "company", "head")
    for column in (2, 3, 4):
        board.say(company_row, column, "", "head")
    tier = _headline(board, who, company_row + 1)
    row = company_row + 4
    _heads(board, row, "card_facts", "card_tags")
    _facts(board, who, row + 1)
    _tags(board, who, row + 1)
    row = _why(board, who, row + LINES + 2)
    row = _contacts(board, who, row + 1)
    last = _follow_ups(board, who, row + 1)
    return Card(board, tier, company_row, row + 3, last)


def _choice(board: Board, chosen: str) -> _Chosen:
    words, book = board.book.words, board.book
    ids, companies = book.column("Customers", "customer_id"), book.column("Customers", "company")
    board.say(CHOICE_ROW, 1, words["card_id"], "fact")
    board.say(CHOICE_ROW, 3, words["card_name"], "aside_label")
    id = board.type_in(CHOICE_ROW, 2, chosen or None, "input_text")
    name = board.type_in(CHOICE_ROW, 4, None, "input_text")
    by_id = f'IFERROR(MATCH({id},{ids},0),IFERROR(MATCH(VALUE({id}),{ids},0),""))'
    by_name = f'IF({name}="","",IFERROR(MATCH({name},{companies},0),""))'
    place = board.give(CHOICE_ROW, ASIDE, f'IF({id}<>"",{by_id},{by_name})')
    found = board.give(CHOICE_ROW, ASIDE + 1, f'IF({place}="","",INDEX({ids},{place}))')
    several = f"COUNTIFS({companies},{name})"
    told = f"{several}&{quoted(' ' + words['card_several'] + ' ')}&{found}"
    board.give(
        CHOICE_ROW + 1,
        1,
        f'IF({id}&{name}="",{quoted(words["card_choose"])},IF({place}="",{quoted(words["card_unknown"])},'
        f'IF({id}<>"","",IF({several}>1,{told},""))))',
        "message",
    )
    return _Chosen(place, found)


def _shown(board: Board, who: _Chosen, row: int, column: int, id: str, look: Look) -> str:
    """A cell of the customer's row, empty where it is."""
    cell = f"INDEX({board.book.column('Customers', id)},{who.place})"
    return board.give(row, column, f'IF({who.place}="","",IF({cell}="","",{cell}))', look)


def _headline(board: Board, who: _Chosen, row: int) -> tuple[int, int]:
    looks: tuple[Look, ...] = ("kpi_text", "kpi_text", "kpi_text", "kpi_text")
    for column, (id, look) in enumerate(zip(HEADLINE, looks, strict=True), start=1):
        board.give(row, column, board.book.heading("Customers", id), "kpi_label")
        _shown(board, who, row + 1, column, id, look)
    return row + 1, 1


def _heads(board: Board, row: int, *keys: str) -> None:
    """The headings of parts that stand side by side, each over two columns; a single one over all four."""
    for column in range(1, 5):
        board.say(row, column, "", "head")
    for number, key in enumerate(keys):
        board.say(row, 1 + 2 * number, board.book.words[key], "head")


def _facts(board: Board, who: _Chosen, row: int) -> None:
    def write(ids: Sequence[str], first: int) -> None:
        for offset, id in enumerate(ids):
            board.give(first + offset, 1, board.book.heading("Customers", id), "fact")
            kind = next(it.format for it in board.book.columns["Customers"] if it.id == id)
            look: Look = "date" if kind == "date" else "left_number" if kind in ("integer", "money") else "text"
            _shown(board, who, first + offset, 2, id, look)

    write(FACTS, row)
    for column in (1, 2):
        board.say(row + len(FACTS), column, board.book.words["card_sales"] if column == 1 else "", "head")
    write(SALES, row + len(FACTS) + 1)


def _tags(board: Board, who: _Chosen, row: int) -> None:
    """The tag groups that have a column, in the order of their table."""
    book = board.book
    held = book.choice("TagGroups", "status", "reserved", "retired")
    for item in range(MOST_GROUPS):
        group, status = (f"INDEX({book.column('TagGroups', id)},{item + 1})" for id in ("group", "status"))
        asked = f'IF({group}="",0,IF(ISNUMBER(MATCH({status}&"",{held},0)),0,{book.group_column(group)}))'
        number = board.give(row + item, ASIDE + 3, f"IFERROR({asked},0)")
        board.give(row + item, ASIDE + 4, f'IF({number}=0,"",{item + 1})')
    ranks, numbers = area_of(row, ASIDE + 4, MOST_GROUPS), area_of(row, ASIDE + 3, MOST_GROUPS)
    for item in range(LINES):
        number = board.give(row + item, ASIDE + 5, f'IFERROR(INDEX({numbers},SMALL({ranks},{item + 1})),"")')
        heading = f"INDEX({book.span('Customers', headers=True)},1,{number})"
        cell = f"INDEX({book.span('Customers')},{who.place},{number})"
        board.give(row + item, 3, f'IF({number}="","",{heading})', "fact")
        board.give(
            row + item, 4, f'IF(OR({number}="",{who.place}=""),"",IF({cell}="","",{cell}))', "text"
        )  # fmt: skip


def _why(board: Board, who: _Chosen, row: int) -> int:
    """The reasons one below the other, in two columns; gives the row after them."""
    _heads(board, row, "card_why")
    whole = _shown(board, who, row, ASIDE, "icp_why", "aside")
    for item in range(2 * WHY_LINES):
        part = f'TRIM(MID(SUBSTITUTE({whole},"; ",REPT(" ",400)),{item * 400 + 1},400))'
        line, column = row + 1 + item % WHY_LINES, 1 + 2 * (item // WHY_LINES)
        board.give(line, column, part, "plain")
    return row + 1 + WHY_LINES


def _contacts(board: Board, who: _Chosen, row: int) -> int:
    book = board.book
    _heads(board, row, "card_contacts")
    columns = ("name", "position", "chain_role", "confirmed_on")
    ids = book.column("Contacts", "customer_id")
    for number, id in enumerate(columns, start=1):
        board.give(row + 1, number, book.heading("Contacts", id), "header")
    for item in range(CONTACTS):
        before = name_of(row + 1 + item, ASIDE)
        found = next_match(who.id, ids, before) if item else first_match(who.id, ids)
        place = board.give(row + 2 + item, ASIDE, f'IF({who.place}="","",{found})')
        for number, id in enumerate(columns, start=1):
            cell = f"INDEX({book.column('Contacts', id)},{place})"
            look: Look = "date" if id == "confirmed_on" else "text"
            board.give(row + 2 + item, number, f'IF({place}="","",IF({cell}="","",{cell}))', look)
    return row + 2 + CONTACTS


def _follow_ups(board: Board, who: _Chosen, row: int) -> int:
    """The newest records of `FollowUps`, those of one day in the order of the table from below."""
    book = board.book
    _heads(board, row, "card_log")
    columns = ("date", "note", "by", "next_action")
    ids, dates = book.column("FollowUps", "customer_id"), book.column("FollowUps", "date")
    for number, id in enumerate(columns, start=1):
        board.give(row + 1, number, book.heading("FollowUps", id), "header")
    newest = f'IF({ids}={who.id},IF(ISNUMBER({dates}),INT({dates})+ROW({dates})/1000000,""),"")'
    for item in range(FOLLOW_UPS):
        key = board.give(
            row + 2 + item,
            ASIDE,
            f'IF({who.place}="","",IFERROR(LARGE({newest},{item + 1}),""))',
            array=True,
        )
        header = book.heading("FollowUps", "date")
        place = board.give(
            row + 2 + item, ASIDE + 1, f'IF({key}="","",ROUND(({key}-INT({key}))*1000000,0)-ROW({header}))'
        )
        for number, id in enumerate(columns, start=1):
            cell = f"INDEX({book.column('FollowUps', id)},{place})"
            look: Look = "date" if id == "date" else "wrap" if id in ("note", "next_action") else "text"
            board.give(row + 2 + item, number, f'IF({place}="","",IF({cell}="","",{cell}))', look)
    return row + 1 + FOLLOW_UPS
