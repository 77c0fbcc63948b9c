"""Every sheet, table and column of the workbook, declared once.

Reader, template, import targets and the docs' column lists come from here. The wording (headers, hints, labels of
choices in three languages) stands beside it in `shipped/headers.csv`, `sheets.csv` and `choices.csv`.
"""

from functools import cache
from typing import Literal

from xltags.core.finding import LANGUAGES
from xltags.core.shipped_rows import shipped_rows
from xltags.core.spec import Choice, ColumnSpec, FilledBy, Kind, TableSpec

Profile = Literal["small", "standard", "full"]
PROFILES: tuple[Profile, ...] = ("small", "standard", "full")
CUSTOMERS = "Customers"
COMPUTED = ("icp_score", "icp_tier", "icp_range", "icp_why", "ask_next", "tag_issues")
REPORT_PREFIX = "Rpt_"
PIVOT_PREFIX = "Pvt_"
HELPER_PREFIX = "xl_"  # headings of hidden columns that only help the formulas of other columns


@cache
def choices(choice_set: str) -> tuple[Choice, ...]:
    """The allowed values of a choice set, in order."""
    return tuple(
        Choice(row["id"], {language: row[language] for language in LANGUAGES})
        for row in shipped_rows("choices.csv")
        if row["choice_set"] == choice_set
    )


@cache
def _wording() -> dict[tuple[str, str], dict[str, str]]:
    return {(row["table"], row["column_id"]): row for row in shipped_rows("headers.csv")}


def _column(
    table: str,
    id: str,
    kind: Kind = "text",
    *,
    choice_set: str = "",
    required: bool = False,
    filled_by: FilledBy = "person",
    refers_to: str = "",
    width: float = 14,
    format: str = "",
) -> ColumnSpec:
    words = _wording()[table, id]
    return ColumnSpec(
        id=id,
        kind=kind,
        headers={language: words[language] for language in LANGUAGES},
        notes={language: words[f"note_{language}"] for language in LANGUAGES},
        choices=choices(choice_set) if choice_set else (),
        required=required,
        filled_by=filled_by,
        refers_to=refers_to,
        width=width,
        format=format,
    )


_GROUP = {"kind": "key", "refers_to": "TagGroups.group", "width": 16}
_CUSTOMER = {"kind": "key", "refers_to": "Customers.customer_id", "required": True, "width": 13}
_PERSON = {"refers_to": "Owners.person", "width": 16}
_DATE = {"kind": "date", "format": "date", "width": 12}
_LONG = {"width": 44, "format": "wrap"}
_NUMBER = {"kind": "number", "format": "integer", "width": 11}
_MONEY = {"kind": "number", "format": "money", "width": 14}
_SHARE = {"kind": "share", "format": "percent", "width": 11}
_TIER = {"kind": "choice", "choice_set": "tier", "width": 9}

