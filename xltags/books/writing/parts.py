"""The parts of a workbook while it is being edited: what is not touched stays where and as it is."""

import posixpath
from collections.abc import Callable, Iterable
from typing import Any, TypeVar, cast

from xltags.books.edits import WriteResult
from xltags.books.opc.relationships import Relationship, read_relationships, relationships_part
from xltags.books.opc.xmlparts import require_xml
from xltags.books.opc.zipwrite import ZipWriter
from xltags.books.package import CONTENT_TYPES, Package
from xltags.books.writing.content_types import has_default_type, with_type, without_type
from xltags.books.writing.markup import append_child, attributes, children, escaped_attribute, opening, root_of, splice

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
RELS_START = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)
Chunks = Callable[[], Iterable[bytes]]
Found = TypeVar("Found")


class Parts:
    """A package and the changes made to it so far.

    Parts are whole bytes, or streams that are made when the result is written. `finish` functions run when all streams
    are written, and may still change the parts in `late`: these stand last in the file. Names of parts know no case:
    each part is kept under the name that the zip gives it.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        self.finish: list[Callable[[], None]] = []
        self.late: set[str] = set()
        self._bytes: dict[str, bytes] = {}
        self._streams: dict[str, Chunks] = {}
        self._added: list[str] = []
        self._removed: set[str] = set()
        self._sound: set[str] = set()
        self._links: dict[str, tuple[bytes, tuple[Relationship, ...]]] = {}  # with the bytes they were read from
        self._found: dict[str, Any] = {}

    @property
    def names(self) -> list[str]:
        """The parts as they will stand in the result: those of the source in their order, then new ones."""
        return [name for name in self.package.names if name not in self._removed] + self._added

    def has(self, name: str) -> bool:
        """Whether the result will have that part."""
        name = self._spelled(name)
        return name in self._added or (self.package.has(name) and name not in self._removed)

    def read(self, name: str) -> bytes:
        """The bytes of a part as changed so far.

        Raises:
            WorkbookError: it is damaged; edits look for tags and must find those that a parser would.
        """
        name = self._spelled(name)
        if name in self._streams:
            return b"".join(self._streams[name]())
        if name in self._bytes:
            return self._bytes[name]
        data = self.package.read(name)
        if name not in self._sound and not name.lower().endswith(".vml"):  # Excel itself writes VML that is no XML
            require_xml(data, self.package.place(name))
            self._sound.add(name)
        return data

    def chunks(self, name: str) -> Iterable[bytes]:
        """The bytes of a part as changed so far, in blocks."""
        return self.source(name)()

    def source(self, name: str) -> Chunks:
        """A part as it is now, to be read later however it changes meanwhile."""
        name = self._spelled(name)
        if name in self._streams:
            return self._streams[name]
        if name in self._bytes:
            data = self._bytes[name]
            return lambda: (data,)
        return lambda: self.package.chunks(name)

    def is_changed(self, name: str) -> bool:
        """Whether the part will be written anew."""
        name = self._spelled(name)
        return name in self._bytes or name in self._streams

    def remembered(self, what: str, find: Callable[[], Found]) -> Found:
        """What `find` finds in the parts, found anew after each change of one."""
        if what not in self._found:
            self._found[what] = find()
        return cast(Found, self._found[what])

    def put(self, name: str, data: bytes) -> None:
        """Replaces a part; one that would stay the same is left alone."""
        name = self._spelled(name)
        if self.read(name) != data:
            self._found.clear()
            self._streams.pop(name, None)
            self._bytes[name] = data

    def stream(self, name: str, chunks: Chunks) -> None:
        """Replaces a part by a stream, which may be asked for more than once."""
        name = self._spelled(name)
        self._found.clear()
        self._bytes.pop(name, None)
        self._streams[name] = chunks

    def add(self, name: str, data: bytes, content_type: str) -> None:
        """Adds a part and declares its type."""
        name = self._spelled(name)
        self._found.clear()
        if name in self._removed:  # taken out earlier in the same plan: stands where it stood
            self._removed.discard(name)
        elif not self.package.has(name):
            self._added.append(name)
        self._bytes[name] = data
        if content_type:
            self._declare(name, content_type)

    def remove(self, name: str) -> None:
        """Takes a part out, with its relationships and its declared type."""
        self._found.clear()
        for each in (self._spelled(name), self._spelled(relationships_part(name))):
            if not self.has(each):
                continue
            self._bytes.pop(each, None)
            self._streams.pop(each, None)
            if each in self._added:
                self._added.remove(each)
            else:
                self._removed.add(each)
        self._undeclare(name)

    def links(self, part: str) -> tuple[Relationship, ...]:
        """The relationships of a part as changed so far."""
        name = relationships_part(part)
        if not self.has(name):
            return ()
        if not self.is_changed(name):
            return self.package.relationships(part)
        data = self.read(name)
        known = self._links.get(name)
        if known is None or known[0] is not data:
            links = read_relationships(data, self.package.place(name), part, self._spelled)
            known = self._links[name] = (data, links)
        return known[1]

    def related(self, part: str, kind: str) -> list[Relationship]:
        """The relationships of a part to other parts, of one kind."""
        return [link for link in self.links(part) if link.kind == kind and link.target is not None]

    def add_link(self, part: str, kind: str, target: str, *, rel_id: str | None = None, family: str = RELATION) -> str:
        """Adds a relationship to another part; returns its id, the first free one."""
        name = relationships_part(part)
        if not self.has(name):
            self.add(name, RELS_START, "")
        taken = {link.id.lower() for link in self.links(part)}
        number = 1
        while f"rid{number}" in taken:
            number += 1
        rel_id = rel_id or f"rId{number}"
        path = posixpath.relpath("/" + target, posixpath.join("/", posixpath.dirname(part)))
        xml = self.read(name)
        root = root_of(xml, self.package.place(name))
        new = f'<{root.prefix}Relationship Id="{rel_id}" Type="{family}{kind}" Target="'.encode()
        self.put(name, append_child(xml, root, new + escaped_attribute(path) + b'"/>'))
        return rel_id

    def remove_link(self, part: str, rel_id: str) -> None:
        """Takes a relationship out, and the part that holds it once it is empty."""
        name = relationships_part(part)
        xml = self.read(name)
        root = root_of(xml, self.package.place(name))
        links = children(xml, root)
        gone = [each for each in links if attributes(opening(xml, each)).get("Id") == rel_id]
        if len(gone) == len(links) and part:
            self.remove(name)
        else:
            self.put(name, splice(xml, [(each.start, each.end, b"") for each in gone]))

    def free_name(self, pattern: str) -> str:
        """The first part name that is free: `xl/tables/table{}.xml` with the lowest number."""
        number = 1
        taken = {name.lower() for name in self.names}
        while pattern.format(number).lower() in taken:
            number += 1
        return pattern.format(number)

    def write(self, writer: ZipWriter) -> WriteResult:
        """Writes the result and says what changed."""
        names = self.names
        late = [name for name in names if name in self.late] if self._streams else []
        for name in names:
            if name not in late:
                self._write_part(writer, name)
        for finish in self.finish:
            finish()
        for name in late:
            self._write_part(writer, name)
        writer.close(self.names)
        return self.result()

    def result(self) -> WriteResult:
        """What changed so far."""
        added = set(self._added)
        changed = [name for name in self.names if name not in added and (name in self._bytes or name in self._streams)]
        removed = [name for name in self.package.names if name in self._removed]
        return WriteResult(tuple(changed), tuple(self._added), tuple(removed))

    def _write_part(self, writer: ZipWriter, name: str) -> None:
        old = self.package.info(name) if self.package.has(name) else None
        if name in self._streams or name in self._bytes:
            writer.write(name, self.chunks(name), old)
        else:
            writer.copy(name, self.package.info(name), self.package.raw(name))

    def _spelled(self, name: str) -> str:
        """The part's name as the zip, or the part that was added, has it."""
        if name in self._bytes or name in self._streams:
            return name
        if self.package.has(name):
            return self.package.actual_name(name)
        return next((each for each in self._added if each.lower() == name.lower()), name)

    def has_default_type(self, extension: str, content_type: str) -> bool:
        """Whether parts of that extension have that type without being declared one by one."""
        return has_default_type(self.read(CONTENT_TYPES), self._types_place, extension, content_type)

    def _declare(self, part: str, content_type: str) -> None:
        self.put(CONTENT_TYPES, with_type(self.read(CONTENT_TYPES), self._types_place, part, content_type))

    def _undeclare(self, part: str) -> None:
        self.put(CONTENT_TYPES, without_type(self.read(CONTENT_TYPES), self._types_place, part))

    @property
    def _types_place(self) -> str:
        return self.package.place(CONTENT_TYPES)
