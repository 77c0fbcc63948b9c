"""Lines of the plan and bands of the scorecard that name tags which become one."""

from collections.abc import Iterable

from xltags.core.dataset import Dataset
from xltags.core.migration.cells import Targets, changed_cells
from xltags.core.migration.draft import Draft
from xltags.core.migration.outcome import Conflict, Outcome
from xltags.core.migration.references import group_meant, read_as_tags, require_no_formulas
from xltags.core.periods import parse_period
from xltags.core.scorecard import Band
from xltags.core.taxonomy import Tag, TagGroup
from xltags.core.values import Value, as_number, as_text


def require_equal_bands(dataset: Dataset, group_id: str, sources: Iterable[Tag], into: Tag) -> None:
    """Refuses to merge tags that the scorecard judges differently: the customers' scores would change unseen.

    Raises:
        Conflict: an indicator has bands of different points or outcome for them, or names only some of them.
    """
    scorecard = dataset.model.scorecard
    tags = [*sources, into]
    for indicator in scorecard.indicators:
        if indicator.field != group_id or not indicator.on:
            continue
        bands = {tag.id: _bands_for(dataset, group_id, scorecard.bands_of(indicator.indicator), tag) for tag in tags}
        if len({frozenset(found) for found in bands.values()}) > 1:
            parts = ", ".join(f"{tag.tag!r} {_said(bands[tag.id])}" for tag in tags)
            raise Conflict(
                f"indicator {indicator.indicator!r} judges them differently ({parts}); make its bands equal first"
            )


def _bands_for(dataset: Dataset, group_id: str, bands: Iterable[Band], tag: Tag) -> list[tuple[float, str, str, str]]:
    """What the bands do that a tag meets, by itself or by a tag above it."""
    line = {it.id for it in dataset.model.taxonomy.line_of(tag)}
    found = []
    for band in bands:
        keys = (dataset.index.find(group_id, text) for text in band.tags)
        if any(key is not None and dataset.model.taxonomy.tags[int(key.key)].id in line for key in keys):
            found.append((band.points, band.outcome, band.zone, band.cap_tier))
    return found


def _said(bands: list[tuple[float, str, str, str]]) -> str:
    return " + ".join(outcome or f"{points:g} points" for points, outcome, _, _ in bands) or "no band"


def drop_from_bands(draft: Draft, dataset: Dataset, group_id: str, sources: Iterable[Tag], outcome: Outcome) -> None:
    """Take tags out of all bands; a band that names no other tag goes."""
    if "Bands" not in draft:
        return
    gone: Targets = {tag.id: () for tag in sources}
    fields = {it.indicator: it.field for it in reversed(dataset.model.scorecard.indicators)}
    table = draft.table("Bands")
    column = table.column("tag")
    tags = read_as_tags(dataset, column, group_id)
    replaced = changed_cells(tags, gone) if tags else {}
    indicators = [fields.get(as_text(value).strip(), "") for value in table.column("indicator").cells()]
    cells = {
        record: replaced[code]
        for record, code in enumerate(column.codes.tolist())
        if code in replaced and indicators[record] == group_id and record not in table.gone
    }
    require_no_formulas(table.origin.sheet, column, cells)
    table.set_cells("tag", cells)
    empty = [record for record, cell in cells.items() if not cell]
    table.gone.update(empty)
    outcome.count("Bands", len(cells))
    if empty:
        outcome.remarks.append(f"{len(empty):,} bands that named no other tag were taken out")


def merge_plan_lines(draft: Draft, old: Dataset, group: TagGroup, into: Tag, outcome: Outcome) -> None:
    """Make one line of those of one period that now name one tag: shares are added, the others are taken out.

    Lines that named one tag twice before stay for a check to find.

    Raises:
        Conflict: the group is many-valued, so that shares overlap and cannot be added.
    """
    if "Strategy" not in draft:
        return
    table = draft.table("Strategy")
    before = [_tag_id(old, group.group, value) for value in old.table("Strategy").column("tag").cells()]
    kept: dict[str, int] = {}
    shares: dict[int, float] = {}
    columns = (table.column(id).cells() for id in ("period", "group", "tag", "target_share"))
    for record, (period, named, tag, share) in enumerate(zip(*columns, strict=True)):
        if record in table.gone or group_meant(old, as_text(named)) != group.group:
            continue
        if _tag_id(old, group.group, tag) != into.id:
            continue
        first = kept.setdefault(str(parse_period(as_text(period)) or as_text(period)), record)
        shares.setdefault(record, as_number(share) or 0.0)
        if first == record or before[first] == before[record]:
            continue
        if group.many:
            raise Conflict(
                f"{table.origin.sheet}: {as_text(period)} plans several of the tags, of which a customer may have more "
                "than one; leave one line"
            )
        shares[first] = round(shares[first] + shares[record], 10)
        table.gone.add(record)
        table.set_cells("target_share", {first: shares[first]})
        outcome.count("Strategy", 1)
        outcome.remarks.append(f"the plan of {as_text(period)} adds up the shares of the tags: {shares[first]:g}")


def _tag_id(dataset: Dataset, group_id: str, value: Value | None) -> str:
    found = dataset.index.find(group_id, as_text(value)) if value is not None else None
    return dataset.model.taxonomy.tags[int(found.key)].id if found else ""
