"""What is shared by the edits of one plan: the parts, the styles, and the sheets that are being streamed."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from xltags.books.opc.refs import Area, parse_area
from xltags.books.opc.relationships import SheetRef
from xltags.books.writing.calculation import chained_formulas, drop_calc_chain, recalculate_on_open
from xltags.books.writing.cell_text import CellWriter
from xltags.books.writing.fill import Block, Single
from xltags.books.writing.parts import Parts
from xltags.books.writing.references import Names
from xltags.books.writing.row_edit import SheetState
from xltags.books.writing.row_move import RowMove
from xltags.books.writing.row_stream import edit_rows, sections
from xltags.books.writing.sheet_finish import finish_sheet
from xltags.books.writing.stale import EditedSheet, Stale, find_stale, names_in
from xltags.books.writing.string_table import add_to_count, shared_part
from xltags.books.writing.styles import StyleSheet
from xltags.books.writing.table_parts import tables_of
from xltags.books.writing.workbook_part import find_sheet, names_of, put_names, sheets_of
from xltags.core.errors import WorkbookError

Edit = Callable[[bytes], bytes]
Made = Single | Block | RowMove


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller allows: writing into locked cells of protected sheets."""

    allow_protected: bool = False


@dataclass
class SheetEdits:
    """The edits of one sheet, applied in order each time it is streamed."""

    sheet: SheetRef
    source: Callable[[], Iterable[bytes]]
    passes: list[Callable[[], Made]] = field(default_factory=list)
    head_edits: list[Edit] = field(default_factory=list)
    tail_edits: list[Edit] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    moved: list[Area] = field(default_factory=list)
    state: SheetState | None = None


