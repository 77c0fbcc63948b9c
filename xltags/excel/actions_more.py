"""The buttons about customers, and those that undo, make or explain a workbook."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from xltags.books.edits import Edit, PutSheet, SetCells
from xltags.books.live.snapshot import restore
from xltags.core.errors import XltagsError
from xltags.core.values import Value, as_text
from xltags.excel.desk import Desk
from xltags.excel.formula_model import WORKBOOK_MODELS
from xltags.excel.panes import CARD, HISTORY, card_pane, history_pane
from xltags.excel.registry import action
from xltags.excel.undo import KEPT

if TYPE_CHECKING:
    from xltags.core.filter_values import Mask

CARD_NAME = "card_ids"  # a workbook with a card of its own names the ids that its list offers


@action(
    labels=("Tag visible rows", "为可见行打标签", "Gán thẻ các dòng hiện"),
    tips=(
        "Give the tag of the active cell to all customers that the filter shows. You see the change first",
        "把当前单元格的标签赋给筛选显示的所有客户。先预览后执行",
        "Gán thẻ ở ô đang chọn cho mọi khách hàng mà bộ lọc đang hiện. Xem trước rồi mới gán",
    ),
)
def tag_rows(desk: Desk, argument: str = "") -> str:
    """Give the selected cell's tags to every visible customer, with rows in FollowUps."""
    from xltags.batch.tagging import FOLLOW_UPS, cell_edits, history_rows
    from xltags.books.edits import AppendRows
    from xltags.core.tagging import plan_tagging, read_assignment

    dataset = desk.dataset
    table, selected = dataset.customers.table, desk.book.app.selection
    record = desk.chosen_record()
    group = _group_of(desk, selected.column if selected is not None else 0)
    value = table.value(record, group) if group else None
    if value is None:
        raise XltagsError(desk.say("select_tag", sheet=table.sheet))
    assignment = read_assignment(dataset, f"{group}={value}", "set")
    tagging = plan_tagging(dataset, _mask(len(table), desk.visible_records()), assignment)
    if not tagging.changes:
        return desk.say("no_change")
    question = desk.say(
        "tag_question",
        group=assignment.group.label(desk.language),
        tags=", ".join(tag.tag for tag in assignment.tags),
        matched=tagging.matched,
        changes=len(tagging.changes),
        replaced=", ".join(f"{name} {count:,}" for name, count in tagging.replaced.items()) or "-",
    )
    if not desk.confirms(question):
        return ""
    rows, remarks = history_rows(dataset, tagging, day=desk.day, by="")
    log: list[Edit] = [AppendRows(dataset.table(FOLLOW_UPS).excel_table, rows)] if rows else []
    desk.write([*cell_edits(dataset, tagging), *log])
    return "\n".join([desk.say("tagged", count=len(tagging.changes), history=len(rows)), *remarks])


def _group_of(desk: Desk, column: int) -> str:
    """The id of the tag group whose column this is; "" where it is none."""
    from xltags.books.computed import number_of

    table = desk.dataset.customers.table
    return next((id for id in desk.dataset.customers.tags if number_of(table, id) == column), "")


def _mask(count: int, records: list[int]) -> "Mask":
    chosen = np.zeros(count, dtype=np.bool_)
    chosen[records] = True
    return chosen


@action(
    labels=("Card", "客户卡片", "Thẻ khách hàng"),
    tips=(
        "All that is known of the selected customer on one sheet",
        "在一张工作表上显示所选客户的全部信息",
        "Mọi điều đã biết về khách hàng đang chọn trên một trang",
    ),
)
def card(desk: Desk, argument: str = "") -> str:
    """Show the selected customer on the sheet Card: the workbook's own, which calculates itself, else one of ours."""
    from xltags.core.scoring import score

    record = desk.chosen_record()
    if CARD_NAME in [name.name for name in desk.book.names]:
        desk.write([SetCells(CARD, _choice(desk, record))])
        desk.show(CARD)
        return ""
    desk.write([PutSheet(card_pane(desk.dataset, score(desk.dataset), record, language=desk.language))])
    desk.show(CARD)
    return ""


