"""The fuzzer by command: `python -m tests.fuzz --count 3000`, or one mutant again with `--number N`."""

import argparse
import faulthandler
import sys
import time
import warnings
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz.mutants import make_mutant
from tests.fuzz.sources import corpus_sources, made_sources
from tests.fuzz.trial import try_mutant

STUCK = 120  # seconds after which a door that not even a signal can stop ends the whole run, with its traceback


def main() -> int:
    """Exit code 1 if a mutant brought a bug to light."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0, help="number of the first mutant")
    parser.add_argument("--count", type=int, default=2000, help="how many mutants")
    parser.add_argument("--number", type=int, help="only this mutant")
    parser.add_argument("--keep", type=Path, help="write the mutant (with --number), or the failing ones into a folder")
    parser.add_argument("--made", action="store_true", help="only workbooks of our own making")
    parser.add_argument("--every-report", action="store_true", help="all reports of each mutant, not two")
    told = parser.parse_args()
    warnings.simplefilter("ignore")
    sources = dict(made_sources()) if told.made else {**made_sources(), **corpus_sources()}
    numbers = range(told.start, told.start + told.count) if told.number is None else [told.number]
    outcomes: Counter[str] = Counter()
    failures, slowest, started = 0, (0.0, ""), time.process_time()
    with TemporaryDirectory() as folder:
        for number in numbers:
            mutant = make_mutant(sources, told.seed, number)
            if told.number is not None and told.keep:
                told.keep.write_bytes(mutant.data)
            faulthandler.dump_traceback_later(STUCK, exit=True)
            verdict = try_mutant(mutant, Path(folder), every_report=told.every_report)
            outcomes[verdict.outcome] += 1
            slowest = max(slowest, (verdict.seconds, mutant.name))
            if verdict.failure:
                failures += 1
                print(f"{mutant.name}\n{verdict.failure}\n", flush=True)
                if told.number is None and told.keep:
                    told.keep.mkdir(parents=True, exist_ok=True)
                    (told.keep / f"{told.seed}_{number}.xlsx").write_bytes(mutant.data)
    faulthandler.cancel_dump_traceback_later()
    print(f"{len(numbers):,} mutants, {failures} failures, {time.process_time() - started:.0f} s of processor time")
    print("outcomes:", ", ".join(f"{name} {count:,}" for name, count in sorted(outcomes.items())))
    print(f"slowest: {slowest[0]:.1f} s, {slowest[1]}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
