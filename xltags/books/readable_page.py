"""Summaries that print too small to read: their texts break over more lines, so that a page shows them larger."""

from collections.abc import Sequence
from dataclasses import replace

from xltags.books.report_sheet import ColumnFormat, ReportTable

READABLE = 233.0  # characters across a page of A4 landscape that print at 60 % of their size or more
LEAST_LONG, LEAST = 48.0, 28.0  # widths down to which long texts and others are broken
TEXTS: tuple[ColumnFormat, ...] = ("text", "wrap")


def readable_page(table: ReportTable, long: Sequence[bool]) -> ReportTable:
    """The table with its widest texts broken where a page then reads well; else the table as it is.

    The widest long texts give way first, then the widest of the others; numbers and short texts stay as they are.

    Args:
        long: a flag a column, whether it holds sentences.
    """
    widths = [width or 0.0 for width in table.widths]
    for of_long, least in ((True, LEAST_LONG), (False, LEAST)):
        places = [n for n, form in enumerate(table.formats) if form in TEXTS and long[n] == of_long]
        widths = _narrowed(widths, places, least)
    if sum(widths) > READABLE:
        return table
    formats = tuple(
        "wrap" if now < (before or 0.0) else form
        for now, before, form in zip(widths, table.widths, table.formats, strict=True)
    )
    return replace(table, widths=tuple(widths), formats=formats)


def _narrowed(widths: Sequence[float], places: Sequence[int], least: float) -> list[float]:
    """The widths, those in some places cut to one limit, no less than `least`, that makes the whole readable."""
    found = list(widths)
    while sum(found) > READABLE and places:
        widest = max(places, key=lambda place: found[place])
        if found[widest] <= least:
            break
        found[widest] = max(least, found[widest] - 1)
    return found