class Session:
    """One plan being carried out on one package."""

    def __init__(self, parts: Parts, options: Options, shared: Mapping[str, int]) -> None:
        self.parts = parts
        self.options = options
        self.shared = shared
        self._styles: StyleSheet | None = None
        self._sheets: dict[str, SheetEdits] = {}
        self.marks_left: list[tuple[str, int]] = []
        self.changed_names: set[str] = set()  # folded: those of the workbook that stood for something else before
        self._replaced: set[str] = set()
        self._complete = False
        self._stale: dict[str, Stale] | None = None
        self._names: dict[str, Mapping[str, str]] = {}  # by the part of the sheet
        self._hidden: set[str] = set()
        parts.finish.append(self._finish)

    @property
    def styles(self) -> StyleSheet:
        """The workbook's styles, opened on first use."""
        if self._styles is None:
            self._styles = StyleSheet(self.parts)
        return self._styles

    def place(self, sheet: SheetRef) -> str:
        """Workbook and sheet, as messages name them."""
        return f"{self.parts.package.path}: {sheet.name}"

    def sheet(self, name: str) -> SheetRef:
        """The worksheet of that name.

        Raises:
            WorkbookError: FILE006 if there is none, or it is no worksheet.
        """
        sheet = find_sheet(self.parts, name)
        if sheet is None:
            raise WorkbookError(f"{self.parts.package.path}: has no sheet {name!r}; name one it has", code="FILE006")
        if sheet.kind != "worksheet":  # a chart sheet, dialog sheet or macro sheet
            raise WorkbookError(
                f"{self.place(sheet)}: is a {sheet.kind}, which has no cells to write; use a worksheet", code="FILE006"
            )
        return sheet

    def writer(self, sheet: SheetRef) -> CellWriter:
        """Turns values into cells of that sheet."""
        return CellWriter(self.place(sheet), date1904=self.parts.package.date1904, shared=self.shared)

    def own_writer(self, sheet: SheetRef) -> CellWriter:
        """The same for a sheet that is made anew: its texts stand in its cells, so that replacing it leaves nothing."""
        return CellWriter(self.place(sheet), date1904=self.parts.package.date1904, shared={}, short=True)

    def put_stream(self, sheet: SheetRef, chunks: Callable[[], Iterator[bytes]]) -> None:
        """Replaces a sheet by a stream."""
        self.parts.stream(sheet.part, chunks)
        self._replaced.add(sheet.name.casefold())
        self._write_lists_last()

    def edits_of(self, sheet: SheetRef) -> SheetEdits:
        """The edits of a sheet so far; the sheet is streamed from now on."""
        found = self._sheets.get(sheet.part)
        if found is None:
            found = SheetEdits(sheet, self.parts.source(sheet.part))
            self._sheets[sheet.part] = found
            self.parts.stream(sheet.part, lambda: self._stream(found))
            self._write_lists_last()
        return found

    def _write_lists_last(self) -> None:
        """Styles and shared strings end the file after whatever edit, so that equal parts are equal bytes."""
        strings = shared_part(self.parts)
        self.parts.late.update([self.styles.part, *([strings] if strings else [])])

    def edit_cells(self, sheet: SheetRef, make: Callable[[], Made]) -> None:
        """Adds an edit of cells. `make` is called for each time that the sheet is streamed."""
        self.edits_of(sheet).passes.append(make)
        recalculate_on_open(self.parts)

    def forget(self, sheet: SheetRef) -> None:
        """Drops the edits of a sheet that is replaced or removed."""
        self._sheets.pop(sheet.part, None)
        self._replaced.add(sheet.name.casefold())

    def put_names_of(self, sheet: SheetRef, names: Mapping[str, str], *, hidden: Iterable[str] = ()) -> None:
        """Gives a sheet these names of its own when the plan is complete; see `put_names`."""
        self._names[sheet.part] = names
        self._hidden.update(hidden)

    def plan_is_complete(self) -> None:
        """Puts what all edits together decide; which results of formulas are stale is found out when one comes by."""
        self._put_names()
        self._complete = True

    def _stale_in(self, sheet: SheetRef) -> Stale:
        """The results of a sheet's formulas that the edits have made stale; none until the plan is complete."""
        if self._stale is None:
            if not self._complete:
                return Stale()
            self._stale = self._all_stale()
        return self._stale.get(sheet.name.casefold(), Stale())

    def _all_stale(self) -> dict[str, Stale]:
        sheets = {each.name.casefold(): each for each in sheets_of(self.parts)}
        edited = {
            each.sheet.name.casefold(): _edited(each) for each in self._sheets.values() if each.passes or each.areas
        }

        def chunks_of(name: str) -> Iterable[bytes] | None:
            sheet = sheets.get(name)
            if sheet is None or sheet.kind != "worksheet":
                return None
            edits = self._sheets.get(sheet.part)
            return edits.source() if edits is not None else self.parts.chunks(sheet.part)

        return find_stale(edited, self._replaced, self.names(self.changed_names), chunks_of) if edited else {}

    def _put_names(self) -> None:
        """All at once: a workbook has hundreds of names, and each edit reads through them."""
        places = {sheet.part: place for place, sheet in enumerate(sheets_of(self.parts))}
        texts: dict[tuple[str, int | None], str] = {
            (name, places[part]): text
            for part, names in self._names.items()
            if part in places  # not removed later in the plan
            for name, text in names.items()
        }
        if texts:
            put_names(self.parts, texts, hidden=self._hidden)

    def names(self, changed: Collection[str] = ()) -> Names:
        """The tables and names that formulas can mention, as changed so far."""
        sheets = [each.name.casefold() for each in sheets_of(self.parts)]
        return names_in(tables_of(self.parts), names_of(self.parts), sheets, changed)

    def formulas_left(self) -> tuple[tuple[str, int, int], ...]:
        """(sheet, column number, cells) of the formulas that were left as they are."""
        states = [(each.sheet.name, each.state) for each in self._sheets.values() if each.state is not None]
        return tuple((name, column, count) for name, state in states for column, count in sorted(state.left.items()))

    def drop_chain_if(self, sheet: SheetRef, touched: Callable[[Area], tuple[int, int] | None]) -> None:
        """Drops the order of calculation if it names a cell that is overwritten."""
        for name in chained_formulas(self.parts, sheet.sheet_id):
            area = parse_area(name)
            if area is not None and touched(area) is not None:
                drop_calc_chain(self.parts)
                return

    def _stream(self, edits: SheetEdits) -> Iterator[bytes]:
        state = SheetState(self.place(edits.sheet), self.styles)
        edits.state = state
        sheet = sections(edits.source(), state.place)
        made = [make() for make in edits.passes]
        for targets in made:
            sheet = targets.apply(sheet, state) if isinstance(targets, RowMove) else edit_rows(sheet, targets, state)
        return finish_sheet(
            sheet,
            state,
            made,
            head_edits=edits.head_edits,
            tail_edits=edits.tail_edits,
            stale=lambda: self._stale_in(edits.sheet),
            allow_protected=self.options.allow_protected,
        )

    def _finish(self) -> None:
        """When all sheets are written: styles and the count of shared strings are known."""
        if self._styles is not None:
            self._styles.save()
        strings = shared_part(self.parts)
        if strings is not None and self.parts.is_changed(strings):
            total = sum(edits.state.shared for edits in self._sheets.values() if edits.state is not None)
            add_to_count(self.parts, total)


def _edited(edits: SheetEdits) -> EditedSheet:
    found = EditedSheet(areas=edits.areas, moved=edits.moved)
    for make in edits.passes:
        made = make()
        mode = made.into_formulas
        (found.spared if mode in ("leave", "own") else found.cells).extend(made.columns())
        found.fresh.extend(made.columns() if mode == "cache" else ())
        found.own.extend(made.columns() if mode == "own" else ())
    return found
