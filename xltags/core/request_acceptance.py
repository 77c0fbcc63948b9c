"""Which tag requests are carried out, by whom, and the tag that each becomes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from xltags.core.dataset import Dataset
from xltags.core.errors import XltagsError
from xltags.core.group_names import group_named
from xltags.core.open_groups import lookup_groups
from xltags.core.people import read_posts
from xltags.core.request_rows import ACCEPTED, PENDING, TagRequest
from xltags.core.request_state import is_carried_out
from xltags.core.tag_budget import tag_budget
from xltags.core.tag_ids import free_id, next_order
from xltags.core.tag_requests import JudgedRequest
from xltags.core.taxonomy_rights import TaxonomyRights
from xltags.core.values import Value

# Questions that are answered by accepting after all; every other one asks for something that the tag cannot do without.
ANSWERABLE = frozenset(
    {"near_tag", "other_group", "budget_full", "reserve_only", "group_full", "later_group", "unlinked_source"}
    | {"one_sided", "no_fill", "no_reason_type", "no_department", "no_requester", "nobody_decides"}
)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A request that is carried out: the id of its group, and its row of `Tags` by column id, choices as ids."""

    request: TagRequest
    group: str
    tag: dict[str, Value | None]


def is_open(dataset: Dataset, judged: JudgedRequest) -> bool:
    """Whether a request waits: undecided, or accepted and not yet in `Tags`."""
    request = judged.request
    return request.decision == PENDING or (request.decision == ACCEPTED and not is_carried_out(dataset, request))


def requests_that_fit(dataset: Dataset, judged: Sequence[JudgedRequest]) -> tuple[JudgedRequest, ...]:
    """The open requests that the rules accept, in their order; no more of them than the tag budget has places for."""
    budget, looked_up = tag_budget(dataset), lookup_groups(dataset.model.taxonomy)
    room = budget.room if budget is not None else len(judged)
    found = []
    for one in judged:
        if one.verdict != "accept" or not is_open(dataset, one):
            continue
        group = group_named(dataset.model.taxonomy, one.request.group)
        counts = group is not None and group.group not in looked_up
        if counts and room < 1:
            continue
        room -= counts
        found.append(one)
    return tuple(found)


def requests_in_rows(
    dataset: Dataset, judged: Sequence[JudgedRequest], rows: Collection[int], *, answered: bool
) -> tuple[JudgedRequest, ...]:
    """The requests of these Excel rows, once nothing speaks against any of them.

    Args:
        answered: take questions as answered that are a matter of judgement (see `ANSWERABLE`).

    Raises:
        XltagsError: a row holds no request, one that is settled, or one that the rules do not let pass.
    """
    by_row = {one.request.row: one for one in judged}
    for row in sorted(rows):
        if row not in by_row:
            raise XltagsError(f"TagRequests row {row} holds no request; `xltags request` lists the rows")
        one = by_row[row]
        if not is_open(dataset, one):
            raise XltagsError(f"TagRequests row {row} ({one.request.tag}) is settled: {one.request.decision}")
        against = [it for it in one.reasons if it.verdict != "accept" and not (answered and it.code in ANSWERABLE)]
        if against:
            cure = "with --answered it is accepted all the same" if _answerable(one) else "complete the request first"
            said = "; ".join(it.text["en"] for it in against)
            raise XltagsError(f"TagRequests row {row} ({one.request.tag}) cannot be accepted: {said}; {cure}")
    return tuple(by_row[row] for row in sorted(rows))


def _answerable(judged: JudgedRequest) -> bool:
    return all(it.code in ANSWERABLE for it in judged.reasons)


def decider_on(dataset: Dataset, by: str) -> str:
    """Who decides today: `by` where it is given and may, else the one taxonomy owner in office.

    Raises:
        XltagsError: the person may not decide, or nobody or several could.
    """
    rights = TaxonomyRights(dataset, read_posts(dataset))
    owners = rights.owners_on(dataset.as_of)
    if by:
        if rights.stated and not rights.may_change(by, dataset.as_of):
            known = f"; ask {' or '.join(owners)}" if owners else ""
            raise XltagsError(f"{by} has no right to change tags on {dataset.as_of} (sheet Owners){known}")
        return by
    if len(owners) != 1:
        found = f"Owners names {len(owners)} taxonomy owners in office"
        raise XltagsError(f"say who decides: --by NAME ({found})")
    return owners[0]


def accept_requests(
    dataset: Dataset, judged: Sequence[JudgedRequest], *, definition: str = ""
) -> tuple[Acceptance, ...]:
    """The tags that requests become, in their order: custom, made today by the person who asked for the department."""
    taxonomy = dataset.model.taxonomy
    taken = {tag.id.lower() for tag in taxonomy.tags}
    added: dict[str, int] = {}
    found = []
    for one in judged:
        group = group_named(taxonomy, one.request.group)
        if group is None:
            continue
        tag_id = free_id(group.group, one.request.tag, taken)
        taken.add(tag_id.lower())
        order = next_order(taxonomy, group.group) + 10 * added.get(group.group, 0)
        added[group.group] = added.get(group.group, 0) + 1
        found.append(Acceptance(one.request, group.group, _tag(one.request, tag_id, order, definition, dataset.as_of)))
    return tuple(found)


def _tag(request: TagRequest, tag_id: str, order: float, definition: str, today: date) -> dict[str, Value | None]:
    return {
        "tag_id": tag_id,
        "tag": request.tag,
        "definition": definition or None,
        "with_tag": request.with_tag or None,
        "without_tag": request.without_tag or None,
        "order": order,
        "status": "active",
        "origin": "custom",
        "department": request.department or None,
        "created_by": request.requested_by or None,
        "created_on": today,
    }
