"""Workbooks made to harm: each ends soon and small, with one WorkbookError or with the faults of cells."""

import json
import re
import resource
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.raw_workbooks import SHEET, STRINGS, STYLES, WORKBOOK, parts_of, sheet_xml, write_parts
from xltags.books.cells import SheetReader
from xltags.books.excel_tables import list_defined_names, list_tables
from xltags.books.package import open_package
from xltags.core.errors import WorkbookError

ROW = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>1</v></c></row>'
REMARKS = "".join(f"<!-- {number * 7919 % 1_000_003} -->" for number in range(400_000))  # deflates badly
LAUGHS = (
    "<!DOCTYPE lolz ["
    + '<!ENTITY l0 "lol">'
    + "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10))
    + "]>"
)
QUADRATIC = f'<!DOCTYPE q [<!ENTITY a "{"A" * 100_000}">]>'
EXTERNAL = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def damaged(part: str, change: Callable[[str], str], rows: str = ROW) -> Callable[[Path], None]:
    """A workbook in which one part was changed."""

    def write(path: Path) -> None:
        parts = parts_of(rows)
        changed = change(parts[part].decode())
        assert changed.encode() != parts[part]
        write_parts(path, parts | {part: changed.encode()})

    return write


def with_rows(rows: str, dimension: str = "A1:B2") -> Callable[[Path], None]:
    return damaged(SHEET, lambda _: sheet_xml(rows, dimension=dimension))


def with_doctype(part: str, doctype: str, old: str = "", new: str = "") -> Callable[[Path], None]:
    def change(text: str) -> str:
        head, body = text.split("\n", 1)
        return f"{head}\n{doctype}{body.replace(old, new, 1) if old else body}"

    return damaged(part, change)


def without(*names: str) -> Callable[[Path], None]:
    return lambda path: void(write_parts(path, {k: v for k, v in parts_of(ROW).items() if k not in names}))


