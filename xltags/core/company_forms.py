"""The form in which company names are compared: without accents, punctuation and legal form; many names at a time.

Most of the time goes into calls, not letters, so the names go through each step together, as the lines of one text.
No step looks beyond a line break.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import numpy as np

from xltags.core.hanzi import has_hanzi
from xltags.core.legal_forms import strip_chinese_forms, strip_latin_forms
from xltags.core.near_names import shared_places
from xltags.core.text import fold_all

BLOCK = 1 << 12  # names that go through the steps together

# An expression that begins with letters is searched for several times as fast as one that begins with a boundary.
_DOTTED_SPA = re.compile(r"s\.(?<!\ws\.) ?p\. ?a\b\.?")  # Day Spa is no S.p.A.
_VIETNAM = re.compile(r"v(?<!\wv)(?:iet nam|n)\b")
_MARKS = ".'’`´"
_NO_WORD = re.compile(r"[^\w\n]+")
_NO_WORD_OR_SPACE = re.compile(r"[^\w\n ]+")
_SINGLE_LETTERS = re.compile(r"\b(?:[a-z] )+[a-z]\b")
_AND = re.compile(r"\b(?:and|und|et)\b")


def normalise_company(name: str) -> str:
    """A company name for comparison: folded, without accents, punctuation and legal form. Not fit to be shown.

    >>> normalise_company("Société Générale S.A."), normalise_company("ACME Robotics Co., Ltd.")
    ('societe generale', 'acme robotics')
    >>> normalise_company("Công ty TNHH TM & DV Hòa Phát Việt Nam"), normalise_company("深圳市腾讯计算机系统有限公司")
    ('thuong mai dich vu hoa phat vietnam', '深圳腾讯计算机系统')
    """
    return normalise_companies([name])[0]


def normalise_companies(names: Sequence[str]) -> list[str]:
    """Each name as `normalise_company` has it; "" where a name is blank, and only there."""
    made = [""] * len(names)
    kinds = [0 if name.isascii() else 1 + has_hanzi(name) for name in names]  # the dearer steps are for some kinds only
    for kind in sorted(set(kinds)):
        places = [place for place, its_kind in enumerate(kinds) if its_kind == kind]
        for place, normal in zip(places, _normalise_kind([names[place] for place in places]), strict=True):
            made[place] = normal
    return made


def _normalise_kind(names: list[str]) -> list[str]:
    folded = fold_all(names)
    if not has_hanzi("".join(folded)):
        return _normalise_latin(folded)
    chinese = [has_hanzi(name) for name in folded]
    if all(chinese):
        return _normalise_chinese(folded)
    return [
        (_normalise_chinese if each else _normalise_latin)([name])[0]
        for each, name in zip(chinese, folded, strict=True)
    ]


def _normalise_chinese(folded: list[str]) -> list[str]:
    stripped = strip_chinese_forms([name.replace(" ", "") for name in folded])
    words = _NO_WORD.sub("", "\n".join(stripped).replace("_", "")).split("\n")
    return [word or name for word, name in zip(words, folded, strict=True)]


def _normalise_latin(folded: list[str]) -> list[str]:
    text = _DOTTED_SPA.sub("societaperazioni", without_accents("\n".join(folded)))
    for mark in _MARKS:
        text = text.replace(mark, "")
    text = _NO_WORD_OR_SPACE.sub(" ", _AND.sub(" ", text).replace("_", " "))
    names = [line.split() for line in text.split("\n")]
    names = [_join_single_letters(words) if 1 in map(len, words) else words for words in names]
    stripped = _VIETNAM.sub("vietnam", "\n".join(strip_latin_forms(names))).split("\n")
    return [name or original for name, original in zip(stripped, folded, strict=True)]


def _join_single_letters(words: list[str]) -> list[str]:
    return _SINGLE_LETTERS.sub(lambda found: found[0].replace(" ", ""), " ".join(words)).split()


def without_accents(text: str) -> str:
    """A folded text with each letter without its accents; đ becomes d.

    >>> without_accents("đà nẵng")
    'da nang'
    """
    return text if text.isascii() else text.translate(_BASE_LETTERS)


class _BaseLetters(dict[int, str]):
    """A `str.translate` table that takes the accents off a character when it is first met and remembers it."""

    def __missing__(self, code: int) -> str:
        letters = unicodedata.normalize("NFD", chr(code).replace("đ", "d"))
        self[code] = "".join(letter for letter in letters if not unicodedata.combining(letter))
        return self[code]


_BASE_LETTERS = _BaseLetters()


class CompanyForms:
    """The normal forms of many names, kept as bytes: a list of texts would take five times the memory.

    Attributes:
        names: the names that count, known by their numbers below.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        self._blocks: list[bytes] = []
        self._ends = np.empty(len(names), dtype=np.int32)  # in the block
        self._hashes = np.empty(len(names), dtype=np.int64)
        self._letters = np.empty(len(names), dtype=np.int32)  # without spaces
        self._chinese = np.empty(len(names), dtype=np.bool_)
        for start in range(0, len(names), BLOCK):
            self._add(start, normalise_companies(names[start : start + BLOCK]))

    def _add(self, start: int, normals: list[str]) -> None:
        block = slice(start, start + len(normals))
        compacts = [normal.replace(" ", "") for normal in normals]
        encoded = [normal.encode("utf-8", "surrogatepass") for normal in normals]
        self._blocks.append(b"".join(encoded))
        self._ends[block] = np.cumsum(np.fromiter(map(len, encoded), np.int32, len(encoded)))
        self._hashes[block] = np.fromiter(map(hash, compacts), np.int64, len(compacts))
        self._letters[block] = np.fromiter(map(len, compacts), np.int32, len(compacts))
        self._chinese[block] = np.fromiter(map(has_hanzi, compacts), np.bool_, len(compacts))

    def normal(self, number: int) -> str:
        """The normal form of a name."""
        start = self._ends[number - 1] if number % BLOCK else 0
        return self._blocks[number // BLOCK][start : self._ends[number]].decode("utf-8", "surrogatepass")

    def compact(self, number: int) -> str:
        """The normal form of a name without its spaces."""
        return self.normal(number).replace(" ", "")

    def equals(self) -> list[int]:
        """The names, rising, that others have the compact form of; a few more may be among them."""
        shared = shared_places(self._hashes)
        found: list[int] = shared[self._letters[shared] > 0].tolist()
        return found

    def long_enough(self, letters: int, *, chinese: bool) -> list[int]:
        """The names, rising, with at least so many letters and with or without a Chinese one among them."""
        found: list[int] = np.flatnonzero((self._letters >= letters) & (self._chinese == chinese)).tolist()
        return found
