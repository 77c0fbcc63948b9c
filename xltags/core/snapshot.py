"""What a workbook's customers carried at one time, and the rows that log what has changed since."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from xltags.core.customer_rows import SYSTEM, clean_id, customer_rows
from xltags.core.dataset import Dataset, Model
from xltags.core.days import column_days
from xltags.core.group_names import group_named
from xltags.core.migration.draft import Record
from xltags.core.migration.references import read_as_tags
from xltags.core.model_diff import labels
from xltags.core.scorecard import Scorecard
from xltags.core.tag_state import StateChange, TagState, Values, group_state, state_changes, state_from, state_record
from xltags.core.taxonomy import Taxonomy
from xltags.core.taxonomy_diff import renamed_groups
from xltags.core.values import as_text

FORMAT = 1
TierDay = tuple[date, Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """The customers' tags on a day, with the taxonomy and scorecard of that day.

    `tiers` says for each earlier snapshot and this one which customers had come to a tier since the one before: their
    ids by tier.
    """

    taken_on: date
    tags: TagState
    taxonomy: Taxonomy
    scorecard: Scorecard
    tiers: tuple[TierDay, ...] = ()


def snapshot_record(snapshot: Snapshot) -> dict[str, object]:
    """The snapshot as plain values, for JSON."""
    return {
        "format": FORMAT,
        "taken_on": snapshot.taken_on.isoformat(),
        "tags": state_record(snapshot.tags),
        "taxonomy": snapshot.taxonomy.model_dump(mode="json", exclude_defaults=True),
        "scorecard": snapshot.scorecard.model_dump(mode="json", exclude_defaults=True),
        "tiers": [
            [day.isoformat(), {tier: list(ids) for tier, ids in sorted(moved.items())}] for day, moved in snapshot.tiers
        ],
    }


def snapshot_from(record: object) -> Snapshot:
    """The snapshot that `snapshot_record` gave.

    Raises:
        ValueError: it is none, or one of a newer version of xltags.
    """
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise ValueError("is no snapshot that this version of xltags understands")
    return Snapshot(
        date.fromisoformat(str(record["taken_on"])),
        state_from(record["tags"]),
        Taxonomy.model_validate(record["taxonomy"]),
        Scorecard.model_validate(record["scorecard"]),
        tuple(
            (date.fromisoformat(day), {tier: tuple(ids) for tier, ids in moved.items()})
            for day, moved in record["tiers"]
        ),
    )


def take_snapshot(dataset: Dataset, state: TagState, tiers: Mapping[str, str], last: Snapshot | None) -> Snapshot:
    """The snapshot of a workbook today; `tiers` is by customer id."""
    known = tiers_then(last) if last else {}
    moved: dict[str, list[str]] = {}
    for id, tier in sorted(tiers.items()):
        if known.get(id) != tier:
            moved.setdefault(tier, []).append(id)
    days = list(last.tiers) if last else []
    if moved:
        days.append((dataset.as_of, {tier: tuple(ids) for tier, ids in moved.items()}))
    model = _without_places(dataset.model)
    return Snapshot(dataset.as_of, state, model.taxonomy, model.scorecard, tuple(days))


def _without_places(model: Model) -> Model:
    """The model without the rows it was read from, so that rows that move change no snapshot."""
    return model.model_copy(
        update={
            "taxonomy": Taxonomy(
                groups=tuple(it.model_copy(update={"row": 0}) for it in model.taxonomy.groups),
                tags=tuple(it.model_copy(update={"row": 0}) for it in model.taxonomy.tags),
            ),
            "scorecard": Scorecard(
                indicators=tuple(it.model_copy(update={"row": 0}) for it in model.scorecard.indicators),
                bands=tuple(it.model_copy(update={"row": 0}) for it in model.scorecard.bands),
                tiers=tuple(it.model_copy(update={"row": 0}) for it in model.scorecard.tiers),
                chain_rules=tuple(it.model_copy(update={"row": 0}) for it in model.scorecard.chain_rules),
            ),
        }
    )


def tiers_then(snapshot: Snapshot) -> dict[str, str]:
    """By customer id: the tier at the time of the snapshot."""
    return {id: tier for _, moved in snapshot.tiers for tier, ids in moved.items() for id in ids}


def unlogged_changes(dataset: Dataset, state: TagState, last: Snapshot) -> list[StateChange]:
    """The changes since a snapshot that nobody has logged; where the log tells a part, the rest.

    Customers without an id are left out, and of those that share one all but the first: the log cannot name them.
    """
    logged = _logged_since(dataset, last.taken_on)
    firsts = set(customer_rows(dataset).values())
    found = []
    names = renamed_groups(last.taxonomy, dataset.model.taxonomy)
    then = replace(last.tags, groups={names.get(id, id): group for id, group in last.tags.groups.items()})
    for change in state_changes(then, state):
        if change.record not in firsts:
            continue
        known = logged.get((change.record, change.group))
        if known is None:
            found.append(change)
        elif known != change.after:
            found.append(replace(change, before=known))
    return found


def _logged_since(dataset: Dataset, day: date) -> dict[tuple[int, str], Values]:
    """By customer and group: the tags to which the last change logged since a day (included) led."""
    log, taxonomy = dataset.table("FollowUps"), dataset.model.taxonomy
    if not len(log):
        return {}
    rows = customer_rows(dataset)
    meant = [group_named(taxonomy, as_text(value).strip()) for value in log.column("group").values]
    owners = [rows.get(clean_id(value), -1) for value in log.column("customer_id").cells()]
    days = column_days(log.column("date")).tolist()
    states: dict[str, tuple[tuple[Values, ...], list[int]]] = {}
    found: dict[tuple[int, str], tuple[float, Values]] = {}
    for record, code in enumerate(log.column("group").codes.tolist()):
        group = meant[code] if code >= 0 else None
        if group is None or owners[record] < 0 or not days[record] >= day.toordinal():
            continue
        if group.group not in states:
            states[group.group] = _read_log(dataset, group.group)
        values, codes = states[group.group]
        key = owners[record], group.group
        if key not in found or found[key][0] <= days[record]:
            found[key] = days[record], values[codes[record]] if codes[record] >= 0 else ()
    return {key: values for key, (_, values) in found.items()}


def _read_log(dataset: Dataset, group_id: str) -> tuple[tuple[Values, ...], list[int]]:
    column = read_as_tags(dataset, dataset.table("FollowUps").column("to_tag"), group_id)
    assert column is not None
    state = group_state(column)
    return state.values, state.codes.tolist()


def log_records(dataset: Dataset, changes: list[StateChange], last: Snapshot, *, by: str) -> list[Record]:
    """The rows of `FollowUps` for changes; labels before are those of the snapshot's taxonomy."""
    ids = list(dataset.customers.table.column("customer_id").cells())
    return [
        {
            "date": dataset.as_of,
            "customer_id": ids[change.record],
            "by": by or None,
            "channel": SYSTEM,
            "group": change.group,
            "from_tag": labels(change.before, last.taxonomy) or None,
            "to_tag": labels(change.after, dataset.model.taxonomy) or None,
        }
        for change in changes
    ]
