"""What readers of workbooks disagree on: each case with what every reader gives, and who is right; docs/reading.md."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.raw_workbooks import MAIN, OFFICE, SHEET, parts_of

Parts = dict[str, bytes]


@dataclass(frozen=True)
class Case:
    """A workbook's parts, what xltags, openpyxl, calamine and pandas show of it, and who is right and why."""

    name: str
    parts: Parts
    xltags: str
    openpyxl: str
    calamine: str
    pandas: str
    why: str

    def row(self) -> str:
        """The row of the table in docs/reading.md."""
        cells = (self.name, self.xltags, self.openpyxl, self.calamine, self.pandas, self.why)
        return "| " + " | ".join(cells) + " |"


def row(cells: str, number: int = 1) -> Parts:
    """A workbook with one row of cells."""
    return parts_of(f'<row r="{number}">{cells}</row>')


def text(cell: str, content: str) -> str:
    """A cell with a text of its own."""
    return f'<c r="{cell}" t="inlineStr"><is><t xml:space="preserve">{content}</t></is></c>'


def column(*contents: str) -> Parts:
    """A workbook with texts below one another in column A."""
    return parts_of("".join(f'<row r="{n}">{text(f"A{n}", each)}</row>' for n, each in enumerate(contents, 1)))


def changed(parts: Parts, change: Callable[[str], str], *names: str) -> Parts:
    """The parts, some or all of them changed as text."""
    return {
        name: change(data.decode()).encode() if not names or name in names else data for name, data in parts.items()
    }


def in_strict(part: str) -> str:
    """A part in the namespaces of Strict OOXML."""
    return part.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
        OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships"
    )


ONE = row('<c r="A1"><v>1</v></c>')
UTF16 = {SHEET: ONE[SHEET].decode().replace("UTF-8", "UTF-16").encode("utf-16")}

