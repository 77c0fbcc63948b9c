"""What the buttons say, in three languages."""

from collections.abc import Mapping

from xltags.core.finding import Language

TEXTS: Mapping[str, Mapping[Language, str]] = {
    "checked": {
        "en": "{errors:,} errors, {warnings:,} warnings, {notes:,} notes: on sheet {sheet}, and on their cells.",
        "zh": "错误 {errors:,} 个，警告 {warnings:,} 个，提示 {notes:,} 个。详见工作表 {sheet}，相应单元格也已加批注。",
        "vi": "{errors:,} lỗi, {warnings:,} cảnh báo, {notes:,} ghi chú. Xem trang {sheet} và ghi chú trên từng ô.",
    },
    "clean": {"en": "Nothing found.", "zh": "未发现问题。", "vi": "Không thấy vấn đề nào."},
    "fix_question": {
        "en": "Correct {count:,} cells? For example:\n{examples}",
        "zh": "更正 {count:,} 个单元格吗？例如：\n{examples}",
        "vi": "Sửa {count:,} ô? Ví dụ:\n{examples}",
    },
    "fixed": {"en": "{count:,} cells corrected.", "zh": "已更正 {count:,} 个单元格。", "vi": "Đã sửa {count:,} ô."},
    "nothing_to_fix": {
        "en": "Nothing can be corrected safely.",
        "zh": "没有可以安全更正的单元格。",
        "vi": "Không có ô nào có thể sửa một cách an toàn.",
    },
    "selection": {
        "en": "{count:,} findings in the selection:\n{lines}",
        "zh": "所选区域有 {count:,} 个问题：\n{lines}",
        "vi": "{count:,} vấn đề trong vùng chọn:\n{lines}",
    },
    "cleared": {
        "en": "The notes of xltags are gone.",
        "zh": "xltags 的批注已清除。",
        "vi": "Đã xóa ghi chú của xltags.",
    },
    "scored": {
        "en": "{count:,} customers scored: {tiers}",
        "zh": "已为 {count:,} 家客户评分：{tiers}",
        "vi": "Đã chấm điểm {count:,} khách hàng: {tiers}",
    },
    "formulas_left": {
        "en": "\n{count:,} cells with formulas were left as they are.",
        "zh": "\n{count:,} 个含公式的单元格保持不变。",
        "vi": "\n{count:,} ô có công thức được giữ nguyên.",
    },
    "why": {
        "en": "The reasons are notes on {count:,} cells; Clear marks takes them off.",
        "zh": "已在 {count:,} 个单元格添加得分依据批注；“清除标记”可删除。",
        "vi": "Lý do đã ghi thành ghi chú trên {count:,} ô; nút Xóa dấu sẽ bỏ chúng.",
    },
    "reported": {
        "en": "{count:,} reports filled: {sheets}",
        "zh": "已生成 {count:,} 个报表：{sheets}",
        "vi": "Đã lập {count:,} báo cáo: {sheets}",
    },
    "reviewed": {
        "en": "{quarter}: {closed:,} closed outcomes ({honesty}). Tiers: {separation}. Points: {signal}. See {sheets}.",
        "zh": "{quarter}：已结案 {closed:,} 家（{honesty}）。等级：{separation}；评分：{signal}。详见 {sheets}。",
        "vi": "{quarter}: {closed:,} khách có kết quả ({honesty}). Hạng: {separation}. Điểm: {signal}. Xem {sheets}.",
    },
    "linted": {
        "en": "{count:,} findings about tags and scorecard, on sheet {sheet}.",
        "zh": "标签体系与评分卡共有 {count:,} 个问题，详见工作表 {sheet}。",
        "vi": "{count:,} vấn đề về bộ thẻ và thang điểm, xem trang {sheet}.",
    },
    "no_requests": {"en": "No request is open.", "zh": "没有待处理的申请。", "vi": "Không có đề xuất nào đang chờ."},
    "requests": {"en": "Open requests:\n{lines}", "zh": "待处理的申请：\n{lines}", "vi": "Đề xuất đang chờ:\n{lines}"},
    "requests_question": {
        "en": "\n\nAdd the {count:,} tags that the rules accept?",
        "zh": "\n\n是否添加符合规则的 {count:,} 个标签？",
        "vi": "\n\nThêm {count:,} thẻ hợp quy tắc?",
    },
    "requests_done": {"en": "{count:,} tags added.", "zh": "已添加 {count:,} 个标签。", "vi": "Đã thêm {count:,} thẻ."},
    "select_customer": {
        "en": "select a customer's row on sheet {sheet} first",
        "zh": "请先在工作表 {sheet} 选中一位客户所在的行",
        "vi": "hãy chọn dòng của một khách hàng trên trang {sheet} trước",
    },
    "select_tag": {
        "en": "select a cell of {sheet} that holds the tag; it is given to all rows that the filter shows",
        "zh": "请先在工作表 {sheet} 选中含有目标标签的单元格；筛选显示的所有行都会打上该标签",
        "vi": "hãy chọn một ô trên trang {sheet} có thẻ cần gán; mọi dòng đang hiện sẽ nhận thẻ đó",
    },
    "tag_question": {
        "en": "Set {group} to {tags} for {matched:,} visible customers? {changes:,} cells change; replaced: {replaced}",
        "zh": "将 {matched:,} 家可见客户的“{group}”设为“{tags}”吗？共改动 {changes:,} 个单元格；被替换：{replaced}",
        "vi": "Đặt {group} thành {tags} cho {matched:,} khách hàng đang hiện? {changes:,} ô đổi; bị thay: {replaced}",
    },
    "tagged": {
        "en": "{count:,} cells changed, {history:,} rows logged in FollowUps.",
        "zh": "已改动 {count:,} 个单元格，跟进记录新增 {history:,} 行。",
        "vi": "Đã đổi {count:,} ô, ghi {history:,} dòng vào nhật ký.",
    },
    "no_change": {"en": "All of them have it already.", "zh": "这些客户都已有该标签。", "vi": "Tất cả đã có thẻ đó."},
    "undo_question": {
        "en": "Undo {action!r}? What was typed on these sheets since then goes back too: {sheets}",
        "zh": "撤销“{action}”吗？此后在以下工作表输入的内容也会还原：{sheets}",
        "vi": "Hoàn tác {action!r}? Những gì đã nhập sau đó trên các trang này cũng trở lại như cũ: {sheets}",
    },
    "undone": {"en": "Undone.", "zh": "已撤销。", "vi": "Đã hoàn tác."},
    "no_undo": {"en": "Nothing to undo.", "zh": "没有可撤销的操作。", "vi": "Không có gì để hoàn tác."},
    "kept_first": {
        "en": "The tags of {count:,} customers are kept. Press again later: what changed by then goes into the log.",
        "zh": "已保存 {count:,} 家客户的标签。以后再次点击时，期间的变更会写入跟进记录。",
        "vi": "Đã giữ thẻ của {count:,} khách hàng. Lần bấm sau, những gì đã đổi sẽ được ghi vào nhật ký.",
    },
    "changes_logged": {
        "en": "{count:,} changes since {since} are logged in FollowUps; {new:,} customers are new.",
        "zh": "自 {since} 以来的 {count:,} 项变更已写入跟进记录；新增客户 {new:,} 家。",
        "vi": "Đã ghi {count:,} thay đổi từ {since} vào nhật ký; {new:,} khách hàng mới.",
    },
    "select_owner": {
        "en": "select a customer with one owner, whose customers are to be handed over; this one has: {names}",
        "zh": "请选中只有一位负责人的客户，将移交该负责人的全部客户；当前客户的负责人：{names}",
        "vi": "hãy chọn khách hàng chỉ có một người phụ trách cần bàn giao; khách hàng này có: {names}",
    },
    "handover_question": {
        "en": "Hand over {count:,} customers from {giver} to {taker}? Each gets a row in FollowUps.",
        "zh": "将 {giver} 的 {count:,} 家客户移交给 {taker} 吗？每家客户在跟进记录中新增一行。",
        "vi": "Bàn giao {count:,} khách hàng của {giver} cho {taker}? Mỗi khách hàng thêm một dòng nhật ký.",
    },
    "handed_over": {
        "en": "{count:,} customers handed over to {taker}; what they need to know is on sheet {sheet}.",
        "zh": "已将 {count:,} 家客户移交给 {taker}；移交说明见工作表 {sheet}。",
        "vi": "Đã bàn giao {count:,} khách hàng cho {taker}; những điều cần biết ở trang {sheet}.",
    },
    "select_column": {
        "en": "select a cell of sheet {sheet} in the column that lacks a tag",
        "zh": "请在工作表 {sheet} 中选中缺少标签的那一列的任一单元格",
        "vi": "hãy chọn một ô trên trang {sheet} trong cột còn thiếu thẻ",
    },
    "tag_exists": {
        "en": "{group} has the tag {tag} already",
        "zh": "“{group}”中已有标签“{tag}”",
        "vi": "{group} đã có thẻ {tag}",
    },
    "no_request_sheet": {
        "en": "the workbook has no table {sheet}; copy the sheet from workbook_template.xlsx",
        "zh": "工作簿中没有表 {sheet}；请从 workbook_template.xlsx 复制该工作表",
        "vi": "sổ không có bảng {sheet}; hãy chép trang đó từ workbook_template.xlsx",
    },
    "requested": {
        "en": "{tag} is requested for {group}. Say on sheet {sheet} what you would do with it, and without it.",
        "zh": "已为“{group}”申请标签“{tag}”。请在工作表 {sheet} 填写有此标签时怎么做、没有时怎么做。",
        "vi": "Đã đề xuất {tag} cho {group}. Hãy ghi ở trang {sheet} sẽ làm gì khi có thẻ và khi không có.",
    },
    "made": {"en": "A new workbook: {path}", "zh": "新工作簿：{path}", "vi": "Sổ mới: {path}"},
    "help": {
        "en": "xltags {version}\nCheck, Score, Reports: the buttons from left to right are a working day. "
        "Point at a button to read what it does. Undo takes back the last {kept} writes. "
        "What a finding means: xltags explain CODE",
        "zh": "xltags {version}\n检查、评分、报表：按钮从左到右即一天的工作。将鼠标停在按钮上可查看说明。"
        "“撤销”可还原最近 {kept} 次写入。问题含义：xltags explain 代码",
        "vi": "xltags {version}\nKiểm tra, Chấm điểm, Báo cáo: các nút từ trái sang phải theo một ngày làm việc. "
        "Đưa chuột vào nút để đọc giải thích. Hoàn tác lấy lại {kept} lần ghi gần nhất. "
        "Ý nghĩa mã lỗi: xltags explain MÃ",
    },
}


def say(key: str, language: Language, **fields: object) -> str:
    """A text in a language.

    >>> say("clean", "vi")
    'Không thấy vấn đề nào.'
    """
    return TEXTS[key][language].format(**fields)
