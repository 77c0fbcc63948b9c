"""Writing a compound file (OLE): the container of a VBA project.

Source: [MS-CFB] Compound File Binary File Format, version 3, sectors of 512 bytes. Streams under 4,096 bytes go to the
mini stream in sectors of 64 bytes. The same streams give the same bytes.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

SECTOR, MINI_SECTOR, CUTOFF = 512, 64, 4096
NO_STREAM, END_OF_CHAIN, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
ROOT, STORAGE, STREAM = 5, 1, 2
RED, BLACK = 0, 1
MAX_FAT_SECTORS = 109  # those that the header names; 7 MB, a VBA project has a tenth of that
NUMBERS_A_SECTOR = SECTOR // 4


@dataclass(slots=True)
class _Entry:
    """A node of the directory: the root, a storage or a stream; the links are numbers of other entries."""

    name: str
    kind: int
    data: bytes = b""
    children: list[int] = field(default_factory=list)
    left: int = NO_STREAM
    right: int = NO_STREAM
    child: int = NO_STREAM
    color: int = BLACK
    start: int = END_OF_CHAIN

    def sort_key(self) -> tuple[int, str]:
        """Shorter names come first, then by upper-case letters: [MS-CFB] 2.6.4."""
        return len(self.name.encode("utf-16-le")), self.name.upper()


class _Sectors:
    """The sectors of a file as they are filled, and the table of their chains (FAT)."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.fat: list[int] = []

    def put(self, data: bytes) -> int:
        """Store bytes in a chain of new sectors; gives the number of the first."""
        count = -(-len(data) // SECTOR)
        first = len(self.fat)
        self.fat += [*range(first + 1, first + count), END_OF_CHAIN]
        self.data += data + bytes(-len(data) % SECTOR)
        return first


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """The file that holds these streams by path, such as "VBA/dir"; one level of storages.

    Raises:
        ValueError: it would need more sectors than the header can name.
    """
    entries = _directory(streams)
    sectors = _Sectors()
    mini, mini_fat = _place_streams(entries, sectors)
    if mini:
        entries[0].start = sectors.put(mini)
    mini_table = _numbers(mini_fat)
    mini_start = sectors.put(mini_table) if mini_table else END_OF_CHAIN
    directory_start = sectors.put(_directory_bytes(entries, len(mini)))
    fat, fat_sectors = _allocation_table(sectors.fat)
    header = _header(fat_sectors, directory_start, mini_start, len(mini_table) // SECTOR)
    return header + bytes(sectors.data) + fat


def _directory(streams: Mapping[str, bytes]) -> list[_Entry]:
    entries = [_Entry("Root Entry", ROOT)]
    storages = {"": 0}
    for path, data in streams.items():
        parent, _, name = path.rpartition("/")
        if parent not in storages:
            storages[parent] = len(entries)
            entries[0].children.append(len(entries))
            entries.append(_Entry(parent, STORAGE, start=0))
        entries[storages[parent]].children.append(len(entries))
        entries.append(_Entry(name, STREAM, data))
    for number in storages.values():
        children = sorted(entries[number].children, key=lambda child: entries[child].sort_key())
        whole_levels = (len(children) + 1).bit_length() - 1
        entries[number].child = _tree(entries, children, 1, whole_levels)
    return entries


def _tree(entries: Sequence[_Entry], numbers: Sequence[int], depth: int, whole_levels: int) -> int:
    """The root of a balanced search tree. Only its deepest, partial level is red, so that every path has as many black
    entries."""
    if not numbers:
        return NO_STREAM
    middle = len(numbers) // 2
    entry = entries[numbers[middle]]
    entry.color = RED if depth > whole_levels else BLACK
    entry.left = _tree(entries, numbers[:middle], depth + 1, whole_levels)
    entry.right = _tree(entries, numbers[middle + 1 :], depth + 1, whole_levels)
    return numbers[middle]


def _place_streams(entries: Sequence[_Entry], sectors: _Sectors) -> tuple[bytes, list[int]]:
    """Give every stream its sectors; returns the mini stream and its table of chains."""
    mini, mini_fat = bytearray(), list[int]()
    for entry in entries:
        if not entry.data:
            continue
        if len(entry.data) >= CUTOFF:
            entry.start = sectors.put(entry.data)
            continue
        entry.start = len(mini_fat)
        count = -(-len(entry.data) // MINI_SECTOR)
        mini_fat += [*range(entry.start + 1, entry.start + count), END_OF_CHAIN]
        mini += entry.data + bytes(-len(entry.data) % MINI_SECTOR)
    return bytes(mini), mini_fat


def _numbers(numbers: Sequence[int]) -> bytes:
    """Sector numbers in whole sectors, unused places free."""
    packed = struct.pack(f"<{len(numbers)}I", *numbers)
    return packed + b"\xff" * (-len(packed) % SECTOR)


def _directory_bytes(entries: Sequence[_Entry], mini_size: int) -> bytes:
    packed = b"".join(_entry_bytes(entry, mini_size if entry.kind == ROOT else len(entry.data)) for entry in entries)
    free = bytes(68) + struct.pack("<III", NO_STREAM, NO_STREAM, NO_STREAM) + bytes(48)
    return packed + free * (-len(entries) % (SECTOR // 128))


def _entry_bytes(entry: _Entry, size: int) -> bytes:
    name = entry.name.encode("utf-16-le")
    links = struct.pack("<HBBIII", len(name) + 2, entry.kind, entry.color, entry.left, entry.right, entry.child)
    no_class_flags_or_times = bytes(16 + 4 + 16)
    return name.ljust(64, b"\0") + links + no_class_flags_or_times + struct.pack("<IQ", entry.start, size)


def _allocation_table(fat: Sequence[int]) -> tuple[bytes, range]:
    """The table with the sectors that it takes itself, and their numbers."""
    count = 1
    while count * NUMBERS_A_SECTOR < len(fat) + count:
        count += 1
    if count > MAX_FAT_SECTORS:
        raise ValueError(f"{len(fat)} sectors are more than the header of a compound file can name")
    return _numbers([*fat, *[FAT_SECTOR] * count]), range(len(fat), len(fat) + count)


def _header(fat_sectors: range, directory_start: int, mini_start: int, mini_sectors: int) -> bytes:
    versions = struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)  # minor, major, little-endian, sector and mini sector shift
    starts = struct.pack(
        "<IIIIIIIII", 0, len(fat_sectors), directory_start, 0, CUTOFF, mini_start, mini_sectors, END_OF_CHAIN, 0
    )
    named = [*fat_sectors, *[NO_STREAM] * (MAX_FAT_SECTORS - len(fat_sectors))]
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + versions + bytes(6) + starts
    return header + struct.pack(f"<{MAX_FAT_SECTORS}I", *named)
