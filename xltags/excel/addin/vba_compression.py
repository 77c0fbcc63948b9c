"""The compression of VBA source text.

Source: [MS-OVBA] Office VBA File Format Structure, 2.4.1. Text is cut into chunks of 4,096 bytes; within a chunk a copy
token says how far back and how long an earlier text is repeated.
"""

import struct

CHUNK = 4096
SHORTEST = 3  # a copy token takes two bytes


def compress(data: bytes) -> bytes:
    """The bytes as VBA stores them.

    >>> compress(b"a" * 73).hex(" ")
    '01 03 b0 02 61 45 00'
    """
    return b"\x01" + b"".join(_chunk(data[start : start + CHUNK]) for start in range(0, len(data), CHUNK))


def _offset_bits(place: int) -> int:
    """How many bits of a token the offset takes: as many as the place needs, at least 4."""
    return max((place - 1).bit_length(), 4)


def _chunk(chunk: bytes) -> bytes:
    tokens = _tokens(chunk)
    if len(tokens) >= CHUNK:  # text that cannot be compressed; stored chunks are always full
        return struct.pack("<H", 0x3000 | (CHUNK - 1)) + chunk.ljust(CHUNK, b"\0")
    return struct.pack("<H", 0xB000 | (len(tokens) - 1)) + tokens


def _tokens(chunk: bytes) -> bytes:
    """The chunk as groups of a flag byte and eight tokens each."""
    found = bytearray()
    seen: dict[bytes, list[int]] = {}
    place = 0
    while place < len(chunk):
        flags, group = 0, bytearray()
        for bit in range(8):
            if place >= len(chunk):
                break
            length, offset = _longest(chunk, place, seen)
            if length:
                flags |= 1 << bit
                bits = 16 - _offset_bits(place)
                group += struct.pack("<H", ((offset - 1) << bits) | (length - SHORTEST))
            else:
                length = 1
                group.append(chunk[place])
            for each in range(place, place + length):
                seen.setdefault(chunk[each : each + SHORTEST], []).append(each)
            place += length
        found.append(flags)
        found += group
    return bytes(found)


def _longest(chunk: bytes, place: int, seen: dict[bytes, list[int]]) -> tuple[int, int]:
    """Length and offset of the longest earlier text that is repeated here, the nearest of equals; (0, 0) for none."""
    most = min((0xFFFF >> _offset_bits(place)) + SHORTEST, len(chunk) - place)
    best, offset = 0, 0
    if most < SHORTEST:
        return 0, 0
    for start in reversed(seen.get(chunk[place : place + SHORTEST], ())):
        length = SHORTEST
        while length < most and chunk[start + length] == chunk[place + length]:
            length += 1
        if length > best:
            best, offset = length, place - start
            if best == most:
                break
    return best, offset
