"""Workbooks made from bare XML, to the byte, for tests of what other programs and attackers write."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET, STRINGS, STYLES, WORKBOOK = (
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/workbook.xml",
)
SHARED = ("id", "tag", "001", "x", "R&amp;D")


def sheet_xml(rows: str, *, dimension: str = "A1:B2", after: str = "") -> str:
    """A worksheet part with these rows."""
    return (
        f'{HEADER}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}"><dimension ref="{dimension}"/>'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def string_table(items: str) -> str:
    """A shared strings part with these items."""
    return f'{HEADER}<sst xmlns="{MAIN}">{items}</sst>'


def style_sheet(formats: Mapping[int, str]) -> str:
    """A styles part: style 0 is General, the others in order have these number formats by id (>= 164) or built in."""
    own = "".join(f'<numFmt numFmtId="{id}" formatCode="{code}"/>' for id, code in formats.items() if code)
    styles = "".join(f'<xf numFmtId="{id}"/>' for id in (0, *formats))
    return f'{HEADER}<styleSheet xmlns="{MAIN}"><numFmts>{own}</numFmts><cellXfs>{styles}</cellXfs></styleSheet>'


STYLE_FORMATS = {14: "", 22: "", 21: "", 46: "", 164: "0.00%", 165: "yyyy\\-mm\\-dd"}  # styles 1 to 6


def parts_of(rows: str = "", *, after: str = "", properties: str = "") -> dict[str, bytes]:
    """All parts of a workbook with one sheet named Customers."""
    texts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" '
        'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        WORKBOOK: f'{HEADER}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}'
        '<sheets><sheet name="Customers" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="rId3" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        STRINGS: string_table("".join(f"<si><t>{text}</t></si>" for text in SHARED)),
        STYLES: style_sheet(STYLE_FORMATS),
        SHEET: sheet_xml(rows, after=after),
    }
    return {name: text.encode() for name, text in texts.items()}


def write_parts(path: Path, parts: Mapping[str, bytes | str]) -> Path:
    """A zip of these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def make_workbook(path: Path, rows: str = "", *, after: str = "", properties: str = "") -> Path:
    """A workbook whose one sheet, Customers, holds these rows."""
    return write_parts(path, parts_of(rows, after=after, properties=properties))
