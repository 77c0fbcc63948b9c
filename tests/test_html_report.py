"""The HTML page: every finding is on it, nothing of a workbook is HTML, and it needs nothing but itself."""

import json
import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.doors import call, team_book
from tests.random_findings import NASTY, results, texts
from xltags.batch.checking import CheckResult
from xltags.batch.making import make_demo
from xltags.books.demo.data import AS_OF
from xltags.core.finding import LANGUAGES, SEVERITIES, Finding, Language
from xltags.render.as_html import LONGEST_VALUE, render_html
from xltags.render.check_lines import place_of, reason_of, rules_of
from xltags.render.html_look import LOOK
from xltags.render.html_words import WORDS
from xltags.render.visible import visible

MARKUP = ("<script>alert(1)</script>", "</td></tr></table>", '"><img src=x onerror=alert(1)>', "</style>", "&lt;b&gt;",
          "</title>", "'", "<!--", "-->", "</details>", "&#60;i&#62;", "<![CDATA[")  # fmt: skip
marked_texts = st.lists(st.one_of(texts, st.sampled_from([*NASTY, *MARKUP])), max_size=4).map("".join)
Capsys = pytest.CaptureFixture[str]


@dataclass
class Page(HTMLParser):
    """What stands on a page: its elements with their attributes, its text, the cells of each row of findings."""

    html: str
    elements: list[tuple[str, tuple[tuple[str, str | None], ...]]] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    findings: list[tuple[str, ...]] = field(default_factory=list)
    text: str = ""
    cells: list[str] | None = None

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(attrs)))
        if tag == "tr":
            self.cells = []
        if tag in ("th", "td") and self.cells is not None:
            self.cells.append("")
        if re.fullmatch(r"h\d", tag):
            self.headings.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.cells:
            self.cells[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "tr" and self.cells and self.in_findings():
            self.findings.append(tuple(self.cells))
        if tag == "tr":
            self.cells = None

    def in_findings(self) -> bool:
        tables = [dict(pairs)["class"] for tag, pairs in self.elements if tag == "table"]
        sections = [tag for tag, _ in self.elements if tag in ("thead", "tbody")]
        return tables[-1] == "findings" and sections[-1] == "tbody"


def told(finding: Finding) -> tuple[str, ...]:
    value = finding.value if len(finding.value) <= LONGEST_VALUE else f"{finding.value[:LONGEST_VALUE]}..."
    return tuple(map(visible, (place_of(finding), value, finding.message, finding.suggestion)))


def found(**fields: str) -> Finding:
    finding = Finding("TAG001", "error", "Customers", "A2", "Source", "Radio", "'Radio' is not a tag", "Referral")
    return replace(finding, **fields)  # type: ignore[arg-type]


def without_texts(result: CheckResult) -> CheckResult:
    plain = tuple(replace(it, sheet="S", value="v", message="m", suggestion="") for it in result.findings)
    return replace(result, findings=plain, error="e" if result.error else "")


@given(results(marked_texts))
def test_no_element_and_no_attribute_comes_from_a_workbook(checked: list[CheckResult]) -> None:
    page, plain = Page(render_html(checked)), Page(render_html([without_texts(result) for result in checked]))
    assert page.elements == plain.elements


@given(results(marked_texts))
def test_every_finding_is_on_the_page(checked: list[CheckResult]) -> None:
    page = Page(render_html(checked))
    expected = [told(it) for result in checked for _, findings in rules_of(result) for it in findings]
    assert page.findings == expected
    for result in checked:
        assert result.status != "unreadable" or visible(reason_of(result)) in page.text


def test_nothing_is_loaded_and_no_script_runs() -> None:
    page = Page(render_html([CheckResult("a.xlsx", "findings", (found(),))]))
    assert not {tag for tag, _ in page.elements} & {"script", "link", "img", "iframe", "object", "base", "form"}
    links = [value or "" for _, pairs in page.elements for name, value in pairs if name in ("href", "src")]
    assert all(link.startswith("#") for link in links)
    assert not any(name.startswith("on") for _, pairs in page.elements for name, _ in pairs)
    assert not re.search(r"url\(|@import|@font-face", LOOK)


def test_it_can_be_read_aloud() -> None:
    checked = [CheckResult(f"{name}.xlsx", "findings", (found(), found(code="CUS001"))) for name in "ab"]
    page = Page(render_html(checked))
    assert page.headings == ["h1", "h2", *["h2", "h3", "h3"] * 2]
    assert page.elements[0] == ("html", (("lang", "en"),))
    assert all(dict(pairs).get("scope") in ("col", "row") for tag, pairs in page.elements if tag == "th")
    places = {value for _, pairs in page.elements for name, value in pairs if name == "id"}
    links = {(value or "")[1:] for _, pairs in page.elements for name, value in pairs if name == "href"}
    assert links == places == {"w1", "w2"}


def luminance(color: str) -> float:
    digits = color if len(color) == 6 else "".join(2 * digit for digit in color)
    shares = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (it / 12.92 if it <= 0.03928 else ((it + 0.055) / 1.055) ** 2.4 for it in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("selector", ["body", ".error", ".warning", ".note", "thead th"])
def test_the_ink_stands_out(selector: str) -> None:
    """By WCAG 2.2, success criterion 1.4.3."""
    rules = re.findall(rf"(?<![\w,] ){re.escape(selector)} {{([^}}]*)}}", LOOK)
    background = next(found for rule in rules if (found := re.search(r"background: #(\w+)", rule)))[1]
    own = next((found[1] for rule in rules if (found := re.search(r"(?<!-)color: #(\w+)", rule))), "1f2937")
    light, dark = sorted((luminance(background), luminance(own)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_the_language_of_the_findings(language: Language) -> None:
    unread = CheckResult("b.xlsx", "unreadable", error="is damaged", code="FILE004")
    page = Page(render_html([CheckResult("a.xlsx", "findings", (found(),), language=language), unread]))
    words = WORDS[language]
    assert page.elements[0] == ("html", (("lang", language),))
    assert all(text in page.text for text in (words.title, words.message, words.unread, words.severity["error"]))
    assert [dict(pairs)["lang"] for tag, pairs in page.elements if tag == "section" and pairs] == [language, language]


def test_of_two_languages_each_workbook_keeps_its_own() -> None:
    checked = [CheckResult(f"{language}.xlsx", "findings", (found(),), language=language) for language in ("zh", "vi")]
    page = Page(render_html(checked))
    assert page.elements[0] == ("html", (("lang", "en"),))
    assert WORDS["zh"].message in page.text and WORDS["vi"].message in page.text


def test_every_language_has_all_words() -> None:
    for words in WORDS.values():
        assert list(words.severity) == list(words.severities) == list(SEVERITIES)
        texts = [words.title, words.unread, words.clean, words.hidden, words.footer, *words.severity.values()]
        assert all(texts) and len(texts) == len(set(texts))


def test_a_rule_says_what_it_means_and_how_to_mend_it() -> None:
    text = Page(render_html([CheckResult("a.xlsx", "findings", (found(),))])).text
    assert "A customer's cell holds a text that is no tag of its group." in text
    assert "Why: each spelling becomes a group of its own" in text
    assert "Fix: use a tag of the list." in text
    assert ">>>" not in text


def test_the_first_rules_are_unfolded() -> None:
    many = tuple(found(code=f"TAG{number:03}") for number in range(1, 8))
    page = Page(render_html([CheckResult("a.xlsx", "findings", many)]))
    assert [("open", None) in pairs for tag, pairs in page.elements if tag == "details"] == [True] * 3 + [False] * 4


def test_what_a_baseline_hides_is_counted() -> None:
    text = Page(render_html([CheckResult("a.xlsx", "clean", hidden=1200)])).text
    assert "Nothing found." in text and "Known from the baseline and not shown: 1,200" in text


def test_ten_thousand_findings_make_a_page_that_a_browser_opens() -> None:
    many = tuple(found(cell=f"AB{number}", value=f"Radio {number}") for number in range(10_000))
    page = render_html([CheckResult("a.xlsx", "findings", many)])
    assert page.count('<tr><th scope="row">Customers!AB') == 10_000
    assert len(page.encode()) < 5_000_000


def test_a_cell_full_of_text_is_shortened() -> None:
    long = found(value="x" * 32_767)
    assert Page(render_html([CheckResult("a.xlsx", "findings", (long,))])).findings == [told(long)]


def test_the_page_has_the_findings_of_the_json(capsys: Capsys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    book = make_demo(Path("demo"), language="en").path
    words = ("check", book, "--as-of", AS_OF.isoformat())
    known = json.loads(call(capsys, *words, "--format", "json").out)["workbooks"][0]
    assert call(capsys, *words, "--format", "html", "-o", "report.html").code == 1
    page = Page(Path("report.html").read_text(encoding="utf-8"))
    expected = [told(Finding(**fields)) for fields in known["findings"]]
    assert sorted(page.findings) == sorted(expected) and len(expected) > 100
    assert f"Errors: {known['counts']['error']}" in page.text


@pytest.mark.parametrize(
    ("words", "language"),
    [("check", "zh"), ("check --lang vi", "vi"), ("lint", "zh"), ("doctor", "en"), ("doctor --lang zh", "zh")],
)
def test_the_commands_know_the_language(
    capsys: Capsys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, language: Language
) -> None:
    monkeypatch.chdir(tmp_path)
    team_book(Path("team.xlsx"), language="zh")
    page = Page(call(capsys, *words.split(), "team.xlsx", "--format", "html").out)
    assert page.elements[0] == ("html", (("lang", language),))


def test_equal_findings_give_equal_pages() -> None:
    checked = [CheckResult("a.xlsx", "findings", (found(), found(code="CUS003", severity="warning")))]
    assert render_html(checked) == render_html(checked)
