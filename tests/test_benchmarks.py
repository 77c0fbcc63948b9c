"""The benchmarks run from end to end, on a small scale, and their page says what it must."""

import importlib.util
from pathlib import Path

import pytest

from benchmarks import run
from benchmarks.measure import Taken
from benchmarks.sections import SECTIONS
from benchmarks.tables import Line, Target, table_of, target_lines

PEERS = ("fastexcel", "polars", "frictionless", "python_calamine")


def measured(tmp_path: Path, *sections: str) -> str:
    page = tmp_path / "page.md"
    small = ["--runs", "1", "--rows", "20", "--small", "2", "--data", str(tmp_path / "data")]
    run.main(["--only", *sections, *small, "--markdown", str(page)])
    return page.read_text("utf-8")


@pytest.mark.slow
def test_a_part_of_the_benchmarks_runs_from_end_to_end(tmp_path: Path) -> None:
    text = measured(tmp_path, "fill")
    assert all(f"| {line.text} | 1 |" in text for line in SECTIONS["fill"].lines)
    assert text.count("| met |") + text.count("**missed**") == 3
    assert "## Check" not in text


@pytest.mark.slow
def test_all_benchmarks_run_from_end_to_end_and_the_peers_agree(tmp_path: Path) -> None:
    missing = [name for name in PEERS if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}; they come with `make bench`")
    text = measured(tmp_path, *SECTIONS)
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        *(f"## {section.title}" for section in SECTIONS.values()), "## Targets",
    ]  # fmt: skip


def test_a_table_tells_how_far_a_program_is_from_its_floor_and_from_the_base() -> None:
    taken = {"floor": [Taken(0.5, 1, 10, {})], "ours": [Taken(cpu, 1, 20, {}) for cpu in (9, 2, 1)]}
    lines = (Line("floor", "floor: read"), Line("ours", "ours", "floor"))
    table = table_of("Read", "ours", taken, lines)
    assert "| floor: read | 1 | 0.50 | 0.25 |  | 1.00 | 10 |" in table
    assert "| ours | 3 | 2.00 | 1.00 | 4.0 | 1.00 | 20 |" in table


@pytest.mark.parametrize(("least", "reached", "met"), [(False, 2.0, True), (False, 2.1, False), (True, 1.9, False)])
def test_a_target_is_met_on_its_bound_and_missed_beyond_it(least: bool, reached: float, met: bool) -> None:
    target = Target("time", reached, 2.0, "x", least=least)
    assert target.met == met
    assert target_lines([target])[-1].endswith("| met |" if met else "| **missed** |")


def test_heavy_programs_run_fewer_times() -> None:
    taken = run.interleaved({name: lambda: Taken(1, 1, 1, {}) for name in ("light", "heavy")}, 5, frozenset({"heavy"}))
    assert {name: len(runs) for name, runs in taken.items()} == {"light": 5, "heavy": run.HEAVY_RUNS}


def test_every_line_of_a_section_is_measured_and_every_floor_is_a_line() -> None:
    for section in SECTIONS.values():
        names = {line.name for line in section.lines}
        assert {line.floor for line in section.lines} - {""} <= names
        assert section.heavy | {section.base} <= names
