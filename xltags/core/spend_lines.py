"""The lines of spend with what they refer to."""

from dataclasses import dataclass

from xltags.core.dataset import Dataset
from xltags.core.group_names import SOURCE
from xltags.core.periods import parse_month
from xltags.core.taxonomy import Tag
from xltags.core.text import fold
from xltags.core.values import Value, as_number, as_text


@dataclass(frozen=True, slots=True)
class SpendLine:
    """A row of `Spend`, its record `record`; `month` and `tag` are None where the cell means none."""

    record: int
    month: str | None
    source: str
    tag: Tag | None
    brought_by: str
    amount: Value | None

    @property
    def key(self) -> tuple[str | None, str, str, float | None]:
        """What makes two rows the same: month, source, marketer and amount."""
        return self.month, self.tag.id if self.tag else fold(self.source), fold(self.brought_by), as_number(self.amount)


def read_spend(dataset: Dataset) -> tuple[SpendLine, ...]:
    """Every row of `Spend`, in its order."""
    table = dataset.table("Spend")
    tags = {text: _source(dataset, as_text(text).strip()) for text in table.column("source").values}
    cells = table.records(("month", "source", "brought_by", "amount"))
    return tuple(
        SpendLine(
            record,
            parse_month(month),
            as_text(source).strip(),
            None if source is None else tags[source],
            as_text(brought_by).strip(),
            amount,
        )
        for record, (month, source, brought_by, amount) in enumerate(cells)
    )


def _source(dataset: Dataset, text: str) -> Tag | None:
    found = dataset.index.find(SOURCE, text)
    return dataset.model.taxonomy.tags[int(found.key)] if found else None
