"""Results of checks that nobody would think of: any text in any field, line ends, control characters, half pairs."""

from pathlib import Path
from zipfile import ZipFile

from hypothesis import strategies as st

from tests.doors import Row, team_book
from xltags.batch.checking import CheckResult
from xltags.core.finding import SEVERITIES, Finding

CODES = ("TAG001", "CUS003", "PKG050", "XYZ001")  # a check, another, a rule of the package, and one that nobody knows
CELLS = ("", "F17", "A1", "AB300", "F", "17")
NASTY = ("{0}", "{", "}}", "[x](1)", "\\](", "]]>", "<!--", "&amp;", "a\nb", "a\r\nb", "\t", "\x00", "\x07", "\x85",
         "\u2028", "\ud800", "\udfff", "\ufffe", "\uffff", "::error::", "_x0007_", "=1+1", "客户", "🙂")  # fmt: skip
plain = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\u2028\u2029\ufffe\uffff"), max_size=8
)
texts = st.one_of(st.sampled_from(NASTY), st.text(st.characters(), max_size=8), plain)


def findings(words: st.SearchStrategy[str]) -> st.SearchStrategy[Finding]:
    return st.builds(
        Finding,
        code=st.sampled_from(CODES),
        severity=st.sampled_from(SEVERITIES),
        sheet=words,
        cell=st.sampled_from(CELLS),
        column=words,
        value=words,
        message=words.map("message {}".format),
        suggestion=words,
    )


def results(words: st.SearchStrategy[str]) -> st.SearchStrategy[list[CheckResult]]:
    """Some workbooks: with findings, clean ones and unreadable ones."""
    found = st.lists(findings(words), max_size=6).map(
        lambda many: CheckResult("", "findings" if many else "clean", tuple(many))
    )
    unread = st.builds(lambda error: CheckResult("", "unreadable", error=f"error {error}", code="FILE004"), words)
    return st.lists(st.one_of(found, unread), max_size=4).map(
        lambda many: [
            CheckResult(f"b{number}.xlsx", each.status, each.findings, each.error, each.code)
            for number, each in enumerate(many)
        ]
    )


def nasty_book(path: Path) -> int:
    """Write a workbook with such texts where tags should be, as Excel writes them (`_x0007_`); returns how many."""
    texts = [f"q {text}" for text in NASTY if not any(0xD800 <= ord(letter) <= 0xDFFF for letter in text)]
    rows: list[Row] = [
        {"customer_id": f"{row}", "company": f"Company {row}", "source": text} for row, text in enumerate(texts)
    ]
    team_book(path, rows)
    with ZipFile(path) as book:
        parts = {name: book.read(name).replace(b"_x005F_x", b"_x") for name in book.namelist()}
    with ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return len(rows)
