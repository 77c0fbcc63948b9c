"""Check results as SARIF 2.1.0 (docs.oasis-open.org/sarif), which code scanning and editors read."""

import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import PurePath
from urllib.parse import quote

from xltags import __version__
from xltags.batch.checking import CheckResult
from xltags.core.finding import SEVERITIES, Finding, cell_order
from xltags.render.check_lines import advice_of, place_of, reason_of
from xltags.render.rule_pages import known_rules, name_of, page_of
from xltags.render.told_from import told_from
from xltags.render.visible import visible

LISTED = 5_000  # code scanning takes 25,000 results of a run, shows 5,000 and says nothing of the rest
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
_BRACES = str.maketrans({"{": "{{", "}": "}}"})  # one alone begins a placeholder
_HEAD = re.compile(r"\n+(Why|Fix): ")
Node = dict[str, object]


@dataclass(frozen=True, slots=True)
class _Found:
    """A finding, its workbook's address, what tells it from others, and how many of its code and of all precede it."""

    finding: Finding
    location: Node
    fingerprint: str
    of_code: int
    number: int

    def rank(self) -> tuple[int, int]:
        return SEVERITIES.index(self.finding.severity), self.of_code

    def order(self) -> tuple[int, int]:
        return SEVERITIES.index(self.finding.severity), self.number


def render_sarif(results: Sequence[CheckResult], *, folder: PurePath | None = None) -> str:
    """The results as one run, without dates, ending in a line break; equal results give equal bytes.

    Results are in the order of severity, then as they were found. Of more than `LISTED`, the first of every rule are
    listed before the second, and notifications count the rest by rule. Workbooks that could not be read are
    notifications too. Rows and columns are told as lines and columns; what concerns a whole sheet is in line 1.

    The fingerprint is made of workbook, code, sheet, header and value, and a number that counts equal ones. So it stays
    when rows or columns move or messages are reworded, and when one of several equal findings is mended, the last of
    them counts as mended. It has the name of the only one that GitHub compares.

    Workbooks below `folder` are told from there; without a folder, paths that are not absolute are told as they are.
    Control characters stand as `\\x07`, in words, because some services refuse them.
    """
    locations = [_location(result.path, folder) for result in results]
    found = list(_found(results, locations))
    rules = sorted({each.finding.code for each in found})
    ranked = sorted(found, key=_Found.rank)
    listed = sorted(ranked[:LISTED], key=_Found.order)
    stopped = [(result, at) for result, at in zip(results, locations, strict=True) if result.status == "unreadable"]
    notices = sorted({result.code for result, _ in stopped})
    driver = {
        "name": "xltags",
        "version": __version__,
        "rules": _rules(found, rules),
        "notifications": [{"id": code, **_page(code)} for code in notices],
    }
    invocation = {
        "executionSuccessful": not stopped,
        "toolExecutionNotifications": [*_stops(stopped, notices), *_left_out(ranked[LISTED:], rules)],
    }
    run = {
        "tool": {"driver": driver},
        "invocations": [invocation],
        "originalUriBaseIds": {ROOT: {"description": {"text": "The folder in which xltags was called."}}},
        "artifacts": [{"location": location, "roles": ["analysisTarget"]} for location in locations],
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, rules.index(each.finding.code)) for each in listed],
    }
    document = _held({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _found(results: Sequence[CheckResult], locations: Sequence[Node]) -> Iterator[_Found]:
    of_code: Counter[str] = Counter()
    of_facts: Counter[str] = Counter()
    pairs = zip(results, locations, strict=True)
    every = ((location, finding) for result, location in pairs for finding in result.findings)
    for number, (location, finding) in enumerate(every):
        facts = json.dumps([location["uri"], finding.code, finding.sheet, finding.column, finding.value])
        of_facts[facts] += 1
        fingerprint = f"{sha256(facts.encode()).hexdigest()[:16]}:{of_facts[facts]}"
        yield _Found(finding, location, fingerprint, of_code[finding.code], number)
        of_code[finding.code] += 1


def _location(path: str, folder: PurePath | None) -> Node:
    """The address of a workbook: from the folder where it lies below it, else whole."""
    pure = PurePath(path) if folder is None else told_from(folder, path)
    if pure.is_absolute():
        return {"uri": pure.as_uri()}
    return {"uri": quote(os.fsencode(pure.as_posix())), "uriBaseId": ROOT}


def _rules(found: Iterable[_Found], codes: Iterable[str]) -> list[Node]:
    levels = {each.finding.code: each.finding.severity for each in found}
    levels |= {rule.code: rule.severity for rule in known_rules()}
    return [
        {
            "id": code,
            **({"name": name} if (name := name_of(code)) else {}),
            **_page(code),
            "defaultConfiguration": {"level": levels[code]},
        }
        for code in codes
    ]


def _page(code: str) -> Node:
    """What a code means, in English."""
    page = page_of(code) or code
    return {
        "shortDescription": {"text": page.partition("\n")[0]},
        "fullDescription": {"text": page.partition("\nFix:")[0]},
        "help": {"text": page, "markdown": _HEAD.sub(r"\n\n**\1:** ", page)},
    }


def _result(found: _Found, index: int) -> Node:
    finding = found.finding
    row, column = cell_order(finding.cell)
    region = {"startLine": row or 1, **({"startColumn": column} if column else {})}
    location: Node = {"physicalLocation": {"artifactLocation": found.location, "region": region}}
    if place := place_of(finding):
        kind = "value" if finding.cell else "object"
        location["logicalLocations"] = [{"fullyQualifiedName": place, "kind": kind}]
    told = asdict(finding)
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": finding.severity,
        "message": _message(advice_of(finding)),
        "locations": [location],
        "partialFingerprints": {"primaryLocationLineHash": found.fingerprint},
        "properties": {name: told[name] for name in ("sheet", "cell", "column", "value", "suggestion")},
    }


def _stops(stopped: Iterable[tuple[CheckResult, Node]], codes: Sequence[str]) -> Iterator[Node]:
    for result, location in stopped:
        yield {
            "descriptor": {"id": result.code, "index": codes.index(result.code)},
            "level": "error",
            "message": _message(reason_of(result)),
            "locations": [{"physicalLocation": {"artifactLocation": location}}],
        }


def _left_out(found: Iterable[_Found], codes: Sequence[str]) -> Iterator[Node]:
    counts = Counter((each.rank()[0], each.finding.code) for each in found)
    for (severity, code), count in sorted(counts.items()):
        text = f"{count:,} more of {code} ({SEVERITIES[severity]}) are not listed; services show {LISTED:,} of all"
        yield {
            "level": "warning",
            "message": _message(text),
            "associatedRule": {"id": code, "index": codes.index(code)},
        }


def _message(text: str) -> Node:
    """A text in which nothing is a placeholder or a link, as sections 3.11.5 and 3.11.6 of the standard want it."""
    return {"text": text.translate(_BRACES).replace("](", r"\](")}


def _held(node: object) -> object:
    if isinstance(node, str):
        return visible(node)
    if isinstance(node, dict):
        return {name: _held(each) for name, each in node.items()}
    return [_held(each) for each in node] if isinstance(node, list) else node
