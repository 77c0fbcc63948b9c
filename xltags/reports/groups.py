"""Which tag group plays which part in the reports, also in a taxonomy that names its groups otherwise."""

from typing import Literal

from xltags.core.customers import match_text
from xltags.core.dataset import Dataset
from xltags.core.taxonomy import Tag

PURITY_CLASSES = ("target", "target_not_now", "ecosystem", "competitor", "not_target")
PURE_CLASSES = ("target", "target_not_now")

Part = Literal["source", "product", "industry", "stage", "judgement", "invalid_reason", "customer_level"]

_GROUPS: dict[Part, tuple[str, str]] = {
    "source": ("source", "source"),
    "product": ("product_interest", "preference"),
    "industry": ("industry", ""),
    "stage": ("stage", "stage"),
    "judgement": ("mdr", ""),
    "invalid_reason": ("invalid_reason", ""),
    "customer_level": ("customer_level", ""),
}


def group_for(dataset: Dataset, part: Part) -> str:
    """The id of the group that plays a part.

    The shipped group if `Customers` has its column. Else, for `source`, `product` and `stage`, the first group of the
    families source, preference and stage that has one; for `judgement` the first one whose tags have a purity class.
    Else the shipped group, which then is blank for every customer.
    """
    wanted, family = _GROUPS[part]
    tags = dataset.customers.tags
    if wanted in tags:
        return wanted
    if part == "judgement":
        judging = {tag.group for tag in dataset.model.taxonomy.tags if tag.purity_class}
        return next((id for id in tags if id in judging), wanted)
    return next((id for id, column in tags.items() if family and column.group.family == family), wanted)


def tag_meant(dataset: Dataset, text: str, group_id: str) -> Tag | None:
    """The tag of a group that a text in another table means, in any language or by id; None where it means none."""
    return match_text(text.strip(), group_id, dataset.index, dataset.model.taxonomy).tag


def reported_label(dataset: Dataset, text: str, group_id: str) -> str:
    """The canonical label of the tag that a text means, or the text as typed where it means none."""
    tag = tag_meant(dataset, text, group_id)
    return tag.tag if tag else text.strip()
