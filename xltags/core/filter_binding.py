"""From a comparison as written to one that can be decided: the field found, its values understood."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, nextafter

from xltags.core.dataset import Dataset
from xltags.core.filter_dates import Span, age_span, month_span, period_span
from xltags.core.filter_fields import Field, FieldKind, Fields
from xltags.core.filter_problems import BindKind, FilterProblem
from xltags.core.filter_syntax import Age, Among, Between, Blank, Compare, Leaf, Written
from xltags.core.finding import LANGUAGES
from xltags.core.flags import is_flag, is_yes
from xltags.core.periods import parse_month, parse_period
from xltags.core.suggest import suggest
from xltags.core.tag_hints import suggest_tags
from xltags.core.taxonomy import Tag
from xltags.core.text import fold
from xltags.core.typed_values import date_in, number_in
from xltags.core.wording import ByLanguage

_TODAY = frozenset({"today", "今天", "今日", "hôm nay"})
_ORDER = frozenset({"<", "<=", ">", ">="})
_EQUAL = frozenset({"=", "!=", "in", "not in"})
_ALLOWED: Mapping[FieldKind, frozenset[str]] = {
    "tag": _EQUAL | {"contains", "not contains"},
    "text": _EQUAL | {"contains", "not contains"},
    "choice": _EQUAL,
    "flag": frozenset({"=", "!="}),
    "number": _EQUAL | _ORDER | {"between"},
    "date": _EQUAL | _ORDER | {"between", "older than", "within", "within next"},
}
_HOLDS: Mapping[FieldKind, ByLanguage] = {
    "tag": {"en": "tags", "zh": "标签", "vi": "thẻ"},
    "text": {"en": "text", "zh": "文字", "vi": "chữ"},
    "choice": {"en": "fixed values", "zh": "固定选项", "vi": "giá trị cố định"},
    "flag": {"en": "yes or no", "zh": "是或否", "vi": "có hoặc không"},
    "number": {"en": "numbers", "zh": "数字", "vi": "số"},
    "date": {"en": "dates", "zh": "日期", "vi": "ngày"},
}
_MISFIT: ByLanguage = {
    "en": "{label}, which holds {kind}; use {operators} or is blank",
    "zh": "{label}（{kind}），可用 {operators}、is blank",
    "vi": "{label} (chứa {kind}); hãy dùng {operators} hoặc is blank",
}


@dataclass(frozen=True, slots=True)
class Bound:
    """A comparison that can be decided. One of the values below is there; where none is, the comparison is `is blank`.

    `tags` are met by a cell with one of them or a tag below it; `texts` are folded and equal to the cell's; `part` is
    folded and stands somewhere in the cell; `spans` are closed ranges of numbers or day numbers; `flag` is yes or no.
    """

    field: Field
    negated: bool = False
    tags: tuple[Tag, ...] | None = None
    texts: frozenset[str] | None = None
    part: str | None = None
    spans: tuple[Span, ...] | None = None
    flag: bool | None = None


class Binder:
    """Finds the fields and values of comparisons; what is wrong with them gathers in `problems`."""

    def __init__(self, dataset: Dataset, fields: Fields) -> None:
        self.problems: list[FilterProblem] = []
        self._dataset, self.fields = dataset, fields

    def bind(self, leaf: Leaf) -> Bound | None:
        """The comparison made ready; None where something is wrong with it."""
        field = self.fields.named(leaf.field.text)
        if field is None:
            suggestion = self.fields.suggestion(leaf.field.text)
            self.problems.append(FilterProblem("field", leaf.field.at, leaf.field.text, suggestion))
            return None
        if isinstance(leaf, Blank):
            return Bound(field, leaf.negated)
        operator = _operator_of(leaf)
        if operator not in _ALLOWED[field.kind]:
            self._add("operator", Written(operator, leaf.field.at), field, detail=_misfit(field))
            return None
        before = len(self.problems)
        found = self._bound(leaf, field)
        return found if len(self.problems) == before else None

    def _add(
        self, kind: BindKind, value: Written, field: Field, *, near: str = "", detail: ByLanguage | None = None
    ) -> None:
        self.problems.append(FilterProblem(kind, value.at, value.text, near, detail or dict(field.labels)))

    def _bound(self, leaf: Leaf, field: Field) -> Bound | None:
        match leaf:
            case Age():
                return Bound(field, spans=(age_span(leaf, self._dataset.as_of),))
            case Between():
                ends = [self._span(field, end) for end in (leaf.low, leaf.high)]
                return Bound(field, spans=((ends[0][0], ends[1][1]),))
            case Among():
                return self._equal(field, leaf.values, negated=leaf.negated)
            case Compare(operator="=" | "!="):
                return self._equal(field, (leaf.value,), negated=leaf.operator == "!=")
            case Compare(operator="contains" | "not contains"):
                return Bound(field, leaf.operator == "not contains", part=fold(leaf.value.text))
            case Compare():
                low, high = self._span(field, leaf.value)
                return Bound(field, spans=(_ranges(leaf.operator, low, high),))
            case _:
                return None

    def _equal(self, field: Field, values: tuple[Written, ...], *, negated: bool) -> Bound:
        match field.kind:
            case "tag":
                return Bound(field, negated, tags=tuple(tag for it in values if (tag := self._tag(field, it))))
            case "flag":
                return Bound(field, negated, flag=self._flag(field, values[0]))
            case "number" | "date":
                return Bound(field, negated, spans=tuple(self._span(field, value) for value in values))
            case _:
                return Bound(field, negated, texts=frozenset(self._text(field, value) for value in values))

    def _tag(self, field: Field, value: Written) -> Tag | None:
        found = self._dataset.index.find(field.id, value.text)
        if found is None:
            near = suggest_tags(self._dataset, field.id, [value.text]).get(value.text, "")
            self._add("tag", value, field, near=near)
            return None
        return self._dataset.model.taxonomy.tags[int(found.key)]

    def _flag(self, field: Field, value: Written) -> bool:
        if not is_flag(value.text):
            self._add("flag", value, field)
        return is_yes(value.text)

    def _text(self, field: Field, value: Written) -> str:
        folded = fold(value.text)
        if field.choices and folded not in field.choices:
            near = suggest(field.choices, folded)
            self._add("choice", value, field, near=field.choices[near.text] if near else "")
        return fold(field.choices.get(folded, folded))

    def _span(self, field: Field, value: Written) -> Span:
        read = self._days if field.kind == "date" else _number
        found = read(value.text)
        if found is None:
            self._add("date" if field.kind == "date" else "number", value, field)
            return 0.0, 0.0
        return found

    def _days(self, text: str) -> Span | None:
        """The first and the last day that a text means: a day, a month, a quarter or a year."""
        if fold(text) in _TODAY:
            today = float(self._dataset.as_of.toordinal())
            return today, today
        day = date_in(text)
        if day is not None:
            return float(day.toordinal()), float(day.toordinal())
        period = parse_period(text)
        if period is not None:
            return period_span(period, self._dataset.model.settings.fiscal_year_start)
        month = parse_month(text)
        if month is None:
            return None
        return month_span(month)


def _operator_of(leaf: Compare | Among | Between | Age) -> str:
    match leaf:
        case Compare():
            return leaf.operator
        case Among():
            return "not in" if leaf.negated else "in"
        case Between():
            return "between"
        case Age():
            return {"older": "older than", "within": "within", "next": "within next"}[leaf.kind]


def _misfit(field: Field) -> ByLanguage:
    shown = [it for it in ("=", "in", "<", "between", "contains", "older than") if it in _ALLOWED[field.kind]]
    return {
        language: _MISFIT[language].format(
            label=field.labels[language],
            kind=_HOLDS[field.kind][language],
            operators=("、" if language == "zh" else ", ").join(shown),
        )
        for language in LANGUAGES
    }


def _number(text: str) -> Span | None:
    number = number_in(text)
    return None if number is None else (number, number)


def _ranges(operator: str, low: float, high: float) -> Span:
    """The closed range of what stands in an order to a value; a period counts from its first to its last day."""
    match operator:
        case "<":
            return -inf, nextafter(low, -inf)
        case "<=":
            return -inf, high
        case ">":
            return nextafter(high, inf), inf
        case _:
            return low, inf
