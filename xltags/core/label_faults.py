"""Why a label would be trouble in a cell: it cannot be chosen from a drop-down, or a filter reads it as a pattern."""

from xltags.core.text import split_values
from xltags.core.wording import ByLanguage

MOST_LETTERS = 100
_SEPARATOR: ByLanguage = {
    "en": "it holds a separator such as ; or ,",
    "zh": "含有分隔符（如 ; 或 ,）",
    "vi": "có dấu ngăn cách như ; hoặc ,",
}
_WILDCARD: ByLanguage = {
    "en": "Excel reads * ? ~ as wildcards",
    "zh": "Excel 会把 * ? ~ 当作通配符",
    "vi": "Excel hiểu * ? ~ là ký tự đại diện",
}
_LONG: ByLanguage = {
    "en": f"it has over {MOST_LETTERS} letters",
    "zh": f"超过 {MOST_LETTERS} 个字",
    "vi": f"dài quá {MOST_LETTERS} ký tự",
}
_FORMULA: ByLanguage = {
    "en": "it looks like a formula",
    "zh": "看起来像公式",
    "vi": "trông như công thức",
}


def label_fault(label: str) -> ByLanguage | None:
    """What makes a label unusable; None where nothing does.

    >>> label_fault("Cold chain") is None, label_fault("A; B")["en"]
    (True, 'it holds a separator such as ; or ,')
    """
    if len(split_values(label)) > 1:
        return _SEPARATOR
    if any(sign in label for sign in "*?~"):
        return _WILDCARD
    if label.startswith(("=", "+", "-", "@")):
        return _FORMULA
    return _LONG if len(label) > MOST_LETTERS else None
