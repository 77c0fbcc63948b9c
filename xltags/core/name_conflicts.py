"""Where departments talk past each other: one meaning under two names, and one name with two meanings.

Evidence is added up from names in three languages, synonyms, definitions, strategies, families, departments and from
how the values go together in the customers; see `conflict_evidence`.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, starmap

from xltags.core.carried_together import Carriers
from xltags.core.conflict_evidence import NEARLY_ALIKE, Pair, Weighed, difference, folded_names, likeness
from xltags.core.content_words import content_words
from xltags.core.dataset import Dataset
from xltags.core.finding import LANGUAGES
from xltags.core.near_labels import loose_keys
from xltags.core.once import once
from xltags.core.open_groups import lookup_groups
from xltags.core.taxonomy import Tag, Taxonomy
from xltags.core.text import fold
from xltags.core.wording import ByLanguage

LEAST_EVIDENCE = 0.75
_SHOWN = 3
MOST_OWNERS = 6  # a name that more tags bear is a general word, such as "other"


@dataclass(frozen=True, slots=True)
class NameConflict:
    """Two tags of different groups, the earlier first, with the evidence in words, strongest first."""

    one: Tag
    other: Tag
    evidence: tuple[ByLanguage, ...]

    def words(self) -> ByLanguage:
        """The strongest three pieces of evidence as one text."""
        return {
            language: ("；" if language == "zh" else "; ").join(text[language] for text in self.evidence[:_SHOWN])
            for language in LANGUAGES
        }


def same_meanings(dataset: Dataset) -> tuple[NameConflict, ...]:
    """Pairs of tags of different groups that mean the same under two names, in the order of the taxonomy."""
    taxonomy = dataset.model.taxonomy
    found = []
    for pair in _pairs(dataset):
        if fold(pair.one.tag) == fold(pair.other.tag) and not _said_alike(pair):
            continue  # one label in two groups is TAX006, unless somebody said what it means in other words
        evidence = list(likeness(pair, taxonomy))
        if sum(weight for weight, _ in evidence) >= LEAST_EVIDENCE:
            found.append(_conflict(pair, evidence))
    return tuple(found)


def two_meanings(dataset: Dataset) -> tuple[NameConflict, ...]:
    """Pairs of tags of different groups with one name and two meanings, in the order of the taxonomy.

    The name is a label in any language. That the definitions differ is no fault by itself: two departments must be
    behind them, or the customers must show that the tags do not go together.
    """
    taxonomy = dataset.model.taxonomy
    found = []
    for pair in _pairs(dataset):
        if not pair.labels:
            continue
        evidence = list(difference(pair, taxonomy))
        if sum(weight for weight, _ in evidence) >= LEAST_EVIDENCE:
            found.append(_conflict(pair, evidence))
    return tuple(found)


def _conflict(pair: Pair, evidence: list[Weighed]) -> NameConflict:
    ranked = sorted((it for it in evidence if it[0] > 0 and it[1]), key=lambda it: -it[0])
    return NameConflict(pair.one, pair.other, tuple(text for _, text in ranked))


def _said_alike(pair: Pair) -> bool:
    """Whether two definitions are written differently and say the same."""
    apart = fold(pair.one.definition) != fold(pair.other.definition)
    return apart and pair.said is not None and pair.said >= NEARLY_ALIKE


@once
def _pairs(dataset: Dataset) -> tuple[Pair, ...]:
    """The pairs of tags worth weighing, with how customers carry them."""
    carriers = Carriers(dataset)
    return tuple(Pair(one, other, carriers.together(one, other)) for one, other in _akin(dataset.model.taxonomy))


@once
def _akin(taxonomy: Taxonomy) -> tuple[tuple[Tag, Tag], ...]:
    """The pairs of tags of different groups, unrelated, with a name or a definition in common."""
    groups = {group.group for group in taxonomy.active_groups()} - lookup_groups(taxonomy)
    tags = [tag for tag in taxonomy.tags if tag.group in groups and tag.status == "active" and tag.tag]
    keys = [_keys((tag.tag, tag.zh, tag.vi), tag.synonyms, tag.definition) for tag in tags]
    by_group: dict[str, list[frozenset[str]]] = {}
    for tag, of_tag in zip(tags, keys, strict=True):
        by_group.setdefault(tag.group, []).append(of_tag)
    of_groups = [_union(tuple(of_group)) for of_group in by_group.values()]
    shared = frozenset().union(*starmap(_common, combinations(of_groups, 2)))  # by far the fewest are
    owners: dict[str, list[int]] = {}
    for place, of_tag in enumerate(keys):
        for key in of_tag & shared:
            owners.setdefault(key, []).append(place)
    wanted = {
        pair
        for places in owners.values()
        if len(places) <= MOST_OWNERS
        for pair in combinations(places, 2)
        if tags[pair[0]].group != tags[pair[1]].group
    }
    found = ((tags[first], tags[second]) for first, second in sorted(wanted))
    return tuple((one, other) for one, other in found if not taxonomy.related(one, other))


@lru_cache(maxsize=256)  # tag groups: a team's taxonomies differ in a few
def _union(keys: tuple[frozenset[str], ...]) -> frozenset[str]:
    return frozenset().union(*keys)


@lru_cache(maxsize=1 << 12)  # pairs of groups
def _common(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    return one & other


@lru_cache(maxsize=1 << 12)  # a team's workbooks hold the same tags
def _keys(labels: tuple[str, ...], synonyms: tuple[str, ...], definition: str) -> frozenset[str]:
    """What a tag can be found by: its names, spelled loosely too, and its definition's words in pairs."""
    names = folded_names(labels) | folded_names(synonyms)
    loose = {f"~{key}" for name in names for key in loose_keys(name)}
    words = sorted(content_words(definition))
    sentence = {f"={' '.join(words)}"} if words else set()
    rare = sorted(words, key=lambda word: (-len(word), word))[:4]
    return frozenset(names | loose | sentence | {f"+{a} {b}" for a, b in combinations(sorted(rare), 2)})
