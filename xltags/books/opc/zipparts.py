"""The parts of a zip file, read as bounded streams from one file handle, checked against the zip directory."""

import hashlib
import os
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NoReturn

from xltags.books.opc.inflate import TruncatedStreamError, choose_engine, inflate
from xltags.books.opc.preflight import Limits, part_too_large
from xltags.core.errors import WorkbookError

REPAIR = "open it in Excel, let it repair and save it again, or get the file anew"


class ZipParts:
    """The parts of an opened zip; names are found in any case, as Excel finds them.

    Attributes:
        names: as the zip spells them (with `/`), in its order. `size` (bytes) and `mtime_ns` are the opened file's.
    """

    def __init__(self, path: Path, file: BinaryIO, archive: zipfile.ZipFile, limits: Limits) -> None:
        status = os.fstat(file.fileno())
        self.path = path
        self.size = status.st_size
        self.mtime_ns = status.st_mtime_ns
        self._limits = limits
        self._file = file
        self._entries = {entry.filename.replace("\\", "/"): entry for entry in archive.infolist()}
        self.names: tuple[str, ...] = tuple(self._entries)
        self._spelling = {name.lower(): name for name in self.names}
        self._engine = choose_engine()

    def close(self) -> None:
        """Gives the file back to the system."""
        self._file.close()

    def sha256(self) -> str:
        """The fingerprint of the whole file, as hex digits."""
        digest = hashlib.sha256()
        self._file.seek(0)
        while block := self._file.read(1 << 20):
            digest.update(block)
        return digest.hexdigest()

    def actual_name(self, name: str) -> str:
        """The part's name as the zip spells it; the name itself if there is no such part."""
        return self._spelling.get(name.lower(), name)

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name.lower() in self._spelling

    def info(self, name: str) -> zipfile.ZipInfo:
        """The zip entry of a part.

        Raises:
            WorkbookError: FILE004 if there is none.
        """
        entry = self._entries.get(self.actual_name(name))
        if entry is None:
            raise WorkbookError(f"{self.path}: damaged: part {name} is missing; {REPAIR}", code="FILE004")
        return entry

    def read(self, name: str) -> bytes:
        """All bytes of a part.

        Raises:
            WorkbookError: FILE004 if it is missing or damaged, LIM004 if it is larger than `limits.part_bytes`.
        """
        entry = self.info(name)
        if entry.file_size > self._limits.part_bytes:
            raise part_too_large(self.path, name, entry.file_size, self._limits)
        return b"".join(self.chunks(name))

    def chunks(self, name: str, size: int = 1 << 20) -> Iterator[bytes]:
        """The inflated bytes of a part in blocks of at most `size` (of about that, where it inflates well).

        Raises:
            WorkbookError: FILE004 if the bytes are damaged; at the latest after the last block, by the checksum.
        """
        entry = self.info(name)
        if not entry.file_size and not entry.compress_size:  # some writers mark empty parts as deflated all the same
            return
        stored = self.raw(name, max(1, min(size, 1 << 18)))
        blocks = stored if entry.compress_type == zipfile.ZIP_STORED else inflate(self._engine, stored, size)
        length = checksum = 0
        try:
            for block in blocks:
                length += len(block)
                if length > entry.file_size:  # the directory lies about the size: every limit was judged by it
                    self._damaged(name, "it is longer than the zip directory says")
                checksum = self._engine.crc32(block, checksum)
                yield block
        except (self._engine.error, TruncatedStreamError, OSError) as error:
            self._damaged(name, str(error) or "its compressed data end too early", error)
        if length != entry.file_size or checksum != entry.CRC:
            self._damaged(name, "its checksum does not match")

    def raw(self, name: str, size: int = 1 << 20) -> Iterator[bytes]:
        """The bytes of a part as they are stored (compressed), for copying, in blocks of at most `size`.

        Raises:
            WorkbookError: FILE004 if the zip is damaged at that place.
        """
        entry = self.info(name)
        position = self._data_offset(entry)
        left = entry.compress_size
        while left:
            self._file.seek(position)  # other parts may be read in between
            block = self._file.read(min(size, left))
            if not block:
                self._damaged(name, "the file ends inside it")
            position += len(block)
            left -= len(block)
            yield block

    def _data_offset(self, entry: zipfile.ZipInfo) -> int:
        """Where the stored bytes begin: after the local header, whose lengths may differ from the directory's."""
        self._file.seek(entry.header_offset)
        header = self._file.read(30)
        if len(header) < 30 or not header.startswith(b"PK\x03\x04"):
            self._damaged(entry.filename, "its zip header is broken")
        flags, name_length, extra_length = struct.unpack("<6xH18xHH", header)
        name = self._file.read(name_length)
        encodings = ("utf-8", "cp437") if (flags | entry.flag_bits) & 0x800 else ("cp437",)
        if all(name.decode(each, "replace") != entry.orig_filename for each in encodings):
            self._damaged(entry.filename, "the zip knows it under two names")
        return int(entry.header_offset + 30 + name_length + extra_length)

    def _damaged(self, name: str, why: str, cause: Exception | None = None) -> NoReturn:
        raise WorkbookError(
            f"{self.path}: damaged: part {name} cannot be read ({why}); {REPAIR}", code="FILE004"
        ) from cause
