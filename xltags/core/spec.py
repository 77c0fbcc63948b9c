"""How a table is declared: its columns, their kinds and choices. The declarations themselves are in `books.sheets`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from xltags.core.finding import Language

Kind = Literal["text", "key", "tag", "number", "date", "flag", "choice", "choices", "list", "period", "month", "share"]
FilledBy = Literal["person", "xltags"]


@dataclass(frozen=True, slots=True)
class Choice:
    """An allowed value of a column: the id and its label by language."""

    id: str
    labels: Mapping[Language, str]


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A declared column. `kind` says what its cells hold:

    `key` text that names a record; `tag` tags of the group with the column's id; `choice` one of `choices`, `choices`
    several of them; `list` texts separated by `;`; `period` "2026" or "2026-Q3"; `month` "2026-05" or any day of it;
    `share` 0..1; `flag` yes or no. `refers_to` is "Table.column" where the value must exist there.
    """

    id: str
    kind: Kind = "text"
    headers: Mapping[Language, str] = field(default_factory=dict)
    notes: Mapping[Language, str] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    required: bool = False
    filled_by: FilledBy = "person"
    refers_to: str = ""
    width: float = 14.0
    format: str = ""

    def header(self, language: Language) -> str:
        """The header text in a language; the id where there is none."""
        return self.headers.get(language) or self.headers.get("en") or self.id


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A declared sheet with its table. `profile` is the smallest profile that has it."""

    id: str
    columns: tuple[ColumnSpec, ...]
    titles: Mapping[Language, str] = field(default_factory=dict)
    purposes: Mapping[Language, str] = field(default_factory=dict)
    profile: Literal["small", "standard", "full"] = "small"
    required: bool = False

    def column(self, column_id: str) -> ColumnSpec | None:
        """The declared column with this id."""
        return next((column for column in self.columns if column.id == column_id), None)
