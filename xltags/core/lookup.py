"""Which tag a text in a cell means: one index over labels, translations, ids and synonyms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from xltags.core.text import fold

How = Literal["exact", "folded", "label", "id", "synonym"]
SpellingKind = Literal["tag", "label", "id", "synonym"]

# A label in any language outranks an id, which outranks a synonym: a synonym never takes a text away from the tag that
# bears it as its name. The two kinds of label rank alike, so a text that names two tags names none.
_RANK: dict[SpellingKind, int] = {"tag": 0, "label": 0, "id": 1, "synonym": 2}


class LookupEntry(NamedTuple):
    """A tag as the index sees it.

    `key` is whatever the caller knows the tag by, unique in the group; `label` is what should stand in the cell;
    `labels` are its names in other languages. Blank texts are left out.
    """

    group: str
    key: str
    label: str
    labels: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    tag_id: str = ""


class Found(NamedTuple):
    """The tag a text means, and how it was found.

    `how`: `exact` (the label itself), `folded` (the label but for case, width, spaces ...), `label` (its name in
    another language), `id`, `synonym`. All but `exact` are spellings to correct.
    """

    group: str
    key: str
    label: str
    how: How


class Spelling(NamedTuple):
    """One way to write a tag: its text, what that text is to the tag, and the tag."""

    text: str
    kind: SpellingKind
    key: str
    label: str


class Ambiguity(NamedTuple):
    """A folded text that several tags of a group claim; `spellings` in the order of the entries."""

    group: str
    text: str
    spellings: tuple[Spelling, ...]


class TagIndex:
    """Finds the tag of a text within a group.

    Tries, in this order: the exact label; the folded text among labels in every language; among ids; among synonyms. A
    text that two tags claim at the same rank is found for neither, unless it is exactly, letter by letter, the label of
    one of them. Groups never see each other's tags. Callers look each distinct spelling up once.

    >>> index = TagIndex(
    ...     [LookupEntry("stage", "s1", "Won", ("赢单",), ("closed won",)), LookupEntry("size", "z1", "Big")]
    ... )
    >>> index.find("stage", "WON").how, index.find("stage", "赢单").how, index.find("stage", "Closed  won").key
    ('folded', 'label', 's1')
    >>> index.find("stage", "Big") is None
    True
    """

    def __init__(self, entries: Iterable[LookupEntry]) -> None:
        groups: dict[str, list[LookupEntry]] = {}
        for entry in entries:
            groups.setdefault(entry.group, []).append(entry)
        self._groups = {group: _group_index(tuple(of_group)) for group, of_group in groups.items()}

    def find(self, group: str, text: str) -> Found | None:
        """The tag of `group` that `text` means; None if it means none, is blank, or means two alike."""
        index = self._groups.get(group)
        if index is None:
            return None
        exact = index.exact.get(text)
        if exact is not None:
            return exact
        folded = index.folded.get(fold(text))
        found = _best(folded) if folded else None
        return None if found is None else Found(group, found.key, found.label, _how(found, text))

    def spellings(self, group: str) -> tuple[Spelling, ...]:
        """Every way to write a tag of the group, ids included, in the order of the entries."""
        index = self._groups.get(group)
        return () if index is None else index.spellings

    def ambiguous(self) -> tuple[Ambiguity, ...]:
        """The folded texts that two or more tags of one group claim, at whatever rank; sorted by group and text."""
        return tuple(each for group in sorted(self._groups) for each in self._groups[group].ambiguous)


@dataclass(frozen=True, slots=True, eq=False)
class _GroupIndex:
    """The spellings of a group: in the order of the entries, by folded text; the ambiguous ones; the tags by label.

    `exact` has the labels, in any language, that are those of one tag to the letter.
    """

    spellings: tuple[Spelling, ...]
    exact: dict[str, Found]
    folded: dict[str, list[Spelling]]
    ambiguous: tuple[Ambiguity, ...]


@lru_cache(maxsize=64)  # a team's taxonomies differ in a few groups
def _group_index(entries: tuple[LookupEntry, ...]) -> _GroupIndex:
    spellings: list[Spelling] = []
    named: dict[SpellingKind, dict[str, list[Spelling]]] = {"label": {}, "tag": {}}
    by_folded: dict[str, list[Spelling]] = {}
    for entry in entries:
        for folded, spelling in _spellings(entry):
            spellings.append(spelling)
            if spelling.kind in named:
                named[spelling.kind].setdefault(spelling.text, []).append(spelling)
            by_folded.setdefault(folded, []).append(spelling)
    sure = ((text, _only(each)) for texts in named.values() for text, each in texts.items())  # of two, the tag counts
    exact = {text: Found(entries[0].group, it.key, it.label, _how(it, text)) for text, it in sure if it is not None}
    claimed = sorted(it for it in by_folded.items() if len(it[1]) > 1 and len({each.key for each in it[1]}) > 1)
    ambiguous = tuple(Ambiguity(entries[0].group, text, tuple(each)) for text, each in claimed)
    return _GroupIndex(tuple(spellings), exact, by_folded, ambiguous)


def _spellings(entry: LookupEntry) -> list[tuple[str, Spelling]]:
    """The ways to write a tag, each behind its folded text."""
    texts: list[tuple[str, SpellingKind]] = [(entry.label, "tag")]
    texts += [(text, "label") for text in entry.labels]
    texts += [(entry.tag_id, "id")]
    texts += [(text, "synonym") for text in entry.synonyms]
    spelled = ((fold(text), Spelling(text, kind, entry.key, entry.label)) for text, kind in texts if text)
    return [each for each in spelled if each[0]]


def _only(spellings: list[Spelling]) -> Spelling | None:
    """The first of the spellings if one tag has them all."""
    return spellings[0] if len({spelling.key for spelling in spellings}) == 1 else None


def _best(spellings: list[Spelling]) -> Spelling | None:
    rank = min(_RANK[spelling.kind] for spelling in spellings)
    return _only([spelling for spelling in spellings if _RANK[spelling.kind] == rank])


def _how(spelling: Spelling, text: str) -> How:
    if spelling.kind == "tag":
        return "exact" if spelling.text == text else "folded"
    return spelling.kind
