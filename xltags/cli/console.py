"""Where commands print: results on standard output, progress on standard error and only on a terminal."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from rich.console import Console, RenderableType
from rich.text import Text

from xltags.core.errors import XltagsError, why_not

Item = TypeVar("Item")
UNWRAPPED = 100_000  # columns: what a program reads has a line for a line


def show(*parts: RenderableType) -> None:
    """Print to standard output: coloured and folded on a terminal, else plain lines, whole and without padding."""
    if on_terminal():
        console = Console(highlight=False)
        for part in parts:
            console.print(part)
    else:
        write_out(plain_text(*parts))


def on_terminal() -> bool:
    """Whether standard output is a terminal, or to be treated as one."""
    return Console().is_terminal


def plain_text(*parts: RenderableType, width: int = UNWRAPPED) -> str:
    """What `show` writes where no terminal is."""
    console = Console(highlight=False, width=width, color_system=None, force_terminal=False)
    with console.capture() as capture:
        for part in parts:
            console.print(part)
    return "\n".join(line.rstrip() for line in capture.get().split("\n"))


def done_line(path: object, text: str) -> Text:
    """A line that says what was done to a file or folder."""
    return Text.assemble((str(path), "bold"), f"  {text}")


def write_out(text: str) -> None:
    """Write text to standard output as UTF-8.

    A reader that has left, such as `head`, is no error: the command still ends with its own exit code.
    """
    try:
        sys.stdout.flush()
        buffer = getattr(sys.stdout, "buffer", None)
        if buffer is None:  # a stream in memory
            sys.stdout.write(text)
        else:
            buffer.write(text.encode("utf-8", "backslashreplace"))
            buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write_text(text: str, output: Path | None) -> None:
    """Write text to a file, or to standard output, as UTF-8 with LF line ends.

    Raises:
        XltagsError: the file cannot be written.
    """
    if output is None:
        write_out(text)
        return
    try:
        output.write_text(text, encoding="utf-8", errors="backslashreplace", newline="")
    except OSError as error:
        raise XltagsError(f"{output}: cannot be written: {why_not(error)}", code="FILE008") from error


def output() -> Console:
    """Standard output, coloured on a terminal; wide where it is read by a program."""
    console = Console(highlight=False, soft_wrap=False)
    return console if console.is_terminal else Console(highlight=False, width=140)


def progress_console() -> Console:
    """Standard error."""
    return Console(stderr=True, highlight=False)


def tracked(items: Iterable[Item], *, total: int, label: str) -> Iterator[Item]:
    """The items, with a bar on a terminal."""
    console = progress_console()
    if not console.is_terminal or total < 2:
        yield from items
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(label, total=total)
        for item in items:
            yield item
            bar.advance(task)


@contextmanager
def busy(label: str) -> Iterator[None]:
    """A spinner on a terminal while one long step runs."""
    console = progress_console()
    if not console.is_terminal:
        yield
        return
    with console.status(label):
        yield
