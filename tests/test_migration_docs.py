"""The plans in docs/migration.md: each is carried out on a new workbook with customers."""

import re
from datetime import date
from pathlib import Path

import pytest

from xltags.books.memory import MemoryBook
from xltags.books.shipped import shipped_tables
from xltags.core.dataset import Dataset
from xltags.core.migration.apply import apply_plan
from xltags.core.migration.plan import step_models
from xltags.core.migration.plan_text import parse_plan

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "migration.md").read_text("utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
AS_OF = date(2026, 11, 21)


def workbook() -> Dataset:
    """A new workbook with three customers, in memory."""
    tables = shipped_tables(profile="standard", phase="growth", language="en", geography="none")
    sheets = {id: (list(rows[0]), [list(row.values()) for row in rows]) for id, rows in tables.items()}
    groups = [str(row["group"]) for row in tables["TagGroups"]]
    headers = ["customer_id", "employees", *groups]
    tags = {"company_size": "100 to 499 employees", "industry": "Software and IT services", "position": "IT engineer"}
    rows = [[f"C{size}", size, *(tags.get(group) for group in groups)] for size in (100, 300, 2000)]
    return MemoryBook({**sheets, "Customers": (headers, rows)}).read(as_of=AS_OF)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.split('do = "')[1].split('"')[0])
def test_an_example_does_what_it_says(example: str) -> None:
    plan = parse_plan(example if example.startswith("name") else f'name = "doc"\n{example}')
    applied = apply_plan(workbook(), plan)
    assert applied.conflicts == ()
    assert [(it.title, it.state, it.reason) for it in applied.outcomes if it.state != "done"] == []


def test_every_kind_of_step_has_an_example() -> None:
    assert set(re.findall(r'do = "(\w+)"', PAGE)) == set(step_models())
