"""The words of a handover brief in three languages."""

from xltags.core.finding import Language
from xltags.core.wording import ByLanguage

_WORDS: dict[str, tuple[str, str, str]] = {
    # key: English, Chinese, Vietnamese
    "customers_title": ("Handover of customers: {giver} to {taker}", "客户交接：{giver} → {taker}",
                        "Bàn giao khách hàng: {giver} cho {taker}"),
    "taxonomy_title": ("Handover of the tags: {giver} to {taker}", "标签体系交接：{giver} → {taker}",
                       "Bàn giao bộ thẻ: {giver} cho {taker}"),
    "day": ("Day", "日期", "Ngày"),
    "customers": ("Customers", "客户数", "Số khách hàng"),
    "by_tier": ("By tier", "按等级", "Theo hạng"),
    "by_stage": ("By stage", "按阶段", "Theo giai đoạn"),
    "deal_value": ("Deal value", "成交金额", "Giá trị hợp đồng"),
    "open_promises": ("Open promises", "未兑现承诺", "Lời hứa chưa xong"),
    "overdue": ("{count}, {overdue} of them overdue", "{count} 条，其中逾期 {overdue} 条",
                "{count}, trong đó {overdue} đã quá hạn"),
    "silent": ("Nothing heard for {days} days", "{days} 天没有往来", "Không liên hệ {days} ngày"),
    "customer_id": ("Customer ID", "客户编号", "Mã khách hàng"),
    "company": ("Company", "公司名称", "Tên công ty"),
    "tier": ("Tier", "等级", "Hạng"),
    "score": ("Score", "得分", "Điểm"),
    "stage": ("Stage", "阶段", "Giai đoạn"),
    "portrait": ("Portrait", "画像", "Chân dung"),
    "why": ("Why this tier", "等级依据", "Vì sao hạng này"),
    "ask_next": ("Ask next", "下一步该问", "Nên hỏi tiếp"),
    "last_contact": ("Last contact", "最近联系", "Lần liên hệ gần nhất"),
    "people": ("People", "联系人", "Người liên hệ"),
    "decides": ("decides", "决策人", "người quyết định"),
    "not_met": ("not yet confirmed", "未经访谈确认", "chưa xác nhận"),
    "promises": ("Promised", "已承诺", "Đã hứa"),
    "due": ("due {day}", "截止 {day}", "hạn {day}"),
    "late": ("overdue since {day}", "已逾期，原定 {day}", "quá hạn từ {day}"),
    "no_day": ("no day agreed", "未约定日期", "chưa hẹn ngày"),
    "stale": ("Tags to confirm", "待确认标签", "Thẻ cần xác nhận lại"),
    "next_action": ("Next action", "下一步行动", "Việc tiếp theo"),
    "notes": ("Notes", "备注", "Lưu ý"),
    "none": ("none", "无", "không có"),
    "unknown": ("unknown", "未知", "chưa rõ"),
    "groups": ("Tag groups", "标签组", "Nhóm thẻ"),
    "tags": ("Tags in use", "在用标签", "Thẻ đang dùng"),
    "open_requests": ("Open requests", "待处理申请", "Đề xuất đang chờ"),
    "dormant_tags": ("Dormant tags", "沉睡标签", "Thẻ ngủ quên"),
    "reserved_tags": ("Reserved", "预留", "Để dành"),
    "waivers": ("Exceptions from checks", "检查豁免", "Ngoại lệ kiểm tra"),
    "group": ("Group", "标签组", "Nhóm"),
    "tag": ("Tag", "标签", "Thẻ"),
    "definition": ("Definition", "定义", "Định nghĩa"),
    "with_tag": ("What we do with it", "有此标签怎么做", "Làm gì khi có thẻ"),
    "without_tag": ("What we do without it", "无此标签怎么做", "Làm gì khi không có"),
    "used_by": ("Used by", "用于", "Dùng cho"),
    "carried": ("Customers with it", "带此标签客户数", "Số khách có thẻ"),
    "made": ("Made by", "创建人", "Người tạo"),
    "verdict": ("Verdict", "结论", "Kết luận"),
    "owner_department": ("Owner department", "归口部门", "Bộ phận chủ quản"),
    "question": ("Answers", "回答的问题", "Trả lời câu hỏi"),
    "fill": ("Filled", "填写率", "Tỷ lệ điền"),
    "of_target": ("{rate} (target {target})", "{rate}（目标 {target}）", "{rate} (mục tiêu {target})"),
    "review": ("to be reviewed on {day}", "{day} 复核", "xem lại ngày {day}"),
    "undecided": ("undecided", "未决定", "chưa quyết định"),
}  # fmt: skip


def word(key: str, language: Language, **fields: object) -> str:
    """A word of a brief with its fields filled in.

    >>> word("due", "en", day="2026-10-01")
    'due 2026-10-01'
    """
    return wording(key)[language].format(**fields)


def wording(key: str) -> ByLanguage:
    """A word of a brief in every language."""
    en, zh, vi = _WORDS[key]
    return {"en": en, "zh": zh, "vi": vi}
