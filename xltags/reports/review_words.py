"""What a review says, in three languages: the parts, the measures, the verdicts and what to do about them."""

from collections.abc import Mapping

from xltags.core.finding import Language
from xltags.core.wording import ByLanguage

SECTIONS: Mapping[str, ByLanguage] = {
    "history": {"en": "History", "zh": "历史数据", "vi": "Dữ liệu"},
    "tiers": {"en": "Tiers", "zh": "客户等级", "vi": "Hạng"},
    "points": {"en": "Points", "zh": "评分", "vi": "Điểm"},
    "dna_won": {"en": "DNA of the won", "zh": "成交客户特征", "vi": "Đặc điểm khách thắng"},
    "dna_renewed": {"en": "DNA of the renewed", "zh": "续约客户特征", "vi": "Đặc điểm khách gia hạn"},
    "groups": {"en": "Tag groups", "zh": "标签组", "vi": "Nhóm thẻ"},
    "drift": {"en": "Drift", "zh": "客户结构变化", "vi": "Dịch chuyển"},
    "emerging": {"en": "Emerging", "zh": "新兴行业", "vi": "Ngành mới nổi"},
    "bands": {"en": "Wide bands", "zh": "过宽的档位", "vi": "Bậc quá rộng"},
    "leaks": {"en": "Leakage", "zh": "结果泄漏", "vi": "Rò rỉ kết quả"},
    "proposal": {"en": "Proposal", "zh": "建议评分卡", "vi": "Thang điểm đề xuất"},
    "notes": {"en": "Notes", "zh": "说明", "vi": "Ghi chú"},
}
MEASURES: Mapping[str, ByLanguage] = {
    "closed": {"en": "closed outcomes", "zh": "已结案客户", "vi": "khách đã có kết quả"},
    "win_rate": {"en": "win rate", "zh": "赢率", "vi": "tỷ lệ thắng"},
    "renewal_rate": {"en": "renewal rate", "zh": "续约率", "vi": "tỷ lệ gia hạn"},
    "churn_rate": {"en": "churn rate", "zh": "流失率", "vi": "tỷ lệ rời bỏ"},
    "auc": {"en": "won above lost (AUC)", "zh": "成交高于丢单的概率 (AUC)", "vi": "thắng cao điểm hơn mất (AUC)"},
    "lift": {"en": "lift of the top fifth", "zh": "最高分五分之一的提升倍数", "vi": "độ nâng của 20 % cao điểm nhất"},
    "information": {"en": "information value", "zh": "信息值", "vi": "giá trị thông tin"},
    "psi": {"en": "shift of the mix (PSI)", "zh": "结构变化 (PSI)", "vi": "độ dịch cơ cấu (PSI)"},
    "": {"en": "", "zh": "", "vi": ""},
}
TEXTS: Mapping[str, ByLanguage] = {
    "expert_only": {"en": "expert weights only", "zh": "仅凭专家权重", "vi": "chỉ có trọng số của chuyên gia"},
    "expert_only_advice": {
        "en": "Under 150 closed outcomes nothing is learnt from them. Fill Won on and Lost on for every deal that is "
        "over; {missing} more are needed.",
        "zh": "结案不足 150 家，不从中学习分值。请为每笔已结束的商机填写“成交日期”或“丢单日期”，还差 {missing} 家。",
        "vi": "Dưới 150 kết quả thì chưa rút ra được gì. Hãy điền Ngày chốt hoặc Ngày mất deal cho mọi giao dịch đã "
        "xong; còn thiếu {missing}.",
    },
    "indicative": {"en": "indicative", "zh": "仅供参考", "vi": "để tham khảo"},
    "indicative_advice": {
        "en": "Believe what agrees with experience; {missing} more outcomes make it sound.",
        "zh": "与经验相符的可以采信；再积累 {missing} 家结案客户，结论才可靠。",
        "vi": "Hãy tin điều khớp với kinh nghiệm; thêm {missing} kết quả nữa mới vững.",
    },
    "closed_count": {
        "en": "{count} closed outcomes: ",
        "zh": "已结案客户 {count} 家：",
        "vi": "{count} khách đã có kết quả: ",
    },
    "one_sided": {
        "en": "one-sided: {won} won, {lost} lost",
        "zh": "结果单一：成交 {won} 家，丢单 {lost} 家",
        "vi": "lệch một phía: {won} thắng, {lost} mất",
    },
    "one_sided_advice": {
        "en": "Nothing tells won from lost customers where hardly any of the one kind are known; fill Lost on (or Won "
        "on) for every deal that is over.",
        "zh": "成交或丢单的客户几乎没有记录时，无法区分两者；请为每笔已结束的商机填写“丢单日期”（或“成交日期”）。",
        "vi": "Khi gần như không ghi nhận một trong hai loại thì không thể phân biệt thắng với mất; hãy điền Ngày mất "
        "deal (hoặc Ngày chốt) cho mọi giao dịch đã xong.",
    },
    "sound": {"en": "sound", "zh": "可靠", "vi": "đáng tin"},
    "too_few": {"en": "too few to tell", "zh": "样本不足，无法判断", "vi": "quá ít để kết luận"},
    "a_against_c": {"en": "A against C", "zh": "A 级对比 C 级", "vi": "A so với C"},
    "separates": {"en": "separates", "zh": "区分有效", "vi": "phân tách được"},
    "does_not_separate": {"en": "does not separate", "zh": "未能区分", "vi": "không phân tách"},
    "does_not_separate_advice": {
        "en": "A wins no more often than C beyond doubt: the profile is not detailed enough.",
        "zh": "A 级并不明显比 C 级更易成交：画像不够细。",
        "vi": "Chưa chắc A thắng nhiều hơn C: chân dung chưa đủ chi tiết.",
    },
    "scorecard_now": {"en": "scorecard of today", "zh": "当前评分卡", "vi": "thang điểm hiện tại"},
    "signal": {"en": "signal", "zh": "有信号", "vi": "có tín hiệu"},
    "no_signal": {"en": "no signal", "zh": "无信号", "vi": "không có tín hiệu"},
    "no_signal_advice": {
        "en": "Points order customers no better than chance; compare the bands with the DNA below.",
        "zh": "按得分排序与随机无异，请对照下方成交客户特征调整档位。",
        "vi": "Xếp theo điểm không hơn ngẫu nhiên; hãy so các bậc với đặc điểm khách thắng bên dưới.",
    },
    "inverted": {"en": "inverted", "zh": "方向相反", "vi": "ngược chiều"},
    "inverted_advice": {
        "en": "Customers with more points are won less often; turn the points over before using them.",
        "zh": "得分越高反而越少成交，使用前请调整分值方向。",
        "vi": "Khách nhiều điểm lại thắng ít hơn; hãy đảo lại điểm trước khi dùng.",
    },
    "in_sample": {
        "en": "These deals closed before the scorecard was in force; outcomes of the next quarter tell more.",
        "zh": "这些商机在评分卡生效前已结案；下一季度的结果更有说服力。",
        "vi": "Các giao dịch này kết thúc trước khi thang điểm có hiệu lực; kết quả quý sau nói được nhiều hơn.",
    },
    "all_tags": {"en": "all tags", "zh": "全部标签", "vi": "mọi thẻ"},
    "other_groups": {"en": "other groups", "zh": "其他标签组", "vi": "các nhóm khác"},
    "no_dna": {"en": "no DNA found", "zh": "未发现显著特征", "vi": "chưa thấy đặc điểm rõ rệt"},
    "no_dna_advice": {
        "en": "None of {count} tags differs by more than chance, which was allowed for in comparing so many.",
        "zh": "已比较 {count} 个标签并校正多重比较，没有一个超出偶然。",
        "vi": "Đã so {count} thẻ, có hiệu chỉnh vì so nhiều; không thẻ nào vượt mức ngẫu nhiên.",
    },
    "more": {
        "en": "and {count} more; all are in xltags review --json",
        "zh": "另有 {count} 项，全部见 xltags review --json",
        "vi": "và {count} mục nữa; xem đủ bằng xltags review --json",
    },
    "over": {"en": "over-represented, {lift} x", "zh": "占比偏高，{lift} 倍", "vi": "nhiều hơn hẳn, {lift} lần"},
    "under": {"en": "under-represented, {lift} x", "zh": "占比偏低，{lift} 倍", "vi": "ít hơn hẳn, {lift} lần"},
    "within_chance": {"en": "within chance so far", "zh": "目前仍在偶然范围内", "vi": "hiện vẫn trong mức ngẫu nhiên"},
    "shares": {
        "en": "{inside} of them carry it, {outside} of the others.",
        "zh": "这些客户中 {inside} 带此标签，其余客户中 {outside}。",
        "vi": "{inside} trong số họ có thẻ này, ở khách khác là {outside}.",
    },
    "stable": {"en": "stable", "zh": "稳定", "vi": "ổn định"},
    "shifted": {"en": "shifted", "zh": "略有变化", "vi": "có dịch chuyển"},
    "moved": {"en": "moved", "zh": "明显变化", "vi": "đổi hẳn"},
    "moved_most": {
        "en": "{tag}: {before} in {earlier}, {after} in {later}.",
        "zh": "{tag}：{earlier} 为 {before}，{later} 为 {after}。",
        "vi": "{tag}: {before} ở {earlier}, {after} ở {later}.",
    },
    "drift_too_few": {
        "en": "A period needs 200 customers with a tag (100 for up to five tags); there are at most {before} in "
        "{earlier} and {after} in {later}.",
        "zh": "每期至少需要 200 家有标签的客户（标签不超过五个时为 100 家）；{earlier} 最多 {before} 家，"
        "{later} 最多 {after} 家。",
        "vi": "Mỗi kỳ cần 200 khách có thẻ (100 nếu nhóm có đến năm thẻ); nhiều nhất là {before} ở {earlier} và "
        "{after} ở {later}.",
    },
    "rising": {"en": "rising", "zh": "上升", "vi": "đang lên"},
    "rising_advice": {
        "en": "{before} of {earlier} before {since}. Talk to them, and consider points for the industry.",
        "zh": "{since} 之前 {earlier} 家中为 {before}。建议走访，并考虑为该行业设分。",
        "vi": "{before} trong {earlier} trước {since}. Hãy gặp họ và cân nhắc cho điểm ngành này.",
    },
    "no_emerging": {"en": "none found", "zh": "未发现", "vi": "chưa thấy"},
    "no_emerging_advice": {
        "en": "{count} industries outside of the profile were compared; none wins more than before beyond chance.",
        "zh": "已比较画像以外的 {count} 个行业，没有一个的赢率上升超出偶然。",
        "vi": "Đã so {count} ngành ngoài chân dung; không ngành nào thắng nhiều hơn trước quá mức ngẫu nhiên.",
    },
    "emerging_too_few": {
        "en": "An industry outside of the profile needs 10 closed customers in the last half-year, and 10 before it.",
        "zh": "画像以外的行业需在最近半年及此前各有 10 家已结案客户。",
        "vi": "Một ngành ngoài chân dung cần 10 khách có kết quả trong nửa năm gần nhất và 10 trước đó.",
    },
    "cut_here": {"en": "cut here", "zh": "建议在此拆分", "vi": "nên tách ở đây"},
    "cut_advice": {
        "en": "Band '{band}' in row {row} gives both parts the same points.",
        "zh": "第 {row} 行的档位“{band}”给各部分相同分值。",
        "vi": "Bậc “{band}” ở dòng {row} cho các phần cùng một số điểm.",
    },
    "no_splits": {"en": "no band needs cutting", "zh": "没有需要拆分的档位", "vi": "không bậc nào cần tách"},
    "written_after": {
        "en": "filled or changed after the deal closed",
        "zh": "结案后才填写或修改",
        "vi": "điền hoặc sửa sau khi có kết quả",
    },
    "too_good": {
        "en": "too good: tells the outcome alone",
        "zh": "过于准确：单凭它即知结果",
        "vi": "quá đúng: tự nó nói ra kết quả",
    },
    "outcome_itself": {"en": "states the outcome itself", "zh": "本身就是结果", "vi": "chính là kết quả"},
    "leak_advice": {
        "en": "Left out of the proposal; it should not give points either.",
        "zh": "建议评分卡未采用，也不应计分。",
        "vi": "Đề xuất không dùng; cũng không nên cho điểm.",
    },
    "no_leaks": {"en": "none found", "zh": "未发现", "vi": "không thấy"},
    "no_proposal": {"en": "no proposal", "zh": "无建议", "vi": "không có đề xuất"},
    "no_proposal_few": {
        "en": "A scorecard is learnt from 150 closed outcomes on; keep the expert points until then.",
        "zh": "结案达到 150 家才从数据中学习评分卡；此前请沿用专家分值。",
        "vi": "Từ 150 kết quả trở lên mới học được thang điểm; trước đó hãy giữ điểm của chuyên gia.",
    },
    "no_proposal_flat": {
        "en": "No field known before the outcome tells won from lost, in newer customers too; ask for better tags, not "
        "for other points.",
        "zh": "结案前已知的字段都不能区分成交与丢单，或在较新客户上不成立；需要的是更好的标签，而非别的分值。",
        "vi": "Không trường nào biết trước kết quả tách được thắng với mất ở cả khách mới hơn; cần thẻ tốt hơn chứ "
        "không phải điểm khác.",
    },
    "proposed": {"en": "proposed scorecard", "zh": "建议评分卡", "vi": "thang điểm đề xuất"},
    "better": {"en": "better", "zh": "更优", "vi": "tốt hơn"},
    "better_advice": {
        "en": "Shown on {tested} newer customers that it was not learnt on ({learnt} older ones). Read sheet {sheet}.",
        "zh": "以 {learnt} 家较早客户学习，在未参与学习的 {tested} 家较新客户上得到验证。请看工作表 {sheet}。",
        "vi": "Học từ {learnt} khách cũ, kiểm trên {tested} khách mới hơn không dùng để học. Xem trang {sheet}.",
    },
    "not_better": {"en": "not shown to be better", "zh": "未证明更优", "vi": "chưa chứng tỏ tốt hơn"},
    "not_better_advice": {
        "en": "On {tested} newer customers it does not beat today's scorecard beyond chance. Read sheet {sheet}, but "
        "keep today's points.",
        "zh": "在 {tested} 家较新客户上未明显优于当前评分卡；可参考工作表 {sheet}，仍用当前分值。",
        "vi": "Trên {tested} khách mới hơn, nó không hơn thang hiện tại quá mức ngẫu nhiên; xem trang {sheet}, nhưng "
        "giữ điểm hiện tại.",
    },
    "tier_of_proposed": {"en": "proposed {tier}", "zh": "建议 {tier} 级", "vi": "{tier} đề xuất"},
    "range": {"en": "{low} to {high}", "zh": "{low} 至 {high}", "vi": "{low} đến {high}"},
    "by_chance": {"en": "{chance} by chance", "zh": "偶然水平 {chance}", "vi": "ngẫu nhiên {chance}"},
    "of": {"en": "of {count}", "zh": "共 {count} 家", "vi": "trong {count}"},
    "title": {
        "en": "ICP review {quarter}, as of {day}",
        "zh": "ICP 复盘 {quarter}，截至 {day}",
        "vi": "Rà soát ICP {quarter}, đến {day}",
    },
    "note": {
        "en": "Quarter {quarter}, as of {day}: {closed} closed outcomes, {honesty}. Intervals are 95 %; facts count "
        "closed customers, once for each tag group.",
        "zh": "{quarter} 季度，截至 {day}：已结案 {closed} 家，{honesty}。区间为 95%；明细按标签组各计一次已结案客户。",
        "vi": "Quý {quarter}, đến {day}: {closed} khách đã có kết quả, {honesty}. Khoảng tin cậy 95 %; dữ liệu đếm "
        "khách đã có kết quả, mỗi nhóm thẻ một lần.",
    },
}


def review_text(key: str, language: Language, **fields: object) -> str:
    """A text of the review.

    >>> review_text("expert_only", "en")
    'expert weights only'
    """
    return TEXTS[key][language].format(**fields)
