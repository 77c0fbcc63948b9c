"""Running the programs of these tests that need LibreOffice's `uno`, which few Pythons have."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest


def uno_python() -> str | None:
    """A Python that has LibreOffice's bridge."""
    for python in (sys.executable, "python3", "/usr/bin/python3"):
        found = shutil.which(python)
        if found and subprocess.run([found, "-c", "import uno"], capture_output=True, check=False).returncode == 0:
            return found
    return None


def run_with_uno(program: str, *arguments: str) -> Any:
    """What a program prints as JSON; the test is skipped where it cannot run."""
    python = uno_python()
    if python is None or shutil.which("soffice") is None:
        pytest.skip("LibreOffice or its Python bridge (python3-uno) is not installed")
    done = subprocess.run(
        [python, str(Path(__file__).with_name(program)), *arguments],
        capture_output=True, encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
