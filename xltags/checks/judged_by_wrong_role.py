"""Check TAG012, judged by wrong role."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.group_names import group_labels, group_named
from xltags.core.people import names_in, read_posts, roles_on
from xltags.core.text import fold
from xltags.core.values import as_date, as_text
from xltags.core.wording import choice_labels


@check(
    "TAG012",
    "warning",
    en="{person} ({held}) set {group}, which is judged by {allowed}; have it confirmed by one of them",
    zh="{person}（{held}）设置了“{group}”，而该组应由 {allowed} 判定，请由有权者确认",
    vi="{person} ({held}) đã gắn {group}, trong khi nhóm này do {allowed} đánh giá; hãy nhờ người có quyền xác nhận",
)
def judged_by_wrong_role(dataset: Dataset) -> Iterator[Issue]:
    """A tag was set by somebody whose role may not judge its group.

    Looks at the changes logged in FollowUps, for groups with judged_by, and at the roles that the person holds in
    Owners on that day. People that Owners does not know are left to LOG008.

    Why: who judges decides what the tag means; sales and marketing see the same lead with other eyes.
    Fix: have the judgement confirmed by one of the roles of the group, or add the role to judged_by.

    >>> from datetime import date
    >>> from xltags.core.examples import dataset
    >>> groups = {"group": ["mdr"], "judged_by": "mdr"}
    >>> owners = {"person": ["Ann", "Bo"], "role": ["mdr", "marketer"]}
    >>> def changes(by: str) -> dict[str, object]:
    ...     return {"date": date(2026, 5, 4), "customer_id": "C1", "by": by, "group": "mdr", "to_tag": "Target"}
    >>> wrong = dataset(TagGroups=groups, Owners=owners, FollowUps=changes("Bo"))
    >>> [issue.fields["person"] for issue in judged_by_wrong_role(wrong)]
    ['Bo']
    >>> list(judged_by_wrong_role(dataset(TagGroups=groups, Owners=owners, FollowUps=changes("Ann"))))
    []
    """
    log, posts, roles = dataset.table("FollowUps"), read_posts(dataset), dataset.table("Owners").column("role")
    if not posts or not len(log):
        return
    for index, (by, group_text, changed_to, day) in enumerate(log.records(("by", "group", "to_tag", "date"))):
        if by is None or group_text is None or changed_to is None:
            continue
        group = group_named(dataset.model.taxonomy, as_text(group_text).strip())
        if group is None or not group.judged_by:
            continue
        allowed = {fold(role) for role in group.judged_by}
        for person in names_in(by):
            held = roles_on(posts, person, as_date(day) or dataset.as_of)
            if held and not allowed & held:
                fields = {
                    "person": person,
                    "held": choice_labels(roles, sorted(held)),
                    "group": group_labels(group),
                    "allowed": choice_labels(roles, group.judged_by),
                }
                yield Issue(log.place(index, "by"), by, "", fields)
