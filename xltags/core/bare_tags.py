"""Tags that lack something every tag needs, one by one or, where a whole group lacks it, once for the group."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from xltags.core.dataset import Dataset
from xltags.core.finding import Place
from xltags.core.open_groups import lookup_groups
from xltags.core.taxonomy import Tag, TagGroup
from xltags.core.wording import ByLanguage

_LEAST_GROUP = 3  # tags; of one or two each is named


@dataclass(frozen=True, slots=True)
class BareTag:
    """A tag that lacks something; `whole` is its group where all its `count` active tags lack it, else None."""

    tag: Tag
    count: int
    whole: TagGroup | None

    @property
    def value(self) -> str:
        """What a message quotes: the tag, or the id of the group."""
        return self.whole.group if self.whole else self.tag.tag

    def place(self, dataset: Dataset, column_id: str) -> Place:
        """The tag's cell, or the row of the whole group."""
        if self.whole is not None and self.whole.row:
            return dataset.table("TagGroups").place_in_row(self.whole.row, "group")
        return dataset.table("Tags").place_in_row(self.tag.row, column_id)


def bare_tags(dataset: Dataset, lacks: Callable[[Tag], bool]) -> Iterator[BareTag]:
    """The active tags of active groups that lack something, in the order of groups and tags; lists to look up left out.

    A group in which all tags lack it, and which has at least three, comes once, as its first tag.
    """
    taxonomy = dataset.model.taxonomy
    looked_up = lookup_groups(taxonomy)
    for group in taxonomy.active_groups():
        if group.group in looked_up:
            continue
        tags = [tag for tag in taxonomy.tags_of(group.group) if tag.status == "active" and tag.tag]
        bare = [tag for tag in tags if lacks(tag)]
        if len(bare) == len(tags) >= _LEAST_GROUP:
            yield BareTag(bare[0], len(tags), group)
        else:
            yield from (BareTag(tag, len(tags), None) for tag in bare)


def named_in_message(bare: BareTag) -> ByLanguage:
    """The tag or the whole group as a message names it."""
    tag, group, count = bare.tag.tag, bare.whole, bare.count
    if group is None:
        return {"en": f"tag '{tag}'", "zh": f"标签“{tag}”", "vi": f"thẻ “{tag}”"}
    return {
        "en": f"all {count} tags of {group.label('en')}",
        "zh": f"“{group.label('zh')}”的全部 {count} 个标签",
        "vi": f"cả {count} thẻ của nhóm {group.label('vi')}",
    }
