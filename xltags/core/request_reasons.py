"""Why a tag request is accepted, refused or sent back: the reasons in three languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from xltags.core.finding import LANGUAGES
from xltags.core.wording import ByLanguage

Verdict = Literal["accept", "reject", "ask"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of a verdict. `code` is stable; `verdict` is what the reason alone would lead to."""

    code: str
    verdict: Verdict
    text: ByLanguage


_TEXTS: Mapping[str, tuple[Verdict, str, str, str]] = {
    "fits": (
        "accept",
        "customers with it are treated otherwise, it can be learnt from {source}, for {fill} of them{room}",
        "有无此标签做法不同，信息来自{source}，预计 {fill} 的客户可知{room}",
        "khách có thẻ được đối xử khác, biết được từ {source}, với {fill} khách{room}",
    ),
    "done": (
        "accept",
        "tag '{other}' (Tags row {row}) was made of it",
        "已据此设立标签“{other}”（标签表第 {row} 行）",
        "đã lập thẻ “{other}” (bảng Thẻ dòng {row}) theo đề xuất này",
    ),
    "no_strategy": (
        "reject",
        "{fault}; without a differing strategy there is no tag",
        "{fault}；做法没有区别，就不设标签",
        "{fault}; không có cách làm khác thì không lập thẻ",
    ),
    "one_sided": (
        "ask",
        "what do we do for customers without it? 'Action without the tag' is blank",
        "对没有此标签的客户怎么做？“无此标签怎么做”为空",
        "với khách không có thẻ thì làm gì? ô “Làm gì khi không có” đang trống",
    ),
    "no_source": (
        "reject",
        "nothing says where the fact comes from; a tag that nobody can learn stays blank",
        "没有写明数据从哪来；拿不到的信息打不上标签",
        "chưa ghi thông tin lấy từ đâu; không biết được thì thẻ sẽ trống",
    ),
    "guessed_source": (
        "reject",
        "'{source}' is no source; name the form, call, contract or system that brings the fact",
        "“{source}”不是来源，请写明由哪个表单、电话、合同或系统带来",
        "“{source}” không phải nguồn; hãy ghi biểu mẫu, cuộc gọi, hợp đồng hay hệ thống nào",
    ),
    "unlinked_source": (
        "ask",
        "'{source}' is a system, but no system is linked (Settings, linked_systems); who brings the data?",
        "“{source}”是系统数据，但“设置”linked_systems 没有已对接的系统，数据由谁带入？",
        "“{source}” là hệ thống, nhưng chưa hệ thống nào được nối (Cài đặt, linked_systems); ai đưa dữ liệu vào?",
    ),
    "no_fill": (
        "ask",
        "for what share of customers can it be learnt? 'Expected fill' is blank",
        "预计多少比例的客户能拿到？“预计填写率”为空",
        "biết được với bao nhiêu phần khách? ô “Tỷ lệ điền dự kiến” đang trống",
    ),
    "impossible_fill": (
        "ask",
        "an expected fill of {fill} is no share from 0 to 1; 30 % is written 0.3",
        "预计填写率 {fill} 不是 0 至 1 之间的比例，30% 请写 0.3",
        "tỷ lệ điền {fill} không nằm trong khoảng 0 đến 1; 30 % ghi là 0.3",
    ),
    "seldom_known": (
        "reject",
        "only {fill} of the customers would carry it, under {least}; keep it as a note",
        "预计只有 {fill} 的客户可知，低于 {least}，请记在备注里",
        "chỉ {fill} khách có được, dưới {least}; hãy ghi vào lưu ý",
    ),
    "existing_tag": (
        "reject",
        "tag '{other}' (Tags row {row}) already says it",
        "标签“{other}”（标签表第 {row} 行）已经表达此意",
        "thẻ “{other}” (bảng Thẻ dòng {row}) đã nói điều này",
    ),
    "retired_tag": (
        "ask",
        "tag '{other}' (Tags row {row}) was retired; open it again, or say what has changed since",
        "标签“{other}”（标签表第 {row} 行）已停用；请重新启用，或说明情况有何变化",
        "thẻ “{other}” (bảng Thẻ dòng {row}) đã ngừng dùng; hãy mở lại hoặc nói điều gì đã khác",
    ),
    "reserved_tag": (
        "ask",
        "tag '{other}' (Tags row {row}) is reserved for this; open it instead of adding one",
        "标签“{other}”（标签表第 {row} 行）已为此预留，请启用而不是新增",
        "thẻ “{other}” (bảng Thẻ dòng {row}) đã để dành cho việc này; hãy mở thay vì thêm mới",
    ),
    "near_tag": (
        "ask",
        "is it not tag '{other}' (Tags row {row})? use that one, or name it so that nobody confuses the two",
        "是不是标签“{other}”（标签表第 {row} 行）？请直接用它，或换一个不会混淆的名称",
        "có phải là thẻ “{other}” (bảng Thẻ dòng {row})? hãy dùng thẻ đó hoặc đặt tên để không ai nhầm",
    ),
    "same_action": (
        "reject",
        "the same is already done for tag '{other}' (Tags row {row}); use that one",
        "标签“{other}”（标签表第 {row} 行）已采用同样的做法，请直接用它",
        "thẻ “{other}” (bảng Thẻ dòng {row}) đã có cách làm y như vậy; hãy dùng thẻ đó",
    ),
    "other_group": (
        "ask",
        "'{other}' stands in group '{group}' (Tags row {row}) already; which column shall hold the fact?",
        "“{other}”已在标签组“{group}”（标签表第 {row} 行），这一信息到底记在哪一列？",
        "“{other}” đã có ở nhóm “{group}” (bảng Thẻ dòng {row}); thông tin này ghi ở cột nào?",
    ),
    "asked_before": (
        "reject",
        "row {row} asks for it already",
        "第 {row} 行已提出同样的申请",
        "dòng {row} đã đề xuất thẻ này",
    ),
    "consumer_attribute": (
        "reject",
        "it asks for the {attribute} of a private person ('{word}'), which sellers to companies neither learn nor use",
        "这是个人的{attribute}（“{word}”），面向企业销售既拿不到也用不上",
        "đây là {attribute} của cá nhân (“{word}”), bán cho doanh nghiệp không biết được và không dùng tới",
    ),
    "unsupported": (
        "reject",
        "group '{group}' has no means behind it: {lack}",
        "标签组“{group}”缺少资源支撑：{lack}",
        "nhóm “{group}” không có nguồn lực: {lack}",
    ),
    "budget_full": (
        "ask",
        "{count} tags are kept up and {high} fit the team; which tag goes for it?",
        "在维护的标签已有 {count} 个，团队能承担 {high} 个，为它停用哪一个？",
        "đang duy trì {count} thẻ, đội gánh được {high}; bỏ thẻ nào để lấy thẻ này?",
    ),
    "reserve_only": (
        "ask",
        "the room left ({room} tags) is reserved for new business; can an existing tag serve?",
        "余量（{room} 个）已为新业务预留，能否用现有标签代替？",
        "chỗ còn lại ({room} thẻ) để dành cho mảng mới; dùng thẻ sẵn có được không?",
    ),
    "group_full": (
        "ask",
        "group '{group}' has {count} tags already, more than {most} nobody finds in a drop-down; which goes?",
        "标签组“{group}”已有 {count} 个标签，超过 {most} 个下拉里就找不到了，停用哪一个？",
        "nhóm “{group}” đã có {count} thẻ, quá {most} thì khó tìm trong danh sách; bỏ thẻ nào?",
    ),
    "no_group": (
        "ask",
        "there is no group '{group}'; name one of TagGroups, or ask for the group first",
        "没有标签组“{group}”，请填写现有标签组，或先申请新建标签组",
        "không có nhóm “{group}”; hãy ghi nhóm có trong bảng Nhóm thẻ hoặc đề xuất nhóm trước",
    ),
    "closed_group": (
        "ask",
        "group '{group}' is {status}; open the group first",
        "标签组“{group}”处于{status}状态，请先启用该组",
        "nhóm “{group}” đang {status}; hãy mở nhóm trước",
    ),
    "later_group": (
        "ask",
        "group '{group}' opens at step {step}, the workbook is at step {now}; is it time?",
        "标签组“{group}”要到第 {step} 步才启用，目前是第 {now} 步，时机到了吗？",
        "nhóm “{group}” mở ở bước {step}, sổ đang ở bước {now}; đã đến lúc chưa?",
    ),
    "no_label": ("ask", "what shall the tag be called?", "标签叫什么名字？", "thẻ tên là gì?"),
    "unusable_label": (
        "ask",
        "'{label}' cannot be chosen or filtered: {fault}; how else shall it be called?",
        "“{label}”无法选择或筛选：{fault}，换个什么名称？",
        "“{label}” không chọn hoặc lọc được: {fault}; đặt tên khác là gì?",
    ),
    "no_department": (
        "ask",
        "which department asks? 'Department' is blank",
        "哪个部门提出的？“申请部门”为空",
        "bộ phận nào đề xuất? ô “Bộ phận đề xuất” đang trống",
    ),
    "no_requester": (
        "ask",
        "who asks? 'Requested by' is blank",
        "谁提出的？“申请人”为空",
        "ai đề xuất? ô “Người đề xuất” đang trống",
    ),
    "no_reason_type": (
        "ask",
        "what brought the wish: new business, product, function or analysis? 'Reason type' is blank",
        "因何提出：新业务、新产品、新职能还是新分析？“申请原因”为空",
        "vì đâu: mảng mới, sản phẩm mới, chức năng mới hay phân tích mới? ô “Loại lý do” đang trống",
    ),
    "nobody_decides": (
        "ask",
        "no department owns the tags (Settings, owner_department), so nobody can decide",
        "没有部门归口管理标签（“设置”owner_department 为空），无人可以审批",
        "chưa bộ phận nào chủ quản bộ thẻ (Cài đặt, owner_department) nên không ai quyết được",
    ),
}
CODES = tuple(_TEXTS)


def reason(code: str, **fields: object) -> Reason:
    """A reason with its fields filled in; a field may hold one text by language."""
    verdict, *templates = _TEXTS[code]
    text: ByLanguage = {}
    for language, template in zip(LANGUAGES, templates, strict=True):
        shown = {name: value[language] if isinstance(value, dict) else value for name, value in fields.items()}
        text[language] = template.format(**shown)
    return Reason(code, verdict, text)
