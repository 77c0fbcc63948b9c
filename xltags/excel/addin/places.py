"""Where Excel and xlwings look for an add-in, its configuration and, on a Mac, the script that starts Python.

Source: xlwings' documentation (custom add-ins, configuration) and its VBA runtime.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from xltags.core.errors import XltagsError
from xltags.excel.addin.build import ADDIN_NAME
from xltags.excel.addin.runtime import PROJECT

System = Literal["windows", "mac", "other"]
SYSTEMS: Mapping[str, System] = {"win32": "windows", "darwin": "mac"}


@dataclass(frozen=True, slots=True)
class Places:
    """The files of an installed add-in.

    `addin` is opened by Excel whenever it starts; `config` is read by the add-in; `interpreter_key` is the line in it
    that names Python; `script` is what starts Python on a Mac, None elsewhere.
    """

    system: System
    addin: Path
    config: Path
    interpreter_key: str
    script: Path | None = None


def system_of(platform: str) -> System:
    """The system by the name that Python has for it."""
    return SYSTEMS.get(platform, "other")


def places(system: System, environment: Mapping[str, str], *, xlwings: str) -> Places:
    """The places on this system for this user.

    Args:
        environment: the environment's variables.
        xlwings: the version of xlwings, which is part of the script's name.

    Raises:
        XltagsError: ADD003 the system has no Excel for desktops, or does not say where the user's files are.
    """
    if system == "windows":
        return Places(
            system,
            _folder(environment, "APPDATA") / "Microsoft" / "Excel" / "XLSTART" / ADDIN_NAME,
            _folder(environment, "USERPROFILE") / f".{PROJECT}" / f"{PROJECT}.conf",
            "INTERPRETER_WIN",
        )
    if system == "mac":
        library = _folder(environment, "HOME") / "Library"
        office = library / "Group Containers" / "UBF8T346G9.Office" / "User Content.localized"
        return Places(
            system,
            office / "Startup.localized" / "Excel" / ADDIN_NAME,
            library / "Containers" / "com.microsoft.Excel" / "Data" / f"{PROJECT}.conf",
            "INTERPRETER_MAC",
            library / "Application Scripts" / "com.microsoft.Excel" / f"xlwings-{xlwings}.applescript",
        )
    raise XltagsError(
        "Excel with add-ins is there for Windows and Mac only; here `xltags addin build` makes the file, and the "
        "command line does all that its buttons do",
        code="ADD003",
    )


def _folder(environment: Mapping[str, str], name: str) -> Path:
    if not environment.get(name):
        raise XltagsError(f"the variable {name} is not set, so the user's folder is unknown; set it", code="ADD003")
    return Path(environment[name])
