"""An engine for xlwings over openpyxl: what the add-in does in Excel runs here, through xlwings' own public API.

It behaves as Excel does towards programs: a text put into a cell is read as if typed (an apostrophe in front says that
it is text), numbers are doubles, days are moments, errors are numbers, protected sheets refuse. It calculates nothing:
formulas keep the results that the file holds.
"""

import copy
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import xlwings as xw
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table as OpenpyxlTable
from openpyxl.worksheet.table import TableColumn, TableStyleInfo
from xlwings import base_classes

from xltags.excel.arguments import ERROR_NUMBERS

ROWS, COLUMNS = 1_048_576, 16_384
ERRORS = {text: number for number, text in ERROR_NUMBERS.items()}
EPOCH = datetime(1899, 12, 30)
DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%d-%b-%Y", "%d-%b", "%b %Y", "%B %Y", "%b %d", "%H:%M", "%H:%M:%S", "%Y-%m-%d %H:%M")
NUMBER = re.compile(r"\s*[-+]?[$€¥£]?((\d{1,3}(,\d{3})+|\d+)(\.\d*)?|\.\d+)([eE][-+]?\d+)?\s*%?\s*")


class ComError(Exception):
    """What Excel answers where it refuses."""


def as_typed(text: str) -> object:
    """What Excel puts into a cell for a text that a program gives it; a formula begins with "="."""
    if text.startswith("'"):
        return text[1:]
    if text[:1] in "=+-@" and len(text) > 1 and not NUMBER.fullmatch(text):
        return text if text[0] == "=" else f"={text.lstrip('+@')}"
    plain = text.strip()
    if plain.upper() in ("TRUE", "FALSE"):
        return plain.upper() == "TRUE"
    if plain.upper() in ERRORS:
        return ErrorValue(plain.upper())
    if any(letter.isdigit() for letter in plain):
        if NUMBER.fullmatch(plain) and plain.isascii():
            number = re.sub(r"[$€¥£,%\s]", "", plain)
            return float(number) / (100 if plain.endswith("%") else 1)
        for form in DAYS:
            try:
                return datetime.strptime(plain, form)
            except ValueError:
                continue
    return text


class ErrorValue(str):
    """An error of Excel, such as #N/A."""


class Collection:
    """Named things, by number from 1 or by name in any case."""

    api = None

    def _items(self) -> list[Any]:
        raise NotImplementedError

    def __len__(self) -> int:
        return len(self._items())

    def __iter__(self) -> Iterator[Any]:
        return iter(self._items())

    def __call__(self, key: int | str) -> Any:
        if isinstance(key, int):
            return self._items()[key - 1]
        for item in self._items():
            if item.name.lower() == key.lower():
                return item
        raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        if isinstance(key, str):
            return any(item.name.lower() == key.lower() for item in self._items())
        return isinstance(key, int) and 1 <= key <= len(self)

    contains = __contains__


class Engine:
    """What xlwings asks of an engine."""

    name, type = "excel", "desktop"

    def __init__(self) -> None:
        self.apps = Apps(self)

    @staticmethod
    def clean_value_data(
        data: Any, datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: bool
    ) -> list[list[Any]]:
        def clean(value: Any) -> Any:
            if value in ("", None):
                return empty_as
            if isinstance(value, datetime) and datetime_builder is not datetime:
                return datetime_builder(
                    year=value.year, month=value.month, day=value.day, hour=value.hour, minute=value.minute,
                    second=value.second, microsecond=value.microsecond, tzinfo=None,
                )  # fmt: skip
            if type(value) is int and value in ERROR_NUMBERS:
                return ERROR_NUMBERS[value] if err_to_str else None
            if number_builder is not None and type(value) is float:
                return number_builder(value)
            return value

        return [[clean(value) for value in row] for row in data]

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        if value is None or value != value:
            return ""
        return value.item() if hasattr(value, "item") else value


class Apps(base_classes.Apps):
    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._apps: list[App] = []

    def __iter__(self) -> Iterator["App"]:
        return iter(self._apps)

    def __len__(self) -> int:
        return len(self._apps)

    def __getitem__(self, pid: int) -> "App":
        return next(app for app in self._apps if app.pid == pid)

    def keys(self) -> list[int]:
        return [app.pid for app in self._apps]

    def add(self, spec: Any = None, add_book: Any = None, xl: Any = None, visible: Any = None) -> "App":
        app = App(self, len(self._apps) + 1)
        self._apps.insert(0, app)
        return app


