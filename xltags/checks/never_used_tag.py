"""Check GOV018, never used tag."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue, Place
from xltags.core.unused_tags import UnusedTags, never_used
from xltags.core.wording import ByLanguage, listed

_SHOWN = 5
_ONE: ByLanguage = {"en": "tag '{tag}'", "zh": "标签“{tag}”", "vi": "thẻ “{tag}”"}
_MANY: ByLanguage = {
    "en": "{count} of the {total} tags of {group} ({tags} ...)",
    "zh": "“{group}”的 {total} 个标签中有 {count} 个（{tags} 等）",
    "vi": "{count} trong {total} thẻ của nhóm {group} ({tags} ...)",
}


def _issues(dataset: Dataset, found: UnusedTags) -> Iterator[tuple[Place, str, ByLanguage]]:
    tags, group = found.tags, found.group
    if not found.whole:
        for tag in tags:
            what = {language: text.format(tag=tag.tag) for language, text in _ONE.items()}
            yield dataset.table("Tags").place_in_row(tag.row, "tag"), tag.tag, what
        return
    names = listed(tag.tag for tag in tags[:_SHOWN])
    what = {
        language: text.format(count=len(tags), total=found.total, group=group.label(language), tags=names[language])
        for language, text in _MANY.items()
    }
    yield dataset.table("TagGroups").place_in_row(group.row, "group"), group.group, what


@check(
    "GOV018",
    "note",
    en="none of {customers} customers since {since} carries {what}; retire what you do not expect",
    zh="自 {since} 以来的 {customers} 个客户都没有用到{what}，用不上的请停用",
    vi="từ {since} đến nay không khách nào trong {customers} khách có {what}; hãy ngừng dùng thẻ không cần",
)
def never_used_tag(dataset: Dataset) -> Iterator[Issue]:
    """Tags have been carried by nobody since the first customer came.

    A group of which half the tags or more, and at least five, are unused is named once. Besides, each tag of your
    own that was made that long ago. Judged are groups in which at least min_sample customers have a value, once the
    first customer is stale_after_days old; tags for the rest ("Other") are left out.

    Why: most tags that are set up are never used, and every one of them makes the right one harder to find. Of
    cities, for example, list the key ones only.
    Fix: retire them; a retired tag keeps its definition and can be opened again.

    >>> from datetime import date
    >>> from xltags.core.examples import dataset
    >>> tags = {"group": "industry", "tag": ["Retail", "Steel"], "created_on": date(2025, 3, 1)}
    >>> customers = {
    ...     "customer_id": [f"C{n}" for n in range(40)],
    ...     "industry": "Retail",
    ...     "first_contact": date(2025, 3, 1),
    ... }
    >>> [issue.value for issue in never_used_tag(dataset(Tags=tags, Customers=customers))]
    ['Steel']
    >>> list(never_used_tag(dataset(Tags={**tags, "created_on": date(2026, 9, 1)}, Customers=customers)))
    []
    """
    for found in never_used(dataset):
        for place, value, what in _issues(dataset, found):
            fields = {"customers": found.customers, "since": found.since.isoformat(), "what": what}
            yield Issue(place, value, fields=fields)
