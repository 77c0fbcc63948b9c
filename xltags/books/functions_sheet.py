"""The sheet `Functions` of a new workbook: its named functions, explained, each with a live example."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from xltags.books.computed import computed_values
from xltags.books.raw import RawTable, raw_table
from xltags.books.read import dataset_from
from xltags.books.sheets import CUSTOMERS, table_spec, tables
from xltags.books.shipped import Record
from xltags.books.template_layout import LEAST_ROW, row_height
from xltags.books.template_styles import BRAND, LINE, MUTED, TABS, Styles
from xltags.core.finding import Language
from xltags.core.portrait import portrait
from xltags.core.scoring import score
from xltags.core.shipped_rows import shipped_rows
from xltags.core.table import letter_of
from xltags.core.taxonomy import TagGroup
from xltags.core.text import split_values
from xltags.core.values import Value, as_text
from xltags.formulas.lambdas import FUNCTIONS, named_functions

SHEET = "Functions"
WIDTHS = (20, 26, 58, 52, 44)
MOST_LETTERS = 255  # of a name's comment; with more Excel refuses the file
NO_DAY = date(2000, 1, 1)  # scores do not depend on the day
_SAMPLE_TAGS = 3
_FIELDS = ("industry", "mdr", "source", "stage")
_EMPLOYEES = (320.0, None)


@dataclass(frozen=True, slots=True)
class Sample:
    """The customers of the examples: headings and rows, what their formulas give, and a tag with another spelling."""

    headers: tuple[str, ...]
    rows: tuple[tuple[Value | None, ...], ...]
    answers: Mapping[str, Value]
    group: TagGroup
    spelling: str


def define_functions(workbook: Any, language: Language) -> None:
    """Define the names of the functions, helpers hidden, the others with a comment for the name manager."""
    words = function_words(language)
    comments: dict[str, str] = {}
    for function in named_functions(language):
        workbook.define_name(function.name, f"={function.formula}")
        workbook.defined_names[-1][3] = function.hidden  # xlsxwriter has no option for it
        if not function.hidden:
            comments[function.name] = f"({_arguments(function.name, words)}) {words[function.name]}"[:MOST_LETTERS]
    write_name: Callable[[list[Any]], None] = workbook._write_defined_name

    def write_with_comment(defined: list[Any]) -> None:
        comment = comments.get(defined[0])
        if comment is None:
            write_name(defined)
        else:
            workbook._xml_data_element("definedName", defined[2], [("name", defined[0]), ("comment", comment)])

    workbook._write_defined_name = write_with_comment  # nor for comments


def function_words(language: Language) -> dict[str, str]:
    """The wording of the sheet."""
    return {row["key"]: row[language] for row in shipped_rows("functions.csv")}


def write_functions(
    workbook: Any,
    styles: Styles,
    groups: Sequence[TagGroup],
    records: Mapping[str, Sequence[Record]],
    language: Language,
) -> None:
    """Write the sheet. The examples hold the results that Python gives, for Excel that knows no LAMBDA."""
    sheet, words = workbook.add_worksheet(SHEET), function_words(language)
    sheet.set_tab_color(TABS["guide"])
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 2)
    for column, width in enumerate(WIDTHS, start=1):
        sheet.set_column(column, column, width)
    sheet.set_row(1, 34)
    sheet.write_string(1, 1, words["title"], styles.style(bold=True, font_size=24, font_color=BRAND))
    sheet.write_string(2, 1, words["subtitle"], styles.style(italic=True, font_color=MUTED))
    sample = sample_of(groups, records, words, language)
    first = 6 + len(FUNCTIONS)
    _examples(sheet, styles, words, sample, 4, first)
    last = _customers(sheet, styles, words, sample, first)
    last = _notes(sheet, styles, words, last + 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, last, len(WIDTHS))
    sheet.set_footer("&L&F&C&A&R&P / &N")


def _examples(sheet: Any, styles: Styles, words: Mapping[str, str], sample: Sample, top: int, first: int) -> None:
    heads = ("head_function", "head_arguments", "head_gives", "head_example", "head_result")
    for column, key in enumerate(heads, start=1):
        sheet.write_string(top, column, words[key], styles.header())
    line = {"bottom": 1, "bottom_color": LINE, "text_wrap": True, "valign": "top"}
    formulas = example_formulas(sample, first + 2)
    for offset, name in enumerate(FUNCTIONS, start=1):
        row, formula, answer = top + offset, formulas[name], sample.answers[name]
        sheet.write_string(row, 1, name, styles.style(bold=True, **line))
        sheet.write_string(row, 2, _arguments(name, words), styles.style(font_color=MUTED, **line))
        sheet.write_string(row, 3, words[name], styles.style(**line))
        sheet.write_string(row, 4, f"={formula}", styles.style(font_color=MUTED, **line))
        look = styles.style(bold=True, align="left", **line)
        needs = words["needs"].replace('"', '""')
        # IFERROR turns the #NAME? of an Excel without LAMBDA into words.
        sheet.write_dynamic_array_formula(row, 5, row, 5, f'=IFERROR({formula},"{needs}")', look, _cached(answer))
        texts = zip((words[name], formula, as_text(answer)), WIDTHS[2:], strict=True)
        sheet.set_row(row, row_height([(text, float(width)) for text, width in texts]) or LEAST_ROW)
    # Programs that cannot even read such a formula (LibreOffice) show an error there, whatever IFERROR says.
    unseen = {"type": "errors", "format": styles.rule(font_color="#FFFFFF")}
    sheet.conditional_format(top + 1, 5, top + len(FUNCTIONS), 5, unseen)


def _arguments(name: str, words: Mapping[str, str]) -> str:
    kind = "portrait" if name == "PORTRAIT" else "cell" if name.startswith("TAG_") else "rows"
    return words[f"arguments_{kind}"]


def _cached(answer: Value) -> Value:
    return "TRUE" if answer is True else answer  # xlsxwriter knows a truth value by its text


def example_formulas(sample: Sample, header_row: int) -> dict[str, str]:
    """The examples by function, without the equals sign; `header_row` is the Excel row of the sample's headings."""
    last = letter_of(1 + len(sample.headers))
    rows = f"$B${header_row + 1}:${last}${header_row + 1}, $B${header_row}:${last}${header_row}"
    group = f'"{sample.group.group}"'
    spelling = f'"{sample.spelling}"'
    examples = {name: f"{name}({rows})" for name in FUNCTIONS}
    return {
        **examples,
        "TAG_OK": f"TAG_OK($C${header_row + 1}, {group})",
        "TAG_SUGGEST": f"TAG_SUGGEST({spelling}, {group})",
    }


