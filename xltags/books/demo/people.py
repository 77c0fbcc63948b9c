"""The people of the sample workbook: our own team with its roles, and the contacts at the customers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from xltags.books.demo.companies import Company, Land
from xltags.core.values import Value

JUDGES = ("Lê Hoàng Nam", "周子涵")
SELLERS = ("Phạm Quốc Việt", "王思远", "Grace Lim", "Đỗ Mai Anh")
DEVELOPERS = ("李佳怡", "Vũ Thanh Tùng")
LEFT, SUCCESSOR, LAST_DAY = "王思远", "Đỗ Mai Anh", date(2026, 6, 30)
# What a marketer's leads are worth beside those of others, in logits: one briefs agencies well, one buys clicks.
BRIEFING: Mapping[str, float] = {
    "Nguyễn Thu Trang": 0.7, "陈晓雯": 0.3, "Oliver Hart": -0.8, "Trần Bảo Châu": 0.0,
}  # fmt: skip
_TEAM: tuple[tuple[str, str, str, date, date | None], ...] = (
    ("Nguyễn Thu Trang", "marketing", "marketer", date(2023, 2, 1), None),
    ("Nguyễn Thu Trang", "marketing", "taxonomy_owner", date(2024, 1, 1), None),
    ("陈晓雯", "marketing", "marketer", date(2023, 9, 1), None),
    ("Oliver Hart", "marketing", "marketer", date(2024, 11, 4), None),
    ("Trần Bảo Châu", "marketing", "marketer", date(2025, 1, 6), None),
    ("Lê Hoàng Nam", "marketing", "mdr", date(2024, 3, 1), None),
    ("周子涵", "marketing", "mdr", date(2024, 6, 3), None),
    ("李佳怡", "marketing", "sdr", date(2023, 5, 1), None),
    ("Vũ Thanh Tùng", "marketing", "sdr", date(2024, 8, 1), None),
    ("Phạm Quốc Việt", "sales", "sales", date(2022, 4, 1), None),
    ("王思远", "sales", "sales", date(2023, 3, 1), LAST_DAY),
    ("Grace Lim", "sales", "sales", date(2023, 7, 3), None),
    ("Đỗ Mai Anh", "sales", "sales", date(2024, 2, 1), None),
)
# Family and given names; the order is that of the language.
_NAMES: dict[Land, tuple[Sequence[str], Sequence[str]]] = {
    "cn": ("赵钱孙吴郑冯蒋沈韩杨", ("建国", "丽华", "文博", "晓东", "雅琴", "志强", "海燕", "俊杰", "敏", "国栋")),
    "vn": (
        ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Bùi", "Đặng", "Ngô"),
        ("Văn Hùng", "Thị Lan", "Minh Quân", "Thanh Hà", "Quang Huy", "Thùy Linh", "Hữu Phước", "Kim Chi"),
    ),
    "en": (
        ("Tan", "Wong", "Harris", "Novak", "Okafor", "Silva", "Lindqvist", "Khan"),
        ("Mei", "Daniel", "Rachel", "Tomas", "Grace", "Pedro", "Anna", "Imran"),
    ),
}
ROLE_POSITIONS = ("ceo", "business_head", "it_manager", "finance", "procurement", "cio", "user")


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at a company, with the role in its decision."""

    name: str
    role: str


def owner_records(departments: Mapping[str, str]) -> list[dict[str, Value | None]]:
    """The `Owners` table; `departments` names them in the workbook's language."""
    return [
        {"person": person, "department": departments[department], "role": role, "from": since, "to": until}
        for person, department, role, since, until in _TEAM
    ]


def contact_name(random: Random, company: Company) -> str:
    """A name as it is common where the company is."""
    family, given = _NAMES[company.land]
    if company.land == "cn":
        return random.choice(family) + random.choice(given)
    if company.land == "vn":
        return f"{random.choice(family)} {random.choice(given)}"
    return f"{random.choice(given)} {random.choice(family)}"


def required_roles(employees: int) -> tuple[str, ...]:
    """The roles that the shipped chain rules ask for."""
    if employees < 50:
        return ("ceo",)
    if employees < 200:
        return ("ceo", "business_head")
    if employees < 1000:
        return ("business_head", "it_manager", "finance")
    return ("cio", "business_head", "finance", "procurement")


def make_contacts(random: Random, company: Company, *, complete: bool) -> list[Contact]:
    """The people met at a company: all required roles, or the first one only (the boss, who is met first)."""
    required = required_roles(company.employees)
    roles = required if complete else ("ceo",) if len(required) > 2 else required[:1]
    roles += ("user",) if complete and random.random() < 0.2 else ()
    found: dict[str, Contact] = {}
    for role in roles:
        name = contact_name(random, company)
        while name in found:
            name = contact_name(random, company)
        found[name] = Contact(name, role)
    return list(found.values())
