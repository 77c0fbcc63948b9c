"""Reports as CSV files."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from xltags.core.errors import XltagsError, why_not
from xltags.reports import Report
from xltags.reports.export import csv_blocks

if TYPE_CHECKING:
    import pandas as pd

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NEGATIVE = re.compile(r"-[0-9]+(?:\.[0-9]+)?")


def export_reports(reports: Iterable[Report], folder: Path) -> list[Path]:
    """Write `<name>.csv` and `<name>_summary.csv` for each report, as UTF-8 with LF line ends; returns the files.

    Text that a spreadsheet would run as a formula gets an apostrophe in front.

    Raises:
        XltagsError: the folder or a file cannot be written.
    """
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for report in reports:
            for name, frame in ((report.name, report.facts), (f"{report.name}_summary", report.summary)):
                if frame is not None:
                    path = folder / f"{name}.csv"
                    with path.open("w", encoding="utf-8", newline="") as file:
                        file.writelines(csv_blocks(frame, change=_inert))
                    written.append(path)
    except OSError as error:
        raise XltagsError(f"{folder}: cannot be written: {why_not(error)}", code="FILE008") from error
    return written


def inert_csv(frame: "pd.DataFrame") -> str:
    """A frame as CSV text; text that begins like a formula gets an apostrophe in front, unless it is a number.

    >>> import pandas as pd
    >>> inert_csv(pd.DataFrame({"value": ["-2.5", "-2+3", "=1"]})).split()
    ['value', '-2.5', "'-2+3", "'=1"]
    """
    return "".join(csv_blocks(frame, change=_inert))


def _inert(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) and not _NEGATIVE.fullmatch(text) else text
