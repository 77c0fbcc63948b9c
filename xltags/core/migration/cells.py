"""Tags replaced inside cells, the rest of the cell left as it was typed."""

from collections.abc import Mapping, Sequence

from xltags.core.customers import Match, TagColumn
from xltags.core.taxonomy import Tag
from xltags.core.text import join_values, value_spans
from xltags.core.values import as_text

Targets = Mapping[str, Sequence[Tag]]  # by the id of a tag: the tags that stand in its place
DEFAULT_SEPARATOR = "; "


def replace_values(cell: str, changes: Mapping[int, str | None], *, single: bool = False) -> str:
    """The cell with its values, by position, replaced; None takes a value out with the separator before it.

    Order, separators and white space between the other values stay. `single` takes the whole cell as one value.

    >>> replace_values("ERP； CRM、BI", {1: "Sales CRM"}), replace_values("ERP; CRM; BI", {0: None})
    ('ERP； Sales CRM、BI', 'CRM; BI')
    """
    spans = ((0, len(cell)),) if single else value_spans(cell)
    made, end = "", 0
    for position, (first, last) in enumerate(spans):
        new = changes.get(position, cell[first:last])
        if new is not None:
            between = cell[end:first] if made.strip() or not position else ""
            made += between + new
        end = last
    return made + (cell[end:] if made.strip() else "")


def added_value(cell: str, value: str) -> str:
    """The cell with one more value at its end, after the separator that the cell uses.

    >>> added_value("", "ERP"), added_value("ERP、CRM", "BI")
    ('ERP', 'ERP、CRM、BI')
    """
    spans = value_spans(cell)
    if not spans:
        return value
    separator = cell[spans[-2][1] : spans[-1][0]] if len(spans) > 1 else DEFAULT_SEPARATOR
    return cell[: spans[-1][1]] + separator + value


def is_single(cell: str, matches: Sequence[Match]) -> bool:
    """Whether a cell was read as one value, though it may hold a separator."""
    return len(matches) == 1 and matches[0].text == cell.strip()


def with_targets(cell: str, matches: Sequence[Match], targets: Targets) -> str:
    """The cell with other tags in the place of some; no tag gets in twice, "" where nothing is left.

    A text that is a tag's id stays an id. Values that are not concerned stay as typed, repeated ones too.
    """
    staying = {match.tag.id for match in matches if match.tag is not None and match.tag.id not in targets}
    placed: set[str] = set()
    changes: dict[int, str | None] = {}
    for position, match in enumerate(matches):
        if match.tag is None or match.tag.id not in targets:
            continue
        found = targets[match.tag.id]
        if [tag.id for tag in found] != [match.tag.id]:  # else the tag itself under another label
            found = [tag for tag in found if tag.id not in staying and tag.id not in placed]
        placed.update(tag.id for tag in found)
        changes[position] = join_values(tag.id if match.how == "id" else tag.tag for tag in found) or None
    return replace_values(cell, changes, single=is_single(cell, matches)) if changes else cell


def changed_cells(column: TagColumn, targets: Targets) -> dict[int, str | None]:
    """By code of a distinct cell: the cell with other tags in place; cells that stay as they are are left out."""
    found: dict[int, str | None] = {}
    for code, (value, matches) in enumerate(zip(column.column.values, column.matches, strict=True)):
        text = as_text(value)
        made = with_targets(text, matches, targets)
        if made != text:
            found[code] = made or None
    return found
