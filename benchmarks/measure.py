"""What a command takes: processor time and peak memory as the operating system counts them.

So starting Python and importing count as they do for a user.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.setting import FOLDER

ROOT = Path(__file__).parents[1]
Counted = Mapping[str, int]
# What the command `xltags` sets for itself, for every program: no look for plugins, no second thread for matrices.
AS_THE_COMMAND = {"PYDANTIC_DISABLE_PLUGINS": "1", "OPENBLAS_NUM_THREADS": "1"}


@dataclass(frozen=True, slots=True)
class Taken:
    """What one run took: seconds of the processor (all threads) and of the clock, megabytes (2**20) at the peak."""

    cpu: float
    wall: float
    peak: float
    counted: Counted


def measure(command: Sequence[str], *, codes: Sequence[int] = (0,)) -> Taken:
    """Run a command and measure it; its standard output may end in a line of JSON.

    Raises:
        RuntimeError: it ends with another exit code than expected.
    """
    # Compiled modules as after an installation, kept apart from the working tree.
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(FOLDER / "compiled"), "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment |= AS_THE_COMMAND
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        process = os.posix_spawn(
            command[0], list(command), environment,
            file_actions=[(os.POSIX_SPAWN_DUP2, output.fileno(), 1)],
        )  # fmt: skip
        _, status, used = os.wait4(process, 0)
        wall = time.perf_counter() - started
        output.seek(0)
        text = output.read().decode()
    if os.waitstatus_to_exitcode(status) not in codes:
        raise RuntimeError(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}: {text[-400:]}")
    last = text.strip().rpartition("\n")[2]
    counted: Counted = json.loads(last) if last.startswith("{") and last.endswith("}") else {}
    unit = 1 if sys.platform == "darwin" else 1024
    return Taken(used.ru_utime + used.ru_stime, wall, used.ru_maxrss * unit / (1 << 20), counted)


def task_command(task: str, path: Path, *numbers: int) -> list[str]:
    """The command line of a task."""
    return [sys.executable, "-m", "benchmarks.tasks", task, str(path), *map(str, numbers)]
