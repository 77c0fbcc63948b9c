"""A Strict workbook (ISO/IEC 29500 Strict) in the names of an ordinary one, for readers that know no others."""

import io
import re
import zipfile

from xltags.books.package import Package

STRICT_NAME = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/([\w/]*)")
CONFORMANCE = re.compile(rb"\s+conformance\s*=\s*(?:\"strict\"|'strict')")
# What is not only a matter of the year: Strict joins the words of these.
WORDS = {b"extendedProperties": b"extended-properties", b"customProperties": b"custom-properties"}


def ordinary_form(package: Package) -> io.BytesIO:
    """The workbook as a zip whose parts name the same things as an ordinary workbook does; nothing else changes.

    Raises:
        WorkbookError: FILE004 a part is damaged.
    """
    form = io.BytesIO()
    with zipfile.ZipFile(form, "w", zipfile.ZIP_STORED) as archive:
        for name in package.names:
            data = package.read(name)
            if name.lower().endswith((".xml", ".rels", ".vml")):
                data = ordinary_names(data)
            archive.writestr(name, data)
    form.seek(0)
    return form


def ordinary_names(part: bytes) -> bytes:
    """A part in the ordinary names.

    >>> ordinary_names(b'<x xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main" conformance="strict"/>')
    b'<x xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    >>> ordinary_names(b"http://purl.oclc.org/ooxml/officeDocument/relationships/extendedProperties")
    b'http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties'
    """
    return STRICT_NAME.sub(_ordinary, CONFORMANCE.sub(b"", part))


def _ordinary(match: re.Match[bytes]) -> bytes:
    family, words = match[1], match[2].split(b"/")
    names = b"/".join(WORDS.get(word, word) for word in words)
    return b"http://schemas.openxmlformats.org/" + family + b"/2006/" + names
