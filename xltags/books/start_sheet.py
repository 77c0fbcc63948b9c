"""The `Start` sheet: purpose, status, colour key, six steps, and an index with links."""

from collections.abc import Mapping, Sequence
from typing import Any

from xltags.books.dashboard.leads import counted_customers
from xltags.books.sheets import choices
from xltags.books.shipped import Record
from xltags.books.status import CHECKED_ON, FOUND, NOT_YET, SCORED_ON, STATUS_NAMES
from xltags.books.template_layout import LEAST_ROW, row_height
from xltags.books.template_lists import column_reference, list_size
from xltags.books.template_styles import BRAND, FAULT_FILL, FAULT_INK, LINE, LOOKS, MUTED, TABS, Styles
from xltags.core.finding import Language
from xltags.core.settings import SCHEMA_VERSION
from xltags.core.shipped_rows import shipped_rows
from xltags.core.values import as_text
from xltags.formulas.wording import quoted

WIDTHS = (30, 24, 84)
ListedSheet = tuple[str, str]  # a sheet's name and the colour of its tab


def write_start(
    sheet: Any,
    styles: Styles,
    shown: Sequence[ListedSheet],
    words: Mapping[str, str],
    language: Language,
    *,
    profile: str,
    records: Mapping[str, Sequence[Record]],
    live: bool,
) -> None:
    """Fill the `Start` sheet. Its status cells are formulas on the tables, so that they are always true.

    `shown` are the other sheets that people see, with the colours of their tabs; `live` says whether scores are
    formulas now, which the team may change later.
    """
    sheet.hide_gridlines(2)
    sheet.set_tab_color(TABS["guide"])
    sheet.set_column(0, 0, 2)
    for column, width in enumerate(WIDTHS, start=1):
        sheet.set_column(column, column, width)
    sheet.set_default_row(17)
    sheet.set_row(1, 34)
    sheet.write_string(1, 1, "xltags", styles.style(bold=True, font_size=24, font_color=BRAND))
    sheet.write_string(2, 1, words["subtitle"], styles.style(italic=True, font_color=MUTED))
    row = _purpose(sheet, styles, words, 4)
    row = _status(sheet, styles, words, language, profile, records, row + 1, live=live)
    row = _colours(sheet, styles, words, row + 1)
    row = _steps(sheet, styles, words, row + 1)
    row = _index(sheet, styles, shown, words, language, row + 1)
    sheet.protect("", {"format_columns": True, "format_rows": True})  # no password: it only keeps slips away
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.print_area(0, 0, row, 3)
    sheet.set_footer("&L&F&C&A&R&P / &N")


def _head(sheet: Any, styles: Styles, row: int, text: str) -> None:
    for column in (1, 2, 3):
        look = styles.style(bold=True, font_size=12, font_color=BRAND, bottom=2, bottom_color=BRAND)
        sheet.write(row, column, text if column == 1 else "", look)


def _purpose(sheet: Any, styles: Styles, words: Mapping[str, str], row: int) -> int:
    _head(sheet, styles, row, words["purpose_head"])
    sheet.merge_range(row + 1, 1, row + 1, 3, words["purpose"], styles.style(text_wrap=True))
    sheet.set_row(row + 1, (row_height([(words["purpose"], sum(WIDTHS))]) or LEAST_ROW) + 8)
    return row + 2


def _status(
    sheet: Any,
    styles: Styles,
    words: Mapping[str, str],
    language: Language,
    profile: str,
    records: Mapping[str, Sequence[Record]],
    row: int,
    *,
    live: bool,
) -> int:
    _head(sheet, styles, row, words["status_head"])
    for name in STATUS_NAMES:
        styles.workbook.define_name(name, f"={NOT_YET}")
        styles.workbook.defined_names[-1][3] = True  # hidden; xlsxwriter has no option for it
    lines = _status_lines(words, language, profile, records, live=live)
    for place, (key, value, cached) in enumerate(lines, start=row + 1):
        day = {"num_format": "yyyy-mm-dd"} if key in ("status_scored", "status_checked") else {}
        look = styles.style(align="left", bottom=1, bottom_color=LINE, **day)
        sheet.write_string(place, 1, words[key], styles.style(font_color=MUTED, bottom=1, bottom_color=LINE))
        if cached is None:
            sheet.write(place, 2, value, look)
        else:
            sheet.write_formula(place, 2, value, look, cached)
    _mark_status(sheet, styles, words, records, {line[0]: place for place, line in enumerate(lines, start=row + 1)})
    return row + len(lines) + 1


def _status_lines(
    words: Mapping[str, str],
    language: Language,
    profile: str,
    records: Mapping[str, Sequence[Record]],
    *,
    live: bool,
) -> list[tuple[str, Any, str | int | None]]:
    """Each line's key, its value or formula, and what a formula shows until it is calculated; None for a value."""

    def column(table: str, id: str) -> str:
        return column_reference(table, id, language)

    team = f'IFERROR(INDEX({column("Settings", "value")},MATCH("team",{column("Settings", "key")},0))&"","")'
    customers = records.get("Customers", ())
    named = next((row["value"] for row in records.get("Settings", ()) if row["key"] == "team"), None)
    ids, companies = column("Customers", "customer_id"), column("Customers", "company")
    named_rows = [it for it in customers if it.get("customer_id") is not None or it.get("company") is not None]
    faulty = [it for it in customers if it.get("tag_issues")]
    tags = records.get("Tags", ())
    tiers = [it.get("icp_tier") for it in customers]
    kind = "scores_live" if live else "scores_filled"
    return [
        ("status_team", f"={team}", as_text(named)),
        ("status_profile", _profile_label(profile, language), None),
        ("status_customers", f"={counted_customers(ids, companies)}", len(named_rows)),
        ("status_tier_a", f'=COUNTIF({column("Customers", "icp_tier")},"A")', tiers.count("A")),
        ("status_issues", f'=COUNTIF({column("Customers", "tag_issues")},">0")', len(faulty)),
        ("status_lists", _room(column("Tags", "tag"), records), f"{len(tags)} / {list_size(tags)}"),
        ("status_scores", _scores(column("Customers", "icp_score"), words, live=live), words[kind]),
        ("status_scored", _noted(SCORED_ON, words), words["not_yet"]),
        ("status_checked", _noted(CHECKED_ON, words), words["not_yet"]),
        ("status_found", _noted(FOUND, words), words["not_yet"]),
        ("status_schema", SCHEMA_VERSION, None),
    ]


