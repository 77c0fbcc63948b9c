"""What a mutant has to stand: every door gives a result or an `XltagsError`, soon and in little memory."""

import signal
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import FrameType

from tests.fuzz.mutants import Mutant
from tests.fuzz.sources import AS_OF
from xltags.batch.checking import CheckOptions, check_dataset
from xltags.batch.doctoring import DoctorOptions, examine_workbook
from xltags.batch.scoring import report_workbook, score_workbook
from xltags.books.cells import SheetReader
from xltags.books.file import open_book
from xltags.core.errors import XltagsError
from xltags.core.scoring import score
from xltags.reports import build_reports
from xltags.reports.registry import load_reports

SECONDS = 10
BYTES = 1 << 30
OPTIONS = CheckOptions(AS_OF)


class Hang(BaseException):
    """A door took too long; no `Exception`, so that nothing on the way catches it."""


@dataclass(frozen=True)
class Verdict:
    """How a mutant ended: `outcome` is "read", or the code of the refusal; `failure` is "" unless it is a bug."""

    outcome: str
    failure: str
    seconds: float


def try_mutant(mutant: Mutant, folder: Path, *, every_report: bool = False) -> Verdict:
    """Take a mutant through every door; two reports of its own choosing, or all of them."""
    path = folder / f"mutant.xls{'m' if mutant.source.endswith('m') else 'x'}"
    path.write_bytes(mutant.data)
    only = () if every_report else tuple(Random(mutant.name).sample(sorted(load_reports()), 2))
    started, before = time.process_time(), _resident_after_reset()
    outcome, failure = "read", ""
    doors: tuple[Callable[[Path, tuple[str, ...]], None], ...] = (_read, _judge, _examine, _score, _report)
    for door in doors:
        try:
            with _limited():
                door(path, only)
        except XltagsError as error:
            outcome = error.code if outcome == "read" else outcome
            failure = failure or _fault_of(error)
        except (Exception, Hang):
            failure = f"{door.__name__}\n{traceback.format_exc()}"
            break
    if not failure and _peak() - before > BYTES:
        failure = f"took {(_peak() - before) >> 20} MB"
    if not failure and path.read_bytes() != mutant.data:
        failure = "the source was changed"
    return Verdict(outcome, failure, time.process_time() - started)


def _fault_of(error: XltagsError) -> str:
    return "" if error.code and "\n" not in str(error) else f"a message of several lines: {error}"


def _read(path: Path, _: tuple[str, ...]) -> None:
    """Every sheet, not only those that xltags knows."""
    with open_book(path) as book:
        reader = SheetReader(book.package)
        for sheet in book.package.sheets:
            try:
                reader.read(sheet)
            except XltagsError as error:
                assert not _fault_of(error), error


def _judge(path: Path, only: tuple[str, ...]) -> None:
    with open_book(path) as book:
        dataset = book.read(as_of=AS_OF)
        findings = check_dataset(dataset, path, OPTIONS)
        build_reports(dataset, score(dataset), findings, only=only)


def _examine(path: Path, _: tuple[str, ...]) -> None:
    examine_workbook(path, DoctorOptions(AS_OF))


def _score(path: Path, _: tuple[str, ...]) -> None:
    out = path.with_name(f"scored{path.suffix}")
    score_workbook(path, OPTIONS, out=out)
    _read_again(out)


def _report(path: Path, only: tuple[str, ...]) -> None:
    out = path.with_name(f"reported{path.suffix}")
    report_workbook(path, OPTIONS, out=out, only=only)
    _read_again(out)


def _read_again(path: Path) -> None:
    """What xltags wrote it can read."""
    try:
        with open_book(path) as book:
            book.read_tables()
    except XltagsError as error:
        raise AssertionError(f"what was written cannot be read: {error}") from error


@contextmanager
def _limited() -> Iterator[None]:
    """Raises `Hang` after so many seconds of processor time, so that a busy machine is no failure."""

    def ring(number: int, frame: FrameType | None) -> None:
        raise Hang(f"took more than {SECONDS} seconds")

    if not hasattr(signal, "setitimer"):
        yield
        return
    old = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, old)


def _resident_after_reset() -> int:
    """Bytes in memory now; the peak begins anew from here. 0 where the system does not tell."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return _peak()
    return _peak()


def _peak() -> int:
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    return next((int(line.split()[1]) << 10 for line in status.splitlines() if line.startswith("VmHWM")), 0)
