"""Workbooks with Dashboard and Card, what stands in these sheets, and what LibreOffice calculates there."""

import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import isclose
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from openpyxl import load_workbook

from xltags.books.computed import computed_values
from xltags.books.dashboard.scalars import EPOCH
from xltags.books.demo.data import AS_OF, demo_book, demo_tables
from xltags.books.live_sheets import LIVE_SHEETS
from xltags.books.shipped import Record
from xltags.books.template import new_workbook
from xltags.core.dataset import Dataset
from xltags.core.finding import Language
from xltags.core.scoring import score

Tables = Mapping[str, Sequence[Record]]


@dataclass(frozen=True)
class Demo:
    """The tables of the demo with their scores, and what Python reads in them."""

    tables: dict[str, list[Record]]
    dataset: Dataset


@cache
def demo(language: Language = "en") -> Demo:
    return judged({id: list(rows) for id, rows in demo_tables(language=language).items()}, language)


def judged(records: dict[str, list[Record]], language: Language = "en") -> Demo:
    """The tables with fresh scores."""
    dataset = demo_book(records, language).read(as_of=AS_OF)
    values = computed_values(dataset, score(dataset), language=language)
    scored: list[Record] = [
        {**row, **{id: column[place] for id, column in values.items()}}
        for place, row in enumerate(records["Customers"])
    ]
    return Demo({**records, "Customers": scored}, dataset)


def written(folder: Path, records: Tables | None, language: Language) -> Path:
    """A workbook of these tables with plain values; a new, empty one without any."""
    path = folder / f"{language}_{'new' if records is None else 'full'}.xlsx"
    if records is None:
        new_workbook(path, language=language, profile="small" if language == "vi" else "standard", boards=True)
    else:
        new_workbook(
            path, profile="full", language=language, geography="both", created_on=AS_OF, data=records, boards=True,
            as_of=AS_OF,
        )  # fmt: skip
    return path


def calculated(path: Path, edit: Callable[[Any], None] | None = None) -> dict[str, dict[str, object]]:
    """What LibreOffice gives for the two sheets; openpyxl forgets the results that stood in the file."""
    folder = Path(mkdtemp())
    book = load_workbook(path)
    if edit is not None:
        edit(book)
    book.save(folder / path.name)
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "xlsx"]
    subprocess.run(
        [*command, "--outdir", f"{folder}/out", f"{folder}/{path.name}"], check=True, capture_output=True, timeout=300
    )
    return cells_of(folder / "out" / path.name)


def cells_of(path: Path) -> dict[str, dict[str, object]]:
    """The filled cells of the two sheets."""
    book = load_workbook(path, data_only=True)
    return {
        name: {
            cell.coordinate: number_of(cell.value)
            for row in book[name].iter_rows()
            for cell in row
            if cell.value is not None and cell.value != ""
        }
        for name in LIVE_SHEETS
    }


def number_of(value: object) -> object:
    if isinstance(value, date):
        return float(value.toordinal() - EPOCH)
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def differing(ours: Mapping[str, object], theirs: Mapping[str, object]) -> dict[str, tuple[object, object]]:
    """The cells in which two sheets differ."""
    found = {}
    for place in sorted(ours.keys() | theirs.keys()):
        one, other = ours.get(place, ""), theirs.get(place, "")
        if isinstance(one, float) and isinstance(other, float) and isclose(one, other, rel_tol=1e-9, abs_tol=1e-9):
            continue
        if one != other:
            found[place] = (one, other)
    return found