def _mark_status(
    sheet: Any,
    styles: Styles,
    words: Mapping[str, str],
    records: Mapping[str, Sequence[Record]],
    places: Mapping[str, int],
) -> None:
    """Let lines turn red that ask for somebody's attention; `places` are the rows of the lines by key."""
    fault = styles.rule(**LOOKS["fault"])
    usual = ",".join("{cell}<>" + quoted(words[key]) for key in ("scores_live", "scores_filled"))
    conditions = {
        "status_issues": "{cell}>0",
        "status_lists": _full(records),
        "status_scores": f"AND({usual})",
    }
    for key, condition in conditions.items():
        place = places[key]
        rule = {"type": "formula", "criteria": "=" + condition.format(cell=f"$C${place + 1}"), "format": fault}
        sheet.conditional_format(place, 2, place, 2, rule)


def _scores(scores: str, words: Mapping[str, str], *, live: bool) -> str:
    """Who fills the scores; where formulas cannot go on, the reason why, which the cells of customers point to."""
    calculated, filled = quoted(words["scores_live"]), quoted(words["scores_filled"])
    if live:
        told = "&xl_reason&".join(quoted(part) for part in words["scores_over"].split("{reason}"))
        calculated = f"IF(COUNTIF({scores},{quoted(words['formulas_over'])})>0,{told},{calculated})"
    return f"=IF(_xlfn.ISFORMULA(INDEX({scores},1)),{calculated},{filled})"


def _noted(name: str, words: Mapping[str, str]) -> str:
    """A cell that shows what a name of the workbook holds."""
    return f'=IF({name}="",{quoted(words["not_yet"])},{name})'


def _profile_label(profile: str, language: Language) -> str:
    return next((choice.labels[language] for choice in choices("profile") if choice.id == profile), profile)


def _room(tags: str, records: Mapping[str, Sequence[Record]]) -> str:
    return f'=ROWS({tags})&" / {list_size(records.get("Tags", ()))}"'


def _full(records: Mapping[str, Sequence[Record]]) -> str:
    """Whether `Tags` has more rows than the drop-downs can list; a rule cannot hold a table's column."""
    return f"ROWS(tag_labels)>{list_size(records.get('Tags', ()))}"


def _colours(sheet: Any, styles: Styles, words: Mapping[str, str], row: int) -> int:
    _head(sheet, styles, row, words["key_head"])
    samples = [
        (styles.cell("", computed=False), "key_input"),
        (styles.cell("", computed=True), "key_computed"),
        (styles.header("main"), "key_header"),
        (styles.header("tags"), "key_header_tags"),
        (styles.header("sales"), "key_header_sales"),
        (styles.header("computed"), "key_header_computed"),
        (styles.style(bg_color=FAULT_FILL, font_color=FAULT_INK, border=1, border_color=LINE, indent=1), "key_fault"),
    ]
    for offset, (look, key) in enumerate(samples, start=1):
        sheet.write_string(row + offset, 1, words[key], look)
    return row + len(samples) + 1


def _steps(sheet: Any, styles: Styles, words: Mapping[str, str], row: int) -> int:
    _head(sheet, styles, row, words["steps_head"])
    for number in range(1, 7):
        sheet.write_string(row + number, 1, f"{number}.  {words[f'step_{number}']}", styles.style())
    return row + 7


def _index(
    sheet: Any, styles: Styles, shown: Sequence[ListedSheet], words: Mapping[str, str], language: Language, row: int
) -> int:
    """The sheets in their order, each beside the colour of its tab, with a link."""
    _head(sheet, styles, row, words["index_head"])
    link = styles.style(font_color="#0563C1", underline=1, indent=1)
    wording = {it["sheet"]: it for it in shipped_rows("sheets.csv")}
    for offset, (name, color) in enumerate(shown, start=1):
        told = wording.get(name, {})
        sheet.write_blank(row + offset, 0, None, styles.style(bg_color=color))
        sheet.write_url(row + offset, 1, f"internal:'{name}'!A1", link, name)
        sheet.write_string(row + offset, 2, told.get(language, name), styles.style())
        look = styles.style(font_color=MUTED, text_wrap=True)
        sheet.write_string(row + offset, 3, told.get(f"purpose_{language}", ""), look)
        height = row_height([(told.get(f"purpose_{language}", ""), float(WIDTHS[2]))])
        if height:
            sheet.set_row(row + offset, height)
    last = row + len(shown) + 1
    sheet.write_blank(last, 0, None, styles.style(bg_color=TABS["results"]))
    sheet.write_string(last, 1, "Rpt_…", styles.style(indent=1))
    sheet.write_string(last, 2, words["index_reports"], styles.style())
    sheet.write_string(last, 3, words["index_reports_purpose"], styles.style(font_color=MUTED))
    return last
