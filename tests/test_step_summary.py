"""The summary of a step in GitHub Actions: Markdown in which no text of a workbook has an effect, within the size."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.doors import AS_OF, call, is_one_clear_line, team_book
from tests.random_findings import NASTY, results, texts
from xltags.batch.checking import CheckResult
from xltags.core.finding import Finding
from xltags.render.as_summary import BOOKS, code_span, render_summary
from xltags.render.check_lines import advice_of, place_of

LEFT = ("-", "`", "``", "|", "\\|", "`|`", "<script>alert(1)</script>", "![x](http://e.vil)", "http://e.vil",
        "@octocat", "**bold**", "\n\n# T", "\n- item", "&lt;b&gt;", "$`x`$", "\n---\n", "\n\n    x")  # fmt: skip
marked_texts = st.lists(st.one_of(texts, st.sampled_from([*NASTY, *LEFT])), max_size=4).map("".join)
BLOCKS = {"heading", "paragraph", "bullet_list", "list_item", "table", "thead", "tbody", "tr", "th", "td", "inline"}
INLINE = {"text", "text_special", "code_inline", "strong_open", "strong_close", "softbreak"}
Capsys = pytest.CaptureFixture[str]


def parsed(text: str) -> list[Token]:
    """As a reader of Markdown that allows HTML sees it."""
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)


def codes_in(tokens: list[Token]) -> list[str]:
    return [child.content for token in tokens for child in token.children or () if child.type == "code_inline"]


def on_a_line(text: str) -> str:
    return " ".join(re.sub("[\x00-\x1f\x7f-\x9f]", " ", text).split())


def found(message: str = "'Radio' is not a tag", code: str = "TAG001") -> Finding:
    return Finding(code, "error", "Customers", "A2", "Source", "Radio", message)


@given(results(marked_texts))
def test_no_text_of_a_workbook_is_markdown_or_html(checked: list[CheckResult]) -> None:
    tokens = parsed(render_summary(checked))
    assert {re.sub("_(open|close)$", "", token.type) for token in tokens} <= BLOCKS
    assert {child.type for token in tokens for child in token.children or ()} <= INLINE
    assert sum(token.type == "tr_open" for token in tokens) == 1 + len(checked)


@given(results(marked_texts))
def test_every_rule_is_told_with_its_first_places(checked: list[CheckResult]) -> None:
    codes = codes_in(parsed(render_summary(checked)))
    for result in checked:
        assert result.path in codes
        for finding in result.findings[:5]:
            assert on_a_line(place_of(finding)) in [*codes, ""]
            assert on_a_line(advice_of(finding)) in codes


@given(marked_texts)
def test_a_code_span_gives_its_text_back(text: str) -> None:
    assert codes_in(parsed(f"- x {code_span(text)} y")) == [on_a_line(text)] * bool(on_a_line(text))


def test_a_pipe_in_the_name_of_a_file_makes_no_cell() -> None:
    tokens = parsed(render_summary([CheckResult("a\\|b|c.xlsx", "clean")]))
    cells = [token.content for before, token in pairwise(tokens) if before.type == "td_open"]
    assert cells == ["`a\\¦b¦c.xlsx`", "0", "0", "0"]


@given(results(texts), st.integers(0, 4000))
def test_it_keeps_within_the_size(checked: list[CheckResult], limit: int) -> None:
    assert len(render_summary(checked, limit=limit).encode("utf-8", "backslashreplace")) <= limit


def test_what_has_no_room_is_counted() -> None:
    many = [found("x" * 400, f"TAG{number:03}") for number in range(100) for _ in range(10)]
    told = render_summary([CheckResult("a.xlsx", "findings", tuple(many))], limit=20_000)
    shown = len(re.findall(r"^- \*\*error\*\* TAG\d+ 10x", told, re.MULTILINE))
    assert 5 <= shown <= 10
    assert told.endswith(f"\n{1000 - 10 * shown} more without room here; see the report\n")


def test_of_a_rule_five_places_are_told_and_the_rest_is_counted() -> None:
    told = render_summary([CheckResult("a.xlsx", "findings", (found(),) * 1200)])
    assert "- **error** TAG001 1,200x A customer's cell holds" in told
    assert told.count("is not a tag`") == 5
    assert told.endswith("  - 1,195 more\n")


def test_of_many_workbooks_the_first_are_listed_and_the_rest_is_counted() -> None:
    told = render_summary([CheckResult(f"b{number}.xlsx", "clean") for number in range(BOOKS + 7)])
    assert told.count(".xlsx` | 0 | 0 | 0 |") == BOOKS
    assert told.endswith("\n7 more workbooks; see the report\n")


def test_a_long_message_is_shortened() -> None:
    assert len(render_summary([CheckResult("a.xlsx", "findings", (found("x" * 40_000),))])) < 1_000


# ---- the door


@pytest.fixture
def summary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that the environment names, holding what an earlier command wrote."""
    monkeypatch.chdir(tmp_path)
    team_book(tmp_path / "team.xlsx")
    file = tmp_path / "summary.md"
    file.write_text("# Earlier\n\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(file))
    return file


@pytest.mark.parametrize("command", ["check", "lint", "doctor"])
def test_the_summary_is_appended(capsys: Capsys, summary: Path, command: str) -> None:
    plain = call(capsys, command, "team.xlsx", "--as-of", AS_OF, "-f", "github", "-o", "annotations.txt")
    assert (plain.out, plain.err) == ("", "")
    told = summary.read_text(encoding="utf-8")
    assert told.startswith("# Earlier\n\n## xltags\n") and "| `team.xlsx` |" in told


def test_what_stands_there_already_counts_for_the_size(capsys: Capsys, summary: Path) -> None:
    summary.write_text("x" * (1024 * 1024 - 100), encoding="utf-8")
    assert call(capsys, "check", "team.xlsx", "-f", "github").err == ""
    assert summary.stat().st_size == 1024 * 1024 - 100


@pytest.mark.parametrize("format", ["text", "json", "html"])
def test_other_formats_leave_the_summary_alone(capsys: Capsys, summary: Path, format: str) -> None:
    call(capsys, "check", "team.xlsx", "-f", format)
    assert summary.read_text(encoding="utf-8") == "# Earlier\n\n"


def test_an_empty_name_is_none(capsys: Capsys, summary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "")
    assert call(capsys, "check", "team.xlsx", "-f", "github").code == 1


def test_a_summary_that_cannot_be_written_is_one_line_and_the_annotations_stand(
    capsys: Capsys, summary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary.parent))
    ran = call(capsys, "check", "team.xlsx", "-f", "github")
    assert ran.code == 2 and is_one_clear_line(ran.err) and "[FILE008]" in ran.err
    assert ran.out.startswith("::error file=team.xlsx,")
