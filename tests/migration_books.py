"""A small workbook in memory for tests of migrations, and what a plan makes of it."""

from collections.abc import Mapping, Sequence
from datetime import date

from tests.datasets import dataset
from xltags.core.dataset import Dataset
from xltags.core.migration.apply import Applied, apply_plan
from xltags.core.migration.plan_text import parse_plan
from xltags.core.values import Value

AS_OF = date(2026, 11, 21)
Cells = Sequence[Value | None] | Value | None
Tables = Mapping[str, Mapping[str, Cells]]

BOOK: dict[str, dict[str, Cells]] = {
    "Settings": {"key": ["language", "alias.Customers.industry"], "value": ["en", "Branch"], "note": None},
    "TagGroups": {
        "group": ["industry", "need", "source", "stage"],
        "label_en": ["Industry", "Need", "Source", "Stage"],
        "label_zh": ["行业", "需求", "来源", "阶段"],
        "label_vi": None,
        "family": ["identity", "preference", "source", "stage"],
        "values": ["one", "many", "one", "one"],
        "status": "active",
    },
    "Tags": {
        "group": ["industry"] * 4 + ["need"] * 3 + ["source"] * 2 + ["stage"] * 2,
        "tag_id": ["i1", "i2", "i3", "i4", "n1", "n2", "n3", "s1", "s2", "t1", "t2"],
        "tag": ["Retail", "Software", "Machines", "Cars", "ERP", "CRM", "BI", "Ads", "Fair", "Lead", "Won"],
        "zh": ["零售", "软件", "机械", "汽车", None, None, None, "广告", "展会", None, None],
        "vi": None,
        "synonyms": ["shops; stores", *[None] * 10],
        "parent": [None, None, None, "i3", *[None] * 7],
        "definition": "",
        "with_tag": None,
        "without_tag": None,
        "order": [10, 20, 30, 40, 10, 20, 30, 10, 20, 10, 20],
        "status": "active",
        "replaced_by": None,
        "origin": "builtin",
        "created_on": None,
    },
    "Customers": {
        "customer_id": ["C1", "C2", "C3", "C4", None],
        "company": ["A", "B", "C", "D", "E"],
        "industry": ["Retail", "shops", "软件", "Cars", "Machines"],
        "need": ["ERP； CRM、BI", "ERP", "CRM, crm", None, "BI"],
        "source": ["Ads", "Fair", None, "Ads", "Fair"],
        "stage": ["Won", "Lead", "Lead", None, "Lead"],
        "employees": [10, 250, 90, None, 3000],
        "lost_stage": [None, "Lead", None, None, None],
    },
    "FollowUps": {
        "date": [date(2026, 3, 2), date(2026, 4, 1)],
        "customer_id": ["C1", "C1"],
        "by": None,
        "channel": None,
        "group": ["stage", "industry"],
        "from_tag": ["Lead", None],
        "to_tag": ["Won", "Retail"],
        "note": None,
    },
    "Spend": {"month": "2026-03", "source": ["Ads", "Fair"], "amount": 100},
    "Strategy": {
        "period": ["2026", "2026", "2027"],
        "group": "industry",
        "tag": ["Retail", "Software", "零售"],
        "target_share": [0.25, 0.5, 0.2],
    },
    "Indicators": {"indicator": "fit", "field": "industry", "kind": "soft", "on": "yes"},
    "Bands": {"indicator": "fit", "tag": ["Retail; Software", "i3"], "points": [20, 10]},
    "Segments": {"segment": ["Shops"], "include": ['industry = Retail and employees > 5'], "exclude": ["stage = Won"]},
    "TagRequests": {"group": ["industry"], "tag": ["Retail"], "verdict": "accept"},
}  # fmt: skip


def book(**changes: Mapping[str, Cells]) -> Dataset:
    """The workbook, with columns of tables put in place of its own."""
    tables = {name: {**columns, **changes.get(name, {})} for name, columns in BOOK.items()}
    tables |= {name: dict(columns) for name, columns in changes.items() if name not in tables}
    return dataset(tables, as_of=AS_OF)


def migrated(steps: str, data: Dataset | None = None) -> Applied:
    """What a plan of these steps makes of a workbook."""
    return apply_plan(data or book(), parse_plan('name = "p"\n' + steps))


def after(steps: str, data: Dataset | None = None) -> Dataset:
    """The workbook after a plan that nothing speaks against."""
    applied = migrated(steps, data)
    assert applied.conflicts == ()
    return applied.draft.dataset()


def column(data: Dataset, table: str, name: str) -> list[Value | None]:
    """The cells of a column."""
    return list(data.table(table).column(name).cells())