class App(base_classes.App):
    visible = screen_updating = display_alerts = enable_events = True
    calculation, status_bar, version, hwnd = "automatic", None, "16.0", 0

    def __init__(self, apps: Apps, pid: int) -> None:
        self._apps, self._pid = apps, pid
        self._books = Books(self)
        self.alerts: list[str] = []
        self.answers: list[str] = []
        self.statuses: list[Any] = []
        self.chosen: Range | None = None

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "status_bar":
            self.statuses.append(value)
        object.__setattr__(self, name, value)

    @property
    def engine(self) -> Engine:
        return self._apps.engine

    @property
    def pid(self) -> int:
        return self._pid

    @property
    def books(self) -> "Books":
        return self._books

    @property
    def selection(self) -> "Range | None":
        if self.chosen is not None:
            return self.chosen
        return self.books.active.sheets.active.range("A1") if self.books.active else None

    def activate(self, steal_focus: bool = False) -> None:
        pass

    def calculate(self) -> None:
        pass

    def alert(self, prompt: str, title: Any, buttons: str, mode: Any, callback: Any) -> str:
        """The box is shown to nobody; its text is kept, and the next of `answers` is the button pressed."""
        self.alerts.append(prompt)
        return self.answers.pop(0) if buttons != "ok" and self.answers else "ok" if buttons == "ok" else "yes"


class Books(Collection, base_classes.Books):
    active: Any = None

    def __init__(self, app: App) -> None:
        self.app = app
        self._books: list[Book] = []

    def _items(self) -> list[Any]:
        return self._books

    def _known(self, book: "Book") -> "Book":
        self._books.append(book)
        self.active = book
        self.app.chosen = None
        return book

    def open(self, fullname: Any, *args: Any, **options: Any) -> "Book":
        path = str(Path(fullname).resolve())
        made = openpyxl.load_workbook(path, keep_vba=path.endswith("m"), rich_text=False)
        with zipfile.ZipFile(path) as package:
            sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
            calculated = any(re.search(rb"<f[ >/]", package.read(name)) for name in sheets)
        return self._known(Book(self, made, path, openpyxl.load_workbook(path, data_only=True) if calculated else None))

    def add(self) -> "Book":
        return self._known(Book(self, openpyxl.Workbook(), f"Book{len(self._books) + 1}", None))


class Native:
    """What stands behind `book.api` in Excel, as far as it is asked for."""

    def __init__(self) -> None:
        self.ReadOnly = False


class Book(base_classes.Book):
    def __init__(self, books: Books, workbook: Any, path: str, results: Any) -> None:
        self.books, self.workbook, self._path = books, workbook, path
        self._native = Native()
        self.results: dict[tuple[str, int, int], Any] = {}
        for sheet in workbook.worksheets if results is not None else ():
            known = results[sheet.title]._cells
            for place, cell in sheet._cells.items():
                if cell.data_type == "f" and place in known:
                    self.results[sheet.title, *place] = _raw(known[place])

    @property
    def api(self) -> Native:
        return self._native

    @property
    def app(self) -> App:
        return self.books.app

    @property
    def fullname(self) -> str:
        return self._path

    @property
    def name(self) -> str:
        return Path(self._path).name

    @property
    def sheets(self) -> "Sheets":
        return Sheets(self)

    @property
    def names(self) -> "Names":
        return Names(self, None)

    def save(self, path: Any = None, password: Any = None) -> None:
        for sheet in self.sheets:
            for table in sheet.tables:
                table.name_columns()
        self._path = str(Path(path).resolve()) if path else self._path
        self.workbook.save(self._path)

    def close(self) -> None:
        self.books._books.remove(self)
        self.books.active = self.books._books[-1] if self.books._books else None
        self.app.chosen = None

    def activate(self) -> None:
        self.books.active = self


class Sheets(Collection, base_classes.Sheets):
    def __init__(self, book: Book) -> None:
        self.book = book

    def _items(self) -> list[Any]:
        return [Sheet(self.book, sheet) for sheet in self.book.workbook.worksheets]

    @property
    def active(self) -> "Sheet":
        return Sheet(self.book, self.book.workbook.active)

    def add(self, before: Any = None, after: Any = None, name: Any = None) -> "Sheet":
        workbook = self.book.workbook
        place = before.index - 1 if before else after.index if after else workbook.worksheets.index(workbook.active)
        made = workbook.create_sheet(name, place)
        workbook.active = workbook.worksheets.index(made)
        return Sheet(self.book, made)


