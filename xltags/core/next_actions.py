"""What is to be done next with each customer: what was promised, else to wake the silent, else what its stage needs."""

from dataclasses import dataclass

import numpy as np

from xltags.core.customer_rows import customers_of
from xltags.core.days import Days, column_days
from xltags.core.filter_values import FilterValues
from xltags.core.finding import Language
from xltags.core.follow_ups import open_promises
from xltags.core.group_parts import group_for
from xltags.core.taxonomy import Tag, Taxonomy
from xltags.core.values import as_text
from xltags.core.wording import ByLanguage

_WAKE: ByLanguage = {
    "en": "Get in touch again: nothing for {days} days",
    "zh": "请重新联系：已 {days} 天没有往来",
    "vi": "Liên hệ lại: đã {days} ngày không trao đổi",
}
_FIRST: ByLanguage = {
    "en": "Get in touch: no contact is logged",
    "zh": "请主动联系：尚无任何联系记录",
    "vi": "Hãy liên hệ: chưa ghi lần tiếp xúc nào",
}


@dataclass(frozen=True, slots=True)
class NextActions:
    """By customer: the action, "" for none, and the day by which it is due, nan for none."""

    texts: tuple[str, ...]
    due: Days


def next_actions(values: FilterValues, language: Language = "en") -> NextActions:
    """The next action of every customer.

    The open promise of `FollowUps` that is due first (those without a day last); where there is none and the customer
    is silent, to get in touch; else what the taxonomy says is done for customers at its stage (with_tag of the stage,
    or of the nearest stage above it that has one). Customers lost or churned are not woken.
    """
    texts = _stage_actions(values)
    silence = values.dataset.as_of.toordinal() - values.last_contact
    for index in np.flatnonzero(values.silent).tolist():
        days = silence[index]
        texts[index] = _FIRST[language] if np.isnan(days) else _WAKE[language].format(days=int(days))
    table = values.dataset.table("FollowUps")
    records, actions = open_promises(values.dataset), table.column("next_action")
    owners = customers_of(values.dataset, table)[records]
    due = column_days(table.column("due_on"))[records]
    days = np.full(len(texts), np.nan)
    for place in np.lexsort((records, due))[::-1].tolist():  # the earliest is written last and stays; nan sorts as late
        texts[owners[place]] = as_text(actions.value(int(records[place]))).strip()
        days[owners[place]] = due[place]
    return NextActions(tuple(texts), days)


def _stage_actions(values: FilterValues) -> list[str]:
    dataset = values.dataset
    column = dataset.customers.tags.get(group_for(dataset, "stage"))
    if column is None:
        return [""] * len(dataset.customers)
    taxonomy = dataset.model.taxonomy
    firsts = [matches[0].tag if matches else None for matches in column.matches]
    by_code = [*(_action_of(tag, taxonomy) if tag else "" for tag in firsts), ""]
    return [by_code[code] for code in column.column.codes.tolist()]


def _action_of(tag: Tag, taxonomy: Taxonomy) -> str:
    return next((above.with_tag for above in taxonomy.line_of(tag) if above.with_tag), "")
