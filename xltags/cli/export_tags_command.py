"""`xltags export-tags`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from xltags.cli.options import AsOf, Book, today


class FormatOption(StrEnum):
    """A format of tag groups."""

    wecom = "wecom"
    turtle = "turtle"
    jsonld = "json-ld"
    csv = "csv"


Format = Annotated[
    FormatOption | None,
    typer.Option(
        "--format", help="Default: what FILE's name says: .json WeCom, .ttl and .jsonld SKOS, .csv.", show_default=False
    ),
]


def command(
    book: Book,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.", show_default=False)],
    format: Format = None,
    group: Annotated[
        list[str] | None,
        typer.Option("--group", metavar="GROUP", help="Only this tag group; may be repeated.", show_default=False),
    ] = None,
    as_of: AsOf = None,
) -> None:
    """Write tag groups and their tags for another program: WeCom's customer tags, a SKOS vocabulary, or CSV.

    What `xltags import-tags` took from such a file goes back as it came: ids, orders, fields that a workbook does not
    have. An existing FILE is replaced.
    """
    from xltags.batch.exchanging import export_tags, format_of
    from xltags.cli.console import done_line, show, write_text

    chosen = format_of(file, format.value if format else None)
    exported = export_tags(book, format=chosen, only=group or (), as_of=today(as_of))
    write_text(exported.text, file)
    show(done_line(file, f"{exported.groups:,} groups, {exported.tags:,} tags as {chosen}"))
