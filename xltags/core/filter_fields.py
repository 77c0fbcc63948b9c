"""The fields that a filter may name: tag groups, columns of `Customers`, and what xltags computes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from xltags.core.dataset import Dataset
from xltags.core.days import CUSTOMER_DATES
from xltags.core.finding import LANGUAGES, Language
from xltags.core.group_names import group_labels, group_named
from xltags.core.once import once
from xltags.core.scorecard import CHAIN_COVERAGE, MEASURES
from xltags.core.suggest import Suggester
from xltags.core.table import Column
from xltags.core.taxonomy import TagGroup
from xltags.core.text import fold
from xltags.core.values import CellFault, as_date, as_number

FieldKind = Literal["tag", "number", "date", "choice", "flag", "text"]


@dataclass(frozen=True, slots=True)
class Field:
    """Something to filter by. `id` is the group's, the column's or the computed field's; `labels` what people read.

    `choices` are the allowed values by folded id and label, with their ids; empty where any text is allowed. `computed`
    fields come from the whole workbook; the others from a column of `Customers`, which may be missing: all blank.
    """

    id: str
    kind: FieldKind
    labels: Mapping[Language, str]
    choices: Mapping[str, str]
    group: TagGroup | None = None
    computed: bool = False


# id: (kind, names in Chinese, in Vietnamese, older or other ids)
_COMPUTED: Mapping[str, tuple[FieldKind, str, str, tuple[str, ...]]] = {
    "tier": ("choice", "等级", "hạng", ("icp_tier",)),
    "score": ("number", "得分", "điểm", ("icp_score",)),
    "score_range": ("text", "等级区间", "khoảng hạng", ("icp_range",)),
    "ask_next": ("text", "下一步该问", "nên hỏi tiếp", ()),
    "tag_issues": ("number", "标签问题", "lỗi thẻ", ()),
    CHAIN_COVERAGE: ("number", "决策链覆盖率", "độ phủ chuỗi quyết định", ()),
    "last_contact": ("date", "最近联系", "lần liên hệ cuối", ()),
    "days_silent": ("number", "静默天数", "số ngày im lặng", ("silent_days",)),
    "silent": ("flag", "静默", "im lặng", ()),
    "stale": ("flag", "标签过期", "thẻ cũ", ()),
    "open_promises": ("number", "未兑现承诺", "lời hứa chưa xong", ()),
    "next_due": ("date", "下一期限", "hạn tiếp theo", ()),
    "won": ("flag", "成交", "đã thắng", ()),
    "lost": ("flag", "丢单", "đã thua", ()),
    "renewed": ("flag", "续约", "đã gia hạn", ()),
    "churned": ("flag", "流失", "đã rời bỏ", ()),
}
_TEXT_COLUMNS = (
    "customer_id",
    "company",
    "brought_by",
    "owner",
    "sales_status",
    "reject_reason",
    "lost_stage",
    "notes",
)
TIER_CHOICES = {letter.lower(): letter for letter in "ABCD"}


class Fields:
    """The fields of a dataset by what people call them.

    An id or label of a tag group comes first, then what xltags computes, then the id, the header in any language or the
    team's alias of a column of `Customers`.
    """

    def __init__(self, dataset: Dataset) -> None:
        model = dataset.model
        self._taxonomy, self._headers = model.taxonomy, model.settings.aliases
        self._columns = tuple(dataset.customers.table.columns.values())
        self._known: dict[str, Field | None] = {}

    def named(self, text: str) -> Field | None:
        """The field that a text names; None for none, and for a label that two groups share."""
        if text not in self._known:
            self._known[text] = self._find(text)
        return self._known[text]

    def _find(self, text: str) -> Field | None:
        group = group_named(self._taxonomy, text)
        if group is None and fold(text) in self._aliases:
            group = self._taxonomy.group(self._aliases[fold(text)])
        if group is not None:
            return Field(group.group, "tag", group_labels(group), {}, group)
        return self._other(fold(text)) or self._other(fold(self._aliases.get(fold(text), "")))

    def _other(self, folded: str) -> Field | None:
        return _computed_names().get(folded) or self._named_columns.get(folded)

    def suggestion(self, text: str) -> str:
        """The name that is clearly nearest to a text that is none; "" where none is."""
        found = self._suggester.suggest(text)
        return found.text if found else ""

    def suggested_group(self, text: str) -> str:
        """The same, where it names a tag group."""
        name = self.suggestion(text)
        field = self.named(name)
        return name if field is not None and field.group is not None else ""

    @cached_property
    def _aliases(self) -> dict[str, str]:
        """By folded header of the team, the id of the column of `Customers` or of the group."""
        aimed = ((header, target.partition(".")) for header, target in self._headers.items())
        return {header: id for header, (table, _, id) in aimed if table == "Customers"}

    @cached_property
    def _named_columns(self) -> dict[str, Field]:
        named: dict[str, Field] = {}
        for name, field in self._columns_by_name():
            named.setdefault(fold(name), field)
        return named

    @cached_property
    def _suggester(self) -> Suggester:
        groups = (name for group in self._taxonomy.groups for name in _names_of(group))
        names: dict[str, str] = {}
        columns = (name for name, _ in self._columns_by_name())
        for name in (*groups, *_computed_by_name(), *columns):
            names.setdefault(fold(name).replace("_", " "), name)  # two spellings of one name would rival each other
        return Suggester((name, name) for name in names.values())

    def _columns_by_name(self) -> Iterator[tuple[str, Field]]:
        """Every name of a column; of two alike the first counts."""
        computed = _computed()
        older = {other: id for id, (_, _, _, others) in _COMPUTED.items() for other in (id, *others)}
        for column in self._columns:
            field = _column_field(column)
            for name in (column.id, column.header, *(column.spec.headers.values() if column.spec else ())):
                if column.id not in older:
                    yield name, field
                elif name != column.id:  # the header of a column that xltags fills names what it is filled with
                    yield name, computed[older[column.id]]
        for id in (*MEASURES, *CUSTOMER_DATES, *_TEXT_COLUMNS):
            yield id, Field(id, _kind_of(id), dict.fromkeys(LANGUAGES, id), {})


@cache
def _computed() -> Mapping[str, Field]:
    """What xltags computes, by id."""
    return {
        id: Field(id, kind, {"en": id, "zh": zh, "vi": vi}, TIER_CHOICES if id == "tier" else {}, computed=True)
        for id, (kind, zh, vi, _) in _COMPUTED.items()
    }


@cache
def _computed_by_name() -> dict[str, Field]:
    """What xltags computes, by every name."""
    computed = _computed()
    return {name: computed[id] for id, (_, zh, vi, others) in _COMPUTED.items() for name in (id, zh, vi, *others)}


@cache
def _computed_names() -> Mapping[str, Field]:
    """What xltags computes, by every folded name."""
    return {fold(name): field for name, field in reversed(_computed_by_name().items())}


@once
def fields_of(dataset: Dataset) -> Fields:
    """The fields of a dataset, made once."""
    return Fields(dataset)


def _names_of(group: TagGroup) -> list[str]:
    return [name for name in dict.fromkeys((group.group, group.label_en, group.label_zh, group.label_vi)) if name]


def _kind_of(column_id: str) -> FieldKind:
    if column_id in MEASURES:
        return "number"
    return "date" if column_id in CUSTOMER_DATES else "text"


def _column_field(column: Column) -> Field:
    """A column of `Customers`, the kind as declared; that of a foreign column is what all its values are."""
    labels: dict[Language, str] = dict.fromkeys(LANGUAGES, column.header)
    if column.spec is None:
        known = _kind_of(column.id)
        return Field(column.id, known if known != "text" else _kind_seen(column), labels, {})
    if column.spec.choices:
        choices = {
            fold(name): choice.id for choice in column.spec.choices for name in (choice.id, *choice.labels.values())
        }
        return Field(column.id, "choice", labels, choices)
    kinds: dict[str, FieldKind] = {"number": "number", "share": "number", "date": "date", "flag": "flag"}
    return Field(column.id, kinds.get(column.spec.kind, "text"), labels, {})


def _kind_seen(column: Column) -> FieldKind:
    values = [value for value in column.values if not isinstance(value, CellFault)]
    if values and all(as_date(value) is not None for value in values):
        return "date"
    return "number" if values and all(as_number(value) is not None for value in values) else "text"
