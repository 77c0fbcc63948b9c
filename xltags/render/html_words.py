"""The own words of the HTML page of check results, in three languages."""

from collections.abc import Mapping
from dataclasses import dataclass

from xltags.core.finding import Language, Severity


@dataclass(frozen=True, slots=True)
class Words:
    """Headings and labels; none needs an escape in HTML but `footer`, which is HTML."""

    title: str
    workbooks: str
    workbook: str
    severity: Mapping[Severity, str]
    severities: Mapping[Severity, str]
    unread: str
    clean: str
    hidden: str
    place: str
    value: str
    message: str
    advice: str
    footer: str


WORDS: Mapping[Language, Words] = {
    "en": Words(
        title="What xltags found",
        workbooks="Workbooks",
        workbook="Workbook",
        severity={"error": "Error", "warning": "Warning", "note": "Note"},
        severities={"error": "Errors", "warning": "Warnings", "note": "Notes"},
        unread="Not checked",
        clean="Nothing found.",
        hidden="Known from the baseline and not shown",
        place="Place",
        value="Value",
        message="What is wrong",
        advice="Suggestion",
        footer="<code>xltags explain CODE</code> says what a code means and how to mend it.",
    ),
    "zh": Words(
        title="xltags 检查结果",
        workbooks="工作簿",
        workbook="工作簿",
        severity={"error": "错误", "warning": "警告", "note": "提示"},
        severities={"error": "错误", "warning": "警告", "note": "提示"},
        unread="未检查",
        clean="未发现问题。",
        hidden="基线中已有、未列出的问题",
        place="位置",
        value="值",
        message="问题",
        advice="建议",
        footer="<code>xltags explain 代码</code> 说明代码的含义和处理方法（英文）。",
    ),
    "vi": Words(
        title="Kết quả kiểm tra của xltags",
        workbooks="Sổ",
        workbook="Sổ",
        severity={"error": "Lỗi", "warning": "Cảnh báo", "note": "Nhắc nhở"},
        severities={"error": "Lỗi", "warning": "Cảnh báo", "note": "Nhắc nhở"},
        unread="Chưa kiểm tra",
        clean="Không thấy vấn đề nào.",
        hidden="Đã có trong mốc so sánh, không liệt kê",
        place="Vị trí",
        value="Giá trị",
        message="Vấn đề",
        advice="Gợi ý",
        footer="<code>xltags explain MÃ</code> cho biết ý nghĩa của mã và cách sửa (tiếng Anh).",
    ),
}