class Sheet(base_classes.Sheet):
    def __init__(self, book: Book, sheet: Any) -> None:
        self._book, self.ws = book, sheet

    @property
    def api(self) -> Any:
        return self.ws

    @property
    def book(self) -> Book:
        return self._book

    @property
    def name(self) -> str:
        return str(self.ws.title)

    @name.setter
    def name(self, value: str) -> None:
        self.ws.title = value

    @property
    def index(self) -> int:
        return int(self._book.workbook.worksheets.index(self.ws)) + 1

    @property
    def tables(self) -> "Tables":
        return Tables(self)

    @property
    def charts(self) -> "Charts":
        return Charts(self)

    @property
    def names(self) -> "Names":
        return Names(self._book, self)

    @property
    def notes(self) -> "list[Note]":
        cells = [cell for _, cell in sorted(self.ws._cells.items()) if cell.comment is not None]
        return [Note(Range(self, cell.row, cell.column)) for cell in cells]

    @property
    def freeze_panes(self) -> "FreezePanes":
        return FreezePanes(self)

    @property
    def visible(self) -> bool:
        return bool(self.ws.sheet_state == "visible")

    @visible.setter
    def visible(self, value: bool) -> None:
        self.ws.sheet_state = "visible" if value else "hidden"

    @property
    def cells(self) -> "Range":
        return Range(self, 1, 1, ROWS, COLUMNS)

    @property
    def used_range(self) -> "Range":
        filled = [place for place, cell in self.ws._cells.items() if cell.value is not None] or [(1, 1)]
        rows, columns = zip(*filled, strict=True)
        return Range(self, min(rows), min(columns), max(rows), max(columns))

    def range(self, first: Any, second: Any = None) -> "Range":
        if isinstance(first, Range):
            last = second or first
            return Range(self, min(first.r1, last.r1), min(first.c1, last.c1), max(first.r2, last.r2),
                         max(first.c2, last.c2))  # fmt: skip
        if isinstance(first, str):
            left, top, right, bottom = range_boundaries(first.replace("$", ""))
            return Range(self, top or 1, left or 1, bottom or ROWS, right or COLUMNS)
        row, column = first
        bottom, right = (second or first) if not isinstance(second, Range) else (second.r2, second.c2)
        return Range(self, row, column, bottom, right)

    def activate(self) -> None:
        self._book.workbook.active = self.index - 1

    select = activate

    def delete(self) -> None:
        self._book.workbook.remove(self.ws)

    def clear_contents(self) -> None:
        self.used_range.clear_contents()

    def clear(self) -> None:
        self.used_range.clear()

    def autofit(self, axis: Any = None) -> None:
        pass

    def require_unprotected(self, area: "Range | None" = None) -> None:
        """Raises what Excel raises where a sheet is protected; cells of an area that are not locked may be written."""
        places = [(row, column) for row in range(area.r1, area.r2 + 1) for column in range(area.c1, area.c2 + 1)] if (
            area and self.ws.protection.sheet) else []  # fmt: skip
        known = self.ws._cells
        unlocked = bool(places) and all(it in known and not known[it].protection.locked for it in places)
        if self.ws.protection.sheet and not unlocked:
            raise ComError("The cell or chart you're trying to change is on a protected sheet.")


class FreezePanes:
    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def freeze_at(self, address: str) -> None:
        self.sheet.ws.freeze_panes = address.replace("$", "").partition(":")[0]

    def unfreeze(self) -> None:
        self.sheet.ws.freeze_panes = None


def _raw(cell: Cell) -> Any:
    """A cell's value as Excel hands it over."""
    value = cell.value
    match value:
        case None | bool() | datetime():
            return value
        case str() if cell.data_type == "e":
            return ERRORS.get(value, ERRORS["#VALUE!"])
        case int() | float():
            return float(value)
        case date():
            return datetime(value.year, value.month, value.day)
        case time():
            return (value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6) / 86_400
        case timedelta():
            return value.total_seconds() / 86_400
        case _:
            return str(value)


