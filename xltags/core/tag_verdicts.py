"""What should become of each tag: keep, merge, note, retire or promote, with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

import numpy as np

from xltags.core.customers import TagColumn
from xltags.core.dataset import Dataset
from xltags.core.finding import Language
from xltags.core.near_labels import near_pairs
from xltags.core.open_groups import lookup_groups
from xltags.core.tag_hints import successor_in_use, suggest_tags
from xltags.core.tag_usage import GroupUse, TagUse, group_usage, tag_usage
from xltags.core.tag_uses import Use
from xltags.core.tag_verdict_texts import UNJUDGED, reason_text
from xltags.core.taxonomy import Tag, TagGroup
from xltags.core.text import fold

Verdict = Literal["keep", "merge", "note", "retire", "promote"]
FAR_BELOW = 0.5  # of the fill target: a group at 0.85 of 0.9 needs care, one at 0.2 of 0.5 is not to be had
YOUNG_DAYS = 180  # as long as a tag is given to find its customers
RARE = 3  # customers; a tag below another one that so few carry tells nothing that the wider one does not
UNTAGGED = 5  # customers for whom the same text was typed that is no tag


@dataclass(frozen=True, slots=True)
class TagVerdict:
    """What should become of a tag, or of a text that is no tag yet (`tag` is None).

    `customers` carry it itself, `below` it or a tag below it; `group_use` is how its group is used, None where
    `Customers` has no column for it; `own` uses name the tag itself or one above it. `judged` says
    whether the verdict tells something about its health: not for reserved and young tags and lists to look up.
    """

    group: TagGroup
    tag: Tag | None
    label: str
    customers: int
    below: int
    use: TagUse | None
    group_use: GroupUse | None
    own: tuple[Use, ...]
    verdict: Verdict
    reason: Mapping[Language, str]
    judged: bool

    @property
    def uses(self) -> tuple[Use, ...]:
        """What uses the tag itself, then what uses its group."""
        return tuple(dict.fromkeys((*self.own, *(self.group_use.uses if self.group_use else ()))))

    @property
    def healthy(self) -> bool:
        """Whether customers carry the tag, something uses it or its group, and it may stay."""
        return self.judged and self.verdict in ("keep", "promote") and self.below > 0 and bool(self.uses)


def tag_verdicts(dataset: Dataset, separating: Mapping[int, float] | None = None) -> tuple[TagVerdict, ...]:
    """The verdict on every tag of the active groups, in the order of the taxonomy, each group's untagged texts last.

    Retired tags are there only while customers carry them. `separating` gives, by position in `Taxonomy.tags`, by how
    many points (0..1) the win rate of a tag's customers surely differs from that of the others of its group.

    The first that fits: a reserved or retired tag that is carried; another tag of the group that means the same; a
    group whose fill rate stays under half its target ("note"; not for required groups and those a system fills); no
    customer, or none for `stale_after_days`, and nothing that uses it ("retire"; lists to look up and young tags are
    left alone); very few customers below a wider tag ("merge"); a difference in wins that nothing uses ("promote").
    """
    uses, groups = tag_usage(dataset), {use.group.group: use for use in group_usage(dataset)}
    active = {group.group: group for group in dataset.model.taxonomy.active_groups()}
    judge = _Judge(dataset, uses, groups, separating or {})
    found: list[TagVerdict] = []
    for group in active.values():
        for place, use in enumerate(uses):
            if use.tag.group == group.group and (use.tag.status != "retired" or use.customers):
                found.append(judge.tag(place, group))
        found += judge.untagged(group)
    return tuple(found)


class _Judge:
    """Judges the tags of one dataset."""

    def __init__(
        self,
        dataset: Dataset,
        uses: tuple[TagUse, ...],
        groups: Mapping[str, GroupUse],
        separating: Mapping[int, float],
    ) -> None:
        self._dataset, self._uses, self._groups, self._separating = dataset, uses, groups, separating
        self._lists = lookup_groups(dataset.model.taxonomy)
        self._twins = _twins(dataset, uses)

    def tag(self, place: int, group: TagGroup) -> TagVerdict:
        """The verdict on one tag."""
        use = self._uses[place]
        verdict, key, fields = self._decided(place, use, group)
        return TagVerdict(
            group, use.tag, use.tag.tag, use.customers, use.below, use, self._groups.get(group.group), use.uses,
            verdict, reason_text(key, fields), key not in UNJUDGED,
        )  # fmt: skip

    def _decided(self, place: int, use: TagUse, group: TagGroup) -> tuple[Verdict, str, dict[str, object]]:
        settings, tag = self._dataset.model.settings, use.tag
        if tag.status == "reserved":
            return ("promote", "reserved_used", {"count": use.below}) if use.below else ("keep", "reserved", {})
        if tag.status == "retired":
            successor = successor_in_use(self._dataset.model.taxonomy, tag)
            if successor is None:
                return "retire", "retired", {"count": use.customers}
            return "merge", "successor", {"count": use.customers, "names": successor.tag}
        if place in self._twins:
            return "merge", "twin", {"names": self._uses[self._twins[place]].tag.tag}
        unobtainable = self._unobtainable(group)
        if unobtainable is not None:
            return "note", "unobtainable", unobtainable
        if not use.below:
            return self._unused(use, group)
        limit = self._dataset.as_of - timedelta(settings.stale_after_days)
        if not use.uses and use.last_used is not None and use.last_used < limit and group.group not in self._lists:
            return "retire", "dormant", {"names": use.last_used.isoformat()}
        parent = self._dataset.model.taxonomy.parent_of(tag)
        if (
            not use.uses
            and parent is not None
            and parent.group == tag.group
            and use.below < RARE
            and self._settled(use)
        ):
            return "merge", "rare", {"count": use.below, "names": parent.tag}
        if place in self._separating and not any(it.kind in ("segment", "indicator") for it in use.uses):
            return "promote", "separates", {"share": f"{self._separating[place] * 100:+.0f}"}
        return "keep", "used", {}

    def _unused(self, use: TagUse, group: TagGroup) -> tuple[Verdict, str, dict[str, object]]:
        if use.uses:
            return "keep", "waits", {"names": use.uses[0].name}
        if group.group in self._lists:
            return "keep", "list", {}
        return ("retire", "never", {}) if self._settled(use) else ("keep", "young", {})

    def _settled(self, use: TagUse) -> bool:
        """Whether the tag had time and customers enough to be found."""
        created = use.tag.created_on
        young = created is not None and (self._dataset.as_of - created).days < YOUNG_DAYS
        return not young and len(self._dataset.customers) >= self._dataset.model.settings.min_sample

    def _unobtainable(self, group: TagGroup) -> dict[str, object] | None:
        use = self._groups.get(group.group)
        if use is None or not group.fill_target or group.required or group.feed == "system":
            return None
        if use.counted < self._dataset.model.settings.min_sample or use.fill_rate is None:
            return None
        if use.fill_rate >= FAR_BELOW * group.fill_target:
            return None
        return {"share": f"{use.fill_rate:.0%}", "target": f"{group.fill_target:.0%}"}

    def untagged(self, group: TagGroup) -> list[TagVerdict]:
        """Texts of the group's column that are no tag, no slip of one, and typed for several customers."""
        column = self._dataset.customers.tags.get(group.group)
        if column is None:
            return []
        counts = _untagged_counts(column)
        near = suggest_tags(self._dataset, group.group, counts)
        use = self._groups.get(group.group)
        return [
            TagVerdict(
                group,
                None,
                text,
                count,
                count,
                None,
                use,
                (),
                "promote",
                reason_text("untagged", {"count": count}),
                False,
            )
            for text, count in counts.items()
            if text not in near
        ]


