"""The words of the filter language, in English, Chinese and Vietnamese; all folded."""

from collections.abc import Mapping
from typing import Literal

Operator = Literal["=", "!=", "<", "<=", ">", ">=", "contains", "not contains"]
Phrase = Literal["in", "not in", "between", "blank", "known", "older", "within", "next"]
Unit = Literal["days", "weeks", "months", "years"]

AND = frozenset({"and", "&", "且", "与", "并且", "và"})
OR = frozenset({"or", "|", "或", "或者", "hoặc"})
NOT = frozenset({"not", "非", "không"})
TO = AND | {"to", "至", "到", "đến"}  # between 50 and 200, 介于 50 至 200

SIGNS: Mapping[str, Operator] = {
    "=": "=",
    "==": "=",
    "!=": "!=",
    "<>": "!=",
    "<": "<",
    "<=": "<=",
    ">": ">",
    ">=": ">=",
}

_SPOKEN: dict[Operator | Phrase, str] = {
    "=": "is; equals; 等于; 是; là; bằng",
    "!=": "is not; 不等于; 不是; không là; khác",
    "contains": "contains; 包含; chứa",
    "not contains": "not contains; does not contain; 不包含; không chứa",
    "in": "in; 属于; trong; thuộc",
    "not in": "not in; 不属于; 非 属于; không trong; không thuộc",
    "between": "between; 介于; trong khoảng; từ",
    "blank": "is blank; is empty; is unknown; is not known; 为空; 是空; trống; là trống",
    "known": "is known; is not blank; is not empty; is not unknown; 已知; 不为空; 非空; không trống; đã biết",
    "older": "older than; 早于; 超过; quá; cũ hơn",
    "within": "within; within last; within the last; in the last; 最近; 近; trong vòng",
    "next": "within next; within the next; in the next; 未来; trong vòng tới",
}
PHRASES: Mapping[tuple[str, ...], Operator | Phrase] = {
    tuple(words.split()): meaning for meaning, texts in _SPOKEN.items() for words in texts.split("; ")
}
LONGEST_PHRASE = max(len(words) for words in PHRASES)

UNITS: Mapping[str, Unit] = {
    **dict.fromkeys(("day", "days", "天", "日", "ngày"), "days"),
    **dict.fromkeys(("week", "weeks", "周", "星期", "tuần"), "weeks"),
    **dict.fromkeys(("month", "months", "个月", "月", "tháng"), "months"),
    **dict.fromkeys(("year", "years", "年", "năm"), "years"),
}
AFTER_UNIT = frozenset({"ago", "以前", "之前", "以内", "内", "trước", "qua"})  # said, without a meaning of its own
AHEAD = frozenset({"tới"})  # trong 7 ngày tới
GLUED_BEFORE_BRACKET = ("不属于", "属于")  # 行业属于(…): Chinese is written without spaces

RESERVED = frozenset({*AND, *OR, *NOT, *TO, *(word for words in PHRASES for word in words)})
