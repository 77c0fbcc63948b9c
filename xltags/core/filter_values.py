"""What the fields of a filter hold, customer by customer; the costly ones are made when they are asked for."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from xltags.core.chain import cover, required_roles, roles_by_customer, rule_for
from xltags.core.customer_rows import last_contact_days
from xltags.core.customers import TagColumn, column_numbers, match_column
from xltags.core.dataset import Dataset
from xltags.core.days import Days, column_days
from xltags.core.filter_fields import Field, fields_of
from xltags.core.follow_ups import contact_days, next_due_days, promise_counts
from xltags.core.scorecard import TIERS
from xltags.core.scoring import Scores, score
from xltags.core.table import Column, make_column
from xltags.core.tag_issues import count_tag_issues
from xltags.core.taxonomy import TagGroup
from xltags.core.values import CellFault, as_text

Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]
TagKey = tuple[str, str, str]
_FILLED = {"won": "won_on", "lost": "lost_on", "renewed": "renewed_on", "churned": "churned_on"}


class FilterValues:
    """The values that filters look at. `scores` are made from the dataset where none are given and one is needed."""

    def __init__(self, dataset: Dataset, scores: Scores | None = None) -> None:
        self.dataset = dataset
        self.fields = fields_of(dataset)
        self._given = scores
        self._tags: dict[str, TagColumn] = {}
        self._lines: dict[str, tuple[frozenset[TagKey], ...]] = {}

    @cached_property
    def scores(self) -> Scores:
        """The scores of all customers."""
        return score(self.dataset) if self._given is None else self._given

    @cached_property
    def last_contact(self) -> Days:
        """The day of the last contact, by customer; nan for none."""
        return contact_days(self.dataset)

    @cached_property
    def closed(self) -> Mask:
        """Which customers are lost or churned."""
        return self.filled("lost_on") | self.filled("churned_on")

    @cached_property
    def silent(self) -> Mask:
        """Which customers that are neither lost nor churned had no contact for silent_after_days, or none ever."""
        silence = self.dataset.as_of.toordinal() - self.last_contact
        return ~self.closed & ~(silence <= self.dataset.model.settings.silent_after_days)

    @cached_property
    def stale(self) -> Mask:
        """Which customers with tags, neither lost nor churned, nobody dealt with for more than stale_after_days.

        As TAG007 finds them; here a change of tag counts, because it confirms the tags.
        """
        tagged = np.zeros(len(self.dataset.customers), dtype=np.bool_)
        for tags in self.dataset.customers.tags.values():
            tagged |= ~tags.column.blank()
        silence = self.dataset.as_of.toordinal() - last_contact_days(self.dataset)
        return tagged & ~self.closed & (silence > self.dataset.model.settings.stale_after_days)

    def filled(self, column_id: str) -> Mask:
        """Which customers have a cell of a column filled; an Excel error is no value."""
        return ~_blank(self.dataset.customers.table.column(column_id))

    def blank(self, field: Field) -> Mask:
        """Which customers have no value of a field."""
        if field.kind == "flag" and field.computed:
            return np.zeros(len(self.dataset.customers), dtype=np.bool_)
        if field.computed and field.kind in ("number", "date"):
            return np.isnan(self.numbers(field))
        return _blank(self.column(field))

    def column(self, field: Field) -> Column:
        """A field of tags, choices or texts as a column."""
        match field.id if field.computed else "":
            case "tier":
                return Column("tier", "tier", "", TIERS, np.asarray(self.scores.tier, dtype=np.int32))
            case "score_range":
                return make_column("score_range", self.scores.ranges())
            case "ask_next":
                return make_column("ask_next", [text or None for text in self.scores.ask_next_ids()])
            case _:
                return self.dataset.customers.table.column(field.id)

    def flags(self, field: Field) -> Mask:
        """A computed field of yes and no."""
        if field.id in _FILLED:
            return self.filled(_FILLED[field.id])
        return self.silent if field.id == "silent" else self.stale

    def numbers(self, field: Field) -> Floats:
        """A field of numbers, or of dates as day numbers; nan where there is none."""
        column = self.dataset.customers.table.column(field.id)
        if not field.computed:
            return column_days(column) if field.kind == "date" else column_numbers(column)
        match field.id:
            case "score":
                return self.scores.points
            case "tag_issues":
                return count_tag_issues(self.dataset).astype(np.float64)
            case "last_contact":
                return self.last_contact
            case "days_silent":
                return self.dataset.as_of.toordinal() - self.last_contact
            case "open_promises":
                return promise_counts(self.dataset).astype(np.float64)
            case "next_due":
                return next_due_days(self.dataset)
            case _:
                return coverage_shares(self.dataset)

    @cached_property
    def promised(self) -> Mask:
        """Which customers wait for something that was promised."""
        return promise_counts(self.dataset) > 0

    def tags(self, group: TagGroup) -> TagColumn:
        """The column of a group; those of groups not in use are looked up when a filter names them."""
        found = self.dataset.customers.tags.get(group.group) or self._tags.get(group.group)
        if found is None:
            column = self.dataset.customers.table.column(group.group)
            found = match_column(column, group, self.dataset.index, self.dataset.model.taxonomy)
            self._tags[group.group] = found
        return found

    def lines(self, group: TagGroup) -> tuple[frozenset[TagKey], ...]:
        """By distinct cell of a group's column: its tags and all the tags above them."""
        if group.group not in self._lines:
            taxonomy = self.dataset.model.taxonomy
            self._lines[group.group] = tuple(
                frozenset(
                    (tag.group, tag.id, tag.tag)
                    for match in matches
                    if match.tag is not None
                    for tag in taxonomy.line_of(match.tag)
                )
                for matches in self.tags(group).matches
            )
        return self._lines[group.group]


def _blank(column: Column) -> Mask:
    by_code = [isinstance(value, CellFault) for value in column.values]
    return np.asarray([*by_code, True], dtype=np.bool_)[column.codes]  # code -1 takes the last


def coverage_shares(dataset: Dataset) -> Floats:
    """Required roles present / required roles by customer, 0..1; nan where no contact with a role is known, or the size
    where the chain rules depend on it."""
    rules, roles = dataset.model.scorecard.chain_rules, roles_by_customer(dataset.table("Contacts"))
    column = dataset.customers.table.column("customer_id")
    known = [*(roles.get(as_text(value).strip()) for value in column.values), None]
    demands = {frozenset(required_roles(rule)) for rule in rules}
    memo: dict[tuple[frozenset[str], float], float] = {}
    found = np.full(len(dataset.customers), np.nan)
    sizes = dataset.customers.numbers("employees").tolist()
    for index, (code, size) in enumerate(zip(column.codes.tolist(), sizes, strict=True)):
        met = known[code]
        if met is None or (size != size and len(demands) > 1):
            continue
        key = (met, -1.0 if size != size else size)
        if key not in memo:
            rule = rules[0] if size != size and rules else rule_for(rules, size)
            memo[key] = cover(required_roles(rule), met).share
        found[index] = memo[key]
    return found
