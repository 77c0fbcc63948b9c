"""Faults planted among the customers of the sample workbook."""

from datetime import date, timedelta

from xltags.books.demo.fault import (
    Fault,
    Kit,
    Make,
    Where,
    anywhere,
    both,
    cell,
    decomposed,
    filled,
    full_width,
    missing_letter,
    slip,
    tag,
    tagged,
    without,
)
from xltags.books.demo.history import Row
from xltags.core.values import CellFault, Value

NOT_FOUND = CellFault("error", "#N/A")
LEGAL_FORMS = (
    ("Công ty TNHH", "CTY TNHH"),
    ("Công ty Cổ phần", "CTCP"),
    ("股份有限公司", "有限公司"),
    ("Co., Ltd.", "Company Limited"),
)
_OPEN = without(tagged("mdr.target"), "won_on", "lost_on")
_WON = without(filled("won_on"), "renewed_on", "churned_on")
_LOST = filled("lost_on")
_NEVER_SOLD = without(filled("mdr"), "won_on", "lost_on")


def _days_after(column: str, base: str, days: int) -> Make:
    """A date so many days after another one of the record."""

    def make(row: Row, kit: Kit) -> Row:
        day = row[base]
        assert isinstance(day, date)
        return {column: day + timedelta(days)}

    return make


def _two_sources(row: Row, kit: Kit) -> Row:
    return {"source": f"{kit.labels['source.event.trade_show']}; {kit.labels['source.referral']}"}


def _product_twice(row: Row, kit: Kit) -> Row:
    core = kit.labels["product_interest.core"]
    return {"product_interest": f"{core}; {core}"}


def _won_and_lost(row: Row, kit: Kit) -> Row:
    return {"lost_on": row["won_on"], "lost_stage": kit.labels["stage.opportunity.quotation"]}


def _slipped_stage(row: Row, kit: Kit) -> Row:
    return {"lost_stage": missing_letter(str(row["lost_stage"]))}


def _again(number: int, changes: Row, *, other_form: bool = False) -> Make:
    """A customer once more, as an import without a key adds it; `other_form` writes its legal form another way."""

    def make(row: Row, kit: Kit) -> Row:
        customers = kit.tables["Customers"]
        known, fresh = customers[number], next(it for it in customers if it["stage"] == kit.labels["stage.new"])
        copied = {id: known[id] for id in ("customer_id", "source", "industry", "first_contact", "brought_by", "owner")}
        copied |= {id: fresh[id] for id in ("stage", "sales_status")}
        name = str(known["company"])
        for long, short in LEGAL_FORMS if other_form else ():
            name = name.replace(long, short)
        return {**copied, "company": name, **changes}

    return make


def _text(column: str, en: str, zh: str, vi: str) -> Make:
    texts: dict[str, Value] = {"en": en, "zh": zh, "vi": vi}
    return lambda row, kit: {column: texts[kit.language]}


def _fault(code: str, make: Make, where: Where = anywhere, at: float = 0.5, *, added: bool = False) -> Fault:
    return Fault(code, "Customers", make, where, at, added)


