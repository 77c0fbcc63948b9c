"""Drop-downs and hints on a table's sheet in a new workbook, as xlsxwriter takes them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from xltags.books.entry import TEXT_LIMIT, TITLE_LIMIT, EntryRule, shortened
from xltags.books.entry_rules import LAST_ROW, Surroundings, column_entry
from xltags.books.sheets import choices
from xltags.books.shipped import Record
from xltags.core.finding import LANGUAGES
from xltags.core.spec import ColumnSpec
from xltags.core.values import as_text

SETTING_CHOICES = {
    "language": LANGUAGES,
    "company_phase": tuple(choice.id for choice in choices("company_phase")),
    "maturity_step": ("1", "2", "3"),
}


def write_entry_rules(
    sheet: Any, columns: Sequence[ColumnSpec], records: Sequence[Record], around: Surroundings
) -> None:
    """Give the columns of a table their drop-downs and hints, from its first data row to the last row of the sheet."""
    own = _setting_rules(columns, records, around) if around.table == "Settings" else {}
    for number, column in enumerate(columns):
        entry = column_entry(column, around)
        if entry is None:
            continue
        taken = sorted(row for row, place in own if place == number)
        free = [
            (first, number, last, number)
            for first, last in zip(
                [1, *(row + 1 for row in taken)], [*(row - 1 for row in taken), LAST_ROW - 1], strict=True
            )
            if first <= last
        ]
        sheet.data_validation(*free[0], _options(entry) | {"other_cells": free[1:]})
    for (row, number), entry in own.items():
        sheet.data_validation(row, number, row, number, _options(entry))


def _setting_rules(
    columns: Sequence[ColumnSpec], records: Sequence[Record], around: Surroundings
) -> dict[tuple[int, int], EntryRule]:
    """The rules of single cells, by row and column: settings with few values offer them."""
    number = next(place for place, column in enumerate(columns) if column.id == "value")
    offered = [(row, it, SETTING_CHOICES.get(as_text(it.get("key")))) for row, it in enumerate(records, start=1)]
    return {
        (row, number): replace(_setting_entry(as_text(it.get("note")), around), choices=texts)
        for row, it, texts in offered
        if texts
    }


def _setting_entry(note: str, around: Surroundings) -> EntryRule:
    words = around.words
    return EntryRule(
        message=shortened(note, TEXT_LIMIT),
        kind="list",
        error_title=shortened(words["wrong_entry"], TITLE_LIMIT),
        error=words["not_a_choice"],
    )


def _options(entry: EntryRule) -> dict[str, object]:
    """A rule as xlsxwriter takes it."""
    options: dict[str, object] = {"validate": entry.kind}
    if entry.kind == "list":
        options["source"] = list(entry.choices) or f"={entry.formula}"
    elif entry.kind == "custom":
        options["value"] = f"={entry.formula}"
    elif entry.kind != "any" and entry.most:
        options |= {"criteria": "between", "minimum": f"={entry.formula}", "maximum": f"={entry.most}"}
    elif entry.kind != "any":
        options |= {"criteria": ">=", "value": f"={entry.formula}"}
    texts = {
        "input_title": entry.title,
        "input_message": entry.message,
        "error_title": entry.error_title,
        "error_message": entry.error,
    }
    options |= {key: text for key, text in texts.items() if text}
    options |= {"show_error": entry.refusal != "none"}
    return options | ({"error_type": "warning"} if entry.refusal == "warning" else {})
