"""Who may change the tags: the taxonomy owners, or the people of the owner department where nobody has that role."""

from collections.abc import Iterable
from datetime import date

from xltags.core.dataset import Dataset
from xltags.core.people import Post, roles_on
from xltags.core.text import fold

RIGHT = "taxonomy_owner"


class TaxonomyRights:
    """The right to change tags, as `Owners` and the owner department in `Settings` give it."""

    def __init__(self, dataset: Dataset, posts: Iterable[Post]) -> None:
        self._posts = tuple(posts)
        self._department = fold(dataset.model.settings.owner_department)
        self._named = any(post.role == RIGHT for post in self._posts)

    @property
    def stated(self) -> bool:
        """Whether the workbook says at all who may change tags."""
        return bool(self._posts) and (self._named or bool(self._department))

    def knows(self, person: str) -> bool:
        """Whether `Owners` has the person."""
        return any(post.name == fold(person) for post in self._posts)

    def may_change(self, person: str, day: date) -> bool:
        """Whether the person had the right on that day."""
        if self._named:
            return RIGHT in roles_on(self._posts, person, day)
        name = fold(person)
        own = (post for post in self._posts if post.name == name and post.holds_on(day))
        return any(fold(post.department) == self._department for post in own)

    def owners_on(self, day: date) -> tuple[str, ...]:
        """The taxonomy owners in office on a day, in the order of `Owners`."""
        holders = (post.person for post in self._posts if post.role == RIGHT and post.holds_on(day))
        return tuple(dict.fromkeys(holders))
