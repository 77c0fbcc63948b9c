"""Pieces of messages that differ by language: enumerations, choices, ids with their labels."""

from collections.abc import Iterable

from xltags.core.finding import LANGUAGES, Language
from xltags.core.table import Column

ByLanguage = dict[Language, str]


def listed(texts: Iterable[str]) -> ByLanguage:
    """An enumeration in each language.

    >>> listed(["ceo", "cio"])
    {'en': 'ceo, cio', 'zh': 'ceo、cio', 'vi': 'ceo, cio'}
    """
    texts = list(texts)
    return {language: ("、" if language == "zh" else ", ").join(texts) for language in LANGUAGES}


def choice_labels(column: Column, ids: Iterable[str]) -> ByLanguage:
    """An enumeration of choices by their labels; the id where the column declares none."""
    labels = {choice.id: choice.labels for choice in column.spec.choices} if column.spec else {}
    ids = list(ids)
    return {
        language: ("、" if language == "zh" else ", ").join(labels.get(id, {}).get(language) or id for id in ids)
        for language in LANGUAGES
    }


def or_blank(text: str) -> ByLanguage:
    """A text as a message quotes it: in words where it is blank.

    >>> or_blank("x")["vi"], or_blank("")["zh"]
    ('x', '空白')
    """
    return dict.fromkeys(LANGUAGES, text) if text else {"en": "blank", "zh": "空白", "vi": "trống"}
