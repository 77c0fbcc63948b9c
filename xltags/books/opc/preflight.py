"""What a file is and whether it may be opened, decided on its first bytes and its zip directory alone."""

import math
import re
import struct
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from xltags.core.errors import WorkbookError

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SAVE_AS = "open it in Excel and save it as .xlsx"


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a workbook may be once inflated.

    Attributes:
        total_bytes: all parts together, inflated. 500,000 customers of 25 columns take 0.6 GB.
        ratio: inflated / stored size of a part over `ratio_from` bytes. The highest of 4,037 real workbooks was 121,
            the lowest of the bombs 343.
        ratio_from: parts smaller than this (bytes) are not judged by ratio.
        parts: the largest of 4,037 real workbooks had 1,033.
        part_bytes: a part read whole (workbook, styles, a table); sheets and strings are streamed and not bound by it.
        string_bytes: the shared strings, inflated, which are held in memory; at most 2 GB.
    """

    total_bytes: int = 2 << 30
    ratio: float = 200.0
    ratio_from: int = 1 << 20
    parts: int = 20_000
    part_bytes: int = 256 << 20
    string_bytes: int = 512 << 20


def check_magic(path: Path, file: BinaryIO) -> None:
    """Objects to a file that is no zip package, saying what it is; leaves the file at its start.

    Raises:
        WorkbookError: FILE003 if it is encrypted, else FILE002.
    """
    head = file.read(4096)
    if path.name.startswith("~$"):
        raise WorkbookError(
            f"{path}: is the mark Excel leaves beside a workbook that someone has open; name the workbook itself",
            code="FILE002",
        )
    if head.startswith(OLE_MAGIC):
        raise _ole_error(path, file, head)
    if not head.startswith(ZIP_MAGIC):
        raise WorkbookError(f"{path}: is not an Excel workbook but {_describe(head)}", code="FILE002")
    file.seek(0)


def _ole_error(path: Path, file: BinaryIO, head: bytes) -> WorkbookError:
    """The error for an OLE compound file, told by the first sector of its directory: the names of its streams."""
    sector_shift, first_directory_sector = struct.unpack_from("<H16xL", head.ljust(52, b"\0"), 30)
    file.seek((first_directory_sector + 1) << min(sector_shift, 16))
    names = file.read(4096)
    if "EncryptedPackage".encode("utf-16-le") in names or "EncryptionInfo".encode("utf-16-le") in names:
        return WorkbookError(
            f"{path}: is encrypted; open it in Excel with its password and remove the password under "
            "File > Info > Protect Workbook",
            code="FILE003",
        )
    if "Workbook".encode("utf-16-le") in names or "Book".encode("utf-16-le") in names:
        return WorkbookError(f"{path}: is an old Excel 97-2003 workbook (.xls); {SAVE_AS}", code="FILE002")
    return WorkbookError(
        f"{path}: is an old Office file (OLE), encrypted or not a workbook; if it is one, {SAVE_AS} without a password",
        code="FILE002",
    )


def _describe(head: bytes) -> str:
    """What the first bytes of something that is no workbook look like, with the remedy."""
    if not head:
        return "empty (zero bytes); get the file again from where it came from"
    if not head.strip(b"\0"):
        return "filled with zero bytes, as after a broken download or disk; get the file again"
    if len(head) == 165 and 0 < head[0] < 55 and head[0] == head[55]:  # the user's name twice, with its length
        return "the mark Excel leaves beside a workbook that someone has open (~$); name the workbook itself"
    if head.startswith(b"%PDF"):
        return "a PDF; ask for the workbook itself"
    if head.startswith((b"PK\x05\x06", b"PK\x07\x08", b"PK00PK\x03\x04")):
        return "an empty or split zip archive; get the file again"
    if head.startswith((b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf\x27\x1c")):
        return "a compressed archive; unpack it first"
    if re.match(rb"(?:\x09\x00\x04\x00|\x09\x02\x06\x00|\x09\x04\x06\x00)", head):
        return f"a very old Excel sheet (BIFF 2-4); {SAVE_AS}"
    if ZIP_MAGIC in head:
        return f"a workbook with foreign bytes before its start; {SAVE_AS}"
    return _describe_text(head)


def _describe_text(head: bytes) -> str:
    """What kind of text a file is, or that it is unknown binary data."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head[: len(head) & ~1].decode("utf-16", "replace")
    else:
        text = head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    start = text.lstrip().lower()
    if re.match(r"<!doctype html|<html|<table|<head|<body|<div|<meta", start):
        return f"an HTML page with the name of a workbook; {SAVE_AS}"
    if start.startswith("<?xml") and "urn:schemas-microsoft-com:office:spreadsheet" in text:
        return f"an XML spreadsheet of Excel 2003; {SAVE_AS}"
    if start.startswith("<?xml"):
        return f"an XML file; {SAVE_AS}"
    if start.startswith(("{", "[")):
        return "a JSON file; load it with Data > Get Data in Excel, then save as .xlsx"
    if start.startswith(("id;", "id;p")):
        return f"a SYLK text file; {SAVE_AS}"
    if "\0" not in text and text.count("\ufffd") * 10 <= len(text):
        kind = "a CSV or text file" if re.search(r"[,;\t|]", text) else "a text file"
        return f"{kind} with the name of a workbook; bring it in with `xltags import`, or {SAVE_AS}"
    return "unknown data; get the file again from where it came from"


