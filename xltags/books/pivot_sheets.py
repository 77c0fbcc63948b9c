"""PivotTables on the facts of reports, each on a sheet of its own, where it may grow."""

from collections.abc import Mapping, Sequence
from functools import cache

from xltags.books.edits import Edit, PutSheet, RemoveSheet
from xltags.books.engine import Pivots
from xltags.books.package import Package
from xltags.books.report_pivot import PivotField, PivotSums, PivotWords, ReportPivot, pivot_sums
from xltags.books.report_sheet import ColumnFormat, NoteStyle, ReportSheet, ReportTable
from xltags.books.report_sheets import TAB_COLOR
from xltags.books.sheets import PIVOT_PREFIX
from xltags.books.shown_width import shown_width
from xltags.books.writing.parts import Parts
from xltags.books.writing.pivot_parts import MARK, OWN, pivot_state
from xltags.core.errors import WorkbookError
from xltags.core.finding import Language
from xltags.core.shipped_rows import shipped_rows
from xltags.core.values import Value
from xltags.reports.pivot import Pivot
from xltags.reports.registry import REPORTS

FIRST_ROW = 4
TEXT: ColumnFormat = "text"
WHOLE: ColumnFormat = "int"
SLICER_ROWS = 9  # from there on, with the blank one below
WIDE, NARROW = 28.0, 14.0
ALSO_WIDE = 18.0  # the column with what the filters say


def pivot_sheet_name(report_name: str) -> str:
    """The sheet of a report's pivot.

    >>> pivot_sheet_name("invalid_reasons")
    'Pvt_InvalidReasons'
    """
    return PIVOT_PREFIX + "".join(word.capitalize() for word in report_name.split("_"))


def pivot_edits(
    edit: Edit, package: Package, *, language: Language, pivots: Pivots = "plain"
) -> tuple[list[Edit], tuple[str, ...]]:
    """The edits that put the pivot beside a report that is put, or take it out, and what is said of it.

    A sheet that xltags did not make, or on which somebody put something of his own, stays as it is.
    """
    report = edit.sheet.report if isinstance(edit, PutSheet) else ""
    maker = REPORTS.get(report)
    if maker is None or maker.pivot is None or not isinstance(edit, PutSheet):
        return [], ()
    name = pivot_sheet_name(report)
    try:
        state = pivot_state(Parts(package), name)
    except WorkbookError:  # only openpyxl can write this workbook, and that makes no pivots
        return [], ()
    if state == "other":
        said = f"made no pivot of {report}: the sheet {name} is not of xltags; rename it"
        return [], (said,) if pivots != "none" else ()
    if state == "changed":
        return [], (f"left {name} as it is, because it holds more than xltags put there; Excel refreshes its pivot",)
    facts = next((table for table in edit.sheet.tables if table.name == f"rpt_{report}"), None)
    if pivots == "none" or facts is None or not facts.columns or not len(facts.columns[0]):
        return ([RemoveSheet(name)] if state == "own" else []), ()
    return [PutSheet(pivot_sheet(report, maker.pivot, facts, language=language, slicers=pivots == "slicers"))], ()


def pivot_sheet(
    report: str, layout: Pivot, facts: ReportTable, *, language: Language, slicers: bool = False
) -> ReportSheet:
    """The sheet of a report's pivot: what it shows stands in its cells too, for programs without pivots."""
    words = _words(language)
    slicers = slicers and bool(layout.filters)
    top = FIRST_ROW + (SLICER_ROWS if slicers else 0)
    pivot = _report_pivot(report, layout, facts, words, top=top, slicers=slicers)
    cells = pivot_cells(pivot, pivot_sums(pivot))
    return ReportSheet(
        name=pivot_sheet_name(report),
        title=words["title"].format(report=REPORTS[report].titles[language]),
        subtitle=words["subtitle"],
        tables=(cells,),
        notes=_captions(pivot, words, top),
        tab_color=TAB_COLOR,
        freeze=None if slicers else (cells.row + 1, 2),
        repeat_rows=(cells.row, cells.row),
        report=MARK + report,
        pivots=(pivot,),
    )


def _report_pivot(
    report: str, layout: Pivot, facts: ReportTable, words: Mapping[str, str], *, top: int, slicers: bool
) -> ReportPivot:
    """The pivot itself; `top` is the row of its first filter, or else of the pivot."""

    def field(name: str) -> PivotField:
        return PivotField(facts.header.index(name), words[name], name not in layout.in_order)

    return ReportPivot(
        name=OWN + report,
        source=facts.name,
        header=facts.header,
        columns=facts.columns,
        rows=field(layout.rows),
        across=field(layout.columns) if layout.columns else None,
        values=tuple(map(field, layout.values)),
        filters=tuple(map(field, layout.filters)),
        words=PivotWords(words["total"], words["all"], words["blank"], words["slicer"]),
        place=(top + (len(layout.filters) + 1 if layout.filters else 0), 1),
        totals=layout.additive,
        slicers=slicers,
        slicer_row=FIRST_ROW,
    )


def _captions(pivot: ReportPivot, words: Mapping[str, str], top: int) -> tuple[tuple[int, int, str, NoteStyle], ...]:
    """The cells of a pivot above the row with its headers: its filters, and what stands down and across."""
    notes: list[tuple[int, int, str, NoteStyle]] = [
        (top + row, 1, each.caption, "bold") for row, each in enumerate(pivot.filters)
    ]
    notes += [(top + row, 2, words["all"], "text") for row in range(len(pivot.filters))]
    if pivot.across is not None:
        row = pivot.place[0]
        notes += [(row, 1, pivot.values[0].caption, "bold"), (row, 2, pivot.across.caption, "bold")]
    return tuple(notes)


def pivot_cells(pivot: ReportPivot, sums: PivotSums) -> ReportTable:
    """The cells of a pivot from the row with its headers on."""
    words = pivot.words
    down = [words.blank if text is None else text for text in sums.items[pivot.rows.place].texts]
    if pivot.across is None:
        headers = [value.caption for value in pivot.values]
    else:
        texts = sums.items[pivot.across.place].texts
        headers = [*(words.blank if text is None else text for text in texts), words.total]
    row, column = pivot.place
    numbers: list[Sequence[Value | None]] = [list(map(_shown, cells)) for cells in sums.cells.T.tolist()]
    return ReportTable(
        name=pivot.name,
        row=row + (pivot.across is not None),
        column=column,
        header=(pivot.rows.caption, *headers),
        columns=([*down, *([words.total] if pivot.totals else ())], *numbers),
        formats=(TEXT, *(WHOLE for _ in headers)),
        widths=(WIDE, ALSO_WIDE, *(max(NARROW, shown_width(header) + 2.0) for header in headers[1:])),
        listed=False,
    )


def _shown(number: float) -> Value | None:
    """A number of a pivot as a cell: none where no record meets.

    >>> _shown(2.0), _shown(2.5), _shown(float("nan"))
    (2, 2.5, None)
    """
    if number != number:
        return None
    return int(number) if number.is_integer() else number


@cache
def _words(language: Language) -> dict[str, str]:
    return {row["key"]: row[language] for row in shipped_rows("pivots.csv")}
