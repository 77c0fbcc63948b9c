"""Check TAX011, dangling successor."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.taxonomy import Tag, Taxonomy
from xltags.core.text import split_values
from xltags.core.wording import ByLanguage

_NO_TAG: ByLanguage = {
    "en": "there is no such tag; write the label or ID of an active tag of this group",
    "zh": "没有这个标签，请填写本组在用标签的名称或 ID",
    "vi": "không có thẻ này; hãy ghi nhãn hoặc mã của một thẻ đang dùng trong nhóm",
}
_OTHER_GROUP: ByLanguage = {
    "en": "it is a tag of another group; choose a tag of this group",
    "zh": "它属于另一个标签组，请选择本组的标签",
    "vi": "đó là thẻ của nhóm khác; hãy chọn thẻ trong nhóm này",
}
_RETIRED: ByLanguage = {
    "en": "it is retired and has no successor; name an active tag",
    "zh": "它已停用且没有替换标签，请指定一个在用标签",
    "vi": "thẻ đó đã ngừng dùng và không có thẻ thay thế; hãy chỉ định thẻ đang dùng",
}


def _reason(taxonomy: Taxonomy, tag: Tag, text: str) -> ByLanguage | None:
    """Why the tag that `text` names cannot replace `tag`; None if it can, or if both turn in a circle."""
    target = taxonomy.refer(text, tag.group)
    if target is None:
        return _NO_TAG
    if target.group != tag.group:
        return _OTHER_GROUP
    return _RETIRED if target.status == "retired" and not target.replaced_by else None


@check(
    "TAX011",
    "error",
    en="'{value}' cannot replace tag '{tag}': {reason}",
    zh="“{value}”无法替换标签“{tag}”：{reason}",
    vi="“{value}” không thể thay thẻ “{tag}”: {reason}",
)
def dangling_successor(dataset: Dataset) -> Iterator[Issue]:
    """The successor of a tag is not in its group, or is itself retired without a successor.

    Why: customers who still carry the old tag cannot be moved to a tag in use.
    Fix: write the label or ID of an active tag of the same group; several are separated by ; where the tag was split.

    >>> from xltags.core.examples import dataset
    >>> columns = {"group": "industry", "tag": ["Textile", "Apparel"], "status": ["retired", "active"]}
    >>> [issue.place.cell for issue in dangling_successor(dataset(Tags={**columns, "replaced_by": ["Garment", None]}))]
    ['D2']
    >>> list(dangling_successor(dataset(Tags={**columns, "replaced_by": ["Apparel", None]})))
    []
    """
    table = dataset.table("Tags")
    taxonomy = dataset.model.taxonomy
    for tag in taxonomy.tags:
        if not tag.replaced_by:
            continue
        whole = taxonomy.refer(tag.replaced_by, tag.group)
        for text in (tag.replaced_by,) if whole else split_values(tag.replaced_by):
            reason = _reason(taxonomy, tag, text)
            if reason is not None:
                meant = dataset.index.find(tag.group, text) if reason is _NO_TAG else None
                yield Issue(
                    table.place_in_row(tag.row, "replaced_by"),
                    text,
                    meant.label if meant else "",
                    fields={"tag": tag.tag, "reason": reason},
                )
