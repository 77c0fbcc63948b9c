"""Annotations of GitHub Actions: within the caps of a step, true to the findings, and no workbook gives a command."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.doors import AS_OF, ROOT, call, team_book
from tests.random_findings import NASTY, results, texts
from xltags.batch.checking import CheckResult
from xltags.core.finding import SEVERITIES, Finding, Severity, cell_order
from xltags.render.as_github import LONGEST_TITLE, harmless, render_github
from xltags.render.check_lines import advice_of, place_of, reason_of
from xltags.render.visible import visible

SHOWN = {"error": "error", "warning": "warning", "note": "notice"}
ATTACKS = ("\n::set-env name=X::y", "::stop-commands::x", "##[add-mask]x", "\r##[error]x", "%0A::error::x", "x::y",
           "##vso[task.setvariable variable=X]y", "a,file=other.xlsx", " ::error::x", "###[")  # fmt: skip
texts_with_commands = st.lists(st.one_of(texts, st.sampled_from([*NASTY, *ATTACKS])), max_size=4).map("".join)


@dataclass(frozen=True)
class Command:
    """A command as the runner understands it."""

    name: str
    properties: tuple[tuple[str, str], ...]
    message: str


def commands_in(text: str) -> list[Command]:
    """What a runner takes for commands: lines that begin with "::" after white space, else "##[" wherever it stands."""
    found = []
    for line in re.split(r"\r\n|\r|\n", text):
        if begun := re.fullmatch(r"\s*::([^ :]*)(?: (.*?))?::(.*)", line, re.DOTALL):
            name, properties, message = begun.groups()
            pairs = [pair.partition("=") for pair in (properties or "").split(",") if pair]
            known = tuple((key, unescaped(value)) for key, _, value in pairs)
            found.append(Command(name, known, unescaped(message)))
        elif old := re.search(r"##\w*\[([^\]]*)", line):
            found.append(Command(f"##{old[1]}", (), line))
    return found


def unescaped(text: str) -> str:
    escapes = {"%25": "%", "%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ","}
    return re.sub("|".join(escapes), lambda found: escapes[found[0]], text)


def annotations_in(text: str, severity: Severity | None = None) -> list[Command]:
    wanted = [SHOWN[severity]] if severity else list(SHOWN.values())
    return [command for command in commands_in(text) if command.name in wanted]


def annotation_of(result: CheckResult, finding: Finding) -> Command:
    row, column = cell_order(finding.cell)
    place = (("line", str(row)), ("col", str(column))) if row and column else ()
    title = f"{finding.code} {place_of(finding)}"[:LONGEST_TITLE]
    properties = (("file", result.path), *place, ("title", visible(title)))
    return Command(SHOWN[finding.severity], properties, visible(advice_of(finding)))


def found(code: str, severity: Severity = "error", cell: str = "A2") -> Finding:
    return Finding(code, severity, "Customers", cell, "Source", "Radio", "'Radio' is not a tag")


def test_the_parser_of_these_tests_sees_what_a_workbook_could_say() -> None:
    assert [it.name for it in commands_in("Radio\n::set-env name=X::y\nx ##[error]z\n x ::error::y")] == [
        "set-env",
        "##error",
    ]


@given(results(texts_with_commands))
def test_nothing_but_our_own_is_a_command(checked: list[CheckResult]) -> None:
    names = [command.name for command in commands_in(render_github(checked))]
    assert [*names[-2:]] == ["group", "endgroup"]
    assert set(names[:-2]) <= set(SHOWN.values())


@given(texts_with_commands)
@example("Radio\n::set-env name=X::y")
@example("Radio\r ##[error]x")
def test_no_plain_line_is_a_command(text: str) -> None:
    assert commands_in(harmless(text)) == []


@given(results(texts_with_commands))
def test_annotations_say_what_the_findings_say(checked: list[CheckResult]) -> None:
    told = render_github(checked)
    for severity in SEVERITIES:
        expected = [
            annotation_of(result, it) for result in checked for it in result.findings if it.severity == severity
        ]
        unread = [result for result in checked if result.status == "unreadable" and severity == "error"]
        seen = annotations_in(told, severity)
        assert [it.message for it in seen[: len(unread)]] == [visible(reason_of(it)) for it in unread]
        if len(expected) + len(unread) <= 10:
            assert Counter(seen[len(unread) :]) == Counter(expected)
        else:
            assert len(seen) == 10
            assert Counter(seen[len(unread) : 9]) <= Counter(expected)
            counted = sum(int(count) for count in re.findall(r" (\d+)x", seen[9].message))
            assert seen[9].message.startswith(f"and {counted} more: ")
            assert counted + 9 == len(expected) + len(unread)


def test_ten_thousand_findings_stay_within_the_caps() -> None:
    many = [found(f"TAG{number % 12:03}", SEVERITIES[number % 3], f"A{number + 2}") for number in range(10_000)]
    checked = [CheckResult(f"b{part}.xlsx", "findings", tuple(many[part::4])) for part in range(4)]
    seen = annotations_in(render_github(checked))
    assert Counter(it.name for it in seen) == {"error": 10, "warning": 10, "notice": 10}
    assert [it.message[:14] for it in seen if "more: " in it.message] == ["and 3,325 more", *["and 3,324 more"] * 2]


def test_every_rule_is_seen_before_any_is_seen_twice() -> None:
    rules = [found(code) for code in ("TAG001", "TAG001", "TAG001", "TAG002", "CUS001", "CUS001")] * 3
    told = render_github([CheckResult("a.xlsx", "findings", tuple(rules))])
    codes = [dict(it.properties)["title"].split()[0] for it in annotations_in(told)]
    assert codes == ["TAG001", "CUS001", "TAG002"] * 3 + ["More"]
    assert annotations_in(told)[-1].message == "and 9 more: TAG001 6x, CUS001 3x; see the report"


def test_a_workbook_that_cannot_be_read_comes_first() -> None:
    unread = CheckResult("z.xlsx", "unreadable", error="z.xlsx: is damaged; fetch it again", code="FILE004")
    told = render_github([CheckResult("a.xlsx", "findings", (found("TAG001"),)), unread])
    assert annotations_in(told)[0] == Command(
        "error", (("file", "z.xlsx"), ("title", "FILE004 cannot be read")), "is damaged; fetch it again"
    )


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/home/an/repo/books/a.xlsx", "books/a.xlsx"),
        ("books/../a b.xlsx", "a b.xlsx"),
        ("./a.xlsx", "a.xlsx"),
        ("../a.xlsx", "/home/an/a.xlsx"),
        ("Q1: a, b.xlsx", "Q1: a, b.xlsx"),
    ],
)
def test_paths_are_told_from_the_folder(path: str, told: str) -> None:
    checked = [CheckResult(path, "findings", (found("TAG001"),))]
    (seen,) = annotations_in(render_github(checked, folder=PurePath("/home/an/repo")))
    assert dict(seen.properties)["file"] == told


def test_a_rule_is_counted_in_each_severity_that_it_has() -> None:
    strict, mild = found("TAG001"), replace(found("TAG001"), severity="note")
    told = render_github([CheckResult(name, "findings", (it,)) for name, it in (("a.xlsx", strict), ("b.xlsx", mild))])
    assert [it.name for it in annotations_in(told)] == ["error", "notice"]


def test_the_output_reads_like_the_golden_file(
    capsys: pytest.CaptureFixture[str], pytestconfig: pytest.Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    team_book(Path("team.xlsx"))
    Path("broken.xlsx").write_text("<html><table></table></html>", encoding="utf-8")
    words = f"check . --select TAG,CUS --format github --as-of {AS_OF}"
    ran = call(capsys, *words.split())
    told = f"$ xltags {words}\n{ran.out}{ran.err}=> {ran.code}\n"
    golden = ROOT / "tests" / "golden" / "check_github.txt"
    if pytestconfig.getoption("--renew-golden"):
        golden.write_text(told, encoding="utf-8")
    assert told == golden.read_text(encoding="utf-8")
