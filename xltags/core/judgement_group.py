"""The tag group that holds people's judgement of a lead after talking to it, and by which purity is counted."""

from collections import Counter

from xltags.core.group_names import MDR
from xltags.core.taxonomy import Taxonomy


def judgement_group(taxonomy: Taxonomy) -> str:
    """The id of the judgement group: `mdr`; where there is none, the group with the most purity classes.

    The first in the workbook wins a tie; "mdr" where no tag has a purity class.

    >>> from xltags.core.taxonomy import Tag
    >>> judgement_group(Taxonomy(tags=(Tag(group="fit", id="1", tag="Fits", purity_class="target"),)))
    'fit'
    """
    if taxonomy.group(MDR) is not None:
        return MDR
    counts = Counter(tag.group for tag in taxonomy.tags if tag.purity_class)
    return counts.most_common(1)[0][0] if counts else MDR
