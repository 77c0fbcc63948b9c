"""A small team's data with everything that goes wrong in real ones, for the tests of the reports."""

from datetime import date

from xltags.core.dataset import Dataset
from xltags.core.examples import dataset
from xltags.core.finding import Finding
from xltags.core.scoring import score
from xltags.core.values import CellFault, Value
from xltags.reports.registry import Source


def day(text: str) -> date:
    """A day of 2026, "05-31"."""
    return date.fromisoformat(f"2026-{text}")


GROUPS = {
    "source": ("source", "one"),
    "stage": ("stage", "one"),
    "mdr": ("specific", "one"),
    "invalid_reason": ("specific", "one"),
    "product_interest": ("preference", "many"),
    "industry": ("identity", "one"),
    "customer_level": ("identity", "one"),
}
TAGS = (
    ("source", "source.sem", "SEM", "", ""),
    ("source", "source.sem.baidu", "Baidu", "source.sem", ""),
    ("source", "source.fair", "Trade fair", "", ""),
    ("stage", "stage.new", "New", "", ""),
    ("stage", "stage.deal", "Opportunity", "", ""),
    ("stage", "stage.deal.demo", "Demo", "stage.deal", ""),
    ("stage", "stage.won", "Won", "", ""),
    ("stage", "stage.lost", "Lost", "", ""),
    ("mdr", "mdr.target", "Fits", "", "target"),
    ("mdr", "mdr.later", "Fits later", "", "target_not_now"),
    ("mdr", "mdr.rival", "Rival", "", "competitor"),
    ("mdr", "mdr.no", "No fit", "", "not_target"),
    ("mdr", "mdr.open", "Undecided", "", ""),
    ("invalid_reason", "invalid.student", "Student", "", ""),
    ("product_interest", "product.crm", "CRM", "", ""),
    ("product_interest", "product.erp", "ERP", "", ""),
    ("industry", "industry.retail", "Retail", "", ""),
    ("industry", "industry.steel", "Steel", "", ""),
    ("customer_level", "level.key", "Key", "", ""),
    ("customer_level", "level.plain", "Plain", "", ""),
)
CUSTOMERS: dict[str, list[Value | None]] = {
    "customer_id": ["C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8"],
    "source": ["Baidu", "SEM", "trade  fair", "Radio", None, "SEM; Baidu", "Baidu", CellFault("error", "#N/A")],
    "stage": ["Won", "Lost", "Demo", "New", None, "Maybe", "Opportunity", "Lost"],
    "mdr": ["Fits", "No fit", "Fits later", None, "target", "Rival", "Undecided", None],
    "invalid_reason": [None, None, None, "Wrong number", None, None, None, None],
    "product_interest": ["CRM; ERP", "CRM, crm", None, "Drone", "ERP", None, None, "CRM"],
    "industry": ["Retail", None, "Steel", "Retail", "unknown", None, "Retail", "Retail"],
    "customer_level": ["Key", "Plain", None, "Key", "Gold", None, "Plain", None],
    "first_contact": [day("01-01"), day("02-02"), day("02-15"), None, "soon", day("04-01"), day("05-05"), day("05-06")],
    "brought_by": ["An", "An", "Li ", None, "Li", None, "An", "An"],
    "sales_status": ["accepted", "rejected", "accepted", "new", "mql", None, "rejected", "rejected"],
    "reject_reason": [None, "Budget", None, None, None, None, None, "Budget"],
    "won_on": [day("03-01"), None, None, None, None, None, None, CellFault("error", "#REF!")],
    "lost_on": [None, day("04-01"), None, None, None, None, None, day("06-01")],
    "lost_stage": [None, "Opportunity", None, None, None, None, None, None],
    "deal_value": [1000.5, 99.0, None, None, None, None, 7.0, "much"],
    "renewed_on": [day("09-01"), None, None, None, None, None, None, None],
    "churned_on": [None, None, day("09-01"), None, None, None, None, None],
}
SPEND = {
    "month": ["2026-01", day("02-01"), "2026-07", "someday", None],
    "source": ["baidu", "Trade fair", "Trade fair", "Poster", None],
    "brought_by": ["An", None, None, "Li", None],
    "amount": [100, 200, 300.5, 7, "lots"],
}
FOLLOW_UPS = {
    "date": [day("01-11"), day("02-10"), day("02-20"), None, day("06-01")],
    "customer_id": ["C1", "C1", "C3", "C3", "C99"],
    "group": ["stage", "stage", "stage", "stage", "stage"],
    "from_tag": ["New", "Opportunity", "New", "Opportunity", "New"],
    "to_tag": ["Opportunity", "Won", "Demo", "Opportunity", "Won"],
}
STRATEGY = {
    "period": ["2026", "2026-Q1", "2026", "someday"],
    "group": ["source", "source", "industry", "nothing"],
    "tag": ["SEM", "Trade fair", "Retail", "x"],
    "target_share": [0.5, 0.3, 0.9, 0.1],
    "priority": ["high", None, None, None],
}
FINDINGS = (
    Finding("TAG003", "note", "Customers", "B4", "source", "trade  fair", "spelling", "Trade fair"),
    Finding("TAG001", "error", "Customers", "B5", "source", "Radio", "unknown"),
    Finding("TAG001", "error", "Customers", "D7", "mdr", "Maybe", "unknown"),
    Finding("LOG001", "warning", "FollowUps", "B6", "customer_id", "C99", "nobody"),
    Finding("FILE010", "error", "Owners", "", "", "", "missing"),
)


def sample(**changes: object) -> Dataset:
    """The sample with a low min_sample; `changes` replace whole tables, None leaves one out."""
    tables: dict[str, object] = {
        "Settings": {"key": ["min_sample"], "value": [1]},
        "TagGroups": {
            "group": list(GROUPS),
            "family": [family for family, _ in GROUPS.values()],
            "values": [values for _, values in GROUPS.values()],
        },
        "Tags": {
            name: [tag[place] or None for tag in TAGS]
            for place, name in enumerate(("group", "tag_id", "tag", "parent", "purity_class"))
        },
        "Indicators": {
            "indicator": ["fit", "who", "judged"],
            "kind": ["soft", "soft", "hard"],
            "field": ["industry", "employees", "mdr"],
            "on": "yes",
        },
        "Bands": {
            "indicator": ["fit", "fit", "who", "judged"],
            "tag": ["Retail", "Steel", None, "Rival"],
            "low": [None, None, 50, None],
            "high": [None, None, 200, None],
            "points": [60, 40, 40, None],
            "outcome": [None, None, None, "reject"],
        },
        "Tiers": {"tier": ["A", "B", "C", "D"], "min_points": [80, 60, 40, 0], "service_hours": [10, 5, 1, None]},
        "Customers": CUSTOMERS,
        "Spend": SPEND,
        "FollowUps": FOLLOW_UPS,
        "Strategy": STRATEGY,
    }
    tables |= changes
    return dataset(**{name: table for name, table in tables.items() if table is not None})  # type: ignore[arg-type]


def source_of(made: Dataset, *, findings: tuple[Finding, ...] = FINDINGS) -> Source:
    """What reports are made from, for a dataset."""
    return Source(made, score(made), findings, "en")
