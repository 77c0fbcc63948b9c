"""Check FILE020, unknown setting."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.read_settings import READERS
from xltags.core.suggest import suggest
from xltags.core.text import fold

# Keys of the policy of checks: which run, how severe they are, what is excepted.
_POLICY = ("severity.", "except.")
_POLICY_KEYS = frozenset({"select", "ignore"})


@check(
    "FILE020",
    "note",
    en=("setting '{value}' is not one that xltags knows, so it has no effect; correct the key or delete the row"),
    zh="xltags 没有“{value}”这个设置项，因此不起作用，请改正键名或删除此行",
    vi="xltags không có thiết lập “{value}” nên dòng này không có tác dụng; hãy sửa tên khóa hoặc xóa dòng",
)
def unknown_setting(dataset: Dataset) -> Iterator[Issue]:
    """Settings has a key that xltags does not know.

    Why: a mistyped key leaves the default in force while its author believes otherwise.
    Fix: take the suggested key, or delete the row; remarks belong in the Note column.

    >>> from xltags.core.examples import dataset
    >>> typed = dataset(Settings={"key": ["min_samples", "team"], "value": [50, "North"]})
    >>> [(issue.place.cell, issue.suggestion) for issue in unknown_setting(typed)]
    [('A2', 'min_sample')]
    >>> list(unknown_setting(dataset(Settings={"key": "min_sample", "value": 50})))
    []
    """
    settings = dataset.model.settings
    for key in settings.extra:
        if key not in _POLICY_KEYS and not key.startswith(_POLICY):
            near = suggest([*READERS, *sorted(_POLICY_KEYS)], key)
            place = dataset.table("Settings").place_in_row(settings.rows[fold(key)], "key")
            yield Issue(place, key, near.text if near else "")