def check_entries(path: Path, entries: Sequence[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    """Objects to a zip directory that is dangerous or that Excel would not open.

    Args:
        size: of the file, bytes.

    Raises:
        WorkbookError: FILE003 (zip encryption), FILE005 (duplicate, wandering or overlapping parts), FILE006 (a
            compression that Excel does not know), LIM001 to LIM003 (larger than the limits).
    """
    _check_names(path, entries, limits)
    _check_sizes(path, entries, limits)
    end = 0
    for entry in sorted(entries, key=lambda each: each.header_offset):
        if entry.header_offset < end or entry.header_offset + entry.compress_size > size:
            raise _refuse(path, entry.filename, "overlaps another part or the end of the file")
        end = entry.header_offset + 30 + entry.compress_size


def _check_names(path: Path, entries: Sequence[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.parts:
        raise _too_large(
            path, f"{len(entries):,} parts are more than {limits.parts:,}", "parts", len(entries), code="LIM003"
        )
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename.replace("\\", "/")
        key = name.lower()  # part names are case-insensitive (ECMA-376 part 2, 6.2.2.3)
        if key in seen:
            raise _refuse(
                path, entry.filename, "is there twice, so that two programs would read two different workbooks"
            )
        seen.add(key)
        if (
            ".." in name.split("/")
            or name.startswith("/")
            or re.match(r"[a-zA-Z]:", name)
            or "\0" in entry.orig_filename
        ):
            raise _refuse(path, entry.filename, "points outside the package")
        if entry.flag_bits & 1:
            raise WorkbookError(
                f"{path}: is a zip archive with a password; unpack it and save it without", code="FILE003"
            )
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise WorkbookError(
                f"{path}: part {entry.filename} is compressed in a way workbooks are not; {SAVE_AS}", code="FILE006"
            )


def _check_sizes(path: Path, entries: Sequence[zipfile.ZipInfo], limits: Limits) -> None:
    total = 0
    for entry in entries:
        total += entry.file_size
        ratio = entry.file_size / max(1, entry.compress_size)
        if entry.file_size > limits.ratio_from and ratio > limits.ratio:
            raise _too_large(
                path,
                f"part {entry.filename} inflates {ratio:.0f} times to {_megabytes(entry.file_size)} "
                f"(limit {limits.ratio:.0f} times)",
                "ratio",
                math.ceil(ratio),
                code="LIM002",
            )
    if total > limits.total_bytes:
        raise _too_large(
            path,
            f"all parts inflate to {_megabytes(total)} (limit {_megabytes(limits.total_bytes)})",
            "total_bytes",
            total,
            code="LIM001",
        )


def part_too_large(path: Path, part: str, size: int, limits: Limits) -> WorkbookError:
    """The refusal of a part that would be read whole."""
    what = f"part {part} inflates to {_megabytes(size)} (limit {_megabytes(limits.part_bytes)})"
    return _too_large(path, what, "part_bytes", size, code="LIM004")


def strings_too_large(path: Path, part: str, size: int, limits: Limits) -> WorkbookError:
    """The refusal of shared strings that would not fit into memory."""
    what = f"part {part} holds {_megabytes(size)} of text (limit {_megabytes(limits.string_bytes)})"
    return _too_large(path, what, "string_bytes", size, code="LIM005")


def _too_large(path: Path, what: str, key: str, needed: int, *, code: str) -> WorkbookError:
    """A refusal by a limit, which whoever trusts the workbook may raise."""
    return WorkbookError(
        f"{path}: refused as dangerous: {what}; save it anew in Excel, or if you trust it put {key} = {needed} under "
        "[limits] in xltags.toml",
        code=code,
    )


def _megabytes(size: int) -> str:
    return f"{size >> 20:,} MB" if size >= 1 << 20 else f"{size:,} bytes"


def _refuse(path: Path, what: str, why: str) -> WorkbookError:
    return WorkbookError(f"{path}: refused as dangerous: {what} {why}; save the workbook anew in Excel", code="FILE005")
