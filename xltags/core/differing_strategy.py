"""Whether a tag makes a difference: what is done for customers who carry it against what is done for the others."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from xltags.core.finding import Language
from xltags.core.hanzi import has_hanzi
from xltags.core.text import fold

StrategyFault = Literal["blank", "placeholder", "same"]
FAULTS: dict[StrategyFault, dict[Language, str]] = {
    "blank": {
        "en": "nothing says what we do for customers who carry it",
        "zh": "没有写明对带此标签的客户做什么",
        "vi": "chưa ghi ta làm gì với khách có thẻ",
    },
    "placeholder": {
        "en": "what we do for customers who carry it is only a placeholder",
        "zh": "“有此标签怎么做”只是占位，没有实际动作",
        "vi": "phần làm gì với khách có thẻ chỉ ghi cho có",
    },
    "same": {
        "en": "we do the same with and without it",
        "zh": "有没有此标签，做法都一样",
        "vi": "có hay không có thẻ, ta đều làm như nhau",
    },
}

# No action at all, and the same action, in the ways in which people write it.
_NOTHING = frozenset(
    {"none", "n a", "na", "nil", "nothing", "nothing special", "tbd", "to be defined", "to be decided", "todo"}
    | {"later", "unknown", "not yet", "no action", "see above", "x", "xx", "xxx", "test", "yes", "ok", "for info"}
    | {"无", "暂无", "待定", "没有", "无动作", "不知道", "以后再说", "略", "未定", "待补充", "了解一下", "备查"}
    | {"không", "chưa có", "chưa rõ", "để sau", "không làm gì", "chưa xác định", "bổ sung sau", "để biết", "có"}
)
_SAME = frozenset(
    {"same", "the same", "same as above", "same as with", "as with", "likewise", "ditto", "no difference", "identical"}
    | {"同上", "一样", "相同", "同样", "没有区别", "无区别", "不变", "跟有标签一样", "和有标签一样", "同左", "没区别"}
    | {"như trên", "giống nhau", "như nhau", "không khác", "không khác gì", "tương tự", "giống như trên"}
)
_FILLERS = re.compile(
    r"\b(?:a|an|the|to|for|of|and|our|us|we|them|they|their|it|its|this|that|these|those|with|by|on|in|at|customers?"
    r"|clients?|please|just|simply|also|usual|usually|normal|normally|as"
    r"|cho|khách|hàng|các|những|của|họ|thì|và|vẫn|bình thường|thường lệ|cũng|là|ta|như)\b"
)
_FILLERS_ZH = re.compile("照常|常规|正常|一般|客户|他们|我们|给|向|对|的|了|也|就|会|把|并|进行|一个|一下")
_WORD = re.compile(r"\w+")
_LEAST_LETTERS = 5  # a slip or an ending of a longer word changes nothing; of a short one it may


def strategy_fault(with_tag: str, without_tag: str) -> StrategyFault | None:
    """Why a tag makes no difference; None where customers with it are treated otherwise than those without.

    The two texts are the same if they are after folding, without punctuation and filler words, or if no more than the
    ending of a word differs. The order of words counts: a call before a letter is not a letter before a call. A blank
    `without_tag` says that nothing is done for the others.

    >>> strategy_fault("Send the usual plant case.", "send plant case"), strategy_fault("", "Call")
    ('same', 'blank')
    >>> strategy_fault("Call within a day.", "Call within a week.") is None
    True
    """
    return _fault_of(with_tag, without_tag)


@lru_cache(maxsize=1 << 12)  # a team's workbooks hold the same strategies
def _fault_of(with_tag: str, without_tag: str) -> StrategyFault | None:
    wanted = _plain(with_tag)
    if not wanted:
        return "blank"
    if wanted in _NOTHING:
        return "placeholder"
    others = _plain(without_tag)
    if wanted in _SAME or others in _SAME:
        return "same"
    if not others:
        return None
    return "same" if _alike(_words(wanted), _words(others)) or wanted == others else None


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(fold(text)))


def _words(plain: str) -> list[str]:
    """What carries the meaning, in order; Chinese by character, for want of spaces."""
    if has_hanzi(plain):
        return list(_FILLERS_ZH.sub("", plain).replace(" ", "")) or [plain]
    return _FILLERS.sub(" ", plain).split() or plain.split()


def _alike(one: Sequence[str], other: Sequence[str]) -> bool:
    return len(one) == len(other) and all(_one_word(a, b) for a, b in zip(one, other, strict=True))


def _one_word(one: str, other: str) -> bool:
    """Whether two words differ in no more than an ending: visit and visits."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    return len(short) >= _LEAST_LETTERS and long in (short + "s", short + "d", short + "es", short + "ed")
