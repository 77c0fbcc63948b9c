"""Tags that lead back to themselves, by parents or by successors."""

from collections.abc import Callable, Sequence

from xltags.core.taxonomy import Tag


def cycles(tags: Sequence[Tag], next_of: Callable[[Tag], Tag | None]) -> list[tuple[Tag, ...]]:
    """Each circle once, as its tags in order, beginning with the one that stands first in `tags`.

    Args:
        next_of: the tag that a tag leads to, None at the end of a line.

    >>> a, b = Tag(group="g", id="a", tag="A"), Tag(group="g", id="b", tag="B")
    >>> [[tag.id for tag in circle] for circle in cycles([b, a], lambda tag: b if tag == a else a)]
    [['b', 'a']]
    """
    order = {tag.id: number for number, tag in reversed(list(enumerate(tags)))}
    done: set[str] = set()
    found = []
    for start in tags:
        if start.id in done:
            continue
        path: dict[str, Tag] = {}
        tag: Tag | None = start
        while tag is not None and tag.id not in done and tag.id not in path:
            path[tag.id] = tag
            tag = next_of(tag)
        if tag is not None and tag.id in path:
            line = list(path)
            circle = line[line.index(tag.id) :]
            first = circle.index(min(circle, key=lambda id: order.get(id, len(order))))
            found.append(tuple(path[id] for id in circle[first:] + circle[:first]))
        done.update(path)
    return found