class Range(base_classes.Range):
    options = None
    max_cells_per_read = max_cells_per_write = None
    has_array = None

    def __init__(self, sheet: Sheet, top: int, left: int, bottom: int | None = None, right: int | None = None) -> None:
        self._sheet, self.r1, self.c1 = sheet, top, left
        self.r2, self.c2 = bottom or top, right or left

    def __bool__(self) -> bool:
        return True

    @property
    def sheet(self) -> Sheet:
        return self._sheet

    @property
    def api(self) -> "Range":
        return self

    @property
    def row(self) -> int:
        return self.r1

    @property
    def column(self) -> int:
        return self.c1

    @property
    def shape(self) -> tuple[int, int]:
        return self.r2 - self.r1 + 1, self.c2 - self.c1 + 1

    @property
    def coords(self) -> tuple[Any, ...]:
        return (self._sheet.name, self.r1, self.c1, *self.shape)

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __call__(self, row: int, column: int | None = None) -> "Range":
        if column is None:
            row, column = divmod(row - 1, self.shape[1])
            row, column = row + 1, column + 1
        return Range(self._sheet, self.r1 + row - 1, self.c1 + column - 1)

    def _cells(self) -> Iterator[Cell]:
        """The cells that exist."""
        known = self._sheet.ws._cells
        if len(self) > len(known):
            yield from [
                cell
                for (row, column), cell in known.items()
                if self.r1 <= row <= self.r2 and self.c1 <= column <= self.c2
            ]
            return
        for row in range(self.r1, self.r2 + 1):
            for column in range(self.c1, self.c2 + 1):
                if (row, column) in known:
                    yield known[row, column]

    def get_address(self, row_absolute: bool, column_absolute: bool, external: bool) -> str:
        def corner(row: int, column: int) -> str:
            return f"{'$' * column_absolute}{get_column_letter(column)}{'$' * row_absolute}{row}"

        first = corner(self.r1, self.c1)
        text = first if len(self) == 1 else f"{first}:{corner(self.r2, self.c2)}"
        return f"[{self._sheet.book.name}]{self._sheet.name}!{text}" if external else text

    @property
    def address(self) -> str:
        return self.get_address(True, True, False)

    def _matrix(self, of: Any) -> Any:
        ws = self._sheet.ws
        known = ws._cells
        rows = tuple(
            tuple(
                of(known[row, column]) if (row, column) in known else of(None) for column in range(self.c1, self.c2 + 1)
            )
            for row in range(self.r1, self.r2 + 1)
        )
        return rows[0][0] if len(self) == 1 else rows

    def _value_of(self, cell: Cell | None) -> Any:
        if cell is None:
            return None
        if cell.data_type == "f":
            return self._sheet.book.results.get((self._sheet.name, cell.row, cell.column))
        return _raw(cell)

    @staticmethod
    def _formula_of(cell: Cell | None) -> str:
        if cell is None or cell.value is None:
            return ""
        if cell.data_type == "f":
            return str(getattr(cell.value, "text", cell.value))
        return str(cell.value)

    @property
    def raw_value(self) -> Any:
        return self._matrix(self._value_of)

    @raw_value.setter
    def raw_value(self, given: Any) -> None:
        self._sheet.require_unprotected(self)
        many = isinstance(given, list | tuple)
        for row in range(self.shape[0]):
            for column in range(self.shape[1]):
                value = given
                if many:
                    value = given[row][column] if isinstance(given[0], list | tuple) else given[column]
                _put(self._sheet, self.r1 + row, self.c1 + column, value)

    @property
    def formula(self) -> Any:
        return self._matrix(self._formula_of)

    @formula.setter
    def formula(self, given: Any) -> None:
        self.raw_value = given

    def get_special_cells(self, cell_type: str, value_type: str | None) -> "list[Range]":
        assert cell_type == "visible"
        areas: list[Range] = []
        for row in range(self.r1, self.r2 + 1):
            if self._sheet.ws.row_dimensions[row].hidden:
                continue
            if areas and areas[-1].r2 == row - 1:
                areas[-1].r2 = row
            else:
                areas.append(Range(self._sheet, row, self.c1, row, self.c2))
        return areas

    @property
    def row_hidden(self) -> bool | None:
        hidden = {bool(self._sheet.ws.row_dimensions[row].hidden) for row in range(self.r1, self.r2 + 1)}
        return hidden.pop() if len(hidden) == 1 else None

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        for row in range(self.r1, self.r2 + 1):
            self._sheet.ws.row_dimensions[row].hidden = value

    @property
    def color(self) -> Any:
        fill = self._sheet.ws.cell(self.r1, self.c1).fill
        return fill.fgColor.rgb if fill.fill_type == "solid" else None

    @color.setter
    def color(self, value: str) -> None:
        for cell in self._cells():
            cell.fill = PatternFill("solid", fgColor=value.lstrip("#").upper())

    @property
    def number_format(self) -> str:
        return str(self._sheet.ws.cell(self.r1, self.c1).number_format)

    @number_format.setter
    def number_format(self, value: str) -> None:
        for row in range(self.r1, self.r2 + 1):
            for column in range(self.c1, self.c2 + 1):
                self._sheet.ws.cell(row, column).number_format = value

    @property
    def wrap_text(self) -> bool:
        return bool(self._sheet.ws.cell(self.r1, self.c1).alignment.wrap_text)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        for cell in self._cells():
            cell.alignment = Alignment(wrap_text=value, vertical=cell.alignment.vertical)

    @property
    def column_width(self) -> float:
        return float(self._sheet.ws.column_dimensions[get_column_letter(self.c1)].width)

    @column_width.setter
    def column_width(self, value: float) -> None:
        for column in range(self.c1, self.c2 + 1):
            self._sheet.ws.column_dimensions[get_column_letter(column)].width = value

    @property
    def font(self) -> "Font":
        return Font(self)

    def clear_contents(self) -> None:
        self._sheet.require_unprotected()
        for cell in self._cells():
            _put(self._sheet, cell.row, cell.column, None)

    def clear(self) -> None:
        self.clear_contents()
        for cell in self._cells():
            cell.style = "Normal"
            cell.comment = None

    def select(self) -> None:
        self._sheet.book.app.chosen = self

    def delete(self, shift: Any = None) -> None:
        """Takes the cells out; those below move up, and tables shrink but for one row."""
        self._sheet.require_unprotected()
        assert shift == "up"
        ws, count = self._sheet.ws, self.shape[0]
        last = ws.max_row
        for column in range(self.c1, self.c2 + 1):
            for row in range(self.r1, last + 1):
                ws._cells.pop((row, column), None)
                below = ws._cells.pop((row + count, column), None)
                if below is not None:
                    below.row = row
                    ws._cells[row, column] = below
        for table in self._sheet.tables:
            area = table.range
            if area.r1 < self.r1 <= area.r2 and area.c1 == self.c1:
                table._t.ref = Range(self._sheet, area.r1, area.c1, max(area.r2 - count, area.r1 + 1),
                                     area.c2).get_address(False, False, False)  # fmt: skip

    @property
    def note(self) -> "Note | None":
        cell = self._sheet.ws._cells.get((self.r1, self.c1))
        return Note(self) if cell is not None and cell.comment else None

    def add_note(self, text: str) -> "Note":
        self._sheet.require_unprotected()
        self._sheet.ws.cell(self.r1, self.c1).comment = Comment(text, "A person")
        return Note(self)

    def add_hyperlink(self, address: str, text_to_display: Any = None, screen_tip: Any = None) -> None:
        cell = self._sheet.ws.cell(self.r1, self.c1)
        cell.hyperlink = address

    @property
    def hyperlink(self) -> str:
        return str(self._sheet.ws.cell(self.r1, self.c1).hyperlink.ref)

    @property
    def table(self) -> "Table | None":
        for table in Tables(self._sheet):
            area = table.range
            if area.r1 <= self.r1 <= area.r2 and area.c1 <= self.c1 <= area.c2:
                return Table(self._sheet, table._t)
        return None


