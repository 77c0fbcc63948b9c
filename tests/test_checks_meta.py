"""Every check keeps the house rules: one file, a page, three languages, a stable code."""

import ast
import inspect
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from string import Formatter

import pytest

import xltags.checks
from xltags.checks.registry import Check, load_checks
from xltags.core.finding import LANGUAGES, SEVERITIES
from xltags.core.stops import STOPS, stop_page

CHECKS = load_checks()
FOLDER = Path(xltags.checks.__file__).parent
FAMILIES = {"FILE", "TAX", "GOV", "TAG", "CUS", "ICP", "CHN", "LOG", "PLAN", "SPEND", "REV"}
each_check = pytest.mark.parametrize("checker", CHECKS.values(), ids=list(CHECKS))


def _fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


@each_check
def test_a_code_is_a_family_and_three_digits(checker: Check) -> None:
    assert re.fullmatch(r"[A-Z]{3,5}\d{3}", checker.code)
    assert checker.code.rstrip("0123456789") in FAMILIES
    assert checker.code not in STOPS


@each_check
def test_a_check_bears_the_name_of_its_file(checker: Check) -> None:
    assert checker.function.__module__ == f"xltags.checks.{'review.' if checker.of_review else ''}{checker.name}"
    assert inspect.isgeneratorfunction(checker.function)


@each_check
def test_a_severity_is_one_of_three(checker: Check) -> None:
    assert checker.severity in SEVERITIES


@each_check
def test_a_page_has_the_fault_why_fix_and_two_examples(checker: Check) -> None:
    page = checker.page
    title, blank, *_ = page.splitlines()
    assert title.endswith("."), "the fault is a whole sentence"
    assert blank == ""
    assert len(re.findall(r"^Why: \S", page, re.MULTILINE)) == 1
    assert len(re.findall(r"^Fix: \S", page, re.MULTILINE)) == 1
    assert page.index("Why: ") < page.index("Fix: ") < page.index(">>> ")
    calls = re.findall(rf"^(?:>>>|\.\.\.) .*\b{checker.name}\(", page, re.MULTILINE)
    assert len(calls) >= 2, "one example finds, one does not"
    assert page.rstrip().splitlines()[-1] == "[]", "the last example finds nothing"


@each_check
def test_messages_say_the_same_in_three_languages(checker: Check) -> None:
    assert set(checker.messages) == set(LANGUAGES)
    fields = {language: _fields(template) for language, template in checker.messages.items()}
    assert fields["en"] == fields["zh"] == fields["vi"]
    assert re.search("[\u4e00-\u9fff]", checker.messages["zh"])
    assert not re.search("[\u4e00-\u9fff]", checker.messages["en"] + checker.messages["vi"])
    for template in checker.messages.values():
        assert template == template.strip()
        assert not template.endswith((".", "。")), "a message is a line, not a sentence with a full stop"
        assert "\n" not in template


@each_check
def test_messages_bear_no_placeholder_that_renders_oddly(checker: Check) -> None:
    for template in checker.messages.values():
        assert all(re.fullmatch("[a-z_]+", name) for name in _fields(template))


@each_check
def test_a_check_imports_no_other_check(checker: Check) -> None:
    source = Path(inspect.getfile(checker.function)).read_text(encoding="utf-8")
    imported = [node.module or "" for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)]
    inside = [name for name in imported if name.startswith("xltags.checks")]
    assert inside == ["xltags.checks.registry"]


def test_every_file_of_the_folder_is_one_check() -> None:
    files = {path.stem for path in FOLDER.rglob("*.py")} - {"__init__", "registry"}
    assert files == {checker.name for checker in CHECKS.values()}
    assert max(Counter(checker.name for checker in CHECKS.values()).values()) == 1


def test_the_checks_of_a_review_are_told_by_their_folder_and_run_with_one_only() -> None:
    for checker in CHECKS.values():
        inside = Path(inspect.getfile(checker.function)).parent == FOLDER / "review"
        given = list(inspect.signature(checker.function).parameters)
        assert checker.of_review == inside
        assert given == (["dataset", "review"] if inside else ["dataset"])


def test_a_plain_check_neither_runs_nor_loads_the_checks_of_a_review() -> None:
    script = (
        "import sys; from xltags.checks import run_checks; from xltags.core.examples import dataset; "
        "run_checks(dataset()); print([name for name in sys.modules if 'review.' in name])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_every_family_of_the_product_has_checks(family: str) -> None:
    assert any(code.startswith(family) for code in CHECKS)


@pytest.mark.parametrize("code", sorted(STOPS))
def test_every_stop_has_a_page_with_why_and_fix(code: str) -> None:
    page = stop_page(code)
    assert page is not None
    assert page.splitlines()[0].endswith(".")
    assert "\nWhy: " in page
    assert "\nFix: " in page


def test_every_code_that_is_raised_has_a_page() -> None:
    package = FOLDER.parent
    raised = {
        code
        for path in sorted(package.rglob("*.py"))
        for code in re.findall(r'code="([A-Z]+\d{3})"', path.read_text(encoding="utf-8"))
    }
    assert {code for code in raised if stop_page(code) is None} == set()
