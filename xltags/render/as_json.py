"""Check results as JSON, for machines."""

import json
from collections.abc import Iterable
from pathlib import Path

from xltags import __version__
from xltags.batch.checking import CheckResult
from xltags.core.finding import Finding

FINDING_FIELDS = ("code", "severity", "sheet", "cell", "column", "value", "message", "suggestion")


def render_json(results: Iterable[CheckResult]) -> str:
    """The results as one JSON document: `{"xltags": version, "workbooks": [...]}`, ending in a line break.

    `error` is null, or the line that kept xltags from reading the workbook.
    """
    return (
        json.dumps(
            {"xltags": __version__, "workbooks": [_workbook(result) for result in results]},
            ensure_ascii=False,
            indent=1,
        )
        + "\n"
    )


def _workbook(result: CheckResult) -> dict[str, object]:
    return {
        "path": result.path,
        "status": result.status,
        "counts": result.counts(),
        "findings": [finding_record(finding) for finding in result.findings],
        "error": f"{result.error} [{result.code}]" if result.error else None,
    }


def finding_record(finding: Finding) -> dict[str, str]:
    """A finding as plain text fields."""
    return {name: str(getattr(finding, name)) for name in FINDING_FIELDS}


def read_identities(text: str) -> frozenset[tuple[str, ...]]:
    """The findings of an earlier JSON document, as `batch.checking.identity` names them.

    Raises:
        ValueError: the text is no such document.
    """
    try:
        workbooks = json.loads(text)["workbooks"]
        return frozenset(
            (Path(book["path"]).name, found["code"], found["sheet"], found["cell"], found["value"])
            for book in workbooks
            for found in book["findings"]
        )
    except (KeyError, TypeError) as error:
        raise ValueError("is not the JSON of `xltags check`") from error
