"""The scorecard as named functions of a workbook: LAMBDAs that read its tables as they stand.

The sources are formulas as Excel shows them, over several lines, with this notation: `@Tags.tag` is a table's column,
`@name` a constant of `lambda_words`, lower-case words are parameters of LAMBDA and LET (optional ones in brackets),
`fn_` names are helpers. `stored` turns them into what a file must hold.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from xltags.books.lint.formula_text import FUTURE, IN_NAMESPACE, LOCAL
from xltags.core.finding import Language
from xltags.formulas import lambda_answers, lambda_scorecard, lambda_taxonomy
from xltags.formulas.lambda_words import constants
from xltags.formulas.wording import Tables

FUNCTIONS = ("ICP_SCORE", "ICP_TIER", "ICP_RANGE", "ICP_WHY", "TAG_OK", "TAG_SUGGEST", "PORTRAIT")
HELPER = "fn_"
_PIECES = re.compile(r'"(?:[^"]|"")*"|[^"]+')
_COLUMN = re.compile(r"@([A-Z]\w+)\.(\w+)")
_CONSTANT = re.compile(r"@([a-z]\w*)")
_CALL = re.compile(r"\b([A-Z]{2,})(?=\()")
_OPTIONAL = re.compile(r"\[([a-z_]+)\]")
_PARAMETER = re.compile(r"(?<![\w.\]])(?!fn_|xltags_)([a-z][a-z_]*)\b")


@dataclass(frozen=True, slots=True)
class NamedFunction:
    """A defined name of the workbook; `formula` is what the file holds, without the equals sign."""

    name: str
    formula: str

    @property
    def hidden(self) -> bool:
        """Whether it is a helper, which the name manager does not show."""
        return self.name.startswith(HELPER)


def named_functions(language: Language) -> tuple[NamedFunction, ...]:
    """The functions for a workbook whose headers are in this language, helpers among them, by name."""
    sources = {**lambda_taxonomy.SOURCES, **lambda_scorecard.SOURCES, **lambda_answers.SOURCES}
    words, tables = constants(), Tables(language)
    return tuple(NamedFunction(name, stored(sources[name], words, tables)) for name in sorted(sources))


def stored(source: str, words: Mapping[str, str], tables: Tables) -> str:
    """A formula as a file holds it: constants and columns put in, no blanks, younger functions and parameters prefixed.

    >>> stored('LAMBDA(x, [other], IF(x = "a b", @Tags.tag, CONCAT(x)))', {}, Tables("en"))
    '_xlfn.LAMBDA(_xlpm.x,_xlop.other,IF(_xlpm.x="a b",Tags[Tag],_xlfn.CONCAT(_xlpm.x)))'
    """
    whole = _CONSTANT.sub(lambda found: words[found[1]], source)
    return "".join(piece if piece.startswith('"') else _code(piece, tables) for piece in _PIECES.findall(whole))


def _code(piece: str, tables: Tables) -> str:
    """A piece of a formula without texts."""
    piece = re.sub(r"\s+", "", piece)
    piece = _CALL.sub(_prefixed, piece)
    piece = _OPTIONAL.sub(r"_xlop.\1", piece)
    references: list[str] = []

    def put_aside(found: re.Match[str]) -> str:
        references.append(tables.column(found[1], found[2]))
        return f"\0{len(references) - 1}\0"

    piece = _PARAMETER.sub(r"_xlpm.\1", _COLUMN.sub(put_aside, piece))
    return re.sub("\0(\\d+)\0", lambda found: references[int(found[1])], piece)


def _prefixed(found: re.Match[str]) -> str:
    name = found[1]
    if name not in FUTURE:
        return name
    return f"_xlfn.{LOCAL}{name}" if name in IN_NAMESPACE else f"_xlfn.{name}"
