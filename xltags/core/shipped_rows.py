"""The lists that come with xltags: taxonomy, wording, dictionaries. A part of the program, as its code is."""

import csv
from functools import cache
from importlib.resources import files


@cache
def shipped_rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a shipped CSV file, by header."""
    text = files("xltags.shipped").joinpath(name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines(keepends=True)))
