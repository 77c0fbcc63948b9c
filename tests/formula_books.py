"""Workbooks that calculate themselves, for the formula tests: made at random, calculated anew by LibreOffice."""

import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from xltags.books.computed import computed_values, number_of
from xltags.books.demo.data import AS_OF, clean_tables
from xltags.books.edits import Edit, SetCells
from xltags.books.file import open_book
from xltags.books.sheets import COMPUTED, CUSTOMERS, table_spec
from xltags.books.shipped import Record
from xltags.books.template import new_workbook
from xltags.core.finding import Language
from xltags.core.scoring import score
from xltags.core.values import Value, as_text

Reader = Callable[[str, int, int], object]  # sheet, row, column from 1 -> the value calculated there
Tables = Mapping[str, Sequence[Record]]
GROUPS = ("industry", "region", "city", "product", "stage")
ROLES = ("ceo", "cio", "finance", "plant_manager", "procurement", "Tài chính", "采购")
LANGUAGES: tuple[Language, ...] = ("en", "zh", "vi")
SLOW = list(HealthCheck)
_LETTERS = "ABCDEFGH"


@dataclass(frozen=True)
class Differs:
    """A cell where a calculation gives something else than Python."""

    column: str
    row: int
    calculated: object
    wanted: object


def demo_book(path: Path, customers: int | None = None) -> Path:
    """The first customers of the demo, without its planted faults, as formulas with nothing cached."""
    tables = clean_tables(7, "en", AS_OF)
    new_workbook(
        path, profile="full", language="en", geography="both", created_on=AS_OF,
        data={**tables, CUSTOMERS: tables[CUSTOMERS][:customers]}, formulas=True,
    )  # fmt: skip
    return path


def write_book(path: Path, tables: Tables, language: Language = "en") -> None:
    """A workbook with formulas and nothing cached."""
    new_workbook(path, profile="small", language=language, data=tables, formulas=True, created_on=AS_OF)


def calculated_by_libreoffice(paths: Sequence[Path], folder: Path) -> list[Path]:
    """The workbooks as LibreOffice saves them, calculated; one process for all."""
    out = folder / "calculated"
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(out), *map(str, paths)], check=True, capture_output=True, timeout=3000)
    return [out / path.name for path in paths]


def wanted_values(path: Path) -> tuple[list[int], dict[str, Sequence[Value | None]]]:
    """What Python gives for the computed columns, and the Excel rows of the customers."""
    with open_book(path) as book:
        dataset = book.read(as_of=AS_OF)
    language = dataset.model.settings.language
    return dataset.customers.table.rows.tolist(), computed_values(dataset, score(dataset), language=language)


def differences(path: Path, calculated: Path, language: Language = "en") -> list[Differs]:
    """Where the calculated workbook differs from Python, computed column by computed column."""
    cells = cells_of(calculated, CUSTOMERS)
    return differences_of(path, lambda _, row, column: cells[row - 1][column - 1], language)


def differences_of(path: Path, value_at: Reader, language: Language = "en") -> list[Differs]:
    """Where values (sheet, row, column from 1) differ from what Python gives for a workbook."""
    places = {str(header): number for number, header in enumerate(cells_of(path, CUSTOMERS)[0], start=1)}
    rows, wanted = wanted_values(path)
    spec, found = table_spec("Customers"), []
    for id in COMPUTED:
        column = spec.column(id)
        assert column is not None
        for row, value in zip(rows, wanted[id], strict=True):
            cell = value_at(CUSTOMERS, row, places[column.header(language)])
            if not same(cell, value):
                found.append(Differs(id, row, cell, value))
    return found


def cells_of(path: Path, sheet: str, *, results: bool = True) -> list[tuple[object, ...]]:
    """The cells of a sheet, row by row: results of formulas, or the formulas; no other sheet is read."""
    book = load_workbook(path, data_only=results, read_only=True)
    cells: list[tuple[object, ...]] = [*book[sheet].iter_rows(values_only=True)]
    book.close()
    return cells


def same(calculated: object, wanted: object) -> bool:
    """Whether two results are one; LibreOffice writes 15 digits, and an empty text as nothing."""
    if isinstance(calculated, (int, float)) and isinstance(wanted, (int, float)):
        return abs(calculated - wanted) < 1e-9
    return (calculated or "") == (wanted or "") if not isinstance(wanted, (int, float)) else calculated == wanted


def random_tables(count: int, number: int) -> list[Tables]:
    """So many random workbooks, always the same for a number."""
    found: list[Tables] = []

    @seed(number)
    @settings(max_examples=count, phases=[Phase.generate], database=None, deadline=None, suppress_health_check=SLOW)
    @given(scorecards())
    def collect(tables: Tables) -> None:
        found.append(tables)

    collect()
    return found[-count:]


