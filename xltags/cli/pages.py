"""The pages of codes, printed for people."""

import inspect
import re
from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from xltags.books.lint.registry import Rule
from xltags.checks import Check
from xltags.cli.console import on_terminal, show
from xltags.core.stops import STOPS
from xltags.render.check_lines import COLOURS
from xltags.render.rule_pages import known_rules, page_text

_LINE_END = re.compile(r"(?<!\n)\n(?!\n|Why: |Fix: )")  # one within a paragraph


def rules_called(word: str) -> list[Check | Rule]:
    """The check or rule of a code, or all of a name such as `unknown_tag`; none where nothing is called so."""
    name = word.lower().replace(" ", "_")
    return [each for each in known_rules() if each.code == word.upper() or each.name == name]


def code_names() -> dict[str, str]:
    """Every code with the name of its check or rule; those of stops have none."""
    return {each.code: each.name for each in known_rules()} | dict.fromkeys(STOPS, "")


def print_checks(checks: Sequence[Check | Rule]) -> None:
    """The pages of checks of the data and of rules of the package, one after the other."""
    for number, check in enumerate(checks):
        head = Text.assemble(
            (check.code, "bold"), "  ", check.name.replace("_", " "), "  ", (check.severity, COLOURS[check.severity])
        )
        show(*([Text()] if number else []), head, Text(), Text(_folded(page_text(check.page))))


def print_stop(code: str, page: str) -> None:
    """The page of an error that stops a command."""
    head = Text.assemble((code, "bold"), "  ", ("stops the command, exit code 2", "bold red"))
    show(head, Text(), Text(_folded(inspect.cleandoc(page))))


def _folded(page: str) -> str:
    """On a terminal a line for a paragraph, which is then folded to its width and not to that of the source."""
    if not on_terminal():
        return page
    return _LINE_END.sub(" ", page)


def print_codes(family: str = "") -> None:
    """Every code that begins so, with its first line."""
    table = Table(box=None, pad_edge=False)
    table.add_column("Code", style="bold", no_wrap=True)
    table.add_column("Severity", no_wrap=True)
    table.add_column("What it says", overflow="fold")
    rows: list[tuple[str, str, str, str]] = [
        (check.code, check.severity, COLOURS[check.severity], check.title) for check in known_rules()
    ]
    rows += [(code, "stops", "bold red", inspect.cleandoc(page).partition("\n")[0]) for code, page in STOPS.items()]
    for code, severity, colour, title in sorted(row for row in rows if row[0].startswith(family)):
        table.add_row(code, Text(severity, style=colour), Text(title))
    show(table)
