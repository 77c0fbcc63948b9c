"""The shared strings of a workbook: found all at once, turned into text only where a cell needs them."""

import re
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from xltags.books.opc.preflight import strings_too_large
from xltags.books.opc.xmlparts import is_utf8, not_well_formed
from xltags.books.opc.xmltext import NotXmlTextError
from xltags.books.package import Package
from xltags.books.reading.string_items import ItemParser
from xltags.books.reading.string_texts import ITEM_END, KEEP_SPACE, decode_texts, plain_texts

Positions: TypeAlias = NDArray[np.int64]
Int32s: TypeAlias = NDArray[np.int32]
BLOCK = 1 << 20
DECODED_AT_ONCE = 1 << 13  # strings; more only take memory
DECODED_WHOLE = 1 << 19  # bytes; of a small part nearly all is needed, and single texts take longer
OTHER, ITEM, ITEM_CLOSED, TEXT, TEXT_CLOSED, MARKUP = range(6)
TAG_OF = np.zeros(1 << 16, dtype=np.uint8)
for _start, _tag in {b"si": ITEM, b"/s": ITEM_CLOSED, b"t>": TEXT, b"t ": TEXT, b"/t": TEXT_CLOSED}.items():
    TAG_OF[_start[0] | _start[1] << 8] = _tag
for _second in range(256):
    TAG_OF[ord("!") | _second << 8] = TAG_OF[ord("?") | _second << 8] = MARKUP
NO_PLACES: Int32s = np.empty(0, np.int32)
FIRST_ITEM = re.compile(rb"<si\s*/?>")


class SharedStrings:
    """The texts that cells name by index. `len()` is how many there are.

    Only the bytes and where each item stands are kept; items of an odd shape (rich text, phonetic guides, prefixes) are
    kept as text. Where `every` text is given, as of a small part of plain items, nothing else is needed.
    """

    def __init__(
        self,
        data: bytes,
        starts: Int32s,
        ends: Int32s,
        odd: dict[int, str],
        place: str,
        *,
        every: list[str] | None = None,
    ) -> None:
        self._data = data
        self._starts = starts
        self._ends = ends
        self._odd = odd
        self._place = place
        self._every = every

    def __len__(self) -> int:
        return len(self._every or self._starts)

    def texts(self, indices: Sequence[int] | Int32s) -> list[str]:
        """The texts at these indices, in their order.

        Raises:
            WorkbookError: FILE004 if one is not XML text.
        """
        every = self.every()
        if every:
            return [every[index] for index in np.asarray(indices).tolist()]
        which = np.asarray(indices, dtype=np.int64)
        found: list[str] = []
        try:
            for start in range(0, len(which), DECODED_AT_ONCE):
                part = which[start : start + DECODED_AT_ONCE]
                spans = zip(self._starts[part].tolist(), self._ends[part].tolist(), strict=True)
                found += decode_texts([self._data[start:end] for start, end in spans])
        except (UnicodeDecodeError, NotXmlTextError) as error:
            raise not_well_formed(self._place, str(error)) from error
        if self._odd:
            for position in np.flatnonzero(self._starts[which] < 0).tolist():
                found[position] = self._odd[int(which[position])]
        return found

    def every(self) -> list[str]:
        """All texts of a small part, in their order; none of a large one, or where one of them is not XML text."""
        if self._every is None:
            self._every = self._decode_every() if len(self._data) <= DECODED_WHOLE else []
        return self._every

    def _decode_every(self) -> list[str]:
        """All texts of a small part at once; none where one is not XML text, which counts only if a cell needs it."""
        spans = zip(self._starts.tolist(), self._ends.tolist(), strict=True)
        try:
            found = decode_texts([self._data[start:end] if start >= 0 else b"" for start, end in spans])
        except (UnicodeDecodeError, NotXmlTextError):
            return []
        for position, text in self._odd.items():
            found[position] = text
        return found


def read_shared_strings(package: Package) -> SharedStrings:
    """The workbook's shared strings; none if it has no such part.

    Raises:
        WorkbookError: FILE004 if the part is missing or damaged, FILE005 if it is dangerous, LIM005 if it is larger
            than `limits.string_bytes`.
    """
    links = package.related(package.workbook_part, "sharedStrings")
    part = links[0].target if links else None
    if part is None:
        return SharedStrings(b"", NO_PLACES, NO_PLACES, {}, package.place(""))
    size = package.info(part).file_size
    if size > package.limits.string_bytes:
        raise strings_too_large(package.path, part, size, package.limits)
    return strings_of(b"".join(package.chunks(part, BLOCK)), package.place(part))


def strings_of(data: bytes, place: str) -> SharedStrings:
    """The shared strings of such a part.

    Raises:
        WorkbookError: FILE004 if it is damaged, FILE005 if it is dangerous.
    """
    return _Scan(data, place).strings()


