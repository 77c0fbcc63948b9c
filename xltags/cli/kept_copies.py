"""Saying which dated copies `--in-place` kept: at the end of every command that changes a workbook, in one place."""

import shlex
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from xltags.books.places import is_file


@contextmanager
def copies_told(arguments: Sequence[str]) -> Iterator[None]:
    """Names, at its end, the copies that the command with these arguments has kept of the workbooks it was given.

    The line goes to standard output; with `--json`, which a program reads, to standard error.
    """
    words = arguments if "--in-place" in arguments else ()
    before = {word: _copies(Path(word)) for word in words if is_file(Path(word))}
    try:
        yield
    finally:
        for word, old in before.items():
            for path in sorted(_copies(Path(word)) - old):
                _tell(path, word, as_json="--json" in arguments)


def _copies(book: Path) -> set[Path]:
    from xltags.books.backups import backups_of
    from xltags.core.errors import WorkbookError

    try:
        return {copy.path for copy in backups_of(book)}
    except WorkbookError:  # a folder that cannot be listed; the command itself says what it cannot do
        return set()


def _tell(copy: Path, book: str, *, as_json: bool) -> None:
    from xltags.cli.console import done_line, show

    line = done_line(copy, f"keeps the workbook as it was; go back with xltags undo {shlex.quote(book)}")
    if as_json:
        sys.stderr.write(f"{line.plain}\n")
    else:
        show(line)
