"""The buttons with which people hand things on: changes to the log, customers to an owner, wishes for tags."""

from typing import TYPE_CHECKING

from xltags.books.edits import AppendRows, PutSheet
from xltags.core.errors import XltagsError
from xltags.core.values import Value
from xltags.excel.desk import Desk
from xltags.excel.registry import action

if TYPE_CHECKING:
    from xltags.core.taxonomy import TagGroup

REQUESTS = "TagRequests"


@action(
    labels=("Log changes", "记录变更", "Ghi thay đổi"),
    tips=(
        "Log in FollowUps which customers' tags changed since you pressed this last",
        "把自上次点击以来客户标签的变更写入跟进记录",
        "Ghi vào nhật ký thẻ của khách hàng nào đã đổi từ lần bấm trước",
    ),
)
def log_changes(desk: Desk, argument: str = "") -> str:
    """Log the changes since the last snapshot and keep a new one in the workbook."""
    from xltags.batch.snapshotting import KEY, plan_snapshot, snapshot_in
    from xltags.books.draft_edits import added_rows
    from xltags.books.kept_state import kept_sheet
    from xltags.books.live.kept import read_kept
    from xltags.core.snapshot import snapshot_record

    kept = read_kept(desk.book)
    plan = plan_snapshot(desk.dataset, snapshot_in(kept, desk.book.name), by="")
    kept[KEY] = snapshot_record(plan.snapshot)
    log = [edit for table in plan.draft.tables.values() for edit in added_rows(table, desk.language)]
    desk.write([*log, PutSheet(kept_sheet(kept, language=desk.language))])
    taken = plan.taken
    if taken.since is None:
        return desk.say("kept_first", count=taken.customers)
    return desk.say("changes_logged", count=len(taken.changes), since=taken.since, new=taken.new)


@action(
    labels=("Hand over", "移交客户", "Bàn giao"),
    tips=(
        "Give all customers of the selected customer's owner to someone else, with a brief on a sheet",
        "把所选客户负责人的全部客户移交给另一人，并生成移交说明",
        "Giao mọi khách hàng của người phụ trách khách hàng đang chọn cho người khác, kèm bản tóm tắt",
    ),
    asks=(
        "Who takes over all customers of this customer's owner?",
        "由谁接手该负责人的全部客户？",
        "Ai nhận toàn bộ khách hàng của người phụ trách này?",
    ),
)
def handover(desk: Desk, argument: str = "") -> str:
    """Hand the customers of the selected customer's owner over to the person that is named, after asking."""
    from xltags.batch.handing_over import CUSTOMERS_SHEET, HandoverWish, planned_handover
    from xltags.books.brief_sheet import brief_sheet
    from xltags.core.people import names_in

    record = desk.chosen_record()
    owners = names_in(desk.dataset.customers.table.value(record, "owner"))
    if len(owners) != 1:
        raise XltagsError(desk.say("select_owner", names=", ".join(owners) or "-"))
    made, edits = planned_handover(desk.dataset, HandoverWish(owners[0], argument), desk.options)
    if not desk.confirms(desk.say("handover_question", count=made.count, giver=owners[0], taker=argument)):
        return ""
    desk.write([*edits, PutSheet(brief_sheet(made.brief, name=CUSTOMERS_SHEET, report="portrait"))])
    desk.show(CUSTOMERS_SHEET)
    return desk.say("handed_over", count=made.count, taker=argument, sheet=CUSTOMERS_SHEET)


@action(
    labels=("New request", "新建申请", "Đề xuất mới"),
    tips=(
        "Ask for a tag that the selected column lacks; the request still needs its reasons",
        "为所选列申请尚缺的标签；还需补充理由",
        "Đề xuất thẻ mà cột đang chọn còn thiếu; cần ghi thêm lý do",
    ),
    asks=(
        "Which tag is missing in the column of the selected cell?",
        "所选单元格所在的列缺少哪个标签？",
        "Cột của ô đang chọn còn thiếu thẻ nào?",
    ),
)
def new_request(desk: Desk, argument: str = "") -> str:
    """Put a request for a tag into TagRequests and go there, so that its reasons can be given."""
    from xltags.batch.handing_over import new_row

    dataset = desk.dataset
    group = _chosen_group(desk)
    known = dataset.index.find(group.group, argument)
    if known is not None:
        raise XltagsError(desk.say("tag_exists", group=group.label(desk.language), tag=known.label))
    table = dataset.table(REQUESTS)
    if not table.excel_table:
        raise XltagsError(desk.say("no_request_sheet", sheet=REQUESTS))
    record: dict[str, Value | None] = {"group": group.group, "tag": argument, "requested_on": desk.day}
    desk.write([AppendRows(table.excel_table, [new_row(table, record, desk.language)])])
    desk.show(table.sheet)
    return desk.say("requested", group=group.label(desk.language), tag=argument, sheet=table.sheet)


def _chosen_group(desk: Desk) -> "TagGroup":
    """The tag group in whose column of Customers the selected cell is."""
    from xltags.books.computed import number_of

    selected, customers = desk.book.app.selection, desk.dataset.customers
    column = selected.column if selected is not None and selected.sheet.name == customers.table.sheet else 0
    for id, tags in customers.tags.items():
        if number_of(customers.table, id) == column:
            return tags.group
    raise XltagsError(desk.say("select_column", sheet=customers.table.sheet))
