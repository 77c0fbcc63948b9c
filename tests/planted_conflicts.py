"""The shipped taxonomy beside that of a second department: planted twins, homonyms, and look-alikes that are neither.

The sales department of a firm keeps groups of its own. Some of its tags mean what a shipped tag means under another
name, some bear the name of a shipped tag and mean something else, most have nothing to do with any of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from tests.datasets import dataset
from xltags.books.shipped import shipped_tables
from xltags.core.dataset import Dataset
from xltags.core.values import Value

Columns = dict[str, list[Value | None]]


@dataclass(frozen=True)
class Planted:
    """A tag of the second department; `like` is the shipped tag it is planted against, "" for none."""

    group: str
    tag: str
    zh: str = ""
    vi: str = ""
    synonyms: str = ""
    definition: str = ""
    like: str = ""


# Group, family, and the shipped group whose facts it records as well.
GROUPS = {
    "branch": ("identity", "industry"),
    "lead_channel": ("source", "source"),
    "fit": ("specific", "mdr"),
    "want": ("preference", "scenario"),
    "deal": ("specific", ""),
    "contact_kind": ("identity", ""),
}
TWINS = (
    Planted("branch", "Factory", "工厂", "nhà máy", "", "Makes goods in a plant", "industry.manufacturing"),
    Planted("branch", "机械设备", "", "", "", "", "industry.manufacturing.machinery"),
    Planted("branch", "Điện tử", "", "", "", "", "industry.manufacturing.electronics"),
    Planted("branch", "Car parts", "汽配", "", "", "", "industry.manufacturing.automotive"),
    Planted("branch", "F&B", "食品", "", "", "", "industry.manufacturing.food"),
    Planted("branch", "SaaS", "互联网", "", "", "Lives on the net", "industry.it"),
    Planted("branch", "Wholesale", "商贸", "", "", "", "industry.trade"),
    Planted("branch", "物流", "", "Kho vận", "", "", "industry.logistics"),
    Planted("branch", "Hospital", "医院", "bệnh viện", "", "", "industry.healthcare"),
    Planted("branch", "Consulting", "咨询", "", "", "", "industry.services"),
    Planted(
        "branch", "Authorities", "", "", "", "Public bodies, institutions living on budgets", "industry.government"
    ),
    Planted("lead_channel", "SEM", "竞价", "", "", "", "source.sem"),
    Planted("lead_channel", "Expo", "展会", "triển lãm", "", "", "source.event.trade_show"),
    Planted("lead_channel", "Word of mouth", "口碑", "", "", "", "source.referral"),
    Planted("lead_channel", "Cold calling", "陌拜", "", "", "", "source.outbound"),
    Planted("lead_channel", "Streaming", "直播", "", "webinar", "", "source.livestream"),
    Planted("lead_channel", "Douyin advertising", "抖音广告", "", "", "", "source.feed.ocean"),
    Planted("lead_channel", "FB", "", "Facebook", "FB ads", "", "source.feed.meta"),
    Planted("lead_channel", "Website", "官网", "", "", "", "source.organic"),
    Planted("fit", "Rival firm", "竞品", "đối thủ", "", "", "mdr.competitor"),
    Planted("fit", "Partner", "合作伙伴", "", "", "", "mdr.ecosystem"),
    Planted("fit", "Nurture", "培育", "", "", "", "mdr.target_not_now"),
    Planted("fit", "Valid", "有效客户", "hợp lệ", "", "", "mdr.target"),
    Planted("want", "New plant", "新工厂", "", "", "", "scenario.expansion"),
    Planted("want", "Saving", "降本", "", "", "", "scenario.cost_down"),
    Planted("want", "Replacement", "系统替换", "", "", "", "scenario.replace"),
    Planted("want", "Leave paper", "", "", "", "Works today on paper or spreadsheets", "scenario.first_digital"),
)
HOMONYMS = (
    Planted("deal", "Target", "", "", "", "Sum of money planned to be earned from the account", "mdr.target"),
    Planted("want", "Referral", "", "", "", "Asks us to name a supplier of another product", "source.referral"),
    Planted("deal", "Fast growth", "", "", "", "Order volume doubles between two invoices", "development_stage.growth"),
    Planted("deal", "Stable", "", "", "", "Payment arrives on time each month", "development_stage.stable"),
    Planted("want", "Transformation", "", "", "", "Converts goods between units", "development_stage.transformation"),
    Planted("contact_kind", "Competitor", "", "", "", "The person once worked with a rival bid", "mdr.competitor"),
    Planted("contact_kind", "核心产品", "", "", "", "对接人负责畅销单品的采购", "product_interest.core"),
    Planted("want", "Electronics", "", "", "", "Needs e-invoices and signatures", "industry.manufacturing.electronics"),
    Planted("want", "Trade show", "", "", "", "Needs stand equipment for rent", "source.event.trade_show"),
    Planted(
        "deal", "Shrinking", "", "", "", "Discount asked for falls with every round", "development_stage.shrinking"
    ),
    Planted("deal", "WeChat account", "", "", "", "Bills are settled by transfer", "source.content.wechat"),
    Planted("deal", "Compliance or audit", "", "", "", "The lawyers countersign", "scenario.compliance"),
)
LOOK_ALIKES = (
    Planted("branch", "Furniture", "家具", "Nội thất", "", "Makes tables and cupboards"),
    Planted("branch", "Textiles", "纺织", "Dệt may", "weaving", "Spins, weaves or sews"),
    Planted("branch", "Food machinery", "食品机械", "Máy thực phẩm", "", "Builds machines for food plants"),
    Planted("branch", "Medical software", "医疗软件", "", "", "Writes software for clinics"),
    Planted("branch", "Auto dealers", "汽车经销", "", "", "Sells cars to drivers"),
    Planted("branch", "Machine rental", "设备租赁", "", "", "Rents machines out by the week"),
    Planted("branch", "Mining", "采矿", "Khai khoáng", "", "Digs ore or coal"),
    Planted("branch", "Other branch", "其他", "Khác", "", "None of these"),
    Planted("branch", "Power", "", "", "", "Makes drills and saws for builders"),
    Planted("branch", "Agency", "", "", "", "Books journeys for travellers"),
    Planted("lead_channel", "Direct", "", "", "", "Our reps rang the bell"),
    Planted("lead_channel", "Newsletter", "邮件", "Bản tin", "", "Wrote back to a letter of ours"),
    Planted("lead_channel", "Trade magazine", "行业杂志", "", "", "Read an advert in print"),
    Planted("lead_channel", "Partner event", "伙伴活动", "", "", "Met at a day of one of our partners"),
    Planted("lead_channel", "Bing ads", "必应广告", "", "", "Paid result on Bing."),
    Planted("lead_channel", "Employee referral", "员工内推", "", "", "A colleague named a former employer"),
    Planted("lead_channel", "Podcast", "播客", "", "", "Heard us in an interview"),
    Planted("fit", "Wrong person", "找错人", "", "", "Somebody else decides there"),
    Planted("fit", "Investor", "投资人", "", "", "Would put money into us"),
    Planted("fit", "Press", "媒体", "", "", "Writes about the market"),
    Planted("want", "Mobile app", "移动端", "", "", "Needs it on the phone"),
    Planted("want", "Spare parts", "备件", "", "", "Orders parts for machines in use"),
    Planted("want", "Data migration", "数据迁移", "", "", "Old records must come along"),
    Planted("want", "Cost control", "成本控制", "", "", "Sees what each order costs"),
    Planted("want", "Audit trail", "审计日志", "", "", "Must show who changed what"),
    Planted("want", "Training videos", "培训视频", "", "", "Learns by watching"),
    Planted("deal", "Prepaid", "预付", "", "", "Pays a year ahead"),
    Planted("deal", "Framework contract", "框架协议", "", "", "Calls off at agreed prices"),
    Planted("deal", "New", "新", "Mới", "", "First order"),
    Planted("contact_kind", "Alumni", "校友", "", "", "Used our product in another firm"),
    Planted("contact_kind", "Speaker", "讲者", "", "", "Talked at one of our days"),
)


def planted_dataset(*, customers: int = 600, seed: int = 20260920) -> Dataset:
    """The shipped standard taxonomy with the groups of the sales department; `customers` may be 0."""
    shipped = shipped_tables(profile="standard", phase="growth", language="en")
    groups = [dict(row) for row in shipped["TagGroups"]]
    tags = [dict(row) for row in shipped["Tags"] if row["group"] not in ("province", "city")]
    groups += [
        {"group": group, "family": family, "status": "active", "owner_department": "Sales", "step": 1}
        for group, (family, _) in GROUPS.items()
    ]
    tags += [
        {
            "group": it.group, "tag_id": f"{it.group}.{number}", "tag": it.tag, "zh": it.zh or None,
            "vi": it.vi or None, "synonyms": it.synonyms or None, "definition": it.definition or None,
            "status": "active", "department": "Sales",
        }
        for number, it in enumerate((*TWINS, *HOMONYMS, *LOOK_ALIKES))
    ]  # fmt: skip
    tables = {"TagGroups": _columns(groups), "Tags": _columns(tags)}
    if customers:
        tables["Customers"] = _customers(Random(seed), customers, tags)
    return dataset(**tables)  # type: ignore[arg-type]  # the double star fills tables only


def _customers(random: Random, count: int, tags: list[dict[str, Value | None]]) -> Columns:
    """Customers whose two departments record the same facts, nine times in ten alike, each column four fifths full."""
    labels = {str(row["tag_id"]): str(row["tag"]) for row in tags}
    by_group: dict[str, list[str]] = {}
    for row in tags:
        by_group.setdefault(str(row["group"]), []).append(str(row["tag_id"]))
    parents = {str(row["tag_id"]): str(row["parent"] or "") for row in tags if "parent" in row}
    twin_of = {(it.group, it.like): it.tag for it in TWINS}
    free = {group: [it.tag for it in (*HOMONYMS, *LOOK_ALIKES) if it.group == group] for group in GROUPS}
    columns: Columns = {"customer_id": [f"C{number}" for number in range(count)]}
    drawn = {
        group: [random.choice(ids) for _ in range(count)] for group, ids in by_group.items() if group not in GROUPS
    }
    for group, ids in drawn.items():
        columns[group] = [labels[id] if random.random() < 0.8 else None for id in ids]
    for group, (_, facts) in GROUPS.items():
        cells: list[Value | None] = []
        for number in range(count):
            fact = drawn[facts][number] if facts else ""
            twin = twin_of.get((group, fact)) or twin_of.get((group, parents.get(fact, "")))
            label = twin if twin and random.random() < 0.9 else random.choice(free[group])
            cells.append(label if random.random() < 0.8 else None)
        columns[group] = cells
    return columns


def _columns(rows: list[dict[str, Value | None]]) -> Columns:
    names = list(dict.fromkeys(name for row in rows for name in row))
    return {name: [row.get(name) for row in rows] for name in names}


def pairs(planted: tuple[Planted, ...], given: Dataset) -> set[tuple[str, str]]:
    """The planted pairs as ids: the shipped tag and that of the second department."""
    ids: Mapping[tuple[str, str], str] = {(tag.group, tag.tag): tag.id for tag in given.model.taxonomy.tags}
    return {(it.like, ids[it.group, it.tag]) for it in planted}
