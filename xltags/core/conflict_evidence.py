"""The evidence for and against two tags meaning the same, weighed, with the words that say it.

The weights and limits were set on planted pairs; the tests state the precision and the recall that they reach.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from xltags.core.carried_together import Together
from xltags.core.content_words import content_words, overlap
from xltags.core.differing_strategy import strategy_fault
from xltags.core.finding import LANGUAGES
from xltags.core.near_labels import loose_keys
from xltags.core.taxonomy import Tag, Taxonomy
from xltags.core.text import fold
from xltags.core.wording import ByLanguage, listed

Weighed = tuple[float, ByLanguage]  # an empty text is evidence that only lowers or raises the sum
ALIKE, NEARLY_ALIKE, UNLIKE = 0.7, 0.45, 0.25  # shares of common words of two definitions
HAND_IN_HAND, OFTEN, SELDOM = 0.8, 0.6, 0.2  # shares of the carriers of two tags who carry both

# Sizes, degrees, remainders and plain answers: the same word is right in many groups.
GENERAL = frozenset(
    {"other", "others", "unknown", "none", "not known", "yes", "no", "various", "new", "active", "inactive", "all"}
    | {"small", "medium", "large", "high", "middle", "low", "regular", "standard", "normal", "mixed", "open", "closed"}
    | {"其他", "其它", "未知", "不详", "大型", "中型", "小型", "高", "中", "低", "是", "否", "新", "一般", "标准"}
    | {"khác", "không rõ", "không có", "trung bình", "nhỏ", "vừa", "lớn", "cao", "thấp", "mới", "có", "không"}
)


_LABEL: ByLanguage = {"en": "both are called", "zh": "两者都叫", "vi": "cả hai đều gọi là"}
_SYNONYM: ByLanguage = {
    "en": "one is named among the other's synonyms as",
    "zh": "一方的同义写法中有",
    "vi": "thẻ này có trong cách viết khác của thẻ kia:",
}
_SYNONYMS: ByLanguage = {"en": "they share the synonyms", "zh": "共有同义写法", "vi": "cùng có cách viết"}
_DEPARTMENTS: ByLanguage = {"en": "they belong to", "zh": "分属部门", "vi": "thuộc bộ phận"}
_LOOSE: ByLanguage = {"en": "their labels are nearly alike", "zh": "名称几乎一样", "vi": "nhãn gần như giống nhau"}
_ACTION: ByLanguage = {"en": "the same is done for both", "zh": "对两者的做法相同", "vi": "ta làm như nhau với cả hai"}
_OTHER_NAMES: ByLanguage = {
    "en": "other languages name them differently",
    "zh": "其他语言的名称不同",
    "vi": "tên ở ngôn ngữ khác thì khác",
}
_SAID_ALIKE: ByLanguage = {
    "en": "their definitions share {} of their words",
    "zh": "两条定义有 {} 的用词相同",
    "vi": "hai định nghĩa trùng {} số từ",
}
_SAID_APART: ByLanguage = {
    "en": "their definitions share only {} of their words",
    "zh": "两条定义仅 {} 的用词相同",
    "vi": "hai định nghĩa chỉ trùng {} số từ",
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tags, and how often customers carry both; None where too few customers can tell."""

    one: Tag
    other: Tag
    together: Together | None

    @property
    def labels(self) -> frozenset[str]:
        """The labels, in whatever language, that both bear."""
        return labels_of(self.one) & labels_of(self.other)

    @property
    def said(self) -> float | None:
        """How much the definitions have in common; None where one of them is blank."""
        if not (self.one.definition and self.other.definition):
            return None
        return overlap(content_words(self.one.definition), content_words(self.other.definition))


def labels_of(tag: Tag) -> frozenset[str]:
    """The labels of a tag in every language, folded, without general words."""
    return folded_names((tag.tag, tag.zh, tag.vi))


def synonyms_of(tag: Tag) -> frozenset[str]:
    """The synonyms of a tag, folded, without general words and its labels."""
    return folded_names(tag.synonyms) - labels_of(tag) if tag.synonyms else frozenset()


@lru_cache(maxsize=1 << 13)  # a team's workbooks hold the same tags
def folded_names(names: tuple[str, ...]) -> frozenset[str]:
    """Names in the form in which they are compared, without general words."""
    return frozenset(folded for name in names if (folded := fold(name))) - GENERAL


