"""Button, formula, library and command line on random workbooks: the same cells, one by one."""

import json
import random
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.doors import call
from tests.test_excel_actions import few, opened, press
from tests.test_live_book import cells_of
from xltags.batch.checking import CheckOptions, check_workbook
from xltags.batch.scoring import score_only
from xltags.books.computed import computed_values
from xltags.books.demo.data import demo_tables
from xltags.books.file import open_book
from xltags.books.live import LiveBook
from xltags.books.shipped import Geography, Record
from xltags.books.template import new_workbook
from xltags.core.finding import LANGUAGES, Language
from xltags.core.values import CellFault, Value
from xltags.excel import formula_model, udfs
from xltags.excel.model_range import model_cells
from xltags.excel.registry import FORMULAS, load_formulas

DAY = date.today()
COMPUTED: dict[str, str] = {
    "ICP_SCORE": "icp_score", "ICP_TIER": "icp_tier", "ICP_RANGE": "icp_range", "ICP_WHY": "icp_why",
}  # fmt: skip
ODD: tuple[Value | None, ...] = (None, None, "Zoo", "MANUFACTURING", " retail ", "制造业", 0, -5, 1e9, 49.5, "viele",
                                 CellFault("error", "#N/A"))  # fmt: skip


def random_book(path: Path, seed: int) -> Language:
    """A workbook whose customers, people, points, cut-offs and switched-on indicators are dealt out anew."""
    deal = random.Random(seed)
    language = LANGUAGES[seed % len(LANGUAGES)]
    data = few({id: [dict(row) for row in rows] for id, rows in demo_tables(language=language).items()}, 12)
    data["Customers"] = data["Customers"][: deal.randint(1, 12)]
    _deal_customers(data["Customers"], deal)
    for row in data["Contacts"]:
        row["chain_role"] = deal.choice([row.get("chain_role"), "ceo", "finance", "it_manager", None])  # type: ignore[index]
    for row in data["Indicators"]:
        row["on"] = deal.choice([row["on"], row["on"], "yes", "no"])  # type: ignore[index]
    for row in data["Bands"]:
        if row.get("points") is not None:
            row["points"] = deal.choice([row["points"], deal.randint(-10, 30), deal.randint(0, 60) / 4])  # type: ignore[index]
    cuts = sorted(deal.sample(range(1, 55), 3), reverse=True)
    for row, cut in zip(data["Tiers"], [*cuts, 0], strict=True):
        row["min_points"] = cut  # type: ignore[index]
    geography: Geography = deal.choice(["cn", "vn", "both"])
    new_workbook(
        path, profile="full", language=language, geography=geography, created_on=date(2026, 1, 1), data=data,
        formulas=False,
    )  # fmt: skip
    return language


def _deal_customers(rows: Sequence[Record], deal: random.Random) -> None:
    """Each column's cells anew, from those of all customers, two at once, and such as nobody expects."""
    ids = sorted({id for row in rows for id in row} - {"company", "first_contact"})
    for id in ids:
        known = [row.get(id) for row in rows]
        pairs = [f"{a}; {b}" for a, b in pairwise(known) if isinstance(a, str) and isinstance(b, str)]
        keep = 8 if id == "customer_id" else 2
        # What Excel makes of a number outside its calendar in a cell that shows dates, no stand-in can tell.
        odd = [it for it in ODD if isinstance(it, str)] if any(isinstance(it, date) for it in known) else ODD
        for row in rows:
            row[id] = deal.choice([*known * keep, *pairs[:1], *odd])  # type: ignore[index]


def _plain(values: Sequence[Any]) -> list[Any]:
    return [None if it == "" else round(it, 9) if isinstance(it, float) else it for it in values]


def _column(result: Any) -> list[Any]:
    return _plain([row[0] for row in result] if isinstance(result, list) else [result])


@pytest.mark.parametrize("seed", [*range(2), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 100))])
def test_button_formula_library_and_command_line_agree_cell_by_cell(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    path = tmp_path / "random.xlsx"
    language = random_book(path, seed)
    dataset, scores = score_only(path, as_of=DAY)
    expected = {id: _plain(it) for id, it in computed_values(dataset, scores, language=language).items()}

    said = json.loads(call(capsys, "score", path, "--json").out)["customers"]
    assert [[it["score"], it["tier"], it["range"]] for it in said] == [
        list(each) for each in zip(*(expected[id] for id in ("icp_score", "icp_tier", "icp_range")), strict=True)
    ]

    book = opened(path)
    formula_model.WORKBOOK_MODELS.forget()
    monkeypatch.setattr(udfs, "model_in_front", lambda: formula_model.WORKBOOK_MODELS.model(book))
    table = book.sheets["Customers"].tables[0]
    values, headers = table.data_body_range.impl.raw_value, table.header_row_range.impl.raw_value
    load_formulas()
    for name, id in COMPUTED.items():
        formula = FORMULAS[name].function
        assert _column(formula(values, headers)) == expected[id], name
        assert _plain([formula(row, headers) for row in values]) == expected[id], name
        assert _column(formula(values, headers, model_cells(LiveBook(book).read_tables()))) == expected[id], name

    press(book, "check")
    pane = book.sheets["Findings"].tables[0].range.options(ndim=2).value[1:]
    found = check_workbook(path, CheckOptions(as_of=DAY)).findings
    assert [(row[0], row[1], row[2], row[3]) for row in pane] == [
        (it.severity, it.code, it.sheet or None, it.cell or None) for it in found
    ]

    press(book, "score")
    assert call(capsys, "score", path, "-o", tmp_path / "scored.xlsx").code == 0
    with open_book(tmp_path / "scored.xlsx") as file:
        scored = cells_of(file.read(as_of=DAY))
    assert cells_of(LiveBook(book).read(as_of=DAY)) == scored
    assert {id: _plain(scored["Customers"][id]) for id in expected} == expected


@pytest.mark.slow
def test_random_workbooks_differ_in_what_matters(tmp_path: Path) -> None:
    tiers, errors = set(), 0
    for seed in range(6):
        random_book(tmp_path / "x.xlsx", seed)
        dataset, scores = score_only(tmp_path / "x.xlsx", as_of=DAY)
        tiers |= set(scores.tiers())
        errors += sum(
            isinstance(value, CellFault) for it in dataset.customers.table.columns.values() for value in it.values
        )
    assert len(tiers) == 4 and errors
