"""The forms in which findings leave xltags, for people, programs and CI services; each is a module beside this one."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, assert_never

from xltags.batch.checking import CheckResult
from xltags.core.finding import Severity

Format = Literal["text", "json", "sarif", "junit", "github", "html"]
WrittenFormat = Literal["json", "sarif", "junit", "github", "html"]


def rendered(results: Sequence[CheckResult], format: WrittenFormat, fail_on: Severity) -> str:
    """The results in one of the forms but `text`, ending in a line break.

    `fail_on` is the severity from which on a finding fails the check; forms that tell failures apart need it.
    """
    match format:  # each form loads what it needs, and the others do not
        case "json":
            from xltags.render.as_json import render_json

            return render_json(results)
        case "sarif":
            from xltags.render.as_sarif import render_sarif

            return render_sarif(results, folder=Path.cwd())
        case "junit":
            from xltags.render.as_junit import render_junit

            return render_junit(results, fail_on)
        case "github":
            from xltags.render.as_github import render_github

            return render_github(results, folder=Path.cwd())
        case "html":
            from xltags.render.as_html import render_html

            return render_html(results)
        case _:
            assert_never(format)
