"""`xltags doctor`."""

from pathlib import Path
from typing import Annotated

import typer

from xltags.cli.check_command import FindingsFormat, FormatOption, SeverityOption, codes, show_results
from xltags.cli.options import AsOf, LanguageOption, today


def command(
    paths: Annotated[
        list[Path], typer.Argument(metavar="BOOK", help="Workbooks, or folders of workbooks.", show_default=False)
    ],
    format: FindingsFormat = FormatOption.text,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to FILE.", show_default=False)
    ] = None,
    fail_on: Annotated[
        SeverityOption, typer.Option(help="Exit with 1 if there is a finding of this severity or worse.")
    ] = SeverityOption.error,
    lang: Annotated[LanguageOption, typer.Option("--lang", help="Language of messages.")] = LanguageOption.en,
    select: Annotated[
        list[str] | None,
        typer.Option(metavar="CODES", help="Only these codes, such as PKG050.", show_default=False),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(metavar="CODES", help="Not these codes; wins over --select.", show_default=False),
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, metavar="N", help="Workbooks looked at side by side.")] = 1,
    all: Annotated[bool, typer.Option("--all", metavar="", help="Show every finding, not five of each rule.")] = False,
    as_of: AsOf = None,
) -> int:
    """Find what is wrong with the file itself: what Excel would repair on opening, or show wrongly.

    Any workbook will do, also one that is no xltags workbook. An error is what Excel repairs or refuses, a warning what
    it shows wrongly, a note what programs write and Excel forgives. Nothing is changed.
    """
    from xltags.batch.checking import worst
    from xltags.batch.doctoring import DoctorOptions, examine_many
    from xltags.batch.paths import workbook_paths
    from xltags.books.lint.registry import load_rules
    from xltags.cli.console import tracked
    from xltags.core.policy import Policy

    rules = load_rules()
    policy = Policy(select=codes(select, rules), ignore=codes(ignore, rules))
    options = DoctorOptions(today(as_of), policy, lang.value)
    books = workbook_paths(paths)
    results = list(tracked(examine_many(books, options, jobs=jobs), total=len(books), label="Looking"))
    show_results(results, format, output, shown=None if all else 5, fail_on=fail_on)
    return worst(results, fail_on.value)
