"""`xltags check BOOK ...`, perhaps with `--as-of`: the call of every day, answered without loading typer.

Typer takes longer to load than a small workbook to be checked. Any other call is left to it.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from xltags.cli.console import prepare_streams, stop, stop_on_interrupt


def plain_check(arguments: Sequence[str]) -> int | None:
    """Carry out such a call and return its exit code; None where it is another call."""
    paths, day = _read(arguments)
    if not paths:
        return None
    from xltags.batch.checking import CheckOptions
    from xltags.cli.check_books import check_books
    from xltags.core.errors import XltagsError

    prepare_streams()
    try:
        return check_books(paths, CheckOptions(as_of=day or date.today()))
    except XltagsError as error:
        return stop(f"{error} [{error.code}]")
    except KeyboardInterrupt:
        return stop_on_interrupt()
    except SystemExit:  # rich leaves so when the reader of our output has left, for example `| head`
        return 0


def _read(arguments: Sequence[str]) -> tuple[list[Path], date | None]:
    """The workbooks and the day of such a call; no workbook where it is another."""
    paths: list[Path] = []
    day = None
    words = iter(arguments)
    if next(words, "") != "check":
        return [], None
    for word in words:
        option, equals, value = word.partition("=")
        if option == "--as-of":
            try:
                day = date.fromisoformat(value if equals else next(words, ""))
            except ValueError:
                return [], None
        elif not word or word.startswith("-"):
            return [], None
        else:
            paths.append(Path(word))
    return paths, day
