"""The package's own parts: relationships between parts, content types, and the workbook part with its sheets."""

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple, cast
from urllib.parse import unquote

from xltags.books.opc.xmlparts import PartBytes, child, children, is_true, namespace, parse_xml, relationship_id
from xltags.core.errors import WorkbookError

SheetState = Literal["visible", "hidden", "veryHidden"]
SheetKind = Literal["worksheet", "chartsheet", "dialogsheet", "macrosheet"]
STRICT = "http://purl.oclc.org/ooxml/"
SHEET_KINDS: Mapping[str, SheetKind] = {
    "worksheet": "worksheet",
    "chartsheet": "chartsheet",
    "dialogsheet": "dialogsheet",
    "xlMacrosheet": "macrosheet",
    "xlIntlMacrosheet": "macrosheet",
}


@dataclass(frozen=True, slots=True)
class Relationship:
    """A link from one part to another, or to something outside the package.

    `type` is the full URI as it stands (Transitional and Strict differ in it: compare `kind`). `target` is the part
    name as the zip has it, without a leading slash, or as resolved where no such part exists; None if external.
    `target_text` is the target as it stands in the file.
    """

    id: str
    type: str
    target: str | None
    external: bool
    target_text: str

    @property
    def kind(self) -> str:
        """The last word of the type, the same in Transitional and Strict: `worksheet`, `table`, `sharedStrings`."""
        return self.type.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class SheetRef:
    """A sheet as the workbook lists it; `part` is its part's name in the package."""

    name: str
    part: str
    rel_id: str
    sheet_id: int
    state: SheetState
    kind: SheetKind


@dataclass(frozen=True, slots=True)
class ContentTypes:
    """What [Content_Types].xml declares, keys in lower case (part names and extensions know no case)."""

    defaults: Mapping[str, str]
    overrides: Mapping[str, str]

    def of(self, part: str) -> str:
        """The content type of a part, empty if none is declared."""
        name = part.lower()
        return self.overrides.get(name) or self.defaults.get(name.rpartition(".")[2], "")


@dataclass(frozen=True, slots=True)
class WorkbookPart:
    """What the workbook part says of the whole: its sheets in tab order, its date system, whether it is Strict."""

    sheets: tuple[SheetRef, ...]
    date1904: bool
    strict: bool


def relationships_part(part: str) -> str:
    """The name of the part that holds a part's relationships; the package's own for the empty name.

    >>> relationships_part("xl/workbook.xml"), relationships_part("")
    ('xl/_rels/workbook.xml.rels', '_rels/.rels')
    """
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


@lru_cache(maxsize=1024)
def resolve_target(source: str, target: str) -> str:
    """The part a relationship of `source` points at, as an absolute name without a leading slash.

    >>> resolve_target("xl/worksheets/sheet1.xml", "../tables/table1.xml")
    'xl/tables/table1.xml'
    >>> resolve_target("xl/workbook.xml", "/xl/styles.xml")
    'xl/styles.xml'
    """
    path = unquote(target.partition("#")[0].replace("\\", "/"))
    joined = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), path))
    return joined.lstrip("/")


def read_relationships(data: bytes, place: str, source: str, actual: Callable[[str], str]) -> tuple[Relationship, ...]:
    """The relationships of a part, in file order.

    Args:
        data: the bytes of the `.rels` part.
        source: the part that they belong to.
        actual: gives a part's name as the zip spells it.

    Raises:
        WorkbookError: as `parse_xml`.
    """
    found = []
    for id, type, text, mode in _links(PartBytes(data, place)):
        external = mode == "External"
        target = None if external else actual(resolve_target(source, text))
        found.append(Relationship(id, type, target, external, text))
    return tuple(found)


@lru_cache(maxsize=128)  # workbooks of one origin have the same parts
def _links(part: PartBytes) -> tuple[tuple[str, str, str, str], ...]:
    return tuple(
        (it.get("Id", ""), it.get("Type", ""), it.get("Target", ""), it.get("TargetMode", ""))
        for it in children(parse_xml(part.data, part.place), "Relationship")
    )


def read_content_types(data: bytes, place: str) -> ContentTypes:
    """The declared content types.

    Raises:
        WorkbookError: as `parse_xml`.
    """
    return _content_types(PartBytes(data, place))


@lru_cache(maxsize=8)
def _content_types(part: PartBytes) -> ContentTypes:
    root = parse_xml(part.data, part.place)
    defaults = {each.get("Extension", "").lower(): each.get("ContentType", "") for each in children(root, "Default")}
    overrides = {
        each.get("PartName", "").lstrip("/").lower(): each.get("ContentType", "") for each in children(root, "Override")
    }
    return ContentTypes(defaults, overrides)


def read_workbook_part(data: bytes, place: str, relationships: Mapping[str, Relationship]) -> WorkbookPart:
    """The sheets and settings of the workbook part.

    Args:
        relationships: those of the workbook part, by id.

    Raises:
        WorkbookError: FILE004 if a sheet points at nothing, or there is no sheet; else as `parse_xml`.
    """
    listed = _listed(PartBytes(data, place))
    sheets = tuple(_read_sheet(sheet, place, relationships) for sheet in listed.sheets)
    if not sheets:
        raise WorkbookError(f"{place}: lists no sheet; open the workbook in Excel, let it repair and save it again")
    return WorkbookPart(sheets, listed.date1904, listed.strict)


class _ListedSheet(NamedTuple):
    name: str
    link: str
    state: str
    number: str


class _Listed(NamedTuple):
    """What the workbook part says by itself; its sheets are links to other parts."""

    sheets: tuple[_ListedSheet, ...]
    date1904: bool
    strict: bool


@lru_cache(maxsize=8)  # workbooks of one origin have one and the same workbook part
def _listed(part: PartBytes) -> _Listed:
    root = parse_xml(part.data, part.place)
    listed = child(root, "sheets")
    settings = child(root, "workbookPr")
    return _Listed(
        tuple(
            _ListedSheet(it.get("name", ""), relationship_id(it), it.get("state", "visible"), it.get("sheetId", ""))
            for it in (children(listed, "sheet") if listed is not None else ())
        ),
        settings is not None and is_true(settings.get("date1904")),
        namespace(root.tag).startswith(STRICT) or root.get("conformance") == "strict",
    )


def _read_sheet(sheet: _ListedSheet, place: str, relationships: Mapping[str, Relationship]) -> SheetRef:
    name, id, state, number = sheet
    link = relationships.get(id)
    if link is None or link.target is None:
        raise WorkbookError(
            f"{place}: sheet {name!r} has no part; open the workbook in Excel, let it repair and save it"
        )
    return SheetRef(
        name,
        link.target,
        link.id,
        int(number) if number.isascii() and number.isdigit() else 0,
        cast(SheetState, state) if state in ("hidden", "veryHidden") else "visible",
        SHEET_KINDS.get(link.kind, "worksheet"),
    )
