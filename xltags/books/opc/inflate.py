"""Inflating zip parts as a stream of bounded blocks; with isal where it is installed, which halves the time."""

import zlib
from collections.abc import Iterable, Iterator
from typing import Protocol, cast


class Decompressor(Protocol):
    """What `zlib.decompressobj` gives, and isal's twin of it."""

    @property
    def eof(self) -> bool:
        """Whether the end of the compressed stream was reached."""

    @property
    def unconsumed_tail(self) -> bytes:
        """Input not yet used because the output block is full."""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """At most `max_length` bytes of output."""


class Engine(Protocol):
    """The two functions of the zlib module that reading a zip needs."""

    error: type[Exception]

    def decompressobj(self, wbits: int) -> Decompressor:
        """A new decompressor; -15 means raw deflate."""

    def crc32(self, data: bytes, value: int) -> int:
        """The running checksum."""


def choose_engine() -> Engine:
    """isal if it is installed, else zlib."""
    try:
        from isal import isal_zlib
    except ImportError:
        return cast(Engine, zlib)
    return cast(Engine, isal_zlib)


class TruncatedStreamError(Exception):
    """The compressed bytes end before the stream does, or go on after it."""


def inflate(engine: Engine, stored: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The inflated bytes in blocks of at most `size`, however much a hostile input would inflate to.

    Raises:
        TruncatedStreamError: the stream is not complete.
        engine.error: the bytes are no deflate stream.
    """
    stream = engine.decompressobj(-15)
    for block in stored:
        if stream.eof:
            raise TruncatedStreamError
        data = block
        while data and not stream.eof:
            out = stream.decompress(data, size)
            data = stream.unconsumed_tail
            if out:
                yield out
    while not stream.eof:  # a full last block may leave output inside the decompressor
        out = stream.decompress(b"", size)
        if not out:
            break
        yield out
    if not stream.eof:
        raise TruncatedStreamError
