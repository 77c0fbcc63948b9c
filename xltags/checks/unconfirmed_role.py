"""Check CHN003, unconfirmed role."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.chain import role_name
from xltags.core.dataset import Dataset
from xltags.core.finding import LANGUAGES, Issue
from xltags.core.table import Table
from xltags.core.values import as_text
from xltags.core.wording import ByLanguage


def _issue(table: Table, index: int, more: int) -> Issue:
    role = as_text(table.value(index, "chain_role"))
    others: ByLanguage = {
        "en": f" (and so are the roles of {more} other contacts)",
        "zh": f"（另有 {more} 位联系人同样未确认）",
        "vi": f" (và {more} liên hệ khác cũng vậy)",
    }
    fields = {
        "role": {language: role_name(role, language) for language in LANGUAGES},
        "name": as_text(table.value(index, "name") or table.value(index, "customer_id")),
        "count": others if more else "",
    }
    return Issue(table.place(index, "confirmed_on"), fields=fields)


@check(
    "CHN003",
    "note",
    en="the role '{role}' of {name} was not confirmed in an interview; ask and write the date{count}",
    zh="{name} 的决策链角色“{role}”尚未经访谈确认，请确认后填写日期{count}",
    vi="vai trò “{role}” của {name} chưa được xác nhận qua phỏng vấn; hãy hỏi lại và ghi ngày{count}",
)
def unconfirmed_role(dataset: Dataset) -> Iterator[Issue]:
    """A contact's role in the decision was never confirmed in an interview.

    Why: roles guessed from business cards are often wrong, and the decision chain is then mapped wrongly.
    Fix: ask the contact (or a colleague of theirs) who decides, pays and uses, and write the date into Confirmed on.
    Where no role at all is confirmed yet, one finding stands for all.

    >>> from datetime import date
    >>> from xltags.core.examples import dataset
    >>> contacts = {"customer_id": "C1", "name": ["Lan", "Wei"], "chain_role": ["cio", "ceo"]}
    >>> guessed = dataset(Contacts={**contacts, "confirmed_on": [date(2026, 10, 1), None]})
    >>> [issue.place.cell for issue in unconfirmed_role(guessed)]
    ['D3']
    >>> list(unconfirmed_role(dataset(Contacts={**contacts, "confirmed_on": date(2026, 10, 1)})))
    []
    """
    table = dataset.table("Contacts")
    with_role = ~table.column("chain_role").blank()
    unconfirmed = (with_role & table.column("confirmed_on").blank()).nonzero()[0].tolist()
    if len(unconfirmed) > 1 and len(unconfirmed) == with_role.sum():
        yield _issue(table, unconfirmed[0], len(unconfirmed) - 1)
        return
    for index in unconfirmed:
        yield _issue(table, index, 0)
