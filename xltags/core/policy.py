"""Which checks run, how severe they are, and which findings are excepted, with reason and expiry."""

from collections.abc import Mapping
from datetime import date

from pydantic import BaseModel, ConfigDict

from xltags.core.finding import SEVERITIES, Issue, Place, Severity
from xltags.core.text import fold, split_values
from xltags.core.values import as_text


class CheckException(BaseModel):
    """A finding that its owner accepts. `where` is "" (everywhere), a sheet, "Sheet!F17" or a column's header, in
    capitals or not; `value` narrows to one value. It ends after the day `until`; without a reason it does not count."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    reason: str
    where: str = ""
    value: str = ""
    until: date | None = None

    def covers(self, code: str, issue: Issue, as_of: date) -> bool:
        """Whether the exception holds for this issue today."""
        return (
            self.code == code
            and bool(self.reason.strip())
            and (self.until is None or as_of <= self.until)
            and self._is_at(issue.place)
            and self.value in ("", as_text(issue.value))
        )

    def _is_at(self, place: Place) -> bool:
        if not self.where:
            return True
        where = fold(self.where)
        return bool(where) and where in map(fold, (place.sheet, f"{place.sheet}!{place.cell}", place.column))


class Policy(BaseModel):
    """The rules of checking. `select` and `ignore` hold codes or beginnings of codes ("TAG"); ignore wins."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = {}
    exceptions: tuple[CheckException, ...] = ()

    def runs(self, code: str) -> bool:
        """Whether the check with this code is wanted."""
        wanted = not self.select or code.startswith(self.select)
        return wanted and not (self.ignore and code.startswith(self.ignore))

    def severity_of(self, code: str, usual: Severity) -> Severity:
        """The severity of a code: the longest beginning that the policy names, else the usual one."""
        named = [known for known in self.severity if code.startswith(known)]
        return self.severity[max(named, key=len)] if named else usual

    def excepts(self, code: str, issue: Issue, as_of: date) -> bool:
        """Whether an exception covers this issue today."""
        return any(exception.covers(code, issue, as_of) for exception in self.exceptions)


def read_policy(extra: Mapping[str, str]) -> Policy:
    """The policy in a workbook's `Settings`: keys `select`, `ignore`, `severity.CODE` and `except.CODE`.

    The value of an exception is its reason, and after `;` what narrows it:
    "agreed with sales; where=Customers!F17; value=Retial; until=2026-12-31". Unreadable parts are left out.

    >>> read_policy({"ignore": "TAG003; CUS", "severity.TAG001": "note"}).severity_of("TAG001", "error")
    'note'
    """
    severity: dict[str, Severity] = {}
    exceptions = []
    for key, value in extra.items():
        name, _, code = key.partition(".")
        if name == "severity" and value in SEVERITIES:
            severity[code.strip().upper()] = value
        elif name == "except" and code:
            exceptions.append(_read_exception(code.strip().upper(), value))
    return Policy(
        select=_codes(extra.get("select", "")),
        ignore=_codes(extra.get("ignore", "")),
        severity=severity,
        exceptions=tuple(exceptions),
    )


def merge_policies(first: Policy, second: Policy) -> Policy:
    """Two policies as one; where both speak, the second counts."""
    return Policy(
        select=second.select or first.select,
        ignore=(*first.ignore, *second.ignore),
        severity={**first.severity, **second.severity},
        exceptions=(*first.exceptions, *second.exceptions),
    )


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code.upper() for code in split_values(text))


def _read_exception(code: str, text: str) -> CheckException:
    options: dict[str, str] = {}
    reasons = []
    for part in text.split(";"):
        name, equals, value = part.partition("=")
        if equals and name.strip() in ("where", "value", "until"):
            options[name.strip()] = value.strip()
        else:
            reasons.append(part.strip())
    until = _day(options.pop("until", ""))
    return CheckException(code=code, reason="; ".join(reasons), until=until, **options)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.min if text else None  # an unreadable end is over, so that nothing is hidden by a slip
