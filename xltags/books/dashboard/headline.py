"""The headline figures of the Dashboard: six cards."""

from dataclasses import dataclass

from xltags.books.dashboard.board import Board, Look, added, rate
from xltags.books.dashboard.leads import customer_count, judged_count
from xltags.books.dashboard.lists import Basis, TagList
from xltags.core.scorecard import TIERS
from xltags.formulas.wording import quoted

ROW = 3
# First and last column of each card.
PLACES = ((1, 1), (2, 3), (4, 6), (8, 8), (9, 10), (11, 13))
ASIDE_COLUMN = 20
SOON = 7  # days within which a next step counts as due soon


@dataclass(frozen=True, slots=True)
class Card:
    """One figure: the key of its name, the formula, its look, and the formula of the line below it."""

    key: str
    formula: str
    look: Look
    note: str


def write_headline(board: Board, basis: Basis, judgements: TagList | None) -> None:
    """Write the cards; a workbook without judgements of leads shows its won customers instead of their purity."""
    cards = [
        _customers(board),
        _won(board) if judgements is None else _purity(board, basis, judgements),
        _pipeline(board),
        _win_rate(board, basis),
        _silent(board, basis),
        _due(board, basis),
    ]
    for card, (first, last) in zip(cards, PLACES, strict=True):
        for column in range(first, last + 1):
            name = board.book.words[f"dash_{card.key}"] if column == first else ""
            board.say(ROW, column, name, "kpi_label")
            board.say(ROW + 2, column, "", "kpi_note")
        board.give(ROW + 1, first, card.formula, card.look)
        board.give(ROW + 2, first, card.note, "kpi_note")


def _aside(board: Board, number: int, formula: str, *, array: bool = False) -> str:
    return board.give(ROW, ASIDE_COLUMN + number, formula, array=array)


def _noted(board: Board, key: str, figure: str) -> str:
    word = board.book.words[f"dash_{key}"]
    return f"{quoted(word if word.endswith('：') else word + ' ')}&{figure}"


def _customers(board: Board) -> Card:
    tier = board.book.column("Customers", "icp_tier")
    parts = '&" · "&'.join(f'"{name} "&COUNTIFS({tier},"{name}")' for name in TIERS)
    return Card("customers", customer_count(board), "kpi_integer", parts)


def _purity(board: Board, basis: Basis, judgements: TagList) -> Card:
    pure = _aside(board, 0, judged_count(board, judgements, "pure"))
    judged = _aside(board, 1, judged_count(board, judgements, "judged"))
    return Card("valid", rate(pure, judged, basis.min_sample), "kpi_percent", _noted(board, "judged", judged))


def _won(board: Board) -> Card:
    value, won = board.book.column("Customers", "deal_value"), board.book.column("Customers", "won_on")
    total = added(value, won, '"<>"')
    return Card("won", f'COUNTIFS({won},"<>")', "kpi_integer", _noted(board, "revenue", f"ROUND({total},0)"))


def _pipeline(board: Board) -> Card:
    value, status, won, lost = (
        board.book.column("Customers", id) for id in ("deal_value", "sales_status", "won_on", "lost_on")
    )
    accepted = board.book.choice("Customers", "sales_status", "accepted")
    still_open = f'{status},{accepted},{won},"",{lost},""'
    count = _aside(board, 2, f"SUMPRODUCT(COUNTIFS({still_open}))")
    total = _aside(board, 3, f"SUMPRODUCT({added(value, still_open)})")
    worth = _noted(board, "worth", f"ROUND({total},0)")
    return Card("open", count, "kpi_integer", f"IF({total}=0,{quoted(board.book.words['dash_accepted'])},{worth})")


def _win_rate(board: Board, basis: Basis) -> Card:
    won, lost = (board.book.column("Customers", id) for id in ("won_on", "lost_on"))
    wins = _aside(board, 4, f'COUNTIFS({won},"<>")')
    closed = _aside(board, 5, f'{wins}+COUNTIFS({lost},"<>")')
    return Card("win_rate", rate(wins, closed, basis.min_sample), "kpi_percent", _noted(board, "closed", closed))


def _silent(board: Board, basis: Basis) -> Card:
    """Customers neither lost nor churned with whom nobody was in touch for as many days as the settings say."""
    book = board.book
    id, company, lost, churned = (
        book.column("Customers", it) for it in ("customer_id", "company", "lost_on", "churned_on")
    )
    spoken = [_contacts(board, basis, "FollowUps", "date"), _contacts(board, basis, "Contacts", "confirmed_on")]
    if book.has("Interviews", "date"):
        spoken.append(_contacts(board, basis, "Interviews", "date"))
    dates = [_recent(book.column("Customers", it), basis) for it in ("first_contact", "won_on", "renewed_on")]
    factors = [
        f"({'+'.join(spoken)}=0)",
        *(f"(1-{it})" for it in dates),
        f'({lost}="")',
        f'({churned}="")',
        f'((({id}<>"")+({company}<>""))>0)',
    ]
    # FREQUENCY gives one number more than there are customers: an error beside them, which counts as 0.
    formula = f'IF({basis.as_of}="",0,SUM(IFERROR({"*".join(factors)},0)))'
    silent = _aside(board, 6, formula, array=True)
    return Card("silent", silent, "kpi_integer", _noted(board, "days", basis.silent_days))


def _recent(dates: str, basis: Basis) -> str:
    return f"ISNUMBER({dates})*({dates}>={basis.as_of}-{basis.silent_days})*({dates}<={basis.as_of})"


def _contacts(board: Board, basis: Basis, table: str, date: str) -> str:
    """How many recent records of a table each customer has; those of no known customer are counted beyond the last."""
    book = board.book
    asked = _recent(book.column(table, date), basis)
    if table == "FollowUps":  # a mere change of tag is no contact, nor is what a system logged
        said, changed = (
            "+".join(f'({book.column(table, it)}<>"")' for it in columns)
            for columns in (("channel", "note", "next_action"), ("from_tag", "to_tag"))
        )
        system = book.choice(table, "channel", "system")
        asked += f"*((({said})>0)+(({changed})=0)>0)*(1-ISNUMBER(MATCH({book.column(table, 'channel')},{system},0)))"
    ids, known = book.column(table, "customer_id"), book.column("Customers", "customer_id")
    places = f"IF(IFERROR({asked},0)=1,IFERROR(MATCH({ids},{known},0),9000000),9000000)"
    return f"FREQUENCY({places},ROW({known})-ROW({book.heading('Customers', 'customer_id')}))"


def _due(board: Board, basis: Basis) -> Card:
    due, action = (board.book.column("FollowUps", it) for it in ("due_on", "next_action"))
    day = basis.as_of
    formula = f'IF({day}="",0,COUNTIFS({due},">="&{day},{due},"<="&({day}+{SOON}),{action},"<>"))'
    return Card("due", formula, "kpi_integer", quoted(board.book.words["dash_within"]))
