"""A brief as a sheet that xltags owns: what it says in all under the title, and its table."""

from xltags.books.report_sheet import ReportSheet, ReportTable
from xltags.books.report_sheets import TAB_COLOR
from xltags.core.brief import Brief

WIDTHS = (14.0, 30.0, 10.0, 16.0)  # of the first columns; the others hold sentences
SENTENCE = 40.0


def brief_sheet(brief: Brief, *, name: str, report: str) -> ReportSheet:
    """The brief as a sheet.

    Args:
        name: the sheet's. `report` marks it as made by xltags; a report of that name exists.
    """
    first = 3
    row = first + len(brief.facts) + 1
    columns = list(zip(*brief.rows, strict=True)) if brief.rows else [() for _ in brief.header]
    notes = [
        (first + place, column, text, style)
        for place, (label, fact) in enumerate(brief.facts)
        for column, text, style in ((1, label, "bold"), (2, fact, "text"))
    ]
    table = ReportTable(
        name=f"brief_{name}",
        row=row,
        column=1,
        header=brief.header,
        columns=tuple(columns),
        formats=tuple("text" if place < len(WIDTHS) else "wrap" for place in range(len(brief.header))),
        widths=tuple(WIDTHS[place] if place < len(WIDTHS) else SENTENCE for place in range(len(brief.header))),
    )
    return ReportSheet(
        name=name,
        title=brief.title,
        tables=(table,),
        notes=tuple(notes),  # type: ignore[arg-type]  # the styles are literals
        tab_color=TAB_COLOR,
        freeze=(row + 1, 3),
        repeat_rows=(row, row),
        report=report,
    )
