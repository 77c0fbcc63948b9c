"""The tags of a sync."""

from collections.abc import Iterator, Mapping

from xltags.core.migration.plan import AddTag, ChangeTag, MoveTag, RenameTag, RetireTag, SetParent, Step
from xltags.core.migration.three_sides import Merge, Sides, Sync, bare
from xltags.core.taxonomy import Tag, Taxonomy
from xltags.core.text import fold

WORDS = ("definition", "with_tag", "without_tag")  # in the language of their workbook
PLAIN = ("purity_class", "order")


def merge_tags(sides: Sides, sync: Sync) -> Iterator[Tag]:
    """The steps for the tags of the master; gives the base of each from now on."""
    pairs = sides.pairs
    bases = {tag.id: tag for tag in sides.base.tags} if sides.base else {}
    parents: list[Step] = []
    endings: list[Step] = []
    for theirs in sides.theirs.tags:
        ours, base = pairs.get(theirs.id), bases.get(theirs.id)
        if ours is not None:
            yield _known_tag(sides, sync, ours, theirs, base, endings)
            continue
        has_group = sides.ours.group(theirs.group) is not None
        if base is not None and has_group and theirs.status != "retired" and bare(base) != bare(theirs):
            sync.conflicts.append(f"{theirs.group}: {theirs.tag}: was taken out here, but changed in the master")
            yield base
            continue
        if base is None and theirs.status != "retired":
            sync.steps.append(_added(sides, theirs))
            parent = sides.theirs.parent_of(theirs)
            if parent is not None:
                parents.append(
                    SetParent(do="set_parent", group=theirs.group, tag=theirs.id, parent=_our_id(pairs, parent))
                )
        yield theirs
    sync.steps += [*parents, *endings]


def _our_id(pairs: Mapping[str, Tag], tag: Tag) -> str:
    return pairs[tag.id].id if tag.id in pairs else tag.id


def _labels(tag: Tag, sides: Sides, *, theirs: bool) -> dict[str, str]:
    """The labels of a tag as the workbook would show them, by language; a language that is not known is left out."""
    language = tag.cell_language(sides.their_language if theirs else sides.language)
    found = {"zh": tag.zh, "vi": tag.vi, language: tag.tag}
    return {name: text for name, text in found.items() if text}


def _added(sides: Sides, tag: Tag) -> Step:
    labels = _labels(tag, sides, theirs=True)
    wanted: dict[str, object] = {"do": "add_tag", "group": tag.group, "tag_id": tag.id, "tag": labels}
    if sides.language not in labels:
        wanted["tag"] = {**labels, "cell": tag.tag}
    synonyms = tag.synonyms
    if synonyms:
        wanted["synonyms"] = list(synonyms)
    for name in (*WORDS, *PLAIN):
        if getattr(tag, name) not in ("", None):
            wanted[name] = getattr(tag, name)
    if tag.status in ("reserved", "retired"):
        wanted["status"] = tag.status
    return AddTag.model_validate(wanted)


def _known_tag(sides: Sides, sync: Sync, ours: Tag, theirs: Tag, base: Tag | None, endings: list[Step]) -> Tag:
    """The steps for a tag that both sides have; returns its base from now on. Endings are carried out last."""
    merge = Merge(f"{theirs.group}: {ours.tag}", sync, first=base is None)
    old = base or ours
    kept: dict[str, object] = {}
    if ours.group != theirs.group:
        take, kept["group"] = merge.decide("group", old.group, ours.group, theirs.group)
        if take:
            step = MoveTag(do="move_tag", group=ours.group, tag=ours.id, to_group=theirs.group, taken="keep")
            sync.steps.append(step)
            ours = ours.model_copy(update={"group": theirs.group})
    kept |= _label_steps(sides, sync, merge, ours, theirs, base)
    fields: dict[str, object] = {}
    for name in (*(WORDS if sides.language == sides.their_language else ()), *PLAIN):
        take, kept[name] = merge.decide(name, getattr(old, name), getattr(ours, name), getattr(theirs, name))
        if take:
            fields[name] = getattr(theirs, name) or ""
    synonyms = _synonyms(ours, theirs, base)
    if synonyms is not None:
        fields["synonyms"] = list(synonyms)
    if fields.get("order") == "":
        del fields["order"]
    if fields:
        sync.steps.append(ChangeTag.model_validate({"do": "change_tag", "group": ours.group, "tag": ours.id, **fields}))
    kept["parent"] = _parent_step(sides, merge, ours, theirs, base, endings)
    kept["status"] = _status_step(sides, merge, ours, theirs, base, endings)
    return theirs.model_copy(update=kept)


