"""Yes and no as people write them."""

from xltags.core.text import fold

YES = frozenset({"yes", "y", "true", "1", "on", "是", "有", "có", "đúng", "x", "✓"})
NO = frozenset({"no", "n", "false", "0", "off", "否", "无", "不", "không", "sai"})


def is_yes(text: str) -> bool:
    """Whether a text says yes in one of the ways that are understood."""
    return fold(text) in YES


def is_flag(text: str) -> bool:
    """Whether a text says yes or no in one of the ways that are understood.

    >>> is_flag("Có"), is_flag("maybe")
    (True, False)
    """
    return fold(text) in YES or fold(text) in NO