def edited(path: Path, target: Path, number: int) -> Path:
    """A copy of a workbook in which somebody changed tags, rules and tiers; what changes says the number."""
    chance = Random(number)
    with open_book(path) as book:
        dataset = book.read(as_of=AS_OF)
        edits: list[Edit] = []

        def change(table_id: str, column: str, rows: Sequence[int], value: Callable[[int], Value | None]) -> None:
            table = dataset.table(table_id)
            edits.append(SetCells(table.sheet, {(row, number_of(table, column)): value(row) for row in rows}))

        def some(table_id: str, most: int) -> list[int]:
            rows: list[int] = dataset.table(table_id).rows.tolist()
            return chance.sample(rows, min(most, len(rows)))

        change("Bands", "points", some("Bands", 9), lambda row: (row % 7) * 5 - 3.5)
        change("Bands", "cap_tier", some("Bands", 1), lambda _: "C")
        change("Tiers", "min_points", some("Tiers", 9), lambda row: 45 - 11 * row)
        change("Tags", "tag", some("Tags", 2), lambda row: f"Renamed {row}")
        change("Tags", "status", some("Tags", 1), lambda _: "retired")
        change("TagGroups", "required", some("TagGroups", 2), lambda _: "yes")
        book.write(edits, target)
    return target


@st.composite
def scorecards(draw: st.DrawFn) -> Tables:
    """A taxonomy, a scorecard and customers: every kind of rule, many blanks, spellings of every kind."""
    many = {group: draw(st.booleans()) for group in GROUPS}
    tags = [tag for group in GROUPS for tag in _tags(draw, group)]
    indicators = draw(st.lists(_indicator(), min_size=1, max_size=7))
    indicators = [{**row, "indicator": f"i{number}"} for number, row in enumerate(indicators)]
    _thin_out(indicators)
    return {
        "Settings": [
            {"key": "language", "value": draw(st.sampled_from(LANGUAGES))},
            {"key": "maturity_step", "value": draw(st.sampled_from((1, 2, 3, None)))},
            {"key": "ceo_only_cap", "value": draw(st.sampled_from(("B", "C", "none", None)))},
        ],
        "TagGroups": [
            {
                "group": group,
                "label_en": group.title(),
                "values": "many" if many[group] else "one",
                "required": draw(st.sampled_from(("yes", "no", None))),
                "step": draw(st.sampled_from((1, 2, 3))),
                "status": draw(st.sampled_from(("active", "active", "active", None, "reserved"))),
            }
            for group in GROUPS
        ],
        "Tags": tags,
        "Indicators": indicators,
        "Bands": [band for row in indicators for band in _bands(draw, row, tags, many)],
        "Tiers": draw(_tiers()),
        "ChainRules": draw(_chain_rules()),
        "Customers": [_customer(draw, number, tags) for number in range(draw(st.integers(3, 12)))],
        "Contacts": draw(st.lists(_contact(), max_size=12)),
    }


def _tags(draw: st.DrawFn, group: str) -> list[Record]:
    found: list[Record] = []
    for number in range(draw(st.integers(1, 5))):
        name = f"{group} {_LETTERS[number]}"
        above: list[Value | None] = [None, None, *(tag["tag_id"] for tag in found), *(tag["tag"] for tag in found)]
        if group == "city":
            above += ["region.0", "Region A", "nowhere"]
        found.append(
            {
                "group": group,
                "tag_id": f"{group}.{number}",
                "tag": name.capitalize(),
                "zh": f"{group}{number}号" if draw(st.booleans()) else None,
                "vi": f"{group} số {number}" if draw(st.booleans()) else None,
                "synonyms": f"{name} old; {name}-x，{number}{group}" if draw(st.booleans()) else None,
                "parent": draw(st.sampled_from(above)),
                "status": draw(st.sampled_from(("active", "active", None, "retired"))),
            }
        )
    return found


def _indicator() -> st.SearchStrategy[dict[str, Value | None]]:
    fields = (*GROUPS, "employees", "team_headcount", "annual_revenue", "chain_coverage", "nothing")
    return st.fixed_dictionaries(
        {
            "label": st.sampled_from(("Fit", "Size of it", "Tình huống", None)),
            "field": st.sampled_from(fields),
            "kind": st.sampled_from(("soft", "soft", "hard", None)),
            "on": st.sampled_from(("yes", "yes", "yes", None, "no")),
        }
    )


