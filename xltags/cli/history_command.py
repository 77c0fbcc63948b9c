"""`xltags history`."""

from typing import Annotated

import typer

from xltags.cli.many_options import AsJson
from xltags.cli.options import AsOf, Book, today


def command(
    book: Book,
    customer: Annotated[
        str, typer.Argument(metavar="CUSTOMER", help="Its id, or the name of the company.", show_default=False)
    ],
    as_json: AsJson = False,
    as_of: AsOf = None,
) -> None:
    """Tell how a customer changed: contacts, changes of tags, people met, deals, tiers at each snapshot.

    Then the tags it carries now, how long each has stood and when somebody last talked to the customer.
    """
    from xltags.batch.histories import customer_history
    from xltags.cli.console import show, write_text
    from xltags.render.as_history import history_view, render_history

    day = today(as_of)
    history = customer_history(book, customer, as_of=day)
    if as_json:
        write_text(render_history(history), None)
    else:
        show(history_view(history, as_of=day))
