"""The portraits of many rows at once: each distinct cell of a column is worded once."""

from collections.abc import Sequence
from typing import Any

from xltags.core.portrait import MOST_LETTERS, portrait, portrait_lead, portrait_text
from xltags.core.values import Value
from xltags.excel.arguments import cell


def portraits(rows: Sequence[Sequence[Any]], headers: Sequence[Value | None]) -> list[str]:
    """The portrait of each raw row, as `core.portrait` gives it."""
    first: list[list[str]] = []
    others: list[list[str]] = []
    for header, raw in zip(headers, zip(*rows, strict=True), strict=True):
        lead = portrait_lead(header)
        texts = [] if lead is None else _texts(raw, lead)
        if any(texts):
            (others if lead else first).append(texts)
    columns = first + others
    if not columns:
        return [""] * len(rows)
    lines = [" | ".join(filter(None, texts)) for texts in zip(*columns, strict=True)]
    for place, line in enumerate(lines):
        if len(line) > MOST_LETTERS:  # the whole rule says what such a portrait leaves out
            lines[place] = portrait([cell(value) for value in rows[place]], headers)
    return lines


def _texts(raw: Sequence[Any], lead: str) -> list[str]:
    """What each cell of a column adds. TRUE and 1 are equal to Python, so that such a column is worded cell by cell."""

    def worded(value: Any) -> str:
        text = portrait_text(cell(value))
        return lead + text if text else ""

    if bool in (kinds := set(map(type, raw))) and len(kinds) > 1:
        return [worded(value) for value in raw]
    known = {value: worded(value) for value in set(raw)}
    return [known[value] for value in raw]
