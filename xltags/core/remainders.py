"""Labels for what fits nowhere else: they are right to have and seldom used."""

from functools import lru_cache

from xltags.core.taxonomy import Tag
from xltags.core.text import fold

_FIRST = ("other ", "others ", "其他", "其它", "没有", "无", "unknown", "not known", "未知", "không rõ", "chưa rõ")
_WHOLE = frozenset({"other", "others", "none", "misc", "miscellaneous", "rest", "khác", "không có", "còn lại", "其余"})


def is_remainder(tag: Tag) -> bool:
    """Whether a tag holds what no other tag of its group fits.

    >>> (
    ...     is_remainder(Tag(group="industry", id="o", tag="Other industry")),
    ...     is_remainder(Tag(group="a", id="b", tag="IT")),
    ... )
    (True, False)
    """
    return _is_for_the_rest(tag.tag) or _is_for_the_rest(tag.zh) or _is_for_the_rest(tag.vi)


@lru_cache(maxsize=1 << 13)  # a team's workbooks hold the same labels
def _is_for_the_rest(label: str) -> bool:
    folded = fold(label)
    return folded in _WHOLE or folded.startswith(_FIRST) or folded.endswith(" khác")
