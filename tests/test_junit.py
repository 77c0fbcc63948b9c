"""`--format junit`: read by junitparser and lxml, compared with the results and with the exit code."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from junitparser import Error, Failure, JUnitXml, TestCase, TestSuite
from lxml import etree

from tests.doors import AS_OF, call
from tests.format_doors import CALLS, json_beside
from tests.random_findings import nasty_book, plain, results, texts
from xltags.batch.checking import CheckResult, worst
from xltags.core.finding import SEVERITIES, Finding, Severity
from xltags.render.as_junit import render_junit

Capsys = pytest.CaptureFixture[str]
ONE = Finding("TAG001", "error", "Customers", "F17", "Source", "Radio", "'Radio' is no tag of Source", "")
severities = st.sampled_from(SEVERITIES)


def suites_of(text: str) -> list[TestSuite]:
    whole = JUnitXml.fromstring(text.encode())
    assert isinstance(whole, JUnitXml)
    return list(whole)


def cases_of(*findings: Finding, fail_on: Severity = "error") -> list[TestCase]:
    (suite,) = suites_of(render_junit([CheckResult("team.xlsx", "findings", findings)], fail_on))
    return list(suite)


def case_of(*findings: Finding, fail_on: Severity = "error") -> TestCase:
    (case,) = cases_of(*findings, fail_on=fail_on)
    return case


def listed(case: TestCase) -> list[str]:
    """What a case lists, failed or not, a line a finding."""
    texts = [case.system_out, *(each.text for each in case.result)]
    return [line for text in texts if text for line in text.splitlines()]


def failed(cases: Iterable[TestCase]) -> list[TestCase]:
    return [case for case in cases if any(isinstance(each, Failure) for each in case.result)]


# ---- laws


@given(results(texts), severities)
def test_counts_agree_with_what_is_there(many: list[CheckResult], fail_on: Severity) -> None:
    text = render_junit(many, fail_on)
    suites = suites_of(text)
    assert [suite.name for suite in suites] == [book.path for book in many]
    for suite in suites:
        cases = list(suite)
        assert suite.tests == len(cases) > 0
        assert suite.failures == len(failed(cases))
        assert suite.errors == sum(isinstance(each, Error) for case in cases for each in case.result)
        assert len({(case.classname, case.name) for case in cases}) == len(cases)
    whole = etree.fromstring(text.encode())
    for name in ("tests", "failures", "errors"):
        assert int(whole.attrib[name]) == sum(getattr(suite, name) for suite in suites)


@given(results(texts), severities)
def test_there_are_failures_or_errors_where_the_exit_code_says_so(many: list[CheckResult], fail_on: Severity) -> None:
    suites = suites_of(render_junit(many, fail_on))
    code = 2 if any(suite.errors for suite in suites) else int(any(suite.failures for suite in suites))
    assert code == worst(many, fail_on)


@given(results(texts), severities)
def test_every_finding_has_a_line_whatever_it_holds(many: list[CheckResult], fail_on: Severity) -> None:
    for suite, book in zip(suites_of(render_junit(many, fail_on)), many, strict=True):
        lines = Counter(case.name.split()[0] for case in suite for _ in listed(case))
        assert lines == Counter(finding.code for finding in book.findings)


@given(results(plain), severities)
def test_a_line_says_where_and_what(many: list[CheckResult], fail_on: Severity) -> None:
    for suite, book in zip(suites_of(render_junit(many, fail_on)), many, strict=True):
        lines = [line for case in suite for line in listed(case)]
        for finding in book.findings:
            place = f"{finding.sheet}!{finding.cell}" if finding.cell else finding.sheet
            assert any(place in line and finding.message in line and finding.suggestion in line for line in lines)


# ---- cases


@pytest.mark.parametrize(
    ("severity", "fail_on", "fails"),
    [
        ("error", "error", True),
        ("warning", "error", False),
        ("note", "error", False),
        ("error", "warning", True),
        ("warning", "warning", True),
        ("note", "warning", False),
        ("note", "note", True),
    ],
)
def test_a_rule_fails_from_the_severity_asked_for(severity: Severity, fail_on: Severity, fails: bool) -> None:
    case = case_of(replace(ONE, severity=severity), fail_on=fail_on)
    assert bool(failed([case])) is fails
    assert listed(case) == ["Customers!F17  'Radio' is no tag of Source"]


def test_a_failure_tells_how_many_and_the_first_place() -> None:
    case = case_of(ONE, replace(ONE, cell="F21", message="'Manufacturng' is no tag", suggestion="Manufacturing"))
    (failure,) = case.result
    assert (case.classname, case.name) == ("team.xlsx", "TAG001 unknown tag")
    assert (failure.type, failure.message) == (
        "TAG001",
        "2 errors, the first at Customers!F17: 'Radio' is no tag of Source",
    )
    assert listed(case)[1] == "Customers!F21  'Manufacturng' is no tag → Manufacturing"


def test_the_worst_rule_comes_first_and_one_of_two_severities_is_one_case() -> None:
    note = replace(ONE, code="CUS003", severity="note")
    cases = cases_of(note, ONE, replace(ONE, severity="note", cell="F3"), replace(note, code="CUS004"))
    assert [case.name.split()[0] for case in cases] == ["TAG001", "CUS003", "CUS004"]
    assert len(listed(cases[0])) == 2
    assert [case.name for case in failed(cases)] == ["TAG001 unknown tag"]


def test_a_workbook_without_findings_is_seen() -> None:
    text = render_junit([CheckResult("team.xlsx", "clean", hidden=1200)], "note")
    ((case,),) = suites_of(text)
    assert (case.name, case.result, case.system_out) == ("no findings", [], None)
    assert etree.fromstring(text.encode()).findtext("testsuite/system-out") == "1,200 known from the baseline"


def test_a_workbook_that_could_not_be_read_is_an_error() -> None:
    broken = CheckResult("old.xlsx", "unreadable", error="old.xlsx: is encrypted", code="FILE003")
    (suite,) = suites_of(render_junit([broken], "error"))
    (case,) = suite
    (error,) = case.result
    assert (case.name, type(error), error.type) == ("FILE003 cannot be read", Error, "FILE003")
    assert error.message == "is encrypted"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x07", "\\x07"),
        ("a\nb", "a\\x0ab"),
        ("\ud800", "\\ud800"),
        ("\uffff", "\\uffff"),
        ("\u2028", "\\u2028"),
        ("<b>&amp;]]>", "<b>&amp;]]>"),
        ("客户 🙂", "客户 🙂"),
    ],
)
def test_what_xml_cannot_hold_can_be_read(text: str, shown: str) -> None:
    (failure,) = case_of(replace(ONE, sheet=text, message=text)).result
    assert failure.text == f"{shown}!F17  {shown}"
    assert failure.message == f"1 error, the first at {shown}!F17: {shown}"


# ---- the doors


@pytest.mark.parametrize("words", CALLS)
def test_the_file_holds_the_findings_of_json_with_the_same_exit_code(
    capsys: Capsys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    as_json = json_beside(capsys, tmp_path, words, format="junit", output="out.xml")
    (suite,) = suites_of(Path("out.xml").read_text("utf-8"))
    assert bool(suite.failures) is bool(as_json.code)
    told = Counter((case.name.split()[0], line.partition("  ")[0]) for case in suite for line in listed(case))
    assert told == Counter(
        (each["code"], f"{each['sheet']}!{each['cell']}" if each["cell"] else each["sheet"])
        for book in json.loads(as_json.out)["workbooks"]
        for each in book["findings"]
    )


def test_no_cell_of_a_workbook_makes_a_file_that_cannot_be_read(
    capsys: Capsys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    count = nasty_book(tmp_path / "nasty.xlsx")
    options = ("--format", "junit", "--select", "TAG001", "--as-of", AS_OF, "-o", "out.xml")
    assert call(capsys, "check", "nasty.xlsx", *options).code == 1
    (suite,) = suites_of(Path("out.xml").read_text("utf-8"))
    assert [len(listed(case)) for case in suite] == [count]
