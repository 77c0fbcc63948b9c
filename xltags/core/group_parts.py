"""Which tag group plays which part in the reports, also in a taxonomy that names its groups otherwise."""

from collections.abc import Mapping
from typing import Literal

from xltags.core.dataset import Dataset

Part = Literal["source", "product", "industry", "stage", "judgement", "invalid_reason", "customer_level", "pain_point"]

_GROUPS: dict[Part, tuple[str, str]] = {
    "source": ("source", "source"),
    "product": ("product_interest", "preference"),
    "industry": ("industry", ""),
    "stage": ("stage", "stage"),
    "judgement": ("mdr", ""),
    "invalid_reason": ("invalid_reason", ""),
    "customer_level": ("customer_level", ""),
    "pain_point": ("pain_point", ""),
}
# The reports that cannot be read without a group; the others take their groups from the plan, the segments and the
# scorecard, or count every group alike.
REPORT_PARTS: Mapping[str, tuple[Part, ...]] = {
    "purity": ("judgement", "source"),
    "invalid_reasons": ("invalid_reason", "source"),
    "channels": ("source", "judgement"),
    "alignment": ("source",),
    "preferences": ("product", "industry"),
    "handoff": ("source",),
    "funnel": ("stage",),
    "content_grid": ("industry", "pain_point"),
    "levels": ("customer_level",),
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


def reports_by_group(dataset: Dataset) -> dict[str, tuple[str, ...]]:
    """By group id, the reports that cannot be read without it, in the order of `REPORT_PARTS`."""
    found: dict[str, list[str]] = {}
    for report, parts in REPORT_PARTS.items():
        for part in parts:
            found.setdefault(group_for(dataset, part), []).append(report)
    return {group: tuple(reports) for group, reports in found.items()}
