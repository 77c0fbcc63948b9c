"""Writing texts beside workbooks: reports, lists, maps. None ever takes the place of a workbook."""

import errno
from collections.abc import Iterable
from pathlib import Path

from xltags.books.opc.preflight import OLE_MAGIC, ZIP_MAGIC
from xltags.books.places import is_file, is_folder
from xltags.core.errors import XltagsError, why_not

WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xlam", ".xls")


def write_text_file(path: Path, text: str, *, apart_from: Iterable[Path] = ()) -> None:
    """Write a text as UTF-8 with the line ends it has; what stood there is replaced.

    Raises:
        XltagsError: there stands a workbook or one of `apart_from`, the name is that of a workbook, or the file cannot
            be written.
    """
    require_text_place(path, apart_from=apart_from)
    try:
        path.write_text(text, encoding="utf-8", errors="backslashreplace", newline="")
    except OSError as error:
        raise _unwritable(path, error) from error


def require_text_place(path: Path, *, apart_from: Iterable[Path] = ()) -> None:
    """Refuse a place for a text that would be refused later, when other things have been written already.

    Raises:
        XltagsError: as `write_text_file`, but for what only writing shows.
    """
    if is_file(path) and (_is_workbook(path) or any(is_file(each) and path.samefile(each) for each in apart_from)):
        raise XltagsError(f"{path}: would be lost under the text; write to another file")
    if path.suffix.lower() in WORKBOOK_SUFFIXES:
        raise XltagsError(f"{path}: has the name of a workbook, but would hold text; choose another ending")
    if is_folder(path):
        raise _unwritable(path, IsADirectoryError(errno.EISDIR, ""))
    try:
        path.lstat()
    except FileNotFoundError as error:  # as usual, where only the file is not there
        if not is_folder(path.absolute().parent):
            raise _unwritable(path, error) from error
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> XltagsError:
    return XltagsError(f"{path}: cannot be written: {why_not(error)}", code="FILE008")


def _is_workbook(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(len(OLE_MAGIC))
    except OSError:  # whoever writes there says why that fails
        return False
    return head.startswith((ZIP_MAGIC, OLE_MAGIC))
