"""How soon LibreOffice has the template open."""

from pathlib import Path

import pytest

from tests.uno_python import run_with_uno
from xltags.books.template import new_workbook, write_template

MOST = 2.0  # seconds


@pytest.mark.slow
@pytest.mark.libreoffice
def test_the_template_opens_in_two_seconds(tmp_path: Path) -> None:
    whole, plain = tmp_path / "whole.xlsx", tmp_path / "plain.xlsx"
    write_template(whole)
    new_workbook(plain)
    times: list[float] = run_with_uno("uno_opening.py", str(tmp_path / "profile"), str(whole), str(plain))
    assert 0 < times[1] < times[0] < MOST, times
