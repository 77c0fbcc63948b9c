"""Briefs as Markdown, to be mailed or printed."""

import re

from xltags.core.brief import Brief
from xltags.core.values import as_text

SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")


def brief_markdown(brief: Brief) -> str:
    """A brief as Markdown: a title, a list of what it says in all, a table, and a part under a heading for each thing.

    Text from the workbook is text: nothing in it becomes a heading, a link or HTML.
    """
    lines = [f"# {plain(brief.title)}", ""]
    lines += [f"- **{plain(label)}:** {plain(text)}" for label, text in brief.facts]
    if brief.rows:
        header = brief.header[:4]  # the whole is in the parts; a table of ten columns is unreadable on paper
        lines += ["", _row(header), _row(("---",) * len(header), raw=True)]
        lines += [_row(tuple(as_text(cell) for cell in row[:4])) for row in brief.rows]
    for part in brief.parts:
        lines += ["", f"## {plain(part.heading)}", ""]
        lines += [f"- **{plain(label)}:** {plain(text)}" for label, text in part.facts]
    return "\n".join(lines) + "\n"


def _row(cells: tuple[str, ...], *, raw: bool = False) -> str:
    return "| " + " | ".join(cells if raw else map(plain, cells)) + " |"


def plain(text: str) -> str:
    """A text of a workbook as Markdown shows it unchanged, on one line.

    >>> plain("A|B *new*")
    'A\\\\|B \\\\*new\\\\*'
    """
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))
