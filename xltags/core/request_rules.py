"""The rules by which a tag request is judged, made ready once for a workbook."""

import re
from collections.abc import Iterator, Sequence

from xltags.core.consumer_attributes import consumer_attribute
from xltags.core.dataset import Dataset
from xltags.core.differing_strategy import FAULTS, strategy_fault
from xltags.core.finding import LANGUAGES
from xltags.core.group_names import group_labels, group_named
from xltags.core.group_parts import group_for
from xltags.core.label_faults import label_fault
from xltags.core.near_labels import near_pairs
from xltags.core.open_groups import MOST_TAGS, lookup_groups
from xltags.core.request_reasons import Reason, reason
from xltags.core.request_rows import ACCEPTED, PENDING, TagRequest
from xltags.core.supported_families import LACKS, lack_for
from xltags.core.tag_budget import tag_budget
from xltags.core.taxonomy import Tag, TagGroup
from xltags.core.text import fold
from xltags.core.waivers import is_waived
from xltags.core.wording import ByLanguage

LEAST_FILL = 0.05  # of the customers; one in twenty is the least that makes a group to act on
NEAR = 0.88  # likeness from which a label is asked about: one slip in nine letters
CONSUMER_CODE = "GOV008"  # the check whose exceptions in Settings also clear a request
_STATUS: dict[str, ByLanguage] = {
    "reserved": {"en": "reserved", "zh": "预留", "vi": "để dành"},
    "retired": {"en": "retired", "zh": "停用", "vi": "ngừng dùng"},
}
_ROOM: ByLanguage = {
    "en": "; {room} of {high} places are left",
    "zh": "；{high} 个名额还剩 {room} 个",
    "vi": "; còn {room} trong {high} chỗ",
}
_NO_SOURCE = frozenset(
    {"unknown", "none", "n/a", "na", "?", "??", "guess", "guessing", "feeling", "gut feeling", "impression", "tbd", "-"}
    | {"various", "everywhere", "somewhere", "we will see", "later", "to be found", "intuition", "assumption"}
    | {"未知", "无", "暂无", "待定", "感觉", "猜测", "凭感觉", "猜的", "估计", "不清楚", "到时再说", "凭印象", "直觉"}
    | {"không rõ", "chưa rõ", "không có", "đoán", "cảm tính", "phỏng đoán", "ước chừng", "để sau", "ấn tượng"}
)
_SYSTEM = re.compile(
    r"\b(?:tracking|web analytics|analytics|cdp|data platform|scraping|crawler|pixel|api feed|app data|log data)\b"
    r"|埋点|数据平台|爬虫|行为数据|数据中台|接口推送|phân tích web|dữ liệu hành vi|nền tảng dữ liệu|theo dõi website"
)
_ANALYSIS = ("new_analysis", "correction")


