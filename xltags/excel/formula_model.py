"""What formulas know besides their arguments: taxonomy, scorecard and contacts, made ready once for each content."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from time import monotonic
from typing import Any

from xltags.books.headers import column_names, group_columns
from xltags.books.raw import RawTable
from xltags.books.read import dataset_from
from xltags.books.sheets import CUSTOMERS, table_spec
from xltags.core.chain import roles_by_customer
from xltags.core.compiled import CompiledScorecard, compile_scorecard
from xltags.core.dataset import Dataset
from xltags.core.errors import XltagsError
from xltags.core.finding import Language
from xltags.core.spec import ColumnSpec
from xltags.core.tag_hints import suggest_tags
from xltags.excel.arguments import cells
from xltags.excel.model_range import MODEL_NAME, MODEL_TABLES, model_tables

SECONDS_KEPT = 2.0  # a recalculation asks many times; the open workbook is read once for all of them
NO_DAY = date(2000, 1, 1)  # nothing that formulas ask for depends on the day


@dataclass(frozen=True, eq=False)
class FormulaModel:
    """A model ready for formulas. `names` are the columns of `Customers` by folded header; `roles` by customer id."""

    dataset: Dataset
    compiled: CompiledScorecard
    names: dict[str, ColumnSpec]
    roles: dict[str, frozenset[str]]
    suggestions: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def language(self) -> Language:
        """The language of reasons."""
        return self.dataset.model.settings.language

    def suggestion(self, group: str, text: str) -> str:
        """The label of the tag that a text probably means; "" where none is near."""
        key = group, text
        if key not in self.suggestions:
            self.suggestions[key] = suggest_tags(self.dataset, group, [text]).get(text, "")
        return self.suggestions[key]


def model_from_tables(raws: Sequence[RawTable]) -> FormulaModel:
    """The model of a workbook's tables."""
    dataset = dataset_from(raws, as_of=NO_DAY)
    settings = dataset.model.settings
    names = column_names(table_spec(CUSTOMERS), settings.aliases)
    for header, spec in group_columns(dataset.model.taxonomy, settings.aliases).items():
        names.setdefault(header, spec)
    roles = roles_by_customer(dataset.table("Contacts"))
    return FormulaModel(dataset, compile_scorecard(dataset.model), names, roles)


def model_from_cells(raw: Sequence[Sequence[Any]]) -> FormulaModel:
    """The model that a range of raw cells holds; the same cells are read once.

    Raises:
        XltagsError: they hold no tables.
    """
    return _from_cells(_Content(tuple(map(tuple, raw))))


class _Content:
    """Raw cells known by their content; 1 and TRUE are not the same."""

    def __init__(self, cells: tuple[tuple[Any, ...], ...]) -> None:
        self.cells = cells
        self._types = [list(map(type, row)) for row in cells]

    def __hash__(self) -> int:
        return hash(self.cells)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Content) and self.cells == other.cells and self._types == other._types


@lru_cache(maxsize=4)
def _from_cells(content: _Content) -> FormulaModel:
    return model_from_tables(model_tables(cells(content.cells)))


class WorkbookModels:
    """The models of open workbooks, each read anew when it is asked for after `SECONDS_KEPT`.

    A formula that leaves its model out gets the workbook in front. Excel does not know that it reads its tables, so it
    is calculated anew only when its own cells change or everything is (Ctrl+Alt+F9); with the model as an argument
    Excel knows.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._known: dict[Hashable, tuple[float, FormulaModel]] = {}

    def model(self, book: Any) -> FormulaModel:
        """The model of an open workbook.

        Raises:
            XltagsError: it has no tag groups.
        """
        key, now = book.fullname, self._clock()
        known = self._known.get(key)
        if known is not None and now - known[0] < SECONDS_KEPT:
            return known[1]
        made = _of_book(book)
        self._known = {key: (self._clock(), made)}  # one at a time: closed workbooks leave nothing behind
        return made

    def forget(self) -> None:
        """Read anew at the next question."""
        self._known.clear()


def _of_book(book: Any) -> FormulaModel:
    from xltags.books.live.reading import read_tables

    raws = read_tables(book, only=MODEL_TABLES)
    if not any(raw.sheet for raw in raws):
        raise XltagsError(f"{book.name}: has no tables of xltags; give the range {MODEL_NAME} of the workbook that has")
    return model_from_tables(raws)


WORKBOOK_MODELS = WorkbookModels()


def model_in_front() -> FormulaModel:
    """The model of the workbook that is in front in Excel.

    Raises:
        XltagsError: there is no Excel here, or no workbook of xltags is in front.
    """
    import xlwings as xw

    try:
        book = xw.Book.caller()
    except Exception as error:  # xlwings raises errors of its own kind on each system, and a plain Exception here
        raise XltagsError(f"no workbook is in front; give the range {MODEL_NAME} as the last argument") from error
    return WORKBOOK_MODELS.model(book)