def _put(sheet: Sheet, row: int, column: int, value: Any) -> None:
    sheet.book.results.pop((sheet.name, row, column), None)
    if (value is None or value == "") and (row, column) not in sheet.ws._cells:
        return
    cell = sheet.ws.cell(row, column)
    if isinstance(value, str) and value:
        given = as_typed(value) if cell.number_format != "@" else value.removeprefix("'")
        cell.value = given
        if isinstance(given, ErrorValue):
            cell.data_type = "e"
        elif isinstance(given, str):
            cell.data_type = "f" if value.startswith(("=", "+", "-", "@")) and given.startswith("=") else "s"
        return
    if isinstance(value, date) and not isinstance(value, datetime):
        raise ComError("Python dates are no moments; Excel takes datetime")
    fmt = cell.number_format
    cell.value = None if value == "" else value
    if fmt != "General" or not isinstance(value, datetime):
        cell.number_format = fmt


class Font(base_classes.Font):
    area: Range

    def __init__(self, area: Range) -> None:
        self.__dict__["area"] = area

    def _first(self) -> Any:
        return self.area._sheet.ws.cell(self.area.r1, self.area.c1).font

    def _set(self, **changes: Any) -> None:
        for cell in self.area._cells():
            font: Any = copy.copy(cell.font)
            for name, value in changes.items():
                setattr(font, name, value)
            cell.font = font

    @property
    def api(self) -> Any:
        return self._first()

    @property
    def bold(self) -> bool:
        return bool(self._first().bold)

    @bold.setter
    def bold(self, value: bool) -> None:
        self._set(bold=value)

    @property
    def size(self) -> float:
        return float(self._first().size)

    @size.setter
    def size(self, value: float) -> None:
        self._set(size=value)

    @property
    def color(self) -> Any:
        return self._first().color

    @color.setter
    def color(self, value: Any) -> None:
        text = value.lstrip("#") if isinstance(value, str) else bytes(value).hex()
        self._set(color=f"FF{text.upper()}")