UNTIDY_TAGS = (
    _fault("TAG001", slip("industry.manufacturing.electronics"), tagged("industry.manufacturing.electronics"), 0.15),
    _fault("TAG001", slip("industry.it"), tagged("industry.it"), 0.7),
    _fault("TAG001", cell("source", "TikTok"), tagged("source.feed.meta"), 0.95),
    _fault("TAG001", cell("source", "TikTok"), tagged("source.feed.ocean"), 0.9),
    _fault("TAG001", slip("scenario.expansion"), tagged("scenario.expansion"), 0.3),
    _fault("TAG001", _text("development_stage", "Doing well", "还不错", "Đang tốt"), filled("development_stage"), 0.55),
    _fault("TAG002", tag("province.vn.binh_duong"), tagged("city.vn.thu_dau_mot"), 0.2),
    _fault("TAG002", tag("province.vn.binh_duong"), tagged("city.vn.thu_dau_mot"), 0.6),
    _fault("TAG002", tag("province.vn.binh_duong"), tagged("city.vn.thu_dau_mot"), 0.9),
    _fault("TAG003", cell("source", full_width("Google Ads")), tagged("source.sem.google"), 0.4),
    _fault("TAG003", cell("source", "Trade  show "), tagged("source.event.trade_show"), 0.5),
    _fault("TAG003", cell("province", "TP.HCM"), tagged("province.vn.ho_chi_minh"), 0.25),
    _fault("TAG003", cell("province", "Sài Gòn"), tagged("province.vn.ho_chi_minh"), 0.75),
    _fault("TAG003", cell("city", decomposed("Hải Phòng")), tagged("city.vn.hai_phong"), 0.5),
    _fault("TAG003", cell("industry", "電子製造"), tagged("industry.manufacturing.electronics"), 0.6),
    _fault("TAG003", cell("city", "蘇州"), tagged("city.cn.suzhou"), 0.5),
    _fault("TAG004", _two_sources, tagged("source.referral"), 0.3),
    _fault("TAG005", cell("industry", None), tagged("industry.services"), 0.5),
    _fault("TAG005", cell("source", None), tagged("source.organic.search"), 0.8),
    _fault("TAG006", tag("province.cn.zhejiang"), tagged("city.cn.shenzhen"), 0.3),
    _fault("TAG006", tag("province.cn.zhejiang"), tagged("city.cn.dongguan"), 0.7),
    _fault("TAG006", tag("province.vn.ha_noi"), tagged("city.vn.bac_ninh"), 0.5),
    _fault("TAG008", cell("invalid_reason", None), tagged("mdr.not_target"), 0.2),
    _fault("TAG008", cell("invalid_reason", None), tagged("mdr.invalid_contact"), 0.6),
    _fault("TAG008", cell("invalid_reason", None), tagged("mdr.not_target"), 0.9),
    _fault("TAG009", tag("invalid_reason.too_small"), _OPEN, 0.5),
    _fault("TAG011", tag("mdr.target"), tagged("stage.new"), 0.2),
    _fault("TAG013", _product_twice, filled("product_interest"), 0.35),
    _fault("TAG014", tag("source.third_party"), tagged("source.content.wechat"), 0.5),
    _fault("TAG015", tag("industry.manufacturing"), tagged("industry.manufacturing.food"), 0.1),
    _fault("TAG015", tag("industry.manufacturing"), tagged("industry.manufacturing.machinery"), 0.1),
    _fault("TAG015", tag("source.sem"), tagged("source.sem.baidu"), 0.2),
    _fault("TAG017", tag("invalid_reason.wrong_number"), without(tagged("stage.contacted.no_answer"), "mdr"), 0.5),
)  # fmt: skip
WRONG_FACTS = (
    _fault("CUS001", _again(41, {}), added=True),
    _fault("CUS002", _again(95, {"customer_id": None}), added=True),
    _fault("CUS003", _again(150, {"customer_id": "C0402"}, other_form=True), added=True),
    _fault("CUS004", _days_after("won_on", "first_contact", -31), _WON, 0.3),
    _fault("CUS005", _won_and_lost, _WON, 0.8),
    _fault("CUS006", _days_after("first_contact", "first_contact", 366), _NEVER_SOLD, 0.98),
    _fault("CUS007", cell("first_contact", date(1926, 3, 2)), _NEVER_SOLD, 0.6),
    _fault("CUS008", cell("first_contact", "31/4/2026"), _NEVER_SOLD, 0.75),
    _fault("CUS009", cell("deal_value", -4800), _WON, 0.5),
    _fault("CUS009", cell("employees", 120.5), filled("employees"), 0.45),
    _fault("CUS010", cell("team_headcount", 950), both(filled("team_headcount"), tagged("company_size.100_499")), 0.6),
    _fault("CUS011", cell("employees", "1,200"), tagged("company_size.1000_1999"), 0.5),
    _fault("CUS011", cell("employees", "200-300"), tagged("company_size.100_499"), 0.2),
    _fault("CUS011", cell("annual_revenue", "约3000万"), filled("annual_revenue"), 0.4),
    _fault("CUS012", cell("annual_revenue", NOT_FOUND), filled("annual_revenue"), 0.65),
    _fault("CUS012", cell("team_headcount", NOT_FOUND), filled("team_headcount"), 0.85),
    _fault("CUS013", _text("reject_reason", "-budget", "-没预算", "-ngân sách"), filled("reject_reason"), 0.4),
    _fault("CUS014", cell("reject_reason", None), filled("reject_reason"), 0.1),
    _fault("CUS014", cell("reject_reason", None), filled("reject_reason"), 0.8),
    _fault("CUS015", cell("lost_stage", None), _LOST, 0.3),
    _fault("CUS015", cell("lost_stage", None), _LOST, 0.6),
    _fault("CUS016", _text("sales_status", "mql", "市场合格线索（MQL）", "Đạt chuẩn marketing (MQL)"), _WON, 0.15),
    _fault("CUS017", cell("deal_value", None), _WON, 0.4),
    _fault("CUS017", cell("deal_value", None), _WON, 0.7),
    _fault("CUS018", _days_after("renewed_on", "first_contact", 20), _OPEN, 0.2),
    _fault("CUS019", lambda row, kit: {"customer_id": f"{row['customer_id']}\u00a0"}, tagged("mdr.ecosystem"), 0.5),
    _fault("CUS020", _again(203, {"customer_id": 4107}), added=True),
    _fault("CUS021", _slipped_stage, filled("lost_stage"), 0.9),
    _fault("LOG008", cell("brought_by", "Oliver Heart"), tagged("source.feed.linkedin"), 0.5),
    _fault("LOG008", cell("owner", "Pham Quoc Viet"), _OPEN, 0.75),
)  # fmt: skip
