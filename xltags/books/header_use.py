"""What knows a column of a table by its header: formulas, pivots, slicers."""

import re
from collections.abc import Iterable

from xltags.books.package import Package
from xltags.books.writing.markup import escaped

READERS = re.compile(
    r"xl/(?:workbook\.xml|(?:worksheets|tables|charts|chartsheets|pivotCache|slicerCaches|timelineCaches)/[^/]+\.xml)",
    re.IGNORECASE,
)
ATTRIBUTES = rb"(?:name|sourceName|uniqueName|caption)"
CACHES = re.compile(r"xl/(?:pivotCache|slicerCaches|timelineCaches)/", re.IGNORECASE)


def used_headers(package: Package, headers: Iterable[str]) -> set[str]:
    """The headers that a part of the workbook names, so that a column could not be renamed without changing it too.

    Told from the text of the parts: a formula such as `Customers[Industry]` or `[@Industry]`, a field of a pivot or
    slicer. A column of another table with the same header counts too: better one header too many than a broken formula.
    """
    patterns = {header: _pattern(header) for header in headers}
    found: set[str] = set()
    for part in package.names:
        if not READERS.fullmatch(part):
            continue
        xml = package.read(part)
        for header, (in_formulas, in_caches) in patterns.items():
            if in_formulas.search(xml) or (CACHES.match(part) and in_caches.search(xml)):
                found.add(header)
    return found


def _pattern(header: str) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    quoted = "".join(f"'{letter}" if letter in "[]#'@" else letter for letter in header)
    in_formulas = re.compile(rb"[\[@,:]\s*" + re.escape(escaped(quoted).encode()) + rb"\s*\]", re.IGNORECASE)
    plain = re.escape(escaped(header).replace('"', "&quot;").encode())
    return in_formulas, re.compile(rb"\b" + ATTRIBUTES + rb'="' + plain + rb'"', re.IGNORECASE)
