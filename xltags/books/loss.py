"""What openpyxl would lose of a workbook: everything that it reads over, counted by a scan of the package.

The list is measured: 130 real workbooks loaded and saved with openpyxl 3.1.5, their features compared before and after.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from xltags.books.package import Package

CARRY = 512  # bytes; longer than any mark that is looked for
BLOCK = 1 << 20
P = rb"<(?:[\w.\-]+:)?"


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that would be gone, and how many there are of it."""

    feature: str
    count: int

    def __str__(self) -> str:
        return f"{self.count:,} {self.feature}" if self.count > 1 else self.feature


# Feature -> the names of its parts.
PARTS = {
    "slicers": r"xl/slicers/[^/]+",
    "timelines": r"xl/timelines/[^/]+",
    "threaded comments": r"xl/threadedComments/[^/]+",
    "form controls": r"xl/ctrlProps/[^/]+",
    "ActiveX controls": r"xl/activeX/[^/]+\.xml",
    "embedded objects": r"xl/embeddings/[^/]+",
    "SmartArt": r"xl/diagrams/data[^/]+",
    "ink drawings": r"xl/ink/[^/]+",
    "new charts (map, funnel, waterfall ...)": r"xl/charts/chartEx[^/]+",
    "looks of charts": r"xl/charts/(?:style|colors)[^/]+",
    "pictures as EMF or WMF": r"xl/media/[^/]+\.(?:emf|wmf|wdp|svg)",
    "custom XML parts": r"customXml/item[^/]+",
    "printer settings": r"xl/printerSettings/[^/]+",
    "data connections": r"xl/connections\.xml",
    "query tables": r"xl/queryTables/[^/]+",
    "data model": r"xl/model/[^/]+",
    "XML maps": r"xl/xmlMaps\.xml",
    "shared-workbook history": r"xl/revisions/[^/]+",
    "real-time data": r"xl/volatileDependencies\.xml",
    "rich data types": r"xl/richData/rdrichvalue\.xml",
    "cell check boxes": r"xl/featurePropertyBag/[^/]+",
    "Python in Excel": r"xl/python\.xml",
    "web add-ins": r"xl/webextensions/webextension[^/]+",
    "ribbon additions": r"customUI/[^/]+\.xml",
    "sensitivity label": r"docMetadata/[^/]+",
    "preview picture": r"docProps/thumbnail\.[^/]+",
    "digital signature": r"_xmlsignatures/sig[^/]+",
}
# Feature -> (the parts that hold it, its mark in them).
MARKS = {
    "results of formulas": (
        r"xl/worksheets/[^/]+",
        rb"(?:</(?:[\w.\-]+:)?f>|" + P + rb"f(?:\s[^<>]*)?/>)\s*" + P + rb"v[ >]",
    ),
    "dynamic array formulas": (r"xl/worksheets/[^/]+", P + rb"c\s[^<>]*\bcm=[\"'][1-9]"),
    "sparklines": (r"xl/worksheets/[^/]+", P + rb"sparkline>"),
    "conditional formats of Excel 2010": (r"xl/worksheets/[^/]+", rb"<x14:conditionalFormatting[ >]"),
    "drop-downs to other sheets": (r"xl/worksheets/[^/]+", rb"<x14:dataValidation[ >]"),
    "allowed-edit ranges": (r"xl/worksheets/[^/]+", P + rb"protectedRange\s"),
    "ignored-error marks": (r"xl/worksheets/[^/]+", P + rb"ignoredError\s"),
    "custom views of sheets": (r"xl/worksheets/[^/]+", P + rb"customSheetView\s"),
    "pictures in headers and footers": (r"xl/worksheets/[^/]+", P + rb"legacyDrawingHF\s"),
    "phonetic guides": (r"xl/sharedStrings\.xml", P + rb"rPh[ >]"),
    "formatted words in comments": (r"xl/comments[^/]*\.xml", P + rb"rPr>"),
    "shapes and text boxes": (r"xl/drawings/drawing[^/]+\.xml", rb"<xdr:(?:sp|cxnSp)[ >]"),
    "charts of reports (the next report through the other engine draws them anew)": (
        r"xl/drawings/drawing[^/]+\.xml",
        P + rb"cNvPr\s[^<>]*\bname=\"xltags:",
    ),
    "groups of shapes": (r"xl/drawings/drawing[^/]+\.xml", rb"<xdr:grpSp[ >]"),
    "extensions of charts": (r"xl/charts/chart\d[^/]*\.xml", P + rb"ext\s"),
    "Power Query queries": (r"customXml/item[^/]+", rb"<\0?D\0?a\0?t\0?a\0?M\0?a\0?s\0?h\0?u\0?p"),
    "write reservation": (r"xl/workbook\.xml", P + rb"fileSharing\s"),
}
STRICT = "the Strict form of the file, which becomes an ordinary one"
STYLE_MARKS = {"looks of slicers and timelines": (r"xl/styles\.xml", rb"<x1[45]:(?:slicerStyle|timelineStyle)\s")}


def losses(package: Package) -> tuple[Loss, ...]:
    """What openpyxl would lose, most of it in the order of a user's worry; empty where it would lose nothing.

    Raises:
        WorkbookError: FILE004 a part is damaged.
    """
    found: Counter[str] = Counter()
    parts = {feature: re.compile(pattern, re.IGNORECASE) for feature, pattern in PARTS.items()}
    marks = {
        feature: (re.compile(where, re.IGNORECASE), re.compile(mark))
        for feature, (where, mark) in {**MARKS, **STYLE_MARKS}.items()
    }
    for name in package.names:
        found.update(feature for feature, pattern in parts.items() if pattern.fullmatch(name))
        wanted = {feature: mark for feature, (where, mark) in marks.items() if where.fullmatch(name)}
        if wanted:
            found.update(_count(package.chunks(name, BLOCK), wanted))
    found[STRICT] = int(package.strict)
    return tuple(Loss(feature, found[feature]) for feature in (*MARKS, *PARTS, *STYLE_MARKS, STRICT) if found[feature])


def _count(blocks: Iterable[bytes], marks: dict[str, re.Pattern[bytes]]) -> Counter[str]:
    """How often each mark stands in a stream; one that lies across two blocks is counted once."""
    found: Counter[str] = Counter()
    carried = b""
    for block in blocks:
        data = carried + block
        for feature, mark in marks.items():
            found[feature] += sum(match.end() > len(carried) for match in mark.finditer(data))
        carried = data[-CARRY:]
    return found
