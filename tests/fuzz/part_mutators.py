"""Damage that knows workbooks: relationships, content types, shared strings, cells, tables, names, styles."""

import re
from collections.abc import Mapping
from random import Random

from tests.fuzz.xml_mutators import NUMBERS, TextMutator, pick, replace_match

TARGET = re.compile(r'Target="([^"]*)"')
RELATION_TYPE = re.compile(r'Type="([^"]*)"')
RELATION_ID = re.compile(r' (?:r:)?[iI]d="([^"]*)"')
REFERENCE = re.compile(r'(?:ref|sqref|r|location)="([A-Z$]+[0-9$]+(?::[A-Z$]+[0-9$]+)?)"')
ANY_REFERENCE = re.compile(r"(?<=[\">!:,(])(\$?[A-Z]{1,3}\$?[0-9]+(?::\$?[A-Z]{1,3}\$?[0-9]+)?)(?=[\"<,)])")
CELL_TYPE = re.compile(r'<c r="\w+"(?: s="\d+")?( t="\w+")?')
CELL_STYLE = re.compile(r'<c r="\w+"( s="\d+")?')
INDEX = re.compile(r't="s"[^>]*><v>(\d+)</v>')
COUNT = re.compile(
    r'\s(?:uniqueCount|count|headerRowCount|totalsRowCount|id|dxfId|numFmtId|sheetId|localSheetId)="([^"]*)"'
)
PART_NAME = re.compile(r'PartName="([^"]*)"')
CONTENT = re.compile(r'ContentType="([^"]*)"')
FORMAT_CODE = re.compile(r'formatCode="([^"]*)"')
TABLE_NAME = re.compile(r'\s(?:name|displayName)="([^"]*)"')
FORMULA = re.compile(r"<(?:f|formula1|definedName|calculatedColumnFormula)[^>]*>([^<]*)<")

REFERENCES = (
    "A1", "A0", "A1:A1", "B2:A1", "XFD1048576", "XFE1", "A1048577", "A1:XFD1048576", "A", "1", "", "A1:",
    ":B2", "A:A", "1:1", "A1 B2 C3", "$A$1", "ZZZZ1", "A99999999999", "R1C1", "a1", "A01", "Ａ１", "#REF!",
    "Sheet1!A1", "A1:B2:C3",
)  # fmt: skip
TARGETS = (
    "", "/", "..", "../../../../etc/passwd", "file:///etc/passwd", "http://example.com/x", "xl/workbook.xml",
    "#", "/xl/workbook.xml", "worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml", "%00", "a%2Fb",
    "\\\\host\\x", "nowhere.xml", "/xl/sharedStrings.xml", "sharedStrings.xml#x", "styles.xml?y",
    "../tables/table1.xml",
)  # fmt: skip
KINDS = ("worksheet", "chartsheet", "sharedStrings", "styles", "table", "comments", "officeDocument", "dialogsheet",
         "vbaProject", "pivotTable", "x", "")  # fmt: skip
TYPES = ("s", "n", "b", "e", "str", "inlineStr", "d", "x", "", "S", "s s")
FORMATS = ("[h]", "yyyy", "[", "]", "&quot;", "0" * 300, "[$-F800]", "General;;;@", "[Red][>1]d", "\\", "_", "*", "e/e")
FORMULAS = (
    "", "A", "SUM(", "'", '"', "A1:", "[", "]", "tbl[", "tbl[[#This Row],[", "=" * 300, "(" * 3000, "{1,2",
    "A1048577", "#REF!", "Sheet!", "''!A1", "1" * 9000, "A1:A2:A3", "Customers[@[", "\x0c", "中!A1",
    "[1]Sheet1!A1",
)  # fmt: skip
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def replacer(pattern: re.Pattern[str], choices: tuple[str, ...], name: str) -> TextMutator:
    """A mutator that gives some match of the pattern, its first group, another value."""

    def change(text: str, random: Random) -> str:
        match = pick(pattern, text, random)
        group = 1 if match is not None and match.start(1) >= 0 else 0
        return text if match is None or not group else replace_match(text, match, random.choice(choices), group)

    change.__name__ = name
    return change


