"""`xltags undo`."""

from pathlib import Path
from typing import Annotated

import typer

from xltags.cli.options import Book


def command(
    book: Book,
    list: Annotated[
        bool, typer.Option("--list", metavar="", help="List the dated copies; nothing is changed.")
    ] = False,
    backup: Annotated[
        Path | None,
        typer.Option(metavar="COPY", help="Put this copy back, not the newest.", show_default=False),
    ] = None,
) -> None:
    """Take the last change of a workbook back: the newest copy that --in-place kept takes its place again.

    What it replaces is kept as a copy too, so that undoing twice is redoing. How many copies are kept says the key
    `backups` of xltags.toml (5 if it says nothing).
    """
    from rich.text import Text

    from xltags.batch.undoing import copies_of, undo_workbook
    from xltags.cli.console import done_line, show

    if list:
        copies = copies_of(book)
        lines = [Text(f"{each.when:%Y-%m-%d %H:%M:%S}  {each.size:>12,} bytes  {each.path.name}") for each in copies]
        show(*(reversed(lines) if lines else [done_line(book, "has no dated copies")]))
        return
    undone = undo_workbook(book, chosen=backup)
    show(done_line(book, f"is again as it was before {undone.restored.when:%Y-%m-%d %H:%M:%S}"))
    if undone.kept is not None:
        show(Text(f"What it replaced is kept as {undone.kept.name}; undo again to have it back"))
