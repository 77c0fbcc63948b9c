"""The map of an import: how the columns of exports become cells of the input tables.

Strict: a key that is not known is a typing error, and is said.
"""

import tomllib
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictFloat, StrictInt, ValidationError
from pydantic_core import ErrorDetails

from xltags.core.errors import XltagsError
from xltags.core.near_words import hint
from xltags.core.taxonomy import Family
from xltags.core.toml_faults import first_fault, value_fault
from xltags.core.values import as_text


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _tables(value: object) -> object:
    return [value] if isinstance(value, dict) else value


def _text(value: object) -> object:
    """Numbers, dates and yes/no as the text that a CSV file has for them."""
    return as_text(value) if isinstance(value, (bool, int, float, date, datetime)) else value


def _from_header(value: object) -> object:
    return {"from": value} if isinstance(value, str) else value


Texts: TypeAlias = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Text: TypeAlias = Annotated[str, BeforeValidator(_text)]
Constant: TypeAlias = str | StrictBool | StrictInt | StrictFloat | datetime | date | time


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)


class ColumnMap(_Strict):
    """Where the cells of one column come from.

    `sources` (`from` in the file) are headers of the source; `join` puts several together; `split` is the separator of
    a many-valued cell. `map` replaces texts ("" makes a blank); `value` is a constant. `where` takes the cell only
    from rows whose other columns hold one of these texts. `dates` and `decimal` win over those of the source.
    """

    sources: Texts = Field(default=(), alias="from")
    map: dict[str, Text] = {}
    value: Constant | None = None
    join: str | None = None
    split: str | None = None
    where: dict[str, Texts] = {}
    dates: Texts = ()
    decimal: Literal[".", ","] | None = None


class JoinMap(_Strict):
    """Another source whose columns stand beside this one's where `on` is equal: `on` is the header here, `to` there."""

    file: str
    on: str
    to: str = ""
    sheet: str = ""


class SourceMap(_Strict):
    """How one file fills one table. `file` is a name or glob; `key` names the columns by which a row is known."""

    file: str
    table: str
    columns: dict[str, Annotated[ColumnMap, BeforeValidator(_from_header)]] = Field(min_length=1)
    sheet: str = ""
    key: Texts = ()
    missing: Texts = ()
    dates: Texts = ()
    decimal: Literal[".", ","] | None = None
    encoding: str = ""
    delimiter: str = ""
    header_row: int = Field(default=0, ge=0)
    join: Annotated[tuple[JoinMap, ...], BeforeValidator(_tables)] = ()


class GroupMap(_Strict):
    """A tag group that the workbook may lack; with `add_tags` every distinct value becomes a tag of it."""

    group: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    family: Family = "specific"
    values: Literal["one", "many"] = "one"
    add_tags: StrictBool = False
    label_en: str = ""
    label_zh: str = ""
    label_vi: str = ""
    step: int | None = Field(default=None, ge=1, le=3)
    required: StrictBool = False
    feed: Literal["system", "manual"] = "manual"
    question: str = ""
    owner_department: str = ""
    fill_target: float | None = Field(default=None, ge=0, le=1)


class ImportMap(_Strict):
    """A whole map: groups first, then sources in the order in which they complete each other."""

    group: tuple[GroupMap, ...] = ()
    source: tuple[SourceMap, ...] = Field(min_length=1)


def read_map(path: Path) -> ImportMap:
    """The map in a TOML file.

    Raises:
        XltagsError: MAP001 the file cannot be read or is no TOML, MAP002 it says something that a map cannot say.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise XltagsError(f"{path}: the map cannot be read: {error.strerror}", code="MAP001") from error
    except UnicodeDecodeError as error:
        raise XltagsError(f"{path}: the map is no UTF-8 text; save it as UTF-8", code="MAP001") from error
    return parse_map(text, str(path))


def parse_map(text: str, place: str = "map") -> ImportMap:
    """The map in a TOML text; `place` names it in messages.

    >>> parse_map('[[source]]\\nfile = "a.csv"\\ntable = "Customers"\\ncolumns = { company = "Name" }').source[0].file
    'a.csv'
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise XltagsError(f"{place}: is not TOML: {error}", code="MAP001") from error
    try:
        found = ImportMap.model_validate(values)
    except ValidationError as error:
        raise XltagsError(f"{place}: {_explained(error.errors())}", code="MAP002") from error
    for number, source in enumerate(found.source, 1):
        for column, taken in source.columns.items():
            fault = _contradiction(taken)
            if fault:
                raise XltagsError(f"{place}: source {number}, column {column}: {fault}", code="MAP002")
    return found


def _contradiction(column: ColumnMap) -> str:
    if column.value is not None and column.sources:
        return "has both from and value; keep one"
    if column.value is None and not column.sources:
        return 'says neither from nor value; write { from = "header" }'
    if column.value is not None and (column.map or column.join is not None or column.split is not None):
        return "a constant value takes no map, join or split"
    if len(column.sources) > 1 and column.join is None:
        return 'takes several headers; say how they are put together, such as join = " "'
    return 'split = "" separates nothing; name the separator' if column.split == "" else ""


_KNOWN: dict[str, type[BaseModel]] = {
    "group": GroupMap,
    "source": SourceMap,
    "join": JoinMap,
}


def _explained(faults: list[ErrorDetails]) -> str:
    """The fault of a map to mend first, with its place, in the words of the file."""
    fault = first_fault(faults)
    steps = [step for step in fault["loc"] if step not in ("function-before[_from_header(), ColumnMap]",)]
    if fault["type"] == "extra_forbidden":
        word = str(steps[-1])
        return f"{_place(steps[:-1])}unknown key {word!r}; {hint(word, _keys(steps), otherwise='known are')}"
    if steps[-2:-1] == ["columns"] and fault["type"].startswith("model"):
        return f'{_place(steps)}must be a header in quotation marks, or such as {{ from = "header" }}'
    last = str(steps[-1])
    return f"{_place(steps)}{value_fault(fault, tables=last if last in _KNOWN else '')}"


def _place(steps: list[int | str]) -> str:
    words = []
    for step in steps:
        words.append(str(step + 1) if isinstance(step, int) else str(step))
    text = " ".join(words).replace(" columns ", ", column ")
    return f"{text}: " if text else ""


def _keys(steps: list[int | str]) -> list[str]:
    """The keys that may stand where an unknown one was met."""
    model: type[BaseModel] = ImportMap
    for step in steps[:-1]:
        model = ColumnMap if step == "columns" else _KNOWN.get(str(step), model)
    return [field.alias or name for name, field in model.model_fields.items()]
