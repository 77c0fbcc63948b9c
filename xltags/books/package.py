"""An Excel workbook as a package of parts: opened read-only, preflighted, never extracted to disk."""

import struct
import zipfile
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from xltags.books.opc.preflight import SAVE_AS, Limits, check_entries, check_magic
from xltags.books.opc.relationships import (
    ContentTypes,
    Relationship,
    SheetRef,
    WorkbookPart,
    read_content_types,
    read_relationships,
    read_workbook_part,
    relationships_part,
)
from xltags.books.opc.zipparts import REPAIR, ZipParts
from xltags.books.places import is_device, is_folder
from xltags.core.errors import WorkbookError

__all__ = ["Limits", "Package", "Relationship", "SheetRef", "open_package"]

CONTENT_TYPES = "[Content_Types].xml"


class Package:
    """The parts of an opened workbook, which stays as it was when opened: one file handle, nothing written.

    Part names are given as the zip spells them and found in any case, as Excel does. Not for use by several threads at
    once. Close it, or use it in `with`, before the file is replaced.

    Attributes:
        path: as given. `size` (bytes) and `mtime_ns` are those of the file that was opened.
        names: the part names in the order of the zip, each once.
        sheets: in the order of the tabs, hidden ones too.
        workbook_part: the name of the workbook part.
        date1904: whether serial dates count from 1904. `strict`: whether it is Strict OOXML.
        signed: whether it carries a digital signature. `has_macros`: whether it carries VBA or macro sheets.
    """

    def __init__(self, parts: ZipParts, limits: Limits) -> None:
        self._parts = parts
        self.limits = limits
        self.path = parts.path
        self.size = parts.size
        self.mtime_ns = parts.mtime_ns
        self.names = parts.names
        self._links: dict[str, tuple[Relationship, ...]] = {}
        self._types = self._read_types()
        self.workbook_part = self._find_workbook()
        workbook = self._read_workbook()
        self.sheets: tuple[SheetRef, ...] = workbook.sheets
        self.date1904 = workbook.date1904
        self.strict = workbook.strict
        self.signed = any(name.lower().startswith("_xmlsignatures/") for name in self.names) or any(
            link.kind == "origin" and "digital-signature" in link.type for link in self.relationships("")
        )
        self.has_macros = (
            "macroenabled" in self.content_type(self.workbook_part).lower()
            or any(link.kind == "vbaProject" for link in self.relationships(self.workbook_part))
            or any(sheet.kind == "macrosheet" for sheet in self.sheets)
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Gives the file back to the system."""
        self._parts.close()

    @cached_property
    def sha256(self) -> str:
        """The fingerprint of the file that was opened, as hex digits; read on first use."""
        return self._parts.sha256()

    def place(self, part: str) -> str:
        """Workbook and part, as messages name them."""
        return f"{self.path}: {part}"

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return self._parts.has(name)

    def actual_name(self, name: str) -> str:
        """The part's name as the zip spells it; the name itself if there is no such part."""
        return self._parts.actual_name(name)

    def info(self, name: str) -> zipfile.ZipInfo:
        """The zip entry of a part; WorkbookError FILE004 if there is none."""
        return self._parts.info(name)

    def read(self, name: str) -> bytes:
        """All bytes of a part, checked; see `ZipParts.read`."""
        return self._parts.read(name)

    def chunks(self, name: str, size: int = 1 << 20) -> Iterator[bytes]:
        """The inflated bytes of a part in blocks of at most `size`, checked; see `ZipParts.chunks`."""
        return self._parts.chunks(name, size)

    def raw(self, name: str, size: int = 1 << 20) -> Iterator[bytes]:
        """The stored (compressed) bytes of a part, for copying; see `ZipParts.raw`."""
        return self._parts.raw(name, size)

    def sheet(self, name: str) -> SheetRef | None:
        """The sheet with that name, in any case as in Excel, or None."""
        return next((sheet for sheet in self.sheets if sheet.name.casefold() == name.casefold()), None)

    def related(self, part: str, kind: str) -> tuple[Relationship, ...]:
        """The internal relationships of a part whose type ends in `kind` (such as `table`), in file order."""
        return tuple(link for link in self.relationships(part) if link.kind == kind and not link.external)

    def relationships(self, part: str) -> tuple[Relationship, ...]:
        """The relationships of a part in file order, those of the package for the empty name; empty if it has none.

        Raises:
            WorkbookError: if their part cannot be read.
        """
        if part not in self._links:
            name = relationships_part(part)
            self._links[part] = (
                read_relationships(self.read(name), self.place(name), part, self._parts.actual_name)
                if self.has(name)
                else ()
            )
        return self._links[part]

    def content_type(self, part: str) -> str:
        """The declared content type of a part, empty if there is none."""
        return self._types.of(part)

    def _read_types(self) -> ContentTypes:
        if self.has(CONTENT_TYPES):
            return read_content_types(self.read(CONTENT_TYPES), self.place(CONTENT_TYPES))
        if self.has("mimetype"):
            raise WorkbookError(f"{self.path}: is an OpenDocument file; {SAVE_AS}", code="FILE002")
        if self.has("xl/workbook.xml"):
            self.info(CONTENT_TYPES)  # a workbook all the same: says what is missing
        raise WorkbookError(f"{self.path}: is a zip archive but not an Excel workbook; unpack it first", code="FILE002")

    def _find_workbook(self) -> str:
        links = [link for link in self.relationships("") if link.kind == "officeDocument" and link.target]
        part = (links[0].target or "") if links else self._parts.actual_name("xl/workbook.xml")
        kind = self.content_type(part).lower()
        if part.endswith(".bin") or "sheet.binary" in kind:
            raise WorkbookError(f"{self.path}: is a binary Excel workbook (.xlsb); {SAVE_AS}", code="FILE002")
        if "wordprocessingml" in kind or "presentationml" in kind:
            raise WorkbookError(f"{self.path}: is a Word or PowerPoint file, not an Excel workbook", code="FILE002")
        if not links and not self.has(part):
            raise WorkbookError(f"{self.path}: is a package of parts but not an Excel workbook", code="FILE002")
        self.info(part)
        return part

    def _read_workbook(self) -> WorkbookPart:
        links = {link.id: link for link in self.relationships(self.workbook_part)}
        workbook = read_workbook_part(self.read(self.workbook_part), self.place(self.workbook_part), links)
        for sheet in workbook.sheets:
            self.info(sheet.part)
        return workbook


def open_package(path: Path | str, limits: Limits | None = None) -> Package:
    """Opens a workbook for reading, after checking that it is one and not dangerous.

    Raises:
        WorkbookError: FILE001 not found or not readable, FILE002 not a workbook, FILE003 encrypted, FILE004 damaged,
            FILE005 refused as dangerous, FILE006 not supported.
    """
    path = Path(path)
    limits = limits or Limits()
    file = _open_file(path)
    try:
        check_magic(path, file)
        try:
            archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, zipfile.LargeZipFile, struct.error, ValueError, OverflowError, OSError) as error:
            raise WorkbookError(
                f"{path}: damaged: it is cut off or not a whole zip; {REPAIR}", code="FILE004"
            ) from error
        except NotImplementedError as error:  # a zip version or feature from after 2006
            raise WorkbookError(
                f"{path}: is a kind of zip that workbooks do not use; {SAVE_AS}", code="FILE006"
            ) from error
        parts = ZipParts(path, file, archive, limits)
        check_entries(path, archive.infolist(), parts.size, limits)
        return Package(parts, limits)
    except OSError as error:
        file.close()
        raise _unread(path, error) from error
    except BaseException:
        file.close()
        raise


def _open_file(path: Path) -> BinaryIO:
    if is_folder(path):
        raise WorkbookError(f"{path}: is a folder; name the workbook inside it", code="FILE001")
    if is_device(path):  # opening a pipe would wait for its writer
        raise WorkbookError(f"{path}: is no file but a pipe or a device; save it to a file first", code="FILE001")
    try:
        return path.open("rb")
    except FileNotFoundError as error:
        raise WorkbookError(f"{path}: there is no such file; check the name and the folder", code="FILE001") from error
    except PermissionError as error:
        raise WorkbookError(
            f"{path}: may not be read; close it in other programs or ask for the right to read it", code="FILE001"
        ) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise _unread(path, error) from error


def _unread(path: Path, error: Exception) -> WorkbookError:
    return WorkbookError(f"{path}: cannot be read ({error}); check the disk or the network", code="FILE001")
