"""What surrounds the customers of the sample workbook: money, targets, requests, needs, interviews, versions."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random

from xltags.books.demo.channels import CHANNELS
from xltags.books.demo.history import Lead, Row, Words
from xltags.core.periods import period_of

# Month, group, tag and the share of new customers that the plan wants; a year for industries, quarters for places.
_INDUSTRY_TARGETS = (
    ("industry.manufacturing", 0.55, "high"), ("industry.logistics", 0.15, "high"), ("industry.trade", 0.10, "medium"),
    ("industry.it", 0.08, "low"), ("industry.healthcare", 0.05, "low"), ("industry.services", 0.07, "low"),
)  # fmt: skip
_PLACE_TARGETS = (
    ("province.cn.jiangsu", 0.15, "high"), ("province.cn.guangdong", 0.15, "high"),
    ("province.vn.ho_chi_minh", 0.25, "high"), ("province.vn.dong_nai", 0.10, "medium"),
)  # fmt: skip
_REQUESTS = (
    ("scenario", "new_analysis", 0.15, "sales", "Grace Lim", 150, "accept"),
    ("industry", "new_analysis", 0.30, "sales", "Phạm Quốc Việt", 96, "pending"),
    ("position", "new_analysis", 0.60, "marketing", "Oliver Hart", 71, "pending"),
    ("development_stage", "new_analysis", 0.02, "sales", "Đỗ Mai Anh", 64, "note"),
    ("source", "new_business", 0.05, "marketing", "Oliver Hart", 33, "pending"),
    ("product_interest", "new_product", 0.20, "marketing", "陈晓雯", 20, "pending"),
)
DECIDER = "Nguyễn Thu Trang"


def spend_records(random: Random, leads: Sequence[Lead]) -> list[Row]:
    """The `Spend` table: what each channel cost in the months in which it brought leads, by marketer."""
    counts: dict[tuple[date, str, str], int] = {}
    for lead in leads:
        key = lead.first.replace(day=1), str(lead.row["source"]), str(lead.row["brought_by"])
        counts[key] = counts.get(key, 0) + 1
    records: list[Row] = []
    for (month, source, person), count in sorted(counts.items()):
        cost = CHANNELS[source].cost
        total = sum(number for (when, what, _), number in counts.items() if (when, what) == (month, source))
        if cost:
            amount = cost * (0.75 + 0.06 * total) * random.uniform(0.9, 1.1) * count / total
            records.append({"month": month, "source": source, "brought_by": person, "amount": round(amount, -1)})
    return records


def strategy_records(as_of: date) -> list[Row]:
    """The `Strategy` table: industries for this year and the last, places for the quarters of this year."""
    records: list[Row] = [
        {"period": str(year), "group": "industry", "tag": tag, "target_share": share, "priority": priority}
        for year in (as_of.year - 1, as_of.year)
        for tag, share, priority in _INDUSTRY_TARGETS
    ]
    for quarter in range(1, (period_of(as_of).quarter or 4) + 1):
        for tag, share, priority in _PLACE_TARGETS:
            row: Row = {"period": f"{as_of.year}-Q{quarter}", "group": "province", "tag": tag}
            records.append({**row, "target_share": share, "priority": priority})
    return records


def request_records(words: Words, departments: Mapping[str, str], as_of: date) -> list[Row]:
    """The `TagRequests` table: good wishes, and some that should be refused."""
    records: list[Row] = []
    for number, (group, reason, fill, department, person, days, verdict) in enumerate(_REQUESTS):
        asked = as_of - timedelta(days)
        decided = verdict != "pending"
        records.append(
            {
                "group": group,
                "tag": words["request_tag"][number],
                "reason_type": reason,
                "with_tag": words["request_with"][number],
                "without_tag": words["request_without"][number],
                "data_source": words["request_source"][number],
                "expected_fill": fill,
                "department": departments[department],
                "requested_by": person,
                "requested_on": asked,
                "verdict": verdict,
                "decided_by": DECIDER if decided else None,
                "decided_on": asked + timedelta(9) if decided else None,
            }
        )
    return records


def demand_records(random: Random, leads: Sequence[Lead], words: Words, as_of: date) -> list[Row]:
    """The `Demands` table: what customers asked the product for."""
    customers = [lead for lead in leads if "won_on" in lead.row]
    records: list[Row] = []
    for lead in random.sample(customers, min(24, len(customers))):
        won = lead.row["won_on"]
        assert isinstance(won, date)
        raised = min(won + timedelta(random.randint(0, 120)), as_of)
        old = (as_of - raised).days
        status = random.choice(
            ("shipped", "planned", "declined") if old > 150 else ("open", "open", "planned", "in_progress")
        )
        need, area = random.choice(words["demand"]), random.choice(words["area"])
        records.append(
            {"customer_id": lead.id, "need": need, "product_area": area, "raised_on": raised, "status": status}
        )
    return sorted(records, key=lambda row: (str(row["raised_on"]), str(row["customer_id"])))


def interview_records(random: Random, leads: Sequence[Lead], words: Words, as_of: date) -> list[Row]:
    """The `Interviews` table: talks with customers in use."""
    customers = [lead for lead in leads if "won_on" in lead.row and "churned_on" not in lead.row]
    records: list[Row] = []
    for lead in random.sample(customers, min(14, len(customers))):
        won = lead.row["won_on"]
        assert isinstance(won, date)
        records.append(
            {
                "customer_id": lead.id,
                "date": min(won + timedelta(random.randint(20, 90)), as_of),
                "process": random.choice(words["process"]),
                "need": random.choice(words["demand"]),
                "motive": random.choice(words["motive"]),
                "feedback": random.choice(words["feedback"]),
            }
        )
    return sorted(records, key=lambda row: (str(row["date"]), str(row["customer_id"])))


def version_records(words: Words, as_of: date) -> list[Row]:
    """The `IcpVersions` table: how the scorecard came to be."""
    days = (as_of - timedelta(545), as_of - timedelta(270), as_of - timedelta(86))
    reasons = (words["version_first"][0], words["version_second"][0], words["version_third"][0])
    return [
        {"version": f"v{number}", "valid_from": day, "by": DECIDER, "reason": reason}
        for number, (day, reason) in enumerate(zip(days, reasons, strict=True), start=1)
    ]
