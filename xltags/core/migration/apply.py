"""A plan carried out on the tables of one workbook: everything, or nothing with the reasons."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from xltags.core.customer_rows import SYSTEM, clean_id
from xltags.core.dataset import Dataset
from xltags.core.migration import group_steps, tag_steps
from xltags.core.migration.draft import Draft, Record
from xltags.core.migration.outcome import Conflict, Outcome, TagChange
from xltags.core.migration.plan import AddTag, MergeTags, MigrationPlan, Step
from xltags.core.migration.split_step import split_tag
from xltags.core.migration.tag_rows import Absent
from xltags.core.read_settings import ALIAS
from xltags.core.text import fold, join_values, split_values

VERSION, APPLIED = "taxonomy_version", "migrations"  # keys of Settings
_STEPS: dict[str, Callable[[Draft, Any, Outcome], None]] = {
    "rename_tag": tag_steps.rename_tag,
    "merge_tags": tag_steps.merge_tags,
    "split_tag": split_tag,
    "move_tag": tag_steps.move_tag,
    "retire_tag": tag_steps.retire_tag,
    "set_parent": tag_steps.set_parent,
    "add_tag": tag_steps.add_tag,
    "change_tag": tag_steps.change_tag,
    "add_group": group_steps.add_group,
    "rename_group": group_steps.rename_group,
    "change_group": group_steps.change_group,
}


@dataclass(frozen=True, slots=True)
class Applied:
    """A plan carried out on a copy of a workbook's tables. `draft` is to be written only where `conflicts` is empty.

    `known` says that the workbook has had the plan before: nothing was done then.
    """

    draft: Draft
    outcomes: tuple[Outcome, ...] = ()
    conflicts: tuple[str, ...] = ()
    known: bool = False

    @property
    def log(self) -> list[TagChange]:
        """The customers whose tags changed, by step and record."""
        return [change for outcome in self.outcomes for change in outcome.log]


def apply_plan(dataset: Dataset, plan: MigrationPlan, *, by: str = "") -> Applied:
    """Carry out a plan on a workbook's tables; the dataset itself stays as it is.

    A step about something that the workbook lacks does nothing, unless it is `needed`. A step that cannot be done is a
    conflict; the steps after it are tried all the same, so that all reasons are known. Customers whose tags change get
    a row in `FollowUps` (`by` is who did it); the plan is noted in `Settings`.
    """
    draft = Draft(dataset)
    stamp = f"{plan.name} #{plan.fingerprint()}"
    had = dataset.model.settings.migrations
    if stamp in had:
        return Applied(draft, known=True)
    conflicts = list(_unready(plan, had))
    if not conflicts:
        conflicts += [
            f"{fault.place.sheet}: {fault.kind}" for fault in dataset.structure if fault.kind == "missing_sheet"
        ]
    outcomes = carry_out(draft, plan.step) if not conflicts else []
    conflicts += [f"step {it.number} ({it.title}): {it.reason}" for it in outcomes if it.state == "conflict"]
    if not conflicts:
        log_changes(draft, outcomes, note=f"{plan.name}: {plan.note}" if plan.note else plan.name, by=by)
        stamp_settings(draft, {APPLIED: join_values((*had, stamp)), VERSION: plan.version})
    return Applied(draft, tuple(outcomes), tuple(conflicts))


def carry_out(draft: Draft, steps: Sequence[Step]) -> list[Outcome]:
    """Carry out steps one after the other; one that cannot be done leaves no trace but its reason."""
    outcomes = []
    for number, step in enumerate(steps, 1):
        outcome, saved = Outcome(number, step.do, title_of(step)), draft.saved()
        try:
            _STEPS[step.do](draft, step, outcome)
        except Absent as absent:
            outcome.reason = str(absent)
            outcome.state = "conflict" if step.needed else "nothing"
        except Conflict as conflict:
            outcome.state, outcome.reason = "conflict", str(conflict)
        if outcome.state == "conflict":
            outcome.cells.clear()
            outcome.log.clear()
            outcome.customers = 0
            draft.restore(saved)
        outcomes.append(outcome)
    return outcomes


def _unready(plan: MigrationPlan, had: Sequence[str]) -> list[str]:
    names = {text.rpartition(" #")[0]: text for text in had}
    reasons = [
        f"the plan {name!r} must be carried out before; do that first" for name in plan.after if name not in names
    ]
    if plan.name in names:
        reasons.append(
            f"another plan of the name {plan.name!r} was carried out before ({names[plan.name]}); give this one its own"
        )
    return reasons


def title_of(step: Step) -> str:
    """A step in a few words."""
    group = step.group
    match step:
        case MergeTags():
            return f"{step.do} {group}: {join_values(step.tags)}"
        case AddTag():
            return f"{step.do} {group}: {step.tag.all()[0]}"
        case _:
            tag = getattr(step, "tag", "")
            return f"{step.do} {group}: {tag}" if tag else f"{step.do} {group}"


def log_changes(draft: Draft, outcomes: Sequence[Outcome], *, note: str, by: str) -> None:
    """Note every customer whose tags changed in `FollowUps`; where the workbook has none, a remark says so."""
    changes = [change for outcome in outcomes for change in outcome.log]
    if not changes:
        return
    if "FollowUps" not in draft:
        outcomes[-1].remarks.append(
            f"there is no sheet FollowUps; changes of tags that are not logged: {len(changes):,}"
        )
        return
    dataset = draft.original
    ids = list(dataset.customers.table.column("customer_id").cells())
    nameless = sum(not clean_id(ids[change.record]) for change in changes)
    if nameless:
        outcomes[-1].remarks.append(
            f"changes of tags that are not logged, because their customers have no id: {nameless:,}"
        )
    rows: list[Record] = [
        {
            "date": dataset.as_of,
            "customer_id": ids[change.record],
            "by": by or None,
            "channel": SYSTEM,
            "group": change.group,
            "from_tag": change.before or None,
            "to_tag": change.after or None,
            "note": note,
        }
        for change in changes
        if clean_id(ids[change.record])
    ]
    draft.table("FollowUps").append(rows)


def stamp_settings(draft: Draft, values: dict[str, str]) -> None:
    """Put values into rows of `Settings`, adding the rows that are missing; blank values are left out."""
    if "Settings" not in draft:
        return
    table = draft.table("Settings")
    keys = [fold(str(key)) if key is not None else "" for key in table.column("key").cells()]
    for key, value in values.items():
        if not value:
            continue
        if key in keys:
            table.set_cells("value", {keys.index(key): value})
        else:
            table.append([{"key": key, "value": value, "note": _NOTES[key][draft.original.model.settings.language]}])


_NOTES = {
    VERSION: {
        "en": "Version of the taxonomy, written by xltags migrate and xltags sync.",
        "zh": "标签体系的版本，由 xltags migrate 和 xltags sync 写入。",
        "vi": "Phiên bản bộ thẻ, do xltags migrate và xltags sync ghi.",
    },
    APPLIED: {
        "en": "Migration plans that this workbook has had, so that none is carried out twice; leave it alone.",
        "zh": "本工作簿已执行过的迁移计划，避免重复执行，请勿手改。",
        "vi": "Các kế hoạch chuyển đổi thẻ sổ này đã chạy, để không chạy hai lần; đừng sửa.",
    },
}


def add_alias(draft: Draft, group_id: str, header: str) -> None:
    """Have `Settings` say that a header of `Customers` means a group; where there is no such sheet, nothing."""
    if "Settings" not in draft:
        return
    table = draft.table("Settings")
    key = f"{ALIAS}Customers.{group_id}"
    keys = [str(value or "") for value in table.column("key").cells()]
    if key in keys:
        record = keys.index(key)
        known = split_values(str(table.column("value").value(record) or ""))
        table.set_cells("value", {record: join_values(dict.fromkeys((*known, header)))})
    else:
        table.append([{"key": key, "value": header}])
