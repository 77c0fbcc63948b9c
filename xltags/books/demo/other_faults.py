"""Faults planted in the other tables of the sample workbook: log, contacts, money, plan, people, model."""

from datetime import date, timedelta

from xltags.books.demo.fault import Fault, Kit, Make, Where, cell, filled, missing_letter
from xltags.books.demo.history import Row
from xltags.books.demo.people import LEFT
from xltags.core.finding import Language
from xltags.core.values import Value

_RESERVED: dict[Language, str] = {"en": "reserved", "zh": "预留", "vi": "Để dành"}
_FINANCE, _NO = ("finance", "财务", "Tài chính"), ("no", "否", "Không")
_SALES: dict[Language, str] = {"en": "Sales", "zh": "销售部", "vi": "Phòng Kinh doanh"}


def _like(table: str, number: int, **changes: Value | None) -> Make:
    """A record like another one of the table, with these changes."""
    return lambda row, kit: {**kit.tables[table][number], **changes}


def _target(period: str, group: str, tag: str, share: float | None) -> Make:
    """A line of the plan; `tag` is an id, or else the text itself."""
    return lambda row, kit: {
        "period": period, "group": group, "tag": kit.labels.get(tag, tag), "target_share": share, "priority": None,
    }  # fmt: skip


def _is(column: str, value: Value) -> Where:
    return lambda row, kit: row.get(column) == value


def _one_of(column: str, values: tuple[str, ...]) -> Where:
    return lambda row, kit: row.get(column) in values


def _backward_post(row: Row, kit: Kit) -> Row:
    like = kit.tables["Owners"][9]
    return {**like, "person": "Tạ Hải Yến", "from": date(2026, 3, 2), "to": date(2025, 8, 29)}


def _fair_in_january(row: Row, kit: Kit) -> Row:
    fair = kit.labels["source.event.trade_show"]
    return {**kit.tables["Spend"][0], "source": fair, "month": date(2026, 1, 1), "amount": 1500}


def _old_segment(row: Row, kit: Kit) -> Row:
    return {"segment": "South", "include": "region = South", "owner": kit.tables["Segments"][0]["owner"]}


def _due_before(row: Row, kit: Kit) -> Row:
    day = row["date"]
    assert isinstance(day, date)
    return {"due_on": day - timedelta(7)}


def _slipped_target(row: Row, kit: Kit) -> Row:
    return {"to_tag": missing_letter(str(row["to_tag"]))}


def _custom_tag(row: Row, kit: Kit) -> Row:
    """A tag that a colleague in sales added in haste: a wildcard in its label, another tag's label as a synonym."""
    return {
        "group": "scenario", "tag_id": "scenario.custom.export", "tag": "Export *", "zh": "出口", "vi": "Xuất khẩu",
        "synonyms": kit.labels["scenario.cost_down"], "purity_class": None, "order": 90, "origin": None,
        "department": _SALES[kit.language], "created_by": LEFT, "created_on": date(2026, 5, 12),
    }  # fmt: skip


def _old_waiver(row: Row, kit: Kit) -> Row:
    reason: dict[Language, str] = {
        "en": "names were merged by hand", "zh": "名称已人工合并", "vi": "tên đã được gộp bằng tay",
    }  # fmt: skip
    return {"key": "except.CUS005", "value": f"{reason[kit.language]}; until=2026-06-30"}


def _private_tag(row: Row, kit: Kit) -> Row:
    label: dict[Language, str] = {"en": "Female buyer", "zh": "女性买家", "vi": "Người mua là nữ"}
    meant: dict[Language, str] = {
        "en": "The person who asks is a woman.", "zh": "询价人是女士。", "vi": "Người hỏi mua là phụ nữ.",
    }  # fmt: skip
    done: dict[Language, str] = {"en": "Write more warmly.", "zh": "语气更亲切。", "vi": "Viết thân mật hơn."}
    known = next(it for it in kit.tables["Tags"] if it["tag_id"] == "customer_level.low")
    return {
        **known, "tag_id": "customer_level.female", "tag": label[kit.language], "zh": label["zh"], "vi": label["vi"],
        "synonyms": None, "definition": meant[kit.language], "with_tag": done[kit.language], "order": 50,
        "origin": None, "created_by": kit.tables["Owners"][3]["person"], "created_on": date(2026, 6, 8),
    }  # fmt: skip


