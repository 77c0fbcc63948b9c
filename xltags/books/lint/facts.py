"""What the rules ask about a workbook's package; each part is read once, when a rule first asks for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from xml.etree.ElementTree import Element

from xltags.books.lint.formula_text import pattern_of
from xltags.books.lint.sheet_facts import Formula, SheetFacts
from xltags.books.lint.sheet_scan import SheetScan
from xltags.books.opc.refs import Area, cell_name, parse_area
from xltags.books.opc.xmlparts import child, children, local_name, parse_xml
from xltags.books.opc.xmltext import unescape
from xltags.books.package import Package
from xltags.books.reading.strings import SharedStrings, read_shared_strings
from xltags.core.errors import WorkbookError

UNREADABLE = ("FILE004", "FILE005")
FORMULA_PARTS = ("calculatedColumnFormula", "totalsRowFormula")


@dataclass(frozen=True, slots=True)
class TableFacts:
    """A table as its part says: `columns` are (id, name) from left to right, `width` the number that it claims."""

    sheet: SheetFacts
    part: str
    id: str
    name: str
    ref: str
    area: Area | None
    header: bool
    totals: bool
    filter_ref: str
    claimed: str
    columns: tuple[tuple[str, str], ...]
    formulas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameFacts:
    """A defined name; `scope` is the place of its sheet as written, "" for the whole workbook."""

    name: str
    scope: str
    text: str


class BookFacts:
    """The facts of one workbook.

    Attributes:
        broken: parts that are no XML or cannot be read -> why.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        self.broken: dict[str, str] = {}
        self._trees: dict[str, Element | None] = {}

    def tree(self, part: str) -> Element | None:
        """A small part's XML; None if there is none, and `broken` says why if it cannot be read."""
        if part not in self._trees:
            self._trees[part] = self._parse(part) if self.package.has(part) else None
        return self._trees[part]

    def _parse(self, part: str) -> Element | None:
        try:
            return parse_xml(self.package.read(part), part)
        except WorkbookError as error:
            if error.code not in UNREADABLE:
                raise
            self.broken[part] = str(error).removeprefix(f"{part}: ").partition("; ")[0]
            return None

    @cached_property
    def workbook(self) -> Element:
        """The workbook part, which opening it has shown to be XML."""
        return parse_xml(self.package.read(self.package.workbook_part), self.package.workbook_part)

    def related(self, part: str, kind: str) -> list[str]:
        """The parts that a part points at with links of that kind, as far as they are there."""
        try:
            links = self.package.related(part, kind)
        except WorkbookError:  # its relationships are no XML, which is a finding of its own
            return []
        return [link.target for link in links if link.target and self.package.has(link.target)]

    @cached_property
    def streamed(self) -> frozenset[str]:
        """The parts that are read as streams, never whole: sheets, shared strings, records of pivots."""
        parts = {sheet.part for sheet in self.package.sheets}
        parts.update(self.related(self.package.workbook_part, "sharedStrings"))
        for cache in self.related(self.package.workbook_part, "pivotCacheDefinition"):
            parts.update(self.related(cache, "pivotCacheRecords"))
        return frozenset(parts)

    @cached_property
    def strings(self) -> SharedStrings | None:
        """The shared strings; None if their part cannot be read."""
        try:
            return read_shared_strings(self.package)
        except WorkbookError as error:
            if error.code not in UNREADABLE:
                raise
            for part in self.related(self.package.workbook_part, "sharedStrings"):
                self.broken[part] = str(error).rpartition(f"{part}: ")[2].partition("; ")[0]
            return None

    @cached_property
    def styles(self) -> Element | None:
        """The styles part; None if there is none."""
        parts = self.related(self.package.workbook_part, "styles")
        return self.tree(parts[0]) if parts else None

    def style_count(self, name: str) -> int:
        """How many entries a list of the styles part has: cellXfs, dxfs, fonts ..."""
        listed = child(self.styles, name) if self.styles is not None else None
        return 0 if listed is None else len(listed)

    @cached_property
    def chain(self) -> list[tuple[int, str]]:
        """The order of calculation: (sheet id, cell)."""
        found = []
        for part in self.related(self.package.workbook_part, "calcChain"):
            tree = self.tree(part)
            number = 0
            for each in tree if tree is not None else ():
                text = each.get("i", "")
                number = int(text) if text.isascii() and text.isdigit() else number
                found.append((number, each.get("r", "")))
        return found

    @cached_property
    def sheets(self) -> tuple[SheetFacts, ...]:
        """The worksheets and macro sheets in tab order, each read in one pass."""
        return tuple(
            self._scan(number) for number, sheet in enumerate(self.package.sheets) if self.package.has(sheet.part)
        )

    def _scan(self, number: int) -> SheetFacts:
        sheet = self.package.sheets[number]
        wanted: set[tuple[int, int]] = set()
        for part in self.related(sheet.part, "table"):
            root = self.tree(part)
            area = parse_area(root.get("ref", "")) if root is not None else None
            if area is not None:
                wanted.update((area.top, column) for column in range(area.left, area.right + 1))
        scan = SheetScan(
            sheet,
            wanted=wanted,
            strings=len(self.strings) if self.strings is not None else 1 << 40,
            styles=max(1, self.style_count("cellXfs")) if self.styles is not None else None,
            keep_formula_cells=bool(self.chain),
        )
        try:
            facts = scan.read(self.package.chunks(sheet.part))
        except WorkbookError as error:
            facts = scan.facts
            facts.broken = str(error).rpartition(f"{sheet.part} ")[2]
        if facts.broken:
            self.broken[sheet.part] = facts.broken
        return facts

    @cached_property
    def tables(self) -> tuple[TableFacts, ...]:
        """The tables of all sheets."""
        found = []
        for sheet in self.sheets:
            for part in self.related(sheet.sheet.part, "table"):
                root = self.tree(part)
                if root is not None:
                    found.append(_table(sheet, part, root))
        return tuple(found)

    @cached_property
    def names(self) -> tuple[NameFacts, ...]:
        """The defined names in file order."""
        listed = child(self.workbook, "definedNames")
        return tuple(
            NameFacts(each.get("name", ""), each.get("localSheetId", ""), each.text or "")
            for each in (children(listed, "definedName") if listed is not None else ())
        )

    def read_streams(self) -> None:
        """Reads shared strings and sheets, so that `broken` is complete."""
        self.strings  # noqa: B018  # read for what it notes
        self.sheets  # noqa: B018

    def formulas(self) -> Iterator[Formula]:
        """One formula of each pattern: of cells, drop-downs, formats, calculated columns and names."""
        for sheet in self.sheets:
            yield from sheet.formulas.values()
        seen = set()
        for table in self.tables:
            for text in table.formulas:
                if (table.part, pattern_of(text)) not in seen:
                    seen.add((table.part, pattern_of(text)))
                    yield Formula(text, "column", table.sheet.sheet.name, table.ref.partition(":")[0])
        for name in self.names:
            if name.text and not name.name.startswith("_xlnm."):
                yield Formula(name.text, "name", self.package.workbook_part, "")

    def header_text(self, table: TableFacts, place: int) -> tuple[str, str]:
        """Type and text of a table's header cell; the type is "" where the cell is blank."""
        assert table.area is not None
        kind, text = table.sheet.headers.get((table.area.top, table.area.left + place), ("", ""))
        if kind == "s" and self.strings is not None and text.isdigit() and int(text) < len(self.strings):
            return "text", self.strings.texts([int(text)])[0]
        return ("text", unescape(text)) if kind in ("inlineStr", "str") else (kind if text else "", text)

    def cell(self, table: TableFacts, place: int) -> str:
        """The name of a table's header cell."""
        return cell_name(table.area.top, table.area.left + place) if table.area is not None else ""


def _table(sheet: SheetFacts, part: str, root: Element) -> TableFacts:
    listed = child(root, "tableColumns")
    chosen = child(root, "autoFilter")
    columns = list(children(listed, "tableColumn")) if listed is not None else []
    return TableFacts(
        sheet,
        part,
        root.get("id", ""),
        unescape(root.get("displayName", "") or root.get("name", "")),
        root.get("ref", ""),
        parse_area(root.get("ref", "")),
        root.get("headerRowCount", "1") != "0",
        root.get("totalsRowCount", "0") != "0",
        "" if chosen is None else chosen.get("ref", ""),
        "" if listed is None else listed.get("count", ""),
        tuple((each.get("id", ""), unescape(each.get("name", ""))) for each in columns),
        tuple(inner.text or "" for each in columns for inner in each if local_name(inner.tag) in FORMULA_PARTS),
    )
