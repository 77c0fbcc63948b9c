"""What a guessed map says of each file, and what keeps it from being used."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from xltags.books.importing.guess_names import KEY
from xltags.books.importing.map import ImportMap
from xltags.books.sheets import CUSTOMERS, table_spec
from xltags.core.errors import XltagsError


@dataclass(frozen=True, slots=True)
class GuessedColumn:
    """A column of the map: the header it comes from, how sure that is (0..1) and why, some values.

    `where` is a header and the text that it must hold for the cell to count, ("", "") for every row.
    """

    column_id: str
    header: str
    confidence: float
    why: str
    examples: tuple[str, ...]
    where: tuple[str, str] = ("", "")

    def entry(self) -> str | dict[str, object]:
        """The column as a map has it."""
        return {"from": self.header, "where": {self.where[0]: self.where[1]}} if self.where[0] else self.header


@dataclass(frozen=True, slots=True)
class GuessedSource:
    """What one file probably fills.

    `unmapped` are the other headers with examples, `doubtful_number` is a number that may be read in two ways, `sheet`
    the sheet of a workbook where it is not the first.
    """

    path: Path
    table: str
    columns: tuple[GuessedColumn, ...]
    unmapped: Mapping[str, tuple[str, ...]]
    placeholders: tuple[str, ...] = ()
    doubtful_dates: str = ""
    doubtful_number: str = ""
    sheet: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """The columns by which a row is known; none for tables without an id of their own."""
        return (KEY,) if self.table == CUSTOMERS and any(it.column_id == KEY for it in self.columns) else ()

    def lack(self) -> str:
        """What keeps the guess from being used; "" where nothing does."""
        if self.table == CUSTOMERS and not self.key:
            return "no column is clearly the customer's id"
        have = {column.column_id for column in self.columns}
        lacking = [it.id for it in table_spec(self.table).columns if it.required and it.id not in have]
        if lacking or len(have) < 2:
            return f"too few of its headers are known ({', '.join(sorted(have)) or 'none'})"
        return ""


@dataclass(frozen=True, slots=True)
class MapGuess:
    """The guessed map of several files."""

    sources: tuple[GuessedSource, ...]

    @property
    def wanted(self) -> ImportMap:
        """The guess as a map.

        Raises:
            XltagsError: MAP009 nothing at all was recognised in a file.
        """
        for source in self.sources:
            if not source.columns:
                raise XltagsError(f"{source.path}: none of its headers is known; write the map by hand", code="MAP009")
        entries: list[dict[str, object]] = []
        for source, file in zip(self.sources, self.files(), strict=True):
            entry: dict[str, object] = {
                "file": file,
                "table": source.table,
                "columns": {column.column_id: column.entry() for column in source.columns},
            }
            entry |= {"sheet": source.sheet} if source.sheet else {}
            entries.append(entry | ({"key": list(source.key)} if source.key else {}))
        return ImportMap.model_validate({"source": entries})

    def files(self) -> list[str]:
        """What each file is called in the map: its name, its whole path where two have one name."""
        names = [source.path.name for source in self.sources]
        return [it.path.name if names.count(it.path.name) == 1 else str(it.path) for it in self.sources]

    def mapped(self) -> dict[str, dict[str, str]]:
        """The header of each column by file name."""
        return {source.path.name: {it.column_id: it.header for it in source.columns} for source in self.sources}

    def unmapped(self) -> dict[str, tuple[str, ...]]:
        """The headers that nothing was made of, by file name."""
        return {source.path.name: tuple(source.unmapped) for source in self.sources if source.unmapped}

    def require_complete(self) -> None:
        """Refuse a guess that a person should look at first.

        Raises:
            XltagsError: MAP009.
        """
        for source in self.sources:
            lack = source.lack()
            if lack:
                raise XltagsError(
                    f"{source.path}: {lack}; write the map with --write-map MAP.toml, correct it, and import with "
                    "--map MAP.toml",
                    code="MAP009",
                )
