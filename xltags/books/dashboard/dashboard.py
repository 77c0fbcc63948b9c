"""The sheet Dashboard: headline figures, and panels with a chart and a table each."""

from collections.abc import Callable
from dataclasses import dataclass

from xltags.books.dashboard.board import Board
from xltags.books.dashboard.headline import write_headline
from xltags.books.dashboard.leads import (
    channels_panel,
    cost_panel,
    list_judgements,
    list_sources,
    purity_panel,
    tiers_panel,
)  # fmt: skip
from xltags.books.dashboard.lists import Basis, write_basis
from xltags.books.dashboard.panel import LEFT, RIGHT, Panel
from xltags.books.dashboard.pipeline import funnel_panel, list_stages, pareto_panel
from xltags.books.dashboard.plan import alignment_panel, tag_use_panel
from xltags.books.dashboard.scalars import Scalar

DASHBOARD = "Dashboard"
FIRST_BAND, BAND_ROWS = 7, 23
AS_OF = (0, 13)  # the day that the figures are of; below it the cell to type another one
Place = tuple[int, int]
Maker = Callable[[int, int], Panel]


@dataclass(frozen=True, slots=True)
class Dashboard:
    """The finished board and its panels in reading order."""

    board: Board
    panels: tuple[Panel, ...]

    @property
    def last_row(self) -> int:
        """The last row that is printed."""
        return max(panel.row for panel in self.panels) + BAND_ROWS - 2


def make_dashboard(board: Board, *, as_of: Scalar = None) -> Dashboard:
    """Put all figures on the board; `as_of` is what is typed as their day, as a day number."""
    words = board.book.words
    board.say(0, 1, words["dash_title"], "title")
    board.say(1, 1, words["dash_subtitle"], "subtitle")
    row, column = AS_OF
    board.say(row, column - 1, words["dash_as_of"], "aside_label")
    board.say(row + 1, column - 1, words["dash_other_day"], "aside_label")
    typed = board.type_in(row + 1, column, as_of, "input_date")
    basis = write_basis(board, as_of_row=row, as_of_column=column, typed=typed)
    panels: list[Panel] = []
    for number, maker in enumerate(_makers(board, basis, panels)):
        panels.append(maker(FIRST_BAND + number // 2 * BAND_ROWS, RIGHT if number % 2 else LEFT))
    return Dashboard(board, tuple(panels))


def _makers(board: Board, basis: Basis, panels: list[Panel]) -> list[Maker]:
    """The panels that the workbook has the tag groups for."""
    found: list[Maker] = []
    judgements = list_judgements(board) if board.book.has("Customers", "mdr") else None
    write_headline(board, basis, judgements)
    if judgements is not None:
        known = judgements
        found.append(lambda row, column: purity_panel(board, basis, known, row, column))
    found.append(lambda row, column: tiers_panel(board, basis, row, column))
    if board.book.has("Customers", "source"):
        sources = list_sources(board)
        found.append(lambda row, column: channels_panel(board, basis, sources, row, column))
        found.append(lambda row, column: cost_panel(board, panels[-1], row, column))
    if board.book.has("Customers", "stage"):
        stages = list_stages(board)
        found.append(lambda row, column: funnel_panel(board, basis, stages, row, column))
    found.append(lambda row, column: pareto_panel(board, row, column))
    found.append(lambda row, column: alignment_panel(board, basis, row, column))
    found.append(lambda row, column: tag_use_panel(board, row, column))
    return found
