"""Damaged workbooks through every door: a few always, thousands slowly; `python -m tests.fuzz` for more."""

import random
from pathlib import Path

import pytest

from tests.fuzz.mutants import make_mutant
from tests.fuzz.sources import corpus_sources, made_sources
from tests.fuzz.trial import try_mutant

SEED = 20261121
FEW, MANY = 30, 2000
BATCH = 100  # mutants of one slow test, so that several processes share them

pytestmark = pytest.mark.filterwarnings("ignore")


def check(numbers: range, folder: Path, sources: dict[str, bytes]) -> None:
    """Every mutant of these numbers ends with a result or one clear line."""
    failures = []
    for number in numbers:
        mutant = make_mutant(sources, SEED, number)
        verdict = try_mutant(mutant, folder)
        if verdict.failure:
            failures.append(f"{mutant.name}\n{verdict.failure}")
    assert not failures, "\n\n".join(failures)


def corpus() -> dict[str, bytes]:
    """The corpus; the test skips where it is absent."""
    if not corpus_sources():
        pytest.skip("../shared/corpus (real workbooks) is not here")
    return dict(corpus_sources())


@pytest.mark.parametrize("start", range(0, FEW, 10))
def test_damage_to_made_workbooks_is_survived(tmp_path: Path, start: int) -> None:
    check(range(start, start + 10), tmp_path, dict(made_sources()))


@pytest.mark.parametrize("start", range(0, FEW, 10))
def test_damage_to_real_workbooks_is_survived(tmp_path: Path, start: int) -> None:
    check(range(start, start + 10), tmp_path, corpus())


@pytest.mark.slow
@pytest.mark.parametrize("start", range(FEW, FEW + MANY, BATCH))
def test_thousands_of_damages_are_survived(tmp_path: Path, start: int) -> None:
    check(range(start, start + BATCH), tmp_path, {**made_sources(), **corpus_sources()})


def test_a_mutant_is_the_same_each_time() -> None:
    sources = dict(made_sources())
    random.seed()
    first = [make_mutant(sources, 5, number).data for number in range(20)]
    assert first == [make_mutant(dict(reversed(sources.items())), 5, number).data for number in range(20)]
    assert len(set(first)) == 20


def test_the_fuzzer_sees_a_bug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Path) -> None:
        raise KeyError("no such group")

    monkeypatch.setattr("tests.fuzz.trial.open_book", broken)
    verdict = try_mutant(make_mutant(dict(made_sources()), 5, 0), tmp_path)
    assert "KeyError" in verdict.failure
