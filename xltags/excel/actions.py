"""What the buttons do: each one function over the desk, made of the same library functions as the command line."""

from xltags.books.edits import ClearMarks, Edit, PutSheet
from xltags.core.finding import Finding, cell_order
from xltags.core.scorecard import TIERS
from xltags.excel.desk import Desk
from xltags.excel.panes import FINDINGS, findings_pane, link_findings
from xltags.excel.registry import action

LINES = 12  # shown in a message box
MOST_NOTES = 50


@action(
    labels=("Check", "检查", "Kiểm tra"),
    tips=(
        "Find what is wrong: a list with links to the cells, and a note on each of them",
        "检查问题：生成带单元格链接的清单，并在相应单元格加批注",
        "Tìm chỗ sai: danh sách có liên kết tới ô và ghi chú trên từng ô",
    ),
    needs="workbook",
)
def check(desk: Desk, argument: str = "") -> str:
    """Mark every finding on its cell and list them all."""
    from xltags.batch.marking import mark_edits

    found = desk.findings
    marks = mark_edits(found, [sheet.name for sheet in desk.book.sheets])
    _put_findings(desk, found, marks)
    if not found:
        return desk.say("clean")
    counts = {kind: sum(it.severity == kind for it in found) for kind in ("error", "warning", "note")}
    return desk.say("checked", errors=counts["error"], warnings=counts["warning"], notes=counts["note"], sheet=FINDINGS)


def _put_findings(desk: Desk, found: list[Finding], edits: list[Edit]) -> None:
    desk.write([*edits, PutSheet(findings_pane(found, language=desk.language))])
    link_findings(desk.book.sheets[FINDINGS], found)


@action(
    labels=("Fix", "更正", "Sửa"),
    tips=(
        "Correct what is safe to correct: spellings, synonyms, replaced tags. You see them first",
        "更正可安全更正的内容：写法、同义词、已停用标签。先预览后执行",
        "Sửa những gì chắc chắn: cách viết, từ đồng nghĩa, thẻ đã thay. Xem trước rồi mới sửa",
    ),
    needs="workbook",
)
def fix(desk: Desk, argument: str = "") -> str:
    """Make the safe corrections after showing some of them."""
    from xltags.batch.checking import policy_of
    from xltags.batch.fixing import fix_edits
    from xltags.core.fixes import plan_fixes

    fixes = plan_fixes(desk.dataset, policy_of(desk.dataset, desk.path, desk.options), language=desk.language)
    if not fixes:
        return desk.say("nothing_to_fix")
    examples = "\n".join(f"{it.sheet}!{it.cell}: {it.old} -> {it.new}" for it in fixes[:LINES])
    if not desk.confirms(desk.say("fix_question", count=len(fixes), examples=examples)):
        return ""
    desk.write(fix_edits(fixes))
    return desk.say("fixed", count=len(fixes))


@action(
    labels=("Check selection", "检查所选", "Kiểm tra vùng chọn"),
    tips=(
        "Say what is wrong in the selected cells; nothing is written",
        "说明所选单元格的问题，不写入任何内容",
        "Cho biết chỗ sai trong các ô đang chọn; không ghi gì",
    ),
    needs="workbook",
)
def check_selection(desk: Desk, argument: str = "") -> str:
    """The findings on the selected cells."""
    selected = desk.book.app.selection
    if selected is None:
        return desk.say("clean")
    top, left, (height, width) = selected.row, selected.column, selected.shape
    found = []
    for finding in desk.findings:
        row, column = cell_order(finding.cell)
        if finding.sheet == selected.sheet.name and top <= row < top + height and left <= column < left + width:
            found.append(finding)
    if not found:
        return desk.say("clean")
    lines = [f"{it.cell} {it.code} {it.message}" for it in found[:LINES]]
    return desk.say("selection", count=len(found), lines="\n".join([*lines, *(["..."] if len(found) > LINES else [])]))


@action(
    labels=("Clear marks", "清除标记", "Xóa dấu"),
    tips=(
        "Take the notes of xltags off; your own notes stay",
        "清除 xltags 的批注；您自己的批注保留",
        "Bỏ ghi chú của xltags; ghi chú của bạn giữ nguyên",
    ),
    needs="workbook",
)
def clear_marks(desk: Desk, argument: str = "") -> str:
    """Take the notes of xltags off every sheet."""
    desk.write([ClearMarks()])
    return desk.say("cleared")


@action(
    labels=("Score", "评分", "Chấm điểm"),
    tips=(
        "Fill points, tier, range, reasons and what to ask next for every customer",
        "为每家客户填写得分、等级、可能区间、依据和下一步该问什么",
        "Điền điểm, hạng, khoảng hạng, lý do và câu nên hỏi tiếp cho từng khách hàng",
    ),
)
def score(desk: Desk, argument: str = "") -> str:
    """Fill the computed columns of Customers; formulas in them stay."""
    from xltags.books.computed import computed_edits
    from xltags.core.scoring import score as score_customers

    scores = score_customers(desk.dataset)
    result = desk.write(computed_edits(desk.dataset, scores, language=desk.language))
    tiers = scores.tiers()
    text = desk.say("scored", count=len(tiers), tiers=", ".join(f"{tiers.count(it):,} {it}" for it in TIERS))
    left = sum(count for _, _, count in result.formulas_left)
    return text + (desk.say("formulas_left", count=left) if left else "")


