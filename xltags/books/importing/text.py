"""The text of a CSV export: which encoding and which delimiter it has, found by trial, and its records."""

import csv
import re
import unicodedata
from io import StringIO
from pathlib import Path

from xltags.core.errors import XltagsError

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_BYTES = 200_000
SAMPLE_RECORDS = 200
MAX_CELL = 1 << 27
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_TONES = "\u0300\u0301\u0303\u0309\u0323"  # windows-1258 writes a tone as a letter of its own behind the vowel
_TONED = re.compile(f"[aăâeêioôơuưyAĂÂEÊIOÔƠUƯY][{_TONES}]")
_COMMON_CHINESE = 0.6  # share of level-1 characters and marks; real Chinese has above 0.9, chance pairs under 0.4
_REAL_TONES = 0.9
_FEW_NULS = 0.1  # of the bytes; UTF-16 that is also UTF-8 is plain ASCII, and half of it are NULs


def decode(data: bytes, path: Path, encoding: str = "") -> tuple[str, str]:
    """The text of a file and the name of its encoding.

    Tried in order: a byte-order mark, UTF-8, UTF-16 without a mark, GB18030 (if most of what it gives is everyday
    Chinese), windows-1258 (if its tone marks follow vowels), windows-1252.

    Raises:
        XltagsError: SRC001 the encoding asked for does not fit, or nothing does.
    """
    if encoding:
        try:
            return _composed(data.decode(encoding), encoding), encoding
        except (LookupError, UnicodeDecodeError) as error:
            raise XltagsError(f"{path}: is not {encoding} text: {error}", code="SRC001") from error
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strictly(data, name, path), name
    nothing = data[:SAMPLE_BYTES].count(0)
    if nothing and not (nothing < _FEW_NULS * len(data[:SAMPLE_BYTES]) and _is_utf_8(data)):
        name = "utf-16-le" if data[1::2][:1000].count(0) >= data[::2][:1000].count(0) else "utf-16-be"
        return _strictly(data, name, path), name
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        name = _legacy(data)
    text = data.decode(name, errors="strict" if name == "gb18030" else "replace")
    if "\ufffd" in text:
        raise XltagsError(
            f'{path}: is in no encoding that is recognised; save it as UTF-8, or name it in the map: encoding = "..."',
            code="SRC001",
        )
    return _composed(text, name), name


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _strictly(data: bytes, name: str, path: Path) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise XltagsError(
            f"{path}: begins as {name} but is damaged: {error}; export it again", code="SRC001"
        ) from error


def _composed(text: str, encoding: str) -> str:
    """Vietnamese letters whole: windows-1258 cannot write most of them so, and people never type the parts."""
    return unicodedata.normalize("NFC", text) if encoding in ("cp1258", "windows-1258") else text


def _legacy(data: bytes) -> str:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        pass
    else:
        foreign = [letter for letter in data[:SAMPLE_BYTES].decode("gb18030", "ignore") if letter > "\x7f"]
        everyday = sum(_everyday(letter) for letter in foreign)
        if everyday >= _COMMON_CHINESE * len(foreign):
            return "gb18030"
    text = data[:SAMPLE_BYTES].decode("cp1258", "replace")
    tones = sum(text.count(tone) for tone in _TONES)
    return "cp1258" if tones and len(_TONED.findall(text)) >= _REAL_TONES * tones else "cp1252"


def _everyday(letter: str) -> bool:
    """Whether a character is a mark or one of the 3,755 most used of GB 2312 (its first level)."""
    try:
        lead = letter.encode("gb2312")[0]
    except UnicodeEncodeError:
        return False
    return 0xA1 <= lead <= 0xA3 or 0xB0 <= lead <= 0xD7


def records_of(text: str, path: Path, delimiter: str = "") -> tuple[list[list[str]], str]:
    """The records of a CSV text, blank lines as empty ones, and its delimiter. Line breaks inside cells become LF.

    Raises:
        XltagsError: SRC001 a quotation mark is opened and never closed.
    """
    first, _, rest = text.partition("\n")
    told = re.fullmatch(r'"?sep=(.)"?\r?', first)
    if told:  # a line that Excel understands and drops
        text, delimiter = rest, delimiter or told[1]
    delimiter = delimiter or _sniff(text)
    csv.field_size_limit(MAX_CELL)
    if "\r" in text and "\n" not in text:
        text = text.replace("\r", "\n")
    try:
        records = _parsed(text, delimiter, strict=True)
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            raise XltagsError(
                f"{path}: a quotation mark is opened {_opened(text, delimiter)} and never closed; close it, or export "
                "the file again",
                code="SRC001",
            ) from error
        records = _parsed(text, delimiter, strict=False)  # such as "5" pipe", which Excel reads too
    alone = text.count("\r") - text.count("\r\n")
    if alone or ("\r" in text and len(records) < text.count("\n")):  # some inside cells
        records = [[_plain(cell) if "\r" in cell else cell for cell in record] for record in records]
    return records, delimiter


def _parsed(text: str, delimiter: str, *, strict: bool) -> list[list[str]]:
    return list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=strict))


def _opened(text: str, delimiter: str) -> str:
    """Where the record with the open quotation mark begins."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 0
    try:
        for _ in reader:
            line = reader.line_num
    except csv.Error:
        pass
    return f"in line {line + 1}"


def _plain(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n")


def _sniff(text: str) -> str:
    """The delimiter that cuts most of the first records into as many cells as the header; a comma where none does."""
    sample = text[:SAMPLE_BYTES]
    if len(sample) < len(text):
        sample = sample[: sample.rfind("\n") + 1] or sample
    best, chosen = (0.0, 0), ","
    for delimiter in DELIMITERS:
        try:
            found = [it for it in _parsed(sample, delimiter, strict=False) if it][:SAMPLE_RECORDS]
        except csv.Error:
            continue
        width = len(found[0]) if found else 0
        titled = width < 2  # a title of one cell, perhaps, with the header further down
        if titled:
            width = next((len(record) for record in found if len(record) > 2), 0)
        share = sum(len(record) == width for record in found) / (len(found) or 1)
        if titled and share <= 0.5:
            continue
        if (round(share, 1), width) > best:
            best, chosen = (round(share, 1), width), delimiter
    return chosen