class Note(base_classes.Note):
    def __init__(self, area: Range) -> None:
        self.area = area

    @property
    def api(self) -> Any:
        return self._cell

    @property
    def _cell(self) -> Any:
        return self.area._sheet.ws.cell(self.area.r1, self.area.c1)

    @property
    def text(self) -> str:
        return str(self._cell.comment.text)

    @text.setter
    def text(self, value: str) -> None:
        self._cell.comment = Comment(value, "A person")

    @property
    def location(self) -> Range:
        return self.area

    def delete(self) -> None:
        self.area._sheet.require_unprotected()
        self._cell.comment = None


class Charts(Collection, base_classes.Charts):
    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def _items(self) -> list[Any]:
        return [Chart(self.sheet, chart) for chart in self.sheet.ws._charts]


class Chart(base_classes.Chart):
    def __init__(self, sheet: Sheet, chart: Any) -> None:
        self.sheet, self.chart = sheet, chart

    @property  # type: ignore[misc]  # nothing sets it here
    def name(self) -> str:
        return getattr(self.chart, "frame_name", "Chart 1")  # openpyxl forgets it, so that a test gives it

    def delete(self) -> None:
        self.sheet.ws._charts.remove(self.chart)


class Tables(Collection, base_classes.Tables):
    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def _items(self) -> list[Any]:
        return [Table(self.sheet, table) for table in self.sheet.ws.tables.values()]

    def add(self, source_type: Any = None, source: Any = None, link_source: Any = None, has_headers: Any = None,
            destination: Any = None, table_style_name: Any = None, name: Any = None) -> "Table":  # fmt: skip
        area = getattr(source, "impl", source)
        if any(name.lower() == table.name.lower() for each in self.sheet.book.sheets for table in each.tables):
            raise ComError("A table with that name exists")
        made = OpenpyxlTable(displayName=name, name=name, ref=area.get_address(False, False, False))
        made.tableStyleInfo = TableStyleInfo(name=table_style_name or "TableStyleMedium2", showRowStripes=True)
        self.sheet.ws.add_table(made)
        return Table(self.sheet, made)


class NativeTable:
    """What stands behind `table.api`, as far as it is asked for."""

    def __init__(self, table: "Table") -> None:
        self._table = table

    def Unlist(self) -> None:
        del self._table._sheet.ws.tables[self._table.name]


