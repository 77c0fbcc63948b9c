"""CellRune, a calculation engine from PyPI, as an independent opinion on the formulas.

It does not read a defined name as relative to the cell that uses it, as Excel and LibreOffice do. So the names of "this
row" are first written out in every cell: the same formulas, letter by letter, without the short cut.
"""

import re
import zipfile
from functools import cache
from html import escape, unescape
from pathlib import Path

from tests.formula_books import Reader
from xltags.core.table import letter_of

LONGEST = 8192  # characters of a formula, as Excel has it

_NAME = re.compile(r"(?<!\[)xl_[a-z0-9_]+")  # after a bracket it is a column of a table
_DEFINED = re.compile(r'<definedName name="(xl_[^"]+)"[^>]*>([^<]*)</definedName>')
_ROW = re.compile(r"((?:Customers|Contacts)!\$[A-Z]+1(?::\$[A-Z]+1)?)(?![0-9(])")
_CELL = re.compile(r'(<c r="[A-Z]+(\d+)"[^>]*>)<f>([^<]*)</f>(?:<v>[^<]*</v>)?')


def written_out(path: Path, target: Path) -> Path:
    """A copy of a workbook whose cells hold the definitions of the names of their own row, and no results."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        names = {name: unescape(text) for name, text in _DEFINED.findall(source.read("xl/workbook.xml").decode())}

        @cache
        def of_the_row(name: str) -> bool:
            text = names.get(name, "")
            return bool(_ROW.search(text)) or any(of_the_row(it) for it in _NAME.findall(text) if it != name)

        @cache
        def definition(name: str) -> str:
            return f"({_NAME.sub(expanded, names[name])})"

        def expanded(found: re.Match[str]) -> str:
            return definition(found[0]) if of_the_row(found[0]) else found[0]

        def in_row(found: re.Match[str]) -> str:
            text = _NAME.sub(expanded, unescape(found[3]))
            text = _ROW.sub(lambda it: re.sub(r"(\$[A-Z]+)1\b", rf"\g<1>{found[2]}", it[1]), text)
            assert len(text) <= LONGEST, text[:100]
            return f"{found[1]}<f>{escape(text, quote=False)}</f>"

        for info in source.infolist():
            data = source.read(info.filename)
            if info.filename.startswith("xl/worksheets/sheet"):
                data = _CELL.sub(in_row, data.decode()).encode()
            made.writestr(info, data)
    return target


def calculated_by_cellrune(path: Path) -> Reader:
    """A workbook as CellRune calculates it."""
    import cellrune

    book = cellrune.Workbook.open_path(str(path))
    values: dict[tuple[str, str], object] = {}
    for change in book.recalculate()["changed_cells"]:
        result = change["result"]
        found = result.get("value")
        place = change["cell"]["sheet_name"], change["cell"]["address"]
        values[place] = found.get("value", str(found)) if isinstance(found, dict) else str(result)
    return lambda sheet, row, column: values.get((sheet, f"{letter_of(column)}{row}"))
