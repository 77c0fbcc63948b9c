"""Check ICP003, duplicate tier."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.scorecard import TierRule


@check(
    "ICP003",
    "error",
    en="tier '{value}' already stands in row {row}; only that row counts, so delete one of the two",
    zh="等级“{value}”在第 {row} 行已经有了，只有那一行生效，请删除其中一行",
    vi="hạng “{value}” đã có ở dòng {row} và chỉ dòng đó có hiệu lực; hãy xóa một trong hai dòng",
)
def duplicate_tier(dataset: Dataset) -> Iterator[Issue]:
    """A tier stands in two rows.

    Why: only the first row's cut-off and hours count; the second misleads its reader.
    Fix: delete the row that is out of date.

    >>> from xltags.core.examples import dataset
    >>> twice = dataset(Tiers={"tier": ["A", "A", "D"], "min_points": [80, 75, 0]})
    >>> [issue.place.cell for issue in duplicate_tier(twice)]
    ['A3']
    >>> list(duplicate_tier(dataset(Tiers={"tier": ["A", "D"], "min_points": [75, 0]})))
    []
    """
    first: dict[str, TierRule] = {}
    for rule in dataset.model.scorecard.tiers:
        known = first.setdefault(rule.tier, rule)
        if known is not rule:
            yield Issue(dataset.table("Tiers").place_in_row(rule.row, "tier"), rule.tier, fields={"row": known.row})
