"""Chinese characters: is there any, what is their simplified form, how are they read.

The tables that know are loaded by the first text that holds a Chinese character, so a workbook in English or Vietnamese
never pays for them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# Radicals, iteration marks, the unified blocks with extensions A to H, and the compatibility ideographs. Kana and
# Hangul are left out: neither has a simplified form or a pinyin reading.
_HANZI_CLASS = "[\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]"
_HANZI = re.compile(_HANZI_CLASS)

# Words of places, industries and trade in which a character does not have its usual reading.
_READINGS = """
重庆 chong qing, 成都 cheng du, 长沙 chang sha, 长春 chang chun, 厦门 xia men, 西藏 xi zang, 佛山 fo shan,
蚌埠 beng bu, 六安 lu an, 漯河 ta he, 朝阳 zhao yang, 昌都 chang du, 喀什 ka shi, 首都 shou du, 都市 du shi,
银行 yin hang, 行业 hang ye, 同行 tong hang, 会计 kuai ji, 畜牧 xu mu, 乐器 yue qi, 音乐 yin yue,
空调 kong tiao, 调味 tiao wei, 调节 tiao jie, 模具 mu ju, 弹簧 tan huang, 切削 qie xiao, 角色 jue se,
长途 chang tu, 长期 chang qi, 重复 chong fu, 类似 lei si, 校验 jiao yan, 藏族 zang zu
"""
_READ_TOGETHER = {word: sounds.split() for word, sounds in re.findall("([^a-z, \n]+) ([a-z ]+)", _READINGS)}
_PIECES = re.compile(f"{'|'.join(_READ_TOGETHER)}|{_HANZI_CLASS}|(?:(?!{_HANZI_CLASS}).)+", re.DOTALL)


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

    A character with several readings takes its usual one, except in some words of places, industries and trade (重庆
    is chong qing). ü is written v. A character without a reading stands for itself.

    >>> pinyin("陕西省"), pinyin("重庆")
    (('shan', 'xi', 'sheng'), ('chong', 'qing'))
    """
    if not has_hanzi(text):
        return (text,) if text else ()
    return tuple(sound for piece in _PIECES.findall(text) for sound in _READ_TOGETHER.get(piece) or _read(piece))


@cache
def _read(piece: str) -> tuple[str]:
    """The sound of one character, or the piece itself where it has none, such as a run of other text."""
    characters, ends, sounds = _sounds()
    at = characters.find(piece)
    return (piece,) if at < 0 or len(piece) > 1 else (sounds[bisect_right(ends, at)],)


@cache
def _sounds() -> tuple[str, list[int], list[str]]:
    """All characters in one text, where the run of each sound ends in it, and the sounds: a dictionary takes 5 MB."""
    from xltags.core.hanzi_sounds import SOUNDS

    runs = re.findall(r"([a-z]+)([^a-z\s]+)", SOUNDS)
    return "".join(run for _, run in runs), list(accumulate(len(run) for _, run in runs)), [sound for sound, _ in runs]


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
