"""The add-in's configuration file: lines of a key and a value in quotation marks, as xlwings reads them."""

import csv
import io
from pathlib import Path

from xltags.core.errors import XltagsError, why_not


def read_settings(path: Path) -> list[tuple[str, str]]:
    """The lines of the file in order; none where it does not exist.

    Raises:
        XltagsError: ADD004 it cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8-sig", errors="surrogateescape")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise XltagsError(f"{path}: cannot be read: {why_not(error)}", code="ADD004") from error
    rows = [row for row in csv.reader(io.StringIO(text)) if row]
    return [(row[0].strip(), ",".join(row[1:]).strip()) for row in rows]


def settings_text(settings: list[tuple[str, str]]) -> str:
    """The file's text.

    >>> settings_text([("INTERPRETER_WIN", "C:/Python/python.exe")])
    '"INTERPRETER_WIN","C:/Python/python.exe"\\n'
    """
    return "".join(f'"{key}","{value}"\n' for key, value in settings)


def with_setting(settings: list[tuple[str, str]], key: str, value: str) -> list[tuple[str, str]]:
    """The lines with one key set; the others stay where they are."""
    if any(known.upper() == key for known, _ in settings):
        return [(known, value if known.upper() == key else old) for known, old in settings]
    return [*settings, (key, value)]