class RequestRules:
    """What judging requests needs to know of a workbook."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._taxonomy = dataset.model.taxonomy
        self._settings = dataset.model.settings
        self._budget = tag_budget(dataset)
        self._looked_up = lookup_groups(self._taxonomy)
        self._product = group_for(dataset, "product")
        reserved = [tag for tag in self._taxonomy.tags if tag.status == "reserved" and tag.group not in self._looked_up]
        self._reserved = len(reserved)

    def reasons(self, request: TagRequest, earlier: Sequence[TagRequest]) -> Iterator[Reason]:
        """What speaks against a request, or must be asked first; nothing where it can be accepted."""
        group = group_named(self._taxonomy, request.group)
        yield from self._strategy(request)
        yield from self._source(request)
        yield from self._consumer(request)
        yield from self._group(request, group)
        if request.tag and group is not None and self._made_of(request) is None:
            yield from self._names(request, group)
            yield from self._budget_of(request, group)
        yield from self._repeated(request, group, earlier)
        yield from self._form(request, group)

    def praise(self, request: TagRequest) -> Reason:
        """Why a request can be accepted, or that it was."""
        made = self._made_of(request)
        if made is not None:
            return reason("done", other=made.tag, row=made.row)
        budget = self._budget
        room: ByLanguage = dict.fromkeys(LANGUAGES, "")
        if budget is not None:
            shown = max(0, budget.room)
            room = {language: _ROOM[language].format(room=shown, high=budget.high) for language in LANGUAGES}
        return reason("fits", source=request.data_source, fill=_percent(request.expected_fill or 0.0), room=room)

    def _made_of(self, request: TagRequest) -> Tag | None:
        """The tag that an accepted request has become."""
        group = group_named(self._taxonomy, request.group)
        if request.decision != ACCEPTED or not request.tag or group is None:
            return None
        return self._tag_named(request.tag, group.group)

    def _strategy(self, request: TagRequest) -> Iterator[Reason]:
        fault = strategy_fault(request.with_tag, request.without_tag)
        if fault is not None:
            yield reason("no_strategy", fault=FAULTS[fault])
        elif not request.without_tag:
            yield reason("one_sided")

    def _source(self, request: TagRequest) -> Iterator[Reason]:
        source, fill = fold(request.data_source), request.expected_fill
        if not source:
            yield reason("no_source")
        elif source.strip(".!。 ") in _NO_SOURCE:
            yield reason("guessed_source", source=request.data_source)
        elif _SYSTEM.search(source) and not self._settings.linked_systems:
            yield reason("unlinked_source", source=request.data_source)
        if fill is None:
            yield reason("no_fill")
        elif not 0 <= fill <= 1:
            yield reason("impossible_fill", fill=f"{fill:g}")
        elif fill < LEAST_FILL:
            yield reason("seldom_known", fill=_percent(fill), least=_percent(LEAST_FILL))

    def _consumer(self, request: TagRequest) -> Iterator[Reason]:
        found = consumer_attribute([request.tag])
        if found is not None and not is_waived(self._dataset, CONSUMER_CODE, request.tag):
            yield reason("consumer_attribute", attribute=found.names, word=found.word)

    def _group(self, request: TagRequest, group: TagGroup | None) -> Iterator[Reason]:
        step = self._settings.maturity_step
        if group is None:
            yield reason("no_group", group=request.group)
            return
        names = group_labels(group)
        lack = lack_for(self._settings, group, is_product=group.group == self._product)
        if lack is not None:
            yield reason("unsupported", group=names, lack=LACKS[lack])
        if group.status in _STATUS:
            yield reason("closed_group", group=names, status=_STATUS[group.status])
        elif group.step > step:
            yield reason("later_group", group=names, step=group.step, now=step)

    def _names(self, request: TagRequest, group: TagGroup) -> Iterator[Reason]:
        known = self._tag_named(request.tag, group.group)
        if known is not None:
            code = {"retired": "retired_tag", "reserved": "reserved_tag"}.get(known.status, "existing_tag")
            yield reason(code, other=known.tag, row=known.row)
            return
        near, wanted = self._near(request.tag, group.group), request.with_tag
        if near is not None:
            yield reason("near_tag", other=near.tag, row=near.row)
        for tag in self._taxonomy.tags_of(group.group):
            if tag.status == "active" and tag.with_tag and strategy_fault(wanted, tag.with_tag) == "same":
                yield reason("same_action", other=tag.tag, row=tag.row)
                break
        for other in self._taxonomy.active_groups():
            elsewhere = self._tag_named(request.tag, other.group) if other.group != group.group else None
            if elsewhere is not None and elsewhere.status == "active" and _bears(elsewhere, request.tag):
                yield reason("other_group", other=elsewhere.tag, group=group_labels(other), row=elsewhere.row)
                break

    def _tag_named(self, label: str, group_id: str) -> Tag | None:
        found = self._dataset.index.find(group_id, label)
        return self._taxonomy.tags[int(found.key)] if found else None

    def _near(self, label: str, group_id: str) -> Tag | None:
        """The tag that a label is one slip or joint away from; one that shares a word is another tag."""
        tags = [tag for tag in self._taxonomy.tags_of(group_id) if tag.status != "retired" and tag.tag]
        wished = Tag(group=group_id, id="", tag=label)
        pair = next((pair for pair in near_pairs([*tags, wished]) if pair[1] == len(tags)), None)
        if pair is not None:
            return tags[pair[0]]
        return self._slip_of(label, group_id)

    def _slip_of(self, label: str, group_id: str) -> Tag | None:
        """The tag of which one way to write it differs from a label by no more than a slip of the fingers."""
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extractOne

        wanted = fold(label)
        if any(sign.isdigit() for sign in wanted):
            return None
        known = {fold(it.text): it.key for it in self._dataset.index.spellings(group_id) if it.kind != "id"}
        found = extractOne(wanted, list(known), scorer=OSA.normalized_similarity, score_cutoff=NEAR)
        return self._taxonomy.tags[int(known[found[0]])] if found is not None else None

    def _budget_of(self, request: TagRequest, group: TagGroup) -> Iterator[Reason]:
        if group.group in self._looked_up:
            return
        budget = self._budget
        if budget is not None and budget.room < 1:
            yield reason("budget_full", count=budget.count, high=budget.high)
        elif budget is not None and budget.room <= self._reserved and request.reason_type in _ANALYSIS:
            yield reason("reserve_only", room=budget.room)
        count = sum(tag.status == "active" for tag in self._taxonomy.tags_of(group.group))
        if count >= MOST_TAGS:
            yield reason("group_full", group=group_labels(group), count=count, most=MOST_TAGS)

    def _repeated(self, request: TagRequest, group: TagGroup | None, earlier: Sequence[TagRequest]) -> Iterator[Reason]:
        """The same wish again; one that was refused may come back with another strategy."""
        for other in earlier:
            same = fold(other.tag) == fold(request.tag) and group == group_named(self._taxonomy, other.group)
            open_still = other.decision in (PENDING, ACCEPTED)
            if request.tag and same and (open_still or fold(other.with_tag) == fold(request.with_tag)):
                yield reason("asked_before", row=other.row)
                return

    def _form(self, request: TagRequest, group: TagGroup | None) -> Iterator[Reason]:
        if not request.tag:
            yield reason("no_label")
        elif (fault := label_fault(request.tag)) is not None:
            yield reason("unusable_label", label=request.tag, fault=fault)
        if not request.department:
            yield reason("no_department")
        if not request.requested_by:
            yield reason("no_requester")
        if not request.reason_type:
            yield reason("no_reason_type")
        if not (self._settings.owner_department or (group and group.owner_department)):
            yield reason("nobody_decides")


def _bears(tag: Tag, label: str) -> bool:
    """Whether a text is a label of the tag, not merely one of its synonyms, which other groups may share."""
    return fold(label) in {fold(text) for text in (tag.tag, tag.zh, tag.vi) if text}


def _percent(share: float) -> str:
    return f"{100 * share:g} %"
