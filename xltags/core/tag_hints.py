"""What to write instead of a text that is no tag, and instead of a retired tag."""

from collections.abc import Iterable

from xltags.core.dataset import Dataset
from xltags.core.finding import Language
from xltags.core.once import once
from xltags.core.spelling_difference import describe_difference
from xltags.core.suggest import Suggester
from xltags.core.taxonomy import Tag, Taxonomy
from xltags.core.text import split_values

MOST_GUESSED = 2_000


def successor_in_use(taxonomy: Taxonomy, tag: Tag) -> Tag | None:
    """The one active tag of the group that replaces a retired tag; None where there is none, or a choice of several."""
    found = taxonomy.successor_of(tag) if tag.status == "retired" else None
    return found if found is not None and found.group == tag.group and found.status == "active" else None


def current_tag(taxonomy: Taxonomy, tag: Tag) -> Tag:
    """The tag that counts today: the successor of a retired tag where there is exactly one, else the tag itself."""
    return successor_in_use(taxonomy, tag) or tag


def successor_choices(taxonomy: Taxonomy, tag: Tag) -> tuple[Tag, ...]:
    """The active tags of the group that `replaced_by` lists where a retired tag was split into several."""
    found = (taxonomy.refer(text, tag.group) for text in split_values(tag.replaced_by))
    return tuple(it for it in found if it is not None and it.group == tag.group and it.status == "active")


def suggest_tags(dataset: Dataset, group_id: str, texts: Iterable[str]) -> dict[str, str]:
    """By text that is no tag of the group: the label of the tag in use that is clearly nearest.

    Texts without such a tag are left out. More than MOST_GUESSED texts get no suggestion at all: such a column is no
    matter of spelling, and guessing would take minutes.

    >>> from xltags.core.examples import dataset
    >>> suggest_tags(dataset(Tags={"group": "industry", "tag": ["Retail", "Software"]}), "industry", ["Sofware", "Zoo"])
    {'Sofware': 'Software'}
    """
    texts = list(dict.fromkeys(texts))
    if not 0 < len(texts) <= MOST_GUESSED:
        return {}
    known = _suggesters(dataset)
    if group_id not in known:
        known[group_id] = _suggester(dataset, group_id)
    found = zip(texts, known[group_id].suggest_many(texts), strict=True)
    return {text: suggestion.text for text, suggestion in found if suggestion is not None}


@once
def _suggesters(dataset: Dataset) -> dict[str, Suggester]:
    """Those made so far, by group: checks of several tables ask for the same ones."""
    return {}


def _suggester(dataset: Dataset, group_id: str) -> Suggester:
    taxonomy = dataset.model.taxonomy
    spellings = []
    for spelling in dataset.index.spellings(group_id):
        tag = current_tag(taxonomy, taxonomy.tags[int(spelling.key)])
        if tag.status == "active" and spelling.kind != "id":
            spellings.append((spelling.text, tag.tag))
    return Suggester(spellings)


def unknown_hint(text: str, suggestion: str) -> dict[Language, str]:
    """The end of a message about a text that is no tag: the suggestion and, where both look alike, what differs."""
    if not suggestion:
        return {
            "en": "; choose one from the tag list or request a new tag",
            "zh": "，请从标签表中选用，或提交标签申请",
            "vi": "; hãy chọn trong bảng thẻ hoặc gửi đề xuất thẻ mới",
        }
    difference = describe_difference(text, suggestion)
    if difference is None:
        return {
            "en": f"; did you mean '{suggestion}'?",
            "zh": f"，是否应为“{suggestion}”？",
            "vi": f"; có phải ý bạn là “{suggestion}”?",
        }
    return {
        "en": f"; it looks like '{suggestion}' but differs in {difference.text('en')}",
        "zh": f"，看起来像“{suggestion}”，但{difference.text('zh')}不同",
        "vi": f"; trông giống “{suggestion}” nhưng khác ở {difference.text('vi')}",
    }