def _twins(dataset: Dataset, uses: tuple[TagUse, ...]) -> dict[int, int]:
    """By place of a tag: the place of the tag of its group that means the same and has more customers."""
    by_group: dict[str, list[int]] = {}
    for place, use in enumerate(uses):
        if use.tag.status == "active":
            by_group.setdefault(use.tag.group, []).append(place)
    found: dict[int, int] = {}
    for places in by_group.values():
        for one, two in near_pairs([dataset.model.taxonomy.tags[place] for place in places]):
            first, second = places[one], places[two]
            less, more = (first, second) if uses[first].below < uses[second].below else (second, first)
            found.setdefault(less, more)
    return found


def _untagged_counts(column: TagColumn) -> dict[str, int]:
    """The texts that are no tag with how many customers have them, from `UNTAGGED` on, most first, then as text."""
    filled = column.column.codes[column.column.codes >= 0]
    sums = np.bincount(filled, minlength=len(column.matches)).tolist()
    counts: dict[str, int] = {}
    shown: dict[str, str] = {}
    for total, matches in zip(sums, column.matches, strict=True):
        for text in dict.fromkeys(match.text for match in matches if match.tag is None):
            key = fold(text)
            shown.setdefault(key, text)
            counts[key] = counts.get(key, 0) + total
    often = sorted((-count, shown[key]) for key, count in counts.items() if count >= UNTAGGED)
    return {text: -count for count, text in often}
