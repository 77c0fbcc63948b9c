"""Where commands print: results on standard output, progress on standard error and only on a terminal."""

import errno
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO, TypeVar

from xltags.core.errors import XltagsError, why_not

if TYPE_CHECKING:  # rich takes longer to load than many a command needs; who prints plain lines goes without
    from rich.console import Console, RenderableType
    from rich.text import Text

Item = TypeVar("Item")
READER_LEFT = (errno.EPIPE, errno.EINVAL)  # the second is how Windows says it
UNWRAPPED = 100_000  # columns: what a program reads has a line for a line


def prepare_streams() -> None:
    """A code page that lacks a letter must not stop a command."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def stop(line: str) -> int:
    """Say in one line what stopped a command; returns the exit code."""
    if stream := _standard("stderr"):
        stream.write(f"xltags: {' '.join(line.split())}\n")
    return 2


def stop_on_interrupt() -> int:
    """The same where a person stopped it."""
    return stop("stopped; a workbook that was being written is as it was before")


def show(*parts: "RenderableType") -> None:
    """Print to standard output: coloured and folded on a terminal, else plain lines, whole and without padding."""
    if on_terminal():
        from rich.console import Console

        console = Console(highlight=False)
        for part in parts:
            console.print(part)
    else:
        write_out(plain_text(*parts))


def on_terminal() -> bool:
    """Whether standard output is a terminal, or to be treated as one."""
    if not _may_be_terminal(sys.stdout):
        return False
    from rich.console import Console

    return Console().is_terminal


def _may_be_terminal(stream: TextIO | None) -> bool:
    """Whether rich is worth asking; it takes these variables for a terminal."""
    return any(name in os.environ for name in ("FORCE_COLOR", "TTY_COMPATIBLE")) or bool(stream and stream.isatty())


def plain_text(*parts: "RenderableType", width: int = UNWRAPPED) -> str:
    """What `show` writes where no terminal is."""
    from rich.console import Console

    written = StringIO()  # capturing would flush standard output, which may be closed or full
    console = Console(file=written, highlight=False, width=width, color_system=None, force_terminal=False)
    for part in parts:
        console.print(part)
    return "\n".join(line.rstrip() for line in written.getvalue().split("\n"))


def done_line(path: object, text: str) -> "Text":
    """A line that says what was done to a file or folder."""
    from rich.text import Text

    return Text.assemble((str(path), "bold"), f"  {text}")


def write_out(text: str) -> None:
    """Write text to standard output as UTF-8.

    A reader that has left, such as `head`, is no error: the command still ends with its own exit code. Nor is it one
    where there is no standard output at all.

    Raises:
        XltagsError: standard output cannot be written, for example because the disk is full.
    """
    if (stream := _standard("stdout")) is None:
        return
    try:
        stream.flush()
        buffer = getattr(stream, "buffer", None)
        if buffer is None:  # a stream in memory
            stream.write(text)
        else:
            buffer.write(text.encode("utf-8", "backslashreplace"))
            buffer.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # the rest is not tried again on leaving
        if error.errno not in READER_LEFT:
            raise XltagsError(f"standard output cannot be written: {why_not(error)}", code="FILE008") from error


def _standard(name: Literal["stdout", "stderr"]) -> TextIO | None:
    """Standard output or error; None where the command was called with it closed."""
    stream: TextIO | None = getattr(sys, name)
    return stream


def write_text(text: str, output: Path | None) -> None:
    """Write text to a file, or to standard output, as UTF-8 with LF line ends.

    Raises:
        XltagsError: the file cannot be written, or is a workbook.
    """
    if output is None:
        write_out(text)
        return
    from xltags.books.text_files import write_text_file

    write_text_file(output, text)


def output() -> "Console":
    """Standard output, coloured on a terminal; wide where it is read by a program."""
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=False)
    return console if console.is_terminal else Console(highlight=False, width=140)


def progress_console() -> "Console":
    """Standard error."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def tracked(items: Iterable[Item], *, total: int, label: str) -> Iterator[Item]:
    """The items, with a bar on a terminal."""
    if total < 2 or not _may_be_terminal(sys.stderr) or not (console := progress_console()).is_terminal:
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
    if not _may_be_terminal(sys.stderr) or not (console := progress_console()).is_terminal:
        yield
        return
    with console.status(label):
        yield
