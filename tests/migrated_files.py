"""Small workbooks on disk for tests of migrations, and a plan that fits them all."""

import shutil
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from xltags.books.shipped import shipped_tables
from xltags.books.template import new_workbook
from xltags.core.dataset import Dataset
from xltags.core.finding import Language
from xltags.core.values import Value

DAY = date(2026, 9, 30)
PLAN = """name = "autumn"
version = "2027"

[[step]]
do = "rename_tag"
group = "industry"
tag = "Trade and distribution"
to = { en = "Trade", zh = "商贸", vi = "Thương mại" }

[[step]]
do = "retire_tag"
group = "source"
tag = "source.referral"
successor = "source.event"

[[step]]
do = "add_tag"
group = "industry"
tag = { en = "Space", zh = "航天", vi = "Vũ trụ" }
with_tag = "Invite to the launch."
without_tag = "Ordinary newsletter."

[[step]]
do = "rename_group"
group = "scenario"
to = "use_case"
label_en = "Use case"
label_zh = "用途"
label_vi = "Mục đích"
"""


def plan_file(folder: Path, text: str = PLAN) -> Path:
    """The plan as a file of a folder."""
    path = folder / "autumn.toml"
    path.write_text(text, encoding="utf-8")
    return path


def filled_book(path: Path, language: Language, *, extra_tag: str = "", version: int = 0) -> Path:
    """A copy at `path` of a workbook that is made once: a few customers, tags typed in other languages and as synonyms.

    `version` 1 and 2 lack tags that later ones have, as old workbooks do; `extra_tag` is one more tag of industry.
    """
    shutil.copy(_made(language, extra_tag, version), path)
    return path


@cache
def _made(language: Language, extra_tag: str, version: int) -> Path:
    path = Path(mkdtemp()) / "book.xlsx"
    tables = {id: [dict(row) for row in rows] for id, rows in _shipped(language).items()}
    labels = {str(tag["tag_id"]): str(tag["tag"]) for tag in tables["Tags"]}
    if version:
        late = [tag for tag in tables["Tags"] if tag["group"] == "scenario"][2:]
        tables["Tags"] = [tag for tag in tables["Tags"] if tag not in late]
    if version == 2:
        tables["Tags"] = [tag for tag in tables["Tags"] if tag["tag_id"] != "source.referral"]
    if extra_tag:
        tables["Tags"].insert(1, {"group": "industry", "tag_id": "x.1", "tag": extra_tag, "status": "active"})
    scenario = next(tag["tag"] for tag in tables["Tags"] if tag["group"] == "scenario")
    customers = (
        ("C1", "商贸", labels["source.referral"]),
        ("C2", "Trade and distribution", "source.referral"),
        ("C3", labels["industry.it"], labels["source.event"]),
    )
    tables["Customers"] = [
        {"customer_id": id, "company": f"Company {id}", "industry": industry, "source": source, "scenario": scenario}
        for id, industry, source in customers
    ]
    tables["FollowUps"] = [{"date": date(2026, 1, 5), "customer_id": "C1", "note": "called"}]
    new_workbook(path, language=language, formulas=False, data=tables)
    return path


def _shipped(language: Language) -> dict[str, list[dict[str, Value | None]]]:
    return {
        id: [dict(row) for row in rows]
        for id, rows in shipped_tables(profile="standard", phase="growth", language=language, geography="none").items()
    }


def cells(data: Dataset, table: str, column: str) -> list[Value | None]:
    """The cells of a column."""
    return list(data.table(table).column(column).cells())
