"""`xltags handover`."""

from pathlib import Path
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
    giver: Annotated[str, typer.Option("--from", metavar="PERSON", help="Who hands over.", show_default=False)],
    taker: Annotated[str, typer.Option("--to", metavar="PERSON", help="Who takes over.", show_default=False)],
    tags: Annotated[bool, typer.Option("--tags", metavar="", help="Hand over the taxonomy, not customers.")] = False,
    brief: Annotated[
        Path | None,
        typer.Option(metavar="FILE.md", help="Write the brief as Markdown too.", show_default=False),
    ] = None,
    out: Out = None,
    in_place: InPlace = False,
    lang: Lang = None,
    drop_signature: DropSignature = False,
    allow_protected: AllowProtected = False,
    as_of: AsOf = None,
) -> None:
    """Hand the customers of one person to another, or the taxonomy, with a brief of all that the next one must know.

    Without --out or --in-place nothing is changed: the brief is printed or goes to --brief. The brief of customers says
    for each what it is like, why it has its tier, who is who, what was said last, what was promised, which tags to
    confirm and what to ask; that of the taxonomy why each tag exists, what is asked for and what nobody uses.
    """
    from xltags.batch.handing_over import HandoverWish, hand_over, preview_handover
    from xltags.books.text_files import require_text_place
    from xltags.cli.console import done_line, show, write_text
    from xltags.render.as_markdown import brief_markdown

    writing = writing_of(
        EngineOption.surgical, accept_loss=False, drop_signature=drop_signature, allow_protected=allow_protected
    )
    options = check_options(as_of=today(as_of), lang=lang, select=None, ignore=None, writing=writing)
    wish = HandoverWish(giver, taker, tags)
    writes = out is not None or in_place
    target = target_of(book, out, in_place=in_place) if writes else None
    if brief is not None:
        require_text_place(brief)
    made = hand_over(book, wish, options, out=target) if writes else preview_handover(book, wish, options)
    text = brief_markdown(made.brief)
    if brief is not None:
        write_text(text, brief)
        show(done_line(brief, "wrote the brief"))
    elif not writes:
        write_text(text, None)
    what = "the taxonomy" if tags else f"{made.count:,} {'customer' if made.count == 1 else 'customers'}"
    if writes:
        show(done_line(target or book, f"handed {what} from {giver} to {taker}; the brief is the sheet {made.sheet}"))
