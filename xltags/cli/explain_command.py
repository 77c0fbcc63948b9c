"""`xltags explain`."""

from typing import Annotated

import typer

from xltags.core.errors import XltagsError


def command(
    code: Annotated[
        str | None,
        typer.Argument(metavar="[CODE]", help="A code such as TAG001; left out, all are listed.", show_default=False),
    ] = None,
) -> None:
    """Print the page of a check or error code: what it means, why it matters, how to mend it."""
    from xltags.core.stops import stop_page

    if code is None:
        _list()
        return
    from xltags.cli.pages import known_rule, print_check

    wanted = code.strip().upper()
    found = known_rule(wanted)
    if found is not None:
        print_check(found)
    elif (page := stop_page(wanted)) is not None:
        from xltags.cli.pages import print_stop

        print_stop(wanted, page)
    else:
        raise XltagsError(f"no code is called {wanted}; `xltags explain` lists them all")


def _list() -> None:
    from xltags.cli.pages import print_codes

    print_codes()
