"""A guessed map as a TOML file for a person to read and correct."""

import json
from collections.abc import Iterable

from xltags.books.importing.guessed import GuessedColumn, GuessedSource, MapGuess

HEAD = """# Map of an import, guessed by xltags. Read it, correct it, then: xltags import BOOK SOURCE... --map THIS_FILE
# A column is written  id = "header"  or  id = { from = "header", map = { "their text" = "your tag" } }.
# Take the # away from a line to use it. A new tag group needs a [[group]]; see the manual of xltags import.
"""


def map_text(guess: MapGuess) -> str:
    """The guess as TOML: every column with its confidence and some values, the headers left over as comments."""
    parts = [HEAD, *(_source(source, file) for source, file in zip(guess.sources, guess.files(), strict=True))]
    return "\n".join(parts)


def _source(source: GuessedSource, file: str) -> str:
    sheet = [f"sheet = {quoted(source.sheet)}"] if source.sheet else []
    lines = ["[[source]]", f"file = {quoted(file)}", *sheet, f"table = {quoted(source.table)}"]
    if source.key:
        lines.append(f"key = {quoted(source.key[0])}")
    else:
        lines.append("# key = ...   without a key a row is known by all its columns")
    if source.placeholders:
        lines.append(f"# missing = [{', '.join(map(quoted, source.placeholders))}]   if these texts mean nothing")
    if source.doubtful_dates:
        lines += [f"# {_one_line(source.doubtful_dates)}", '# dates = "%d-%m-%Y"']
    if source.doubtful_number:
        lines.append(f'# decimal = ","   if {_one_line(source.doubtful_number)} has thousands, "." if it has decimals')
    lines.append("[source.columns]")
    lines += _columns(source.columns)
    if source.unmapped:
        lines.append("# not mapped:")
        lines += [f"#   {quoted(header)}   {_shown(examples)}" for header, examples in source.unmapped.items()]
    return "\n".join(lines) + "\n"


def _columns(columns: Iterable[GuessedColumn]) -> list[str]:
    columns = list(columns)
    entries = [f"{column.column_id} = {_entry(column)}" for column in columns]
    width = max(map(len, entries), default=0)
    return [
        f"{entry:<{width}}  # {column.confidence:.0%} sure: {column.why}; {_shown(column.examples)}"
        for entry, column in zip(entries, columns, strict=True)
    ]


def _entry(column: GuessedColumn) -> str:
    header, text = column.where
    if not header:
        return quoted(column.header)
    return f"{{ from = {quoted(column.header)}, where = {{ {quoted(header)} = {quoted(text)} }} }}"


def _shown(examples: Iterable[str]) -> str:
    return ", ".join(quoted(example[:40]) for example in examples) or "(blank)"


def quoted(text: str) -> str:
    """A text as a TOML string.

    >>> quoted('say "hi"')
    '"say \\\\"hi\\\\""'
    """
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _one_line(text: str) -> str:
    return " ".join(text.split())
