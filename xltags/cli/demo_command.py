"""`xltags demo`."""

from pathlib import Path
from typing import Annotated

import typer

from xltags.cli.options import LanguageOption


def command(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where the workbook goes; made if it is not there.")
    ] = Path("xltags-demo"),
    lang: Annotated[LanguageOption, typer.Option("--lang", help="Language of the workbook.")] = LanguageOption.en,
) -> None:
    """Write a filled sample workbook, check, score and report it, and say what to open.

    The customers are invented. An earlier demo in DIR is replaced; any other file is left alone.
    """
    from xltags.batch.making import make_demo
    from xltags.cli.console import busy, output
    from xltags.cli.demo_summary import print_demo

    with busy("Making, checking, scoring and reporting ..."):
        demo = make_demo(folder, language=lang.value)
    print_demo(demo, output())
