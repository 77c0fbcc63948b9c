"""A twin of the add-in that LibreOffice executes: the same sources, with what LibreOffice lacks put in its place.

Only two things differ from `xltags.xlam`. xlwings' own runtime, which calls Python through Windows, is a module of the
same name that calls Python through LibreOffice. And the few texts in `SUBSTITUTIONS` stand for what only Excel knows.
"""

import io
import os
import signal
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from tests.vba_grammar import WINDOWS, compiled_for
from xltags.excel.addin.build import addin_modules, build_addin
from xltags.excel.addin.vba_project import Module, vba_project

HERE = Path(__file__).parent / "vba_twin_sources"
MODULE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">\n'
    '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Driver" script:language="StarBasic">'
    "{}</script:module>"
)
TELL = 'printf %s "$1" > "$XLTAGS_TWIN/ask"; cat "$XLTAGS_TWIN/done" > /dev/null'
ELEMENT = '<library:element library:name="Driver"/>'
ADDIN_TYPE = b"application/vnd.ms-excel.addin.macroEnabled.main+xml"
BOOK_TYPE = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
SECONDS = 180


@dataclass(frozen=True)
class Substitution:
    """A text of our sources that LibreOffice cannot run, what stands for it, and why."""

    module: str
    old: str
    new: str
    why: str


SUBSTITUTIONS = (
    Substitution(
        "xltags_formulas",
        "If TypeOf Application.Caller Is Range Then On Error",
        "On Error",
        "LibreOffice does not say which cell calls",
    ),
    Substitution("xltags_formulas", ", ActiveWorkbook, Application.Caller)", ")", "the same; our formulas use neither"),
    Substitution(
        "XltagsRibbon",
        'Application.InputBox(question, "xltags", Type:=2)',
        "TwinAnswer(question)",
        "LibreOffice has no such question, and nobody is there to answer it",
    ),
)


def twin_modules() -> list[Module]:
    """The modules of the twin: ours as Windows compiles them, and the stand-ins for xlwings' runtime."""
    made = []
    for module in addin_modules():
        if module.name in ("xlwings", "Dictionary"):
            continue
        source = module.source
        if module.kind == "module":
            source = compiled_for(source.replace("\r\n", "\n"), WINDOWS)
        for change in SUBSTITUTIONS:
            if change.module == module.name:
                assert change.old in source, change
                source = source.replace(change.old, change.new)
        made.append(Module(module.name, source, module.kind))
    stands_in = {"xlwings": "module", "TwinPython": "class", "TwinControl": "class", "TwinPress": "module"}
    return [*made, *(Module(name, _source(name), kind) for name, kind in stands_in.items())]  # type: ignore[arg-type]  # kinds


def _source(name: str) -> str:
    (path,) = HERE.glob(f"{name}.*")
    return path.read_text("utf-8")


def write_twin(path: Path) -> None:
    """The twin as a workbook with macros: the add-in's own package with another project."""
    project = vba_project("xltags", twin_modules(), project_id="{B1C9A3D4-5E60-4F27-8C2B-7A9D1E3F5B61}")
    with zipfile.ZipFile(io.BytesIO(build_addin())) as addin, zipfile.ZipFile(path, "w") as twin:
        for name in addin.namelist():
            data = project if name == "xl/vbaProject.bin" else addin.read(name)
            twin.writestr(name, data.replace(ADDIN_TYPE, BOOK_TYPE) if name == "[Content_Types].xml" else data)


def run_twin(folder: Path) -> list[str]:
    """What is seen when LibreOffice runs the twin in a folder; a profile of its own is made there."""
    environment = {**os.environ, "XLTAGS_TWIN": str(folder), "PYTHONPATH": str(HERE.parents[1])}
    soffice = ["soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{folder}/profile"]
    _run([*soffice, "--terminate_after_init"], environment)  # makes the profile
    library = folder / "profile" / "user" / "basic" / "Standard"
    source = escape((HERE / "Driver.bas").read_text("utf-8"))
    (library / "Driver.xba").write_text(MODULE.format(source), "utf-8")
    index = library / "script.xlb"
    kept = index.read_text("utf-8")
    index.write_text(kept.replace("</library:library>", f"{ELEMENT}</library:library>"), "utf-8")
    for name in ("ask", "done"):
        os.mkfifo(folder / name)
    (folder / "tell.sh").write_text(TELL, "utf-8")
    python = subprocess.Popen([sys.executable, "-m", "tests.vba_twin_python"], env=environment)
    try:
        _run([*soffice, "macro:///Standard.Driver.Main"], environment)
    finally:
        python.kill()
        python.wait()
    return (folder / "seen.txt").read_text("utf-8").splitlines()


def _run(command: list[str], environment: dict[str, str]) -> None:
    """Run LibreOffice to its end; where it does not end by itself, it and what it started are ended."""
    running = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        running.wait(SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        raise
