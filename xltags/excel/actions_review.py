"""The button of the quarterly review: the same two sheets as the command writes, in the open workbook."""

from xltags.excel.desk import Desk
from xltags.excel.registry import action


@action(
    labels=("Review", "季度复盘", "Rà soát quý"),
    tips=(
        "What the outcomes say about the ideal customer profile: tiers, points, tags, drift, and a proposed scorecard "
        "beside today's. Your tables stay as they are",
        "用成交与丢单结果检验理想客户画像：等级、分值、标签、结构变化，并在当前评分卡旁给出建议；您的表格保持不变",
        "Kết quả thắng, mất nói gì về chân dung khách hàng lý tưởng: hạng, điểm, thẻ, dịch chuyển, và thang điểm đề "
        "xuất cạnh thang hiện tại. Bảng của bạn giữ nguyên",
    ),
)
def review(desk: Desk, argument: str = "") -> str:
    """Put the review of the last quarter that was over on its sheets and show it."""
    from xltags.batch.reviewing import ReviewWish, review_dataset, review_edits
    from xltags.reports.review_history import history_text
    from xltags.reports.review_words import review_text

    dataset = desk.dataset
    desk.progress("reviewing")
    made = review_dataset(dataset, desk.path, ReviewWish(), desk.options)
    edits = review_edits(made)
    desk.write(edits)
    desk.show(edits[0].sheet.name)
    return desk.say(
        "reviewed",
        quarter=made.review.quarter,
        closed=made.review.closed,
        honesty=history_text(made.review, desk.language),
        separation=review_text(made.review.separation, desk.language),
        signal=review_text(made.review.current.verdict, desk.language),
        sheets=", ".join(edit.sheet.name for edit in edits),
    )
