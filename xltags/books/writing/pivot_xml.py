"""The part of a PivotTable: where it stands, its fields, and the rows and columns that it shows."""

from xltags.books.opc.refs import Area
from xltags.books.report_pivot import PivotField, PivotSums, ReportPivot
from xltags.books.writing.report_xml import DECLARATION, MAIN
from xltags.books.writing.table_columns import column_name

STYLE = "PivotStyleLight16"
NUMBER_FORMAT = 3  # #,##0, one of Excel's own
FIXED = (
    'applyNumberFormats="0" applyBorderFormats="0" applyFontFormats="0" applyPatternFormats="0" '
    'applyAlignmentFormats="0" applyWidthHeightFormats="1" dataCaption="Values" updatedVersion="6" '
    'minRefreshableVersion="3" useAutoFormatting="1" itemPrintTitles="1" createdVersion="6" indent="0" outline="1" '
    'outlineData="1" multipleFieldFilters="0"'
)


def pivot_area(pivot: ReportPivot, sums: PivotSums) -> Area:
    """The cells of the pivot, without its filters."""
    row, column = pivot.place
    height, width = sums.cells.shape
    return Area(row, column, row + height + (pivot.across is not None), column + width)


def pivot_xml(pivot: ReportPivot, sums: PivotSums, *, cache_id: int) -> bytes:
    """The PivotTable's part."""
    words = pivot.words
    captions = f' grandTotalCaption="{_text(words.total)}" rowHeaderCaption="{_text(pivot.rows.caption)}"'
    if pivot.across is not None:
        captions += f' colHeaderCaption="{_text(pivot.across.caption)}"'
    captions += "" if pivot.totals else ' rowGrandTotals="0"'  # the row that adds up the rows
    style = (
        f'<pivotTableStyleInfo name="{STYLE}" showRowHeaders="1" showColHeaders="1" showRowStripes="0" '
        'showColStripes="0" showLastColumn="1"/>'
    )
    text = "".join(
        (
            f'<pivotTableDefinition xmlns="{MAIN}" name="{_text(pivot.name)}" cacheId="{cache_id}" {FIXED}{captions}>',
            _location(pivot, sums),
            _fields(pivot, sums),
            f'<rowFields count="1"><field x="{pivot.rows.place}"/></rowFields>',
            _lines("rowItems", len(sums.items[pivot.rows.place].texts), total=pivot.totals),
            _columns(pivot, sums),
            _filters(pivot),
            _values(pivot),
            style,
            "</pivotTableDefinition>",
        )
    )
    return DECLARATION + text.encode()


def _location(pivot: ReportPivot, sums: PivotSums) -> str:
    across = pivot.across is not None
    head = 1 if across or len(pivot.values) == 1 else 0
    pages = f' rowPageCount="{len(pivot.filters)}" colPageCount="1"' if pivot.filters else ""
    return (
        f'<location ref="{pivot_area(pivot, sums)}" firstHeaderRow="{head}" firstDataRow="{2 if across else 1}" '
        f'firstDataCol="1"{pages}/>'
    )


def _fields(pivot: ReportPivot, sums: PivotSums) -> str:
    axes = {pivot.rows.place: (pivot.rows, "axisRow")}
    if pivot.across is not None:
        axes[pivot.across.place] = (pivot.across, "axisCol")
    axes |= {field.place: (field, "axisPage") for field in pivot.filters}
    summed = {field.place for field in pivot.values}
    taken = {name.lower() for name in pivot.header}
    made = []
    for place, name in enumerate(pivot.header):
        if place not in axes:
            made.append('<pivotField dataField="1" showAll="0"/>' if place in summed else '<pivotField showAll="0"/>')
            continue
        field, axis = axes[place]
        made.append(_field(field, axis, len(sums.items[place].texts), taken - {name.lower()}))
    return f'<pivotFields count="{len(made)}">{"".join(made)}</pivotFields>'


def _field(field: PivotField, axis: str, count: int, taken: set[str]) -> str:
    named = "" if field.caption.lower() in taken else f' name="{_text(field.caption)}"'
    order = ' sortType="ascending"' if field.sorted else ""
    items = "".join(f'<item x="{number}"/>' for number in range(count))
    return (
        f'<pivotField{named} axis="{axis}" showAll="0"{order}><items count="{count + 1}">{items}<item t="default"/>'
        "</items></pivotField>"
    )


def _lines(name: str, count: int, *, total: bool = True) -> str:
    """The rows or the columns that are shown: one for each item, then the total."""
    items = "".join("<i><x/></i>" if number == 0 else f'<i><x v="{number}"/></i>' for number in range(count))
    items += '<i t="grand"><x/></i>' if total else ""
    return f'<{name} count="{count + total}">{items}</{name}>'


def _columns(pivot: ReportPivot, sums: PivotSums) -> str:
    if pivot.across is not None:
        place = pivot.across.place
        return f'<colFields count="1"><field x="{place}"/></colFields>' + _lines(
            "colItems", len(sums.items[place].texts)
        )
    if len(pivot.values) == 1:
        return '<colItems count="1"><i/></colItems>'
    items = "".join(
        "<i><x/></i>" if number == 0 else f'<i i="{number}"><x v="{number}"/></i>'
        for number in range(len(pivot.values))
    )
    return f'<colFields count="1"><field x="-2"/></colFields><colItems count="{len(pivot.values)}">{items}</colItems>'


def _filters(pivot: ReportPivot) -> str:
    fields = "".join(f'<pageField fld="{field.place}" hier="-1"/>' for field in pivot.filters)
    return f'<pageFields count="{len(pivot.filters)}">{fields}</pageFields>' if fields else ""


def _values(pivot: ReportPivot) -> str:
    fields = "".join(
        f'<dataField name="{_text(field.caption)}" fld="{field.place}" baseField="0" baseItem="0" '
        f'numFmtId="{NUMBER_FORMAT}"/>'
        for field in pivot.values
    )
    return f'<dataFields count="{len(pivot.values)}">{fields}</dataFields>'


def _text(text: str) -> str:
    return column_name(text).decode()
