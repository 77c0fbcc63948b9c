"""Checking workbooks and showing what was found, without typer: the work of `xltags check`."""

from collections.abc import Sequence
from pathlib import Path

from xltags.batch.checking import CheckOptions, CheckResult, check_many, worst
from xltags.batch.paths import workbook_paths
from xltags.cli.console import on_terminal, plain_text, show, tracked, write_text
from xltags.core.finding import Severity


def check_books(
    paths: Sequence[Path],
    options: CheckOptions,
    *,
    jobs: int = 1,
    as_json: bool = False,
    output: Path | None = None,
    shown: int | None = 5,
    fail_on: Severity = "error",
) -> int:
    """Check workbooks, `jobs` side by side, show or write what was found, and return the exit code.

    Raises:
        XltagsError: there is no such workbook, or `output` cannot be written.
    """
    books = workbook_paths(paths)
    results = list(tracked(check_many(books, options, jobs=jobs), total=len(books), label="Checking"))
    print_results(results, as_json=as_json, output=output, shown=shown)
    return worst(results, fail_on)


def print_results(results: Sequence[CheckResult], *, as_json: bool, output: Path | None, shown: int | None = 5) -> None:
    """Print or write results; `shown` findings of a rule, all where it is None; a file gets every finding."""
    if as_json:
        from xltags.render.as_json import render_json

        write_text(render_json(results), output)
        return
    from xltags.render.check_lines import results_text

    listed = shown if output is None else None
    text = None if output is None and on_terminal() else results_text(results, shown=listed)
    if text is not None:
        write_text(text, output)
        return
    from xltags.render.as_text import results_view  # loads rich

    if output is None:
        show(results_view(results, shown=listed))
    else:
        write_text(plain_text(results_view(results, shown=listed)), output)
