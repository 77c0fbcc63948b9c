"""What the cells of a summary say to readers where the report holds ids; facts and exports keep the ids."""

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import TYPE_CHECKING

from xltags.books.report_words import report_word
from xltags.books.sheets import choices
from xltags.core.dataset import Dataset
from xltags.core.finding import Language

if TYPE_CHECKING:
    import pandas as pd

ALL: Mapping[Language, str] = {"en": "(all)", "zh": "（全部）", "vi": "(tất cả)"}
CHANCE: Mapping[str, Mapping[Language, str]] = {
    "above": {"en": "above", "zh": "高于目标", "vi": "cao hơn"},
    "below": {"en": "below", "zh": "低于目标", "vi": "thấp hơn"},
    "no": {"en": "no", "zh": "否", "vi": "không"},
}
# Columns whose values are of a choice set.
CHOICE_SETS = {
    "family": "family",
    "severity": "severity",
    "priority": "priority",
    "importance": "importance",
    "frequency": "frequency",
    "small_sample": "yes_no",
    "disagree": "yes_no",
    "vital": "yes_no",
}
SPLIT = ("product", "industry", "tier", "value")  # columns that say "(all)" where a row does not split by them


def group_labels(dataset: Dataset, language: Language) -> dict[str, str]:
    """The labels of a workbook's tag groups by id."""
    return {group.group: group.label(language) for group in dataset.model.taxonomy.groups}


def shown_summary(summary: "pd.DataFrame", language: Language, groups: Mapping[str, str]) -> "pd.DataFrame":
    """The summary of a report in words of the language; `groups` are the labels of tag groups by id.

    >>> import pandas as pd
    >>> held = pd.DataFrame({"by": ["brought_by", "mdr"], "small_sample": ["yes", ""], "leads": [3, 4]})
    >>> shown_summary(held, "zh", {"mdr": "MDR 初判"}).to_numpy().tolist()
    [['引流人', '是', 3], ['MDR 初判', '', 4]]
    """
    shown = {}
    for id in map(str, summary.columns):
        if id in CHOICE_SETS:
            shown[id] = _said(summary[id], partial(_choice, CHOICE_SETS[id], language=language))
        elif id == "beyond_chance":
            shown[id] = _said(summary[id], lambda text: CHANCE[text][language] if text in CHANCE else text)
        elif id == "by":
            shown[id] = _said(summary[id], lambda text: groups.get(text) or report_word(text, language))
        elif id == "group":
            shown[id] = _said(summary[id], lambda text: groups.get(text, text))
        elif id in SPLIT:
            shown[id] = _said(summary[id], lambda text: ALL[language] if text == "(all)" else text)
    if "by" in summary.columns and "value" in summary.columns:
        pairs = zip(summary["by"], shown["value"], strict=True)
        shown["value"] = _like([shown_value(str(by), text, language, groups) for by, text in pairs], summary)
    return summary.assign(**shown)


def shown_value(by: str, value: object, language: Language, groups: Mapping[str, str]) -> object:
    """A value of what a row is told apart by: the label of a tag group or a family, anything else as it is."""
    if by == "group":
        return groups.get(str(value), value)
    return _choice("family", str(value), language) if by == "family" else value


def _said(column: "pd.Series", word: Callable[[str], str]) -> "pd.Series":
    """The column with other words; each distinct text is looked up once."""
    words = {value: word(value) for value in column.unique() if isinstance(value, str) and value}
    return column.astype(object).map(lambda value: words.get(value, value))


def _like(values: list[object], frame: "pd.DataFrame") -> "pd.Series":
    import pandas as pd

    return pd.Series(values, index=frame.index, dtype=object)


def _choice(choice_set: str, id: str, language: Language) -> str:
    return _labels(choice_set, language).get(id, id)


@cache
def _labels(choice_set: str, language: Language) -> dict[str, str]:
    return {choice.id: choice.labels[language] for choice in choices(choice_set)}
