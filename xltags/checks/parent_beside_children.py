"""Check TAG015, parent beside children."""

from collections.abc import Iterator

import numpy as np

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.group_names import group_labels
from xltags.core.tag_hints import current_tag


@check(
    "TAG015",
    "note",
    en="{group}: the wider tag '{value}' stands alone in {count} cell(s), while other cells carry its narrower tags",
    zh="“{group}”中有 {count} 个客户只标到上级标签“{value}”，其他客户已细分到其下级",
    vi="{count} khách hàng của nhóm {group} chỉ gắn thẻ cha “{value}”, trong khi khách khác đã gắn thẻ con",
)
def parent_beside_children(dataset: Dataset) -> Iterator[Issue]:
    """Some customers carry a wider tag, others its narrower ones: a channel here, its platforms there.

    One finding for each wider tag, at the head of the column. Groups whose narrower tags nobody uses are left alone.

    Why: platforms can be compared with each other only if leads are tagged to the same depth.
    Fix: ask where the leads came from and use the narrower tag. Where it cannot be known any more, leave the wider one.

    >>> from xltags.core.examples import dataset
    >>> tags = {"group": "source", "tag": ["Search", "Baidu", "Fair"], "parent": [None, "Search", None]}
    >>> mixed = dataset(Tags=tags, Customers={"source": ["Search", "Search", "Baidu"]})
    >>> [(issue.value, issue.fields["count"]) for issue in parent_beside_children(mixed)]
    [('Search', 2)]
    >>> list(parent_beside_children(dataset(Tags=tags, Customers={"source": ["Search", "Fair"]})))
    []
    """
    taxonomy, table = dataset.model.taxonomy, dataset.customers.table
    parent_groups = {parent.group for _, parent in taxonomy.parents if parent}
    for group_id, column in dataset.customers.tags.items():
        if group_id not in parent_groups:
            continue
        cells = [{current_tag(taxonomy, it.tag).id for it in matches if it.tag} for matches in column.matches]
        used = {id: tag for id in set().union(*cells) if (tag := taxonomy.tag(id)) is not None}
        above = {it.id for tag in used.values() for it in taxonomy.line_of(tag)[1:] if it.group == group_id}
        wider = above & used.keys()
        for tag in taxonomy.tags_of(group_id):
            if tag.id not in wider:
                continue
            flags = [tag.id in ids and not any(tag in taxonomy.line_of(used[it])[1:] for it in ids) for ids in cells]
            count = int(np.count_nonzero(np.asarray([*flags, False])[column.column.codes]))
            if count:
                fields = {"group": group_labels(column.group), "count": count}
                yield Issue(table.header_place(group_id), tag.tag, "", fields)
