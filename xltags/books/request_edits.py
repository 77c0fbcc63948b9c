"""The edits that carry out tag requests: rows of `Tags`, and the decision in `TagRequests`."""

from collections.abc import Sequence

from xltags.books.computed import number_of
from xltags.books.edits import Edit, SetCells
from xltags.books.importing.edits import tag_edits
from xltags.books.sheets import table_spec
from xltags.books.shipped import choice_labels
from xltags.core.dataset import Dataset
from xltags.core.request_acceptance import Acceptance
from xltags.core.request_rows import ACCEPTED
from xltags.core.values import Value


def acceptance_edits(dataset: Dataset, accepted: Sequence[Acceptance], *, decider: str) -> list[Edit]:
    """The new tags, each beside the others of its group so that drop-downs find it, and who decided when."""
    if not accepted:
        return []
    new: dict[str, list[dict[str, Value | None]]] = {}
    for one in accepted:
        written = _name_of(dataset, one.group)
        new.setdefault(written, []).append({"group": written, **one.tag})
    language = dataset.model.settings.language
    edits = tag_edits(dataset.table("Tags"), new, language=language)
    table, verdict = dataset.table("TagRequests"), table_spec("TagRequests").column("verdict")
    label = choice_labels(ACCEPTED, verdict, language) if verdict is not None else ACCEPTED
    decision: dict[str, Value | None] = {"verdict": label, "decided_by": decider, "decided_on": dataset.as_of}
    cells: dict[tuple[int, int], Value | None] = {}
    for one in accepted:
        earlier = {"decided_by": one.request.decided_by, "decided_on": one.request.decided_on}
        for column_id, value in decision.items():
            if column_id in table and not earlier.get(column_id):
                cells[one.request.row, number_of(table, column_id)] = value
    return [*edits, SetCells(table.sheet, cells)]


def _name_of(dataset: Dataset, group_id: str) -> str:
    """A group's id as the rows of `Tags` write it."""
    return next((tag.group for tag in dataset.model.taxonomy.tags_of(group_id)), group_id)
