"""How long LibreOffice takes to open a workbook: run by a Python that has LibreOffice's `uno`, as a program of its own.

`python uno_opening.py PROFILE BOOK...` starts LibreOffice, opens each workbook several times, the first one once before
that so that its filters are loaded, and prints the shortest time of each in seconds as JSON: what LibreOffice spent of
the processor, where the system tells it, so that other programs do not count; else what went by.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

from uno_pivots import WAIT, connect  # type: ignore[import-not-found]  # it stands beside this program

TIMES = 3


def main(profile: str, books: list[str]) -> None:
    """Do it, and end the LibreOffice that was started for it."""
    pipe = f"xltags{uuid4().hex[:12]}"
    office = subprocess.Popen(
        [
            "soffice", "--headless", "--norestore", f"-env:UserInstallation={Path(profile).resolve().as_uri()}",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        desktop = connect(pipe)
        opened(desktop, books[0], pipe)
        print(json.dumps([min(opened(desktop, book, pipe) for _ in range(TIMES)) for book in books]))
        desktop.terminate()
        office.wait(WAIT)
    finally:
        if office.poll() is None:
            office.kill()


def opened(desktop: Any, book: str, pipe: str) -> float:
    """How long one opening takes."""
    from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]

    hidden = PropertyValue()
    hidden.Name, hidden.Value = "Hidden", True
    begun = spent(pipe)
    document = desktop.loadComponentFromURL(Path(book).resolve().as_uri(), "_blank", 0, (hidden,))
    taken = spent(pipe) - begun
    document.close(True)
    return taken


def spent(pipe: str) -> float:
    """Seconds of the processor that the processes with that pipe have had so far, or of the clock."""
    total = 0.0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if pipe in (process / "cmdline").read_text():
                fields = (process / "stat").read_text().rpartition(")")[2].split()
                total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        except OSError:  # it has ended meanwhile
            continue
    return total or time.perf_counter()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
