"""The leads of the sample workbook: their companies, their tags as far as they are known, the people met."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from xltags.books.demo.channels import CHANNELS, pick_source
from xltags.books.demo.companies import Company, make_companies, pick, size_tag, team_tag
from xltags.books.demo.history import Lead, Row, Story, Words
from xltags.books.demo.people import ROLE_POSITIONS, contact_name, make_contacts

COUNT = 320
QUARTERS = 6
EMERGING, EMERGING_QUARTERS = "industry.healthcare", 2  # off the profile, but in the last quarters it has begun to buy
# Tag, share, and how much better than others such a customer buys (in logits).
SCENARIOS = (
    ("scenario.expansion", 0.22, 0.6), ("scenario.cost_down", 0.25, 0.5), ("scenario.replace", 0.20, 0.1),
    ("scenario.compliance", 0.12, 0.1), ("scenario.collaboration", 0.09, -0.3), ("scenario.first_digital", 0.12, -0.7),
)  # fmt: skip
GROWTH = (
    ("development_stage.growth", 0.38, 0.5), ("development_stage.stable", 0.28, 0.0),
    ("development_stage.transformation", 0.15, 0.2), ("development_stage.startup", 0.10, -0.4),
    ("development_stage.shrinking", 0.09, -1.2),
)  # fmt: skip
POSITIONS = (
    ("position.business_head", 0.27, 0.5), ("position.owner", 0.26, 0.2), ("position.manager", 0.18, 0.0),
    ("position.cio", 0.07, 0.2), ("position.it_staff", 0.09, -0.5), ("position.finance", 0.05, 0.0),
    ("position.procurement", 0.05, -0.3), ("position.user", 0.03, -0.6),
)  # fmt: skip
PRODUCTS = ("product_interest.add_on", "product_interest.analytics", "product_interest.integration")
PAINS = (
    ("pain_point.manual_work", 0.3), ("pain_point.scattered_data", 0.25), ("pain_point.slow_delivery", 0.2),
    ("pain_point.high_cost", 0.15), ("pain_point.no_visibility", 0.1),
)  # fmt: skip
INVALID = (
    ("invalid_reason.student_job_seeker", 0.20), ("invalid_reason.consumer_need", 0.18),
    ("invalid_reason.too_small", 0.16), ("invalid_reason.wrong_product", 0.14), ("invalid_reason.no_intent", 0.12),
    ("invalid_reason.supplier_pitch", 0.10), ("invalid_reason.outside_region", 0.06),
    ("invalid_reason.no_budget_owner", 0.04),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """A tag and what it is worth."""

    tag: str
    lift: float


def make_leads(random: Random, words: Words, as_of: date) -> tuple[list[Lead], list[Row]]:
    """The leads in order of first contact, each with its story told; and the rows of `Contacts`."""
    start = _start(as_of)
    span = (as_of - start).days
    days = sorted(start + timedelta(int(span * random.random() ** 0.92)) for _ in range(COUNT))
    companies = make_companies(random, COUNT)
    contacts: list[Row] = []
    leads = []
    for number, (company, day) in enumerate(zip(companies, days, strict=True), start=1):
        emerging = company.industry == EMERGING and (as_of - day).days < 92 * EMERGING_QUARTERS
        lead = _lead(random, f"C{number:04d}", company, day, emerging=emerging)
        Story(random, lead, words, as_of).tell()
        _forget(random, lead)
        contacts += _contacts(random, lead, words)
        leads.append(lead)
    return leads, contacts


def _start(as_of: date) -> date:
    """The first day of the oldest of the quarters that end with today's."""
    month = as_of.year * 12 + (as_of.month - 1) // 3 * 3 - 3 * (QUARTERS - 1)
    return date(month // 12, month % 12 + 1, 1)


def _choice(random: Random, options: Sequence[tuple[str, float, float]]) -> Choice:
    return pick(random, [(Choice(tag, lift), share) for tag, share, lift in options])


def _lead(random: Random, id: str, company: Company, first: date, *, emerging: bool) -> Lead:
    scenario, growth, position = (_choice(random, options) for options in (SCENARIOS, GROWTH, POSITIONS))
    source = pick_source(random, company.land, first.month)
    products = ["product_interest.core"] if random.random() < 0.72 else ["product_interest.services"]
    products += [product for product in PRODUCTS if random.random() < 0.24]
    row: Row = {
        "customer_id": id, "company": company.name, "industry": company.industry, "position": position.tag,
        "company_size": size_tag(company.employees), "source": source, "province": company.province,
        "city": company.city or None, "team_size": team_tag(company.team_headcount), "scenario": scenario.tag,
        "product_interest": "; ".join(products), "development_stage": growth.tag, "pain_point": pick(random, PAINS),
        "employees": company.employees, "team_headcount": company.team_headcount,
        "annual_revenue": company.annual_revenue, "first_contact": first,
        "brought_by": random.choices(CHANNELS[source].by, (0.65, 0.35)[: len(CHANNELS[source].by)])[0],
    }  # fmt: skip
    fit = company.fit + scenario.lift + growth.lift + position.lift
    return Lead(id, company, contact_name(random, company), row, fit, first, emerging)


def _forget(random: Random, lead: Lead) -> None:
    """Leave blank what nobody has asked yet: the further a lead came, the more is known."""
    row = lead.row
    stage = str(row["stage"])
    dealt = stage.startswith(("stage.opportunity", "stage.won")) or "lost_on" in row
    known = 0.95 if dealt else 0.5 if stage == "stage.contacted.talked" else 0.15
    for id in ("scenario", "development_stage", "pain_point", "team_size", "team_headcount", "product_interest"):
        if random.random() > known:
            row[id] = None
    for id in ("annual_revenue", "city", "employees", "position", "province"):
        if random.random() > max(known, 0.6) + 0.03:
            row[id] = None
    if row["employees"] is None:
        row["company_size"] = None
    if row["team_headcount"] is None:
        row["team_size"] = None
    _judged_invalid(random, row)
    if row["sales_status"] == "accepted":
        row["customer_level"] = _level(lead.company.employees)


def _judged_invalid(random: Random, row: Row) -> None:
    """An invalid lead has its reason, and little else is known about it."""
    if row.get("mdr") == "mdr.invalid_contact":
        row["invalid_reason"] = "invalid_reason.wrong_number"
    elif row.get("mdr") == "mdr.not_target":
        row["invalid_reason"] = pick(random, INVALID)
    else:
        return
    for id in ("scenario", "development_stage", "pain_point", "team_size", "team_headcount", "product_interest"):
        row[id] = None


def _level(employees: int) -> str:
    """What a seller calls a customer: the larger, the more important. The score often sees it otherwise."""
    if employees >= 1000:
        return "customer_level.key"
    if employees >= 300:
        return "customer_level.important"
    return "customer_level.regular" if employees >= 60 else "customer_level.low"


def _contacts(random: Random, lead: Lead, words: Words) -> list[Row]:
    """The people met, from the first deal step on; in some deals only the boss of a large company."""
    stages = {str(row.get("to_tag")) for row in lead.log}
    met = [row["date"] for row in lead.log if str(row.get("to_tag")) == "stage.opportunity.need_confirmed"]
    if "stage.opportunity.need_confirmed" not in stages:
        return []
    complete = random.random() < 0.92
    rows: list[Row] = []
    for number, contact in enumerate(make_contacts(random, lead.company, complete=complete)):
        rows.append(
            {
                "customer_id": lead.id,
                "name": lead.contact if number == 0 else contact.name,
                "position": words["position"][ROLE_POSITIONS.index(contact.role)],
                "chain_role": contact.role,
                "is_decider": "yes" if number == 0 else "no",
                "confirmed_on": met[0],
            }
        )
    if random.random() < 0.03:
        rows[-1]["confirmed_on"] = None
    return rows
