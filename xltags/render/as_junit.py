"""Check results as JUnit XML, which CI services show as tests: a suite a workbook, a test case a rule.

There is no standard; what is written here is the part that Jenkins, GitLab and Azure agree upon.
"""

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from xltags.batch.checking import CheckResult
from xltags.core.finding import SEVERITIES, Finding, Severity
from xltags.render.check_lines import advice_of, place_of, reason_of, rules_of, stopped_word
from xltags.render.rule_pages import name_of
from xltags.render.visible import on_one_line

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def render_junit(results: Sequence[CheckResult], fail_on: Severity) -> str:
    """The results as one XML document without times, ending in a line break; equal results give equal bytes.

    A rule with a finding at or above `fail_on` is a failed case, any other rule that found something a case that
    passes with what it found as its output, the worst rule first. A workbook without findings has one case that
    passes, one that could not be read one in error. Characters that XML cannot hold stand there as `\\x07`.
    """
    limit = SEVERITIES.index(fail_on)
    whole = Element("testsuites", name="xltags")
    whole.extend(_suite(result, limit) for result in results)
    for name in ("tests", "failures", "errors"):
        whole.set(name, str(sum(int(suite.get(name, "0")) for suite in whole)))
    indent(whole, " ")
    return f"{DECLARATION}{tostring(whole, encoding='unicode')}\n"


def _suite(result: CheckResult, limit: int) -> Element:
    cases = list(_cases(result, limit))
    counts = {
        "tests": len(cases),
        "failures": sum(case.find("failure") is not None for case in cases),
        "errors": sum(case.find("error") is not None for case in cases),
    }
    suite = Element(
        "testsuite", {"name": on_one_line(result.path), **{name: str(count) for name, count in counts.items()}}
    )
    suite.extend(cases)
    if result.hidden:
        SubElement(suite, "system-out").text = f"{result.hidden:,} known from the baseline"
    return suite


def _cases(result: CheckResult, limit: int) -> Iterator[Element]:
    if result.status == "unreadable":
        case = _case(result, f"{result.code} {stopped_word(result)}")
        SubElement(case, "error", type=on_one_line(result.code), message=on_one_line(reason_of(result)))
        yield case
        return
    if not result.findings:
        yield _case(result, "no findings")
    by_code: dict[str, list[Finding]] = {}
    for code, findings in rules_of(result):
        by_code.setdefault(code, []).extend(findings)
    for code, findings in by_code.items():
        case = _case(result, f"{code} {name_of(code).replace('_', ' ')}".rstrip())
        if any(SEVERITIES.index(finding.severity) <= limit for finding in findings):
            told = SubElement(case, "failure", type=on_one_line(code), message=on_one_line(_summary(findings)))
        else:
            told = SubElement(case, "system-out")
        told.text = "\n".join(map(_line, findings))
        yield case


def _case(result: CheckResult, name: str) -> Element:
    return Element("testcase", classname=on_one_line(result.path), name=on_one_line(name))


def _summary(findings: Sequence[Finding]) -> str:
    first = findings[0]
    at = place_of(first) or "the workbook"
    return f"{len(findings):,} {first.severity}{'' if len(findings) == 1 else 's'}, the first at {at}: {first.message}"


def _line(finding: Finding) -> str:
    place = place_of(finding)
    return on_one_line(f"{place}  {advice_of(finding)}" if place else advice_of(finding))
