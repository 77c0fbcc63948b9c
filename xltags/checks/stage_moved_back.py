"""Check LOG011, stage moved back."""

from collections.abc import Iterator
from functools import partial

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.group_parts import group_for
from xltags.core.stages import NOWHERE, Stages, read_stages
from xltags.core.tag_log import GroupLog, Matches, cell_of, group_logs, pairs_flagged
from xltags.core.values import as_text


@check(
    "LOG011",
    "note",
    en="the stage went back from '{before}' to '{value}'; log it as lost and begin anew, or correct the row",
    zh="阶段从“{before}”退回到“{value}”，请记为丢单后重新开始，或更正此行",
    vi="giai đoạn lùi từ “{before}” về “{value}”; hãy ghi là mất rồi bắt đầu lại, hoặc sửa dòng này",
)
def stage_moved_back(dataset: Dataset) -> Iterator[Issue]:
    """A change of stage leads back to an earlier step of the funnel.

    Steps are the stages without a parent, by `order`; moves between sub-stages of one step are free, and so is leaving
    a won, lost or dormant customer's stage, because a new deal may begin.

    Why: the funnel takes a customer at a step to have passed those before it. Going back hides how long deals take and
    where they are lost.
    Fix: a deal that failed is lost, at its stage; a new one begins at the first step. A wrong entry is corrected.

    >>> from datetime import date
    >>> from xltags.core.examples import dataset
    >>> groups = {"group": "stage", "family": "stage"}
    >>> tags = {"group": "stage", "tag": ["Lead", "Offer", "Won"], "order": [1, 2, 3]}
    >>> log = {"customer_id": "C1", "group": "stage", "date": date(2026, 5, 4)}
    >>> customers = {"customer_id": "C1", "stage": "Lead"}
    >>> base = {"TagGroups": groups, "Tags": tags, "Customers": customers}
    >>> back = dataset(base, FollowUps={**log, "from_tag": "Offer", "to_tag": "Lead"})
    >>> [issue.fields["before"] for issue in stage_moved_back(back)]
    ['Offer']
    >>> list(stage_moved_back(dataset(base, FollowUps={**log, "from_tag": "Lead", "to_tag": "Offer"})))
    []
    """
    group_id = group_for(dataset, "stage")
    stages = read_stages(dataset)
    table = dataset.table("FollowUps")
    for log in group_logs(dataset):
        if log.group.group != group_id:
            continue
        flagged = pairs_flagged(log.codes(log.before), log.codes(log.after), partial(_is_back, log, stages))
        for record in sorted(log.records[flagged].tolist()):
            fields = {"before": as_text(table.value(record, "from_tag"))}
            yield Issue(table.place(record, "to_tag"), table.value(record, "to_tag"), "", fields)


def _is_back(log: GroupLog, stages: Stages, before: int, after: int) -> bool:
    left, reached = _step(cell_of(log.before, before), stages), _step(cell_of(log.after, after), stages)
    return NOWHERE not in (left, reached) and left != stages.won and reached < left


def _step(matches: Matches, stages: Stages) -> int:
    return stages.place_of(matches[0].tag) if len(matches) == 1 else NOWHERE
