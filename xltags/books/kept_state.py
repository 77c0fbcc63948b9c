"""What xltags keeps in a workbook for its next run: a sheet that nobody sees and that travels with the file.

A hidden sheet survives Excel, WPS, LibreOffice, mail and shared folders, where a file beside the workbook gets lost.
Each text is JSON, packed and cut into cells, so that many customers take little room.
"""

import base64
import binascii
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping

from xltags.books.cells import SheetReader
from xltags.books.edits import Edit, PutSheet, RemoveSheet
from xltags.books.package import Package
from xltags.books.report_sheet import ReportSheet, ReportTable
from xltags.core.errors import WorkbookError
from xltags.core.values import Value, as_text

SHEET = "xltags_state"
TABLE = "tblXltagsState"
HEADER_ROW = 4
CELL = 30_000  # characters of a cell; Excel holds 32,767
NOTE = {
    "en": "Kept by xltags for its next run; leave it alone. Without it, the next snapshot starts anew.",
    "zh": "xltags 为下次运行保存的数据，请勿手改；删除后，下次快照将重新开始。",
    "vi": "Dữ liệu xltags giữ cho lần chạy sau, đừng sửa; nếu xóa, lần chụp sau bắt đầu lại từ đầu.",
}  # fmt: skip


def read_kept(package: Package) -> dict[str, object]:
    """What the workbook keeps, by name; empty where it keeps nothing.

    Raises:
        WorkbookError: FILE004 the sheet was changed by hand, so that it cannot be read.
    """
    return {} if package.sheet(SHEET) is None else kept_from(_rows(package), package.path)


def kept_from(rows: Iterable[tuple[str, str]], workbook: object) -> dict[str, object]:
    """What the rows of the sheet keep, by name.

    Args:
        workbook: what a message calls the workbook.

    Raises:
        WorkbookError: FILE004 the sheet was changed by hand, so that it cannot be read.
    """
    packed: dict[str, list[str]] = {}
    for name, text in rows:
        packed.setdefault(name, []).append(text)
    try:
        return {name: json.loads(zlib.decompress(base64.b64decode("".join(texts)))) for name, texts in packed.items()}
    except (binascii.Error, zlib.error, ValueError) as error:
        raise WorkbookError(
            f"{workbook}: the hidden sheet {SHEET} was changed by hand and cannot be read; delete it, and the next "
            "snapshot or sync starts anew",
            code="FILE004",
        ) from error


def _rows(package: Package) -> Iterator[tuple[str, str]]:
    sheet = package.sheet(SHEET)
    assert sheet is not None
    cells = SheetReader(package).read(sheet, columns=(1, 2))
    texts: dict[int, dict[int, Value]] = {}
    for number, column in cells.columns.items():
        for place, code in zip(column.rows.tolist(), column.codes.tolist(), strict=True):
            texts.setdefault(int(cells.rows[place]), {})[number] = column.values[code]
    for row in sorted(texts):
        if row > HEADER_ROW and {1, 2} <= texts[row].keys():
            yield as_text(texts[row][1]), as_text(texts[row][2])


def kept_edits(package: Package, kept: Mapping[str, object], *, language: str = "en") -> list[Edit]:
    """The edits that keep these values, by name, and nothing else; none where the workbook keeps them already."""
    if dict(kept) == read_kept(package):
        return []
    return [PutSheet(kept_sheet(kept, language=language))] if kept else [RemoveSheet(SHEET)]


def kept_sheet(kept: Mapping[str, object], *, language: str = "en") -> ReportSheet:
    """The sheet that keeps these values, by name."""
    names: list[str] = []
    texts: list[str] = []
    for name, value in sorted(kept.items()):
        plain = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        packed = base64.b64encode(zlib.compress(plain.encode(), 9)).decode()
        for start in range(0, len(packed), CELL):
            names.append(name)
            texts.append(packed[start : start + CELL])
    table = ReportTable(TABLE, HEADER_ROW, 1, ("name", "packed"), (names, texts), ("text", "text"), (16, 40))
    return ReportSheet(SHEET, "xltags", NOTE[language], tables=(table,), hidden=True)
