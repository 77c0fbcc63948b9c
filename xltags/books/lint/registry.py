"""The registry of package rules, and the one function that runs them."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from xltags.books.lint.facts import BookFacts
from xltags.books.package import Package
from xltags.core.finding import Finding, Issue, Language, Severity, cell_order
from xltags.core.policy import Policy
from xltags.core.values import as_text

RuleFunction = Callable[[BookFacts], Iterable[Issue]]
MODULES = "_rules"


@dataclass(frozen=True, slots=True)
class Rule:
    """A registered rule of the package: code, usual severity, message templates by language, and the function.

    An *error* is what Excel repairs or refuses, a *warning* what it opens but shows wrongly, a *note* what Excel and
    other programs write themselves and forgive.
    """

    code: str
    severity: Severity
    messages: dict[Language, str]
    function: RuleFunction

    @property
    def name(self) -> str:
        """The fault's name."""
        return self.function.__name__

    @property
    def page(self) -> str:
        """The page that `xltags explain CODE` prints: the function's docstring."""
        return inspect.getdoc(self.function) or ""

    @property
    def title(self) -> str:
        """The fault in a sentence: the first line of the page."""
        return self.page.partition("\n")[0]


RULES: dict[str, Rule] = {}


def rule(code: str, severity: Severity, *, en: str, zh: str, vi: str) -> Callable[[RuleFunction], RuleFunction]:
    """Register a rule and return its function unchanged; templates as those of `xltags.checks.registry.check`."""

    def register(function: RuleFunction) -> RuleFunction:
        known = RULES.get(code)
        if known is not None and known.name != function.__name__:
            raise ValueError(f"{code} is already the rule {known.name}")
        RULES[code] = Rule(code, severity, {"en": en, "zh": zh, "vi": vi}, function)
        return function

    return register


def load_rules() -> dict[str, Rule]:
    """Import every rule of the package, once; returns the registry sorted by code."""
    import xltags.books.lint as package

    for module in pkgutil.iter_modules(package.__path__):
        if module.name.endswith(MODULES):
            importlib.import_module(f"{package.__name__}.{module.name}")
    return dict(sorted(RULES.items()))


def examine(package: Package, policy: Policy | None = None, *, language: Language = "en", as_of: date) -> list[Finding]:
    """What the rules find in a workbook's package, sorted by sheet in tab order, row, column and code.

    A finding about a part that belongs to no sheet has the part's name as its sheet.
    """
    policy = policy or Policy()
    facts = BookFacts(package)
    found = [
        finding
        for code, each in load_rules().items()
        if policy.runs(code)
        for finding in _findings(each, facts, policy, language, as_of)
    ]
    order = {sheet.name: number for number, sheet in enumerate(package.sheets)}
    return sorted(
        found,
        key=lambda it: (order.get(it.sheet, len(order)), it.sheet, *cell_order(it.cell), it.code, it.value, it.message),
    )


def _findings(each: Rule, facts: BookFacts, policy: Policy, language: Language, as_of: date) -> Iterator[Finding]:
    template = each.messages[language]
    for issue in each.function(facts):
        if policy.excepts(each.code, issue, as_of):
            continue
        value = as_text(issue.value)
        yield Finding(
            code=each.code,
            severity=policy.severity_of(each.code, each.severity),
            sheet=issue.place.sheet,
            cell=issue.place.cell,
            column=issue.place.column,
            value=value,
            message=template.format(value=value, suggestion=issue.suggestion, **issue.fields),
            suggestion=issue.suggestion,
        )
