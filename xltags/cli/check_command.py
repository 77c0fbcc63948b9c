"""`xltags check`."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xltags.cli.options import AsOf, Lang, LanguageOption, today
from xltags.core.errors import XltagsError, why_unread

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from xltags.batch.checking import CheckResult


class FormatOption(StrEnum):
    """How findings are written."""

    text = "text"
    json = "json"
    sarif = "sarif"
    junit = "junit"
    github = "github"
    html = "html"


FindingsFormat = Annotated[
    FormatOption,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help=f"How findings are written: {', '.join(list(FormatOption)[:-1])} or {list(FormatOption)[-1]}.",
    ),
]


class SeverityOption(StrEnum):
    """From which severity on the exit code is 1."""

    error = "error"
    warning = "warning"
    note = "note"


def command(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH", help="Workbooks, or folders of workbooks.", show_default=False)
    ],
    format: FindingsFormat = FormatOption.text,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to FILE.", show_default=False)
    ] = None,
    fail_on: Annotated[
        SeverityOption, typer.Option(help="Exit with 1 if there is a finding of this severity or worse.")
    ] = SeverityOption.error,
    lang: Lang = None,
    taxonomy: Annotated[
        Path | None,
        typer.Option(metavar="MASTER", help="Check against this workbook's taxonomy instead.", show_default=False),
    ] = None,
    select: Annotated[
        list[str] | None,
        typer.Option(metavar="CODES", help="Only these codes or families, such as TAG or CUS001.", show_default=False),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(metavar="CODES", help="Not these codes or families; wins over --select.", show_default=False),
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Hide findings that this earlier JSON output has.", show_default=False),
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, metavar="N", help="Workbooks checked side by side.")] = 1,
    all: Annotated[bool, typer.Option("--all", metavar="", help="Show every finding, not five of each rule.")] = False,
    as_of: AsOf = None,
) -> int:
    """Find what is wrong: unknown and stale tags, duplicates, wrong numbers, gaps in the scorecard, and more.

    Nothing is changed. Exit code 1 says that there are findings, 2 that a workbook could not be read.
    `xltags explain CODE` says what a code means and how to mend it.
    """
    from xltags.batch.checking import require_readable
    from xltags.cli.check_books import check_books

    options = check_options(
        as_of=today(as_of), lang=lang, select=select, ignore=ignore, master=taxonomy, baseline=baseline
    )
    if taxonomy is not None:
        require_readable(taxonomy)
    return check_books(
        paths,
        options,
        jobs=jobs,
        format=format.value,
        output=output,
        shown=None if all else 5,
        fail_on=fail_on.value,
    )


if TYPE_CHECKING:
    from datetime import date

    from xltags.batch.checking import CheckOptions
    from xltags.books.engine import Writing


def check_options(
    *,
    as_of: "date",
    lang: LanguageOption | None,
    select: list[str] | None,
    ignore: list[str] | None,
    master: Path | None = None,
    baseline: Path | None = None,
    writing: "Writing | None" = None,
) -> "CheckOptions":
    """The options of a check from those of a command."""
    from xltags.batch.checking import CheckOptions
    from xltags.books.engine import Writing
    from xltags.checks import load_checks
    from xltags.core.policy import Policy

    return CheckOptions(
        as_of=as_of,
        policy=Policy(select=codes(select, load_checks()), ignore=codes(ignore, load_checks())),
        language=lang.value if lang else None,
        master=master,
        known=_known(baseline) if baseline else frozenset(),
        writing=writing or Writing(),
    )


def codes(options: list[str] | None, known: "Collection[str]") -> tuple[str, ...]:
    """Codes, or beginnings of codes, of repeated or comma-separated options, in capitals.

    Raises:
        XltagsError: one is not the beginning of any that is known.
    """
    from xltags.core.near_words import code_hint

    wanted = tuple(code.strip().upper() for option in options or () for code in option.split(",") if code.strip())
    for code in wanted:
        if not any(each.startswith(code) for each in known):
            raise XltagsError(f"no check has the code {code}; {code_hint(code, known)}")
    return wanted


def _known(baseline: Path) -> frozenset[tuple[str, ...]]:
    from xltags.render.as_json import read_identities

    try:
        return read_identities(baseline.read_text(encoding="utf-8"))
    except OSError as error:
        raise XltagsError(f"{baseline}: cannot be used as a baseline: {why_unread(error)}") from error
    except ValueError as error:
        raise XltagsError(
            f"{baseline}: is no output of `xltags check --format json`; make one with -o {baseline}"
        ) from error


def show_results(
    results: "Sequence[CheckResult]",
    format: FormatOption,
    output: Path | None,
    *,
    shown: int | None = 5,
    fail_on: SeverityOption = SeverityOption.error,
) -> None:
    """Print or write results in a format; a file gets every finding."""
    from xltags.cli.check_books import print_results

    print_results(results, format.value, output, shown=shown, fail_on=fail_on.value)
