"""Running one check over a tiny dataset, for tables of cases."""

from collections.abc import Mapping
from datetime import date

from tests.datasets import EXAMPLE_DAY, dataset
from xltags.checks import load_checks, run_checks
from xltags.core.dataset import Dataset
from xltags.core.finding import Finding
from xltags.core.policy import Policy

Tables = Mapping[str, Mapping[str, object]]
FAMILIES = ("TAG", "CUS", "LOG", "PLAN", "SPEND")


def made(tables: Tables, *, as_of: date = EXAMPLE_DAY) -> Dataset:
    """The dataset of tables whose cells are values or lists of values."""
    return dataset(as_of=as_of, **tables)  # type: ignore[arg-type]  # the double star fills tables only


def findings(code: str, tables: Tables, *, as_of: date = EXAMPLE_DAY) -> list[Finding]:
    """The findings of the checks whose code begins so."""
    return run_checks(made(tables, as_of=as_of), Policy(select=(code,)))


def cells(code: str, tables: Tables, *, as_of: date = EXAMPLE_DAY) -> list[str]:
    """Where the check finds something, as "Sheet!A2"."""
    return [f"{it.sheet}!{it.cell}" for it in findings(code, tables, as_of=as_of)]


def codes(data: Dataset) -> list[str]:
    """The codes that the families of this side find in a dataset, each once, sorted."""
    return sorted({it.code for it in run_checks(data, Policy(select=FAMILIES))})


def known_codes() -> list[str]:
    """Every code of these families."""
    return [code for code in load_checks() if code.startswith(FAMILIES)]
