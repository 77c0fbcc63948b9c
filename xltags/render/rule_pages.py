"""The pages of codes: what each says, why it matters, how to mend it."""

import inspect
import re

from xltags.books.lint.registry import Rule, load_rules
from xltags.checks import Check, load_checks
from xltags.core.stops import stop_page

_DOCTEST = re.compile(r"^>>> .*", re.DOTALL | re.MULTILINE)


def known_rules() -> list[Check | Rule]:
    """Every check of the data and every rule of the package."""
    return [*load_checks().values(), *load_rules().values()]


def page_text(page: str) -> str:
    """A check's page without its doctests, which are for developers."""
    return _DOCTEST.sub("", inspect.cleandoc(page)).rstrip()


def page_of(code: str) -> str:
    """The page that `xltags explain` prints for a code, of a stop too; "" for an unknown one.

    >>> page_of("PKG050").splitlines()[0], page_of("FILE003").splitlines()[0], page_of("XYZ001")
    ('A header cell and the column name inside the table differ.', 'The workbook is encrypted with a password.', '')
    """
    rule = load_checks().get(code) or load_rules().get(code)
    return page_text(rule.page if rule else stop_page(code) or "")


def title_of(code: str) -> str:
    """The first line of a code's page."""
    return page_of(code).partition("\n")[0]


def name_of(code: str) -> str:
    """The name of a code's check or rule, such as "unknown_tag"; "" where it has none."""
    rule = load_checks().get(code) or load_rules().get(code)
    return rule.name if rule else ""
