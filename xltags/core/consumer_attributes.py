"""Facts about a private person that a seller to companies can neither learn nor use: age, gender, zodiac sign, hobby.

The dictionary is `shipped/consumer_attributes.csv`, in English, Chinese and Vietnamese.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from xltags.core.finding import LANGUAGES, Language
from xltags.core.shipped_rows import shipped_rows
from xltags.core.text import fold, split_values

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class ConsumerAttribute:
    """A kind of private fact, with its names, and the word of a label that gives it away."""

    id: str
    names: dict[Language, str]
    word: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the dictionary: words of a label, whole labels, pieces of Chinese text, and what clears a label."""

    id: str
    names: dict[Language, str]
    words: tuple[str, ...]
    whole: frozenset[str]
    pieces: tuple[str, ...]
    unless: tuple[str, ...]


def consumer_attribute(labels: Iterable[str]) -> ConsumerAttribute | None:
    """The private fact that the labels of a tag or a group ask for; None where they ask for none.

    Words are whole words, so that neither "stage" nor "agency" is an age. A label that is about a company, a machine
    or a trade ("company age", "women's wear") is none.

    >>> consumer_attribute(["Female buyer"]).id, consumer_attribute(["客户年龄"]).names["en"]
    ('gender', 'age of the person')
    >>> consumer_attribute(["Education and training"]) is None, consumer_attribute(["Company age"]) is None
    (True, True)
    """
    return _attribute(tuple(labels))


@lru_cache(maxsize=1 << 13)  # a team's workbooks hold the same labels
def _attribute(labels: tuple[str, ...]) -> ConsumerAttribute | None:
    return next(filter(None, map(_attribute_of, labels)), None)


def _attribute_of(label: str) -> ConsumerAttribute | None:
    folded = fold(label)
    if not folded:
        return None
    words = _WORD.findall(folded)
    whole, firsts, pieces = _signs()
    if folded not in whole and firsts.isdisjoint(words) and (folded.isascii() or not pieces.search(folded)):
        return None
    spaced = f" {' '.join(words)} "
    for entry in _entries():
        if folded in entry.whole:
            return ConsumerAttribute(entry.id, entry.names, folded)
        word = next((it for it in entry.words if f" {it} " in spaced), "")
        word = word or next((it for it in entry.pieces if it in folded), "")
        if word and not any(_stands_in(it, folded, spaced) for it in entry.unless):
            return ConsumerAttribute(entry.id, entry.names, word)
    return None


def _stands_in(words: str, folded: str, spaced: str) -> bool:
    return f" {words} " in spaced if words.isascii() else words in folded


@cache
def _signs() -> tuple[frozenset[str], frozenset[str], re.Pattern[str]]:
    """What a label must hold to be looked at closely, as hardly any does: a whole label, a first word, a piece."""
    entries = _entries()
    whole = frozenset().union(*(entry.whole for entry in entries))
    firsts = frozenset(words.partition(" ")[0] for entry in entries for words in entry.words)
    pieces = "|".join(re.escape(piece) for entry in entries for piece in entry.pieces)
    return whole, firsts, re.compile(pieces or "(?!)")


@cache
def _entries() -> tuple[_Entry, ...]:
    return tuple(
        _Entry(
            row["attribute"],
            {language: row[language] for language in LANGUAGES},
            (*_terms(row["words_en"]), *_terms(row["words_vi"])),
            frozenset({*_terms(row["whole_en"]), *_terms(row["whole_zh"]), *_terms(row["whole_vi"])}),
            _terms(row["parts_zh"]),
            _terms(row["unless"]),
        )
        for row in shipped_rows("consumer_attributes.csv")
    )


def _terms(cell: str) -> tuple[str, ...]:
    return tuple(fold(term).replace("'", " ") for term in split_values(cell))
