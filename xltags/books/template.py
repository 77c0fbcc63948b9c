"""A new workbook, made from the declarations: each sheet with its table, styles, drop-downs, hints, print set-up."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from xltags.books.entry_rules import GroupGuide
from xltags.books.functions_sheet import define_functions, function_words, write_functions
from xltags.books.headers import group_column
from xltags.books.live_sheets import LIVE_SHEETS, write_live_sheets
from xltags.books.model_sheet import write_model
from xltags.books.read import choice_names
from xltags.books.sheets import CUSTOMERS, PROFILES, Profile, table_spec, tables
from xltags.books.shipped import Geography, Record, shipped_tables
from xltags.books.start_sheet import write_start
from xltags.books.template_formulas import take_as_they_are, with_helpers, write_calc
from xltags.books.template_lists import LISTS, define_names, out_of_use, write_lists
from xltags.books.template_styles import FONT, TABS, SheetKind, Styles
from xltags.books.template_tables import Sheet, sheet_kind, write_table
from xltags.core.finding import Language
from xltags.core.settings import Phase
from xltags.core.shipped_rows import shipped_rows
from xltags.core.spec import ColumnSpec, TableSpec
from xltags.core.taxonomy import TagGroup, Taxonomy
from xltags.core.text import fold
from xltags.core.values import as_text
from xltags.formulas.limit_blocks import LIMITS
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
    functions: bool = False,
    boards: bool = False,
    as_of: date | None = None,
) -> None:
    """Write a new workbook with the shipped taxonomy and scorecard, and `data` by table id and column id on top.

    With `formulas` the columns that xltags fills calculate themselves, and what `data` says of them is the formulas'
    cached result; else they hold plain values. With `functions` there are named functions, their sheet, and the range
    `xltags_model`; with `boards` the sheets Dashboard and Card, as of the day `as_of`, or else of the last dates in
    the tables. Equal arguments give equal bytes; `subject` goes into the file's properties. The file at `path` is
    replaced; the doors ask first.
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
    guides = guides_of(records["Tags"], groups, language)
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        styles = _begin(workbook, subject)
        start = workbook.add_worksheet("Start")
        active = [group.group for group in groups if group.status == "active"]
        define_names(workbook, records["Tags"], active, language)
        live = live_formulas(groups, language, words) if formulas else None
        if boards:
            columns_by_table = {spec.id: columns_of(spec, groups) for spec in specs}
            write_live_sheets(styles, columns_by_table, records, words, language, as_of=as_of)
        for spec in sorted(specs, key=lambda spec: sheet_kind(spec.id) == "data"):
            sheet = workbook.add_worksheet(spec.id)
            columns, own = with_helpers(columns_of(spec, groups), live, spec.id)
            rows = records.get(spec.id, [])
            if own:
                take_as_they_are(sheet)
            made = Sheet(sheet, styles, spec, columns, rows, language, words, groups, labels, own, guides)
            write_table(made)
        lists = workbook.add_worksheet(LISTS)
        take_as_they_are(lists)
        write_lists(lists, records["Tags"], records["TagGroups"], language)
        if live is not None:
            write_calc(workbook, live.calc, styles, words)
        if functions:
            _add_functions(workbook, styles, groups, records, language)
        write_start(start, styles, _seen(workbook), words, language, profile=profile, records=records, live=formulas)
        start.activate()


def _begin(workbook: Any, subject: str) -> Styles:
    """Give a workbook its properties, window and font; returns its styles."""
    workbook.set_properties({"title": "xltags", "subject": subject, "created": CREATED, "author": "xltags"})
    workbook.set_size(2400, 1500)
    workbook.formats[0].set_font_name(FONT)
    workbook.formats[0].set_font_size(10)
    return Styles(workbook)


def _add_functions(
    workbook: Any,
    styles: Styles,
    groups: Sequence[TagGroup],
    records: Mapping[str, Sequence[Record]],
    language: Language,
) -> None:
    """The named functions, their sheet, and the range `xltags_model` that they read."""
    define_functions(workbook, language)
    write_functions(workbook, styles, groups, records, language)
    write_model(workbook, records, styles, function_words(language), language)


def _seen(workbook: Any) -> list[tuple[str, str]]:
    """The sheets that people see behind `Start`, with the colours of their tabs."""
    sheets = [sheet for sheet in workbook.worksheets() if not sheet.hidden and sheet.name != "Start"]
    return [(sheet.name, TABS[_kind(sheet.name)]) for sheet in sheets]


def _kind(name: str) -> SheetKind:
    if name in LIVE_SHEETS:
        return "results"
    return sheet_kind(name) if name in tables() else "guide"


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
        limit_names={name: words[f"limit_{name}"] for name in LIMITS},
    )


def groups_of(records: Sequence[Record]) -> list[TagGroup]:
    """The tag groups of `TagGroups` records, as far as the other sheets depend on them."""
    values, statuses, flags = _choice_ids("values"), _choice_ids("status"), _choice_ids("required")
    return [
        TagGroup(
            group=as_text(record.get("group")),
            label_en=as_text(record.get("label_en")),
            label_zh=as_text(record.get("label_zh")),
            label_vi=as_text(record.get("label_vi")),
            many=values.get(fold(as_text(record.get("values")))) == "many",
            required=flags.get(fold(as_text(record.get("required")))) == "yes",
            status=statuses.get(fold(as_text(record.get("status"))), "active"),
        )
        for record in records
    ]


def guides_of(records: Sequence[Record], groups: Sequence[TagGroup], language: Language) -> dict[str, GroupGuide]:
    """What drop-downs say of the active groups, from the records of `Tags`."""
    by_id = {as_text(record.get("tag_id")): as_text(record.get("group")) for record in records}
    by_group: dict[str, list[Record]] = {}
    for record in records:
        by_group.setdefault(as_text(record.get("group")), []).append(record)
    found = {}
    for group in groups:
        own = by_group.get(group.group, [])
        uppers = Counter(by_id.get(as_text(record.get("parent")), "") for record in own if record.get("parent"))
        upper = next(iter(name for name, _ in uppers.most_common(1) if name), "")
        above = next((it for it in groups if it.group == upper), group)
        unused = {text.casefold() for text in out_of_use()}
        told = tuple(
            (as_text(record.get("tag")), as_text(record.get("definition")))
            for record in own
            if as_text(record.get("status")).casefold() not in unused
        )
        found[group.group] = GroupGuide(group.group, group.many, group.required, upper, above.label(language), told)
    return {group.group: found[group.group] for group in groups if group.status == "active"}


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
    new_workbook(path, formulas=True, functions=True, boards=True)


if __name__ == "__main__":
    write_template()
