"""Which tags still say word for word what xltags shipped."""

from functools import cache

from xltags.core.shipped_rows import shipped_rows
from xltags.core.taxonomy import Tag
from xltags.core.text import fold


def is_untouched(tag: Tag) -> bool:
    """Whether what is done for customers with a tag is still the shipped text, in whatever language.

    >>> is_untouched(Tag(group="industry", id="industry.it", tag="IT", with_tag="Call them."))
    False
    """
    shipped = _shipped_actions().get(tag.id, ())
    return bool(tag.with_tag) and (tag.with_tag in shipped or fold(tag.with_tag) in map(fold, shipped))


@cache
def _shipped_actions() -> dict[str, tuple[str, ...]]:
    """By tag id, the shipped texts in three languages."""
    return {
        row["tag_id"]: tuple(row[name] for name in ("with_tag", "with_tag_zh", "with_tag_vi") if row[name])
        for row in shipped_rows("tags.csv")
    }
