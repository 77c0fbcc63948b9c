"""The data that a PivotTable keeps: its fields with their items, and the records of the table it reads."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from xltags.books.coded import CodedCells
from xltags.books.report_pivot import Items, PivotSums, ReportPivot, coded_column
from xltags.books.writing.cell_text import number_text, text_length
from xltags.books.writing.markup import RELATIONSHIPS
from xltags.books.writing.report_xml import DECLARATION, MAIN
from xltags.books.writing.table_columns import column_name
from xltags.core.values import Value

MAX_RECORDS = 20_000  # a longer table is read anew by Excel when it opens the workbook, which it does in any case
LONG_TEXT = 255
CACHE_ID = "{725AE2AE-9491-48be-B2B4-4EB974FC3084}"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
MISSING = b"<m/>"


def cache_xml(pivot: ReportPivot, sums: PivotSums, *, records_link: str, slicer_id: int) -> bytes:
    """The definition of the cache. `records_link` is "" where it keeps no records, `slicer_id` 0 for no slicers."""
    fields = b"".join(
        b'<cacheField name="%b" numFmtId="0">%b</cacheField>'
        % (column_name(name), _shared(column, sums.items.get(place)))
        for place, (name, column) in enumerate(zip(pivot.header, pivot.columns, strict=True))
    )
    kept = f' r:id="{records_link}"' if records_link else ' saveData="0"'
    counted = f' recordCount="{pivot.records}"' if records_link else ""
    extension = (
        f'<extLst><ext uri="{CACHE_ID}" xmlns:x14="{X14}"><x14:pivotCacheDefinition pivotCacheId="{slicer_id}"/></ext>'
        "</extLst>"
        if slicer_id
        else ""
    )
    head = (
        f'<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{RELATIONSHIPS}"{kept} refreshOnLoad="1" refreshedBy="xltags" '
        f'createdVersion="6" refreshedVersion="6" minRefreshableVersion="3"{counted}>'
    ).encode()
    source = b'<cacheSource type="worksheet"><worksheetSource name="%b"/></cacheSource>' % column_name(pivot.source)
    listed = b'<cacheFields count="%d">%b</cacheFields>' % (len(pivot.header), fields)
    return DECLARATION + head + source + listed + extension.encode() + b"</pivotCacheDefinition>"


def records_chunks(pivot: ReportPivot, sums: PivotSums) -> Iterator[bytes]:
    """The records, one for each of the table, in blocks."""
    yield DECLARATION + f'<pivotCacheRecords xmlns="{MAIN}" count="{pivot.records}">'.encode()
    columns = [_pieces(column, sums.items.get(place)) for place, column in enumerate(pivot.columns)]
    for start in range(0, pivot.records, 4096):
        rows = zip(*(pieces[codes[start : start + 4096]].tolist() for pieces, codes in columns), strict=True)
        yield b"".join(b"<r>" + b"".join(row) + b"</r>" for row in rows)
    yield b"</pivotCacheRecords>"


def _pieces(
    column: Sequence[Value | None], items: Items | None
) -> tuple[NDArray[np.object_], NDArray[np.signedinteger]]:
    """What stands in a record for each code, and the codes of the column."""
    if items is not None:
        return np.array([b'<x v="%d"/>' % item for item in range(len(items.texts))], dtype=np.object_), items.of
    coded = coded_column(column)
    return np.array([*map(_record_value, coded.values), MISSING], dtype=np.object_), coded.codes


def _record_value(value: Value) -> bytes:
    if isinstance(value, str):
        return b'<s v="%b"/>' % column_name(value)
    if isinstance(value, (int, float)):
        return b'<n v="%b"/>' % number_text(float(value))
    raise ValueError(f"a pivot keeps texts and numbers; {value!r} is neither")


def _shared(column: Sequence[Value | None], items: Items | None) -> bytes:
    """The items of a field that has a place in the pivot, else only what kinds of values it holds."""
    coded = coded_column(column)
    blank = bool((coded.codes < 0).any())
    if items is not None:
        texts = [text for text in items.texts if text is not None]
        listed = b"".join(MISSING if text is None else b'<s v="%b"/>' % column_name(text) for text in items.texts)
        return b'<sharedItems%b%b count="%d">%b</sharedItems>' % (
            _flags(texts, [], blank=blank),
            _long(texts),
            len(items.texts),
            listed,
        )
    used = _used(coded)
    texts = [value for value in used if isinstance(value, str)]
    numbers = [float(value) for value in used if isinstance(value, (int, float))]
    return b"<sharedItems%b%b/>" % (_flags(texts, numbers, blank=blank), _long(texts))


def _used(coded: CodedCells) -> list[Value]:
    return [coded.values[code] for code in np.unique(coded.codes).tolist() if code >= 0]


def _flags(texts: Sequence[str], numbers: Sequence[float], *, blank: bool) -> bytes:
    """What a field holds, as Excel says it: only what differs from a field of texts."""
    found = ""
    if numbers:
        found += ' containsMixedTypes="1"' if texts else "" if blank else ' containsSemiMixedTypes="0"'
    elif not texts:
        found += ' containsNonDate="0"'
    found += "" if texts else ' containsString="0"'
    found += ' containsBlank="1"' if blank else ""
    if not numbers:
        return found.encode()
    found += ' containsNumber="1"' + (' containsInteger="1"' if all(it.is_integer() for it in numbers) else "")
    return found.encode() + b' minValue="%b" maxValue="%b"' % (number_text(min(numbers)), number_text(max(numbers)))


def _long(texts: Sequence[str]) -> bytes:
    return b' longText="1"' if any(text_length(text) > LONG_TEXT for text in texts) else b""
