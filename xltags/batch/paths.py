"""From the paths of a command to the workbooks they mean."""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from xltags.books.places import is_folder
from xltags.core.errors import WorkbookError

SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm")
BACKUP = re.compile(r".*\.\d{8}-\d{6}(-\d+)?\.bak")


def workbook_paths(paths: Iterable[Path], *, apart_from: Path | None = None) -> list[Path]:
    """The workbooks that paths mean: files as given, folders with everything below them; each once, in a stable order.

    Inside a folder these are left out: lock files of Excel (`~$name`), hidden files and folders, the dated backups
    that `--in-place` keeps, and what lies in the folder `apart_from`.

    Raises:
        WorkbookError: a path does not exist, or a folder holds no workbook.
    """
    found: dict[Path, Path] = {}  # by their whole paths
    for path in paths:
        if is_folder(path):
            inside = sorted(_inside(path, apart_from))
            if not inside:
                raise WorkbookError(f"{path}: holds no workbook ({', '.join(SUFFIXES)})", code="FILE001")
        else:
            inside = [path]
        for each in inside:
            found.setdefault(each.absolute(), each)
    return list(found.values())


def _inside(folder: Path, apart_from: Path | None) -> Iterator[Path]:
    left_out = apart_from.resolve() if apart_from is not None else None
    if left_out == folder.resolve():
        left_out = None
    for name, folders, files in os.walk(folder):
        below = Path(name)
        folders[:] = [each for each in folders if not each.startswith(".") and (below / each).resolve() != left_out]
        yield from (below / file for file in files if _is_workbook(below / file))


def _is_workbook(path: Path) -> bool:
    kind = path.suffix.lower() in SUFFIXES and not path.name.startswith(("~$", "."))
    return kind and not BACKUP.fullmatch(path.stem) and path.is_file()
