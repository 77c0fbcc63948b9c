"""Which files the entries of a map mean, and the reading and joining of them."""

from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from xltags.books.importing.join import joined
from xltags.books.importing.map import ImportMap
from xltags.books.importing.plan import LoadedSource
from xltags.books.importing.sources import ReadOptions, SourceTable, read_source
from xltags.core.errors import XltagsError


def load_sources(wanted: ImportMap, paths: Sequence[Path]) -> list[LoadedSource]:
    """The sources of a map in its order, each file read once for each way of reading it.

    An entry whose name is a pattern stands for all files that it matches, in the order given.

    Raises:
        XltagsError: MAP003 an entry matches no file or a file no entry, MAP005 and MAP008 as for joining, SRC001 and
            SRC002 a file cannot be read.
    """
    read: dict[tuple[Path, ReadOptions], SourceTable] = {}
    used: set[Path] = set()

    def load(path: Path, options: ReadOptions) -> SourceTable:
        used.add(path)
        if (path, options) not in read:
            read[path, options] = read_source(path, options)
        return read[path, options]

    found = []
    for number, entry in enumerate(wanted.source, 1):
        place = f"map, source {number}"
        options = ReadOptions(entry.sheet, entry.encoding, entry.delimiter, entry.header_row)
        for path in matching(entry.file, paths, place):
            table = load(path, options)
            lonely: dict[str, int] = {}
            for join in entry.join:
                for other in matching(join.file, paths, place):
                    table, count = joined(table, join, load(other, ReadOptions(join.sheet)), place=place)
                    lonely[other.name] = count
            found.append(LoadedSource(number, entry, table, lonely))
    left = [path for path in paths if path not in used]
    if left:
        entries = ", ".join(entry.file for entry in wanted.source)
        raise XltagsError(f"{left[0]}: no source of the map means this file (it has {entries})", code="MAP003")
    return found


def matching(name: str, paths: Sequence[Path], place: str) -> list[Path]:
    """The files that a name or pattern means: by name, else by pattern of the name or of the end of the path.

    Raises:
        XltagsError: MAP003 it means none of them.
    """
    exact = [path for path in paths if name in (path.name, str(path))]
    found = exact or [path for path in paths if fnmatchcase(path.name, name) or path.match(name)]
    if not found:
        given = ", ".join(path.name for path in paths)
        raise XltagsError(f"{place}: {name!r} is not among the files given ({given})", code="MAP003")
    return list(dict.fromkeys(found))
