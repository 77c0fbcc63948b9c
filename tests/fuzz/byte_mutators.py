"""Damage that knows nothing of what it damages: bytes flipped, put in, taken out, moved, cut off."""

from collections.abc import Callable
from random import Random

INTERESTING = (
    b"\x00",
    b"\xff",
    b"\x7f\xff\xff\xff",
    b"\xff\xff\xff\xff",
    b"<",
    b">",
    b'"',
    b"&",
    b"]]>",
    b"\xed\xa0\x80",
)
LONGEST = 64  # bytes put in or taken out at once

BytesMutator = Callable[[bytes, Random], bytes]


def flip_bits(data: bytes, random: Random) -> bytes:
    """One to four bits turned round."""
    changed = bytearray(data)
    for _ in range(random.randint(1, 4)):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def put_bytes(data: bytes, random: Random) -> bytes:
    """Bytes put in: random ones, or ones that programs stumble over."""
    place = random.randint(0, len(data))
    piece = random.choice(INTERESTING) if random.random() < 0.5 else random.randbytes(random.randint(1, LONGEST))
    return data[:place] + piece + data[place:]


def take_bytes(data: bytes, random: Random) -> bytes:
    """A few bytes taken out."""
    place = random.randrange(len(data))
    return data[:place] + data[place + random.randint(1, LONGEST) :]


def overwrite_bytes(data: bytes, random: Random) -> bytes:
    """Bytes written over others, the length kept."""
    place = random.randrange(len(data))
    piece = random.choice(INTERESTING)
    return (data[:place] + piece + data[place + len(piece) :])[: len(data)]


def repeat_bytes(data: bytes, random: Random) -> bytes:
    """A stretch of the data once more, somewhere else."""
    start, place = random.randrange(len(data)), random.randint(0, len(data))
    return data[:place] + data[start : start + random.randint(1, 4 * LONGEST)] + data[place:]


def cut_off(data: bytes, random: Random) -> bytes:
    """The end of the data missing."""
    return data[: random.randrange(len(data))]


MUTATORS: tuple[BytesMutator, ...] = (
    flip_bits, flip_bits, put_bytes, take_bytes, overwrite_bytes, repeat_bytes, cut_off,
)  # fmt: skip
