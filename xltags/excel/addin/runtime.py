"""The part of the add-in that is xlwings' own: its VBA runtime, taken from the user's installed package.

It is taken at build time, because it works only with the xlwings of exactly its own version. It is xlwings' open-source
part under the BSD licence, whose header it keeps.
"""

from dataclasses import dataclass
from pathlib import Path

from xltags.core.errors import XltagsError
from xltags.excel.addin.vba_project import Module

PROJECT = "xltags"
TESTED = "xlwings==0.37.8"


@dataclass(frozen=True, slots=True)
class Change:
    """A text of the runtime that is replaced, how often it must occur, and why."""

    old: str
    new: str
    times: int
    why: str


CHANGES = (
    Change(
        'Public Const PROJECT_NAME As String = "myaddin"',
        f'Public Const PROJECT_NAME As String = "{PROJECT}"',
        1,
        "names the configuration: sheet xltags.conf of the add-in, then the user's file xltags.conf",
    ),
    Change(
        'Attribute VB_Name = "xlwings"\n',
        'Attribute VB_Name = "xlwings"\nOption Private Module\n',
        1,
        "keeps its functions out of Excel's list of formulas",
    ),
    Change(
        'If SheetExists(ActiveWorkbook, PROJECT_NAME & ".conf") = True Then',
        "If False Then",
        1,
        "a workbook must not say which program runs: its sheet xltags.conf is not read",
    ),
    Change(
        'If GetFullName(ActiveWorkbook) <> "" Then',
        "If False Then",
        1,
        "nor must a file beside the workbook",
    ),
    Change(
        'If Right$(sht.Name, 3) = ".py" Then',
        "If False Then",
        2,
        "nothing in a workbook is run: sheets that hold Python code are only sheets",
    ),
    Change(
        ' -B -c ""import',
        ' -B -P -c ""import',
        2,
        "Python does not import from the folder that Excel happens to be in",
    ),
)


def xlwings_folder() -> Path:
    """Where xlwings is installed.

    Raises:
        XltagsError: ADD002 it is not.
    """
    from importlib.util import find_spec

    spec = find_spec("xlwings")
    if spec is None or not spec.submodule_search_locations:
        raise XltagsError("xlwings is not installed; run: pip install xlwings", code="ADD002")
    return Path(next(iter(spec.submodule_search_locations)))


def xlwings_version() -> str:
    """The version of the installed xlwings.

    Raises:
        XltagsError: ADD002 it is not installed.
    """
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("xlwings")
    except PackageNotFoundError as error:
        raise XltagsError("xlwings is not installed; run: pip install xlwings", code="ADD002") from error


def runtime_modules() -> list[Module]:
    """The modules `xlwings` and `Dictionary` of the add-in.

    Raises:
        XltagsError: ADD002 xlwings is missing, or its runtime is not the one that xltags knows how to set up.
    """
    folder = xlwings_folder()
    runtime = _read(folder / "xlwings_custom_addin.bas")
    for change in CHANGES:
        found = runtime.count(change.old)
        if found != change.times:
            raise XltagsError(
                f"the runtime of xlwings {xlwings_version()} is not as xltags expects it ({change.old!r} {found} times "
                f"instead of {change.times}); install the version that xltags was tested with: pip install {TESTED}",
                code="ADD002",
            )
        runtime = runtime.replace(change.old, change.new)
    return [Module("Dictionary", _read(folder / "addin" / "Dictionary.cls"), "class"), Module("xlwings", runtime)]


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").replace("\r\n", "\n")
    except OSError as error:
        raise XltagsError(
            f"{path}: cannot be read; install xlwings anew: pip install --force-reinstall xlwings", code="ADD002"
        ) from error
