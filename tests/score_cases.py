"""Small scorecards that the cases of the score share."""

from collections.abc import Mapping

from xltags.core.examples import Columns, dataset
from xltags.core.scoring import Scores, score
from xltags.core.values import Value

GROUPS: Columns = {"group": ["industry", "product", "mdr"], "values": ["one", "many", "one"]}
TAGS: Columns = {
    "group": ["industry"] * 4 + ["product"] * 3 + ["mdr"] * 3,
    "tag": ["Manufacturing", "Food", "Retail", "Mining", "CRM", "ERP", "BI", "Target", "Competitor", "Ecosystem"],
    "zh": ["制造业", "食品", "零售", "采矿", None, None, None, "目标客户", None, None],
    "synonyms": [None, "F&B", None, None, None, None, None, None, None, None],
    "parent": [None, "Manufacturing", None, None, None, None, None, None, None, None],
    "status": [None, None, None, "retired", None, None, None, None, None, None],
}
TIERS_90: Columns = {"tier": ["A", "B", "C"], "min_points": [50, 30, 10]}


def bands(*rows: tuple[str, Mapping[str, Value]]) -> Columns:
    """Bands from (indicator, cells)."""
    names = ("tag", "low", "high", "points", "outcome", "zone", "cap_tier")
    return {"indicator": [id for id, _ in rows]} | {name: [cells.get(name) for _, cells in rows] for name in names}


def scored(indicators: Columns, bands: Columns, customers: Columns, **tables: Columns) -> Scores:
    shape = {"TagGroups": GROUPS, "Tags": TAGS, "Indicators": indicators, "Bands": bands, "Tiers": TIERS_90}
    return score(dataset({**shape, "Customers": {"customer_id": "C", **customers}, **tables}))


INDUSTRY: Columns = {"indicator": "fit", "label": "Industry", "field": "industry"}
FIT = bands(("fit", {"tag": "Manufacturing", "points": 30}), ("fit", {"tag": "Retail", "points": 10, "cap_tier": "C"}))
GATE: Columns = {"indicator": "gate", "label": "Judgement", "field": "mdr", "kind": "hard"}
PASS: tuple[str, Mapping[str, Value]] = ("gate", {"tag": "Target", "outcome": "pass", "points": 99})
REJECT: tuple[str, Mapping[str, Value]] = ("gate", {"tag": "Competitor", "outcome": "reject"})
TWO: Columns = {
    "indicator": ["fit", "size", "gate"],
    "label": ["Industry", "Company size", "Judgement"],
    "field": ["industry", "employees", "mdr"],
    "kind": ["soft", "soft", "hard"],
}
TWO_BANDS = bands(
    ("fit", {"tag": "Manufacturing", "points": 20}),
    ("size", {"low": 50, "high": 500, "points": 30, "cap_tier": "B"}),
    ("size", {"low": 500, "points": -2.5}),
    PASS,
    REJECT,
)
