"""Parts that nothing points at any more."""

import re
from collections.abc import Iterable, Iterator

from xltags.books.writing.parts import Parts


def drop_unused(parts: Parts, targets: Iterable[str]) -> None:
    """Removes those of the parts that nothing points at any more, and what only they used."""
    for target in targets:
        if not parts.has(target) or any(
            target == link.target for each in _sources(parts) for link in parts.links(each)
        ):
            continue
        further = [link.target for link in parts.links(target) if link.target]
        parts.remove(target)
        drop_unused(parts, further)


def _sources(parts: Parts) -> Iterator[str]:
    """The parts that have relationships, the package itself among them."""
    for name in parts.names:
        match = re.fullmatch(r"(.*?)_rels/([^/]*)\.rels", name)
        if match:
            yield match[1] + match[2]