def _customers(sheet: Any, styles: Styles, words: Mapping[str, str], sample: Sample, row: int) -> int:
    sheet.write_string(row, 1, words["sample_head"], styles.style(italic=True, font_color=MUTED))
    for column, header in enumerate(sample.headers, start=1):
        sheet.write_string(row + 1, column, header, styles.header())
    for offset, record in enumerate(sample.rows, start=2):
        for column, value in enumerate(record, start=1):
            sheet.write(row + offset, column, value, styles.cell("left", computed=False))
    return row + 1 + len(sample.rows)


def _notes(sheet: Any, styles: Styles, words: Mapping[str, str], row: int) -> int:
    for column in range(1, len(WIDTHS) + 1):
        look = styles.style(bold=True, font_size=12, font_color=BRAND, bottom=2, bottom_color=BRAND)
        sheet.write(row, column, words["notes_head"] if column == 1 else "", look)
    for key in ("note_values", "note_cell", "note_beside", "note_errors"):
        row += 1
        sheet.merge_range(row, 1, row, len(WIDTHS), words[key], styles.style(text_wrap=True, valign="top"))
        sheet.set_row(row, row_height([(words[key], float(sum(WIDTHS)))]) or LEAST_ROW)
    return row


def sample_of(
    groups: Sequence[TagGroup], records: Mapping[str, Sequence[Record]], words: Mapping[str, str], language: Language
) -> Sample:
    """Two customers with the first tags of some groups, and what the functions give for them."""
    active = {group.group: group for group in groups if group.status == "active"}
    named = [group for group in _FIELDS if group in active] or list(active)
    chosen = [active[id] for id in named[:_SAMPLE_TAGS]]
    tags = {group.group: [row for row in records["Tags"] if row.get("group") == group.group] for group in chosen}
    chosen = [group for group in chosen if tags[group.group]]
    size = table_spec(CUSTOMERS).column("employees")
    company = table_spec(CUSTOMERS).column("company")
    headers = (
        company.header(language) if company else "company",
        *(group.label(language) for group in chosen),
        size.header(language) if size else "employees",
    )
    rows = tuple(
        (
            words[f"sample_company_{number}"],
            *(as_text(tags[group.group][min(place, len(tags[group.group]) - 1)].get("tag")) for group in chosen),
            _EMPLOYEES[place],
        )
        for place, number in enumerate(("one", "two"))
    )
    first = tags[chosen[0].group][0]
    spellings = [it for it in split_values(as_text(first.get("synonyms"))) if it] or [as_text(first.get("tag_id"))]
    answers: dict[str, Value] = {
        **_scored(headers, rows, records, language),
        "TAG_OK": True,
        "TAG_SUGGEST": as_text(first.get("tag")),
        "PORTRAIT": portrait(rows[0], headers),
    }
    return Sample(headers, rows, answers, chosen[0], spellings[0])


def _scored(
    headers: Sequence[str],
    rows: Sequence[Sequence[Value | None]],
    records: Mapping[str, Sequence[Record]],
    language: Language,
) -> dict[str, Value]:
    """What Python gives for the first customer."""
    raws = [_raw(id, records[id], language) for id in records if id in tables() and id != CUSTOMERS and records[id]]
    dataset = dataset_from([*raws, raw_table(CUSTOMERS, headers, rows, excel_table=CUSTOMERS)], as_of=NO_DAY)
    values = computed_values(dataset, score(dataset), language=dataset.model.settings.language)
    ids = {"ICP_SCORE": "icp_score", "ICP_TIER": "icp_tier", "ICP_RANGE": "icp_range", "ICP_WHY": "icp_why"}
    return {name: values[id][0] or "" if id != "icp_score" else values[id][0] or 0 for name, id in ids.items()}


def _raw(table: str, records: Sequence[Record], language: Language) -> RawTable:
    columns = table_spec(table).columns
    rows = [[record.get(column.id) for column in columns] for record in records]
    return raw_table(table, [column.header(language) for column in columns], rows, excel_table=table)