CASES = (
    Case("error cell `#N/A`", row('<c r="A1" t="e"><v>#N/A</v></c>'),
         "A1 error #N/A", 'A1 "#N/A"', "nothing", "A1 missing",
         "xltags: an error is neither a text nor a blank; a check has to name the cell"),
    Case("the text `#N/A`, typed", row(text("A1", "#N/A")),
         'A1 "#N/A"', 'A1 "#N/A"', 'A1 "#N/A"', "A1 missing", "all but pandas: it is text"),
    Case("the texts `NA`, `None`", column("NA", "None"),
         'A1 "NA", A2 "None"', 'A1 "NA", A2 "None"', 'A1 "NA", A2 "None"', "A1 missing, A2 missing",
         "all but pandas: a company may be called NA"),
    Case("formula never calculated", row('<c r="A1"><f>1+1</f></c>'),
         "A1 uncalculated", "nothing", "nothing", "nothing",
         "xltags: the cell is not blank, its value is not known yet"),
    Case("formula with an empty text as its result",
         row('<c r="A1" t="str"><f>""</f><v></v></c><c r="B1"><v>1</v></c>'),
         'A1 "", B1 1', "B1 1", "B1 1.0", "A1 missing, B1 1",
         "xltags: it was calculated; checks then take it for blank"),
    Case("ids with leading zeros, all digits", column("00123", "00124"),
         'A1 "00123", A2 "00124"', 'A1 "00123", A2 "00124"', 'A1 "00123", A2 "00124"', "A1 123, A2 124",
         "all but pandas: text stays text"),
    Case("the text `TRUE`", row(text("A1", "TRUE")),
         'A1 "TRUE"', 'A1 "TRUE"', 'A1 "TRUE"', "A1 True", "all but pandas: text stays text"),
    Case("whole number", row('<c r="A1"><v>12</v></c>'), "A1 12", "A1 12", "A1 12.0", "A1 12",
         "all; the file does not tell 12 from 12.0, and a customer counts in whole numbers"),
    Case("truth value above a blank",
         parts_of('<row r="1"><c r="A1" t="b"><v>1</v></c></row><row r="2"><c r="B2"><v>5</v></c></row>'),
         "A1 True, B2 5", "A1 True, B2 5", "A1 True, B2 5.0", "A1 1.0, B2 5.0",
         "all but pandas, whose columns of numbers cannot hold a blank"),
    Case("17 digits", row('<c r="A1"><v>12345678901234567</v></c>'),
         "A1 1.2345678901234568e+16", "A1 12345678901234567", "A1 1.2345678901234568e+16", "A1 12345678901234567",
         "xltags and calamine: Excel holds doubles, the last digits are not there"),
    Case("number too large, `1E+400`", row('<c r="A1"><v>1E+400</v></c>'),
         "A1 not a number: 1E+400", "A1 inf", "A1 inf", "refuses", "xltags: Excel has no infinity"),
    Case("number cell that holds `abc`", row('<c r="A1"><v>abc</v></c>'),
         "A1 not a number: abc", "refuses", 'A1 "abc"', "refuses",
         "xltags: the cell is at fault, the rest of the sheet is not"),
    Case("date", row('<c r="A1" s="1"><v>46173</v></c>'),
         "A1 2026-05-31", "A1 2026-05-31 00:00:00", "A1 2026-05-31", "A1 2026-05-31 00:00:00",
         "all; xltags gives a day without a time as a day"),
    Case("serial -1 with a date format", row('<c r="A1" s="1"><v>-1</v></c>'),
         "A1 not a date: -1", "A1 1899-12-29 00:00:00", "A1 00:00:00", "A1 1899-12-29 00:00:00",
         "xltags: Excel shows ##### there"),
    Case("serial 60", row('<c r="A1" s="1"><v>60</v></c>'),
         "A1 not a date: 60", "A1 1900-02-28 00:00:00", "A1 1900-02-28", "A1 1900-02-28 00:00:00",
         "xltags: Excel shows 29 February 1900, a day that never was; 28 February is serial 59"),
    Case("serial 0 with a date format", row('<c r="A1" s="1"><v>0</v></c>'),
         "A1 not a date: 0", "A1 00:00:00", "A1 00:00:00", "A1 00:00:00",
         "xltags: it is no day, and the format asks for one"),
    Case("serial 0 where dates count from 1904",
         parts_of('<row r="1"><c r="A1" s="1"><v>0</v></c></row>', properties='<workbookPr date1904="1"/>'),
         "A1 1904-01-01", "A1 00:00:00", "A1 00:00:00", "A1 00:00:00",
         "xltags: day 0 of that calendar is 1 January 1904"),
    Case("serial 3,000,000 with a date format", row('<c r="A1" s="1"><v>3000000</v></c>'),
         "A1 not a date: 3000000", 'A1 "#VALUE!"', "A1 3000000.0", "A1 missing",
         "xltags: past the year 9999; there is no such error value in the file"),
    Case("`_x0001_`, an escaped character", row(text("A1", "a_x0001_b")),
         'A1 "a\\x01b"', 'A1 "a_x0001_b"', 'A1 "a\\x01b"', 'A1 "a_x0001_b"', "xltags and calamine: Excel decodes it"),
    Case("`_x005F_x0041_`, an escaped escape", row(text("A1", "_x005F_x0041_")),
         'A1 "_x0041_"', 'A1 "_x005F_x0041_"', 'A1 "_x0041_"', 'A1 "_x005F_x0041_"',
         "xltags and calamine: the text is `_x0041_`"),
    Case("string number 99 of 5", row('<c r="A1" t="s"><v>99</v></c><c r="B1"><v>1</v></c>'),
         "A1 no such string: 99, B1 1", "refuses", "refuses", "refuses",
         "xltags: one cell is at fault, the rest can be read"),
    Case("style number 99 of 7", row('<c r="A1" s="99"><v>46173</v></c>'),
         "A1 46173 (A1 unknown_style)", "refuses", "A1 46173.0", "A1 46173",
         "xltags: reads the value and says that its format is not known"),
    Case("one cell twice", row('<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>'),
         "A1 2 (A1 duplicate_cell)", "A1 2", "A1 2.0", "A1 2",
         "xltags: the last one counts in Excel too, but it is told"),
    Case("rows out of order",
         parts_of('<row r="3"><c r="A3"><v>3</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'),
         "A1 1, A3 3", "A1 1, A3 3", "A1 1.0, A3 3.0", "A1 missing, A3 3.0", "all but pandas, which loses a row"),
    Case("sheet in UTF-16", ONE | UTF16, "A1 1", "A1 1", "nothing", "A1 1",
         "all but calamine, which sees an empty sheet"),
    Case("Strict workbook", changed(ONE, in_strict), "A1 1", "no sheets", "A1 1.0", "refuses",
         "xltags and calamine; openpyxl sees no sheet at all and says nothing"),
)  # fmt: skip
