"""The sheet on which today's scorecard and a proposed one stand side by side; it never replaces a table."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from xltags.books.report_sheet import NoteStyle, ReportSheet, ReportTable
from xltags.books.report_sheets import TAB_COLOR
from xltags.books.report_tables import frame_table
from xltags.core.dataset import Dataset
from xltags.core.finding import Language
from xltags.core.review.results import Discrimination, Review
from xltags.core.wording import ByLanguage
from xltags.reports.review_history import no_proposal_text
from xltags.reports.review_lines import SCORECARD_SHEET
from xltags.reports.review_words import review_text
from xltags.reports.scorecard_compared import compared_points, compared_tiers

if TYPE_CHECKING:
    import pandas as pd

REPORT = "icp_review"  # marks the sheet as made by xltags
FIRST_NOTE = 4
TEXTS: Mapping[str, ByLanguage] = {
    "title": {
        "en": "Scorecard: today's points, the outcomes, the proposal",
        "zh": "评分卡：当前分值、结果与建议",
        "vi": "Thang điểm: điểm hiện tại, kết quả, đề xuất",
    },
    "subtitle": {
        "en": "Today's points stay in force until a proposal is accepted. Hard indicators, caps and chain rules stay.",
        "zh": "在接受建议之前，当前分值继续有效。硬指标、等级上限和决策链规则保持不变。",
        "vi": "Điểm hiện tại còn hiệu lực cho đến khi chấp nhận đề xuất. Tiêu chí cứng, hạng trần và quy tắc chuỗi giữ "
        "nguyên.",
    },
    "learnt": {
        "en": "Learnt on {learnt} older closed customers, tested on {tested} newer ones",
        "zh": "以 {learnt} 家较早结案客户学习，以 {tested} 家较新客户检验",
        "vi": "Học từ {learnt} khách cũ đã có kết quả, kiểm trên {tested} khách mới hơn",
    },
    "proposed_auc": {
        "en": "Won above lost (AUC), proposed: {auc}",
        "zh": "成交高于丢单的概率 (AUC)，建议：{auc}",
        "vi": "Thắng cao điểm hơn mất (AUC), đề xuất: {auc}",
    },
    "current_auc": {
        "en": "Won above lost (AUC), today's, on the same customers: {auc}",
        "zh": "成交高于丢单的概率 (AUC)，当前（同一批客户）：{auc}",
        "vi": "Thắng cao điểm hơn mất (AUC), hiện tại, trên cùng khách đó: {auc}",
    },
    "accept": {
        "en": "To put it in force: xltags review BOOK --in-place --accept --by WHO --reason TEXT",
        "zh": "启用方法：xltags review 工作簿 --in-place --accept --by 姓名 --reason 原因",
        "vi": "Để áp dụng: xltags review SỔ --in-place --accept --by NGƯỜI --reason LÝ_DO",
    },
}


def scorecard_sheet(review: Review, dataset: Dataset, *, language: Language) -> ReportSheet:
    """The sheet of a review: what the figures rest on, then the tiers, then every value with its points."""
    notes = [(FIRST_NOTE + place, 1, *note) for place, note in enumerate(_notes(review, language))]
    row = FIRST_NOTE + len(notes) + 1
    tiers = _table("rpt_icp_scorecard_tiers", compared_tiers(review, dataset), review, row=row, language=language)
    below = row + len(tiers.columns[0]) + 3
    values = compared_points(review, dataset, language=language).drop(columns="field")
    points = _table("rpt_icp_scorecard", values, review, row=below, language=language)
    pairs = zip_longest(tiers.widths, points.widths, fillvalue=0.0)
    widths = tuple(max(one or 0.0, other or 0.0) for one, other in pairs)  # one stands above the other
    return ReportSheet(
        name=SCORECARD_SHEET,
        title=TEXTS["title"][language],
        subtitle=TEXTS["subtitle"][language],
        tables=tuple(replace(each, widths=widths[: len(each.header)]) for each in (tiers, points)),
        notes=tuple(notes),
        tab_color=TAB_COLOR,
        repeat_rows=(below, below),
        report=REPORT,
    )


def _table(name: str, frame: "pd.DataFrame", review: Review, *, row: int, language: Language) -> ReportTable:
    """A table; without a proposal it has no columns for one."""
    if review.proposal is None:
        frame = frame[[id for id in frame.columns if "proposed" not in str(id) and id != "change"]]
    return frame_table(name, frame, row=row, column=1, language=language)


def _notes(review: Review, language: Language) -> list[tuple[str, NoteStyle]]:
    proposal = review.proposal
    if proposal is None:
        return [(review_text("no_proposal", language), "bold"), (no_proposal_text(review, language), "text")]
    kind = "better" if proposal.better else "not_better"
    counts = {"learnt": f"{proposal.learnt_on:,}", "tested": f"{proposal.tested_on:,}"}
    return [
        (f"{review_text('proposed', language)}: {review_text(kind, language)}", "bold"),
        (TEXTS["learnt"][language].format(**counts), "text"),
        (TEXTS["proposed_auc"][language].format(auc=_auc(proposal.proposed, language)), "text"),
        (TEXTS["current_auc"][language].format(auc=_auc(proposal.current, language)), "text"),
        (TEXTS["accept"][language], "note"),
    ]


def _auc(found: Discrimination, language: Language) -> str:
    if found.auc != found.auc:
        return review_text("too_few", language)
    between = review_text("range", language, low=f"{found.auc_low:.2f}", high=f"{found.auc_high:.2f}")
    return f"{found.auc:.2f} ({between})"
