"""One pass over a worksheet's XML that notes what the rules ask about, without keeping its cells."""

import re
from collections.abc import Collection, Iterable
from xml.parsers import expat

from xltags.books.lint.cell_places import CellPlaces
from xltags.books.lint.formula_text import pattern_of
from xltags.books.lint.plain_rows import PlainRows, whole_rows
from xltags.books.lint.sheet_facts import Formula, SheetFacts, Validation
from xltags.books.opc.refs import parse_area
from xltags.books.opc.relationships import SheetRef
from xltags.books.writing.cell_text import MAX_TEXT, text_length

NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*")


class SheetScan:
    """Reads one sheet.

    Args:
        wanted: cells whose content is kept, (row, column).
        strings, styles: how many shared strings and cell styles there are; None where that is not known.
        keep_formula_cells: whether the places of formulas are kept.
    """

    def __init__(
        self,
        sheet: SheetRef,
        *,
        wanted: Collection[tuple[int, int]],
        strings: int,
        styles: int | None,
        keep_formula_cells: bool,
    ) -> None:
        self.facts = SheetFacts(sheet)
        self._wanted = wanted
        self._strings = strings
        self._styles = styles
        self._keep = keep_formula_cells
        self._depth = 0
        self._places = CellPlaces(self.facts)
        self._cell: dict[str, str] | None = None
        self._content: dict[str, str] = {}
        self._text: list[str] | None = None
        self._formula: dict[str, str] = {}
        self._phonetic = False
        self._open: tuple[str, dict[str, str]] | None = None
        self._rules: list[dict[str, str]] = []
        self._formulas: list[str] = []
        self._plain = PlainRows(
            wanted={row for row, _ in wanted}, strings=strings, styles=styles, formulas=not keep_formula_cells
        )

    def read(self, blocks: Iterable[bytes]) -> SheetFacts:
        """The facts of the sheet; `broken` says why it could not be read to its end."""
        parser = expat.ParserCreate(None, "}")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.StartDoctypeDeclHandler = self._doctype
        try:
            for piece in whole_rows(blocks):
                self._feed(parser, piece)
            parser.Parse(b"", True)
        except (expat.ExpatError, LookupError, ValueError) as error:
            self.facts.broken = str(error)
        self.facts.string_uses += self._plain.string_uses
        return self.facts

    def _feed(self, parser: expat.XMLParserType, data: bytes) -> None:
        """Has the parser read all but the rows of which there is nothing to say."""
        position = 0
        for row in self._plain.find(data):
            if row.start() > position:
                parser.Parse(data[position : row.start()], False)
                position = row.start()
            if self._depth == 2 and self._cell is None and self._plain.is_right(row, self._places.row):
                self._places.row, self._places.column = int(row[1]), 0
                position = row.end()
                for cell, formula in self._plain.formulas(row):
                    self._keep_formula(formula, "cell", cell)
        if position < len(data):
            parser.Parse(data[position:], False)

    def _doctype(self, *_: object) -> None:
        raise ValueError("it has a document type declaration")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name[name.rfind("}") + 1 :]
        self._depth += 1
        if local == "c" and self._depth == 4:
            self._cell = attributes
            self._content = {}
            self._places.begin_cell(attributes.get("r"))
        elif self._cell is not None:
            self._start_in_cell(local, attributes)
        elif local == "row" and self._depth == 3:
            self._start_row(attributes)
        else:
            self._start_other(local, attributes)

    def _start_in_cell(self, local: str, attributes: dict[str, str]) -> None:
        if local in ("v", "f"):
            self._text = []
            if local == "f":
                self._formula = attributes
        elif local == "is":
            self._content["is"] = ""
        elif local == "rPh":
            self._phonetic = True
        elif local == "t" and not self._phonetic:
            self._text = []

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._places.begin_row(attributes.get("r"))
        if self._styles is not None and _beyond(attributes.get("s"), self._styles):
            self.facts.note("style", f"A{self._places.row}", attributes["s"])

    def _start_other(self, local: str, attributes: dict[str, str]) -> None:
        if self._depth == 2:
            self.facts.elements.append(local)
        for key, value in attributes.items():
            if key.endswith("/relationships}id"):
                self.facts.links.append((local, value))
        if local == "mergeCell":
            self.facts.merges.append(attributes.get("ref", ""))
        elif local in ("dataValidation", "conditionalFormatting"):
            self._open = (local, attributes)
            self._rules, self._formulas = [attributes] if local == "dataValidation" else [], []
        elif local == "cfRule":
            self._rules.append(attributes)
        elif local in ("formula1", "formula2", "formula", "f", "sqref"):
            self._text = []
        elif local == "col" and self._styles is not None and _beyond(attributes.get("style"), self._styles):
            self.facts.note("style", "", attributes["style"])

    def _data(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _end(self, name: str) -> None:
        local = name[name.rfind("}") + 1 :]
        if self._cell is not None:
            if local == "c" and self._depth == 4:
                self._end_cell(self._cell)
                self._cell = None
            elif self._text is not None and local in ("v", "f"):
                self._content[local] = "".join(self._text)
                self._text = None
            elif self._text is not None and local == "t":
                self._content["is"] = self._content.get("is", "") + "".join(self._text)
                self._text = None
            elif local == "rPh":
                self._phonetic = False
        else:
            self._end_other(local)
        self._depth -= 1

    def _end_other(self, local: str) -> None:
        if self._text is not None:
            text, self._text = "".join(self._text), None
            if local == "sqref" and self._open is not None:
                self._open[1]["sqref"] = text
            elif text:
                self._formulas.append(text)
        if self._open is not None and local == self._open[0]:
            element, attributes = self._open
            found = Validation(element, attributes.get("sqref", ""), tuple(self._rules), tuple(self._formulas))
            self.facts.validations.append(found)
            kind = "validation" if element == "dataValidation" else "format"
            for text in found.formulas:
                if not text.startswith('"'):  # a list of texts
                    self._keep_formula(text, kind, found.ranges.split(" ")[0].partition(":")[0])
            self._open = None

    def _end_cell(self, cell: dict[str, str]) -> None:
        content = self._content
        kind = cell.get("t", "n")
        if self._styles is not None and _beyond(cell.get("s"), self._styles):
            self.facts.note("style", self._places.here(), cell["s"])
        if "f" in content:
            self._end_formula(content["f"])
        value = content.get("v")
        if value is not None:
            if kind == "s":
                self.facts.string_uses += 1
                if not (value.isascii() and value.isdigit() and int(value) < self._strings):
                    self.facts.note("string", self._places.here(), value)
            elif kind == "n" and not NUMBER.fullmatch(value) and (value or "f" not in content):
                self.facts.note("number", self._places.here(), value[:40])
            elif kind == "str" and len(value) > MAX_TEXT // 2 and text_length(value) > MAX_TEXT:
                self.facts.note("long", self._places.here(), f"{text_length(value):,}")
        if ("is" in content) != (kind == "inlineStr"):
            if "is" in content or value is not None:
                self.facts.note("misplaced", self._places.here(), kind)
        elif "is" in content and text_length(content["is"]) > MAX_TEXT:
            self.facts.note("long", self._places.here(), f"{text_length(content['is']):,}")
        place = self._places.row, self._places.column
        if place in self._wanted:
            kind = "formula" if "f" in content else kind
            self.facts.headers[place] = (kind, content.get("is", value or ""))

    def _end_formula(self, text: str) -> None:
        attributes, self._formula = self._formula, {}
        if self._keep:
            self.facts.formula_cells.add(self._places.row << 14 | self._places.column - 1)
        if attributes.get("t") in ("array", "dataTable"):
            area = parse_area(attributes.get("ref", ""))
            self.facts.spreads += [area] if area is not None else []
        if text:
            self._keep_formula(text, "cell", self._places.here())

    def _keep_formula(self, text: str, kind: str, cell: str) -> None:
        key = f"{kind} {pattern_of(text)}"
        if key not in self.facts.formulas:
            self.facts.formulas[key] = Formula(text, kind, self.facts.sheet.name, cell)


def _beyond(text: str | None, count: int) -> bool:
    """Whether an index is no number, or reaches past what there is."""
    return text is not None and not (text.isascii() and text.isdigit() and int(text) < count)
