"""The taxonomy that goes from one owner to another: why each tag exists, what is asked for, what sleeps."""

from collections.abc import Iterator
from dataclasses import dataclass

from xltags.core.brief import Brief, Fact, Part
from xltags.core.brief_words import word
from xltags.core.dataset import Dataset
from xltags.core.errors import XltagsError
from xltags.core.finding import Language
from xltags.core.people import Post, read_posts
from xltags.core.request_rows import PENDING
from xltags.core.suggest import suggest
from xltags.core.tag_requests import JudgedRequest, judge_requests
from xltags.core.tag_usage import GroupUse, TagUse, group_usage
from xltags.core.tag_verdicts import TagVerdict, tag_verdicts
from xltags.core.taxonomy import Tag, TagGroup
from xltags.core.text import fold
from xltags.core.unused_tags import dormant
from xltags.core.values import as_text

ROLE = "taxonomy_owner"


@dataclass(frozen=True, slots=True)
class TaxonomyHandover:
    """The taxonomy's way from one owner to another: the posts that end, the department of the new one, the brief."""

    giver: str
    taker: str
    posts: tuple[Post, ...]
    department: str
    brief: Brief


def plan_taxonomy_handover(dataset: Dataset, *, giver: str, taker: str, language: Language) -> TaxonomyHandover:
    """What the next owner of the taxonomy must know, and the posts of `Owners` that change hands.

    Raises:
        XltagsError: the giver is no taxonomy owner today, or the taker is the giver.
    """
    posts = read_posts(dataset)
    held = [post for post in posts if post.role == ROLE and post.holds_on(dataset.as_of)]
    given = tuple(post for post in held if post.name == fold(giver))
    if not given:
        names = sorted({post.person for post in held})
        near = suggest(names, giver)
        hint = f"did you mean {near.text!r}?" if near else f"today that is {', '.join(names) or 'nobody'}"
        raise XltagsError(f"{dataset.workbook}: {giver!r} is no {ROLE} in the sheet Owners; {hint}")
    if not fold(taker) or fold(giver) == fold(taker):
        raise XltagsError(f"{taker!r} cannot take over from {giver!r}; name another person with --to")
    own = next((post.department for post in posts if post.name == fold(taker) and post.department), "")
    brief = _Briefing(dataset, language).brief(giver, taker)
    return TaxonomyHandover(giver, taker, given, own or given[0].department, brief)


class _Briefing:
    """Puts the taxonomy of one dataset into words."""

    def __init__(self, dataset: Dataset, language: Language) -> None:
        self.dataset, self.language = dataset, language
        self.groups = {use.group.group: use for use in group_usage(dataset)}
        self.verdicts: dict[str, TagVerdict] = {
            verdict.tag.id: verdict for verdict in tag_verdicts(dataset) if verdict.tag is not None
        }
        self.sleeping = [use.tag for use in dormant(dataset)]
        self.requests = [it for it in judge_requests(dataset) if it.request.decision == PENDING]

    def word(self, key: str, **fields: object) -> str:
        """A word in the brief's language."""
        return word(key, self.language, **fields)

    def brief(self, giver: str, taker: str) -> Brief:
        """The brief of the whole taxonomy, a part for each group and each of its tags in the workbook's order."""
        keys = ("group", "tag", "definition", "with_tag", "without_tag", "used_by", "carried", "made", "verdict")
        rows, parts = [], []
        for group in self.dataset.model.taxonomy.groups:
            if group.status == "retired":
                continue
            parts.append(Part(group.label(self.language), tuple(self._group(group))))
            for tag in self.dataset.model.taxonomy.tags_of(group.group):
                if tag.status != "retired":
                    facts = tuple(self._tag(tag))
                    parts.append(Part(f"{group.label(self.language)}: {tag.label(self.language)}", facts))
                    texts = dict(facts)
                    rows.append(
                        (
                            group.label(self.language),
                            tag.label(self.language),
                            *(texts[self.word(key)] for key in keys[2:]),
                        )
                    )
        title = self.word("taxonomy_title", giver=giver, taker=taker)
        return Brief(title, tuple(self._whole(len(rows))), tuple(map(self.word, keys)), tuple(rows), tuple(parts))

    def _whole(self, tags: int) -> Iterator[Fact]:
        taxonomy, none = self.dataset.model.taxonomy, self.word("none")
        yield self.word("day"), self.dataset.as_of.isoformat()
        yield self.word("groups"), f"{sum(group.status == 'active' for group in taxonomy.groups):,}"
        yield self.word("tags"), f"{tags:,}"
        yield self.word("open_requests"), "; ".join(map(self._request, self.requests)) or none
        yield self.word("dormant_tags"), "; ".join(self._named(tag) for tag in self.sleeping) or none
        yield self.word("reserved_tags"), "; ".join(self._reserved()) or none
        yield self.word("waivers"), "; ".join(self._waivers()) or none

    def _named(self, tag: Tag) -> str:
        group = self.dataset.model.taxonomy.group(tag.group)
        return f"{group.label(self.language) if group else tag.group}: {tag.label(self.language)}"

    def _request(self, judged: JudgedRequest) -> str:
        reasons = ", ".join(reason.text[self.language] for reason in judged.reasons)
        return f"{judged.request.group}: {judged.request.tag} ({judged.verdict}: {reasons})"

    def _reserved(self) -> Iterator[str]:
        for group in self.dataset.model.taxonomy.groups:
            if group.status == "reserved":
                review = (
                    self.word("review", day=group.review_on.isoformat()) if group.review_on else self.word("no_day")
                )
                yield f"{group.label(self.language)} ({', '.join(filter(None, (group.reserved_for, review)))})"

    def _waivers(self) -> Iterator[str]:
        """The exceptions of `Settings`: code, scope and reason as they stand there."""
        for key, value in sorted(self.dataset.model.settings.extra.items()):
            if key.startswith("except."):
                yield f"{key.removeprefix('except.')}: {value}"

    def _group(self, group: TagGroup) -> Iterator[Fact]:
        none, use = self.word("none"), self.groups.get(group.group)
        yield self.word("question"), group.question or none
        yield self.word("owner_department"), group.owner_department or none
        yield self.word("fill"), self._fill(use) or none
        yield self.word("used_by"), ", ".join(it.name for it in use.uses) if use and use.uses else none

    def _fill(self, use: GroupUse | None) -> str:
        if use is None or use.fill_rate is None:
            return ""
        if use.group.fill_target is None:
            return f"{use.fill_rate:.0%}"
        return self.word("of_target", rate=f"{use.fill_rate:.0%}", target=f"{use.group.fill_target:.0%}")

    def _tag(self, tag: Tag) -> Iterator[Fact]:
        none, verdict = self.word("none"), self.verdicts.get(tag.id)
        use: TagUse | None = verdict.use if verdict else None
        yield self.word("definition"), tag.definition or none
        yield self.word("with_tag"), tag.with_tag or none
        yield self.word("without_tag"), tag.without_tag or none
        yield self.word("used_by"), ", ".join(it.name for it in use.uses) if use and use.uses else none
        yield self.word("carried"), f"{use.customers:,}" if use else "0"
        made = ", ".join(filter(None, (tag.created_by, tag.department, as_text(tag.created_on))))
        yield self.word("made"), made or none
        yield self.word("verdict"), f"{verdict.verdict}: {verdict.reason[self.language]}" if verdict else none
