"""`xltags diff`."""

from pathlib import Path
from typing import Annotated

import typer

from xltags.cli.many_options import AsJson
from xltags.cli.options import AsOf, today


def command(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The earlier workbook.", show_default=False)],
    new: Annotated[
        Path | None,
        typer.Argument(
            metavar="NEW", help="The later one. Left out: OLD against its last snapshot.", show_default=False
        ),
    ] = None,
    all: Annotated[bool, typer.Option("--all", metavar="", help="Show every customer, however many.")] = False,
    as_json: AsJson = False,
    as_of: AsOf = None,
) -> int:
    """Tell every difference between two workbooks: taxonomy, scorecard, plan, settings, customers' tags.

    Each is breaking (something that worked works otherwise, or no more) or safe, with the rule that says so. Where rows
    stand is no difference. Exit code 1 means that a difference is breaking, 0 that none is.
    """
    from xltags.batch.diffing import diff_since_snapshot, diff_workbooks
    from xltags.cli.console import show, write_text
    from xltags.render.as_diff import diff_view, render_diff

    day = today(as_of)
    changes = diff_since_snapshot(old, as_of=day) if new is None else diff_workbooks(old, new, as_of=day)
    if as_json:
        write_text(render_diff(changes), None)
    else:
        show(diff_view(changes, shown=None if all else 20))
    return int(any(change.breaking for change in changes))
