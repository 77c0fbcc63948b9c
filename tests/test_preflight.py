"""What a file is, told before anything is parsed."""

import errno
import re
import struct
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from tests.raw_workbooks import SHEET, make_workbook, parts_of, write_parts
from xltags.books.package import Limits, open_package
from xltags.core.errors import WorkbookError

ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'


def refusal(path: Path, limits: Limits | None = None) -> WorkbookError:
    with pytest.raises(WorkbookError) as caught:
        open_package(path, limits)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(str(path))
    return caught.value


def ole_file(stream: str) -> bytes:
    """An OLE compound file's header and the first sector of its directory, with one stream."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 22 + struct.pack("<H16xL", 9, 2)
    return header.ljust(512 * 3, b"\0") + stream.encode("utf-16-le").ljust(512, b"\0")


@pytest.mark.parametrize(
    ("data", "code", "word"),
    [
        (b"", "FILE002", "empty"),
        (b"\0" * 900, "FILE002", "zero bytes"),
        (b"id,tag\n1,x\n", "FILE002", "CSV"),
        ("客户,标签\n甲,大\n".encode("gb18030") + b"," * 100, "FILE002", "CSV"),
        ("id\ttag\n".encode("utf-16"), "FILE002", "CSV"),
        (b"<html><table></table></html>", "FILE002", "HTML"),
        (b"\xef\xbb\xbf  <!DOCTYPE html><p>", "FILE002", "HTML"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "FILE002", "2003"),
        (b'<?xml version="1.0"?><a/>', "FILE002", "XML"),
        (b'[{"id": 1}]', "FILE002", "JSON"),
        (b"ID;PWXL;N;E", "FILE002", "SYLK"),
        (b"%PDF-1.7", "FILE002", "PDF"),
        (b"\x1f\x8b\x08\0", "FILE002", "compressed"),
        (b"\x89PNG\r\n\x1a\n\0\0\0" + bytes(range(256)), "FILE002", "unknown"),
        (b"PK\x05\x06" + b"\0" * 18, "FILE002", "empty"),
        (b"JUNK" + b"PK\x03\x04" + b"\0" * 40, "FILE002", "foreign bytes"),
        (b"\x03Jan".ljust(55) + b"\x03\0J\0a\0n\0".ljust(110), "FILE002", "has open"),
        (ole_file("EncryptedPackage"), "FILE003", "encrypted"),
        (ole_file("Workbook"), "FILE002", ".xls"),
        (ole_file("WordDocument"), "FILE002", "old Office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "FILE002", "old Office"),
        (b"PK\x03\x04" + b"\0" * 60, "FILE004", "cut off"),
    ],
)
def test_a_file_that_is_no_workbook_is_named_for_what_it_is(tmp_path: Path, data: bytes, code: str, word: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    error = refusal(path)
    assert error.code == code
    assert word in str(error)


def test_a_missing_file_and_a_folder_cannot_be_read(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.xlsx").code == "FILE001"
    assert "folder" in str(refusal(tmp_path))
    assert refusal(tmp_path).code == "FILE001"


def test_a_disk_that_fails_while_the_file_is_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(errno.EIO, "Input/output error")

    path = tmp_path / "a.xlsx"
    path.write_bytes(b"")
    monkeypatch.setattr(Path, "open", lambda *_: Failing())
    assert "Input/output error); check the disk" in str(refusal(path))
    assert refusal(path).code == "FILE001"


def test_the_mark_of_an_open_workbook_is_told_by_its_name(tmp_path: Path) -> None:
    path = make_workbook(tmp_path / "~$a.xlsx", ROW)
    assert refusal(path).code == "FILE002"


@pytest.mark.parametrize(
    ("names", "word"),
    [
        (["mimetype", "content.xml"], "OpenDocument"),
        (["a.txt"], "not an Excel workbook"),
    ],
)
def test_another_zip_is_not_a_workbook(tmp_path: Path, names: list[str], word: str) -> None:
    path = write_parts(tmp_path / "a.xlsx", dict.fromkeys(names, b"x"))
    error = refusal(path)
    assert error.code == "FILE002"
    assert word in str(error)


@pytest.mark.parametrize(
    ("content_type", "word"),
    [
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", "Word"),
        ("application/vnd.ms-excel.sheet.binary.macroEnabled.main", ".xlsb"),
    ],
)
def test_other_office_files_are_not_workbooks(tmp_path: Path, content_type: str, word: str) -> None:
    parts = parts_of(ROW)
    known = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(known, content_type.encode())
    error = refusal(write_parts(tmp_path / "a.xlsx", parts))
    assert error.code == "FILE002"
    assert word in str(error)


def test_a_zip_with_a_password_is_encrypted(tmp_path: Path) -> None:
    data = bytearray(make_workbook(tmp_path / "a.xlsx", ROW).read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "a.xlsx").write_bytes(data)
    assert refusal(tmp_path / "a.xlsx").code == "FILE003"


def test_a_compression_that_excel_does_not_know_is_not_supported(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_LZMA) as archive:
        for name, data in parts_of(ROW).items():
            archive.writestr(name, data)
    assert refusal(tmp_path / "a.xlsx").code == "FILE006"


@pytest.mark.parametrize(
    ("limits", "code", "key"),
    [
        (Limits(total_bytes=5_000), "LIM001", "total_bytes"),
        (Limits(ratio=5, ratio_from=1_000), "LIM002", "ratio"),
        (Limits(parts=5), "LIM003", "parts"),
    ],
    ids=["total", "ratio", "parts"],
)
def test_a_limit_holds_on_its_one_side_only(tmp_path: Path, limits: Limits, code: str, key: str) -> None:
    path = make_workbook(tmp_path / "a.xlsx", ROW * 500)
    open_package(path).close()
    error = refusal(path, limits)
    assert error.code == code
    needed = re.search(rf"put {key} = (\d+) under \[limits\]", str(error))
    assert needed is not None
    open_package(path, replace(limits, **{key: int(needed[1])})).close()  # what the message asks for is enough


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["../evil.txt", "/etc/evil", "xl\\..\\..\\evil", "C:/evil", SHEET, SHEET.upper()])
def test_wandering_and_doubled_parts_are_refused(tmp_path: Path, name: str) -> None:
    path = make_workbook(tmp_path / "a.xlsx", ROW)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, b"x")
    assert refusal(path).code == "FILE005"


def test_overlapping_parts_are_refused(tmp_path: Path) -> None:
    path = make_workbook(tmp_path / "a.xlsx", ROW)
    data = bytearray(path.read_bytes())
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]  # two entries, one place
    path.write_bytes(data)
    assert refusal(path).code == "FILE005"
