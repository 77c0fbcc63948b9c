"""What tells two spellings of one text apart, in words."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from xltags.core.finding import Language
from xltags.core.hanzi import simplify
from xltags.core.text import BRAILLE_BLANK, INVISIBLE, fold, level_tones

DifferenceKind = Literal[
    "invisible", "width", "form", "accents", "punctuation", "lookalike", "script", "case", "tone", "spaces"
]

_DIFFERENCE_TEXTS: dict[DifferenceKind, dict[Language, str]] = {
    "invisible": {"en": "invisible characters", "zh": "不可见字符", "vi": "ký tự ẩn"},
    "width": {"en": "full-width characters", "zh": "全角字符", "vi": "ký tự toàn chiều rộng (full-width)"},
    "form": {"en": "special character forms", "zh": "特殊字形", "vi": "dạng ký tự đặc biệt"},
    "accents": {"en": "decomposed accents", "zh": "重音符号为组合形式", "vi": "dấu ở dạng tổ hợp"},
    "punctuation": {"en": "kind of dash or quotation mark", "zh": "标点形式", "vi": "kiểu dấu câu"},
    "lookalike": {
        "en": "look-alike letters of another alphabet",
        "zh": "其他字母表的形近字母",
        "vi": "chữ cái giống hệt của bảng chữ cái khác",
    },
    "script": {"en": "traditional or simplified characters", "zh": "繁体与简体", "vi": "chữ phồn thể hoặc giản thể"},
    "case": {"en": "upper and lower case", "zh": "大小写", "vi": "chữ hoa và chữ thường"},
    "tone": {"en": "place of the tone mark", "zh": "声调符号的位置", "vi": "vị trí dấu thanh"},
    "spaces": {"en": "spaces", "zh": "空格", "vi": "khoảng trắng"},
}


@dataclass(frozen=True, slots=True)
class Difference:
    """What tells two spellings of one text apart; `kinds` has at least one, in a fixed order."""

    kinds: tuple[DifferenceKind, ...]

    def text(self, language: Language = "en") -> str:
        """The kinds as a person reads them, such as "full-width characters, spaces"."""
        return ("、" if language == "zh" else ", ").join(_DIFFERENCE_TEXTS[kind][language] for kind in self.kinds)


# Letters of the Cyrillic and Greek alphabets that look the same as a Latin one in the usual fonts of Excel.
_LOOKALIKES = str.maketrans(
    "АВЕКМНОРСТУХІЈЅԚԜаеорсухіјѕԁһԛԝӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορυχ",
    "ABEKMHOPCTYXIJSQWaeopcyxijsdhqwlABEZHIKMNOPTYXavopux",
)
_PUNCTUATION = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63", "-"),
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u0060\u00b4\u02bc", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033", '"'),
        **dict.fromkeys("\u2022\u2027\u2219\u22c5\u30fb", "\u00b7"),
        **dict.fromkeys("\u301c\u223c\u02dc", "~"),
    }
)
_WIDE = re.compile("[\uff01-\uffef]+")


def _narrow(text: str) -> str:
    return _WIDE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


def _plain_forms(text: str) -> str:
    # White space, wide characters and punctuation have kinds of their own.
    return "".join(
        character
        if character.isascii() or character.isspace() or ord(character) in _PUNCTUATION or _WIDE.match(character)
        else unicodedata.normalize("NFKC", character)
        if unicodedata.decomposition(character).startswith("<")
        else character
        for character in text
    )


_LEVELLERS: dict[DifferenceKind, Callable[[str], str]] = {
    "invisible": lambda text: INVISIBLE.sub("", text),
    "width": _narrow,
    "form": _plain_forms,
    "accents": lambda text: unicodedata.normalize("NFC", text),
    "punctuation": lambda text: text.translate(_PUNCTUATION),
    "lookalike": lambda text: text.translate(_LOOKALIKES),
    "script": simplify,
    "case": str.casefold,
    "tone": level_tones,
    "spaces": lambda text: "".join(text.replace(BRAILLE_BLANK, " ").split()),
}


def describe_difference(typed: str, label: str) -> Difference | None:
    """What differs between two texts that look (nearly) the same; None if they are equal or really different.

    The kinds are as few as explain the difference. "accents" means decomposed accents against precomposed ones, never a
    missing accent; "tone" the two places of a Vietnamese tone mark (hoà, hòa).

    >>> describe_difference("ＳａａＳ ", "SaaS").text()
    'full-width characters, spaces'
    >>> describe_difference("Ha Noi", "Hà Nội") is None
    True
    """
    kinds = tuple(_LEVELLERS)
    if typed == label:
        return None
    if _level(typed, kinds) != _level(label, kinds):
        # Rare letters, such as those whose compatibility form is a space, fold alike without levelling alike.
        return Difference(("form",)) if fold(typed) == fold(label) else None
    for kind in kinds:
        others = tuple(other for other in kinds if other != kind)
        if _level(typed, others) == _level(label, others):
            kinds = others
    return Difference(kinds)


def _level(text: str, kinds: tuple[DifferenceKind, ...]) -> str:
    for kind in kinds:
        text = _LEVELLERS[kind](text)
    return text
