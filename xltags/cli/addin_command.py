"""`xltags addin`."""

import locale
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xltags.cli.options import LanguageOption

if TYPE_CHECKING:
    from xltags.core.finding import Language
    from xltags.excel.addin.places import Places

group = typer.Typer(no_args_is_help=True, context_settings={"help_option_names": ["-h", "--help"]})
RibbonLang = Annotated[
    LanguageOption | None,
    typer.Option("--lang", help="Language of the ribbon. Default: that of this computer.", show_default=False),
]


def command() -> None:
    """The Excel add-in: ribbon buttons and formulas such as =ICP_TIER(), for Excel on Windows and buttons on a Mac.

    `install` builds it from the xlwings of this Python and puts it where Excel opens it; `doctor` says what keeps it
    from working.
    """


@group.command("build")
def build(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The add-in to write.")] = Path("xltags.xlam"),
    lang: RibbonLang = None,
) -> None:
    """Write the add-in as a file."""
    from xltags.cli.console import done_line, show
    from xltags.core.errors import XltagsError, why_not
    from xltags.excel.addin.build import build_addin

    if file.suffix.lower() != ".xlam":
        raise XltagsError(f"{file}: an add-in's name ends in .xlam; name it {file.with_suffix('.xlam').name}")
    made = build_addin(_language(lang))
    try:
        file.write_bytes(made)
    except OSError as error:
        raise XltagsError(f"{file}: cannot be written: {why_not(error)}", code="FILE008") from error
    show(done_line(file, f"{len(made):,} bytes"))


@group.command("install")
def install(lang: RibbonLang = None) -> None:
    """Install the add-in for you: Excel opens it at every start. Doing so again renews it."""
    from xltags.cli.console import done_line, show
    from xltags.excel.addin.build import build_addin
    from xltags.excel.addin.install import install_addin

    places = _places()
    for step in install_addin(build_addin(_language(lang)), places, interpreter=Path(sys.executable)):
        show(done_line(step.path, f"{step.did}: {step.what}"))
    show("Start Excel anew; the tab xltags stands right of Data. If it does not: xltags addin doctor")


@group.command("remove")
def remove() -> None:
    """Take the add-in away again. Nothing of other programs is touched."""
    from xltags.cli.console import done_line, show
    from xltags.excel.addin.install import remove_addin

    for step in remove_addin(_places()):
        show(done_line(step.path, f"{step.did}: {step.what}"))


@group.command("doctor")
def doctor() -> None:
    """Say what keeps the add-in from working, each with the remedy; exit code 1 where something does."""
    from rich.text import Text

    from xltags.cli.console import show
    from xltags.excel.addin.doctor import examine
    from xltags.excel.addin.registry_reader import read_registry

    verdicts = examine(_places(), interpreter=Path(sys.executable), registry=read_registry)
    styles = {"ok": "green", "warning": "yellow", "problem": "red"}
    for verdict in verdicts:
        show(Text.assemble((f"{verdict.state:8}", styles[verdict.state]), verdict.what))
        if verdict.remedy:
            show(Text(f"        {verdict.remedy}"))
    if any(verdict.state == "problem" for verdict in verdicts):
        raise typer.Exit(1)


def _places() -> "Places":
    from xltags.excel.addin.places import places, system_of
    from xltags.excel.addin.runtime import xlwings_version

    return places(system_of(sys.platform), os.environ, xlwings=xlwings_version())


def _language(lang: LanguageOption | None) -> "Language":
    """The language asked for, or the computer's as far as xltags speaks it."""
    if lang is not None:
        return lang.value
    known = (locale.getlocale()[0] or os.environ.get("LANG", "")).lower()
    return "zh" if known.startswith(("zh", "chinese")) else "vi" if known.startswith(("vi", "vietnamese")) else "en"
