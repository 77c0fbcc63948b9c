"""Public exports as closed customers, in the order in which they came: for the tests of the review."""

from datetime import date, timedelta
from functools import cache

from tests.datasets import dataset
from tests.public_sets import DATA, _days, _read, _texts
from xltags.core.dataset import Dataset
from xltags.core.values import Value

Cells = list[Value | None]
XEDU_INTAKE = {
    "lead_origin": "Lead Origin",
    "source": "Lead Source",
    "country": "Country",
    "specialization": "Specialization",
    "heard": "How did you hear about X Education",
    "occupation": "What is your current occupation",
    "city": "City",
    "no_mail": "Do Not Email",
    "free_copy": "A free copy of Mastering The Interview",
}
# A workbook has no columns for these three; any measures will do.
XEDU_NUMBERS = {
    "annual_revenue": "Total Time Spent on Website",
    "team_headcount": "TotalVisits",
    "employees": "Page Views Per Visit",
}


@cache
def xeducation_intake(*more: str) -> Dataset:
    """X Education's leads with what is known at intake, and more columns; the number of a lead stands for its day."""
    leads = _read(DATA / "xeducation_leads" / "Leads.csv").replace("Select", "")
    leads = leads.sort_values("Lead Number", key=lambda it: it.astype(int)).reset_index(drop=True)
    days: Cells = [date(2024, 1, 1) + timedelta(number // 15) for number in range(len(leads))]
    groups = {id: _texts(leads[header]) for id, header in XEDU_INTAKE.items()}
    groups |= {header.lower(): _texts(leads[header]) for header in more}
    numbers: dict[str, Cells] = {
        id: [float(text) if text else None for text in leads[header]] for id, header in XEDU_NUMBERS.items()
    }
    won = (leads["Converted"] == "1").tolist()
    return closed_book(groups, won, days, **numbers)


@cache
def olist_2018() -> Dataset:
    """Olist's leads of 2018 with origin and landing page, closed on the day of contact; no origin is one of its own."""
    folder = DATA / "olist_marketing_funnel"
    leads = _read(folder / "olist_marketing_qualified_leads_dataset.csv")
    deals = _read(folder / "olist_closed_deals_dataset.csv")
    joined = leads.merge(deals, on="mql_id", how="left").fillna("")
    joined = joined[joined["first_contact_date"] >= "2018"].reset_index(drop=True)
    groups = {"source": _texts(joined["origin"].replace("", "(none)")), "page": _texts(joined["landing_page_id"])}
    return closed_book(groups, (joined["won_date"] != "").tolist(), _days(joined["first_contact_date"]))


def closed_book(groups: dict[str, Cells], won: list[bool], days: Cells, **columns: Cells) -> Dataset:
    """Customers with every text of a group as a tag of it, won or lost on these days."""
    tags = [(id, tag) for id, cells in groups.items() for tag in sorted({str(cell) for cell in cells if cell})]
    return dataset(
        TagGroups={"group": list(groups), "family": "specific"},
        Tags={"group": [id for id, _ in tags], "tag": [tag for _, tag in tags]},
        Customers={
            "customer_id": [f"C{number}" for number in range(len(won))],
            "first_contact": days,
            "won_on": [day if it else None for day, it in zip(days, won, strict=True)],
            "lost_on": [None if it else day for day, it in zip(days, won, strict=True)],
            **columns,
            **groups,
        },
        as_of=date(2026, 11, 21),
    )
