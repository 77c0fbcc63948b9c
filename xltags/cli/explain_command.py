"""`xltags explain`."""

from typing import Annotated

import typer

from xltags.core.errors import XltagsError


def command(
    code: Annotated[
        str | None,
        typer.Argument(
            metavar="CODE",
            help="A code (TAG001), a name (unknown_tag) or a family of codes (TAG); left out, all are listed.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Print the page of a check or error code: what it means, why it matters, how to mend it."""
    from xltags.cli.pages import code_names, print_checks, print_codes, print_stop, rules_called
    from xltags.core.near_words import code_hint, nearest_word
    from xltags.core.stops import stop_page

    wanted = (code or "").strip()
    capitals = wanted.upper()
    if found := rules_called(wanted):
        print_checks(found)
    elif capitals not in code_names() and any(each.startswith(capitals) for each in code_names()):
        print_codes(capitals)
    elif (page := stop_page(capitals)) is not None:
        print_stop(capitals, page)
    else:
        name = nearest_word(wanted.replace(" ", "_"), filter(None, code_names().values()))
        hint = f"did you mean {name!r}?" if name else code_hint(capitals, code_names())
        raise XltagsError(f"no code is called {wanted}; {hint}")
