"""Installing the add-in for this user, and removing it. Only files of xltags are written or taken away."""

import os
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Literal

from xltags.core.errors import XltagsError, why_not
from xltags.excel.addin.places import Places
from xltags.excel.addin.runtime import xlwings_folder
from xltags.excel.addin.settings_file import read_settings, settings_text, with_setting

Did = Literal["written", "unchanged", "removed", "absent", "left"]
OURS = b"<dc:creator>xltags</dc:creator>"


@dataclass(frozen=True, slots=True)
class Step:
    """What was done with a file: it was written, taken away, left as it was, or was not there."""

    path: Path
    what: str
    did: Did


def install_addin(addin: bytes, places: Places, *, interpreter: Path) -> list[Step]:
    """Put the add-in where Excel opens it at every start, and tell it which Python to use.

    Installing again changes nothing that is as it should be.

    Args:
        interpreter: the Python in which xltags is installed.

    Raises:
        XltagsError: ADD004 a file cannot be written, or another program's file has the add-in's name.
    """
    _require_ours(places.addin)
    if came_from_the_web(places.addin):  # a file with the same content would keep the mark
        _remove(web_mark(places.addin))
        _remove(places.addin)
    steps = [Step(places.addin, "the add-in", _write(places.addin, addin))]
    settings = with_setting(read_settings(places.config), places.interpreter_key, str(interpreter))
    text = settings_text(settings).encode("utf-8", "surrogateescape")
    steps.append(Step(places.config, f"its configuration: Python is {interpreter}", _write(places.config, text)))
    if places.script is not None:
        source = xlwings_folder() / places.script.name
        try:
            script = source.read_bytes()
        except OSError as error:
            raise XltagsError(f"{source}: cannot be read; install xlwings anew", code="ADD002") from error
        steps.append(Step(places.script, "xlwings' script that starts Python", _write(places.script, script)))
    return steps


def remove_addin(places: Places) -> list[Step]:
    """Take the add-in and its configuration away; xlwings' script stays, because other add-ins may use it.

    Raises:
        XltagsError: ADD004 a file cannot be taken away, or another program's file has the add-in's name.
    """
    _require_ours(places.addin)
    steps = [
        Step(places.addin, "the add-in", _remove(places.addin)),
        Step(places.config, "its configuration", _remove(places.config)),
    ]
    if places.script is not None:
        did: Did = "left" if places.script.exists() else "absent"
        steps.append(Step(places.script, "xlwings' script, which other add-ins may use", did))
    return steps


def _require_ours(path: Path) -> None:
    if path.exists() and not is_ours(path):
        raise XltagsError(
            f"{path}: is no add-in of xltags and stays as it is; move it away if you want xltags there", code="ADD004"
        )


def is_ours(path: Path) -> bool:
    """Whether a file is an add-in that xltags built."""
    try:
        with zipfile.ZipFile(BytesIO(path.read_bytes())) as package:
            return OURS in package.read("docProps/core.xml")
    except (OSError, KeyError, zipfile.BadZipFile):
        return False


def came_from_the_web(path: Path) -> bool:
    """Whether Windows has marked a file as downloaded; Excel then blocks its macros in silence."""
    try:
        return any(zone in web_mark(path).read_bytes() for zone in (b"ZoneId=3", b"ZoneId=4"))
    except OSError:
        return False


def web_mark(path: Path) -> Path:
    """Where Windows keeps the mark: in a stream of the file."""
    return Path(f"{path}:Zone.Identifier")


def _write(path: Path, data: bytes) -> Literal["written", "unchanged"]:
    """Write a file in one step, so that Excel never meets half of it."""
    try:
        if path.is_file() and path.read_bytes() == data:
            return "unchanged"
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        temporary.write_bytes(data)
        temporary.replace(path)
    except PermissionError as error:
        raise XltagsError(f"{path}: cannot be written; close Excel and run the command again", code="ADD004") from error
    except OSError as error:
        raise XltagsError(f"{path}: cannot be written: {why_not(error)}", code="ADD004") from error
    return "written"


def _remove(path: Path) -> Literal["removed", "absent"]:
    try:
        path.unlink()
    except FileNotFoundError:
        return "absent"
    except PermissionError as error:
        raise XltagsError(f"{path}: cannot be removed; close Excel and run the command again", code="ADD004") from error
    except OSError as error:
        raise XltagsError(f"{path}: cannot be removed: {why_not(error)}", code="ADD004") from error
    return "removed"