_TABLES: dict[str, tuple[Profile, bool, dict[str, dict[str, object]]]] = {
    "Settings": ("small", False, {
        "key": {"kind": "key", "required": True, "width": 26}, "value": {"width": 24}, "note": {**_LONG, "width": 90},
    }),
    "TagGroups": ("small", True, {
        "group": {"kind": "key", "required": True, "width": 18}, "label_en": {"width": 20}, "label_zh": {"width": 16},
        "label_vi": {"width": 22}, "family": {"kind": "choice", "choice_set": "family"},
        "step": {"kind": "number", "format": "integer", "width": 8},
        "values": {"kind": "choice", "choice_set": "values", "width": 10},
        "required": {"kind": "flag", "choice_set": "yes_no", "width": 10},
        "feed": {"kind": "choice", "choice_set": "feed", "width": 10},
        "question": {"kind": "choices", "choice_set": "question", "width": 18}, "owner_department": {"width": 18},
        "judged_by": {"kind": "choices", "choice_set": "role", "width": 18}, "fill_target": _SHARE,
        "status": {"kind": "choice", "choice_set": "group_status", "width": 11}, "reserved_for": {"width": 24},
        "review_on": _DATE,
    }),
    "Tags": ("small", True, {
        "group": {**_GROUP, "required": True}, "tag_id": {"kind": "key", "width": 26},
        "tag": {"required": True, "width": 26}, "zh": {"width": 20}, "vi": {"width": 26},
        "synonyms": {"kind": "list", "width": 34}, "parent": {"width": 24}, "definition": _LONG, "with_tag": _LONG,
        "without_tag": _LONG, "purity_class": {"kind": "choice", "choice_set": "purity_class", "width": 16},
        "order": {"kind": "number", "width": 8}, "status": {"kind": "choice", "choice_set": "tag_status", "width": 11},
        "replaced_by": {"width": 24}, "origin": {"kind": "choice", "choice_set": "origin", "width": 10},
        "department": {"width": 14}, "created_by": _PERSON, "created_on": _DATE,
    }),
    "Customers": ("small", True, {
        "customer_id": {"kind": "key", "required": True, "width": 13}, "company": {"width": 34},
        "employees": _NUMBER, "team_headcount": _NUMBER, "annual_revenue": _MONEY, "first_contact": _DATE,
        "brought_by": _PERSON, "owner": _PERSON,
        "sales_status": {"kind": "choice", "choice_set": "sales_status", "width": 12}, "reject_reason": {"width": 20},
        "won_on": _DATE, "lost_on": _DATE, "lost_stage": {"width": 16}, "deal_value": _MONEY, "renewed_on": _DATE,
        "churned_on": _DATE, "notes": {"width": 36},
        "icp_score": {"kind": "number", "filled_by": "xltags", "width": 9, "format": "number"},
        "icp_tier": {"filled_by": "xltags", "width": 9}, "icp_range": {"filled_by": "xltags", "width": 9},
        "icp_why": {"filled_by": "xltags", "width": 60}, "ask_next": {"filled_by": "xltags", "width": 20},
        "tag_issues": {"kind": "number", "filled_by": "xltags", "width": 9, "format": "integer"},
    }),
    "Contacts": ("small", False, {
        "customer_id": _CUSTOMER, "name": {"width": 20}, "position": {"width": 20},
        "chain_role": {"kind": "choice", "choice_set": "chain_role", "width": 16},
        "is_decider": {"kind": "flag", "choice_set": "yes_no", "width": 10}, "confirmed_on": _DATE,
    }),
    "FollowUps": ("small", False, {
        "date": {**_DATE, "required": True}, "customer_id": _CUSTOMER, "by": _PERSON,
        "channel": {"kind": "choice", "choice_set": "contact_channel", "width": 14}, "group": _GROUP,
        "from_tag": {"width": 20}, "to_tag": {"width": 20}, "note": _LONG, "next_action": {"width": 30},
        "due_on": _DATE,
    }),
    "Spend": ("small", False, {
        "month": {"kind": "month", "required": True, "format": "month", "width": 11},
        "source": {"required": True, "width": 24}, "brought_by": _PERSON, "amount": {**_MONEY, "required": True},
    }),
    "Strategy": ("small", False, {
        "period": {"kind": "period", "required": True, "width": 11}, "group": {**_GROUP, "required": True},
        "tag": {"required": True, "width": 26}, "target_share": {**_SHARE, "required": True},
        "priority": {"kind": "choice", "choice_set": "priority", "width": 11},
    }),
    "Indicators": ("small", False, {
        "indicator": {"kind": "key", "required": True, "width": 18}, "label": {"width": 24},
        "dimension": {"kind": "choice", "choice_set": "dimension", "width": 20},
        "kind": {"kind": "choice", "choice_set": "kind", "width": 9}, "field": {"required": True, "width": 18},
        "on": {"kind": "flag", "choice_set": "yes_no", "width": 8}, "owner": _PERSON,
        "rationale": {**_LONG, "width": 70}, "reviewed_on": _DATE,
    }),
    "Bands": ("small", False, {
        "indicator": {"kind": "key", "required": True, "refers_to": "Indicators.indicator", "width": 18},
        "tag": {"kind": "list", "width": 44}, "low": {"kind": "number", "width": 10},
        "high": {"kind": "number", "width": 10}, "points": {"kind": "number", "width": 9},
        "outcome": {"kind": "choice", "choice_set": "outcome", "width": 10},
        "zone": {"kind": "choice", "choice_set": "zone", "width": 10}, "cap_tier": _TIER,
    }),
    "Tiers": ("small", False, {
        "tier": {**_TIER, "required": True}, "min_points": {"kind": "number", "required": True, "width": 11},
        "service_hours": {"kind": "number", "width": 14}, "response_hours": {"kind": "number", "width": 16},
        "strategy": {**_LONG, "width": 80},
    }),
    "ChainRules": ("small", False, {
        "low": {**_NUMBER, "width": 15}, "high": {**_NUMBER, "width": 15},
        "required_roles": {"kind": "choices", "choice_set": "chain_role", "width": 44},
    }),
    "Segments": ("small", False, {
        "segment": {"kind": "key", "required": True, "width": 26}, "include": {**_LONG, "width": 60},
        "exclude": {**_LONG, "width": 36}, "action": _LONG, "owner": _PERSON,
        "frequency": {"kind": "choice", "choice_set": "frequency", "width": 12},
        "importance": {"kind": "choice", "choice_set": "importance", "width": 12},
    }),
    "TagRequests": ("small", False, {
        "group": {**_GROUP, "required": True}, "tag": {"required": True, "width": 24},
        "reason_type": {"kind": "choice", "choice_set": "reason_type", "width": 16}, "with_tag": _LONG,
        "without_tag": _LONG, "data_source": {"width": 24}, "expected_fill": _SHARE, "department": {"width": 16},
        "requested_by": _PERSON, "requested_on": _DATE,
        "verdict": {"kind": "choice", "choice_set": "verdict", "width": 11}, "decided_by": _PERSON, "decided_on": _DATE,
    }),
    "Owners": ("small", False, {
        "person": {"kind": "key", "required": True, "width": 20}, "department": {"width": 18},
        "role": {"kind": "choice", "choice_set": "role", "width": 18}, "from": _DATE, "to": _DATE,
    }),
    "IcpVersions": ("small", False, {
        "version": {"kind": "key", "required": True, "width": 10}, "valid_from": _DATE, "by": _PERSON, "reason": _LONG,
        "fingerprint": {"filled_by": "xltags", "width": 20},
    }),
    "Demands": ("full", False, {
        "customer_id": _CUSTOMER, "need": _LONG, "product_area": {"width": 20}, "raised_on": _DATE,
        "status": {"kind": "choice", "choice_set": "demand_status", "width": 14},
    }),
    "Interviews": ("full", False, {
        "customer_id": _CUSTOMER, "date": _DATE, "process": _LONG, "need": _LONG, "motive": _LONG, "feedback": _LONG,
    }),
}  # fmt: skip


@cache
def tables() -> dict[str, TableSpec]:
    """Every declared table by id, in the order of the workbook's sheets."""
    wording = {row["sheet"]: row for row in shipped_rows("sheets.csv")}
    return {
        id: TableSpec(
            id=id,
            columns=tuple(_column(id, column_id, **options) for column_id, options in columns.items()),  # type: ignore[arg-type]  # plain options
            titles={language: wording[id][language] for language in LANGUAGES},
            purposes={language: wording[id][f"purpose_{language}"] for language in LANGUAGES},
            profile=profile,
            required=required,
        )
        for id, (profile, required, columns) in _TABLES.items()
    }


def table_spec(table_id: str) -> TableSpec:
    """The declaration of one table."""
    return tables()[table_id]
