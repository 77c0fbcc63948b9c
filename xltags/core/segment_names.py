"""The names of fields that the filter of a segment uses."""

import re
from collections.abc import Collection

from xltags.core.dataset import Dataset
from xltags.core.group_names import group_named
from xltags.core.scorecard import CHAIN_COVERAGE, MEASURES
from xltags.core.text import fold

_QUOTED = re.compile(r'"[^"]*"|“[^”]*”|\'[^\']*\'')
_VALUES = re.compile(r"\bin\s*\([^()]*\)", re.IGNORECASE)
_NAME = re.compile(
    r"(?:^|\(|\b(?:and|or|not)\b|[;,])\s*(?P<name>[^\W\d][^=<>!()\",;]*?)\s*(?:!=|<>|<=|>=|=|<|>|\b(?:not\s+)?in\b)",
    re.IGNORECASE,
)
_KNOWN = (
    *("tier", "score", "score_range", "icp_score", "icp_tier", "icp_range", "ask_next", "tag_issues"),
    *("customer_id", "company", *MEASURES, CHAIN_COVERAGE, "first_contact", "brought_by", "owner", "sales_status"),
    *(
        "reject_reason",
        "won_on",
        "lost_on",
        "lost_stage",
        "renewed_on",
        "churned_on",
        "notes",
        "won",
        "lost",
        "churned",
    ),
    *("renewed", "last_contact", "silent_days", "days_silent", "stale"),
)


def names_in_filter(text: str) -> tuple[str, ...]:
    """What stands left of the comparisons of a filter, once each, in order; values and quoted texts are left out.

    >>> names_in_filter('industry = "in and out" and tier in (A, B) and not (stage = Won or Size >= 3)')
    ('industry', 'tier', 'stage', 'Size')
    """
    plain = _VALUES.sub(" in ", _QUOTED.sub(" ", text))
    return tuple(dict.fromkeys(found["name"].strip() for found in _NAME.finditer(plain)))


def unknown_names(dataset: Dataset, text: str) -> tuple[str, ...]:
    """The names of a filter that are neither a tag group nor a field of a customer."""
    known = _field_names(dataset)
    names = (re.sub(r"^(?:not\s+)+", "", name, flags=re.IGNORECASE) for name in names_in_filter(text))
    return tuple(it for it in names if fold(it) not in known and group_named(dataset.model.taxonomy, it) is None)


def _field_names(dataset: Dataset) -> Collection[str]:
    columns = dataset.customers.table.columns.values()
    return {fold(name) for name in _KNOWN} | {fold(it) for column in columns for it in (column.id, column.header)}
