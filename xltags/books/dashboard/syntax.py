"""The syntax of formulas, as far as Dashboard and Card use it: from a text to a tree of calls and references."""

import re
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<text>"(?:[^"]|"")*")
    | (?P<table>[A-Za-z_]\w*\[(?:'.|[^\[\]']|\[(?:'.|[^\[\]'])*\])*\])
    | (?P<number>[0-9]+(?:\.[0-9]+)?(?:E[+-]?[0-9]+)?)
    | (?P<name>[A-Za-z_][\w.]*)
    | (?P<slot>\ue000)
    | (?P<sign><>|<=|>=|[-+*/^&=<>(),:{};])
    )""",
    re.VERBOSE,
)
# What stands in a formula apart from its make: cells and numbers, but not those within texts, table columns and braces.
_GIVEN = re.compile(
    r"""\{(?:"(?:[^"]|"")*"|[^"{}])*\}|"(?:[^"]|"")*"|[A-Za-z_]\w*\[(?:'.|[^\[\]']|\[(?:'.|[^\[\]'])*\])*\]
    |(?P<cell>\$?[A-Z]{1,3}\$?[0-9]+(?![\w(]))|[A-Za-z_][\w.]*|(?P<number>[0-9]+(?:\.[0-9]+)?(?:E[+-]?[0-9]+)?)""",
    re.VERBOSE,
)
SLOT = "\ue000"
_STRENGTHS = {
    sign: strength
    for strength, signs in enumerate((("=", "<>", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/"), ("^",)))
    for sign in signs
}  # operators, all of them left-associative


@dataclass(frozen=True, slots=True)
class Constant:
    """A number or text, or several in braces."""

    items: tuple[float | str | bool, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the formula's own sheet; row and column from 0."""

    row: int
    column: int


@dataclass(frozen=True, slots=True)
class TablePart:
    """A column of a table, several side by side, or their headings."""

    table: str
    first: str
    last: str
    headers: bool


@dataclass(frozen=True, slots=True)
class Call:
    """A function or an operator with what it is applied to."""

    name: str
    arguments: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a cell or number in formulas of one make."""

    number: int


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the workbook."""

    name: str


Given = Constant | Cell
Tree = Constant | Cell | TablePart | Slot | Name | Call


def parse(formula: str) -> tuple[Tree, tuple[Given, ...]]:
    """The tree of a formula without its equals sign, and the cells and numbers that its slots stand for.

    Raises:
        ValueError: it cannot be read.

    >>> parse("A1+LARGE(B2:B4,3)")[0].arguments[0]
    Slot(number=0)
    >>> parse("A1+LARGE(B2:B4,3)")[1][::3]
    (Cell(row=0, column=0), Constant(items=(3.0,)))
    """
    given: list[Given] = []

    def slot(match: re.Match[str]) -> str:
        if match["cell"]:
            given.append(_cell(match["cell"]))
        elif match["number"]:
            given.append(Constant((float(match["number"]),)))
        else:
            return match[0]
        return SLOT

    tree = _make(_GIVEN.sub(slot, formula))
    return tree, tuple(given)


@lru_cache(4096)  # formulas below each other, and those of other workbooks, are of one make
def _make(formula: str) -> Tree:
    parser = _Parser(_tokens(formula))
    tree = parser.expression()
    if parser.kind != "end":
        raise ValueError(f"{parser.token!r} in {formula}")
    return tree


def _tokens(formula: str) -> list[tuple[str, str]]:
    found, place, end = [], 0, len(formula.rstrip())
    while place < end:
        match = _TOKEN.match(formula, place)
        if match is None or match.lastgroup is None:
            raise ValueError(f"cannot read {formula[place : place + 20]!r} in {formula}")
        found.append((match.lastgroup, match[match.lastgroup]))
        place = match.end()
    return [*found, ("end", "")]


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.place = 0
        self.slots = 0

    @property
    def kind(self) -> str:
        return self.tokens[self.place][0]

    @property
    def token(self) -> str:
        return self.tokens[self.place][1]

    def take(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1][1]

    def expect(self, sign: str) -> None:
        if self.take() != sign:
            raise ValueError(f"{sign} is missing before {self.token!r}")

    def expression(self, least: int = 0) -> Tree:
        """What follows, as far as its operators are that strong."""
        left = self.unary()
        while self.kind == "sign" and _STRENGTHS.get(self.token, -1) >= least:
            sign = self.take()
            left = Call(sign, (left, self.expression(_STRENGTHS[sign] + 1)))
        return left

    def unary(self) -> Tree:
        if self.kind == "sign" and self.token == "-":
            self.take()
            return Call("-", (Constant((0.0,)), self.unary()))
        left = self.atom()
        while self.kind == "sign" and self.token == ":":
            self.take()
            left = Call(":", (left, self.atom()))
        return left

    def atom(self) -> Tree:
        kind, token = self.kind, self.take()
        if kind == "text":
            return Constant((token[1:-1].replace('""', '"'),))
        if kind == "number":
            return Constant((float(token),))
        if kind == "slot":
            self.slots += 1
            return Slot(self.slots - 1)
        if kind == "table":
            return _table_part(token)
        if kind == "name":
            return self.named(token)
        if token == "{":
            return self.braces()
        if token != "(":
            raise ValueError(f"unexpected {token!r}")
        inner = self.expression()
        self.expect(")")
        return inner

    def named(self, name: str) -> Tree:
        if name in ("TRUE", "FALSE") and self.token != "(":
            return Constant((name == "TRUE",))
        if self.token != "(":
            return Name(name)
        self.expect("(")
        arguments: list[Tree] = []
        while self.token != ")" or self.kind == "text":
            arguments.append(self.expression())
            if self.token != ")":
                self.expect(",")
        self.expect(")")
        return Call(name, tuple(arguments))

    def braces(self) -> Tree:
        found: list[float | str | bool] = []
        while not found or self.token != "}":
            if found:
                self.take()
            item = self.atom()
            found += item.items if isinstance(item, Constant) else ()
        self.expect("}")
        return Constant(tuple(found))


@lru_cache(8192)
def _cell(token: str) -> Cell:
    letters, digits = re.match(r"([A-Z]+)([0-9]+)", token.replace("$", "")).groups()  # type: ignore[union-attr]  # a cell token
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return Cell(int(digits) - 1, column - 1)


def _table_part(token: str) -> TablePart:
    table, _, rest = token[:-1].partition("[")
    parts = re.findall(r"\[((?:'.|[^\[\]'])*)\]", rest) or [rest]
    headers = parts[0] == "#Headers"
    names = [re.sub(r"'(.)", r"\1", part) for part in (parts[1:] if headers else parts)]
    return TablePart(table, names[0], names[-1], headers)