LOG = (
    Fault("TAG012", "FollowUps", cell("by", "Oliver Hart"), _is("group", "mdr"), 0.3),
    Fault("TAG012", "FollowUps", cell("by", "Grace Lim"), _is("group", "mdr"), 0.7),
    Fault("LOG001", "FollowUps", _like("FollowUps", -30, customer_id="C9001"), added=True),
    Fault("LOG001", "Contacts", _like("Contacts", -1, customer_id="C0999", confirmed_on=date(2026, 8, 4)), added=True),
    Fault("LOG002", "FollowUps", _like("FollowUps", -31, customer_id=None), added=True),
    Fault("LOG004", "FollowUps", _slipped_target, _is("group", "stage"), 0.6),
    Fault("LOG005", "FollowUps", _like("FollowUps", -32, date=date(2027, 9, 18), due_on=None), added=True),
    Fault("LOG006", "FollowUps", _due_before, filled("due_on"), 0.4),
    Fault("LOG006", "FollowUps", _due_before, filled("due_on"), 0.8),
    Fault("LOG007", "FollowUps", _like("FollowUps", -33, date=None, due_on=None), added=True),
    Fault("LOG009", "Owners", _like("Owners", 5, **{"from": date(2026, 5, 4)}), added=True),
    Fault("LOG010", "Owners", _backward_post, added=True),
    Fault("FILE025", "Contacts", cell("confirmed_on", "31.6.2026"), filled("confirmed_on"), 0.7),
    Fault("LOG003", "TagRequests", cell("group", "gender"), _is("requested_by", "Oliver Hart"), 0.0),
    Fault("FILE023", "Contacts", cell("chain_role", "Boss"), filled("chain_role"), 0.5),
    Fault("CHN001", "Contacts", cell("chain_role", "user"), _one_of("chain_role", _FINANCE), 0.3),
    Fault("CHN001", "Contacts", cell("chain_role", "user"), _one_of("chain_role", _FINANCE), 0.8),
    Fault("CHN006", "Contacts", cell("is_decider", "yes"), _one_of("is_decider", _NO), 0.6),
)  # fmt: skip
MONEY_AND_PLAN = (
    Fault("SPEND001", "Spend", _like("Spend", 20, source="TikTok", brought_by="Oliver Hart", amount=940), added=True),
    Fault("SPEND002", "Spend", _like("Spend", 30, month="Tet"), added=True),
    Fault("SPEND003", "Spend", _like("Spend", 40, amount=-380), added=True),
    Fault("SPEND004", "Spend", _like("Spend", 50, amount="1.200,-"), added=True),
    Fault("SPEND005", "Spend", _fair_in_january, added=True),
    Fault("SPEND006", "Spend", cell("brought_by", "Oliver Heart"), _is("brought_by", "Oliver Hart"), 0.8),
    Fault("SPEND007", "Spend", _like("Spend", 60), added=True),
    Fault("PLAN001", "Strategy", _target("2026-Q3", "region", "South", 0.4), added=True),
    Fault("PLAN002", "Strategy", _target("2026-Q3", "industry", "Textiles", 0.05), added=True),
    Fault("PLAN003", "Strategy", _target("2026-Q3", "industry", "industry.logistics", 0.2), added=True),
    Fault("PLAN004", "Strategy", _target("2026-Q1", "province", "province.vn.dong_nai", 0.12), added=True),
    Fault("PLAN005", "Strategy", _target("2026-Q2", "province", "province.vn.ha_noi", 0.5), added=True),
    Fault("PLAN007", "Strategy", _target("2026-Q4", "province", "province.vn.ha_noi", 15), added=True),
    Fault("PLAN008", "Strategy", _target("H2 2026", "province", "province.vn.hai_phong", 0.1), added=True),
    Fault("PLAN009", "Strategy", _target("2026-Q4", "province", "province.cn.hubei", None), added=True),
    Fault("PLAN010", "Segments", _old_segment, added=True),
)  # fmt: skip
MODEL = (
    Fault("", "Tags", lambda row, kit: {"status": _RESERVED[kit.language]}, _is("tag_id", "source.third_party")),
    Fault("TAX003", "Tags", _custom_tag, added=True),
    Fault("GOV008", "Tags", _private_tag, added=True),
    Fault("GOV014", "TagGroups", cell("review_on", date(2026, 6, 30)), _is("group", "sales_region")),
    Fault("GOV009", "Settings", _old_waiver, added=True),
    Fault("ICP021", "Indicators", cell("rationale", None), _is("indicator", "growth_stage")),
    Fault("ICP022", "Indicators", cell("owner", None), _is("indicator", "product_fit")),
    Fault("ICP023", "Indicators", cell("reviewed_on", date(2026, 2, 16)), _is("indicator", "entry_position")),
    Fault("FILE020", "Settings", lambda row, kit: {"key": "lead_target", "value": 120}, added=True),
    Fault("FILE022", "Settings", lambda row, kit: {"key": "min_sample", "value": 20}, added=True),
)  # fmt: skip
