"""A workbook with enough won and lost customers to learn from, for the tests of `xltags review` and its button."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from tempfile import mkdtemp

from xltags.books.shipped import Record
from xltags.books.template import new_workbook
from xltags.core.finding import Language

AS_OF = date(2026, 10, 15)
DAY = ("--as-of", AS_OF.isoformat())
INDUSTRIES = ("Manufacturing", "Trade and distribution", "Software and IT services", "Business services")
CHANCES = (0.75, 0.2, 0.55, 0.1)  # the shipped scorecard thinks otherwise of the last three
SIZES = ((30, 0.7), (150, 1.0), (700, 1.3), (5000, 0.5))  # employees, and how much oftener such a company is won


@cache
def _book(language: Language, count: int) -> bytes:
    path = Path(mkdtemp(), "closed.xlsx")
    new_workbook(
        path,
        profile="small",
        language=language,
        created_on=date(2024, 1, 1),
        data={"Customers": closed_customers(count)},
        formulas=False,
        boards=False,
    )
    return path.read_bytes()


def closed_workbook(path: Path, *, language: Language = "en", count: int = 360) -> Path:
    """The workbook with so many customers, each won or lost between January 2025 and September 2026."""
    path.write_bytes(_book(language, count))
    return path


def closed_customers(count: int) -> list[Record]:
    """Customers whose industry and size decide how often they are won; their labels are English ones."""
    deal = Random(7)
    records: list[Record] = []
    for number in range(count):
        place, (employees, factor) = deal.randrange(len(INDUSTRIES)), deal.choice(SIZES)
        won = deal.random() < min(0.95, CHANCES[place] * factor)
        met = date(2024, 12, 1) + timedelta(number * 600 // count)
        closed = met + timedelta(deal.randint(5, 60))
        renewed = won and deal.random() < 0.5
        records.append(
            {
                "customer_id": f"C{number:04}",
                "company": f"Company {number}",
                "industry": INDUSTRIES[place],
                "source": deal.choice(("Search ads", "Referral", "Trade show")),
                "employees": employees + deal.randint(0, 20),
                "first_contact": met,
                "sales_status": "accepted",
                "won_on": closed if won else None,
                "lost_on": None if won else closed,
                "deal_value": 1000 * deal.randint(1, 30) if won else None,
                "renewed_on": closed + timedelta(20) if renewed else None,
            }
        )
    return records
