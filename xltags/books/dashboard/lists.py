"""Hidden lists beside the Dashboard: settings, the tags of a group, and what is counted by tag."""

from dataclasses import dataclass

from xltags.books.dashboard.board import Board, area_of, first_match, name_of, next_match
from xltags.formulas.wording import quoted

FIRST_ROW = 4
SETTINGS_COLUMN = 16
MOST_TAGS = 40  # tags of one group that are counted one by one; the others count with the rest


@dataclass(frozen=True, slots=True)
class Basis:
    """The cells that all figures rest on."""

    as_of: str
    min_sample: str
    year_start: str
    silent_days: str


def write_basis(board: Board, *, as_of_row: int, as_of_column: int, typed: str) -> Basis:
    """Write the settings and the day of the figures: the typed one, else the last first contact or follow-up."""
    book = board.book
    contact, log = book.column("Customers", "first_contact"), book.column("FollowUps", "date")
    as_of = board.give(
        as_of_row,
        as_of_column,
        f'IF({typed}<>"",{typed},IF(MAX({contact},{log})=0,"",INT(MAX({contact},{log}))))',
        "date",
    )
    found = []
    for offset, (key, default) in enumerate((("min_sample", 30), ("fiscal_year_start", 1), ("silent_after_days", 90))):
        board.say(FIRST_ROW + offset, SETTINGS_COLUMN, key, "aside")
        found.append(board.give(FIRST_ROW + offset, SETTINGS_COLUMN + 1, book.setting(key, default)))
    return Basis(as_of, *found)


@dataclass(frozen=True, slots=True)
class TagList:
    """The tags of a group in the order of the table: place in `Tags`, label, and columns counted by tag."""

    board: Board
    row: int
    column: int
    fields: tuple[str, ...]

    def cell(self, name: str, item: int) -> str:
        """One cell of a field."""
        return name_of(self.row + item, self.column + self.fields.index(name))

    def all(self, name: str) -> str:
        """All cells of a field."""
        return area_of(self.row, self.column + self.fields.index(name), MOST_TAGS)

    def fill(self, name: str, formula: str) -> None:
        """Write a field: `{tag}` is the tag's label, `{place}` its place, `{item}` its number; other fields go by their
        names. Cells without a tag stay empty."""
        for item in range(MOST_TAGS):
            text = formula.replace("{item}", str(item))
            for field in self.fields:
                text = text.replace(f"{{{field}}}", self.cell(field, item))
            number = self.column + self.fields.index(name)
            self.board.give(self.row + item, number, f'IF({self.cell("place", item)}="","",{text})')


def tag_list(board: Board, group: str, column: int, fields: tuple[str, ...]) -> TagList:
    """List a group's tags with further fields, which are to be filled."""
    book = board.book
    made = TagList(board, FIRST_ROW, column, ("place", "tag", *fields))
    groups = book.column("Tags", "group")
    for item in range(MOST_TAGS):
        before = made.cell("place", item - 1) if item else ""
        place = next_match(quoted(group), groups, before) if item else first_match(quoted(group), groups)
        board.give(FIRST_ROW + item, column, place)
    for number, name in enumerate(made.fields):
        board.say(FIRST_ROW - 1, column + number, f"{group} {name}", "aside")
    made.fill("tag", f'INDEX({book.column("Tags", "tag")},{{place}})&""')
    return made
