"""`xltags tag`."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from xltags.cli.check_command import check_options
from xltags.cli.console import done_line, show, write_text
from xltags.cli.options import (
    AcceptLoss,
    AllowProtected,
    AsOf,
    Book,
    DropSignature,
    Engine,
    EngineOption,
    InPlace,
    Lang,
    Out,
    target_of,
    today,
    writing_of,
)
from xltags.core.errors import XltagsError

if TYPE_CHECKING:
    from xltags.core.tagging import Mode


def command(
    book: Book,
    where: Annotated[
        str,
        typer.Option(metavar="FILTER", help="Which customers, such as 'tier = A and stage = Won'.", show_default=False),
    ],
    set: Annotated[
        str, typer.Option("--set", metavar="GROUP=TAG", help="The tag to give; several: a;b.", show_default=False)
    ],
    add: Annotated[bool, typer.Option("--add", metavar="", help="Add to the tags that are there.")] = False,
    remove: Annotated[bool, typer.Option("--remove", metavar="", help="Take the tag out instead.")] = False,
    by: Annotated[
        str, typer.Option(metavar="PERSON", help="Who tags; goes into the history.", show_default=False)
    ] = "",
    out: Out = None,
    in_place: InPlace = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", metavar="", help="Show what would change.")] = False,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="Print what changes as JSON.")] = False,
    lang: Lang = None,
    engine: Engine = EngineOption.surgical,
    accept_loss: AcceptLoss = False,
    drop_signature: DropSignature = False,
    allow_protected: AllowProtected = False,
    as_of: AsOf = None,
) -> None:
    """Tag every customer that meets a filter, after a preview: without --out or --in-place nothing is written.

    The preview counts values before and after, what is replaced, and how tiers move. Each change becomes a row of
    FollowUps. The filter language is in docs/filters.md.
    """
    from xltags.batch.tagging import TagWish, preview_tagging, tag_workbook
    from xltags.render.tagging_view import tagging_record, tagging_view

    if add and remove:
        raise XltagsError("--add and --remove exclude each other; keep one of them")
    mode: Mode = "add" if add else "remove" if remove else "set"
    wish = TagWish(where, set, mode, by)
    writing = writing_of(
        engine, accept_loss=accept_loss, drop_signature=drop_signature, allow_protected=allow_protected
    )
    options = check_options(as_of=today(as_of), lang=lang, select=None, ignore=None, writing=writing)
    writes = not dry_run and (out is not None or in_place)
    target = target_of(book, out, in_place=in_place) if writes else None
    made = tag_workbook(book, wish, options, out=target) if writes else preview_tagging(book, wish, options)
    if as_json:
        record = tagging_record(made, written=writes and (bool(made.tagging.changes) or out is not None))
        write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", None)
        return
    show(tagging_view(made))
    count = len(made.tagging.changes)
    cells = f"{count:,} {'cell' if count == 1 else 'cells'}"
    if not count and target is None:
        show(done_line(book, "nothing to change"))
    elif writes:
        show(done_line(target or book, f"tagged {cells}, {made.history:,} rows of history"))
    else:
        show(done_line(book, f"would tag {cells}; --in-place or --out FILE does it"))
