"""How wide the columns of a new workbook are, how high its rows, and on how many pages it prints."""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import ceil

from xltags.books.template_styles import NUMBER_FORMATS
from xltags.core.spec import ColumnSpec
from xltags.core.values import Value

LINE = 13.5  # points; room for Chinese glyphs, which stand higher than those of Arial
LEAST_ROW, MOST_ROW = 16.5, 200.0
LEAST_WIDTH, LIST_WIDTH, MOST_WIDTH = 9.0, 34.0, 52.0
MARGIN = 2.5  # characters: the indent, and what glyphs differ from one another
ARROW = 4.0  # characters that the indent and the filter's arrow take in a heading
PAGE = 205.0  # characters across a page of A4 landscape that are still read with ease
SPACE = 0.5
# Letters of Arial by their width in digits; capitals are 1.25, all others 1.
LETTER_WIDTHS = {0.5: " !'(),-./:;I[]`fijltr|", 1.5: "MOQmw%", 1.75: "W@", 0.75: '"*^'}
SQUEEZED = 0.2  # pages that are rather made a little smaller than spread over one page more


@lru_cache(maxsize=20_000)
def shown_width(text: str) -> float:
    """The width of a text in characters; Chinese ones count twice.

    >>> shown_width("Hà Nội"), shown_width("河内")
    (6.0, 4.0)
    """
    if text.isascii():
        return float(len(text))
    composed = unicodedata.normalize("NFC", text)
    return float(sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in composed))


@lru_cache(maxsize=20_000)
def printed_width(text: str) -> float:
    """The width of a text in digits, by the letters that it has: prose is narrower than as many digits.

    >>> printed_width("2026"), printed_width("河内"), printed_width("ill-lit"), printed_width("Hà Nội")
    (4.0, 4.0, 3.5, 5.5)
    """
    return float(sum(map(_letter_width, unicodedata.normalize("NFC", text))))


@lru_cache(maxsize=10_000)
def _letter_width(sign: str) -> float:
    """The width of a letter of Arial, rounded up to quarters of a digit; accents change none."""
    if unicodedata.east_asian_width(sign) in "WF":
        return 2.0
    plain = unicodedata.normalize("NFD", sign)[0]
    return next((width for width, signs in LETTER_WIDTHS.items() if plain in signs), 1.25 if plain.isupper() else 1.0)


def line_count(text: str, width: float) -> int:
    """How many lines a text takes in a column of that many characters, broken as Excel does: at spaces, and anywhere
    within Chinese.

    >>> line_count("one two three", 8), line_count("", 8), line_count("标签体系建设", 8)
    (2, 1, 2)
    """
    return sum(_lines(paragraph, max(width, 4.0)) for paragraph in text.split("\n"))


def _lines(paragraph: str, width: float) -> int:
    lines, used = 1, 0.0
    for word in paragraph.split(" "):
        size = printed_width(word)
        breakable = size > 1.3 * len(word)
        if used and used + SPACE + size <= width:
            used += SPACE + size
        elif breakable or size > width:
            total = (used + SPACE if used else 0.0) + size
            lines += ceil(total / width) - 1
            used = total % width
        else:
            lines += 1 if used else 0
            used = size
    return lines


def is_wrapped(column: ColumnSpec, values: Iterable[Value | None] = ()) -> bool:
    """Whether a column breaks its texts: long ones, lists of several values, and those wider than any column."""
    return column.format == "wrap" or column.kind in ("list", "choices") or _longest(values) > MOST_WIDTH


def _longest(values: Iterable[Value | None]) -> float:
    return max((shown_width(value) for value in values if isinstance(value, str)), default=0.0)


def column_width(column: ColumnSpec, header: str, values: Sequence[Value | None], labels: Sequence[str] = ()) -> float:
    """The width that shows heading and values; `labels` are what its drop-down offers."""
    longest_word = max((shown_width(word) for word in header.split()), default=0.0)
    least = max(LEAST_WIDTH, min(column.width, MOST_WIDTH), min(longest_word, 18.0) + ARROW)
    if column.kind in ("list", "choices"):
        return max(least, column.width, min(_longest(values) + MARGIN, LIST_WIDTH))
    if is_wrapped(column):
        return max(least, column.width)
    if column.format in NUMBER_FORMATS and column.kind != "key":
        return least
    most = max(MOST_WIDTH, column.width)
    return min(max(least, _longest(values) + MARGIN, _longest(labels) + MARGIN), most)


def row_height(texts: Iterable[tuple[str, float]]) -> float | None:
    """The height in points of a row whose texts are broken at these widths; None where one line is enough."""
    lines = max((line_count(text, width - MARGIN) for text, width in texts), default=1)
    return None if lines < 2 else min(max(LEAST_ROW, lines * LINE + 4), MOST_ROW)


def header_height(headers: Iterable[str], widths: Iterable[float]) -> float:
    """The height of a row of headings."""
    lines = max(line_count(header, width - ARROW) for header, width in zip(headers, widths, strict=True))
    return max(30.0, lines * LINE + 6)


def pages_across(widths: Sequence[float]) -> int:
    """On how many pages side by side a table prints."""
    return max(1, ceil(sum(widths) / PAGE - SQUEEZED))
