"""Columns of another export that stand beside those of a source: the agent's manager beside each deal."""

from dataclasses import replace

import numpy as np

from xltags.books.importing.map import JoinMap
from xltags.books.importing.sources import SourceTable, find_header
from xltags.core.errors import XltagsError
from xltags.core.table import BLANK, Column
from xltags.core.values import as_text


def joined(table: SourceTable, join: JoinMap, other: SourceTable, *, place: str) -> tuple[SourceTable, int]:
    """The source with the other's columns added, and how many records name a partner that is not there.

    Every record stays; without a partner the added columns are blank. A header that both have is called by the other
    file's name and the header ("accounts.revenue").

    Raises:
        XltagsError: MAP005 a header is missing, MAP008 the other file has two different records for one value.
    """
    ours = find_header(table, join.on, place)
    theirs = find_header(other, join.to or join.on, place)
    record_of = _record_by_text(theirs, other, join, place)
    partner = [record_of.get(as_text(value).strip(), BLANK) for value in ours.values]
    places = np.asarray([*partner, BLANK], dtype=np.int32)[ours.codes]
    lonely = int(((places == BLANK) & (ours.codes > BLANK)).sum())
    columns = dict(table.columns)
    stem = other.name.rpartition(".")[0]
    for header, column in other.columns.items():
        if column is theirs:
            continue
        name = f"{stem}.{header}" if header in columns else header
        codes = np.append(column.codes, np.int32(BLANK))[np.where(places == BLANK, len(other), places)]
        columns[name] = replace(column, id=name, header=name, codes=codes.astype(np.int32))
    return replace(table, columns=columns), lonely


def _record_by_text(key: Column, other: SourceTable, join: JoinMap, place: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for record, value in enumerate(key.cells()):
        if value is None:
            continue
        text = as_text(value).strip()
        first = found.setdefault(text, record)
        if first != record and any(column.value(first) != column.value(record) for column in other.columns.values()):
            raise XltagsError(
                f"{place}: {other.name} has two different rows for {join.to or join.on} {text!r} (rows "
                f"{int(other.rows[first])} and {int(other.rows[record])}); keep one of them",
                code="MAP008",
            )
    return found