class Table(base_classes.Table):
    def __init__(self, sheet: Sheet, table: OpenpyxlTable) -> None:
        self._sheet, self._t = sheet, table

    @property
    def api(self) -> NativeTable:
        return NativeTable(self)

    @property
    def parent(self) -> Sheet:
        return self._sheet

    @property
    def name(self) -> str:
        return str(self._t.displayName)

    @name.setter
    def name(self, value: str) -> None:
        self._t.displayName = self._t.name = value

    display_name = name

    @property
    def range(self) -> Range:
        return self._sheet.range(self._t.ref)

    @property  # type: ignore[misc]  # nothing sets it here
    def show_headers(self) -> bool:
        return self._t.headerRowCount != 0

    @property
    def show_totals(self) -> bool:
        return bool(self._t.totalsRowCount)

    @show_totals.setter
    def show_totals(self, value: bool) -> None:
        if value == self.show_totals:
            return
        area = self.range
        bottom = area.r2 + (1 if value else -1)
        if not value:
            Range(self._sheet, area.r2, area.c1, area.r2, area.c2).clear_contents()
        self._t.totalsRowCount = 1 if value else None
        self._t.ref = Range(self._sheet, area.r1, area.c1, bottom, area.c2).get_address(False, False, False)

    @property
    def header_row_range(self) -> Range | None:
        area = self.range
        return Range(self._sheet, area.r1, area.c1, area.r1, area.c2) if self.show_headers else None

    @property
    def data_body_range(self) -> Range:
        area = self.range
        return Range(self._sheet, area.r1 + self.show_headers, area.c1, area.r2 - self.show_totals, area.c2)

    def resize(self, given: Any) -> None:
        area, old = getattr(given, "impl", given), self.range
        if area.r1 != old.r1 or area.c1 > old.c2 or area.c2 < old.c1:
            raise ComError("The table must keep its header row and overlap with where it was")
        self._t.ref = area.get_address(False, False, False)
        if self._t.autoFilter:
            self._t.autoFilter.ref = self._t.ref
        self.name_columns()

    def name_columns(self) -> None:
        """Columns bear the names of their header cells; new ones get one, as in Excel."""
        area = self.range
        if not self._t.tableColumns or not self.show_headers:
            return
        old = {column.name: column for column in self._t.tableColumns}
        columns = []
        for number, column in enumerate(range(area.c1, area.c2 + 1), start=1):
            cell = self._sheet.ws.cell(area.r1, column)
            if cell.value is None:
                cell.value = f"Column{number}"
            made = old.get(str(cell.value)) or TableColumn(id=number, name=str(cell.value))
            made.id = number
            columns.append(made)
        self._t.tableColumns = columns


class Names(Collection, base_classes.Names):
    """Names of the workbook, or those of one sheet."""

    def __init__(self, book: Book, sheet: Sheet | None) -> None:
        self.book, self.sheet = book, sheet

    def _items(self) -> list[Any]:
        sheets = [self.sheet] if self.sheet else list(self.book.sheets)
        own = [Name(self, each, name) for each in sheets for name in each.ws.defined_names.values()]
        if self.sheet:
            return own
        return [*(Name(self, None, name) for name in self.book.workbook.defined_names.values()), *own]

    def snapshot(self) -> list[tuple[str, Any]]:
        return [(item.name, item) for item in self._items()]

    def add(self, name: str, refers_to: str) -> "Name":
        made = DefinedName(name, attr_text=refers_to.removeprefix("="))
        (self.sheet.ws if self.sheet else self.book.workbook).defined_names[name] = made
        return Name(self, self.sheet, made)


class Name(base_classes.Name):
    def __init__(self, names: Names, sheet: Sheet | None, defined: DefinedName) -> None:
        self._names, self._own, self._defined = names, sheet, defined

    @property
    def api(self) -> DefinedName:
        return self._defined

    @property  # type: ignore[misc]  # nothing sets it here
    def name(self) -> str:
        return f"'{self._own.name}'!{self._defined.name}" if self._own else str(self._defined.name)

    @property  # type: ignore[misc]  # nothing sets it here
    def refers_to(self) -> str:
        return f"={self._defined.attr_text}"

    def delete(self) -> None:
        home = self._own.ws if self._own else self._names.book.workbook
        del home.defined_names[self._defined.name]


def start_engine() -> None:
    """Make the engine the one that xlwings uses."""
    if not any(engine.name == "excel" for engine in xw.engines):
        xw.engines.add(xw.Engine(impl=Engine()))
    made: Any = next(engine for engine in xw.engines if engine.name == "excel")
    xw.engines.active = made


def open_live(path: Path) -> Any:
    """A workbook of its own, opened as if a person had it open in Excel."""
    start_engine()
    app = xw.apps.active or xw.App(visible=False, add_book=False)
    app.impl.alerts.clear()
    app.impl.answers.clear()
    app.impl.statuses.clear()
    for book in list(app.books):
        book.impl.close()
    return xw.Book(str(path))
