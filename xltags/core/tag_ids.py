"""Ids and places for tags that are added."""

import re
import unicodedata
from collections.abc import Collection

from xltags.core.taxonomy import Taxonomy
from xltags.core.text import fold


def slug(label: str) -> str:
    """A label as part of an id: lower case, Latin letters without accents, "_" for what is neither letter nor digit.

    >>> slug("Thương mại & dịch vụ"), slug("paid_search"), slug("百度 推广"), slug("?!")
    ('thuong_mai_dich_vu', 'paid_search', '百度_推广', 'tag')
    """
    text = fold(label).replace("đ", "d")
    text = "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", "_", text).strip("_") or "tag"


def free_id(group_id: str, label: str, taken: Collection[str]) -> str:
    """An id for a new tag of a group; `taken` are the ids in use, lower case.

    >>> free_id("industry", "Retail", {"industry.retail"})
    'industry.retail_2'
    """
    stem = f"{group_id}.{slug(label)}"
    tag_id, count = stem, 2
    while tag_id.lower() in taken:
        tag_id, count = f"{stem}_{count}", count + 1
    return tag_id


def next_order(taxonomy: Taxonomy, group_id: str) -> float:
    """The order of the first tag behind those that a group has."""
    orders = [tag.order for tag in taxonomy.tags_of(group_id) if tag.order is not None]
    return (max(orders) // 10 + 1) * 10 if orders else 10
