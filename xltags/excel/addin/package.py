"""The parts of `xltags.xlam` around the VBA project and the ribbon, and the file itself: always the same bytes."""

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SCHEMAS = "http://schemas.openxmlformats.org"
MAIN = f"{SCHEMAS}/spreadsheetml/2006/main"
OFFICE = f"{SCHEMAS}/officeDocument/2006/relationships"
SHEET_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
TYPES = {
    "/xl/workbook.xml": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
    "/xl/worksheets/sheet1.xml": f"{SHEET_TYPES}.worksheet+xml",
    "/xl/styles.xml": f"{SHEET_TYPES}.styles+xml",
    "/xl/sharedStrings.xml": f"{SHEET_TYPES}.sharedStrings+xml",
    "/xl/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
    "/xl/vbaProject.bin": "application/vnd.ms-office.vbaProject",
    "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}


def addin_package(
    *, vba: bytes, ribbon: bytes, ribbon_2006: bytes, settings: Sequence[tuple[str, str]], title: str, description: str
) -> bytes:
    """The add-in as a file.

    Args:
        settings: what the sheet `xltags.conf` says, a row each.
    """
    from openpyxl.writer.theme import theme_xml

    parts: dict[str, bytes] = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            (f"{OFFICE}/officeDocument", "xl/workbook.xml"),
            (f"{SCHEMAS}/package/2006/relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{OFFICE}/extended-properties", "docProps/app.xml"),
            ("http://schemas.microsoft.com/office/2006/relationships/ui/extensibility", "customUI/customUI.xml"),
            ("http://schemas.microsoft.com/office/2007/relationships/ui/extensibility", "customUI/customUI14.xml"),
        ),
        "docProps/app.xml": _program(),
        "docProps/core.xml": _properties(title, description),
        "xl/workbook.xml": _workbook(),
        "xl/_rels/workbook.xml.rels": _relations(
            (f"{OFFICE}/worksheet", "worksheets/sheet1.xml"),
            (f"{OFFICE}/styles", "styles.xml"),
            ("http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin"),
            (f"{OFFICE}/sharedStrings", "sharedStrings.xml"),
            (f"{OFFICE}/theme", "theme/theme1.xml"),
        ),
        "xl/worksheets/sheet1.xml": _sheet(len(settings)),
        "xl/sharedStrings.xml": _strings([text for row in settings for text in row]),
        "xl/styles.xml": _styles(),
        "xl/theme/theme1.xml": theme_xml.encode("utf-8"),
        "xl/vbaProject.bin": vba,
        "customUI/customUI.xml": ribbon_2006,
        "customUI/customUI14.xml": ribbon,
    }
    return _zip(parts)


def _xml(text: str) -> bytes:
    return (HEAD + text).encode("utf-8")


def _content_types() -> bytes:
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in TYPES.items())
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return _xml(
        f'<Types xmlns="{SCHEMAS}/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{relations}"/><Default Extension="xml" ContentType="application/xml"/>'
        f"{overrides}</Types>"
    )


def _relations(*targets: tuple[str, str]) -> bytes:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return _xml(f'<Relationships xmlns="{SCHEMAS}/package/2006/relationships">{rows}</Relationships>')


def _program() -> bytes:
    return _xml(
        f'<Properties xmlns="{SCHEMAS}/officeDocument/2006/extended-properties">'
        "<Application>Microsoft Excel</Application><AppVersion>16.0300</AppVersion></Properties>"
    )


def _properties(title: str, description: str) -> bytes:
    return _xml(
        f'<cp:coreProperties xmlns:cp="{SCHEMAS}/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>xltags</dc:creator>"
        f"<dc:description>{escape(description)}</dc:description></cp:coreProperties>"
    )


def _workbook() -> bytes:
    return _xml(
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        '<fileVersion appName="xl" lastEdited="7" lowestEdited="7" rupBuild="23530"/>'
        '<workbookPr codeName="ThisWorkbook" defaultThemeVersion="124226"/>'
        '<bookViews><workbookView visibility="hidden" xWindow="0" yWindow="0" windowWidth="16000" windowHeight="9000"/>'
        '</bookViews><sheets><sheet name="xltags.conf" sheetId="1" r:id="rId1"/></sheets><calcPr calcId="191029"/>'
        "</workbook>"
    )


def _sheet(rows: int) -> bytes:
    cells = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>{2 * row - 2}</v></c><c r="B{row}" t="s"><v>{2 * row - 1}</v></c></row>'
        for row in range(1, rows + 1)
    )
    return _xml(
        f'<worksheet xmlns="{MAIN}"><sheetPr codeName="Sheet1"/><dimension ref="A1:B{rows}"/>'
        '<sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><sheetData>{cells}</sheetData>'
        '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/></worksheet>'
    )


def _strings(texts: Sequence[str]) -> bytes:
    items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in texts)
    return _xml(f'<sst xmlns="{MAIN}" count="{len(texts)}" uniqueCount="{len(texts)}">{items}</sst>')


def _styles() -> bytes:
    return _xml(
        f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _zip(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a file with fixed dates."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            package.writestr(info, data)
    return buffer.getvalue()
