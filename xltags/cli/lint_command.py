"""`xltags lint`."""

from pathlib import Path
from typing import Annotated

import typer

from xltags.cli.check_command import FindingsFormat, FormatOption, SeverityOption, check_options, show_results
from xltags.cli.options import AsOf, Book, Lang, today


def command(
    book: Book,
    format: FindingsFormat = FormatOption.text,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to FILE.", show_default=False)
    ] = None,
    fail_on: Annotated[
        SeverityOption, typer.Option(help="Exit with 1 if there is a finding of this severity or worse.")
    ] = SeverityOption.error,
    lang: Lang = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(metavar="CODES", help="Not these codes or families.", show_default=False),
    ] = None,
    all: Annotated[bool, typer.Option("--all", metavar="", help="Show every finding, not five of each rule.")] = False,
    as_of: AsOf = None,
) -> int:
    """Check the taxonomy and the scorecard only, not the customers. Nothing is changed."""
    from xltags.batch.checking import lint_workbook, worst

    options = check_options(as_of=today(as_of), lang=lang, select=None, ignore=ignore)
    result = lint_workbook(book, options)
    show_results([result], format, output, shown=None if all else 5, fail_on=fail_on)
    return worst([result], fail_on.value)
