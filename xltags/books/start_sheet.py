"""The `Start` sheet: purpose, status, colour key, six steps, and an index with links."""

from collections.abc import Mapping, Sequence
from typing import Any

from xltags.books.shipped import Record
from xltags.books.template_layout import LEAST_ROW, row_height
from xltags.books.template_lists import column_reference
from xltags.books.template_styles import BRAND, FAULT_FILL, FAULT_INK, LINE, MUTED, TABS, Styles
from xltags.core.finding import Language
from xltags.core.settings import SCHEMA_VERSION
from xltags.core.spec import TableSpec

WIDTHS = (30, 24, 84)


def write_start(
    sheet: Any,
    styles: Styles,
    specs: Sequence[TableSpec],
    words: Mapping[str, str],
    language: Language,
    *,
    profile: str,
    records: Mapping[str, Sequence[Record]],
) -> None:
    """Fill the `Start` sheet. Its status cells are formulas on the tables, so that they are always true."""
    sheet.hide_gridlines(2)
    sheet.set_tab_color(TABS["help"])
    sheet.set_column(0, 0, 2)
    for column, width in enumerate(WIDTHS, start=1):
        sheet.set_column(column, column, width)
    sheet.set_default_row(17)
    sheet.set_row(1, 34)
    sheet.write_string(1, 1, "xltags", styles.style(bold=True, font_size=24, font_color=BRAND))
    sheet.write_string(2, 1, words["subtitle"], styles.style(italic=True, font_color=MUTED))
    row = _purpose(sheet, styles, words, 4)
    row = _status(sheet, styles, words, language, profile, records, row + 1)
    row = _colours(sheet, styles, words, row + 1)
    row = _steps(sheet, styles, words, row + 1)
    row = _index(sheet, styles, specs, words, language, row + 1)
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
    sheet.merge_range(row + 1, 1, row + 1, 3, words["purpose"], styles.style(text_wrap=True, valign="top"))
    sheet.set_row(row + 1, row_height([(words["purpose"], sum(WIDTHS))]) or LEAST_ROW)
    return row + 2


def _status(
    sheet: Any,
    styles: Styles,
    words: Mapping[str, str],
    language: Language,
    profile: str,
    records: Mapping[str, Sequence[Record]],
    row: int,
) -> int:
    def column(table: str, id: str) -> str:
        return column_reference(table, id, language)

    _head(sheet, styles, row, words["status_head"])
    team = f'IFERROR(INDEX({column("Settings", "value")},MATCH("team",{column("Settings", "key")},0))&"","")'
    customers = records.get("Customers", ())
    named = next((row["value"] for row in records.get("Settings", ()) if row["key"] == "team"), None)
    identified = [it for it in customers if it.get("customer_id") is not None]
    faulty = [it for it in customers if it.get("tag_issues")]
    tiers = [it.get("icp_tier") for it in customers]
    lines = [
        ("status_team", f"={team}", named or ""),
        ("status_profile", profile, None),
        ("status_customers", f"=COUNTA({column('Customers', 'customer_id')})", len(identified)),
        ("status_tags", f"=COUNTA({column('Tags', 'tag')})", len(records.get("Tags", ()))),
        ("status_tier_a", f'=COUNTIF({column("Customers", "icp_tier")},"A")', tiers.count("A")),
        ("status_issues", f'=COUNTIF({column("Customers", "tag_issues")},">0")', len(faulty)),
        ("status_schema", SCHEMA_VERSION, None),
    ]
    look = styles.style(align="left", bottom=1, bottom_color=LINE)
    for offset, (key, value, cached) in enumerate(lines, start=1):
        sheet.write_string(row + offset, 1, words[key], styles.style(font_color=MUTED, bottom=1, bottom_color=LINE))
        if cached is None:
            sheet.write(row + offset, 2, value, look)
        else:
            sheet.write_formula(row + offset, 2, value, look, cached)
    return row + len(lines) + 1


def _colours(sheet: Any, styles: Styles, words: Mapping[str, str], row: int) -> int:
    _head(sheet, styles, row, words["key_head"])
    samples = [
        (styles.cell("", computed=False), "key_input"),
        (styles.cell("", computed=True), "key_computed"),
        (styles.header("main"), "key_header"),
        (styles.header("tags"), "key_header_tags"),
        (styles.header("sales"), "key_header_sales"),
        (styles.header("computed"), "key_header_computed"),
        (styles.style(bg_color=FAULT_FILL, font_color=FAULT_INK, border=1, border_color=LINE), "key_fault"),
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
    sheet: Any, styles: Styles, specs: Sequence[TableSpec], words: Mapping[str, str], language: Language, row: int
) -> int:
    _head(sheet, styles, row, words["index_head"])
    link = styles.style(font_color="#0563C1", underline=1)
    for offset, spec in enumerate(specs, start=1):
        sheet.write_url(row + offset, 1, f"internal:'{spec.id}'!A1", link, spec.id)
        sheet.write_string(row + offset, 2, spec.titles[language], styles.style())
        sheet.write_string(row + offset, 3, spec.purposes[language], styles.style(font_color=MUTED, shrink=True))
    return row + len(specs) + 1