def _department(tag: Tag, taxonomy: Taxonomy) -> str:
    group = taxonomy.group(tag.group)
    return fold(tag.department or (group.owner_department if group else ""))


def _departments_differ(pair: Pair, taxonomy: Taxonomy) -> bool:
    one, other = _department(pair.one, taxonomy), _department(pair.other, taxonomy)
    return bool(one and other) and one != other


def likeness(pair: Pair, taxonomy: Taxonomy) -> Iterator[Weighed]:
    """What speaks for one meaning, and (below 0) against it."""
    one, other = pair.one, pair.other
    named = (labels_of(one) & synonyms_of(other)) | (labels_of(other) & synonyms_of(one))
    shared = synonyms_of(one) & synonyms_of(other)
    if pair.labels:
        yield 0.6 + 0.2 * (len(pair.labels) - 1), _quoted(_LABEL, pair.labels)
    if named:
        yield 0.5 + 0.1 * min(2, len(named) - 1), _quoted(_SYNONYM, named)
    if shared:
        yield 0.2 * min(2, len(shared)), _quoted(_SYNONYMS, shared)
    if not pair.labels and _loose(one) & _loose(other):
        yield 0.5, _LOOSE
    yield from _likeness_of_use(pair)
    families = [group.family for group in (taxonomy.group(one.group), taxonomy.group(other.group)) if group]
    yield (0.15 if len(set(families)) == 1 else -0.15), {}
    if _departments_differ(pair, taxonomy):
        yield 0.1, _quoted(_DEPARTMENTS, _named_departments(pair, taxonomy))


def _likeness_of_use(pair: Pair) -> Iterator[Weighed]:
    said = pair.said
    if said is not None and said >= NEARLY_ALIKE:
        yield (0.6 if said >= ALIKE else 0.35), _percent(_SAID_ALIKE, said)
    if said is not None and said < UNLIKE:
        yield -0.2, {}
    if pair.one.with_tag and pair.other.with_tag and strategy_fault(pair.one.with_tag, pair.other.with_tag) == "same":
        yield 0.35, _ACTION
    together = pair.together
    if together is not None and together.share >= OFTEN:
        yield (0.5 if together.share >= HAND_IN_HAND else 0.3), _counted(together)
    if together is not None and together.share <= SELDOM:
        yield -0.8, {}


def difference(pair: Pair, taxonomy: Taxonomy) -> Iterator[Weighed]:
    """What speaks for two meanings of the name that both bear, and (below 0) against it."""
    yield 0.1 * len(pair.labels), _quoted(_LABEL, pair.labels)
    said, together = pair.said, pair.together
    if _departments_differ(pair, taxonomy):
        yield 0.4, _quoted(_DEPARTMENTS, _named_departments(pair, taxonomy))
    if said is not None and said < UNLIKE:
        yield 0.35, _percent(_SAID_APART, said)
    if said is not None and said >= NEARLY_ALIKE:
        yield -0.8, {}
    if together is not None and together.share <= SELDOM:
        yield 0.4, _counted(together)
    if together is not None and together.share >= OFTEN:
        yield -0.8, {}
    if labels_of(pair.one) - pair.labels and labels_of(pair.other) - pair.labels:
        yield 0.1, _OTHER_NAMES


def _loose(tag: Tag) -> frozenset[str]:
    return frozenset(key for label in labels_of(tag) for key in loose_keys(label))


def _named_departments(pair: Pair, taxonomy: Taxonomy) -> list[str]:
    found = []
    for tag in (pair.one, pair.other):
        group = taxonomy.group(tag.group)
        found.append(tag.department or (group.owner_department if group else ""))
    return found


def _quoted(words: ByLanguage, names: Iterable[str]) -> ByLanguage:
    shown = listed(sorted(names))
    return {language: f"{words[language]} {shown[language]}" for language in LANGUAGES}


def _percent(words: ByLanguage, share: float) -> ByLanguage:
    shown = f"{round(100 * share)} %"
    return {language: words[language].format(shown) for language in LANGUAGES}


def _counted(together: Together) -> ByLanguage:
    both, either = together.both, together.either
    return {
        "en": f"{both} of the {either} customers with either have both",
        "zh": f"带其中任一标签的 {either} 个客户中有 {both} 个两者都带",
        "vi": f"trong {either} khách có một trong hai thẻ, {both} khách có cả hai",
    }
