"""What a report's PivotTable shows when it is made; people drag its fields as they like."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pivot:
    """The layout of a PivotTable on the facts of a report; every field is a column of them.

    Args:
        rows: the field down the side, a text. `columns`: the one across, a text; "" for none.
        values: amounts that are summed, one only where there is a field across.
        filters: fields above the table, texts; with slicers each has one of its own.
        in_order: fields whose items stand as in the facts; those of others stand in the order of their texts.
        additive: whether the rows may be added up; where one lead stands in several of them, a total would mislead.

    Raises:
        ValueError: fields that do not make a table.

    >>> Pivot("source", values=("leads", "won"), filters=("month",)).fields
    ('source', 'month')
    """

    rows: str
    columns: str = ""
    values: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    in_order: tuple[str, ...] = ()
    additive: bool = True

    def __post_init__(self) -> None:
        if not self.values or (self.columns and len(self.values) > 1):
            raise ValueError("a pivot sums one amount, or several with no field across")
        if len({*self.fields, *self.values}) < len(self.fields) + len(self.values):
            raise ValueError("a field has one place in a pivot")

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that have items: down, across, above."""
        return (self.rows, *([self.columns] if self.columns else ()), *self.filters)
