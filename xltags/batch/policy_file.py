"""The file `xltags.toml`: rules of checking, backups and limits for the workbooks of a folder."""

import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from xltags.batch.excepted_places import place_fault
from xltags.books.package import Limits
from xltags.books.places import is_file
from xltags.checks import load_checks
from xltags.core.dataset import Dataset
from xltags.core.errors import XltagsError, why_unread
from xltags.core.near_words import code_hint, hint
from xltags.core.policy import CheckException, Policy
from xltags.core.toml_faults import first_fault, value_fault

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

NAME = "xltags.toml"
BACKUPS = 5
MAX_STRING_BYTES = (1 << 31) - 1  # places in the shared strings are counted with 32 bits
POLICY_KEYS = ("select", "ignore", "severity", "exception")
KEYS = (*POLICY_KEYS, "backups", "limits")


@dataclass(frozen=True, slots=True)
class Config:
    """What `xltags.toml` says.

    Attributes:
        policy: which checks run and how severe they are.
        backups: how many dated copies of a workbook changed in place are kept; 0 keeps none.
        limits: how large a workbook may be.
    """

    policy: Policy = field(default_factory=Policy)
    backups: int = BACKUPS
    limits: Limits = field(default_factory=Limits)


def load_config(near: Path) -> Config:
    """What the nearest `xltags.toml` says, looked for beside a workbook and in the folders above; else the defaults.

    Raises:
        XltagsError: the file is not TOML, or holds an unknown key or value.
    """
    found = _nearest_file(near)
    return read_config(found) if found else Config()


def load_policy_file(near: Path, dataset: Dataset) -> Policy:
    """The policy of the nearest `xltags.toml` for the workbook that holds the dataset; see `load_config`.

    Raises:
        XltagsError: the file is wrong, or an exception can hold nowhere; see `place_fault`.
    """
    found = _nearest_file(near)
    policy = read_config(found).policy if found else Policy()
    fault = place_fault(policy.exceptions, dataset)
    if fault:
        raise XltagsError(f"{found}: {fault}", code="USE002")
    return policy


def _nearest_file(near: Path) -> Path | None:
    folder = near.resolve().parent
    return next((path / NAME for path in (folder, *folder.parents) if is_file(path / NAME)), None)


def read_config(path: Path) -> Config:
    """What a file says; see `load_config`."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise XltagsError(f"{path}: cannot be read: {why_unread(error)}", code="USE002") from error
    except UnicodeDecodeError as error:
        raise XltagsError(f"{path}: is no UTF-8 text; save it as UTF-8", code="USE002") from error
    except tomllib.TOMLDecodeError as error:
        raise XltagsError(f"{path}: is not TOML: {error}", code="USE002") from error
    _refuse_unknown(path, values, KEYS, "")
    rules = {name: value for name, value in values.items() if name in POLICY_KEYS}
    exceptions = rules.pop("exception", [])
    try:
        policy = Policy.model_validate({**rules, "exceptions": exceptions})
    except ValidationError as error:
        raise XltagsError(f"{path}: {_explained(error.errors())}", code="USE002") from error
    backups = _whole_number(path, "backups", values.get("backups", BACKUPS), least=0)
    return Config(_with_known_codes(path, policy), backups, _read_limits(path, values.get("limits", {})))


def _explained(faults: "list[ErrorDetails]") -> str:
    """The fault of the rules to mend first, with its place in the file."""
    fault = first_fault(faults)
    steps = [str(step + 1) if isinstance(step, int) else step for step in fault["loc"]]
    place = " ".join(["exception" if step == "exceptions" else step for step in steps])
    if fault["type"] == "extra_forbidden":
        keys = hint(steps[-1], CheckException.model_fields, otherwise="keys are")
        return f"{place.removesuffix(steps[-1]).strip()}: unknown key {steps[-1]!r}; {keys}"
    return f"{place}: {value_fault(fault, tables='exception' if place == 'exception' else '')}"


def _read_limits(path: Path, values: object) -> Limits:
    if not isinstance(values, dict):
        raise XltagsError(f"{path}: limits: must be a table; write [limits] and a limit in each line", code="USE002")
    known = [each.name for each in fields(Limits)]
    _refuse_unknown(path, values, known, "limits.")
    limits = {name: _whole_number(path, f"limits.{name}", value, least=1) for name, value in values.items()}
    if limits.get("string_bytes", 0) > MAX_STRING_BYTES:
        raise XltagsError(f"{path}: limits.string_bytes: at most {MAX_STRING_BYTES}", code="USE002")
    return Limits(**limits)


def _refuse_unknown(path: Path, values: Iterable[str], known: Collection[str], place: str) -> None:
    unknown = sorted(set(values) - set(known))
    if unknown:
        keys = hint(unknown[0], known, otherwise="keys are")
        raise XltagsError(f"{path}: unknown key {place + unknown[0]!r}; {keys}", code="USE002")


def _whole_number(path: Path, key: str, value: object, *, least: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise XltagsError(f"{path}: {key}: must be a whole number from {least} on, not {value!r}", code="USE002")
    return value


def _with_known_codes(path: Path, policy: Policy) -> Policy:
    """The policy with its codes in capitals.

    Raises:
        XltagsError: no check has a code, so that the rule would never hold.
    """
    exceptions = [each.model_copy(update={"code": each.code.strip().upper()}) for each in policy.exceptions]
    select, ignore, severe = (
        tuple(code.strip().upper() for code in codes) for codes in (policy.select, policy.ignore, policy.severity)
    )
    known = _codes_like([*select, *ignore, *severe, *(each.code for each in exceptions)])
    for code in (*select, *ignore, *severe):
        if not code or not any(each.startswith(code) for each in known):
            raise XltagsError(f"{path}: no check has the code {code!r}; {code_hint(code, known)}", code="USE002")
    for exception in exceptions:
        if exception.code not in known:
            raise XltagsError(
                f"{path}: an exception needs the full code of a check, not {exception.code!r}; "
                f"{code_hint(exception.code, known)}",
                code="USE002",
            )
        if not exception.reason.strip():
            raise XltagsError(
                f"{path}: the exception of {exception.code} has no reason; write why it holds", code="USE002"
            )
    severity = dict(zip(severe, policy.severity.values(), strict=True))
    return Policy(select=select, ignore=ignore, severity=severity, exceptions=tuple(exceptions))


def _codes_like(codes: Iterable[str]) -> Collection[str]:
    """The codes of all checks; those of packages only if one is meant, so that others need not load them."""
    if any(code and "PKG".startswith(code[:3]) for code in codes):
        from xltags.books.lint.registry import load_rules

        return load_checks().keys() | load_rules().keys()
    return load_checks().keys()
