"""Invented companies of the sample workbook: what they are called, where they sit, what they do, how large they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal, TypeVar

Land = Literal["cn", "vn", "en"]
Item = TypeVar("Item")
LANDS: tuple[tuple[Land, float], ...] = (("cn", 0.44), ("vn", 0.40), ("en", 0.16))

# Industry, share, and how much better than an ordinary one it buys (in logits): plants fit, offices do not.
INDUSTRIES: tuple[tuple[str, float, float], ...] = (
    ("industry.manufacturing.machinery", 0.15, 0.7),
    ("industry.manufacturing.electronics", 0.14, 0.7),
    ("industry.manufacturing.automotive", 0.08, 0.5),
    ("industry.manufacturing.food", 0.09, 0.4),
    ("industry.logistics", 0.09, 0.3),
    ("industry.energy", 0.04, 0.2),
    ("industry.trade", 0.10, 0.0),
    ("industry.it", 0.09, -0.4),
    ("industry.services", 0.07, -0.3),
    ("industry.healthcare", 0.08, -0.6),
    ("industry.construction", 0.05, -0.4),
    ("industry.education", 0.03, -1.0),
    ("industry.finance", 0.01, -1.0),
)
# From, to (employees), share, and the same lift: the middle is the right size, both ends cost more than they bring.
SIZES: tuple[tuple[int, int, float, float], ...] = (
    (6, 19, 0.11, -1.8),
    (20, 49, 0.14, -0.8),
    (50, 99, 0.19, 0.2),
    (100, 249, 0.21, 1.2),
    (250, 499, 0.13, 0.4),
    (500, 999, 0.11, 0.1),
    (1000, 1999, 0.07, -0.9),
    (2000, 5200, 0.04, -1.8),
)
SIZE_TAGS = (
    (20, "company_size.under_20"),
    (100, "company_size.20_99"),
    (500, "company_size.100_499"),
    (1000, "company_size.500_999"),
    (2000, "company_size.1000_1999"),
    (10**9, "company_size.2000_up"),
)
TEAM_TAGS = (
    (6, "team_size.1_5"),
    (21, "team_size.6_20"),
    (51, "team_size.21_50"),
    (201, "team_size.51_200"),
    (10**9, "team_size.over_200"),
)
PLACES: dict[Land, tuple[tuple[str, str, str, float], ...]] = {
    "cn": (
        ("province.cn.jiangsu", "city.cn.suzhou", "苏州", 0.15),
        ("province.cn.jiangsu", "city.cn.wuxi", "无锡", 0.08),
        ("province.cn.zhejiang", "city.cn.ningbo", "宁波", 0.12),
        ("province.cn.zhejiang", "city.cn.hangzhou", "杭州", 0.12),
        ("province.cn.guangdong", "city.cn.shenzhen", "深圳", 0.15),
        ("province.cn.guangdong", "city.cn.dongguan", "东莞", 0.13),
        ("province.cn.shanghai", "city.cn.shanghai", "上海", 0.12),
        ("province.cn.shandong", "city.cn.qingdao", "青岛", 0.06),
        ("province.cn.hubei", "city.cn.wuhan", "武汉", 0.07),
    ),
    "vn": (
        ("province.vn.ho_chi_minh", "city.vn.ho_chi_minh", "", 0.30),
        ("province.vn.ho_chi_minh", "city.vn.thu_dau_mot", "", 0.14),
        ("province.vn.dong_nai", "city.vn.bien_hoa", "", 0.14),
        ("province.vn.ha_noi", "city.vn.ha_noi", "", 0.18),
        ("province.vn.bac_ninh", "city.vn.bac_ninh", "", 0.08),
        ("province.vn.hai_phong", "city.vn.hai_phong", "", 0.09),
        ("province.vn.da_nang", "city.vn.da_nang", "", 0.07),
    ),
    "en": (
        ("province.vn.ho_chi_minh", "city.vn.ho_chi_minh", "Vietnam", 0.34),
        ("province.cn.shanghai", "city.cn.shanghai", "Shanghai", 0.20),
        ("province.cn.guangdong", "city.cn.shenzhen", "Shenzhen", 0.16),
        ("province.cn.hong_kong", "city.cn.hong_kong", "Hong Kong", 0.12),
        ("province.vn.ha_noi", "city.vn.ha_noi", "Hanoi", 0.10),
        ("province.abroad", "", "Singapore", 0.08),
    ),
}
# Rare characters and syllables, so that a name belongs to nobody; none is the sound or the spelling of another.
_CHINESE = ("澜岫砚翎穗麓舸棠骐", "珩屿楫钺柯筠蔚隽禾垚")
_VIETNAMESE = (
    ("Mộc", "Khởi", "Thụy", "Vĩ", "Đăng", "Quế", "Trúc", "Hưởng", "Kiến", "Sao"),
    ("Lam", "Nguyệt", "Bách", "Thành Ý", "Phương Nam", "Tùng", "Điền", "Cẩm", "Giang Hạ"),
)
_ENGLISH = (
    ("Kestrel", "Tamarind", "Quillon", "Harrow", "Bramble", "Osprey", "Lodestar", "Juniper", "Sable", "Thistle"),
    ("Ridge", "Haven", "Forge", "Mill", "Quay", "Field", "Crest", "Beacon"),
)
# Two fields a branch in Chinese, Vietnamese and English; they make the names plausible, the brand makes them unique.
_FIELDS: dict[str, tuple[tuple[str, str], ...]] = {
    "machinery": (("精密机械", "装备制造"), ("Cơ khí", "Thiết bị Công nghiệp"), ("Machinery", "Precision Tools")),
    "electronics": (("电子科技", "电路"), ("Điện tử", "Linh kiện"), ("Electronics", "Circuits")),
    "automotive": (("汽车零部件", "汽配"), ("Phụ tùng Ô tô", "Cao su Kỹ thuật"), ("Auto Parts", "Castings")),
    "food": (("食品", "饮料"), ("Thực phẩm", "Đồ uống"), ("Foods", "Beverages")),
    "logistics": (("物流", "供应链"), ("Vận tải", "Kho vận"), ("Logistics", "Cold Chain")),
    "energy": (("新能源", "化工"), ("Năng lượng", "Hóa chất"), ("Energy", "Chemicals")),
    "trade": (("贸易", "商贸"), ("Thương mại", "Xuất nhập khẩu"), ("Trading", "Supply")),
    "it": (("软件", "信息技术"), ("Phần mềm", "Công nghệ"), ("Software", "Systems")),
    "services": (("企业管理", "广告"), ("Tư vấn", "Quảng cáo"), ("Consulting", "Facilities")),
    "healthcare": (("医疗器械", "医药"), ("Thiết bị Y tế", "Dược phẩm"), ("Medical Devices", "Pharma")),
    "construction": (("建筑工程", "置业"), ("Xây dựng", "Nội thất"), ("Construction", "Interiors")),
    "education": (("教育科技", "职业培训"), ("Giáo dục", "Đào tạo"), ("Learning", "Academy")),
    "finance": (("融资租赁", "保险经纪"), ("Tài chính", "Bảo hiểm"), ("Finance", "Insurance Brokers")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Company:
    """An invented company. `fit` is how well it suits us, in logits; the sales history is drawn from it."""

    name: str
    land: Land
    industry: str
    province: str
    city: str
    employees: int
    team_headcount: int
    annual_revenue: int
    fit: float


def pick(random: Random, items: Sequence[tuple[Item, float]]) -> Item:
    """One of the items, each as likely as its weight."""
    return random.choices([item for item, _ in items], [weight for _, weight in items])[0]


def make_companies(random: Random, count: int) -> list[Company]:
    """As many companies, each with a brand of its own."""
    brands = {land: _brands(random, land) for land, _ in LANDS}
    return [_company(random, brands, pick(random, LANDS)) for _ in range(count)]


def _brands(random: Random, land: Land) -> list[str]:
    if land == "cn":
        found = [first + second for first in _CHINESE[0] for second in _CHINESE[1]]
        found += [second + first for first in _CHINESE[0] for second in _CHINESE[1]]
    elif land == "vn":
        found = [f"{first} {second}" for first in _VIETNAMESE[0] for second in _VIETNAMESE[1]]
        found += [f"{second} {first}" for first in _VIETNAMESE[0] for second in _VIETNAMESE[1]]
    else:
        found = [f"{first} {second}" for first in _ENGLISH[0] for second in _ENGLISH[1]]
    random.shuffle(found)
    return found


def _company(random: Random, brands: dict[Land, list[str]], land: Land) -> Company:
    industry, industry_fit = pick(random, [((id, lift), share) for id, share, lift in INDUSTRIES])
    low, high, size_fit = pick(random, [((low, high, lift), share) for low, high, share, lift in SIZES])
    province, city, place = pick(
        random, [((province, city, place), share) for province, city, place, share in PLACES[land]]
    )
    employees = random.randint(low, high)
    team = max(2, min(employees, round(employees * random.uniform(0.05, 0.22))))
    field = random.choice(_FIELDS[industry.rpartition(".")[2]][[name for name, _ in LANDS].index(land)])
    revenue = round(employees * random.lognormvariate(11.3, 0.45), -4)
    return Company(
        name=_name(random, brands[land].pop(), field, place, land),
        land=land,
        industry=industry,
        province=province,
        city=city,
        employees=employees,
        team_headcount=team,
        annual_revenue=int(revenue),
        fit=industry_fit + size_fit,
    )


def _name(random: Random, brand: str, field: str, place: str, land: Land) -> str:
    if land == "cn":
        return f"{place}{brand}{field}{random.choice(('有限公司', '有限公司', '股份有限公司'))}"
    if land == "vn":
        return f"Công ty {random.choice(('TNHH', 'TNHH', 'Cổ phần'))} {field} {brand}"
    return f"{brand} {field} {place} {'Pte. Ltd.' if place == 'Singapore' else 'Co., Ltd.'}"


def size_tag(employees: int) -> str:
    """The company_size tag of a number of employees."""
    return next(tag for limit, tag in SIZE_TAGS if employees < limit)


def team_tag(headcount: int) -> str:
    """The team_size tag of the department's headcount."""
    return next(tag for limit, tag in TEAM_TAGS if headcount < limit)
