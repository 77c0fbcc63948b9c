"""`xltags segment`."""

import json
from pathlib import Path
from typing import Annotated

import typer

from xltags.cli.check_command import check_options
from xltags.cli.console import done_line, show, write_text
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
from xltags.core.errors import XltagsError


def command(
    book: Book,
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="The segment. Default: an overview of all.", show_default=False)
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option(metavar="FILE.csv", help="Write the list as CSV, for mail and call tools.", show_default=False),
    ] = None,
    out: Out = None,
    in_place: InPlace = False,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="Print the list as JSON.")] = False,
    all: Annotated[bool, typer.Option("--all", metavar="", help="Show every row, not twenty.")] = False,
    lang: Lang = None,
    drop_signature: DropSignature = False,
    allow_protected: AllowProtected = False,
    as_of: AsOf = None,
) -> None:
    """List the customers of a segment with their contacts, owner and next action; nothing is changed.

    The sheet Segments holds the filters: who is included, who is excluded. --export writes the list as CSV; --out or
    --in-place puts it on a sheet of its own. The filter language is in docs/filters.md.
    """
    from xltags.batch.segmenting import export_segment, list_segment, put_segment, segment_sizes
    from xltags.render.segment_view import segment_record, segment_view, size_record, sizes_view

    writing = writing_of(
        EngineOption.surgical, accept_loss=False, drop_signature=drop_signature, allow_protected=allow_protected
    )
    options = check_options(as_of=today(as_of), lang=lang, select=None, ignore=None, writing=writing)
    writes = out is not None or in_place
    if name is None:
        if writes or export is not None:
            raise XltagsError(f"name the segment to list; `xltags segment {book}` shows all")
        sizes = segment_sizes(book, options)
        if as_json:
            _print_json({"segments": [size_record(found) for found in sizes]})
        else:
            show(sizes_view(sizes))
        return
    target = target_of(book, out, in_place=in_place) if writes else None
    found = put_segment(book, name, options, out=target) if writes else list_segment(book, name, options)
    if export is not None:
        export_segment(found.mailing, export)
    if as_json:
        _print_json(segment_record(found))
        return
    if export is None and not writes:
        show(segment_view(found, shown=None if all else 20))
        return
    rows = len(found.mailing.rows)
    if writes:
        show(done_line(target or book, f"listed {found.mailing.customers:,} customers on the sheet {found.sheet!r}"))
    if export is not None:
        show(done_line(export, f"wrote {rows:,} rows, {found.mailing.customers:,} customers"))
    for other, count in found.overlap:
        show(f"{count:,} of them are also in {other!r}")


def _print_json(record: object) -> None:
    write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", None)
