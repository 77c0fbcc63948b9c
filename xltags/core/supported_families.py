"""Groups that the team's resources cannot make use of."""

from collections.abc import Iterator
from typing import Literal

from xltags.core.dataset import Dataset
from xltags.core.finding import Language
from xltags.core.group_parts import group_for
from xltags.core.open_groups import open_groups
from xltags.core.settings import Settings
from xltags.core.taxonomy import TagGroup
from xltags.core.text import fold

LackKind = Literal["one_product", "no_content_team", "no_system", "no_staff", "no_budget"]
LEAST_STAFF = 3  # a team of two or three lives on identity, source and stage
LACKS: dict[LackKind, dict[Language, str]] = {
    "one_product": {
        "en": "Settings names a single product, so there is no preference to tell",
        "zh": "“设置”中只有一个产品，谈不上产品偏好",
        "vi": "Cài đặt chỉ có một sản phẩm nên không có gì để ưa thích hơn",
    },
    "no_content_team": {
        "en": "nobody writes content regularly (content_team is no), so nothing follows from it",
        "zh": "没有专人持续做内容（content_team 为否），标签落不了地",
        "vi": "không ai làm nội dung đều đặn (content_team là không) nên thẻ không dẫn tới việc gì",
    },
    "no_system": {
        "en": "no linked system records behaviour (linked_systems is blank)",
        "zh": "没有已对接的系统记录行为（linked_systems 为空）",
        "vi": "không hệ thống nào ghi hành vi (linked_systems trống)",
    },
    "no_staff": {
        "en": "a team of three or fewer cannot act on behaviour day by day",
        "zh": "三人以内的团队无法按日跟进行为",
        "vi": "đội từ ba người trở xuống không theo kịp hành vi từng ngày",
    },
    "no_budget": {
        "en": "there is no budget to act on behaviour (monthly_budget is 0)",
        "zh": "没有预算针对行为开展动作（monthly_budget 为 0）",
        "vi": "không có ngân sách để hành động theo hành vi (monthly_budget là 0)",
    },
}
_CONTENT = ("content", "内容", "nội dung")


def unsupported_groups(dataset: Dataset) -> Iterator[tuple[TagGroup, LackKind]]:
    """The open groups that the resources do not support, with what is lacking; resources not stated lack nothing."""
    product = group_for(dataset, "product")
    for group in open_groups(dataset.model):
        lack = lack_for(dataset.model.settings, group, is_product=group.group == product)
        if lack is not None:
            yield group, lack


def lack_for(settings: Settings, group: TagGroup, *, is_product: bool) -> LackKind | None:
    """What the resources lack for a group: product preference needs two products, content preference a content team,
    behaviour a linked system, more than three people and some budget; None where they suffice or are not stated."""
    if is_product and len(settings.products) == 1:
        return "one_product"
    if group.family == "preference" and settings.content_team is False and _is_content(group):
        return "no_content_team"
    if group.family != "behaviour":
        return None
    stated = settings.headcount is not None or settings.monthly_budget is not None
    if stated and not settings.linked_systems:
        return "no_system"
    if settings.headcount is not None and settings.headcount <= LEAST_STAFF:
        return "no_staff"
    return "no_budget" if settings.monthly_budget == 0 else None


def _is_content(group: TagGroup) -> bool:
    names = (group.group, group.label_en, group.label_zh, group.label_vi)
    return any(word in fold(name) for name in names for word in _CONTENT)