class _Scan:
    """One pass over the part: plain items by their tags, the others through an XML parser that sees all but those."""

    def __init__(self, data: bytes, place: str) -> None:
        self._data = data
        self._place = place
        self._parser = ItemParser(place)
        self._starts: list[Int32s] = []
        self._ends: list[Int32s] = []
        self._odd: dict[int, str] = {}
        self._count = 0

    def strings(self) -> SharedStrings:
        data = self._data
        head = FIRST_ITEM.search(data, 0, BLOCK) if is_utf8(data) else None
        position = head.start() if head else 0
        self._feed(data[:position])
        if head and self._parser.at_items():
            end = data.rfind(ITEM_END) + len(ITEM_END)
            every = plain_texts(data[position:end]) if len(data) <= DECODED_WHOLE else []
            if every:
                self._feed(data[end:], last=True)
                every += self._odd.values()  # `<si/>`
                return SharedStrings(b"", NO_PLACES, NO_PLACES, {}, self._place, every=every)
            while (end := self._block_end(position)) > position:
                if not self._scan_block(position, end):
                    break
                position = end
        self._feed(data[position:], last=True)
        starts, ends = np.concatenate([NO_PLACES, *self._starts]), np.concatenate([NO_PLACES, *self._ends])
        return SharedStrings(data, starts, ends, self._odd, self._place)

    def _block_end(self, position: int) -> int:
        """The end of the last item that ends within the next block, or within the next longer stretch."""
        found = self._data.rfind(ITEM_END, position, position + BLOCK)
        if found < 0:
            found = self._data.find(ITEM_END, position + BLOCK - len(ITEM_END))
        return position if found < 0 else found + len(ITEM_END)

    def _scan_block(self, begin: int, stop: int) -> bool:
        """Reads the items between two positions; False if nothing in it can be trusted to be a tag."""
        block = np.frombuffer(self._data[begin:stop] + b"<<<<" + b" " * 8, dtype=np.uint8)
        at = np.flatnonzero(block == 60)
        tags = TAG_OF[block[at + 1] | block[at + 2].astype(np.uint16) << 8]
        count = len(at) - 4
        items = np.flatnonzero(tags[:count] == ITEM)
        if (tags[:count] == MARKUP).any() or not len(items) or items[0] != 0 or at[0] != 0:
            return False
        starts, ends = _plain_items(block, at, tags, items, np.diff(np.append(items, count)))
        odd = np.flatnonzero(starts < 0)
        bounds = np.append(at[items], stop - begin) + begin
        for index in odd.tolist():
            self._feed(self._data[bounds[index] : bounds[index + 1]], count=self._count + index)
        shift = np.where(starts < 0, 0, begin)
        self._starts.append((starts + shift).astype(np.int32))  # the limit of the part is far below 2 GB
        self._ends.append((ends + shift).astype(np.int32))
        self._count += len(items)
        return True

    def _feed(self, data: bytes, *, last: bool = False, count: int | None = None) -> None:
        """Lets the parser read; its items are those from `count` on, or follow the ones read so far."""
        texts = self._parser.feed(data, last=last)
        if count is not None:
            if len(texts) != 1:
                raise not_well_formed(self._place, "items inside items")
            self._odd[count] = texts[0]
        elif texts:
            self._odd.update(enumerate(texts, start=self._count))
            self._starts.append(np.full(len(texts), -1, np.int32))
            self._ends.append(np.full(len(texts), -1, np.int32))
            self._count += len(texts)


def _plain_items(
    block: NDArray[np.uint8], at: Positions, tags: NDArray[np.uint8], items: Positions, sizes: Positions
) -> tuple[Positions, Positions]:
    """Where the text of each item starts and ends; -1 for items that are not `<si><t>text</t></si>` to the byte."""
    opened, closed, last = items + 1, items + 2, items + 3
    after = at[items + 4]
    plain = (sizes == 4) & (tags[opened] == TEXT) & (tags[closed] == TEXT_CLOSED) & (tags[last] == ITEM_CLOSED)
    plain &= (at[opened] - at[items] == 4) & (at[last] - at[closed] == 4) & (after - at[last] == 5)
    plain &= (block[at[opened] - 1] == 62) & (block[at[last] - 1] == 62)
    plain &= (block[after - 1] == 62) & (block[after - 2] == 105)
    start = at[opened] + 3
    spaced = np.flatnonzero(plain & (block[start - 1] == 32))
    if len(spaced):
        right = np.ones(len(spaced), dtype=np.bool_)
        for step, byte in enumerate(KEEP_SPACE):
            right &= block[np.minimum(start[spaced] - 1 + step, len(block) - 1)] == byte
        plain[spaced] &= right
        start[spaced] += len(KEEP_SPACE) - 1
    else:
        plain &= block[start - 1] == 62
    return np.where(plain, start, -1), np.where(plain, at[closed], -1)
