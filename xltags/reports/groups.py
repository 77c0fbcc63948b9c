"""What the texts of other tables mean in a tag group, and the classes that purity counts by."""

from xltags.core.customers import match_text
from xltags.core.dataset import Dataset
from xltags.core.taxonomy import Tag

PURITY_CLASSES = ("target", "target_not_now", "ecosystem", "competitor", "not_target")
PURE_CLASSES = ("target", "target_not_now")


def tag_meant(dataset: Dataset, text: str, group_id: str) -> Tag | None:
    """The tag of a group that a text in another table means, in any language or by id; None where it means none."""
    return match_text(text.strip(), group_id, dataset.index, dataset.model.taxonomy).tag


def reported_label(dataset: Dataset, text: str, group_id: str) -> str:
    """The canonical label of the tag that a text means, or the text as typed where it means none."""
    tag = tag_meant(dataset, text, group_id)
    return tag.tag if tag else text.strip()
