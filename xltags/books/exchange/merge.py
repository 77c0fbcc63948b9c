"""Laying groups and tags of a file into a workbook: known ones are completed, others added, nothing is erased."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from xltags.books.edits import Edit
from xltags.books.entry_rules import GroupGuide
from xltags.books.exchange.merge_edits import Changes, customer_columns, table_edits
from xltags.books.exchange.tag_set import Entry, TagSet, group_label, read_tag_set
from xltags.books.importing.tags import slug
from xltags.core.dataset import Dataset
from xltags.core.text import fold, split_values
from xltags.core.values import Value, as_text

LABELS = ("label_en", "label_zh", "label_vi")


@dataclass(frozen=True, slots=True)
class Merged:
    """What a file changes in a workbook, and the edits that do it.

    `groups_changed` and `tags_changed` count known ones of which a cell changes. `renamed` holds group, old and new
    label of tags; the old label stays a synonym, so that cells with it are still read. `labels_left` holds group, label
    here and label there of groups: the workbook's stays, because it heads a column of `Customers`.
    """

    edits: tuple[Edit, ...] = ()
    groups_added: tuple[str, ...] = ()
    groups_changed: int = 0
    tags_added: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tags_changed: int = 0
    renamed: tuple[tuple[str, str, str], ...] = ()
    labels_left: tuple[tuple[str, str, str], ...] = ()
    columns_added: tuple[str, ...] = ()


def merge_tag_set(dataset: Dataset, incoming: TagSet, *, as_of: date) -> Merged:
    """What taking the groups and tags of a file changes. A file that says what the workbook says changes nothing.

    An entry is known by the id that an earlier exchange kept of it, else by its own id, else by its label; a tag by its
    label only within its group. A new group is a column of `Customers` at once.

    Args:
        as_of: the day on which new tags are created, where the file names none.
    """
    merge = _Merge(dataset, incoming, as_of)
    merge.lay_groups()
    merge.lay_tags()
    language = dataset.model.settings.language
    new_groups = [Entry(record) for record in merge.groups.new.get("", ())]
    active = [group for group in new_groups if group.text("status") == "active"]
    columns = [group_label(group, language) for group in active]
    guides = [_guide(group, merge.tags.new.get(group.text("group"), ())) for group in active]
    edits = [
        *table_edits(dataset.table("TagGroups"), merge.groups, language=language),
        *table_edits(dataset.table("Tags"), merge.tags, language=language),
        *customer_columns(dataset, list(zip(columns, guides, strict=True))),
    ]
    return Merged(
        edits=tuple(edits),
        groups_added=tuple(group.text("group") for group in new_groups),
        groups_changed=len(merge.groups.changed),
        tags_added={group: tuple(str(it["tag"]) for it in records) for group, records in merge.tags.new.items()},
        tags_changed=len(merge.tags.changed),
        renamed=tuple(merge.renamed),
        labels_left=tuple(merge.labels_left),
        columns_added=tuple(columns),
    )


def _guide(group: Entry, tags: Sequence[Mapping[str, Value]]) -> GroupGuide:
    """What the drop-down of a new group says."""
    told = [(as_text(tag.get("tag")), as_text(tag.get("definition"))) for tag in tags]
    ids = {as_text(tag.get("tag_id")) for tag in tags}
    own = any(as_text(tag.get("parent")) in ids for tag in tags)
    name = group.text("group")
    return GroupGuide(
        name, group.text("values") == "many", group.text("required") == "yes", name if own else "", "", told
    )


class _Merge:
    """A workbook's groups and tags while those of a file are laid over them."""

    def __init__(self, dataset: Dataset, incoming: TagSet, as_of: date) -> None:
        self.own = read_tag_set(dataset)
        self.incoming = incoming
        self.as_of = as_of
        self.step = dataset.model.settings.maturity_step
        self.groups = Changes()
        self.tags = Changes()
        self.renamed: list[tuple[str, str, str]] = []
        self.labels_left: list[tuple[str, str, str]] = []
        self.group_ids: dict[str, str] = {}  # from the id in the file to the id in the workbook

    def lay_groups(self) -> None:
        """Complete the known groups, add the others."""
        met = _match(self.own.groups, self.incoming.groups, (_foreign_ids, _group_ids, _group_labels))
        taken = {group.text("group") for group in self.own.groups}
        for place, group in enumerate(self.incoming.groups):
            if place in met:
                self._complete_group(met[place], group)
            else:
                id = _free(group.text("group") or slug(group_label(group, self.incoming.language)), taken)
                self._add_group(id, group)
        for id in dict.fromkeys(tag.text("group") for tag in self.incoming.tags):
            if id not in self.group_ids and id not in taken:
                self._add_group(_free(id, taken), Entry({"group": id}))

    def _complete_group(self, record: int, group: Entry) -> None:
        own = self.own.groups[record]
        self.group_ids[group.text("group")] = own.text("group")
        language = self.own.language
        here, there = group_label(own, language), group.text(f"label_{language}")
        if there and fold(here) != fold(there):
            self.labels_left.append((own.text("group"), here, there))
        fixed = {"group", *(label for label in LABELS if own.text(label))}
        self.groups.complete(record, own, group, without=fixed | self.incoming.only_new)

    def _add_group(self, id: str, group: Entry) -> None:
        self.group_ids[group.text("group")] = id
        usual: dict[str, Value] = {
            "family": "specific",
            "step": self.step,
            "values": "many",
            "required": "no",
            "feed": "manual",
            "status": "active",
        }
        labelled = {} if any(group.text(label) for label in LABELS) else {f"label_{self.own.language}": id}
        self.groups.add("", {**usual, **labelled, **group.values, "group": id}, group)

    def lay_tags(self) -> None:
        """Complete the known tags, add the others."""
        tags = [Entry({**tag.values, "group": self._group_of(tag)}, tag.kept) for tag in self.incoming.tags]
        met = _match(self.own.tags, tags, (_foreign_ids, _tag_ids, _tag_labels))
        taken = {tag.text("tag_id").lower() for tag in self.own.tags}
        ids: dict[str, str] = {}  # from the id in the file to the id in the workbook
        for place, tag in enumerate(tags):
            own = self.own.tags[met[place]].text("tag_id") if place in met else ""
            id = own or _free_tag_id(tag, taken)
            ids[tag.text("tag_id") or id] = id
            tags[place] = Entry({**tag.values, "tag_id": id}, tag.kept)
        for place, tag in enumerate(tags):
            related = {column: ids.get(tag.text(column), tag.text(column)) for column in ("parent", "replaced_by")}
            tag = Entry({**tag.values, **{column: id for column, id in related.items() if id}}, tag.kept)
            if place in met:
                self._complete_tag(met[place], tag)
            else:
                usual: dict[str, Value] = {"status": "active", "origin": "custom", "created_on": self.as_of}
                self.tags.add(tag.text("group"), {**usual, **tag.values}, tag)

    def _group_of(self, tag: Entry) -> str:
        return self.group_ids.get(tag.text("group"), tag.text("group"))

    def _complete_tag(self, record: int, tag: Entry) -> None:
        own = self.own.tags[record]
        values = dict(tag.values)
        if tag.text("tag") and fold(tag.text("tag")) != fold(own.text("tag")):
            self.renamed.append((own.text("group"), own.text("tag"), tag.text("tag")))
            known = split_values(tag.text("synonyms") or own.text("synonyms"))
            values["synonyms"] = "; ".join(dict.fromkeys([*known, own.text("tag")]))
        self.tags.complete(record, own, Entry(values, tag.kept), without={"group", *self.incoming.only_new})


