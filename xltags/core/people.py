"""Who is who: the `Owners` table."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from xltags.core.dataset import Dataset
from xltags.core.once import once
from xltags.core.text import fold, split_values
from xltags.core.values import Value, as_date, as_text


@dataclass(frozen=True, slots=True)
class Post:
    """One row of `Owners`, its record `record`. `name` (of the person) and `role` are folded; None is no limit."""

    person: str
    name: str
    department: str
    role: str
    since: date | None
    until: date | None
    record: int

    def holds_on(self, day: date) -> bool:
        """Whether the person has the post on that day; the last day counts."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def overlaps(self, other: "Post") -> bool:
        """Whether there is a day on which both posts are held."""
        first, second = self.since or date.min, other.since or date.min
        return first <= (other.until or date.max) and second <= (self.until or date.max)


@once
def read_posts(dataset: Dataset) -> tuple[Post, ...]:
    """The rows of `Owners` that name a person, in the table's order."""
    table = dataset.table("Owners")
    cells = table.records(("person", "department", "role", "from", "to"))
    return tuple(
        Post(
            as_text(person).strip(),
            fold(as_text(person)),
            as_text(department).strip(),
            fold(as_text(role)),
            as_date(since),
            as_date(until),
            index,
        )
        for index, (person, department, role, since, until) in enumerate(cells)
        if as_text(person).strip()
    )


def roles_on(posts: Iterable[Post], person: str, day: date) -> set[str]:
    """The roles, folded, that a person holds on a day; empty where the person is unknown or holds none."""
    name = fold(person)
    return {post.role for post in posts if post.role and post.name == name and post.holds_on(day)}


def known_people(posts: Iterable[Post]) -> frozenset[str]:
    """The people of `Owners`, folded."""
    return frozenset(post.name for post in posts)


def names_in(value: Value | None) -> tuple[str, ...]:
    """The people that a cell names, as typed; a name may not hold a separator such as `;`."""
    return split_values(as_text(value))
