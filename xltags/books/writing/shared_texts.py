"""Which texts of a plan are worth sharing, and their ids in the workbook's shared strings."""

from collections.abc import Iterable, Sequence
from itertools import islice, zip_longest

from xltags.books.edits import AddColumns, AppendRows, Edit, FillColumns, SetCells
from xltags.books.writing.parts import Parts
from xltags.books.writing.string_table import append_strings, known_strings
from xltags.core.values import Value

# Columns of at most so many different texts share them; more are written into their cells, where they cost no look-up.
SHARED_LIMIT = 1000
GLANCE = 10_000


def shared_texts(parts: Parts, plan: Sequence[Edit]) -> dict[str, int]:
    """Ids of the texts worth sharing: those of columns that repeat few texts, and single texts already shared."""
    repeated: set[str] = set()
    single: set[str] = set()
    for edit in plan:
        match edit:
            case SetCells():
                single.update(value for value in edit.cells.values() if isinstance(value, str))
            case FillColumns():
                for values in edit.columns.values():
                    repeated.update(_repeated(values))
            case AddColumns():
                for column in edit.columns:
                    repeated.update(_repeated(column.values or ()))
            case AppendRows():
                for cells in zip_longest(*edit.rows):
                    repeated.update(_repeated(cells))
    if not repeated and not single:
        return {}
    known, count = known_strings(parts, repeated | single)
    if count < 0:
        return {}
    return known | append_strings(parts, repeated - known.keys(), count)


def _repeated(values: Iterable[Value | None]) -> Iterable[str]:
    cells = values if isinstance(values, Sequence) else tuple(values)
    if len(cells) > GLANCE and len(set(cells[:GLANCE])) > SHARED_LIMIT:  # too many, found out soon
        return ()
    texts = [value for value in set(cells) if type(value) is str]
    if not texts or len(texts) > SHARED_LIMIT:
        return ()
    any_twice = next(islice((1 for value in cells if type(value) is str), len(texts), None), None)
    return [text for text in texts if len(text) < 256] if any_twice else ()
