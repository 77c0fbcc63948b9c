"""A new workbook, made from the declarations: each sheet with its table, styles, drop-downs, hints, print set-up."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from xltags.books.headers import group_column
from xltags.books.read import choice_names
from xltags.books.sheets import CUSTOMERS, PROFILES, Profile, table_spec, tables
from xltags.books.shipped import Geography, Record, shipped_tables
from xltags.books.start_sheet import write_start
from xltags.books.template_formulas import with_helpers, write_calc
from xltags.books.template_lists import define_names
from xltags.books.template_styles import FONT, Styles
from xltags.books.template_tables import Sheet, write_table
from xltags.core.finding import Language
from xltags.core.settings import Phase
from xltags.core.shipped_rows import shipped_rows
from xltags.core.spec import ColumnSpec, TableSpec
from xltags.core.taxonomy import TagGroup, Taxonomy
from xltags.core.text import fold
from xltags.core.values import as_text
from xltags.formulas.workbook import Formulas, workbook_formulas

CREATED = datetime(2026, 1, 1)  # fixed, so that equal input gives equal bytes
TEMPLATE = Path(__file__).parents[2] / "workbook_template.xlsx"


def new_workbook(
    path: Path,
    *,
    profile: Profile = "standard",
    phase: Phase = "growth",
    language: Language = "en",
    geography: Geography | None = None,
    created_on: date | None = None,
    data: Mapping[str, Sequence[Record]] | None = None,
    subject: str = "",
    formulas: bool = False,
) -> None:
    """Write a new workbook with the shipped taxonomy and scorecard, and `data` by table id and column id on top.

    With `formulas` the columns that xltags fills calculate themselves, and what `data` says of them is the formulas'
    cached result; else they hold plain values. Equal arguments give equal bytes; `subject` goes into the file's
    properties. The file at `path` is replaced; the doors ask first.
    """
    import xlsxwriter

    records = shipped_tables(
        profile=profile, phase=phase, language=language, geography=geography, created_on=created_on
    )
    for id, rows in (data or {}).items():
        records[id] = list(rows)
    specs = [spec for spec in tables().values() if PROFILES.index(spec.profile) <= PROFILES.index(profile)]
    words = {row["key"]: row[language] for row in shipped_rows("start.csv")}
    groups = groups_of(records["TagGroups"])
    labels = _labels_by_group(records["Tags"])
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        workbook.set_properties({"title": "xltags", "subject": subject, "created": CREATED, "author": "xltags"})
        workbook.set_size(2400, 1500)
        workbook.formats[0].set_font_name(FONT)
        workbook.formats[0].set_font_size(10)
        styles = Styles(workbook)
        start = workbook.add_worksheet("Start")
        define_names(workbook, [group.group for group in groups if group.status == "active"], language)
        live = live_formulas(groups, language, words) if formulas else None
        for spec in specs:
            sheet = workbook.add_worksheet(spec.id)
            columns, own = with_helpers(columns_of(spec, groups), live, spec.id)
            made = Sheet(sheet, styles, spec, columns, records.get(spec.id, []), language, words, groups, labels, own)
            write_table(made)
        if live is not None:
            write_calc(workbook, live.calc, styles, words)
        write_start(start, styles, specs, words, language, profile=profile, records=records)
        start.activate()


def columns_of(spec: TableSpec, groups: Sequence[TagGroup]) -> list[ColumnSpec]:
    """The columns of a table in order; in `Customers` the active tag groups follow the company's name."""
    columns = list(spec.columns)
    if spec.id != CUSTOMERS:
        return columns
    taxonomy = Taxonomy(groups=tuple(groups))
    tags = [group_column(taxonomy, group.group) for group in groups if group.status == "active"]
    return [*columns[:2], *tags, *columns[2:]]


def live_formulas(groups: Sequence[TagGroup], language: Language, words: Mapping[str, str]) -> Formulas:
    """The formulas of a workbook with these tag groups."""
    return workbook_formulas(
        columns_of(table_spec(CUSTOMERS), groups),
        columns_of(table_spec("Contacts"), groups),
        language,
        problem=words["formulas_over"],
        message=words["formulas_row"],
    )


def groups_of(records: Sequence[Record]) -> list[TagGroup]:
    """The tag groups of `TagGroups` records, as far as the other sheets depend on them."""
    values, statuses = _choice_ids("values"), _choice_ids("status")
    return [
        TagGroup(
            group=as_text(record.get("group")),
            label_en=as_text(record.get("label_en")),
            label_zh=as_text(record.get("label_zh")),
            label_vi=as_text(record.get("label_vi")),
            many=values.get(fold(as_text(record.get("values")))) == "many",
            status=statuses.get(fold(as_text(record.get("status"))), "active"),
        )
        for record in records
    ]


def _choice_ids(column_id: str) -> dict[str, str]:
    column = table_spec("TagGroups").column(column_id)
    return choice_names(column.choices) if column else {}


def _labels_by_group(records: Sequence[Record]) -> dict[str, list[str]]:
    labels: dict[str, list[str]] = {}
    for record in records:
        labels.setdefault(as_text(record.get("group")), []).append(as_text(record.get("tag")))
    return labels


def write_template(path: Path = TEMPLATE) -> None:
    """Write the template that the project ships: profile standard, in English, for both countries.

    Its scorecard counts as never reviewed, because a date would be wrong for whoever copies the file later.
    """
    new_workbook(path)


if __name__ == "__main__":
    write_template()
