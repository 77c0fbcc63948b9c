"""Checking workbooks and showing what was found, without typer: the work of `xltags check`."""

import os
from collections.abc import Sequence
from pathlib import Path

from xltags.batch.checking import CheckOptions, CheckResult, check_many, worst
from xltags.batch.paths import workbook_paths
from xltags.cli.console import on_terminal, plain_text, show, tracked, write_text
from xltags.core.errors import XltagsError, why_not
from xltags.core.finding import Severity
from xltags.render.formats import Format, rendered


def check_books(
    paths: Sequence[Path],
    options: CheckOptions,
    *,
    jobs: int = 1,
    format: Format = "text",
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
    print_results(results, format, output, shown=shown, fail_on=fail_on)
    return worst(results, fail_on)


def print_results(
    results: Sequence[CheckResult],
    format: Format,
    output: Path | None,
    *,
    shown: int | None = 5,
    fail_on: Severity = "error",
) -> None:
    """Print or write results; as text `shown` findings of a rule, all where it is None; a file gets every finding.

    The file `-` is standard output.
    """
    if output == Path("-"):
        output, shown = None, None
    if format != "text":
        write_text(rendered(results, format, fail_on), output)
        if format == "github":
            _add_step_summary(results)
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


def _add_step_summary(results: Sequence[CheckResult]) -> None:
    """Append to the summary of a step of GitHub Actions, where the environment names its file.

    Raises:
        XltagsError: the file cannot be written.
    """
    if not (name := os.environ.get("GITHUB_STEP_SUMMARY")):
        return
    from xltags.render.as_summary import LIMIT, render_summary

    try:
        with Path(name).open("a", encoding="utf-8", errors="backslashreplace", newline="") as file:
            file.write(render_summary(results, limit=LIMIT - file.tell()))
    except OSError as error:
        raise XltagsError(f"{name}: the step's summary cannot be written: {why_not(error)}", code="FILE008") from error
