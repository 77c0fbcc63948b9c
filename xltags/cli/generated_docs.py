"""The generated blocks of the documents: commands, checks, reports, columns. A test compares them with the code."""

import inspect
import re
import sys
from collections.abc import Callable
from pathlib import Path

from xltags.core.stops import STOPS
from xltags.render.rule_pages import known_rules, page_text
from xltags.reports import load_reports

BLOCK = re.compile(r"<!-- begin: (\w+) -->\n.*?<!-- end: \1 -->", re.DOTALL)
DOCUMENTS = ("README.md", "docs/commands.md", "docs/checks.md", "docs/reports.md", "docs/columns.md")


def commands_overview() -> str:
    """Every command with its first line, by panel."""
    from xltags.cli.app import COMMANDS, module_of

    lines = ["| command | what it does |", "| --- | --- |"]
    for names in COMMANDS.values():
        for name in names:
            module = module_of(name)
            lines.append(f"| `xltags {name}` | {_first_sentence(inspect.getdoc(module.command) or '')} |")
    return "\n".join(lines)


def commands_help() -> str:
    """The help of every command, as typed."""
    from xltags.cli.app import COMMANDS, module_of

    parts = [_help_of([])]
    for name in (name for names in COMMANDS.values() for name in names):
        parts.append(_help_of([name]))
        group = getattr(module_of(name), "group", None)
        parts += [_help_of([name, each.name]) for each in (group.registered_commands if group else ())]
    return "\n\n".join(parts)


def _help_of(words: list[str]) -> str:
    import os
    from io import StringIO

    os.environ.update(
        {"TERMINAL_WIDTH": "100", "COLUMNS": "100", "NO_COLOR": "1", "_TYPER_FORCE_DISABLE_TERMINAL": "1"}
    )
    from xltags.cli.app import run

    stream, kept = StringIO(), sys.stdout
    sys.stdout = stream
    try:
        run([*words, "--help"])
    finally:
        sys.stdout = kept
    text = "\n".join(line.rstrip() for line in stream.getvalue().strip("\n").splitlines())
    title = " ".join(("xltags", *words))
    return f"### {title}\n\n```text\n{text.strip()}\n```"


FAMILIES = {
    "FILE": "sheets, tables, columns, settings",
    "TAX": "the taxonomy",
    "GOV": "which tags are worth their keep, and who looks after them",
    "TAG": "tags of customers",
    "CUS": "customers",
    "ICP": "the scorecard",
    "CHN": "the people who decide",
    "LOG": "contacts, follow-ups, people",
    "PLAN": "strategy and segments",
    "SPEND": "spend",
    "REV": "the ideal customer profile against the outcomes (`xltags review`)",
    "PKG": "the file itself (`xltags doctor`)",
}


def check_families() -> str:
    """The families of checks, with the codes and names of each."""
    lines = ["| family | about | checks |", "| --- | --- | --- |"]
    for family, about in FAMILIES.items():
        codes = [
            f"`{check.code}` {check.name.replace('_', ' ')}" for check in known_rules() if check.code.startswith(family)
        ]
        lines.append(f"| {family} | {about} | {', '.join(codes)} |")
    return "\n".join(lines)


def checks_pages() -> str:
    """The page of every check and of every stop."""
    parts = [
        f"## {check.code} {check.name.replace('_', ' ')}\n\n*{check.severity}*\n\n{page_text(check.page)}"
        for check in known_rules()
    ]
    parts += [f"## {code}\n\n*stops the command*\n\n{inspect.cleandoc(page)}" for code, page in sorted(STOPS.items())]
    return "\n\n".join(parts)


def reports_overview() -> str:
    """Every report with what it answers."""
    lines = ["| report | what it answers |", "| --- | --- |"]
    lines += [f"| `{name}` | {maker.title} |" for name, maker in load_reports().items()]
    return "\n".join(lines)


def reports_pages() -> str:
    """The page of every report: its columns and their order."""
    return "\n\n".join(f"## {name}\n\n{maker.page}" for name, maker in load_reports().items())


def columns_pages() -> str:
    """Every declared table with its columns in three languages."""
    from xltags.books.sheets import tables

    parts = []
    for spec in tables().values():
        lines = [
            f"## {spec.id}",
            "",
            spec.purposes["en"],
            "",
            "| id | English | 中文 | Tiếng Việt | holds | entry |",
            "| --- | --- | --- | --- | --- | --- |",
        ]
        for column in spec.columns:
            holds = column.kind + (f": {', '.join(choice.id for choice in column.choices)}" if column.choices else "")
            heads = " | ".join(column.headers[language] for language in ("en", "zh", "vi"))
            lines.append(f"| `{column.id}` | {heads} | {holds} | {column.notes['en']} |")
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


BLOCKS: dict[str, Callable[[], str]] = {
    "commands": commands_overview,
    "command_help": commands_help,
    "check_families": check_families,
    "check_pages": checks_pages,
    "reports": reports_overview,
    "report_pages": reports_pages,
    "columns": columns_pages,
}


def renewed(text: str) -> str:
    """A document with its generated blocks made anew."""
    return BLOCK.sub(lambda found: f"<!-- begin: {found[1]} -->\n{BLOCKS[found[1]]()}\n<!-- end: {found[1]} -->", text)


def _first_sentence(page: str) -> str:
    line = page.partition("\n\n")[0].replace("\n", " ")
    return line.split(". ")[0].rstrip(".") + "."


def main() -> None:
    """Renew every document in the current folder."""
    for name in DOCUMENTS:
        path = Path(name)
        path.write_text(renewed(path.read_text("utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
