"""The registry of checks, and the one function that runs them."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from xltags.core.dataset import Dataset
from xltags.core.finding import Finding, Issue, Language, Severity, cell_order
from xltags.core.policy import Policy
from xltags.core.values import as_text

if TYPE_CHECKING:
    from types import ModuleType

    from xltags.core.review.results import Review

CheckFunction = Callable[[Dataset], Iterable[Issue]]
ReviewCheckFunction = Callable[[Dataset, "Review"], Iterable[Issue]]
AnyCheck = TypeVar("AnyCheck", CheckFunction, ReviewCheckFunction)
REVIEW_FAMILY = "REV"  # these checks judge a review, and run only with one


@dataclass(frozen=True, slots=True)
class Check:
    """A registered check: its code, usual severity, message templates by language, and the function.

    One of the family REV takes the dataset and a review of it, any other the dataset alone.
    """

    code: str
    severity: Severity
    messages: dict[Language, str]
    function: Callable[..., Iterable[Issue]]

    @property
    def name(self) -> str:
        """The fault's name, as in the file's name."""
        return self.function.__name__

    @property
    def page(self) -> str:
        """The page that `xltags explain CODE` prints: the function's docstring."""
        return inspect.getdoc(self.function) or ""

    @property
    def title(self) -> str:
        """The fault in a sentence: the first line of the page."""
        return self.page.partition("\n")[0]

    @property
    def of_review(self) -> bool:
        """Whether it judges a review, and runs only with one."""
        return self.code.startswith(REVIEW_FAMILY)


CHECKS: dict[str, Check] = {}


def check(code: str, severity: Severity, *, en: str, zh: str, vi: str) -> Callable[[AnyCheck], AnyCheck]:
    """Register a check and return its function unchanged.

    Args:
        code: stable code, a family and three digits ("TAG001").
        severity: the usual severity; a workbook's policy may change it.
        en, zh, vi: message templates; `{name}` takes a field of the issue, `{value}` and `{suggestion}` its own.
    """

    def register(function: AnyCheck) -> AnyCheck:
        known = CHECKS.get(code)
        if known is not None and known.function.__module__ != function.__module__:
            raise ValueError(f"{code} is already the check {known.name}")
        CHECKS[code] = Check(code, severity, {"en": en, "zh": zh, "vi": vi}, function)
        return function

    return register


def load_checks() -> dict[str, Check]:
    """Import every check, once, those of a review too; returns the registry sorted by code."""
    _import_checks()
    _import_review_checks()
    return dict(sorted(CHECKS.items()))


@cache
def _import_checks() -> None:
    import xltags.checks as package

    _import_modules(package)


@cache
def _import_review_checks() -> None:
    import xltags.checks.review as package

    _import_modules(package)


def _import_modules(package: "ModuleType") -> None:
    for module in pkgutil.iter_modules(package.__path__):
        if module.name != "registry" and not module.ispkg:
            importlib.import_module(f"{package.__name__}.{module.name}")


def run_checks(dataset: Dataset, policy: Policy | None = None, *, language: Language = "en") -> list[Finding]:
    """Every finding of the checks that the policy selects, sorted by sheet, row, column and code.

    The order of sheets is that of the dataset's tables, then others by name; findings about a whole sheet come first.
    Checks of a review are not among them: see `run_review_checks`.
    """
    _import_checks()
    policy = policy or Policy()
    checkers = [it for _, it in sorted(CHECKS.items()) if not it.of_review and policy.runs(it.code)]
    return _sorted(
        dataset,
        (it for checker in checkers for it in _findings(checker, checker.function(dataset), dataset, policy, language)),
    )


def run_review_checks(
    dataset: Dataset, review: "Review", policy: Policy | None = None, *, language: Language = "en"
) -> list[Finding]:
    """Every finding of the checks of a review that the policy selects, in the same order."""
    _import_review_checks()
    policy = policy or Policy()
    checkers = [it for _, it in sorted(CHECKS.items()) if it.of_review and policy.runs(it.code)]
    return _sorted(
        dataset,
        (
            it
            for checker in checkers
            for it in _findings(checker, checker.function(dataset, review), dataset, policy, language)
        ),
    )


def _sorted(dataset: Dataset, found: Iterable[Finding]) -> list[Finding]:
    order = {table.sheet: number for number, table in enumerate(dataset.tables.values())}
    return sorted(
        found,
        key=lambda it: (order.get(it.sheet, len(order)), it.sheet, *cell_order(it.cell), it.code, it.value, it.message),
    )


def _findings(
    checker: Check, issues: Iterable[Issue], dataset: Dataset, policy: Policy, language: Language
) -> Iterator[Finding]:
    template = checker.messages[language]
    for issue in issues:
        severity = policy.severity_of(checker.code, checker.severity)
        if policy.excepts(checker.code, issue, dataset.as_of):
            continue
        value = as_text(issue.value)
        fields = {name: _shown(field, language) for name, field in issue.fields.items()}
        yield Finding(
            code=checker.code,
            severity=severity,
            sheet=issue.place.sheet,
            cell=issue.place.cell,
            column=issue.place.column,
            value=value,
            message=template.format(value=value, suggestion=issue.suggestion, column=issue.place.column, **fields),
            suggestion=issue.suggestion,
        )


def _shown(field: object, language: Language) -> object:
    """A field as the message shows it: mappings hold one text by language, floats lose a needless .0."""
    if isinstance(field, dict):
        return field.get(language) or field.get("en", "")
    if isinstance(field, float):
        return as_text(field)
    return field