def repeat_value(pattern: re.Pattern[str], name: str) -> TextMutator:
    """A mutator that gives one match the value of another, so that it stands there twice."""

    def change(text: str, random: Random) -> str:
        source, target = pick(pattern, text, random), pick(pattern, text, random)
        return text if source is None else replace_match(text, target, source[1], 1)

    change.__name__ = name
    return change


CELLS: tuple[TextMutator, ...] = (
    replacer(REFERENCE, REFERENCES, "change_reference"),
    replacer(ANY_REFERENCE, REFERENCES, "change_any_reference"),
    repeat_value(REFERENCE, "repeat_reference"),
    replacer(CELL_TYPE, tuple(f' t="{kind}"' for kind in TYPES), "change_type"),
    replacer(CELL_STYLE, tuple(f' s="{number}"' for number in NUMBERS), "change_style"),
    replacer(INDEX, NUMBERS, "change_string_index"),
    replacer(FORMULA, FORMULAS, "change_formula"),
)
LINKS: tuple[TextMutator, ...] = (
    replacer(TARGET, TARGETS, "change_target"),
    repeat_value(TARGET, "repeat_target"),
    replacer(RELATION_TYPE, tuple(OFFICE + kind for kind in KINDS), "change_relation_type"),
    repeat_value(RELATION_ID, "repeat_relation_id"),
)
CONTENT_TYPES: tuple[TextMutator, ...] = (
    repeat_value(PART_NAME, "repeat_part_name"),
    repeat_value(CONTENT, "repeat_content_type"),
    replacer(CONTENT, ("", "application/xml", "text/html", "image/png"), "change_content_type"),
    replacer(PART_NAME, ("", "/", "xl/workbook.xml", "/XL/WORKBOOK.XML", "/nowhere.xml"), "change_part_name"),
)
TABLES: tuple[TextMutator, ...] = (
    replacer(REFERENCE, REFERENCES, "change_table_reference"),
    replacer(COUNT, NUMBERS, "change_count"),
    replacer(TABLE_NAME, ("", " ", "A1", "R", "x" * 300, "tblCustomers", "\0", "Customers"), "change_table_name"),
    repeat_value(TABLE_NAME, "repeat_table_name"),
    replacer(FORMULA, FORMULAS, "change_column_formula"),
)
BOOK: tuple[TextMutator, ...] = (
    replacer(COUNT, NUMBERS, "change_book_number"),
    repeat_value(re.compile(r'<sheet [^>]*?name="([^"]*)"'), "repeat_sheet_name"),
    replacer(
        re.compile(r'<sheet [^>]*?name="([^"]*)"'), ("", "Customers", "'", "a" * 99, "[x]", "\0"), "change_sheet_name"
    ),
    repeat_value(RELATION_ID, "repeat_sheet_relation"),
    replacer(FORMULA, FORMULAS, "change_name_formula"),
)
STYLES: tuple[TextMutator, ...] = (
    replacer(COUNT, NUMBERS, "change_style_number"),
    replacer(FORMAT_CODE, FORMATS, "change_format_code"),
)
STRINGS: tuple[TextMutator, ...] = (replacer(COUNT, NUMBERS, "change_string_count"),)
BY_PART: Mapping[str, tuple[TextMutator, ...]] = {
    r"\.rels$": LINKS,
    r"^\[Content_Types\]\.xml$": CONTENT_TYPES,
    r"xl/worksheets/[^/]*\.xml$": CELLS,
    r"xl/tables/": TABLES,
    r"xl/workbook\.xml$": BOOK,
    r"xl/styles\.xml$": STYLES,
    r"xl/sharedStrings\.xml$": STRINGS,
}


def mutators_of(part: str) -> tuple[TextMutator, ...]:
    """The mutators that know this kind of part."""
    return tuple(each for pattern, known in BY_PART.items() if re.search(pattern, part) for each in known)
