"""Options and skips of the test suite."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

collect_ignore = ["uno_opening.py"]  # a program of its own, run by the Python that LibreOffice knows
SHARED = Path(__file__).resolve().parents[2] / "shared"

settings.register_profile("default", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("default")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run the slow tests too")
    parser.addoption("--renew-golden", action="store_true", help="write tests/golden anew")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if "slow" in item.keywords and not config.getoption("--slow"):
            item.add_marker(pytest.mark.skip(reason="slow; runs with --slow"))
        if "libreoffice" in item.keywords and shutil.which("soffice") is None:
            item.add_marker(pytest.mark.skip(reason="LibreOffice (soffice) is not installed"))
        if item.get_closest_marker("excel"):
            item.add_marker(pytest.mark.skip(reason="needs a person with Excel"))


@pytest.fixture
def shared() -> Path:
    """The folder of real data and workbooks beside the project; tests that need it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("../shared (real data and workbooks) is not here")
    return SHARED
