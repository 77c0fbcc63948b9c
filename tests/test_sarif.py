"""`--format sarif`: the schema of the standard, what code scanning makes of it, and that nothing is lost on the way."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Schema

from tests.doors import AS_OF, call
from tests.format_doors import CALLS, json_beside
from tests.random_findings import nasty_book, plain, results, texts
from xltags import __version__
from xltags.batch.checking import CheckResult
from xltags.core.finding import SEVERITIES, Finding
from xltags.render import as_sarif
from xltags.render.as_sarif import LISTED, render_sarif
from xltags.render.rule_pages import known_rules

Capsys = pytest.CaptureFixture[str]
ONE = Finding("TAG001", "error", "Customers", "F17", "Source", "Radio", "'Radio' is no tag of Source", "")


def run_of(many: list[CheckResult], folder: str | None = None) -> dict[str, Any]:
    """The one run of what is written, once the schema has accepted it."""
    text = render_sarif(many, folder=PurePosixPath(folder) if folder else None)
    document = json.loads(text.encode())
    Schema.model_validate(document)
    (run,) = document["runs"]
    assert (document["version"], run["tool"]["driver"]["version"]) == ("2.1.0", __version__)
    assert text.endswith("}\n")
    return dict(run)


def results_of(*findings: Finding, path: str = "team.xlsx") -> list[dict[str, Any]]:
    return list(run_of([CheckResult(path, "findings", findings)])["results"])


def told(result: dict[str, Any]) -> tuple[str, ...]:
    """A result as the finding that it was."""
    facts = result["properties"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    return (uri, result["ruleId"], result["level"], *(facts[name] for name in ("sheet", "cell", "column", "value")))


def fingerprint(result: dict[str, Any]) -> str:
    (value,) = result["partialFingerprints"].values()
    return str(value)


def read(message: str) -> str:
    """A message as a reader of the standard shows it."""
    return message.replace("{{", "{").replace("}}", "}").replace("\\](", "](")


def notices(run: dict[str, Any], level: str) -> list[dict[str, Any]]:
    (invocation,) = run["invocations"]
    return [notice for notice in invocation["toolExecutionNotifications"] if notice["level"] == level]


# ---- laws


@given(results(plain))
def test_every_finding_is_there_once_the_worst_first(many: list[CheckResult]) -> None:
    run = run_of(many)
    expected = Counter(
        (book.path, each.code, each.severity, each.sheet, each.cell, each.column, each.value)
        for book in many
        for each in book.findings
    )
    assert Counter(map(told, run["results"])) == expected
    ranks = [SEVERITIES.index(result["level"]) for result in run["results"]]
    assert ranks == sorted(ranks)
    messages = Counter(read(result["message"]["text"]).partition(" → ")[0] for result in run["results"])
    assert messages == Counter(each.message.partition(" → ")[0] for book in many for each in book.findings)


@given(results(texts))
def test_any_text_gives_what_the_schema_and_every_service_can_hold(many: list[CheckResult]) -> None:
    run = run_of(many)
    assert len(run["results"]) == sum(len(book.findings) for book in many)
    held = json.dumps(run, ensure_ascii=False).encode()  # fails at half a pair
    assert not any(rb"\u00%02x" % number in held for number in range(32))


@given(results(texts))
def test_results_point_at_their_rule_and_no_two_have_one_fingerprint(many: list[CheckResult]) -> None:
    run = run_of(many)
    rules = run["tool"]["driver"]["rules"]
    assert {rule["id"] for rule in rules} == {each.code for book in many for each in book.findings}
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    prints = [fingerprint(result) for result in run["results"]]
    assert len(set(prints)) == len(prints)


@given(results(texts))
def test_what_could_not_be_read_is_told_by_workbook(many: list[CheckResult]) -> None:
    run = run_of(many)
    unread = [book for book in many if book.status == "unreadable"]
    assert run["invocations"][0]["executionSuccessful"] is not bool(unread)
    places = [notice["locations"][0]["physicalLocation"]["artifactLocation"] for notice in notices(run, "error")]
    assert [place["uri"] for place in places] == [book.path for book in unread]
    assert [each["location"]["uri"] for each in run["artifacts"]] == [book.path for book in many]


@given(results(plain), st.integers(0, 8))
def test_what_is_left_out_is_counted_by_rule(many: list[CheckResult], listed: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(as_sarif, "LISTED", listed)
        run = run_of(many)
    every = [each for book in many for each in book.findings]
    kept = Counter((result["level"], result["ruleId"]) for result in run["results"])
    assert kept.total() == min(listed, len(every))
    left = {
        notice["associatedRule"]["id"] + notice["message"]["text"].split("(")[1].split(")")[0]:
            int(notice["message"]["text"].split()[0])
        for notice in notices(run, "warning")
    }  # fmt: skip
    counts = Counter((each.severity, each.code) for each in every) - kept
    assert left == {code + severity: count for (severity, code), count in counts.items()}
    worst = sorted(SEVERITIES.index(each.severity) for each in every)[:listed]
    assert [SEVERITIES.index(result["level"]) for result in run["results"]] == worst


def test_findings_of_a_severity_stay_in_their_order() -> None:
    many = [replace(ONE, cell=cell, code=code) for cell, code in (("A2", "TAG001"), ("A3", "TAG001"), ("A4", "CUS003"))]
    cells = [result["properties"]["cell"] for result in results_of(replace(ONE, severity="note", cell="A1"), *many)]
    assert cells == ["A2", "A3", "A4", "A1"]


# ---- the cap of code scanning


def test_no_rule_is_crowded_out_by_another() -> None:
    many = [replace(ONE, cell=f"F{row}") for row in range(2, LISTED + 1000)]
    late = replace(ONE, code="TAX007", sheet="Tags", cell="A9")
    note = replace(ONE, code="TAG003", severity="note")
    run = run_of([CheckResult("team.xlsx", "findings", (note, *many, late))])
    assert Counter(result["ruleId"] for result in run["results"]) == {"TAG001": LISTED - 1, "TAX007": 1}
    assert [notice["message"]["text"].split(" are ")[0] for notice in notices(run, "warning")] == [
        "999 more of TAG001 (error)",
        "1 more of TAG003 (note)",
    ]


# ---- places


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("team.xlsx", "team.xlsx"),
        ("./lists/../team.xlsx", "team.xlsx"),
        ("/repo/lists/team.xlsx", "lists/team.xlsx"),
        ("Kunden 100%/a#b?.xlsx", "Kunden%20100%25/a%23b%3F.xlsx"),
        ("客户.xlsx", "%E5%AE%A2%E6%88%B7.xlsx"),
        ("c:team.xlsx", "c%3Ateam.xlsx"),
        ("\udcff.xlsx", "%FF.xlsx"),  # a name of bytes that are no UTF-8
        ("../other/team.xlsx", "file:///other/team.xlsx"),
        ("/repository/team.xlsx", "file:///repository/team.xlsx"),
        ("/other/a b.xlsx", "file:///other/a%20b.xlsx"),
    ],
)
def test_workbooks_are_told_from_the_working_folder(path: str, uri: str) -> None:
    run = run_of([CheckResult(path, "findings", (ONE,))], folder="/repo")
    place = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": uri} | ({} if uri.startswith("file:") else {"uriBaseId": "%SRCROOT%"})
    assert set(run["originalUriBaseIds"]) == {"%SRCROOT%"}


def test_a_linked_working_folder_is_the_folder(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    found = [CheckResult(str(tmp_path / "link" / name), "findings", (ONE,)) for name in ("a.xlsx", "../b.xlsx")]
    places = [told["location"] for told in run_of(found, folder=str(tmp_path.resolve() / "real"))["artifacts"]]
    assert [place["uri"] for place in places] == ["a.xlsx", (tmp_path / "b.xlsx").as_uri()]


@pytest.mark.parametrize(
    ("sheet", "cell", "region", "place"),
    [
        ("Customers", "F17", {"startLine": 17, "startColumn": 6}, ("Customers!F17", "value")),
        ("Customers", "AB3", {"startLine": 3, "startColumn": 28}, ("Customers!AB3", "value")),
        ("Customers", "", {"startLine": 1}, ("Customers", "object")),
        ("xl/styles.xml", "", {"startLine": 1}, ("xl/styles.xml", "object")),
        ("", "", {"startLine": 1}, None),
    ],
)
def test_a_cell_is_a_line_and_a_column(
    sheet: str, cell: str, region: dict[str, int], place: tuple[str, str] | None
) -> None:
    (result,) = results_of(replace(ONE, sheet=sheet, cell=cell))
    (location,) = result["locations"]
    assert location["physicalLocation"]["region"] == region
    logical = [(each["fullyQualifiedName"], each["kind"]) for each in location.get("logicalLocations", [])]
    assert logical == ([place] if place else [])


# ---- messages


@pytest.mark.parametrize(
    ("message", "suggestion", "shown"),
    [
        ("'Manufacturng' is no tag", "Manufacturing", "'Manufacturng' is no tag → Manufacturing"),
        ("'Manufacturng' is no tag; did you mean 'Manufacturing'?", "Manufacturing", None),
        ("'Radio' is no tag", "", None),
        ("'{0}' is no tag", "", "'{{0}}' is no tag"),
        ("'{{first_name}}'", "", "'{{{{first_name}}}}'"),
        ("'[here](1)' is no tag", "", "'[here\\](1)' is no tag"),
        ("a\x07b\ud800c\ufffe", "", "a\\x07b\\ud800c\\ufffe"),
        ("two\nlines", "", None),
    ],
)
def test_what_a_message_says(message: str, suggestion: str, shown: str | None) -> None:
    (result,) = results_of(replace(ONE, message=message, suggestion=suggestion))
    assert result["message"]["text"] == (shown or message)


# ---- fingerprints


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        ({"cell": "G99"}, True),
        ({"message": "'Radio' 不是标签"}, True),
        ({"suggestion": "Television"}, True),
        ({"severity": "note"}, True),
        ({"value": "radio"}, False),
        ({"column": "Industry"}, False),
        ({"sheet": "Contacts"}, False),
        ({"code": "TAG003"}, False),
    ],
    ids=str,
)
def test_a_fingerprint_stays_while_the_fault_does(changed: dict[str, Any], same: bool) -> None:
    before, after = map(results_of, (ONE, replace(ONE, **changed)))
    assert (fingerprint(before[0]) == fingerprint(after[0])) is same


def test_a_fingerprint_is_of_one_workbook() -> None:
    prints = {fingerprint(results_of(ONE, path=path)[0]) for path in ("team.xlsx", "north/team.xlsx")}
    assert len(prints) == 2


def test_of_equal_findings_one_fewer_is_one_fingerprint_fewer() -> None:
    many = [replace(ONE, cell=f"F{row}") for row in (5, 9, 12)]
    before, after = [{fingerprint(result) for result in results_of(*some)} for some in (many, many[1:])]
    assert after < before
    assert len(before) == 3


# ---- rules


def test_rules_say_what_explain_says_within_the_limits_of_code_scanning(capsys: Capsys) -> None:
    every = {rule.code: rule for rule in known_rules()}
    run = run_of([CheckResult("team.xlsx", "findings", tuple(replace(ONE, code=code) for code in every))])
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert set(rules) == set(every)
    for code, rule in rules.items():
        assert rule["name"] == every[code].name
        assert rule["defaultConfiguration"]["level"] == every[code].severity
        assert max(len(rule[name]["text"]) for name in ("shortDescription", "fullDescription")) <= 1024
        assert "\n\n**Why:** " in rule["help"]["markdown"]
        assert "\n\n**Fix:** " in rule["help"]["markdown"]  # a paragraph of its own
    assert rules["TAG001"]["help"]["text"] in call(capsys, "explain", "TAG001").out


def test_a_rule_that_nobody_knows_is_told_by_its_code() -> None:
    run = run_of([CheckResult("team.xlsx", "findings", (replace(ONE, code="XYZ001", severity="note"),))])
    (rule,) = run["tool"]["driver"]["rules"]
    assert (rule["id"], rule["help"]["text"], rule["defaultConfiguration"]) == ("XYZ001", "XYZ001", {"level": "note"})


def test_a_stop_says_what_it_means() -> None:
    broken = CheckResult("old/team.xlsx", "unreadable", error="old/team.xlsx: {is} encrypted", code="FILE003")
    run = run_of([broken])
    (notice,) = notices(run, "error")
    assert notice["message"]["text"] == "{{is}} encrypted"
    meaning = run["tool"]["driver"]["notifications"][notice["descriptor"]["index"]]
    assert meaning["id"] == notice["descriptor"]["id"] == "FILE003"
    assert meaning["shortDescription"]["text"] == "The workbook is encrypted with a password."
    assert run["results"] == run["tool"]["driver"]["rules"] == []


# ---- the doors


@pytest.mark.parametrize("words", CALLS)
def test_the_file_holds_the_findings_of_json_with_the_same_exit_code(
    capsys: Capsys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    as_json = json_beside(capsys, tmp_path, words, format="sarif", output="out.sarif")
    (expected,) = json.loads(as_json.out)["workbooks"]
    document = json.loads(Path("out.sarif").read_bytes())
    Schema.model_validate(document)
    names = ("code", "severity", "sheet", "cell", "column", "value")
    assert sorted(map(told, document["runs"][0]["results"])) == sorted(
        ("team.xlsx", *(each[name] for name in names)) for each in expected["findings"]
    )


def test_no_cell_of_a_workbook_makes_a_file_that_cannot_be_read(
    capsys: Capsys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    count = nasty_book(tmp_path / "nasty.xlsx")
    options = ("--format", "sarif", "--select", "TAG001", "--as-of", AS_OF, "-o", "out.sarif")
    assert call(capsys, "check", "nasty.xlsx", *options).code == 1
    document = json.loads(Path("out.sarif").read_bytes())
    Schema.model_validate(document)
    values = [result["properties"]["value"] for result in document["runs"][0]["results"]]
    assert len(values) == count
    assert {"q {0}", "q \\x07", "q \\ufffe", "q ]]>"} <= set(values)
