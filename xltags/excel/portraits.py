"""The portraits of many rows at once: each distinct cell of a column is worded once."""

from collections.abc import Sequence
from typing import Any

from xltags.core.portrait import MOST_LETTERS, portrait, portrait_part
from xltags.core.values import Value
from xltags.excel.arguments import cell


def portraits(rows: Sequence[Sequence[Any]], headers: Sequence[Value | None]) -> list[str]:
    """The portrait of each raw row, as `core.portrait` gives it."""
    first: list[list[str]] = []
    others: list[list[str]] = []
    for header, raw in zip(headers, zip(*rows, strict=True), strict=True):
        parts = _parts(raw, header)
        if any(text for _, text in parts):
            (first if any(leads for leads, _ in parts) else others).append([text for _, text in parts])
    columns = first + others
    if not columns:
        return [""] * len(rows)
    lines = [" | ".join(filter(None, texts)) for texts in zip(*columns, strict=True)]
    for place, line in enumerate(lines):
        if len(line) > MOST_LETTERS:  # the whole rule says what such a portrait leaves out
            lines[place] = portrait([cell(value) for value in rows[place]], headers)
    return lines


def _parts(raw: Sequence[Any], header: Value | None) -> list[tuple[bool, str]]:
    """What each cell of a column adds. TRUE and 1 are equal to Python, so that such a column is worded cell by cell."""
    if bool in (kinds := set(map(type, raw))) and len(kinds) > 1:
        return [portrait_part(cell(value), header) for value in raw]
    known = {value: portrait_part(cell(value), header) for value in set(raw)}
    return [known[value] for value in raw]
