"""How near two labels are: a share from 0 to 1 that sees through accents, affixes, word order, pinyin and initials."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from xltags.core.hanzi import has_hanzi, pinyin
from xltags.core.text import fold

Shares = NDArray[np.float32]

# The blend and the forms below were compared on 12,629 misspellings of 1,653 real values: normalising gains more than
# the choice of a scorer, the blend beats each of its parts, pinyin lifts Chinese lists from about .80 to above .90.
RATIO_WEIGHT, JARO_WINKLER_WEIGHT, TOKEN_SET_WEIGHT = 0.4, 0.3, 0.3
SORTED_WORDS_WEIGHT = 0.95  # the same words in another order
NO_SPACES_WEIGHT = 0.97  # GTXPro for GTX Pro
PINYIN_WEIGHT = 0.6  # of a homophone; the rest is the likeness of the characters
HINT_SHARE = 0.95  # initials (HCM), and the same Chinese characters in another order

_THOUSANDS = re.compile(r"(?<=\d)[,.'\u00a0\u202f ](?=\d{3}(?!\d))")
_CHINESE_AFFIXES = (
    *("特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "自治州", "自治县", "地区", "省", "市"),
    *("行业", "业"),
)
_LATIN_AFFIXES = re.compile(
    "^(?:thanh pho|tp|tinh|quan|huyen|thi xa|thi tran|(?:city|province|state) of) (?=..)"
    "|(?<=..) (?:province|city|state|sheng|shi)$"
)


class Form(NamedTuple):
    """A text made ready for comparison.

    `plain` is folded, without accents and punctuation; `core` also without province, city, tỉnh, 省, 业 ...; `compact`
    and `sound` are the core without spaces and as pinyin; `full_sound` is the plain text as pinyin.
    """

    plain: str
    core: str
    compact: str
    sorted_words: str
    chinese: bool
    full_sound: str
    sound: str


@lru_cache(maxsize=1 << 12)  # checks of several tables look for the same tags
def make_form(text: str) -> Form:
    """The forms in which a text is compared.

    >>> make_form("Thành phố Hồ Chí Minh").core, make_form("陕西省").sound
    ('ho chi minh', 'shanxi')
    """
    plain = _plain(text)
    core = _core(plain)
    chinese = has_hanzi(plain)
    compact = core.replace(" ", "")
    sounds = ("".join(pinyin(form)).replace(" ", "") for form in (plain, core))
    full_sound, sound = sounds if chinese else (plain.replace(" ", ""), compact)
    return Form(plain, core, compact, " ".join(sorted(core.split())), chinese, full_sound, sound)


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFD", _THOUSANDS.sub("", fold(text))).replace("đ", "d")
    kept = (
        " " if unicodedata.category(letter)[0] in "PSZ" else letter
        for letter in letters
        if not unicodedata.combining(letter)
    )
    return " ".join("".join(kept).split())


def _core(plain: str) -> str:
    for affix in _CHINESE_AFFIXES:
        if plain.endswith(affix) and len(plain) >= len(affix) + 2:
            return plain.removesuffix(affix).rstrip()
    return _LATIN_AFFIXES.sub("", plain)


def likeness(typed: Sequence[Form], known: Sequence[Form], *, least: float) -> Shares:
    """How near each typed text (row) is to each known one (column), 0..1; 1 is the same but for accents or affixes.

    Values below `least` are only known to lie below it: the dearest part of the blend is left out where it cannot lift
    a pair that far.
    """
    from rapidfuzz.distance import OSA

    shares = _blend([form.plain for form in typed], [form.plain for form in known], least)
    _raise_by_core(shares, typed, known, least)
    _raise(shares, SORTED_WORDS_WEIGHT * _distances(typed, known, "sorted_words", OSA.normalized_similarity))
    _raise(shares, NO_SPACES_WEIGHT * _distances(typed, known, "compact", OSA.normalized_similarity))
    if any(form.chinese for form in known):
        _raise(shares, _sounds(typed, known))
    _raise_by_hints(shares, typed, known)
    return shares


def _sounds(typed: Sequence[Form], known: Sequence[Form]) -> Shares:
    """Likeness by pinyin: whole for what was typed in pinyin, mixed with that of the characters for homophones."""
    from rapidfuzz import fuzz

    sounds = _distances(typed, known, "full_sound", fuzz.ratio) / np.float32(100)
    _raise(sounds, _distances(typed, known, "sound", fuzz.ratio) / np.float32(100))
    characters = _distances(typed, known, "plain", fuzz.ratio) / np.float32(100)
    mixed = PINYIN_WEIGHT * sounds + (1 - PINYIN_WEIGHT) * characters
    chinese = np.array([form.chinese for form in typed], dtype=np.bool_)[:, None]
    return np.where(chinese, mixed, sounds).astype(np.float32)


def _raise(shares: Shares, others: Shares) -> None:
    np.maximum(shares, others, out=shares)


def _distances(typed: Sequence[Form], known: Sequence[Form], name: str, scorer: Callable[..., float]) -> Shares:
    return _compare([getattr(form, name) for form in typed], [getattr(form, name) for form in known], scorer)


def _compare(typed: Sequence[str], known: Sequence[str], scorer: Callable[..., float]) -> Shares:
    from rapidfuzz import process

    return np.asarray(process.cdist(typed, known, scorer=scorer, dtype=np.float32))


def _blend(typed: Sequence[str], known: Sequence[str], least: float) -> Shares:
    from rapidfuzz import fuzz, process
    from rapidfuzz.distance import OSA, JaroWinkler

    shares = RATIO_WEIGHT / 100 * _compare(typed, known, fuzz.ratio)
    shares += JARO_WINKLER_WEIGHT * _compare(typed, known, JaroWinkler.normalized_similarity)
    rows, columns = np.nonzero(shares >= least - TOKEN_SET_WEIGHT)
    pairs = [typed[row] for row in rows.tolist()], [known[column] for column in columns.tolist()]
    if pairs[0]:
        token_set = process.cpdist(*pairs, scorer=fuzz.token_set_ratio, dtype=np.float32)
        shares[rows, columns] += TOKEN_SET_WEIGHT / 100 * np.asarray(token_set)
    # Two neighbours swapped are one slip of the fingers, two edits to the ratio.
    _raise(shares, _compare(typed, known, OSA.normalized_similarity))
    return shares


def _raise_by_core(shares: Shares, typed: Sequence[Form], known: Sequence[Form], least: float) -> None:
    rows = [row for row, form in enumerate(typed) if form.core != form.plain]
    columns = [column for column, form in enumerate(known) if form.core != form.plain]
    everything = list(range(len(typed))), list(range(len(known)))
    for some, others in ((rows, everything[1]), (everything[0], columns)):
        if some and others:
            cores = _blend([typed[row].core for row in some], [known[column].core for column in others], least)
            place = np.ix_(some, others)
            shares[place] = np.maximum(shares[place], cores)


def _raise_by_hints(shares: Shares, typed: Sequence[Form], known: Sequence[Form]) -> None:
    hinted: dict[str, list[int]] = {}
    for column, form in enumerate(known):
        hints = {"".join(word[0] for word in text.split()) for text in (form.plain, form.core) if " " in text}
        for hint in sorted({hint for hint in hints if hint.isascii()} | _anagrams(form)):
            hinted.setdefault(hint, []).append(column)
    for row, form in enumerate(typed):
        for hint in {form.compact, form.plain.replace(" ", "")} | _anagrams(form):
            if len(hint) > 1 and hint in hinted:
                columns = hinted[hint]
                shares[row, columns] = np.maximum(shares[row, columns], HINT_SHARE)


def _anagrams(form: Form) -> set[str]:
    # The leading mark keeps sorted characters apart from initials. Two characters are too few: 南海 is not 海南.
    return {"=" + "".join(sorted(form.plain))} if form.chinese and len(form.plain) > 2 else set()
