"""The exact reader of sheet XML: a real XML parser, for what the fast reader leaves and for all around the rows.

It is fed the sheet part without the rows that the fast reader took, so it also checks that the rest is well-formed.
"""

import re
from xml.parsers import expat

import numpy as np
from numpy.typing import NDArray

from xltags.books.opc.refs import column_number
from xltags.books.opc.xmlparts import MAX_DEPTH, has_doctype, is_true, not_well_formed, too_deep
from xltags.books.opc.xmltext import unescape
from xltags.books.reading.cell_batch import MAX_COLUMN, MAX_ROW, CellBatch, CellFaultAt, Kind, Texts
from xltags.books.reading.digits import parse_decimal
from xltags.core.errors import WorkbookError

REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,15})")
MAX_CELL_TEXT = 1 << 24  # Excel holds 32,767 characters; the rest of a longer text is refused before it fills memory
TRUE, FALSE = {"1", "true"}, {"0", "false"}


class TolerantReader:
    """Reads sheet XML of any encoding, prefix and order of attributes, piece by piece.

    Args:
        place: workbook and part, for messages.
        kinds_of_styles, string_count, texts: as for the strict reader.

    Attributes:
        in_rows: whether what comes next stands inside the sheet data.
        previous_row: the number of the row before; set it after rows were read elsewhere.
        merged: the merged ranges, once the whole part was fed.
    """

    def __init__(self, place: str, kinds_of_styles: NDArray[np.uint8], string_count: int, texts: Texts) -> None:
        self.in_rows = False
        self.previous_row = 0
        self.merged: list[str] = []
        self._place = place
        self._kinds_of_styles = kinds_of_styles
        self._string_count = string_count
        self._texts = texts
        self._path: list[str] = []
        self._row = self._column = self._style = 0
        self._row_given = False
        self._type = ""
        self._formula = False
        self._value: list[str] | None = None
        self._inline: list[str] | None = None
        self._collect: list[str] | None = None
        self._collected = 0
        self._start_batch()
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, data: bytes, *, last: bool = False) -> None:
        """Reads the next bytes of the part.

        Raises:
            WorkbookError: FILE004 if they are not well-formed, FILE005 if they are dangerous.
        """
        try:
            self._parser.Parse(data, last)
        except (expat.ExpatError, LookupError, ValueError) as error:
            near = f", after row {self.previous_row}" if self.previous_row else ""
            raise not_well_formed(self._place, f"{error}{near}") from error

    def take_batch(self) -> CellBatch:
        """The cells read since the last call, in document order."""
        batch = CellBatch(
            np.array(self._rows, dtype=np.int64),
            np.array(self._columns, dtype=np.int64),
            np.array(self._kinds, dtype=np.uint8),
            np.array(self._payload, dtype=np.float64),
            np.array(self._formulas, dtype=np.bool_) if any(self._formulas) else None,
            self._hidden,
            self._faults,
        )
        self._start_batch()
        return batch

    def _start_batch(self) -> None:
        self._rows: list[int] = []
        self._columns: list[int] = []
        self._kinds: list[int] = []
        self._payload: list[float] = []
        self._formulas: list[bool] = []
        self._hidden: list[int] = []
        self._faults: list[CellFaultAt] = []

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        path = self._path
        path.append(tag)
        if len(path) > MAX_DEPTH:
            raise too_deep(self._place)
        if not self.in_rows:
            if tag == "sheetData" and len(path) == 2:
                self.in_rows = True
            elif tag == "mergeCell" and len(path) == 3:
                self.merged.append(attributes.get("ref", ""))
        elif tag == "c" and len(path) == 4:
            self._start_cell(attributes)
        elif tag == "row" and len(path) == 3:
            self._start_row(attributes)
        elif len(path) == 5 and path[3] == "c":
            if tag == "v":
                self._value = self._collect = []
            elif tag == "f":
                self._formula = True
            elif tag == "is":
                self._inline = []
        elif tag == "t" and self._inline is not None and path[4] == "is" and "rPh" not in path:
            self._collect = self._inline

    def _end(self, name: str) -> None:
        path = self._path
        tag = path.pop()
        if tag in ("v", "t"):
            self._collect = None
        elif tag == "c" and len(path) == 3 and self.in_rows:
            self._end_cell()
        elif tag == "sheetData" and len(path) == 1:
            self.in_rows = False

    def _text(self, text: str) -> None:
        if self._collect is not None:
            self._collect.append(text)
            self._collected += len(text)
            if self._collected > MAX_CELL_TEXT:
                raise WorkbookError(
                    f"{self._place}: a cell after row {self.previous_row} holds more than 16 million characters, which "
                    "is refused as dangerous; save the workbook anew in Excel",
                    code="FILE005",
                )

    def _doctype(self, *_: object) -> None:
        raise has_doctype(self._place)

    def _start_row(self, attributes: dict[str, str]) -> None:
        given = attributes.get("r", "").strip()
        self._row_given = given.isascii() and given.isdigit() and len(given) <= 15
        self._row = int(given) if self._row_given else self.previous_row + 1
        self.previous_row = self._row
        self._column = 0
        if is_true(attributes.get("hidden")):
            self._hidden.append(self._row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        row, column = self._row, self._column + 1
        given = attributes.get("r")
        if given is not None:
            match = REFERENCE.fullmatch(given.strip())
            if match is None:
                self._faults.append(CellFaultAt(row, column, "misplaced_cell", given))
            else:
                row, column = int(match[2]), column_number(match[1])
                if row != self._row and self._row_given:
                    self._faults.append(CellFaultAt(row, column, "misplaced_cell", f"row {self._row}"))
        self._cell_row, self._column = row, column
        self._type = attributes.get("t", "n")
        style = attributes.get("s", "0").strip()
        self._style = int(style) if style.isascii() and style.isdigit() and len(style) < 10 else -1
        self._style_text = style
        self._formula = False
        self._value = self._inline = None
        self._collected = 0

    def _end_cell(self) -> None:
        value = None if self._value is None else "".join(self._value)
        inline = None if self._inline is None else "".join(self._inline)
        found = self._judge(value, inline)
        if found is None:
            return
        kind, payload = found
        row, column = self._cell_row, self._column
        if not (1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN):
            text = inline if inline is not None else value or ""
            self._faults.append(CellFaultAt(row, column, "outside_sheet", text))
            return
        self._rows.append(row)
        self._columns.append(column)
        self._kinds.append(kind)
        self._payload.append(payload)
        self._formulas.append(self._formula)

    def _judge(self, value: str | None, inline: str | None) -> tuple[Kind, float] | None:
        """Kind and payload of the cell that has just ended, None if it is blank."""
        text = self._texts.index
        if inline is not None and (self._type == "inlineStr" or value is None):
            return Kind.TEXT, text(unescape(inline))
        if self._type in ("str", "inlineStr") and value is not None:
            return Kind.TEXT, text(unescape(value))
        if value is None or not value.strip():
            return (Kind.UNCALCULATED, text("")) if self._formula else None
        match self._type, value.strip():
            case "s", index if (
                index.isascii() and index.isdigit() and len(index) < 10 and int(index) < self._string_count
            ):
                return Kind.SHARED, int(index)
            case "s", index:
                return Kind.BAD_REFERENCE, text(index)
            case "b", flag if flag in TRUE or flag in FALSE:
                return Kind.BOOL, flag in TRUE
            case "e", error:
                return Kind.ERROR, text(error)
            case "d", moment:
                return Kind.ISO_DATE, text(moment)
        number = None if self._type == "b" else parse_decimal(value)
        if number is None:
            return Kind.BAD_NUMBER, text(value)
        if not 0 <= self._style < len(self._kinds_of_styles):
            self._faults.append(CellFaultAt(self._cell_row, self._column, "unknown_style", self._style_text))
            return Kind.NUMBER, number
        return Kind(int(self._kinds_of_styles[self._style])), number
