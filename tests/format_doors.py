"""One call of a command in two formats of findings: as JSON, and into a file in another."""

from pathlib import Path

import pytest

from tests.doors import AS_OF, Ran, call, team_book

CALLS = [
    "check",
    "check --fail-on note --select TAG003",
    "check --baseline known.json",
    "check --baseline known.json --fail-on warning",
    "check --lang zh --jobs 2",
    "lint --fail-on note",
    "doctor --fail-on note",
]


def json_beside(capsys: pytest.CaptureFixture[str], folder: Path, words: str, *, format: str, output: str) -> Ran:
    """What the call prints as JSON, after the same call has put its findings into `output`, with the same exit code."""
    book = team_book(folder / "team.xlsx")
    call(capsys, "check", book.name, "--select", "TAG001", "--format", "json", "--as-of", AS_OF, "-o", "known.json")
    command, *options = words.split()
    asked = (command, book.name, *options, "--as-of", AS_OF)
    as_json, as_file = (call(capsys, *asked, *last) for last in (["-f", "json"], ["-f", format, "-o", output]))
    assert (as_file.code, as_file.out, as_file.err) == (as_json.code, "", "")
    return as_json