@action(
    labels=("Why", "依据", "Vì sao"),
    tips=(
        "A note on the selected customers that says how their points come about",
        "在所选客户上添加批注，说明得分的由来",
        "Ghi chú trên khách hàng đang chọn cho biết điểm từ đâu ra",
    ),
)
def why(desk: Desk, argument: str = "") -> str:
    """The reasons of the selected customers, at most 50, a line each, as notes on their tier."""
    from xltags.books.computed import number_of
    from xltags.books.live.notes import TITLE, is_ours
    from xltags.core.scoring import score as score_customers

    records, scores = desk.chosen_records()[:MOST_NOTES], score_customers(desk.dataset)
    table = desk.dataset.customers.table
    column = next((id for id in ("icp_tier", "company", "customer_id") if id in table), next(iter(table.columns)))
    desk.live.require_writable()
    sheet, put = desk.book.sheets[table.sheet], 0
    for record in records:
        cell = sheet.range((int(table.rows[record]), number_of(table, column)))
        note = cell.note
        if note is not None and not is_ours(note.text):
            continue
        if note is not None:
            note.delete()
        reasons = scores.why_text(record, desk.language).split("; ")
        cell.add_note("\n".join([TITLE, f"{scores.tiers()[record]} ({scores.ranges()[record]})", *reasons]))
        put += 1
    return desk.say("why", count=put)


@action(
    labels=("All reports", "全部报表", "Mọi báo cáo"),
    tips=(
        "Fill every report, each on its own sheet",
        "生成全部报表，每个报表一张工作表",
        "Lập mọi báo cáo, mỗi báo cáo một trang",
    ),
)
def report(desk: Desk, argument: str = "") -> str:
    """Fill the report sheets, or the one that is named."""
    from xltags.batch.scoring import Judged, make_reports
    from xltags.books.report_sheets import report_edits, sheet_name
    from xltags.books.report_values import group_labels
    from xltags.core.scoring import score as score_customers

    judged = Judged(desk.dataset, desk.findings, score_customers(desk.dataset))
    desk.progress("reporting")
    reports = make_reports(judged, desk.options, [argument] if argument else [])
    groups = group_labels(desk.dataset, desk.language)
    desk.write(report_edits(reports, language=desk.language, groups=groups))
    names = [sheet_name(it.name) for it in reports]
    if len(names) == 1:
        desk.show(names[0])
    return desk.say("reported", count=len(names), sheets=", ".join(names))


@action(
    labels=("Lint", "检查体系", "Soát bộ thẻ"),
    tips=(
        "Check tag groups, tags and scorecard only",
        "只检查标签组、标签和评分卡",
        "Chỉ kiểm tra nhóm thẻ, thẻ và thang điểm",
    ),
    needs="workbook",
)
def lint(desk: Desk, argument: str = "") -> str:
    """The findings about taxonomy and scorecard as a list."""
    from xltags.batch.checking import linted

    found = linted(desk.findings)
    _put_findings(desk, found, [])
    return desk.say("linted", count=len(found), sheet=FINDINGS) if found else desk.say("clean")


@action(
    labels=("Requests", "标签申请", "Đề xuất thẻ"),
    tips=(
        "Judge the open tag requests by the rules, and add the tags that fit",
        "按规则审核待处理的标签申请，并添加符合规则的标签",
        "Xét đề xuất thẻ theo quy tắc và thêm thẻ phù hợp",
    ),
    needs="workbook",
)
def request(desk: Desk, argument: str = "") -> str:
    """List the open requests with their verdict, and carry out those that the rules accept."""
    from xltags.books.request_edits import acceptance_edits
    from xltags.core.request_acceptance import accept_requests, decider_on, is_open, requests_that_fit
    from xltags.core.tag_requests import judge_requests
    from xltags.core.verdict_words import VERDICTS

    judged = judge_requests(desk.dataset)
    waiting = [one for one in judged if is_open(desk.dataset, one)]
    if not waiting:
        return desk.say("no_requests")
    lines = [f"{it.request.group}: {it.request.tag} - {VERDICTS[it.verdict][desk.language]}" for it in waiting[:LINES]]
    text = desk.say("requests", lines="\n".join(lines))
    fitting = requests_that_fit(desk.dataset, judged)
    if not fitting or not desk.confirms(text + desk.say("requests_question", count=len(fitting))):
        return text if not fitting else ""
    decider = decider_on(desk.dataset, "")
    accepted = accept_requests(desk.dataset, fitting, definition="")
    desk.write(acceptance_edits(desk.dataset, accepted, decider=decider))
    return desk.say("requests_done", count=len(accepted))


@action(
    labels=("Tag health", "标签健康", "Sức khỏe thẻ"),
    tips=(
        "Which tag groups and tags are used, filled and still good for something",
        "哪些标签组和标签在使用、填写情况如何、是否仍有价值",
        "Nhóm thẻ và thẻ nào đang dùng, đã điền và còn ích lợi",
    ),
)
def health(desk: Desk, argument: str = "") -> str:
    """The report on tag health."""
    text: str = report(desk, "tag_health")
    return text
