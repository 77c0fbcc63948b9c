"""Shared string items of any shape through an XML parser: rich text joined, phonetic guides left out."""

from xml.parsers import expat

from xltags.books.opc.xmlparts import MAX_DEPTH, has_doctype, not_well_formed, too_deep
from xltags.books.opc.xmltext import unescape


class ItemParser:
    """Reads a shared strings part piece by piece."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._path: list[str] = []
        self._done: list[str] = []
        self._item: list[str] = []
        self._collecting = False
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype

    def at_items(self) -> bool:
        """Whether what comes next stands directly inside the root element."""
        return len(self._path) == 1

    def feed(self, data: bytes, *, last: bool = False) -> list[str]:
        """The texts of the items that end in the next bytes.

        Raises:
            WorkbookError: FILE004 if they are not well-formed, FILE005 if they are dangerous.
        """
        try:
            self._parser.Parse(data, last)
        except (expat.ExpatError, LookupError, ValueError) as error:
            raise not_well_formed(self._place, str(error)) from error
        done, self._done = self._done, []
        return done

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        path = self._path
        path.append(name.rpartition(":")[2])
        if len(path) > MAX_DEPTH:
            raise too_deep(self._place)
        if len(path) == 2:
            self._item = []
        self._collecting = path[-1] == "t" and "rPh" not in path and path[1:2] == ["si"]

    def _end(self, name: str) -> None:
        self._collecting = False
        if self._path.pop() == "si" and len(self._path) == 1:
            self._done.append(unescape("".join(self._item)))

    def _text(self, text: str) -> None:
        if self._collecting:
            self._item.append(text)

    def _doctype(self, *_: object) -> None:
        raise has_doctype(self._place)
