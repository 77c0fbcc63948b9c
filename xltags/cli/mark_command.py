"""`xltags mark`."""

from typing import Annotated

import typer

from xltags.cli.check_command import check_options
from xltags.cli.options import (
    AllowProtected,
    AsOf,
    Book,
    DropSignature,
    EngineOption,
    InPlace,
    Lang,
    Out,
    target_of,
    today,
    writing_of,
)


def command(
    book: Book,
    out: Out = None,
    in_place: InPlace = False,
    clear: Annotated[bool, typer.Option("--clear", metavar="", help="Take the notes of xltags off again.")] = False,
    lang: Lang = None,
    drop_signature: DropSignature = False,
    allow_protected: AllowProtected = False,
    as_of: AsOf = None,
) -> None:
    """Show what `xltags check` finds as notes on the cells, coloured by severity.

    The notes replace those of an earlier check. Notes and threads of others stay, and no cell changes its value or its
    colour. --clear takes the notes of xltags off every sheet.
    """
    from rich.text import Text

    from xltags.batch.marking import clear_workbook, mark_workbook
    from xltags.cli.console import done_line, show

    target = target_of(book, out, in_place=in_place)
    writing = writing_of(
        EngineOption.surgical, accept_loss=False, drop_signature=drop_signature, allow_protected=allow_protected
    )
    options = check_options(as_of=today(as_of), lang=lang, select=None, ignore=None, writing=writing)
    if clear:
        clear_workbook(book, options, out=target)
        show(done_line(target or book, "cleared the notes of xltags"))
        return
    marked = mark_workbook(book, options, out=target)
    show(done_line(target or book, f"marked {marked.cells:,} cells; {len(marked.findings):,} findings"))
    if marked.without_cell:
        without = "1 finding has" if marked.without_cell == 1 else f"{marked.without_cell:,} findings have"
        show(Text(f"{without} no cell; `xltags check {book}` lists them"))
    if marked.left:
        show(
            Text(f"{marked.left:,} more cells keep the note of someone else; `xltags check {book}` lists what is wrong")
        )
