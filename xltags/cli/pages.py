"""The pages of codes, printed for people."""

import inspect
import re

from rich.table import Table
from rich.text import Text

from xltags.books.lint.registry import Rule, load_rules
from xltags.checks import Check, load_checks
from xltags.cli.console import show
from xltags.core.stops import STOPS
from xltags.render.check_lines import COLOURS

_DOCTEST = re.compile(r"^>>> .*", re.DOTALL | re.MULTILINE)


def page_text(page: str) -> str:
    """A check's page without its doctests, which are for developers."""
    return _DOCTEST.sub("", inspect.cleandoc(page)).rstrip()


def known_rules() -> list[Check | Rule]:
    """Every check of the data and every rule of the package."""
    return [*load_checks().values(), *load_rules().values()]


def known_rule(code: str) -> Check | Rule | None:
    """The check or rule with that code, None if there is none."""
    return next((each for each in known_rules() if each.code == code), None)


def print_check(check: Check | Rule) -> None:
    """The page of a check of the data, or of a rule of the package."""
    head = Text.assemble(
        (check.code, "bold"), "  ", check.name.replace("_", " "), "  ", (check.severity, COLOURS[check.severity])
    )
    show(head, Text(), Text(page_text(check.page)))


def print_stop(code: str, page: str) -> None:
    """The page of an error that stops a command."""
    head = Text.assemble((code, "bold"), "  ", ("stops the command, exit code 2", "bold red"))
    show(head, Text(), Text(inspect.cleandoc(page)))


def print_codes() -> None:
    """Every code with its first line, by family."""
    table = Table(box=None, pad_edge=False)
    table.add_column("Code", style="bold", no_wrap=True)
    table.add_column("Severity", no_wrap=True)
    table.add_column("What it says", overflow="fold")
    rows: list[tuple[str, str, str, str]] = [
        (check.code, check.severity, COLOURS[check.severity], check.title) for check in known_rules()
    ]
    rows += [(code, "stops", "bold red", inspect.cleandoc(page).partition("\n")[0]) for code, page in STOPS.items()]
    for code, severity, colour, title in sorted(rows):
        table.add_row(code, Text(severity, style=colour), Text(title))
    show(table)
