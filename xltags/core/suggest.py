"""The tag that somebody probably meant by a text that is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from xltags.core.similarity import Form, likeness, make_form

# Measured on misspellings of seven real lists (NAICS, GICS, S&P 500, GB/T 4754, Chinese provinces and cities,
# Vietnamese provinces): at 0.80 and 0.05 nineteen in twenty are put right, under one in a thousand wrongly, and of
# texts that belong to another list one in a hundred gets an offer. The tests hold the floors.
LEAST_SCORE = 0.80
LEAST_MARGIN = 0.05
LEAST_SHORT_SCORE = 0.90  # three letters or fewer are too few to guess by: IT is not IoT
SHORT = 3
SURE_SCORE = 0.95  # below it, words that another label holds as well (Utilities: gas, water, electric) settle nothing

_BATCH = 1_000  # typed texts compared at once; bounds the memory, not the result

_NUMBERS = re.compile(r"\d+")
_CHINESE_NUMERALS = re.compile("[一二三四五六七八九十]")
_LAST_MARK = re.compile(r"(?:^| )([a-z]|i{2,3}|iv|vi{1,3}|ix)$")
_NEGATION_WORDS = frozenset({"not", "non", "no", "without", "never", "khong", "chua", "phi"})
_NEGATION_PREFIXES = ("un", "in", "im", "ir", "il", "non", "dis", "de")
_CHINESE_NEGATIONS = re.compile("[非未不无没]")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The label offered for a text. `score` is 0..1; `runner_up` the next nearest label, "" where none comes near."""

    text: str
    score: float
    runner_up: str = ""


class Suggester:
    """Offers the nearest label of a list; made once for a group, asked once for each distinct spelling.

    Args:
        spellings: pairs of a way to write a label and the label to offer; several ways may lead to one label.

    >>> suggester = Suggester([("Software", "Software"), ("软件", "Software"), ("Retail", "Retail")])
    >>> suggester.suggest("Sofware").text, suggester.suggest("ruanjian").text, suggester.suggest("Mining")
    ('Software', 'Software', None)
    """

    def __init__(self, spellings: Iterable[tuple[str, str]]) -> None:
        known = [(make_form(spelling), label) for spelling, label in dict.fromkeys(spellings)]
        self._forms = [form for form, _ in known if form.plain]
        self._labels = [label for form, label in known if form.plain]
        self._labels_by_word: dict[str, set[str]] = {}
        for form, label in zip(self._forms, self._labels, strict=True):
            for word in form.plain.split():
                self._labels_by_word.setdefault(word, set()).add(label)

    def suggest(self, text: str) -> Suggestion | None:
        """The label probably meant; None if none is near, or none clearly nearer than the next."""
        return self.suggest_many([text])[0]

    def suggest_many(self, texts: Sequence[str]) -> list[Suggestion | None]:
        """`suggest` for each text, in order; many at once cost far less than one by one."""
        found: list[Suggestion | None] = []
        for start in range(0, len(texts), _BATCH):
            found += self._suggest_batch([make_form(text) for text in texts[start : start + _BATCH]])
        return found

    def _suggest_batch(self, typed: list[Form]) -> list[Suggestion | None]:
        if not self._forms:
            return [None] * len(typed)
        least = LEAST_SCORE - LEAST_MARGIN
        shares = likeness(typed, self._forms, least=least)
        scores: list[dict[str, float]] = [{} for _ in typed]
        for row, column in np.argwhere(shares >= least).tolist():
            score, label = float(shares[row, column]), self._labels[column]
            if score > scores[row].get(label, 0.0) and not _contradict(typed[row], self._forms[column], score):
                scores[row][label] = score
        return [self._choose(form, nearest) for form, nearest in zip(typed, scores, strict=True)]

    def _choose(self, typed: Form, scores: dict[str, float]) -> Suggestion | None:
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        if not ranked or ranked[0][1] < LEAST_SCORE:
            return None
        (text, score), *others = ranked
        if others and score - others[0][1] < LEAST_MARGIN:
            return None
        if score < SURE_SCORE and self._labels_with(typed.plain.split()) - {text}:
            return None
        return Suggestion(text, round(min(score, 1.0), 4), others[0][0] if others else "")

    def _labels_with(self, words: Sequence[str]) -> set[str]:
        return set.intersection(*(self._labels_by_word.get(word, set()) for word in words))


def suggest(labels: Iterable[str], text: str) -> Suggestion | None:
    """The one of `labels` that `text` probably means; None if none is near, or none clearly nearer than the next.

    >>> suggest(["陕西省", "山西省", "广东省"], "guangdong").text
    '广东省'
    >>> suggest(["陕西省", "山西省", "广东省"], "shanxi") is None
    True
    """
    return Suggester((label, label) for label in labels).suggest(text)


def _contradict(typed: Form, known: Form, score: float) -> bool:
    """Whether two near texts cannot mean the same: other numbers, another last letter (Series A, D), a negation."""
    short = min(len(typed.compact), len(known.compact)) <= SHORT and not (typed.chinese or known.chinese)
    if short and score < LEAST_SHORT_SCORE:
        return True
    patterns = (_NUMBERS, _LAST_MARK, _CHINESE_NUMERALS)
    for pattern in patterns:
        ours, theirs = pattern.findall(typed.plain), pattern.findall(known.plain)
        if ours and theirs and ours != theirs:
            return True
    return _negated(typed, known) or _negated(known, typed)


def _negated(one: Form, other: Form) -> bool:
    """Whether `one` denies what `other` says."""
    if _NEGATION_WORDS & set(one.plain.split()) and not _NEGATION_WORDS & set(other.plain.split()):
        return True
    if one.chinese and other.chinese:
        return len(_CHINESE_NEGATIONS.findall(one.plain)) > len(_CHINESE_NEGATIONS.findall(other.plain))
    return any(one.compact == prefix + other.compact for prefix in _NEGATION_PREFIXES)
