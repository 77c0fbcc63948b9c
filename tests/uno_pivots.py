"""What LibreOffice makes of PivotTables: run by a Python that has LibreOffice's `uno`, as a program of its own.

`python uno_pivots.py BOOK PROFILE EDITS` loads a workbook, refreshes its pivots, sets cells, refreshes them again, and
prints as JSON what they show before and after. EDITS is a JSON list of [sheet, cell, value].
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

WAIT = 90


def main(book: str, profile: str, edits: str) -> None:
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
        print(json.dumps(looked_at(desktop, book, json.loads(edits))))
        desktop.terminate()
        office.wait(WAIT)
    finally:
        if office.poll() is None:
            office.kill()


def connect(pipe: str) -> Any:
    """LibreOffice's desktop, as soon as it answers."""
    import uno  # type: ignore[import-not-found]  # only the Python of LibreOffice has it

    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", here)
    end = time.monotonic() + WAIT
    while True:
        try:
            there = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return there.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", there)
        except Exception:  # the class of what it raises exists only once uno has made it
            if time.monotonic() > end:
                raise
            time.sleep(0.5)


def looked_at(desktop: Any, book: str, edits: list[tuple[str, str, str | float]]) -> dict[str, Any]:
    """The pivots as loaded, refreshed, and refreshed after the edits."""
    from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]

    hidden = PropertyValue()
    hidden.Name, hidden.Value = "Hidden", True
    document = desktop.loadComponentFromURL(Path(book).resolve().as_uri(), "_blank", 0, (hidden,))
    try:
        found = {"loaded": pivots_of(document, refresh=False), "before": pivots_of(document, refresh=True)}
        for sheet, cell, value in edits:
            place = document.Sheets.getByName(sheet).getCellRangeByName(cell)
            place.setString(value) if isinstance(value, str) else place.setValue(value)
        found["after"] = pivots_of(document, refresh=True)
    finally:
        document.close(True)
    return found


def pivots_of(document: Any, *, refresh: bool) -> dict[str, Any]:
    """Of every pivot by its sheet: its name, the sheet and header row it reads, its filters, and its cells."""
    found = {}
    for name in document.Sheets.ElementNames:
        tables = document.Sheets.getByName(name).DataPilotTables
        for number in range(tables.Count):
            table = tables.getByIndex(number)
            if refresh:
                table.refresh()
            source, area = table.SourceRange, table.OutputRange
            found[name] = {
                "name": table.Name,
                "source": document.Sheets.getByIndex(source.Sheet).Name,
                "records": source.EndRow - source.StartRow,
                "filters": [table.PageFields.getByIndex(it).Name for it in range(table.PageFields.Count)],
                "cells": document.Sheets.getByName(name)
                .getCellRangeByPosition(area.StartColumn, area.StartRow, area.EndColumn, area.EndRow)
                .getDataArray(),
            }
    return found


if __name__ == "__main__":
    main(*sys.argv[1:4])
