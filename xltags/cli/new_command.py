"""`xltags new`."""

import shlex
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from xltags.cli.console import show
from xltags.cli.options import AsOf, LanguageOption, today


class ProfileOption(StrEnum):
    """How much of the shipped taxonomy a new workbook gets."""

    small = "small"
    standard = "standard"
    full = "full"


class PhaseOption(StrEnum):
    """The phase of one's own company."""

    startup = "startup"
    growth = "growth"
    mature = "mature"


class GeographyOption(StrEnum):
    """Whose provinces and key cities are in the workbook."""

    cn = "cn"
    vn = "vn"
    both = "both"
    none = "none"


def command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The workbook to make (.xlsx).", show_default=False)],
    profile: Annotated[
        ProfileOption,
        typer.Option(help="small: a dozen tags for a team of two or three; standard; full: also pain points, dealers."),
    ] = ProfileOption.standard,
    phase: Annotated[
        PhaseOption, typer.Option(help="Phase of your own company; it decides which data the ICP must rest on.")
    ] = PhaseOption.growth,
    lang: Annotated[
        LanguageOption, typer.Option("--lang", help="Language of headers, tags and messages.")
    ] = LanguageOption.en,
    geo: Annotated[
        GeographyOption | None,
        typer.Option(
            "--geo",
            help="Provinces and key cities of China, Vietnam, both or none. Default: zh cn, vi vn, en both.",
            show_default=False,
        ),
    ] = None,
    values: Annotated[
        bool,
        typer.Option("--values", metavar="", help="Scores and tiers are plain values that xltags fills, no formulas."),
    ] = False,
    no_functions: Annotated[
        bool,
        typer.Option(
            "--no-functions", metavar="", help="Leave out the named functions (ICP_TIER ...) and their sheet."
        ),
    ] = False,
    as_of: AsOf = None,
) -> None:
    """Make a new workbook with tag taxonomy, scorecard, drop-downs and hints, ready to be filled in.

    A file that exists is never replaced. Scores and tiers are formulas, so a colleague without xltags sees them change
    as they type; --values suits workbooks of many thousand customers. See docs/formulas.md.
    """
    from xltags.batch.making import make_workbook

    make_workbook(
        file,
        profile=profile.value,
        phase=phase.value,
        language=lang.value,
        geography=geo.value if geo else None,
        created_on=today(as_of),
        formulas=not values,
        functions=not no_functions,
    )
    quoted = shlex.quote(str(file))
    show(
        Text.assemble(
            ("made ", "bold green"), (str(file), "bold"), f"  ({profile.value}, {phase.value}, {lang.value})"
        ),
        Text("\nNext:"),
        Text(f"  open {quoted} and fill in Settings, then Owners"),
        Text(f"  xltags import {quoted} leads.csv --in-place    your customers from an export"),
        Text(f"  xltags check {quoted}"),
    )
