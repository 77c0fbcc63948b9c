"""The pieces of a formula as a workbook stores it."""

import re

TOKEN = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")
    |(?P<fault>\#[A-Z][A-Z0-9_/]*[!?]?)
    |(?P<external>\[[1-9]\d*\][\w.?\\]*!|'[^'\[]*\[[^\]]+\](?:[^']|'')*'!)
    |(?P<sheet>'(?:[^']|'')+'!|[^\W\d][\w.?\\]*!)
    |(?P<area>\$?[A-Za-z]{1,3}\$?\d{1,7}(?::\$?[A-Za-z]{1,3}\$?\d{1,7})?(?![\w.(\[?\\!]))
    |(?P<columns>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w.(\[?\\!]))
    |(?P<rows>\$?\d{1,7}:\$?\d{1,7}(?![\w.]))
    |(?P<number>(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?)
    |(?P<word>[^\W\d][\w.?\\]*|\\[\w.]*)
    |(?P<odd>[\[\]:!'"])
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
ITEM = re.compile(r"\[((?:[^\[\]']|'.)*)\]", re.DOTALL)
# Functions whose result does not follow from the cells that they name: the clock, chance, addresses made of text, the
# state of the program, pivots, other programs.
UNCERTAIN = frozenset(
    ["NOW", "TODAY", "RAND", "RANDBETWEEN", "RANDARRAY", "OFFSET", "INDIRECT", "CELL", "INFO", "RTD", "GETPIVOTDATA"]
).union(["SHEET", "SHEETS", "EVALUATE", "CALL", "REGISTER.ID", "PY", "STOCKHISTORY", "IMAGE", "WEBSERVICE"])
# Functions that read as many cells of their last range as of their first, however small it is written.
STRETCHING = frozenset(["SUMIF", "AVERAGEIF"])


def closing(formula: str, start: int) -> int:
    """Where the bracket that opens at `start` has closed, -1 if it does not."""
    depth, position = 0, start
    while position < len(formula):
        letter = formula[position]
        if letter == "'":
            position += 1
        elif letter == "[":
            depth += 1
        elif letter == "]":
            depth -= 1
            if not depth:
                return position + 1
        position += 1
    return -1
