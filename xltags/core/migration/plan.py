"""The plan of a migration: steps that change tags and tag groups the same way in many workbooks.

Strict: a key that is not known is a typing error. `plan_text` reads plans and says what is wrong in one.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool

from xltags.core.finding import Language
from xltags.core.taxonomy import Family

GROUP_ID = r"^[a-z][a-z0-9_]*$"
Bands: TypeAlias = Literal["refuse", "into"]
Name: TypeAlias = Annotated[str, Field(min_length=1, pattern=r"\S")]


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _tables(value: object) -> object:
    return [value] if isinstance(value, dict) else value


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Labels(_Strict):
    """A new label by language; a plain text in the plan is the label in the cell of every workbook."""

    cell: str = ""
    en: str = ""
    zh: str = ""
    vi: str = ""

    def in_cell(self, language: Language) -> str:
        """The label that stands in cells of a workbook of that language; "" where the plan says none."""
        return self.cell or {"en": self.en, "zh": self.zh, "vi": self.vi}[language]

    def all(self) -> tuple[str, ...]:
        """Every text that names the tag, once each."""
        return tuple(dict.fromkeys(text for text in (self.cell, self.en, self.zh, self.vi) if text))


def _labels(value: object) -> object:
    if isinstance(value, str) and value.strip():
        return {"cell": value.strip()}
    said = isinstance(value, dict) and (any(value.values()) or value.keys() - {"en", "zh", "vi"})
    if not said and not isinstance(value, Labels):
        raise ValueError('says no label; write a text, or labels by language such as { en = "Retail", zh = "零售" }')
    return value


AnyLabels: TypeAlias = Annotated[Labels, BeforeValidator(_labels)]


class TagFields(_Strict):
    """What a tag says about itself besides its labels; what is not said stays as it is, "" empties it."""

    synonyms: Annotated[tuple[str, ...] | None, BeforeValidator(_listed)] = None
    definition: str | None = None
    with_tag: str | None = None
    without_tag: str | None = None
    purity_class: str | None = None
    order: float | None = None
    department: str | None = None
    status: Literal["active", "reserved", "retired"] | None = None


class NewTag(TagFields):
    """A tag to add. `tag` is its label; its id is `tag_id`, else made of the group's id and the (English) label."""

    tag: AnyLabels
    tag_id: str = ""
    parent: str = ""


class Part(NewTag):
    """A tag that a split makes, or that exists; it takes the customers that meet `where`, a filter."""

    where: str = Field(default="", description="filter")


class _Step(_Strict):
    """`needed` refuses workbooks that lack what the step changes; else such a step does nothing there."""

    needed: StrictBool = False


class RenameTag(_Step):
    """A tag gets another label; the old ones become synonyms."""

    do: Literal["rename_tag"]
    group: Name
    tag: Name
    to: AnyLabels
    keep_synonyms: StrictBool = True


class MergeTags(_Step):
    """Several tags become one; they are retired with it as successor.

    Where the scorecard judges them differently the workbook is refused, unless `bands` says that those of `into` count.
    """

    do: Literal["merge_tags"]
    group: Name
    tags: Annotated[tuple[str, ...], BeforeValidator(_listed), Field(min_length=1)]
    into: AnyLabels
    bands: Bands = "refuse"


class SplitTag(_Step):
    """A tag becomes several by conditions: the first that a customer meets counts, the others go to `rest`.

    `as_parent` keeps the tag as the wider one of the new ones; else it is retired.
    """

    do: Literal["split_tag"]
    group: Name
    tag: Name
    into: Annotated[tuple[Part, ...], BeforeValidator(_tables), Field(min_length=1)]
    rest: str = ""
    as_parent: StrictBool = False


class MoveTag(_Step):
    """A tag goes to another group. `taken` says what happens to customers whose one-valued cell there is filled."""

    do: Literal["move_tag"]
    group: Name
    tag: Name
    to_group: Name
    parent: str = ""
    taken: Literal["refuse", "keep", "replace"] = "refuse"


class RetireTag(_Step):
    """A tag is no longer used. Customers get its successor (`bands` as for a merge); without one their cells stay."""

    do: Literal["retire_tag"]
    group: Name
    tag: Name
    successor: str = ""
    bands: Bands = "refuse"


class SetParent(_Step):
    """A tag gets another parent; "" takes the parent away."""

    do: Literal["set_parent"]
    group: Name
    tag: Name
    parent: str


class AddTag(NewTag, _Step):
    """A tag is added to a group."""

    do: Literal["add_tag"]
    group: Name


class ChangeTag(TagFields, _Step):
    """What a tag says about itself changes; its labels, group and parent have steps of their own."""

    do: Literal["change_tag"]
    group: Name
    tag: Name


class GroupFields(_Strict):
    """What a tag group says about itself; what is not said stays as it is."""

    label_en: str | None = None
    label_zh: str | None = None
    label_vi: str | None = None
    family: Family | None = None
    step: int | None = Field(default=None, ge=1, le=3)
    values: Literal["one", "many"] | None = None
    required: StrictBool | None = None
    feed: Literal["system", "manual"] | None = None
    question: str | None = None
    owner_department: str | None = None
    judged_by: str | None = None
    fill_target: float | None = Field(default=None, ge=0, le=1)
    status: Literal["active", "reserved", "retired"] | None = None
    reserved_for: str | None = None


class AddGroup(GroupFields, _Step):
    """A tag group is added, with its tags and its column in `Customers`."""

    do: Literal["add_group"]
    group: str = Field(pattern=GROUP_ID)
    tags: Annotated[tuple[NewTag, ...], BeforeValidator(_tables)] = ()


class RenameGroup(_Step):
    """A tag group gets another id (`to`), other labels, or both; its column in `Customers` follows."""

    do: Literal["rename_group"]
    group: Name
    to: str = Field(default="", pattern=r"^([a-z][a-z0-9_]*)?$")
    label_en: str = ""
    label_zh: str = ""
    label_vi: str = ""


class ChangeGroup(GroupFields, _Step):
    """What a tag group says about itself changes; its id and column have a step of their own."""

    do: Literal["change_group"]
    group: Name


Step: TypeAlias = (
    RenameTag | MergeTags | SplitTag | MoveTag | RetireTag | SetParent | AddTag | ChangeTag | AddGroup | RenameGroup
    | ChangeGroup
)  # fmt: skip


class MigrationPlan(_Strict):
    """A whole plan, its steps in order. `name` and content are remembered in the workbook: a plan works once.

    `after` names plans that must have been carried out before; `version` is what the
    workbook's taxonomy is called then.
    """

    name: Name = Field(max_length=80)
    step: Annotated[tuple[Annotated[Step, Field(discriminator="do")], ...], Field(min_length=1)]
    version: str = ""
    after: Annotated[tuple[str, ...], BeforeValidator(_listed)] = ()
    note: str = ""

    def fingerprint(self) -> str:
        """Eight hex digits that change whenever the steps do."""
        steps = [step.model_dump(exclude_defaults=True) for step in self.step]
        written = json.dumps([self.name, self.version, steps], ensure_ascii=True, separators=(",", ":"), sort_keys=True)
        return hashlib.sha256(written.encode()).hexdigest()[:8]


def step_models() -> Mapping[str, type[BaseModel]]:
    """The kinds of steps by the word in `do`."""
    return {get_args(model.model_fields["do"].annotation)[0]: model for model in get_args(Step)}
