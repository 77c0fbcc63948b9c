"""The add-in's own VBA, executed by LibreOffice: buttons reach Python, and formulas recalculate through Python."""

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from tests.test_excel_actions import demo, spelled
from tests.test_live_book import cells_of
from tests.vba_twin import SUBSTITUTIONS, run_twin, twin_modules, write_twin
from xltags.batch.checking import CheckOptions
from xltags.batch.scoring import score_only, score_workbook
from xltags.books.file import open_book
from xltags.core.dataset import Dataset
from xltags.core.scorecard import MEASURES
from xltags.core.values import CellFault, as_text
from xltags.excel.addin.build import addin_modules
from xltags.excel.addin.ribbon_xml import ribbon_xml
from xltags.excel.addin.sources import read_source
from xltags.excel.registry import load_actions

DAY = date.today()
ANSWER = 'Lê 王 "x"\'); import os #'
COUNT, TOP = 6, 10  # customers, and the row of their headers
CHANGED = 2  # the customer whose employees change
START = "*score"  # the button that starts Python for good; the others only write down their command


def ribbon() -> etree._Element:
    return etree.fromstring(ribbon_xml(read_source("ribbon.xml"), load_actions(), "zh")[0])


def tags() -> list[str]:
    """The tag of every button, as Excel hands it to the callback."""
    return [element.get("tag", "") for element in ribbon().iter() if element.get("tag")]


def test_the_twin_is_the_add_in_but_for_what_is_declared() -> None:
    ours = {module.name: module.source for module in addin_modules()}
    twin = {module.name: module.source for module in twin_modules()}
    for change in SUBSTITUTIONS:
        assert change.new in twin[change.module] and change.why
    for name in ("ThisWorkbook", "xltags_help"):
        assert twin[name].strip() == ours[name].strip()
    (asked,) = [it for it in SUBSTITUTIONS if it.module == "XltagsRibbon"]
    assert twin["XltagsRibbon"].replace(asked.new, asked.old).strip() == ours["XltagsRibbon"].strip()


@dataclass(frozen=True)
class Twin:
    """A run of the twin: its folder, what was seen by name, and the workbook as it was before."""

    folder: Path
    seen: dict[str, list[str]]
    before: Path

    def lines(self, name: str) -> list[str]:
        return (self.folder / name).read_text("utf-8").splitlines()


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Twin:
    folder = tmp_path_factory.mktemp("twin")
    before = demo(folder / "before.xlsx", count=COUNT, language="zh")
    shutil.copy(before, folder / "front.xlsx")
    write_twin(folder / "twin.xlsm")
    (folder / "buttons.txt").write_text("\n".join([START, *(f" {tag}" for tag in tags())]), "utf-8")
    (folder / "answer.txt").write_text(ANSWER, "utf-8")
    rows, steps = laid_out(score_only(before, as_of=DAY)[0])
    (folder / "customers.txt").write_text("\n".join("\t".join(row) for row in rows), "utf-8")
    (folder / "formulas.txt").write_text("\n".join("\t".join(step) for step in steps), "utf-8")
    lines = [line.split("\t") for line in run_twin(folder)]
    assert not [line for line in lines if line[0].startswith("failed")], lines
    assert not (folder / "faults.txt").exists(), (folder / "faults.txt").read_text("utf-8")
    return Twin(folder, {line[0]: line[1:] for line in lines}, before)


