"""The workbook that is measured: the declared sheets, and `Customers` with as many rows as asked for and 25 columns.

Made with XlsxWriter, so shared strings, styles, drop-downs and an Excel Table are as in a team's own workbook. About
one row in a hundred has a fault. Equal arguments give equal bytes.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

from benchmarks.companies import company_names
from benchmarks.setting import AS_OF, COLUMNS, SEED
from xltags.books.sheets import CUSTOMERS, PROFILES, Profile, tables
from xltags.books.shipped import Record, shipped_tables
from xltags.books.template import CREATED, columns_of, groups_of
from xltags.books.template_lists import LISTS, define_names, write_lists
from xltags.books.template_styles import FONT, Styles
from xltags.books.template_tables import Sheet, write_table
from xltags.core.shipped_rows import shipped_rows
from xltags.core.values import CellFault, Value

PROFILE: Profile = "standard"
PEOPLE = ("Lan Pham", "李佳怡", "Minh Tran", "Sarah Cole", "王晓东", "Hoa Nguyen")
NOTES = (
    "Asked for a quotation at the fair; call back after the holiday.",
    "Uses a spreadsheet today. Wants to see the demo with two plants.",
    "要求提供三年质保方案",
    "Giám đốc muốn xem bản dùng thử trước",
)
FAULT_SHARE = 0.012
SIZES = ((20, 0), (100, 1), (500, 2), (1000, 3), (2000, 4), (10**9, 5))
STAGES = ("New lead", "Contacted", "First talk done", "Opportunity", "Quotation sent")


def write_benchmark_workbook(path: Path, rows: int, *, seed: int = SEED, own_tag: str = "") -> None:
    """Write the workbook; `seed` chooses other customers, `own_tag` is one more industry, known to this team alone."""
    import xlsxwriter

    records = model_tables()
    if own_tag:
        own: Record = {"group": "industry", "tag_id": "industry.own", "tag": own_tag, "status": "active"}
        records["Tags"] = [*records["Tags"], own]
    customers = list(customer_records(records["Tags"], rows, seed))
    records[CUSTOMERS] = customers
    records["FollowUps"] = follow_ups(customers)
    words = {row["key"]: row["en"] for row in shipped_rows("start.csv")}
    groups = groups_of(records["TagGroups"])
    labels: dict[str, list[str]] = {}
    for tag in records["Tags"]:
        labels.setdefault(str(tag["group"]), []).append(str(tag["tag"]))
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        workbook.set_properties({"created": CREATED})
        workbook.formats[0].set_font_name(FONT)
        styles = Styles(workbook)
        define_names(workbook, records["Tags"], [group.group for group in groups], "en")
        for spec in tables().values():
            if PROFILES.index(spec.profile) > PROFILES.index(PROFILE):
                continue
            columns = columns_of(spec, groups)
            if spec.id == CUSTOMERS:
                by_id = {column.id: column for column in columns}
                columns = [by_id[id] for id in COLUMNS]
            sheet = workbook.add_worksheet(spec.id)
            write_table(Sheet(sheet, styles, spec, columns, records.get(spec.id, []), "en", words, groups, labels))
        write_lists(workbook.add_worksheet(LISTS), records["Tags"], records["TagGroups"], "en")


def model_tables() -> dict[str, list[Record]]:
    """The shipped taxonomy and scorecard; a tag in `industry` and one in `source` is retired for another."""
    found = shipped_tables(profile=PROFILE, phase="growth", language="en", geography="both", created_on=AS_OF)
    retired: list[Record] = [
        {"group": group, "tag_id": f"{group}.old", "tag": f"Old {group}", "status": "retired", "replaced_by": target}
        for group, target in (("industry", "industry.it"), ("source", "source.other"))
    ]
    found["Tags"] = [*found["Tags"], *retired]
    found["Owners"] = [
        {"person": person, "department": "Marketing", "role": "mdr", "from": date(2020, 1, 1)} for person in PEOPLE
    ]
    return found


def follow_ups(customers: Sequence[Record]) -> list[Record]:
    """One talk for each customer that was judged, by the person who brought it."""
    return [
        {"date": AS_OF - timedelta(30), "customer_id": row["customer_id"], "by": PEOPLE[0], "channel": "phone"}
        for row in customers
        if row.get("mdr")
    ]


def customer_records(tags: Sequence[Record], count: int, seed: int = SEED) -> Iterator[Record]:
    """So many customers with plausible tags, and faults in some."""
    random = Random(seed)
    labels: dict[str, list[str]] = {}
    for tag in tags:
        if tag.get("status") != "retired":
            labels.setdefault(str(tag["group"]), []).append(str(tag["tag"]))
    label_of = {tag["tag_id"]: str(tag["tag"]) for tag in tags}
    cities = [
        (label_of[tag["parent"]], str(tag["tag"])) for tag in tags if tag["group"] == "city" and tag.get("parent")
    ]
    for number, name in enumerate(company_names(random, count), start=1):
        row = _customer(random, labels, cities)
        row = {"customer_id": f"C{number:06}", "company": name, **row}
        if random.random() < FAULT_SHARE:
            _spoil(random, row, number)
        yield row


def _customer(
    random: Random, labels: Mapping[str, Sequence[str]], cities: Sequence[tuple[str, str]]
) -> dict[str, Value | None]:
    employees = int(random.lognormvariate(5, 1.2)) + 5
    province, city = random.choice(cities)
    first = AS_OF - timedelta(random.randrange(10, 330))
    won = random.random() < 0.08
    score = random.randrange(20, 95)
    judged = random.random() < 0.15
    return {
        "industry": random.choice(labels["industry"]),
        "company_size": next(labels["company_size"][place] for limit, place in SIZES if employees < limit),
        "source": random.choice(labels["source"]),
        "stage": "Won" if won else random.choice(STAGES),
        "province": province,
        "city": city if random.random() < 0.6 else None,
        "mdr": ("Target" if random.random() < 0.6 else "Target but not now") if judged else None,
        "product_interest": "; ".join(random.sample(labels["product_interest"], random.choice((0, 1, 1, 2, 3))))
        or None,
        "employees": employees if random.random() < 0.9 else None,
        "team_headcount": max(2, employees // 9) if random.random() < 0.6 else None,
        "annual_revenue": round(employees * random.lognormvariate(11, 0.4), -3) if random.random() < 0.5 else None,
        "first_contact": first,
        "brought_by": random.choice(PEOPLE),
        "sales_status": "accepted" if won else random.choice(("new", "new", "mql")),
        "won_on": first + timedelta(random.randrange(0, 10)) if won else None,
        "deal_value": random.randrange(5, 400) * 1000 if won else None,
        "notes": random.choice(NOTES) if random.random() < 0.2 else None,
        "icp_score": score,
        "icp_tier": "A" if score >= 80 else "B" if score >= 60 else "C" if score >= 40 else "D",
        "icp_range": "B-D",
        "icp_why": "Industry fit 12; Right size 10",
        "ask_next": "Scenario fit",
        "tag_issues": 0,
    }


def _spoil(random: Random, row: dict[str, Value | None], number: int) -> None:
    """Plant one fault."""
    first = row["first_contact"]
    assert isinstance(first, date)
    faults: dict[str, dict[str, Value | None]] = {
        "unknown": {"industry": random.choice(("Machinary", "电子商务园", "Logistik", "n/a"))},
        "unknown_source": {"source": f"Partner {random.randrange(40)}"},
        "retired": {"industry": "Old industry"},
        "retired_source": {"source": "Old source"},
        "too_many": {"stage": "Contacted; Opportunity"},
        "missing": {random.choice(("industry", "source", "stage")): None},
        "duplicate": {"customer_id": f"C{max(1, number - 7):06}"},
        "negative": {"employees": -4, "team_headcount": None},
        "text_number": {"annual_revenue": "about 3 million"},
        "team": {"employees": 40, "company_size": "20-99 employees", "team_headcount": 70},
        "dates": {"won_on": first - timedelta(20), "stage": "Won", "sales_status": "accepted", "deal_value": 5000},
        "error": {"employees": CellFault("error", "#N/A"), "team_headcount": None},
    }
    row.update(faults[random.choice(sorted(faults))])
