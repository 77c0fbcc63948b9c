"""The resident Python of the twin of the add-in, with the stand-in for Excel, told what VBA would tell it."""

import os
import traceback
from pathlib import Path
from typing import Any

import xlwings as xw

from tests.xlwings_engine import open_live
from tests.xlwings_windows import MISSING, windows_xlwings

FOLDER = Path(os.environ.get("XLTAGS_TWIN", "."))


def run_command(book: xw.Book) -> None:
    """Run the last command as Python's -c would, on the workbook in front, and save that."""
    exec((FOLDER / "commands.txt").read_text("utf-8").splitlines()[-1], {})
    book.save()
    (FOLDER / "alerts.txt").write_text("\n".join(book.app.impl.alerts), "utf-8")


def ask_formula(book: xw.Book) -> None:
    """Call a formula through xlwings' own code with the arguments that the cell handed over."""
    module, name, *lines = (FOLDER / "asked.txt").read_text("utf-8").split("\n")
    arguments: list[Any] = []
    while lines and lines[0]:
        kind, *size = lines.pop(0).split(" ")
        if kind == "missing":
            arguments.append(MISSING)
            continue
        height, width = map(int, size)
        arguments.append(tuple(tuple(_cell(lines.pop(0)) for _ in range(width)) for _ in range(height)))
    with windows_xlwings() as runtime:
        answer = runtime.call_udf(module, name, tuple(arguments), None, book.sheets[0].range("A1").impl)
    rows = answer if isinstance(answer, list | tuple) else [[answer]]
    height, width = (len(rows), len(rows[0])) if isinstance(answer, list | tuple) else (0, 0)
    said = [_said(value) for row in rows for value in row]
    (FOLDER / "answered.txt").write_text("\n".join([str(height), str(width), *said]), "utf-8")


def _cell(line: str) -> Any:
    kind, _, text = line.partition(" ")
    match kind:
        case "blank":
            return None
        case "number":
            return float(text)
        case "truth":
            return text == "1"
        case _:
            return text


def _said(value: Any) -> str:
    return f"number {value}" if isinstance(value, int | float) else f"text {'' if value is None else value}"


def serve() -> None:
    """Do what comes through the pipe, a word at a time, until the twin has ended and this is ended too."""
    book = open_live(FOLDER / "front.xlsx")
    book.set_mock_caller()
    while True:
        what = (FOLDER / "ask").read_text("utf-8").strip()
        try:
            {"run": run_command, "formula": ask_formula}[what](book)
        except Exception:  # the twin waits for an answer; the test reads the faults
            with (FOLDER / "faults.txt").open("a", encoding="utf-8") as file:
                traceback.print_exc(file=file)
        (FOLDER / "done").write_text("done", "utf-8")


if __name__ == "__main__":
    serve()
