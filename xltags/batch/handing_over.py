"""Handing over customers or the taxonomy of a workbook on disk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from xltags.batch.checking import CheckOptions
from xltags.batch.opening import open_workbook
from xltags.batch.scoring import language_of
from xltags.books.brief_sheet import brief_sheet
from xltags.books.computed import number_of
from xltags.books.edits import AppendRows, Edit, FillColumns, PutSheet, SetCells
from xltags.books.importing.edits import FEW_CELLS, cell_writer, edges
from xltags.books.own_sheets import require_own_sheet
from xltags.core.brief import Brief
from xltags.core.customer_rows import SYSTEM
from xltags.core.dataset import Dataset
from xltags.core.filters import FilterValues
from xltags.core.finding import Language
from xltags.core.handover import Handover, plan_handover
from xltags.core.handover_taxonomy import ROLE, TaxonomyHandover, plan_taxonomy_handover
from xltags.core.spec import ColumnSpec
from xltags.core.table import Table
from xltags.core.values import Value
from xltags.core.wording import ByLanguage

CUSTOMERS_SHEET, TAXONOMY_SHEET = "Handover", "HandoverTags"
NOTE: ByLanguage = {
    "en": "Handed over from {giver} to {taker}",
    "zh": "由 {giver} 移交给 {taker}",
    "vi": "Bàn giao từ {giver} cho {taker}",
}


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What was, or would be, handed over. `customers` is their number, or that of posts of the taxonomy; `sheet` holds
    the brief, "" where nothing was written."""

    brief: Brief
    count: int
    language: Language
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class HandoverWish:
    """From whom to whom; `tags` hands over the taxonomy instead of customers."""

    giver: str
    taker: str
    tags: bool = False


def preview_handover(path: Path, wish: HandoverWish, options: CheckOptions) -> HandedOver:
    """The brief of a handover; nothing is written.

    Raises:
        XltagsError: the workbook cannot be read, or the people are not those that could hand over.
    """
    with open_workbook(path, options.writing) as book:
        return planned_handover(book.read(as_of=options.as_of), wish, options)[0]


def hand_over(path: Path, wish: HandoverWish, options: CheckOptions, *, out: Path | None) -> HandedOver:
    """Hand over, and write the workbook to `out`, or in place where that is None.

    The owner of the customers changes, each with a row in FollowUps that counts as no contact; or the posts of the
    taxonomy's owner end and one for the next begins. The brief is a sheet of its own.

    Raises:
        XltagsError: as `preview_handover`; or the workbook cannot be written.
    """
    with open_workbook(path, options.writing) as book:
        made, edits = planned_handover(book.read(as_of=options.as_of), wish, options)
        sheet = TAXONOMY_SHEET if wish.tags else CUSTOMERS_SHEET
        require_own_sheet(path, book.package, sheet)
        report = "tag_health" if wish.tags else "portrait"
        edits.append(PutSheet(brief_sheet(made.brief, name=sheet, report=report)))
        book.write(edits, out)
    return HandedOver(made.brief, made.count, made.language, sheet)


def planned_handover(dataset: Dataset, wish: HandoverWish, options: CheckOptions) -> tuple[HandedOver, list[Edit]]:
    """A handover and the edits that carry it out, but for the sheet with the brief.

    Raises:
        XltagsError: the people are not those that could hand over.
    """
    language = language_of(dataset, options)
    if wish.tags:
        found = plan_taxonomy_handover(dataset, giver=wish.giver, taker=wish.taker, language=language)
        return HandedOver(found.brief, len(found.posts), language), _post_edits(dataset, found, options.as_of)
    plan = plan_handover(FilterValues(dataset), giver=wish.giver, taker=wish.taker, language=language)
    return HandedOver(plan.brief, len(plan.records), language), _owner_edits(dataset, plan, options.as_of, language)


def _owner_edits(dataset: Dataset, plan: Handover, day: date, language: Language) -> list[Edit]:
    table = dataset.customers.table
    number = number_of(table, "owner")
    cells = dict(sorted((int(table.rows[it]), owner) for it, owner in zip(plan.records, plan.owners, strict=True)))
    edits: list[Edit] = []
    if len(cells) <= FEW_CELLS:
        edits.append(SetCells(table.sheet, {(row, number): owner for row, owner in cells.items()}))
    else:
        rows = list(cells)
        edits.append(FillColumns(table.sheet, rows[0], {number: list(cells.values())}, rows=rows))
    log, ids = dataset.table("FollowUps"), dataset.customers.ids()
    if log.excel_table:
        note = NOTE[language].format(giver=plan.giver, taker=plan.taker)
        records: list[dict[str, Value | None]] = [
            {"date": day, "customer_id": ids[it], "by": plan.taker, "channel": SYSTEM, "note": note}
            for it in plan.records
            if ids[it]
        ]
        edits.append(AppendRows(log.excel_table, [new_row(log, record, language) for record in records]))
    return edits


def _post_edits(dataset: Dataset, plan: TaxonomyHandover, day: date) -> list[Edit]:
    table = dataset.table("Owners")
    language = dataset.model.settings.language
    last = day - timedelta(days=1)
    number = number_of(table, "to")
    ends = {(int(table.rows[post.record]), number): max(post.since or last, last) for post in plan.posts}
    new: dict[str, Value | None] = {
        "person": plan.taker,
        "department": plan.department or None,
        "role": ROLE,
        "from": day,
    }
    return [
        SetCells(table.sheet, ends),
        AppendRows(table.excel_table, [new_row(table, new, language)]),
    ]


def new_row(table: Table, record: Mapping[str, Value | None], language: Language) -> list[Value | None]:
    """A new row in the order of a table's columns, choices in the workbook's language."""
    left, right = edges(table)
    row: list[Value | None] = [None] * (right - left + 1)
    for id, value in record.items():
        if id in table:
            row[number_of(table, id) - left] = cell_writer(table.columns[id].spec or ColumnSpec(id), language)(value)
    return row
