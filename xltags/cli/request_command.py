"""`xltags request`."""

import json
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

ALL_ACCEPTED = "all-accepted"


def command(
    book: Book,
    accept: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ROW",
            help="Carry out the request in this row of TagRequests; again for more, or all-accepted for every open one"
            " that the rules accept.",
            show_default=False,
        ),
    ] = None,
    by: Annotated[
        str,
        typer.Option(metavar="NAME", help="Who decides. Default: the taxonomy owner in office.", show_default=False),
    ] = "",
    definition: Annotated[
        str, typer.Option(metavar="TEXT", help="The definition of the new tag, with one row.", show_default=False)
    ] = "",
    answered: Annotated[
        bool,
        typer.Option("--answered", metavar="", help="Accept although questions are open that people must judge."),
    ] = False,
    out: Out = None,
    in_place: InPlace = False,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="Print the requests as JSON.")] = False,
    all: Annotated[bool, typer.Option("--all", metavar="", help="Show the settled requests too.")] = False,
    lang: Lang = None,
    drop_signature: DropSignature = False,
    allow_protected: AllowProtected = False,
    as_of: AsOf = None,
) -> None:
    """Judge the wishes for tags: accept, reject or ask back, with reasons; --accept writes the tag with its history.

    The rules are those of `xltags lint`: without a differing strategy, a source and a place in the tag budget there is
    no tag. Accepting adds the tag beside the others of its group, where drop-downs find it, and notes in TagRequests
    who decided and when. Without --accept nothing is changed.
    """
    from xltags.batch.requesting import carry_out_requests, list_requests
    from xltags.render.request_view import requests_record, requests_view

    writing = writing_of(
        EngineOption.surgical, accept_loss=False, drop_signature=drop_signature, allow_protected=allow_protected
    )
    options = check_options(as_of=today(as_of), lang=lang, select=None, ignore=None, writing=writing)
    if not accept:
        if out is not None or in_place:
            raise XltagsError(f"say what is accepted: --accept ROW or --accept {ALL_ACCEPTED}")
        found = list_requests(book, options)
    else:
        rows = _rows(accept)
        if definition and (rows is None or len(rows) > 1):
            raise XltagsError("--definition goes with a single row; accept one request at a time")
        target = target_of(book, out, in_place=in_place)
        found = carry_out_requests(
            book, options, rows=rows, by=by, answered=answered, definition=definition, out=target
        )
    if as_json:
        write_text(json.dumps(requests_record(found), ensure_ascii=False, indent=1) + "\n", None)
    elif not accept:
        show(requests_view(found, all=all))
    else:
        lines = [f"  row {it.request.row}: {it.request.tag} is now {it.tag['tag_id']}" for it in found.accepted]
        count = len(found.accepted)
        text = f"accepted {count:,} {'request' if count == 1 else 'requests'}"
        show(done_line(target or book, text + (f", decided by {found.decider}" if count else "")), *lines)


def _rows(accept: list[str]) -> list[int] | None:
    """The Excel rows to accept; None for all that the rules accept.

    Raises:
        XltagsError: a text is neither a row nor all-accepted.
    """
    if accept == [ALL_ACCEPTED]:
        return None
    wrong = next((text for text in accept if not text.isdigit()), None)
    if wrong is not None:
        raise XltagsError(f"--accept {wrong}: is no row; write --accept 3, or --accept {ALL_ACCEPTED} alone")
    return [int(text) for text in accept]
