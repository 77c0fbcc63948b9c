"""Chinese characters: is there any, what is their simplified form, how are they read.

The two packages that know (OpenCC's tables, pypinyin) are imported by the first text that holds a Chinese character,
so a workbook in English or Vietnamese never pays for them.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# Radicals, iteration marks, the unified blocks with extensions A to H, and the compatibility ideographs. Kana and
# Hangul are left out: neither has a simplified form or a pinyin reading.
_HANZI = re.compile("[\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")


def has_hanzi(text: str) -> bool:
    """Whether the text holds a Chinese character.

    >>> has_hanzi("A轮"), has_hanzi("Công ty")
    (True, False)
    """
    return not text.isascii() and _HANZI.search(text) is not None


def simplify(text: str) -> str:
    """The text with each traditional character in its simplified form; all else is kept.

    Converted character by character, never by phrase: a fold must not depend on its neighbours, or two spellings of one
    label could fold apart. The price is an occasional merge (乾坤 becomes 干坤), which is the same on both sides.

    >>> simplify("臺灣製造業 ERP")
    '台湾制造业 ERP'
    """
    return text.translate(_simplified_characters()) if has_hanzi(text) else text


def pinyin(text: str) -> tuple[str, ...]:
    """The toneless pinyin of each Chinese character, in order; a run of other text stays as one piece.

    Readings of several characters are chosen by phrase (重庆 is chong qing); ü is written v.

    >>> pinyin("陕西省"), pinyin("重庆")
    (('shan', 'xi', 'sheng'), ('chong', 'qing'))
    """
    if not has_hanzi(text):
        return (text,) if text else ()
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(text))


class _SimplifiedCharacters(dict[int, str]):
    """A `str.translate` table that looks a character up when it is first met and remembers it."""

    def __init__(self, convert: Callable[[str], str]) -> None:
        super().__init__()
        self._convert = convert

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if _HANZI.match(character):
            # Once more until nothing changes: the tables hold a chain (U+85B4, U+82E7, U+82CE).
            while (simplified := self._convert(character)) != character:
                character = simplified
        self[code] = character
        return character


@cache
def _simplified_characters() -> _SimplifiedCharacters:
    # Two packages offer this module and this call. `opencc-python-reimplemented` (Apache-2.0, pure Python, 1.3 MB,
    # 10 ms to load) runs wherever Python does; `opencc` (Apache-2.0, compiled, 7 MB) would work here unchanged.
    from opencc import OpenCC  # type: ignore[attr-defined]  # neither has type hints

    convert: Callable[[str], str] = OpenCC("t2s").convert  # type: ignore[no-untyped-call]
    return _SimplifiedCharacters(convert)
