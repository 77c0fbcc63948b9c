"""Options that several commands share."""

import os
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xltags.books.places import is_folder
from xltags.core.errors import XltagsError

if TYPE_CHECKING:
    from xltags.books.engine import Pivots, Writing

WORKBOOKS = (".xlsx", ".xlsm", ".xltx", ".xltm")


class LanguageOption(StrEnum):
    """A language of messages and labels."""

    en = "en"
    zh = "zh"
    vi = "vi"


def read_day(text: str) -> date:
    """A day given on the command line.

    Raises:
        typer.BadParameter: it is no day such as 2026-09-30, or one long before or after those of workbooks.
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day; write it as 2026-09-30") from None
    if not 1900 <= day.year <= 2900:
        raise typer.BadParameter(f"{text!r} is outside the years 1900 to 2900; write another day")
    return day


Book = Annotated[Path, typer.Argument(metavar="BOOK", help="The workbook (.xlsx or .xlsm).", show_default=False)]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out", "-o", metavar="FILE", help="Write the result to FILE; BOOK stays as it is.", show_default=False
    ),
]
InPlace = Annotated[
    bool, typer.Option("--in-place", metavar="", help="Change BOOK itself; a dated backup is kept beside it.")
]
Lang = Annotated[
    LanguageOption | None,
    typer.Option("--lang", help="Language of messages. Default: the workbook's own.", show_default=False),
]
AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=read_day,
        metavar="YYYY-MM-DD",
        help="Take this day as today, for a repeatable run.",
        show_default=False,
    ),
]


class EngineOption(StrEnum):
    """What writes a workbook."""

    surgical = "surgical"
    openpyxl = "openpyxl"


Engine = Annotated[
    EngineOption,
    typer.Option(
        "--engine",
        help="openpyxl: write workbooks that must be refused otherwise; lists what would be lost.",
    ),
]
AcceptLoss = Annotated[
    bool, typer.Option("--accept-loss", metavar="", help="With --engine openpyxl: lose what it lists.")
]


DropSignature = Annotated[
    bool, typer.Option("--drop-signature", metavar="", help="Write a signed workbook; its signature is taken out.")
]
AllowProtected = Annotated[
    bool, typer.Option("--allow-protected", metavar="", help="Write into locked cells and protected workbooks too.")
]
OverwriteFormulas = Annotated[
    bool,
    typer.Option("--overwrite-formulas", metavar="", help="Replace formulas in the columns that xltags fills."),
]


NoPivots = Annotated[bool, typer.Option("--no-pivots", metavar="", help="No PivotTables beside the reports.")]
Slicers = Annotated[
    bool, typer.Option("--slicers", metavar="", help="Slicers for the PivotTables; Excel 2013 and later show them.")
]


def pivots_of(*, no_pivots: bool, slicers: bool) -> "Pivots":
    """Which PivotTables are made.

    Raises:
        XltagsError: slicers without pivots.
    """
    if no_pivots and slicers:
        raise XltagsError("--no-pivots and --slicers exclude each other: a slicer filters a pivot; keep one of them")
    return "none" if no_pivots else "slicers" if slicers else "plain"


def writing_of(
    engine: EngineOption,
    *,
    accept_loss: bool,
    drop_signature: bool = False,
    allow_protected: bool = False,
    overwrite_formulas: bool = False,
    pivots: "Pivots" = "plain",
) -> "Writing":
    """How the workbook is written.

    Raises:
        XltagsError: there is nothing whose loss could be accepted.
    """
    from xltags.books.engine import Writing

    if accept_loss and engine is not EngineOption.openpyxl:
        raise XltagsError("--accept-loss goes with --engine openpyxl; without it nothing is lost")
    return Writing(
        engine=engine.value,
        accept_loss=accept_loss,
        drop_signature=drop_signature,
        allow_protected=allow_protected,
        overwrite_formulas=overwrite_formulas,
        pivots=pivots,
    )


def today(as_of: date | None) -> date:
    """The day that counts as today."""
    return as_of or date.today()


def target_of(book: Path, out: Path | None, *, in_place: bool) -> Path | None:
    """Where a changed workbook goes; None is the workbook itself.

    Raises:
        XltagsError: neither `--out` nor `--in-place`, or both; `--out` names the workbook itself, a folder, or another
            kind of file than the workbook is, which Excel would not open.
    """
    if in_place and out is not None:
        raise XltagsError("--out and --in-place exclude each other; keep one of them")
    if in_place:
        return None
    if out is None:
        raise XltagsError(f"say where the result goes: --out FILE, or --in-place to change {book} (a backup is kept)")
    if os.path.realpath(out) == os.path.realpath(book):
        raise XltagsError(f"{out}: is the workbook itself; use --in-place, which keeps a backup, or name another file")
    if is_folder(out):
        raise XltagsError(f"{out}: is a folder; name the file in it")
    kind = book.suffix if book.suffix.lower() in WORKBOOKS else ".xlsx"
    if out.suffix.lower() != kind.lower():
        raise XltagsError(f"{out}: would hold a workbook as {book} does; name it {out.with_suffix(kind).name}")
    return out
