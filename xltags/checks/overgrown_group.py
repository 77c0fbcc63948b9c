"""Check GOV028, overgrown group."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.group_names import group_labels
from xltags.core.open_groups import MOST_TAGS, lookup_groups, open_groups


@check(
    "GOV028",
    "note",
    en=(
        "{group} has {count} tags, and past {most} nobody finds the right one in a drop-down; merge the rare ones, "
        "or put them below parents"
    ),
    zh="“{group}”有 {count} 个标签，超过 {most} 个在下拉里就很难找到，请合并少用的，或设上级分层",
    vi=("{group} có {count} thẻ, quá {most} thì khó tìm trong danh sách; hãy gộp thẻ ít dùng, hoặc chia dưới thẻ cha"),
)
def overgrown_group(dataset: Dataset) -> Iterator[Issue]:
    """A group has more tags than a person can choose from.

    Provinces and cities, which are looked up, are left out, and so are retired and reserved tags.

    Why: over-detailed tags add work at the first contact and have no meaning for analysis: each is carried by too few.
    Fix: merge tags for which the same is done, or let some become one parent.

    >>> from xltags.core.examples import dataset
    >>> many = {"group": "industry", "tag": [f"Trade {number}" for number in range(41)]}
    >>> [issue.fields["count"] for issue in overgrown_group(dataset(Tags=many))]
    [41]
    >>> list(overgrown_group(dataset(Tags={**many, "status": ["retired"] + ["active"] * 40})))
    []
    """
    table, taxonomy = dataset.table("TagGroups"), dataset.model.taxonomy
    looked_up = lookup_groups(taxonomy)
    for group in open_groups(dataset.model):
        count = sum(tag.status == "active" for tag in taxonomy.tags_of(group.group))
        if count > MOST_TAGS and group.group not in looked_up:
            fields = {"group": group_labels(group), "count": count, "most": MOST_TAGS}
            yield Issue(table.place_in_row(group.row, "group"), group.group, fields=fields)
