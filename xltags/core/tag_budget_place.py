"""Where a finding about the tag budget stands, and the figures that it names."""

from xltags.core.dataset import Dataset
from xltags.core.finding import Place
from xltags.core.tag_budget import TagBudget


def budget_place(dataset: Dataset) -> Place:
    """The cell of the headcount in `Settings`, or the head of its values."""
    table, row = dataset.table("Settings"), dataset.model.settings.rows.get("headcount")
    return table.place_in_row(row, "value") if row else table.header_place("value")


def budget_fields(budget: TagBudget) -> dict[str, object]:
    """What the band is made of, for a message."""
    return {
        "count": budget.count,
        "low": budget.low,
        "high": budget.high,
        "headcount": budget.headcount,
        "systems": budget.systems,
        "channels": budget.channels,
    }
