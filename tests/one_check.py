"""Run one check over a dataset as a user would see it, in every language."""

from collections.abc import Mapping

from tests.datasets import dataset
from xltags.checks import run_checks
from xltags.core.dataset import Dataset
from xltags.core.examples import Cells
from xltags.core.finding import LANGUAGES, Finding
from xltags.core.policy import Policy
from xltags.core.spec import TableSpec

Tables = Mapping[str, Mapping[str, Cells]]


def tiny(tables: Tables, specs: Mapping[str, TableSpec] | None = None) -> Dataset:
    """A dataset from tables whose names are only known at run time."""
    return dataset(specs=specs, **tables)  # type: ignore[arg-type]  # no table is called as an option of the builder


def findings_of(code: str, given: Dataset) -> list[Finding]:
    """The check's findings in English, after seeing that every language finds the same and says it in words."""
    policy = Policy(select=(code,))
    spoken = {language: run_checks(given, policy, language=language) for language in LANGUAGES}
    for found in spoken.values():
        assert [(it.code, it.sheet, it.cell, it.value) for it in found] == [
            (it.code, it.sheet, it.cell, it.value) for it in spoken["en"]
        ]
        for finding in found:
            assert finding.code == code
            assert finding.message.strip()
            assert "None" not in finding.message
            assert "{'" not in finding.message  # a field by language that was not resolved
    return spoken["en"]


def cells_of(code: str, given: Dataset) -> list[str]:
    """Where the check finds its fault, as "Sheet!F17"."""
    return [f"{it.sheet}!{it.cell}" for it in findings_of(code, given)]
