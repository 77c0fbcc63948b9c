"""Coverage-guided fuzzing of the cell reader, on demand: `pip install atheris`, then
`python -m tests.fuzz.atheris_cells FOLDER -max_total_time=300`, where FOLDER collects the inputs that reach new code.

The input is the inside of `sheetData`, or the whole sheet part if it begins with `<?xml`. The fast reader and the XML
parser alone have to find the same cells, or both have to refuse; anything but a `WorkbookError` is a bug.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import FunctionType, ModuleType

import pytest

from tests.raw_workbooks import SHEET, parts_of, sheet_xml, write_parts
from tests.sheet_values import Cells, read_cells
from tests.test_reader_oracles import SAMPLE
from xltags.books.reading.cells_strict import StrictReader, StrictResult
from xltags.core.errors import WorkbookError

MODULES = ("cells", "opc.xmltext", "reading.cell_batch", "reading.cell_heads", "reading.cell_tokens",
           "reading.cells_strict", "reading.cells_tolerant", "reading.columns", "reading.digits", "reading.numbers",
           "reading.row_tags", "reading.sheet_stream", "reading.strings")  # fmt: skip
LONGEST = 4000  # bytes of an input
WORDS = (
    "<c r=", "<v>", "</v>", "</c>", "<row r=", "</row>", "<f>", "<is><t>", ' t="s"', ' t="inlineStr"',
    ' s="1"', "_x0041_", "<!--", "-->", "<![CDATA[", "]]>", "&#10;", "&amp;", "#N/A", "1E+300", "XFD1048576",
    'hidden="1"',
)  # fmt: skip


def try_sheet(data: bytes) -> None:
    """Read a sheet made of these bytes, both ways."""
    whole = data if data.startswith(b"<?xml") else sheet_xml("@").encode().replace(b"@", data)
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = write_parts(Path(folder) / "a.xlsx", parts_of() | {SHEET: whole})
        fast = cells_or_none(path)
        patch.setattr(StrictReader, "read", lambda self, chunk: StrictResult(None, [(0, len(chunk))]))
        slow = cells_or_none(path)
    # the fast reader does not judge what it does not read, such as the inside of a formula
    assert slow is None or (fast == slow and fast is not None and fast.formulas == slow.formulas), whole


def cells_or_none(path: Path) -> Cells | None:
    """The cells, None if the workbook is refused."""
    try:
        return read_cells(path)
    except WorkbookError:
        return None


def instrument(module: ModuleType, marked: Callable[[FunctionType], FunctionType]) -> None:
    """Let atheris see the branches of a module's functions and methods."""
    own = [each for each in vars(module).values() if getattr(each, "__module__", "") == module.__name__]
    for found in [*own, *(each for kind in own if isinstance(kind, type) for each in vars(kind).values())]:
        if isinstance(found, FunctionType) and found.__module__ == module.__name__:
            found.__code__ = marked(found).__code__


def main() -> None:
    """Fuzz until libFuzzer's own options say stop; an input that breaks the reader is kept as `crash-...`."""
    import importlib

    atheris = importlib.import_module("atheris")  # no dependency of the project
    for name in MODULES:
        instrument(importlib.import_module(f"xltags.books.{name}"), atheris.instrument_func)
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sample").write_bytes(SAMPLE.encode())
    (folder / "whole").write_bytes(sheet_xml(SAMPLE).encode())
    words = folder.with_suffix(".dict")
    words.write_text("".join('"' + word.replace('"', '\\"') + '"\n' for word in WORDS), encoding="ascii")
    atheris.Setup([*sys.argv, f"-max_len={LONGEST}", f"-dict={words}"], try_sheet)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
