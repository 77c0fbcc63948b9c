"""What the MDR group says about a lead after talking to it."""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from xltags.core.customers import TagColumn
from xltags.core.tag_hints import current_tag
from xltags.core.taxonomy import Taxonomy

VALID = ("target", "target_not_now")
INVALID = ("not_target",)  # competitors and ecosystem partners are named by the judgement itself; they need no reason


def judged_as(column: TagColumn, taxonomy: Taxonomy, classes: Collection[str] | None = None) -> NDArray[np.bool_]:
    """Which customers carry a tag of one of the purity classes, of any where none is given; blanks are not judged.

    A retired tag counts as its successor, so that following it changes nothing.
    """
    given = [
        {current_tag(taxonomy, match.tag).purity_class for match in matches if match.tag} - {""}
        for matches in column.matches
    ]
    flags = [bool(found if classes is None else found.intersection(classes)) for found in given]
    return np.asarray([*flags, False], dtype=np.bool_)[column.column.codes]
