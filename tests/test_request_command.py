"""`xltags request`: the open wishes with their verdicts, and the tag that an accepted one becomes."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import openpyxl
import pytest

from tests.doors import Ran, call, is_one_clear_line
from tests.package_lint import lint
from tests.request_cases import SETTINGS
from xltags.books.file import open_book
from xltags.books.shipped import Record, shipped_tables
from xltags.books.template import new_workbook
from xltags.core.finding import LANGUAGES, Language
from xltags.core.request_rows import read_requests
from xltags.core.tag_requests import judge_requests

Capsys = pytest.CaptureFixture[str]
DAY = date(2026, 9, 30)
OWNERS: list[Record] = [
    {"person": "Trang", "department": "Marketing", "role": "taxonomy_owner", "from": date(2024, 1, 1)},
    {"person": "Grace", "department": "Sales", "role": "sales", "from": date(2024, 1, 1)},
]


def wish(tag: str, **changes: object) -> dict[str, object]:
    return {
        "group": "industry", "tag": tag, "reason_type": "new_analysis", "with_tag": f"Show the {tag} case.",
        "without_tag": "Leave it out.", "data_source": "First call", "expected_fill": 0.1, "department": "Sales",
        "requested_by": "Grace", "requested_on": date(2026, 9, 1), "verdict": "pending", **changes,
    }  # fmt: skip


WISHES = (
    wish("Furniture"),  # row 2
    wish("Textiles", without_tag="show the textiles case"),  # row 3: rejected
    wish("Ceramics", without_tag=None),  # row 4: asked back
    wish("Toys", group="scenario", verdict="accept", decided_by="Trang", decided_on=date(2026, 8, 8)),  # row 5
    wish("Glass", verdict="reject", decided_by="Trang", decided_on=date(2026, 8, 8)),  # row 6: settled
)


def book(path: Path, language: Language = "en", wishes: tuple[dict[str, object], ...] | None = None) -> Path:
    """A new standard workbook with the wishes and two colleagues, provinces and cities left out."""
    if wishes is None:
        path.write_bytes(_plain(language))
        return path
    shipped = shipped_tables(profile="standard", phase="growth", language=language, created_on=DAY)
    places = ("province", "city")
    data: dict[str, list[Record]] = {
        "TagGroups": [row for row in shipped["TagGroups"] if row["group"] not in places],
        "Tags": [row for row in shipped["Tags"] if row["group"] not in places],
        "Settings": [{**row, "value": SETTINGS.get(str(row["key"]), row["value"])} for row in shipped["Settings"]],
        "Owners": OWNERS,
        "TagRequests": [*wishes],  # type: ignore[list-item]  # plain cells
        "Customers": [{"customer_id": "C1", "company": "Acme", "industry": "Furniture"}],
    }
    new_workbook(path, profile="standard", language=language, created_on=DAY, data=data)
    return path


@cache
def _plain(language: Language) -> bytes:
    return book(Path(mkdtemp(), "team.xlsx"), language, WISHES).read_bytes()


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return book(tmp_path / "team.xlsx")


def request(capsys: Capsys, *words: object) -> Ran:
    return call(capsys, "request", *words, "--as-of", DAY)


def test_the_open_requests_come_with_verdict_and_reasons_and_nothing_changes(capsys: Capsys, workbook: Path) -> None:
    before = workbook.read_bytes()
    ran = request(capsys, workbook)
    assert ran.code == 0
    assert workbook.read_bytes() == before
    assert ran.out.splitlines()[0] == "4 open, 1 settled"
    assert "row 2  industry: Furniture  accept  (Sales, Grace, 2026-09-01)" in ran.out
    assert "row 3  industry: Textiles  reject" in ran.out
    assert "row 4  industry: Ceramics  ask back" in ran.out
    assert "Glass" not in ran.out
    assert "Glass" in request(capsys, workbook, "--all").out


@pytest.mark.parametrize(("language", "says"), [("zh", "驳回"), ("vi", "từ chối")])
def test_verdicts_come_in_the_language_asked_for(capsys: Capsys, workbook: Path, language: str, says: str) -> None:
    assert says in request(capsys, workbook, "--lang", language).out


def test_the_json_has_every_request_with_codes_for_programs(capsys: Capsys, workbook: Path) -> None:
    found = json.loads(request(capsys, workbook, "--json").out)
    assert [(it["row"], it["open"], it["verdict"]) for it in found["requests"]] == [
        (2, True, "accept"), (3, True, "reject"), (4, True, "ask"), (5, True, "accept"), (6, False, "accept"),
    ]  # fmt: skip
    assert [it["code"] for it in found["requests"][1]["reasons"]] == ["no_strategy"]
    assert found["accepted"] == []


def test_the_command_says_what_the_library_says(capsys: Capsys, workbook: Path) -> None:
    with open_book(workbook) as opened:
        judged = judge_requests(opened.read(as_of=DAY))
    found = json.loads(request(capsys, workbook, "--json").out)["requests"]
    assert [it["verdict"] for it in found] == [it.verdict for it in judged]
    assert [[reason["text"] for reason in it["reasons"]] for it in found] == [
        [reason.text["en"] for reason in it.reasons] for it in judged
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_accepting_writes_the_tag_with_its_history_and_the_decision(
    capsys: Capsys, tmp_path: Path, language: Language
) -> None:
    given = book(tmp_path / "team.xlsx", language)
    out = tmp_path / "out.xlsx"
    ran = request(capsys, given, "--accept", 2, "--definition", "Makes tables.", "-o", out)
    assert ran.code == 0, ran.err
    assert "accepted 1 request, decided by Trang" in ran.out
    with open_book(out) as opened:
        dataset = opened.read(as_of=DAY)
    tag = dataset.model.taxonomy.tag("industry.furniture")
    assert tag is not None
    assert (tag.tag, tag.definition, tag.with_tag) == ("Furniture", "Makes tables.", "Show the Furniture case.")
    assert (tag.origin, tag.status, tag.department) == ("custom", "active", "Sales")
    assert (tag.created_by, tag.created_on) == ("Grace", DAY)
    decided = read_requests(dataset)[0]
    assert (decided.decision, decided.decided_by, decided.decided_on) == ("accept", "Trang", DAY)
    assert dataset.customers.tags["industry"].matches[0][0].tag == tag  # what was unknown is known now


def test_the_group_stays_together_so_that_drop_downs_and_parents_hold(capsys: Capsys, workbook: Path) -> None:
    def rows(path: Path) -> list[tuple[object, ...]]:
        sheet = openpyxl.load_workbook(path)["Tags"]
        return [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=2)]

    before = rows(workbook)
    assert request(capsys, workbook, "--accept", 2, "--accept", 5, "--in-place").code == 0
    after = rows(workbook)
    groups = [row[0] for row in after]
    assert [group for place, group in enumerate(groups) if place == 0 or groups[place - 1] != group] == list(
        dict.fromkeys(groups)
    )
    assert [row for row in after if row[2] not in ("Furniture", "Toys")] == before
    names = openpyxl.load_workbook(workbook).defined_names
    assert "lst_industry" in names
    assert lint(workbook) == []
    assert call(capsys, "undo", workbook).code == 0
    assert rows(workbook) == before


def test_the_accepted_one_is_settled_and_the_lint_is_content(capsys: Capsys, workbook: Path) -> None:
    assert request(capsys, workbook, "--accept", 2, "--definition", "Makes tables.", "--in-place").code == 0
    assert "2 settled" in request(capsys, workbook).out
    again = request(capsys, workbook, "--accept", 2, "--in-place")
    assert again.code == 2
    assert "is settled" in again.err
    said = call(capsys, "lint", workbook, "--as-of", DAY).out
    assert "GOV004" not in said
    assert "GOV005" not in said
    assert "GOV023" not in said


def test_all_accepted_takes_what_the_rules_accept_and_keeps_an_earlier_decision(capsys: Capsys, workbook: Path) -> None:
    ran = request(capsys, workbook, "--accept", "all-accepted", "--in-place", "--json")
    assert [it["tag_id"] for it in json.loads(ran.out)["accepted"]] == ["industry.furniture", "scenario.toys"]
    with open_book(workbook) as opened:
        requests = read_requests(opened.read(as_of=DAY))
    assert [it.decision for it in requests] == ["accept", "pending", "pending", "accept", "reject"]
    assert requests[3].decided_on == date(2026, 8, 8)
    nothing = request(capsys, workbook, "--accept", "all-accepted", "--in-place")
    assert (nothing.code, "accepted 0 requests" in nothing.out) == (0, True)


def test_no_more_are_accepted_than_the_budget_has_places(capsys: Capsys, tmp_path: Path) -> None:
    wishes = tuple(wish(f"Trade {number}", with_tag=f"Call line {number}.") for number in range(20))
    given = book(tmp_path / "team.xlsx", wishes=wishes)
    ran = request(capsys, given, "--accept", "all-accepted", "--in-place", "--json")
    assert len(json.loads(ran.out)["accepted"]) == 120 - 114  # 9 people and a system carry 120
    assert "GOV010" not in call(capsys, "lint", given, "--as-of", DAY).out


def test_a_question_that_people_answered_may_pass(capsys: Capsys, workbook: Path) -> None:
    asked = request(capsys, workbook, "--accept", 4, "--in-place")
    assert asked.code == 2
    assert "--answered" in asked.err
    assert request(capsys, workbook, "--accept", 4, "--answered", "--in-place").code == 0


WRONG = [
    (["--accept", "3", "--in-place"], "complete the request first"),
    (["--accept", "3", "--answered", "--in-place"], "complete the request first"),
    (["--accept", "99", "--in-place"], "row 99 holds no request"),
    (["--accept", "6", "--in-place"], "is settled: reject"),
    (["--accept", "first", "--in-place"], "is no row"),
    (["--accept", "2"], "say where the result goes"),
    (["--in-place"], "say what is accepted"),
    (["--accept", "2", "--by", "Grace", "--in-place"], "has no right to change tags on 2026-09-30 (sheet Owners); ask"),
    (["--accept", "all-accepted", "--definition", "x", "--in-place"], "goes with a single row"),
]


@pytest.mark.parametrize(("words", "says"), WRONG, ids=[" ".join(words) for words, _ in WRONG])
def test_what_cannot_be_done_is_said_in_one_line_and_nothing_changes(
    capsys: Capsys, workbook: Path, words: list[str], says: str
) -> None:
    before = workbook.read_bytes()
    ran = request(capsys, workbook, *words)
    assert ran.code == 2
    assert says in ran.err
    assert is_one_clear_line(ran.err)
    assert workbook.read_bytes() == before


def test_without_a_taxonomy_owner_the_decider_must_be_named(capsys: Capsys, tmp_path: Path) -> None:
    given = book(tmp_path / "team.xlsx")
    sheet = openpyxl.load_workbook(given)
    sheet["Owners"]["E2"] = date(2025, 1, 1)  # Trang has left
    sheet.save(given)
    ran = request(capsys, given, "--accept", 2, "--in-place")
    assert (ran.code, "--by NAME" in ran.err) == (2, True)