def _label_steps(sides: Sides, sync: Sync, merge: Merge, ours: Tag, theirs: Tag, base: Tag | None) -> dict[str, object]:
    """A rename where the master's labels changed; returns the bases of the labels that it holds."""
    here, there = _labels(ours, sides, theirs=False), _labels(theirs, sides, theirs=True)
    before = _labels(base, sides, theirs=True) if base is not None else here
    own = theirs.cell_language(sides.their_language)
    fields = {own: "tag", **{name: name for name in ("zh", "vi") if name != own}}
    taken: dict[str, str] = {}
    kept: dict[str, object] = {}
    for language, text in there.items():
        if language not in here and language == "en":
            continue  # English stands among the synonyms there
        take, now = merge.decide(f"label ({language})", before.get(language, ""), here.get(language, ""), text)
        kept[fields[language]] = now
        if take:
            taken[language] = text
    if taken:
        wanted = {"do": "rename_tag", "group": ours.group, "tag": ours.id, "to": taken}
        sync.steps.append(RenameTag.model_validate(wanted))
    return kept


def _synonyms(ours: Tag, theirs: Tag, base: Tag | None) -> tuple[str, ...] | None:
    """The workbook's synonyms with what the master added and without what it took out; None where they stay."""
    labels = {fold(text) for text in (ours.tag, ours.zh, ours.vi, theirs.tag, theirs.zh, theirs.vi)}
    had = {fold(text) for text in base.synonyms} if base is not None else set()
    has = {fold(text) for text in theirs.synonyms}
    own = {fold(text) for text in ours.synonyms}
    kept = [text for text in ours.synonyms if fold(text) not in had - has]
    added = [text for text in theirs.synonyms if fold(text) not in had | own | labels]
    return (*kept, *added) if [*kept, *added] != list(ours.synonyms) else None


def _parent_id(taxonomy: Taxonomy, tag: Tag | None) -> str:
    parent = taxonomy.parent_of(tag) if tag is not None else None
    return parent.id if parent is not None else ""


def _parent_step(sides: Sides, merge: Merge, ours: Tag, theirs: Tag, base: Tag | None, endings: list[Step]) -> str:
    own = _pairs_back(sides, _parent_id(sides.ours, ours))
    wanted = _parent_id(sides.theirs, theirs)
    before = _parent_id(sides.base, base) if sides.base is not None and base is not None else own
    take, _ = merge.decide("parent", before, own, wanted)
    if take:
        endings.insert(0, SetParent(do="set_parent", group=ours.group, tag=ours.id, parent=_in_ours(sides, wanted)))
    held = not take and own != wanted and before not in (own, wanted)
    return base.parent if held and base is not None else theirs.parent


def _pairs_back(sides: Sides, id: str) -> str:
    """The master's id of the tag that the workbook knows by its own."""
    return next((theirs for theirs, ours in sides.pairs.items() if ours.id == id), id) if id else ""


def _in_ours(sides: Sides, id: str) -> str:
    return sides.pairs[id].id if id in sides.pairs else id


def _status_step(sides: Sides, merge: Merge, ours: Tag, theirs: Tag, base: Tag | None, endings: list[Step]) -> str:
    before = (base or ours).status
    take, kept = merge.decide("status", before, ours.status, theirs.status)
    if take and theirs.status == "retired":
        successor = sides.theirs.successor_of(theirs)
        id = _in_ours(sides, successor.id) if successor and successor.group == theirs.group else ""
        endings.append(RetireTag(do="retire_tag", group=ours.group, tag=ours.id, successor=id))
    elif take and theirs.status in ("active", "reserved"):
        endings.append(
            ChangeTag.model_validate({"do": "change_tag", "group": ours.group, "tag": ours.id, "status": theirs.status})
        )
    return str(kept)
