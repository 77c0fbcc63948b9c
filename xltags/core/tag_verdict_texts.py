"""Why a tag gets its verdict, in words."""

from collections.abc import Mapping

from xltags.core.wording import ByLanguage

UNJUDGED = frozenset({"list", "young", "reserved"})  # reasons to keep a tag that say nothing about its health

REASONS: Mapping[str, ByLanguage] = {
    "used": {"en": "in use", "zh": "在用", "vi": "đang dùng"},
    "list": {"en": "a list to look up", "zh": "供查选的清单", "vi": "danh sách để tra"},
    "waits": {"en": "waits for customers: {names}", "zh": "等待客户：{names}", "vi": "chờ khách: {names}"},
    "young": {"en": "too young to judge", "zh": "启用时间短，暂不判断", "vi": "còn mới, chưa đánh giá"},
    "reserved": {"en": "reserved", "zh": "预留", "vi": "để dành"},
    "reserved_used": {
        "en": "reserved, yet carried by customers ({count}): put it to use",
        "zh": "仍为预留，但已有 {count} 个客户使用：请启用",
        "vi": "đang để dành mà {count} khách đã có: hãy đưa vào dùng",
    },
    "successor": {
        "en": "retired; move its customers ({count}) to {names}",
        "zh": "已停用；请将 {count} 个客户改为 {names}",
        "vi": "đã ngừng; chuyển {count} khách sang {names}",
    },
    "retired": {
        "en": "retired, yet carried by customers ({count})",
        "zh": "已停用，但仍有 {count} 个客户带此标签",
        "vi": "đã ngừng mà {count} khách vẫn còn",
    },
    "twin": {"en": "means the same as {names}", "zh": "与 {names} 同义", "vi": "cùng nghĩa với {names}"},
    "unobtainable": {
        "en": "the group is known for {share} of {target} wanted: customers do not tell it",
        "zh": "该组填写率 {share}，目标 {target}：客户不愿提供",
        "vi": "nhóm chỉ điền được {share}, mục tiêu {target}: khách không cho biết",
    },
    "never": {
        "en": "nobody carries it, nothing uses it",
        "zh": "无客户使用，也无处引用",
        "vi": "không khách nào có, không nơi nào dùng",
    },
    "dormant": {
        "en": "not used since {names}, nothing uses it",
        "zh": "自 {names} 起未再使用，也无处引用",
        "vi": "không dùng từ {names}, không nơi nào dùng",
    },
    "rare": {
        "en": "too few customers ({count}); the wider {names} is enough",
        "zh": "仅 {count} 个客户，用上级 {names} 即可",
        "vi": "chỉ {count} khách; thẻ rộng hơn {names} là đủ",
    },
    "separates": {
        "en": "wins differ by {share} points and no segment or indicator uses it",
        "zh": "赢率相差 {share} 个百分点，却没有客群或指标使用",
        "vi": "tỷ lệ thắng lệch {share} điểm mà chưa phân khúc hay tiêu chí nào dùng",
    },
    "untagged": {
        "en": "typed for customers ({count}), but no tag: request it",
        "zh": "已有 {count} 个客户填写，却不是标签：请提交申请",
        "vi": "đã gõ cho {count} khách mà chưa phải thẻ: hãy đề xuất",
    },
}


def reason_text(key: str, fields: Mapping[str, object]) -> ByLanguage:
    """A reason in every language."""
    return {language: text.format(**fields) for language, text in REASONS[key].items()}