def _free(id: str, taken: set[str]) -> str:
    """An id that nothing has yet; it is taken then."""
    found, count = id, 2
    while found.lower() in taken:
        found, count = f"{id}_{count}", count + 1
    taken.add(found.lower())
    return found


def _free_tag_id(tag: Entry, taken: set[str]) -> str:
    return _free(tag.text("tag_id") or f"{tag.text('group')}.{slug(tag.text('tag'))}", taken)


def _foreign_ids(entry: Entry) -> set[str]:
    return {
        f"{format} {id}"
        for format, rest in entry.kept.items()
        for key in ("group_id", "id", "uri")
        if isinstance(id := rest.get(key), str) and id
    }


def _group_ids(group: Entry) -> set[str]:
    """The id, and the one by which another program knows it: that may be ours, written by an earlier export."""
    known = group.known_to("wecom").get("group_id")
    return {group.text("group"), known if isinstance(known, str) else ""} - {""}


def _group_labels(group: Entry) -> set[str]:
    return {fold(group.text(label)) for label in LABELS} - {""}


def _tag_ids(tag: Entry) -> set[str]:
    return {tag.text("tag_id")} - {""}


def _tag_labels(tag: Entry) -> set[str]:
    return {f"{tag.text('group')} {fold(tag.text('tag'))}"} if tag.text("tag") else set()


def _match(
    own: Sequence[Entry], incoming: Sequence[Entry], keys: Sequence[Callable[[Entry], set[str]]]
) -> dict[int, int]:
    """The workbook's entry that each incoming one means, by place. Earlier keys count more; each entry is met once."""
    found: dict[int, int] = {}
    for key in keys:
        met = set(found.values())
        index: dict[str, int] = {}
        for place, entry in enumerate(own):
            if place not in met:
                for name in key(entry):
                    index.setdefault(name, place)
        for place, entry in enumerate(incoming):
            if place not in found:
                hit = next((index[name] for name in sorted(key(entry)) if name in index), None)
                if hit is not None and hit not in met:
                    found[place] = hit
                    met.add(hit)
    return found
