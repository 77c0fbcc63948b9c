"""Sheets that buttons put beside the work: findings with links to their cells, a customer's card, its history."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from xltags.books.report_sheet import ReportSheet, ReportTable
from xltags.books.report_sheets import TAB_COLOR
from xltags.core.dataset import Dataset
from xltags.core.finding import Finding, Language
from xltags.core.history import History
from xltags.core.scoring import Scores
from xltags.core.values import Value, as_text
from xltags.core.wording import ByLanguage

if TYPE_CHECKING:
    import xlwings as xw

FINDINGS, CARD, HISTORY = "Findings", "Card", "History"
HEADER_ROW, LINK_COLUMN = 4, 4
MOST_LINKS = 2_000  # Excel makes links one by one
TITLES: dict[str, ByLanguage] = {
    FINDINGS: {"en": "Findings", "zh": "检查结果", "vi": "Kết quả kiểm tra"},
    CARD: {"en": "Customer card", "zh": "客户卡片", "vi": "Thẻ khách hàng"},
    HISTORY: {"en": "History", "zh": "变更历史", "vi": "Lịch sử"},
}
HEADERS: dict[str, dict[Language, tuple[str, ...]]] = {
    FINDINGS: {
        "en": ("severity", "code", "sheet", "cell", "message", "suggestion"),
        "zh": ("级别", "代码", "工作表", "单元格", "说明", "建议"),
        "vi": ("mức độ", "mã", "trang", "ô", "nội dung", "đề xuất"),
    },
    CARD: {"en": ("field", "value"), "zh": ("项目", "内容"), "vi": ("mục", "giá trị")},
    HISTORY: {
        "en": ("day", "event", "group", "from", "to", "text", "by"),
        "zh": ("日期", "事件", "标签组", "原值", "新值", "说明", "经手人"),
        "vi": ("ngày", "sự kiện", "nhóm thẻ", "từ", "thành", "nội dung", "người làm"),
    },
}
WIDTHS = {
    FINDINGS: (10.0, 10.0, 16.0, 10.0, 70.0, 26.0),
    CARD: (26.0, 90.0),
    HISTORY: (12.0, 14.0, 18.0, 20.0, 20.0, 50.0, 16.0),
}


def findings_pane(findings: Sequence[Finding], *, language: Language) -> ReportSheet:
    """The findings, the worst first as the checks order them."""
    rows = [(it.severity, it.code, it.sheet, it.cell, it.message, it.suggestion or None) for it in findings]
    return _pane(FINDINGS, "findings", rows, language)


def link_findings(sheet: "xw.Sheet", findings: Sequence[Finding]) -> None:
    """Make each finding's cell a link to that cell."""
    for place, finding in enumerate(findings[:MOST_LINKS]):
        if finding.sheet and finding.cell:
            quoted = finding.sheet.replace("'", "''")
            target = sheet.range((HEADER_ROW + 1 + place, LINK_COLUMN))
            target.add_hyperlink(f"#'{quoted}'!{finding.cell}", finding.cell)


def card_pane(dataset: Dataset, scores: Scores, record: int, *, language: Language) -> ReportSheet:
    """All that the workbook says of a customer: its filled cells by header, its points and the reasons."""
    table = dataset.customers.table
    written = [it for it in table.columns.values() if it.spec is None or it.spec.filled_by == "person"]
    own = [(it.header, as_text(it.value(record))) for it in written]
    names = {id: column.header for id, column in table.columns.items()}
    judged: list[tuple[str, str]] = [
        (names.get("icp_score", "icp_score"), as_text(float(scores.points[record]))),
        (names.get("icp_tier", "icp_tier"), scores.tiers()[record]),
        (names.get("icp_range", "icp_range"), scores.ranges()[record]),
        (names.get("ask_next", "ask_next"), scores.ask_next_labels()[record]),
        *((names.get("icp_why", "icp_why"), text) for text in scores.why_text(record, language).split("; ")),
    ]
    people = [
        ("Contacts", " | ".join(as_text(value) for value in cells if value is not None))
        for cells in _contacts(dataset, record)
    ]
    rows = [(name, text) for name, text in (*own, *judged, *people) if text]
    company = as_text(table.value(record, "company") or table.value(record, "customer_id"))
    return _pane(CARD, "portrait", rows, language, subtitle=company)


def _contacts(dataset: Dataset, record: int) -> list[tuple[Value | None, ...]]:
    contacts = dataset.table("Contacts")
    id = as_text(dataset.customers.table.value(record, "customer_id")).strip()
    columns = ("customer_id", "name", "position", "chain_role")
    return [cells[1:] for cells in contacts.records(columns) if id and as_text(cells[0]).strip() == id]


def history_pane(history: History, *, language: Language) -> ReportSheet:
    """A customer's events, oldest first, then its tags now."""
    rows: list[tuple[Value | None, ...]] = [
        (it.day, it.kind, it.group, it.from_tag, it.to_tag, it.text, it.by) for it in history.events
    ]
    rows += [(age.since, "now", age.group, None, age.tags, None, None) for age in history.tags]
    title = f"{history.customer_id} {history.company} ({history.tier})"
    return _pane(HISTORY, "customer_tags", rows, language, subtitle=title)


def _pane(
    name: str, report: str, rows: Sequence[tuple[Value | None, ...]], language: Language, *, subtitle: str = ""
) -> ReportSheet:
    header = HEADERS[name][language]
    columns: Sequence[Sequence[Value | None]] = list(zip(*rows, strict=True)) if rows else [[] for _ in header]
    formats = tuple("date" if name == HISTORY and place == 0 else "wrap" for place in range(len(header)))
    table = ReportTable(
        f"pane_{name}", HEADER_ROW, 1, header, tuple([cell or None for cell in cells] for cells in columns), formats,  # type: ignore[arg-type]  # the formats are literals
        WIDTHS[name],
    )  # fmt: skip
    return ReportSheet(
        name=name,
        title=TITLES[name][language],
        subtitle=subtitle,
        tables=(table,),
        tab_color=TAB_COLOR,
        freeze=(HEADER_ROW + 1, 1),
        report=report,
    )
