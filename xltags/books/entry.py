"""The rule of cells that people fill: what may be entered, what is said before, and what when it does not fit."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

TITLE_LIMIT, TEXT_LIMIT = 32, 255  # Excel's limits for the titles and the texts of a rule
LITERAL_LIMIT, FORMULA_LIMIT = 255, 255  # for a list that stands in the rule itself, and for a formula as typed
RULE_LIMIT = 60_000  # rules of a sheet that Excel still opens
EntryKind = Literal["any", "list", "custom", "whole", "decimal", "date"]
Refusal = Literal["stop", "warning", "none"]
OWN_CELL = "{cell}"  # in a formula: the first cell of the column itself, whose place is known when it is written
PLAIN_NAME = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class EntryRule:
    """A data validation.

    Cells in a formula are those of the first data row. `OWN_CELL` stands for that of the column itself.

    Args:
        title, message: what Excel shows while a cell is chosen.
        kind: "any" only shows the message. `formula` is the source of a list, the condition of a custom rule, or the
            least value of the others, without the equals sign; `most` is the greatest value, "" for none.
        choices: a list that stands in the rule itself, instead of `formula`.
        refusal: whether another entry is refused, needs a confirmation, or is taken as it is.
        needs: names of the workbook that the formula mentions; without them only the message is shown.
        names: names that the rule brings along where the workbook lacks them, with their formulas.
    """

    title: str = ""
    message: str = ""
    kind: EntryKind = "any"
    formula: str = ""
    most: str = ""
    choices: tuple[str, ...] = ()
    refusal: Refusal = "stop"
    error_title: str = ""
    error: str = ""
    needs: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def first_formula(self) -> str:
        """The formula as the file has it: a list of choices is a text."""
        return '"' + ",".join(self.choices).replace('"', '""') + '"' if self.choices else self.formula


def shortened(text: str, limit: int) -> str:
    """A text within Excel's limit, cut between words (anywhere in Chinese) with an ellipsis.

    >>> shortened("one two three", 10), shortened("一二三四五", 4), shortened("short", 10)
    ('one two…', '一二三…', 'short')
    """
    if units(text) <= limit:
        return text
    text = text[:limit]
    while units(text) > limit - 1:
        text = text[:-1]
    space = text.rfind(" ")
    cut = text[:space] if space > len(text) * 0.6 else text
    return cut.rstrip(" ,;:.，；：。、(（") + "…"


def units(text: str) -> int:
    """How many characters Excel counts: signs beyond the basic plane are two."""
    return len(text) + sum(sign > "\uffff" for sign in text)


def quoted(text: str) -> str:
    """A text inside a formula.

    >>> quoted("a")
    '"a"'
    """
    return '"' + text.replace('"', '""') + '"'
