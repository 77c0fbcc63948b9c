"""What `Start` says of the last score and the last check: names of the workbook, which its cells show."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from xltags.books.edits import Edit, SetNames
from xltags.books.excel_tables import list_defined_names
from xltags.books.package import Package
from xltags.core.finding import SEVERITIES, Finding

SCORED_ON, CHECKED_ON, FOUND = "xl_scored_on", "xl_checked_on", "xl_found"
STATUS_NAMES = (SCORED_ON, CHECKED_ON, FOUND)
NOT_YET = '""'
_EPOCH = date(1899, 12, 30).toordinal()
_CONSTANT = re.compile(r'[0-9]+|"[^"]*"')


def status_edits(
    package: Package,
    *,
    scored_on: date | None = None,
    checked_on: date | None = None,
    findings: Sequence[Finding] | None = None,
) -> list[Edit]:
    """The edits that note a day's score, check and findings; none in a workbook that has no such names."""
    texts: dict[str, str] = {}
    if scored_on is not None:
        texts[SCORED_ON] = _serial(scored_on)
    if checked_on is not None:
        texts[CHECKED_ON] = _serial(checked_on)
    if findings is not None:
        counts = Counter(finding.severity for finding in findings)
        texts[FOUND] = '"' + " / ".join(str(counts[severity]) for severity in SEVERITIES) + '"'
    ours = {it.name for it in list_defined_names(package) if not it.scope and _CONSTANT.fullmatch(it.text)}
    known = {name: text for name, text in texts.items() if name in ours}
    return [SetNames(known)] if known else []


def _serial(day: date) -> str:
    return str(day.toordinal() - _EPOCH)
