"""The four core questions, the groups that answer them, and the reports that rest on the answers."""

from collections.abc import Mapping
from dataclasses import dataclass

from xltags.core.dataset import Dataset
from xltags.core.group_parts import REPORT_PARTS, Part, group_for
from xltags.core.open_groups import open_groups
from xltags.core.taxonomy import TagGroup
from xltags.core.text import split_values
from xltags.core.wording import ByLanguage

QUESTIONS: Mapping[str, ByLanguage] = {
    "who": {"en": "who are our customers", "zh": "客户是谁", "vi": "khách hàng là ai"},
    "where_from": {"en": "where do they come from", "zh": "客户从哪里来", "vi": "khách đến từ đâu"},
    "how_reached": {
        "en": "through which channel are they reached",
        "zh": "通过什么渠道触达客户",
        "vi": "tiếp cận khách qua kênh nào",
    },
    "how_effective": {"en": "how is the effect judged", "zh": "效果如何判断", "vi": "hiệu quả được đánh giá ra sao"},
}
QUESTION_PARTS: Mapping[str, tuple[Part, ...]] = {
    "who": ("industry", "product", "pain_point", "customer_level"),
    "where_from": ("source",),
    "how_reached": ("source",),
    "how_effective": ("stage", "judgement", "invalid_reason"),
}
FAMILIES: Mapping[str, ByLanguage] = {
    "identity": {"en": "identity", "zh": "身份", "vi": "nhận diện"},
    "source": {"en": "source", "zh": "来源", "vi": "nguồn"},
    "stage": {"en": "stage", "zh": "阶段", "vi": "giai đoạn"},
}
FAMILY_PARTS: Mapping[str, tuple[Part, ...]] = {"identity": ("industry",), "source": ("source",), "stage": ("stage",)}
# From which step on a report must have its group; small workbooks do without the others.
_NEEDED_FROM: Mapping[Part, int] = {"source": 1, "stage": 1, "judgement": 3}


@dataclass(frozen=True, slots=True)
class Gap:
    """A group that is wanting, the reports that break for it, and the group, if any, that only waits to be opened."""

    group: str
    reports: tuple[str, ...]
    waiting: TagGroup | None


def reports_on(*parts: Part) -> tuple[str, ...]:
    """The reports that rest on a group of one of these parts, in the order of the reports.

    >>> reports_on("stage", "judgement")
    ('purity', 'channels', 'funnel')
    """
    return tuple(report for report, needed in REPORT_PARTS.items() if set(needed) & set(parts))


def answering_groups(dataset: Dataset, question: str) -> tuple[TagGroup, ...]:
    """The open groups that answer a core question."""
    return tuple(group for group in open_groups(dataset.model) if question in split_values(group.question))


def waiting_group(dataset: Dataset, *, question: str = "", family: str = "") -> TagGroup | None:
    """The first group that would answer a question, or is of a family, but is reserved, retired or of a later step."""
    opened = set(open_groups(dataset.model))
    for group in dataset.model.taxonomy.groups:
        fits = question in split_values(group.question) if question else group.family == family
        if fits and group not in opened:
            return group
    return None


def missing_parts(dataset: Dataset) -> tuple[Gap, ...]:
    """The groups without which a report that the workbook's step calls for stays empty, in the order of the parts.

    Left out is a part that another group plays, and product preference unless Settings names two products.
    """
    taxonomy, settings = dataset.model.taxonomy, dataset.model.settings
    opened = {group.group for group in open_groups(dataset.model)}
    needed = [part for part, step in _NEEDED_FROM.items() if step <= settings.maturity_step]
    needed += ["product"] if len(settings.products) > 1 and settings.maturity_step >= 3 else []
    gaps = []
    for part in needed:
        group_id = group_for(dataset, part)
        if group_id not in opened and not _played(dataset, part):
            gaps.append(Gap(group_id, reports_on(part), taxonomy.group(group_id)))
    return tuple(gaps)


def _played(dataset: Dataset, part: Part) -> bool:
    """Whether an open group without a column yet could play the part, so that the taxonomy is not at fault."""
    groups = open_groups(dataset.model)
    if part == "judgement":
        judging = {tag.group for tag in dataset.model.taxonomy.tags if tag.purity_class}
        return any(group.group in judging for group in groups)
    family = {"source": "source", "stage": "stage", "product": "preference"}.get(part)
    return any(group.family == family for group in groups)