def _choice(desk: Desk, record: int) -> dict[tuple[int, int], Value | None]:
    """The cells in which a customer is chosen: by its id, or by its name where it has none."""
    from xltags.books.dashboard.card import CHOICE_ROW

    table = desk.dataset.customers.table
    id = as_text(table.value(record, "customer_id")).strip()
    company = None if id else as_text(table.value(record, "company"))
    return {(CHOICE_ROW + 1, 3): id or None, (CHOICE_ROW + 1, 5): company}


@action(
    labels=("History", "变更历史", "Lịch sử"),
    tips=(
        "How the selected customer came to be what it is",
        "所选客户的变更过程",
        "Khách hàng đang chọn đã thay đổi ra sao",
    ),
)
def history(desk: Desk, argument: str = "") -> str:
    """Put the selected customer's history on the sheet History."""
    from xltags.core.history import history_of
    from xltags.core.scoring import score

    record = desk.chosen_record()
    found = history_of(desk.dataset, record, tier=score(desk.dataset).tiers()[record])
    desk.write([PutSheet(history_pane(found, language=desk.language))])
    desk.show(HISTORY)
    return ""


@action(
    labels=("Undo", "撤销", "Hoàn tác"),
    tips=(
        "Take back what xltags wrote last into this workbook; Excel itself cannot",
        "撤销 xltags 对本工作簿的最近一次写入；Excel 自身无法撤销",
        "Lấy lại lần ghi gần nhất của xltags vào sổ này; Excel tự nó không làm được",
    ),
    needs="workbook",
)
def undo(desk: Desk, argument: str = "") -> str:
    """Put back what stood there before the last write, after asking."""
    desk.live.require_writable()
    found = desk.undo.pop()
    if found is None:
        return desk.say("no_undo")
    name, snapshot = found
    sheets = [*(state.name for state in snapshot.sheets), *snapshot.absent]
    if not desk.confirms(desk.say("undo_question", action=name, sheets=", ".join(sheets))):
        desk.undo.push(name, snapshot)
        return ""
    restore(desk.book, snapshot)
    WORKBOOK_MODELS.forget()
    return desk.say("undone")


@action(
    labels=("New workbook", "新建工作簿", "Sổ mới"),
    tips=(
        "An empty workbook with the tag groups, the tags and the scorecard that xltags ships",
        "新建含 xltags 自带标签组、标签和评分卡的空白工作簿",
        "Sổ trống với nhóm thẻ, thẻ và thang điểm có sẵn của xltags",
    ),
    needs="workbook",
)
def new_workbook(desk: Desk, argument: str = "") -> str:
    """Make a new workbook in the user's folder for documents and open it."""
    from xltags.batch.making import make_workbook

    documents = Path.home() / "Documents"
    folder = documents if documents.is_dir() else Path.home()
    number, path = 1, folder / "xltags.xlsx"
    while path.exists():
        number, path = number + 1, folder / f"xltags-{number + 1}.xlsx"
    language = desk.language
    make_workbook(path, profile="standard", phase="growth", language=language, geography=None, created_on=desk.day)
    desk.book.app.books.open(str(path))
    return desk.say("made", path=path)


@action(
    labels=("Settings", "设置", "Cài đặt"),
    tips=("Go to the sheet of settings", "转到设置工作表", "Tới trang cài đặt"),
    needs="workbook",
)
def settings(desk: Desk, argument: str = "") -> str:
    """Bring the sheet of settings to the front."""
    from xltags.books.sheets import table_spec

    table = desk.dataset.tables.get("Settings")
    desk.show(table_spec("Settings").id if table is None else table.sheet)
    return ""


@action(
    labels=("Help", "帮助", "Trợ giúp"),
    tips=("What the buttons do", "按钮说明", "Các nút làm gì"),
    needs="workbook",
)
def help(desk: Desk, argument: str = "") -> str:
    """Say in a few lines how the buttons are meant to be used."""
    from xltags.version import __version__

    return desk.say("help", version=__version__, kept=KEPT)
