"""What became of a tag request."""

from xltags.core.dataset import Dataset
from xltags.core.group_names import group_named
from xltags.core.request_rows import TagRequest


def is_carried_out(dataset: Dataset, request: TagRequest) -> bool:
    """Whether the wished tag is in `Tags`, under whatever name the group knows it by; a retired one counts."""
    group = group_named(dataset.model.taxonomy, request.group)
    return group is not None and dataset.index.find(group.group, request.tag) is not None