def changed_bytes(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    return lambda path: void(path.write_bytes(change(write_parts(path, parts_of(ROW)).read_bytes())))


def void(_: object) -> None:
    return None


def bomb(part: str, head: str, unit: str, megabytes: int, tail: str) -> Callable[[Path], None]:
    """A part that inflates to so many megabytes: one deflated block, repeated as it is."""

    def write(path: Path) -> None:
        deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
        block = unit.encode() * ((1 << 20) // len(unit.encode()))
        begin = deflate.compress(head.encode()) + deflate.flush(zlib.Z_FULL_FLUSH)
        middle = deflate.compress(block) + deflate.flush(zlib.Z_FULL_FLUSH)
        end = deflate.compress(tail.encode()) + deflate.flush()
        size = len(head.encode()) + len(block) * megabytes + len(tail.encode())
        write_with_raw_part(path, part, begin + middle * megabytes + end, size)

    return write


def write_with_raw_part(path: Path, part: str, deflated: bytes, size: int) -> None:
    """A workbook one of whose parts has these compressed bytes and this declared size (and a wrong checksum)."""
    marker = b"\xa5" * len(deflated)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts_of(ROW).items():
            if name != part:
                archive.writestr(name, data)
        archive.writestr(zipfile.ZipInfo(part), marker, zipfile.ZIP_STORED)
    data = path.read_bytes().replace(marker, deflated)
    place = data.rindex(part.encode()) - 46
    entry = bytearray(data[place : place + 46])
    entry[10:12] = struct.pack("<H", 8)
    entry[24:28] = struct.pack("<L", size)
    path.write_bytes(data[:place] + bytes(entry) + data[place + 46 :])


def lying_size(path: Path) -> None:
    """The directory says 100 bytes, the part inflates to 300 MB."""
    bomb(SHEET, "", " ", 300, "")(path)
    data = path.read_bytes()
    place = data.rindex(SHEET.encode()) - 46
    path.write_bytes(data[: place + 24] + struct.pack("<L", 100) + data[place + 28 :])


def doubled_part(path: Path) -> None:
    write_parts(path, parts_of(ROW))
    with zipfile.ZipFile(path, "a") as archive:
        info = zipfile.ZipInfo(SHEET.upper())
        archive.writestr(info, sheet_xml('<row r="1"><c r="A1"><v>777</v></c></row>'))
    path.write_bytes(path.read_bytes().replace(SHEET.upper().encode(), SHEET.encode()))


def encrypted(path: Path) -> None:
    import msoffcrypto.format.ooxml as ooxml

    plain = write_parts(path.with_suffix(".plain"), parts_of(ROW))
    with plain.open("rb") as source, path.open("wb") as target:
        ooxml.OOXMLFile(source).encrypt("secret", target)  # type: ignore[no-untyped-call]


REFUSED: dict[str, tuple[str, Callable[[Path], None]]] = {
    "1 GB of blanks in the rows": ("LIM002", bomb(SHEET, sheet_xml("")[:-24], " ", 1024, "</sheetData></worksheet>")),
    "600 MB of rows": ("LIM002", bomb(SHEET, sheet_xml("")[:-24], ROW, 600, "</sheetData></worksheet>")),
    "one string of 500 MB": ("LIM002", bomb(STRINGS, "<sst><si><t>", "A", 500, "</t></si></sst>")),
    "millions of strings": ("LIM002", bomb(STRINGS, "<sst>", "<si><t>A</t></si>", 200, "</sst>")),
    "millions of styles": ("LIM002", bomb(STYLES, "<a><cellXfs>", '<xf numFmtId="0"/>', 180, "</cellXfs></a>")),
    "a size that lies": ("FILE004", lying_size),
    "billion laughs, strings": ("FILE005", with_doctype(STRINGS, LAUGHS, "<t>id", "<t>&l9;")),
    "billion laughs, sheet": ("FILE005", with_doctype(SHEET, LAUGHS, "<v>1", "<v>&l9;")),
    "billion laughs, workbook": ("FILE005", with_doctype(WORKBOOK, LAUGHS, '"Customers"', '"&l9;"')),
    "quadratic blow-up": ("FILE005", with_doctype(STRINGS, QUADRATIC, "<t>id", "<t>" + "&a;" * 20_000)),
    "external entity, strings": ("FILE005", with_doctype(STRINGS, EXTERNAL, "<t>id", "<t>&e;")),
    "external entity, workbook": ("FILE005", with_doctype(WORKBOOK, EXTERNAL)),
    "external entity, styles": ("FILE005", with_doctype(STYLES, EXTERNAL)),
    "a harmless doctype": ("FILE005", with_doctype(SHEET, "<!DOCTYPE worksheet>")),
    "100,000 elements deep": (
        "FILE005",
        with_rows(f'<row r="1"><c r="A1">{"<a>" * 100_000}{"</a>" * 100_000}</c></row>'),
    ),
    "100,000 deep, workbook": ("FILE005", damaged(WORKBOOK, lambda text: text.replace("<sheets>", "<a>" * 100_000))),
    "an entity that nobody declared": ("FILE004", damaged(STRINGS, lambda text: text.replace("id", "&nope;", 1))),
    "cut in half": ("FILE004", changed_bytes(lambda data: data[: len(data) // 2])),
    "cut at the end": ("FILE004", changed_bytes(lambda data: data[:-10])),
    "a flipped bit": ("FILE004", changed_bytes(lambda data: flip(data, data.index(SHEET.encode()) + len(SHEET) + 20))),
    "a wrong checksum": ("FILE004", changed_bytes(lambda data: flip(data, data.rindex(SHEET.encode()) - 46 + 16))),
    "foreign bytes before": ("FILE002", changed_bytes(lambda data: b"JUNK" * 10 + data)),
    "the same part twice": ("FILE005", doubled_part),
    "two names for one part": (
        "FILE004",
        changed_bytes(lambda data: data.replace(STYLES.encode(), b"xl/stylez.xml", 1)),
    ),
    "encrypted": ("FILE003", encrypted),
    "no content types": ("FILE004", without("[Content_Types].xml")),
    "no strings part": ("FILE004", without(STRINGS)),
    "no styles part": ("FILE004", without(STYLES)),
    "no sheet part": ("FILE004", without(SHEET)),
    "no workbook part": ("FILE004", without(WORKBOOK)),
    "no sheets": ("FILE004", damaged(WORKBOOK, lambda text: re.sub("<sheet .*?/>", "", text))),
    "a sheet without a relationship": ("FILE004", damaged(WORKBOOK, lambda text: text.replace('"rId1"', '"rId9"'))),
    "an unknown encoding": ("FILE004", damaged(SHEET, lambda text: text.replace("UTF-8", "KLINGON-8"))),
    "a lying encoding": ("FILE004", damaged(SHEET, lambda text: text.replace("UTF-8", "UTF-16"))),
}
READ: dict[str, tuple[dict[str, object], Callable[[Path], None]]] = {
    "a dimension of the whole sheet": (
        {"A1": "1"},
        with_rows('<row r="1"><c r="A1"><v>1</v></c></row>', "A1:XFD1048576"),
    ),
    "a cell in the far corner": (
        {"A1": "1", "XFD1048576": "2"},
        with_rows(
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>',
            "A1:XFD1048576",
        ),
    ),
    "a row beyond the sheet": (
        {"faults": "outside_sheet"},
        with_rows('<row r="4000000000"><c r="A4000000000"><v>1</v></c></row>'),
    ),
    "a row number of 5,000 digits": (
        {"faults": "misplaced_cell", "A1": "1"},
        with_rows(f'<row r="{"9" * 5000}"><c r="A{"9" * 5000}"><v>1</v></c></row>'),
    ),
    "an index beyond the strings": ({"A1": "999999"}, with_rows('<row r="1"><c r="A1" t="s"><v>999999</v></c></row>')),
    "a negative index": ({"A1": "-1"}, with_rows('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>')),
    "a huge index": ({"A1": "9" * 30}, with_rows(f'<row r="1"><c r="A1" t="s"><v>{"9" * 30}</v></c></row>')),
    "a huge style": (
        {"faults": "unknown_style", "A1": "1"},
        with_rows(f'<row r="1"><c r="A1" s="{"9" * 30}"><v>1</v></c></row>'),
    ),
    "numbers that are none": (
        {"A1": "1e999", "B1": "NaN", "C1": "0x1F"},
        with_rows(
            '<row r="1"><c r="A1"><v>1e999</v></c><c r="B1"><v>NaN</v></c><c r="C1"><v>0x1F</v></c></row>',
        ),
    ),
    "a number of a million digits": (
        {"A1": "9" * 1_000_000},
        with_rows(f'<row r="1"><c r="A1"><v>{"9" * 1_000_000}</v></c></row>'),
    ),
    "a date beyond the calendar": (
        {"A1": "99999999999"},
        with_rows('<row r="1"><c r="A1" s="1"><v>99999999999</v></c></row>'),
    ),
    "one row of 6 MB": (
        {"A1": "1"},
        with_rows(f'<row r="1"><c r="A1"><v>1</v></c>{REMARKS}</row>'),
    ),
    "a part that is never read": (
        {"A1": "id", "B1": "1"},
        lambda path: void(write_parts(path, parts_of(ROW) | {"xl/evil.xml": EXTERNAL.encode()})),
    ),
}


def flip(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]


def read_everything(path: Path) -> dict[str, object]:
    """All that xltags looks at in a workbook, as text; faults of place under `faults`."""
    found: dict[str, object] = {}
    with open_package(path) as package:
        list_tables(package)
        list_defined_names(package)
        reader = SheetReader(package)
        for sheet in package.sheets:
            cells = reader.read(sheet)
            for number, column in cells.columns.items():
                for row, code in zip(cells.rows[column.rows].tolist(), column.codes.tolist(), strict=True):
                    found[f"{letters(number)}{row}"] = str(column.values[code])
            if cells.faults:
                found["faults"] = cells.faults[0].kind
    return found


def letters(number: int) -> str:
    from xltags.core.table import letter_of

    return letter_of(number)


@pytest.mark.parametrize(("code", "write"), REFUSED.values(), ids=list(REFUSED))
def test_a_workbook_made_to_harm_is_refused_in_one_line(
    tmp_path: Path, code: str, write: Callable[[Path], None]
) -> None:
    path = tmp_path / "a.xlsx"
    write(path)
    started = time.process_time()
    with pytest.raises(WorkbookError) as caught:
        read_everything(path)
    assert time.process_time() - started < 3
    assert caught.value.code == code, caught.value
    assert re.fullmatch(re.escape(str(path)) + r": [^\n]{20,}", str(caught.value))


@pytest.mark.parametrize(("expected", "write"), READ.values(), ids=list(READ))
def test_a_strange_workbook_is_read_for_what_it_says(
    tmp_path: Path, expected: dict[str, object], write: Callable[[Path], None]
) -> None:
    path = tmp_path / "a.xlsx"
    write(path)
    started = time.process_time()
    assert read_everything(path) == expected
    assert time.process_time() - started < 5


def test_a_part_longer_than_declared_is_inflated_no_further(tmp_path: Path) -> None:
    lying_size(tmp_path / "a.xlsx")
    inflated = 0
    with open_package(tmp_path / "a.xlsx") as package, pytest.raises(WorkbookError, match="longer"):
        for block in package.chunks(SHEET):
            inflated += len(block)
    assert inflated <= 100


def test_all_of_them_together_stay_small(tmp_path: Path) -> None:
    paths = []
    for number, (_, write) in enumerate([*REFUSED.values(), *READ.values()]):
        path = tmp_path / f"{number}.xlsx"
        write(path)
        paths.append(str(path))
    done = subprocess.run(
        [sys.executable, "-m", "tests.test_hostile", *paths],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    report = json.loads(done.stdout)
    assert report["refused"] == len(REFUSED)
    assert report["megabytes"] < 300


def peak_kilobytes() -> int:
    """The most memory this process took. Linux counts in `ru_maxrss` what its parent took too, so that is not asked."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main(paths: list[str]) -> None:
    """Reads each path; prints how many were refused and the most memory it took."""
    refused = 0
    for path in paths:
        try:
            read_everything(Path(path))
        except WorkbookError:
            refused += 1
    most = peak_kilobytes() >> 10
    print(json.dumps({"refused": refused, "megabytes": most}))


if __name__ == "__main__":
    main(sys.argv[1:])
