"""What the columns of a report are called for readers; facts keep their ids, which pivots and exports go by."""

from functools import cache

from xltags.core.finding import Language
from xltags.core.shipped_rows import shipped_rows

ENDS: dict[str, dict[Language, str]] = {
    "_low": {"en": "{}, low", "zh": "{}下限", "vi": "{}, cận dưới"},
    "_high": {"en": "{}, high", "zh": "{}上限", "vi": "{}, cận trên"},
    "_below": {"en": "{}, interval below", "zh": "{}（区间向下）", "vi": "{}, khoảng phía dưới"},
    "_above": {"en": "{}, interval above", "zh": "{}（区间向上）", "vi": "{}, khoảng phía trên"},
}


@cache
def _words(language: Language) -> dict[str, str]:
    return {row["id"]: row[language] for row in shipped_rows("report_headers.csv")}


def report_word(id: str, language: Language) -> str:
    """A column's name for readers; a column without one is called by its id.

    >>> report_word("win_rate", "en"), report_word("win_rate_low", "en"), report_word("own_column", "en")
    ('Win rate', 'Win rate, low', 'own column')
    """
    words = _words(language)
    if id in words:
        return words[id]
    for end, pattern in ENDS.items():
        if id.endswith(end):
            return pattern[language].format(report_word(id.removesuffix(end), language))
    return id.replace("_", " ")
