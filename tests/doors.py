"""The command line called as its users call it, and a small team's workbook to call it on."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from xltags.books.shipped import Record, shipped_tables
from xltags.books.template import new_workbook
from xltags.cli.app import run
from xltags.core.finding import Language
from xltags.core.values import Value

ROOT = Path(__file__).resolve().parents[1]
AS_OF = "2026-09-30"
Row = dict[str, Value | None]

# What goes wrong in a real list: an unknown tag, another spelling, text for a number, a formula-like name, an id twice.
TEAM: tuple[Row, ...] = (
    {"customer_id": "001", "company": "Acme Ltd", "industry": "Manufacturing", "source": "Search ads",
     "stage": "Won", "employees": 120, "first_contact": date(2026, 1, 5), "brought_by": "An", "owner": "Li",
     "sales_status": "accepted", "won_on": date(2026, 3, 1), "deal_value": 1000.5},
    {"customer_id": "002", "company": "=cmd|' /C calc'!A0", "industry": "Manufacturng", "source": "PPC",
     "stage": "Contacted", "employees": 30, "first_contact": date(2026, 2, 5), "sales_status": "mql"},
    {"customer_id": "003", "company": "河南机械有限公司", "industry": "制造业", "source": "Radio",
     "stage": "Opportunity", "employees": "viele", "first_contact": date(2026, 2, 6), "sales_status": "new"},
    {"customer_id": "004", "company": "Công ty Hòa Bình", "industry": "Business services", "source": "Referral",
     "employees": 8, "first_contact": date(2026, 7, 1), "lost_on": date(2026, 8, 1)},
    {"customer_id": "004", "company": "Nobody & Sons", "first_contact": date(2026, 8, 2)},
)  # fmt: skip


@dataclass(frozen=True)
class Ran:
    """What a call gave: exit code, standard output, standard error."""

    code: int
    out: str
    err: str


def call(capsys: pytest.CaptureFixture[str], *words: object) -> Ran:
    """The command line in this process."""
    capsys.readouterr()
    code = run([str(word) for word in words])
    captured = capsys.readouterr()
    return Ran(code, captured.out, captured.err)


def spawn(*words: object, cwd: Path | None = None, seconds: float = 20) -> Ran:
    """The command line in a process of its own, ended after so many seconds."""
    done = subprocess.run(
        [sys.executable, "-m", "xltags", *map(str, words)],
        cwd=cwd or ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=seconds,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def is_one_clear_line(text: str) -> bool:
    """Whether this is what a user gets to read when a command stops: one line, with a code, no traceback."""
    return text.startswith("xltags: ") and text.count("\n") == 1 and "Traceback" not in text


def team_book(
    path: Path,
    rows: Sequence[Row] = TEAM,
    *,
    settings: Mapping[str, Value] | None = None,
    tags: Sequence[Row] = (),
    language: Language = "en",
) -> Path:
    """A small new workbook with these customers; `settings` and `tags` come on top of the shipped ones."""
    if rows is TEAM and not settings and not tags and language == "en":
        path.write_bytes(_plain_team())
        return path
    data: dict[str, list[Record]] = {"Customers": list(rows)}
    shipped = shipped_tables(profile="small", phase="growth", language=language, created_on=date(2026, 9, 1))
    ours = dict(settings or {})
    rows_of_settings = [{**row, "value": ours.pop(str(row["key"]), row["value"])} for row in shipped["Settings"]]
    data["Settings"] = [*rows_of_settings, *({"key": key, "value": value} for key, value in ours.items())]
    data["Tags"] = [*shipped["Tags"], *tags]
    new_workbook(path, profile="small", language=language, created_on=date(2026, 9, 1), data=data)
    return path


@cache
def _plain_team() -> bytes:
    path = Path(mkdtemp(), "team.xlsx")
    return team_book(path, [*TEAM]).read_bytes()
