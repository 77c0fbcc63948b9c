"""A plan read from TOML text; what is wrong in one is said in a line, with its place and a remedy."""

import tomllib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from xltags.core.errors import XltagsError
from xltags.core.migration.plan import (
    ChangeGroup,
    ChangeTag,
    Labels,
    MigrationPlan,
    MoveTag,
    NewTag,
    Part,
    RenameGroup,
    SplitTag,
    Step,
    step_models,
)
from xltags.core.near_words import hint
from xltags.core.toml_faults import first_fault, value_fault

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

BAD_PLAN = "PLN001"


def parse_plan(text: str, place: str = "plan") -> MigrationPlan:
    """The plan in a TOML text; `place` names it in messages.

    Raises:
        XltagsError: PLN001 it is no TOML, or says something that a plan cannot say.

    >>> step = '[[step]]\\ndo = "rename_tag"\\ngroup = "industry"\\ntag = "Shops"\\nto = "Retail"'
    >>> parse_plan('name = "shops"\\n' + step).step[0].to.cell
    'Retail'
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise XltagsError(f"{place}: is not TOML: {error}", code=BAD_PLAN) from error
    try:
        found = MigrationPlan.model_validate(values)
    except ValidationError as error:
        raise XltagsError(f"{place}: {_explained(error.errors())}", code=BAD_PLAN) from error
    for number, step in enumerate(found.step, 1):
        fault = _contradiction(step)
        if fault:
            raise XltagsError(f"{place}: step {number} ({step.do}): {fault}", code=BAD_PLAN)
    if any(mark in found.name for mark in ";,；，、\n"):
        raise XltagsError(f"{place}: name: may hold no comma or semicolon; choose another", code=BAD_PLAN)
    return found


def _contradiction(step: Step) -> str:
    match step:
        case SplitTag():
            return _split_fault(step)
        case RenameGroup() if not (step.to or step.label_en or step.label_zh or step.label_vi):
            return "changes nothing; say to, label_en, label_zh or label_vi"
        case MoveTag() if step.group == step.to_group:
            return "moves the tag into its own group; name another to_group"
        case ChangeTag() | ChangeGroup():
            own = [name for name in type(step).model_fields if name not in ("do", "group", "tag", "needed")]
            return "" if step.model_fields_set.intersection(own) else f"changes nothing; say one of {', '.join(own)}"
        case _:
            return ""


def _split_fault(step: SplitTag) -> str:
    open_parts = [part for part in step.into if not part.where.strip() and step.rest not in part.tag.all()]
    if len(step.into) > 1 and open_parts:
        return f"the part {open_parts[0].tag.all()[0]!r} has no where; only the one that is named in rest may lack it"
    labels = [text for part in step.into for text in part.tag.all()]
    if step.rest and step.rest not in labels and step.rest != step.tag:
        return f"rest = {step.rest!r} is none of the parts, nor the tag itself; name one of them"
    return ""


def _fields(model: type[BaseModel]) -> list[str]:
    first = [name for name in ("do", "group", "tag") if name in model.model_fields]
    return [*first, *(name for name in model.model_fields if name not in first)]


def _explained(faults: "list[ErrorDetails]") -> str:
    """The fault of a plan to mend first, with its place, in the words of the file."""
    fault = first_fault(faults)
    steps = [part for part in fault["loc"] if part not in ("cell", "function-before[_labels(), Labels]")]
    known = [part for part in steps if part not in step_models()]
    if fault["type"] == "union_tag_not_found":
        return f"{_place(known)}says no do; say one of {', '.join(step_models())}"
    if fault["type"] == "union_tag_invalid":
        word = str(fault.get("ctx", {}).get("tag", ""))
        return f"{_place(known)}do = {word!r} is no kind of step; {hint(word, step_models(), otherwise='say one of')}"
    if fault["type"] == "extra_forbidden":
        word = str(steps[-1])
        return f"{_place(known[:-1])}unknown key {word!r}; {hint(word, _keys(steps), otherwise='known are')}"
    return f"{_place(known)}{value_fault(fault, tables='step' if steps == ['step'] else '')}"


def _place(steps: list[int | str]) -> str:
    text = " ".join(str(step + 1) if isinstance(step, int) else step for step in steps)
    return f"{text}: " if text else ""


def _keys(steps: list[int | str]) -> list[str]:
    """The keys that may stand where an unknown one was met."""
    model: type[BaseModel] = MigrationPlan
    inner: Mapping[str, type[BaseModel]] = {"into": Part, "tags": NewTag, "to": Labels}
    for step in steps[:-1]:
        if isinstance(step, str):
            model = step_models().get(step) or inner.get(step, model)
    if model is Labels:
        return ["en", "zh", "vi"]
    return _fields(model)
