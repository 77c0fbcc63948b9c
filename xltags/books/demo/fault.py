"""What a planted fault is: the code that must find it, the record it is put into, and what is written there."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from xltags.books.demo.history import Row
from xltags.core.finding import Language
from xltags.core.values import Value


@dataclass(frozen=True, slots=True)
class Kit:
    """What faults are made from: the tags' labels by id, the tables, the language."""

    labels: Mapping[str, str]
    tables: Mapping[str, Sequence[Row]]
    language: Language


Where = Callable[[Row, Kit], bool]
Make = Callable[[Row, Kit], Row]


def anywhere(row: Row, kit: Kit) -> bool:
    """Every record."""
    return True


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault to plant.

    `make` gives the cells to write over a record; the record is the one nearest to `at` (0 first, 1 last) of those that
    `where` allows and no other fault has. With `added` they are a record of their own instead: after the others, in
    `Tags` at the end of its group's active tags.
    """

    code: str
    table: str
    make: Make
    where: Where = anywhere
    at: float = 0.5
    added: bool = False


def filled(column: str) -> Where:
    """Whether a record has a value in a column."""
    return lambda row, kit: row.get(column) is not None


def tagged(tag_id: str) -> Where:
    """Whether a record carries a tag, in the column of the tag's group."""
    column = group_of(tag_id)
    return lambda row, kit: row.get(column) == kit.labels[tag_id]


def group_of(tag_id: str) -> str:
    """The group of a shipped tag.

    >>> group_of("city.vn.ha_noi")
    'city'
    """
    return tag_id.partition(".")[0]


def without(wanted: Where, *columns: str) -> Where:
    """A condition, and these columns blank."""
    return lambda row, kit: wanted(row, kit) and all(row.get(column) is None for column in columns)


def both(first: Where, second: Where) -> Where:
    """Two conditions."""
    return lambda row, kit: first(row, kit) and second(row, kit)


def cell(column: str, value: Value | None) -> Make:
    """A fixed value for a column."""
    return lambda row, kit: {column: value}


def tag(tag_id: str) -> Make:
    """The tag, in its group's column."""
    return lambda row, kit: {group_of(tag_id): kit.labels[tag_id]}


def slip(tag_id: str) -> Make:
    """The tag with a letter missing in its middle."""
    return lambda row, kit: {group_of(tag_id): missing_letter(kit.labels[tag_id])}


def missing_letter(text: str) -> str:
    """A text without the letter in its middle.

    >>> missing_letter("Electronics")
    'Elecronics'
    """
    middle = len(text) // 2 - (text[len(text) // 2 - 1 : len(text) // 2].isalnum())
    return text[:middle] + text[middle + 1 :]


def full_width(text: str) -> str:
    """A text in full-width letters.

    >>> full_width("Google Ads")
    'Ｇｏｏｇｌｅ　Ａｄｓ'
    """
    return "".join(
        "\u3000" if sign == " " else chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text
    )


def decomposed(text: str) -> str:
    """A text with its accents as signs of their own, as some systems export it."""
    return unicodedata.normalize("NFD", text)