def _thin_out(indicators: list[dict[str, Value | None]]) -> None:
    """At most three indicators on one field: formulas carry no more."""
    seen: dict[Value | None, int] = {}
    for row in indicators:
        seen[row["field"]] = seen.get(row["field"], 0) + 1
        if seen[row["field"]] > 3:
            row["field"] = "nothing"


def _bands(
    draw: st.DrawFn, indicator: Mapping[str, Value | None], tags: Sequence[Record], many: Mapping[str, bool]
) -> list[Record]:
    """Bands of an indicator; no caps and gates in groups of several values, where two indicators might share them."""
    field, hard = str(indicator["field"]), indicator["kind"] == "hard"
    own = [tag for tag in tags if tag["group"] == field]
    found: list[Record] = []
    limits = sorted(draw(st.lists(st.sampled_from((0, 1, 3, 10, 20.5, 50)), max_size=4, unique=True)))
    share = sorted(draw(st.lists(st.sampled_from((0, 0.3, 0.5, 1)), max_size=4, unique=True)))
    points = st.sampled_from((0, 5, 10, 10, 20, 30, 12.5, -5, 0.1, -2.25, 33.333333))
    for number in range(draw(st.integers(1, 4))):
        row: dict[str, Value | None] = {"indicator": indicator["indicator"], "points": draw(points)}
        if own and field in GROUPS:
            chosen = draw(st.lists(st.sampled_from(own), min_size=1, max_size=3))
            row["tag"] = draw(st.sampled_from(("; ", ",", "；"))).join(
                str(tag[draw(st.sampled_from(("tag", "tag_id")))]) for tag in chosen
            )
        else:
            cuts = [None, *(share if field == "chain_coverage" else limits), None]
            row["low"] = cuts[min(number, len(cuts) - 1)]
            row["high"] = cuts[min(number + 1, len(cuts) - 1)]
        if hard:
            row["outcome"] = draw(st.sampled_from(("pass", "reject", "pass", None)))
        if not many.get(field, False) or draw(st.integers(0, 9)) == 0:
            row["cap_tier"] = draw(st.sampled_from((None, None, None, "A", "B", "C", "D")))
        found.append(row)
    return found


def _tiers() -> st.SearchStrategy[list[Record]]:
    floors = st.sampled_from(((60, 40, 20), (30, 20, 10), (75, 55, 35), (10, 5, 0), (20, 40, 0.1)))
    return floors.map(
        lambda found: [{"tier": tier, "min_points": floor} for tier, floor in zip("ABC", found, strict=True)]
    )


def _chain_rules() -> st.SearchStrategy[list[Record]]:
    roles = st.lists(st.sampled_from(ROLES), max_size=4).map("; ".join)
    rule = st.fixed_dictionaries(
        {"low": st.sampled_from((None, 0, 10)), "high": st.sampled_from((None, 10, 50)), "required_roles": roles}
    )
    return st.lists(rule, max_size=3)


def _contact() -> st.SearchStrategy[Record]:
    return st.fixed_dictionaries(
        {
            "customer_id": st.sampled_from(("C0", "C1", "C2", "C3", " C4", "nobody", None)),
            "chain_role": st.sampled_from((*ROLES, None, "ceo", "CEO", "ceo; finance", "Plant_Manager", "dreamer")),
        }
    )


def _customer(draw: st.DrawFn, number: int, tags: Sequence[Record]) -> Record:
    row: dict[str, Value | None] = {"customer_id": f"C{number}", "company": f"Company {number}"}
    for group in GROUPS:
        own = [tag for tag in tags if tag["group"] == group]
        row[group] = draw(st.one_of(st.none(), _cell(own)))
    numbers = st.sampled_from((None, None, 0, 1, 5, 10, 12.5, 20, 49, 50, 3000, -1))
    for measure in ("employees", "team_headcount", "annual_revenue"):
        row[measure] = draw(numbers)
    return row


def _cell(tags: Sequence[Record]) -> st.SearchStrategy[str]:
    """A cell of a group: one spelling or several, some of them unknown."""
    spellings = [as_text(tag[name]) for tag in tags for name in ("tag", "tag_id", "zh", "vi") if tag[name]]
    spellings += [f"{as_text(tag['tag'])} old" for tag in tags if tag["synonyms"]]
    spellings += [spellings[0].upper(), f"  {spellings[0]} ", "unheard of", "what?", "a*", "~"]
    several = st.lists(st.sampled_from(spellings), min_size=1, max_size=4)
    return st.one_of(
        st.sampled_from(spellings),
        st.tuples(several, st.sampled_from(("; ", ",", "、"))).map(lambda it: it[1].join(it[0])),
    )
