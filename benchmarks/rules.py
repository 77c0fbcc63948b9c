"""The rules on `Customers` that xltags and its peers both check, and what the taxonomy in the workbook says to them.

A peer reads the sheets with its own reader and gives rows; from `TagGroups` and `Tags` it learns what may stand in a
cell. Looking a spelling up once, whatever the number of rows, is offered to the peers too: it is how anyone would do it
who cares for speed.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xltags.core.finding import Finding

# By code: what is wrong. The error cells are seen only by readers that tell them from blanks.
SHARED = {
    "TAG001": "unknown tag",
    "TAG002": "retired tag",
    "TAG004": "too many values",
    "TAG005": "missing required tag",
    "CUS001": "duplicate customer id",
    "CUS004": "won before the first contact",
    "CUS009": "negative number",
    "CUS010": "team larger than company",
    "CUS011": "text in a number column",
    "CUS012": "error cell",
}
# What frictionless calls an error, and which rules are among such.
SUMS = {
    "constraint-error": ("TAG001", "TAG002", "TAG004", "TAG005", "CUS009"),
    "unique-error": ("CUS001",),
    "row-constraint": ("CUS004", "CUS010"),
    "type-error": ("CUS011", "CUS012"),
}
SHEETS = ("TagGroups", "Tags", "Customers")
TAG_COLUMNS = {
    "Industry": "industry",
    "Company size": "company_size",
    "Source": "source",
    "Stage": "stage",
    "Province": "province",
    "City": "city",
    "MDR judgement": "mdr",
    "Product interest": "product_interest",
}
NUMBERS = ("Employees", "Team headcount", "Annual revenue", "Deal value")
SEPARATORS = re.compile("[;；,，、]")
SPACES = re.compile(r"\s+")
Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class GroupRules:
    """What may stand in a group's column: spellings by folded text, with whether the tag is retired and which it is."""

    required: bool
    many: bool
    spellings: Mapping[str, tuple[str, bool]]


def fold(text: str) -> str:
    """Case and runs of white space do not matter."""
    return SPACES.sub(" ", text).strip().lower()


def read_rules(groups: Iterable[Mapping[str, object]], tags: Iterable[Mapping[str, object]]) -> dict[str, GroupRules]:
    """The rules by group id, from the rows of `TagGroups` and `Tags` by header."""
    spellings: dict[str, dict[str, tuple[str, bool]]] = {}
    for row in tags:
        tag = str(row["Tag"])
        known = spellings.setdefault(str(row["Group ID"]), {})
        texts = [tag, *(str(row[name]) for name in ("Tag ID", "Chinese label", "Vietnamese label") if row.get(name))]
        texts += SEPARATORS.split(str(row.get("Synonyms") or ""))
        for text in texts:
            if text.strip():
                known.setdefault(fold(text), (tag, str(row.get("Tag status")) == "retired"))
    return {
        str(row["Group ID"]): GroupRules(
            str(row.get("Required")) == "yes",
            str(row.get("Values per customer")) == "many",
            spellings.get(str(row["Group ID"]), {}),
        )
        for row in groups
    }


def judge_cell(text: str, rules: GroupRules) -> Counts:
    """The faults of one distinct cell text of a group, by code."""
    whole = rules.spellings.get(fold(text))
    if whole is not None:
        return {"TAG002": 1} if whole[1] else {}
    parts = [part.strip() for part in SEPARATORS.split(text) if part.strip()]
    found = [rules.spellings.get(fold(part)) for part in parts]
    if len(parts) < 2 or not (rules.many or any(found)):
        return {"TAG001": 1}
    different = {known[0] if known else part for known, part in zip(found, parts, strict=True)}
    return {
        "TAG001": found.count(None),
        "TAG002": sum(known is not None and known[1] for known in found),
        "TAG004": int(not rules.many and len(different) > 1),
    }


def judge_column(values: Iterable[tuple[str | None, int]], rules: GroupRules) -> Counter[str]:
    """The faults of a group's column from its distinct cells and how often each occurs; None is blank."""
    counts: Counter[str] = Counter()
    for text, times in values:
        if text is None:
            counts["TAG005"] += times * rules.required
        else:
            counts.update({code: each * times for code, each in judge_cell(text, rules).items()})
    return counts


def shared_counts(findings: "Sequence[Finding]") -> Counts:
    """How many findings of each shared rule xltags has on `Customers`."""
    found = Counter(finding.code for finding in findings if finding.sheet == "Customers" and finding.code in SHARED)
    return {code: found[code] for code in SHARED}


def complete(counts: Mapping[str, int], *, unseen: Sequence[str] = ()) -> Counts:
    """Counts of every shared rule in order, without those that a peer cannot see."""
    return {code: counts.get(code, 0) for code in SHARED if code not in unseen}
