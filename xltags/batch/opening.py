"""Opening a workbook under the limits of its `xltags.toml`, to be written as that and the command say."""

from dataclasses import replace
from pathlib import Path

from xltags.batch.policy_file import load_config
from xltags.books.engine import Writing
from xltags.books.file import FileBook, open_book


def open_workbook(path: Path, writing: Writing | None = None) -> FileBook:
    """Open a workbook; how many backups are kept and how large it may be says the nearest `xltags.toml`.

    Raises:
        XltagsError: the workbook cannot be opened, or `xltags.toml` is wrong.
    """
    config = load_config(path)
    return open_book(path, config.limits, writing=replace(writing or Writing(), keep_backups=config.backups))