def laid_out(dataset: Dataset) -> tuple[list[list[str]], list[tuple[str, str, str]]]:
    """The customers as rows of texts, and what is done in the sheet."""
    table = dataset.customers.table
    wanted = [id for id in table.columns if id in dataset.customers.tags or id in MEASURES or id == "customer_id"]
    rows = [[table.columns[id].header for id in wanted]]
    for record in range(len(table)):
        cells = [table.value(record, id) for id in wanted]
        rows.append(["" if it is None or isinstance(it, CellFault) else written(it) for it in cells])
    last, employees = letter(len(wanted)), letter(wanted.index("employees") + 1)
    body = f"A{TOP + 1}:{last}{TOP + COUNT}"
    head, one = f"A{TOP}:{last}{TOP}", f"A{TOP + 1 + CHANGED}:{last}{TOP + 1 + CHANGED}"
    points, tiers, alone = f"BA{TOP + 1}:BA{TOP + COUNT}", f"BB{TOP + 1}:BB{TOP + COUNT}", "BC11:BC11"
    return rows, [
        (points, "array", f"=ICP_SCORE({body};{head})"),
        (tiers, "array", f"=ICP_TIER({body};{head})"),
        (alone, "array", f"=ICP_WHY({one};{head})"),
        ("BD11:BD11", "array", '=TAG_SUGGEST("Manufacturng";"industry")'),
        ("BD12:BD12", "array", f"=ICP_TIER({body};{body})"),
        *((area, "see", f"{name} before") for area, name in ((points, "points"), (tiers, "tiers"), (alone, "why"))),
        ("BD11:BD11", "see", "suggestion"),
        ("BD12:BD12", "see", "wrong"),
        (f"{employees}{TOP + 1 + CHANGED}:{employees}{TOP + 1 + CHANGED}", "value", "7"),
        *((area, "see", f"{name} after") for area, name in ((points, "points"), (tiers, "tiers"), (alone, "why"))),
    ]


def written(value: object) -> str:
    return f"#{value}" if isinstance(value, int | float) else as_text(value).replace("\n", " ")  # type: ignore[arg-type]


def letter(number: int) -> str:
    return openpyxl.utils.get_column_letter(number)


def says(path: Path) -> dict[str, list[str]]:
    """What the library says of a workbook's customers."""
    _, scores = score_only(path, as_of=DAY)
    return {
        "points": [f"{it:g}" for it in scores.points.tolist()],
        "tiers": list(scores.tiers()),
        "why": [scores.why_text(CHANGED, "zh")],
    }


@pytest.mark.slow
@pytest.mark.libreoffice
def test_every_button_reaches_python_with_its_command(twin: Twin) -> None:
    asked = {tag.partition("?")[0]: tag.partition("?")[2] for tag in tags() if "?" in tag}
    names = [tag if "?" not in tag else f"{tag.partition('?')[0]}:{spelled(ANSWER)}" for tag in ["score", *tags()]]
    assert twin.lines("commands.txt") == [f"from xltags.excel import ribbon; ribbon.run('{name}')" for name in names]
    assert list(filter(None, twin.lines("questions.txt"))) == list(asked.values()) != []


@pytest.mark.slow
@pytest.mark.libreoffice
def test_the_command_does_in_python_what_the_command_line_does(twin: Twin, tmp_path: Path) -> None:
    assert twin.lines("alerts.txt")[0].startswith(f"已为 {COUNT} 家客户评分")
    score_workbook(twin.before, CheckOptions(as_of=DAY), out=tmp_path / "scored.xlsx")
    with open_book(twin.folder / "front.xlsx") as front, open_book(tmp_path / "scored.xlsx") as scored:
        assert cells_of(front.read(as_of=DAY)) == cells_of(scored.read(as_of=DAY))


@pytest.mark.slow
@pytest.mark.libreoffice
def test_formula_cells_show_what_the_library_says_and_follow_a_change(twin: Twin, tmp_path: Path) -> None:
    dataset, _ = score_only(twin.before, as_of=DAY)
    before = says(twin.before)
    workbook = openpyxl.load_workbook(twin.before)
    workbook["Customers"][f"{dataset.customers.table.columns['employees'].letter}{2 + CHANGED}"] = 7
    workbook.save(tmp_path / "after.xlsx")
    after = says(tmp_path / "after.xlsx")
    assert {name: twin.seen[f"see {name} before"] for name in before} == before
    assert {name: twin.seen[f"see {name} after"] for name in after} == after
    assert before != after
    assert twin.seen["see suggestion"] == ["制造业"]
    assert twin.seen["see wrong"][0].startswith("#ICP: ")
