"""The list of a segment, as mail and call tools want it: a row for each contact of each customer."""

from dataclasses import dataclass

import numpy as np

from xltags.core.customer_rows import customers_of
from xltags.core.days import day_of
from xltags.core.filter_values import FilterValues, Mask
from xltags.core.finding import Language
from xltags.core.group_parts import group_for
from xltags.core.next_actions import next_actions
from xltags.core.table import Table
from xltags.core.text import fold
from xltags.core.values import CellFault, Value

_CONTACT = ("name", "position", "chain_role", "is_decider")


@dataclass(frozen=True, slots=True)
class MailingList:
    """The rows of a list, by column; `customers` and `contacts` say how many of each it holds."""

    header: tuple[str, ...]
    rows: tuple[tuple[Value | None, ...], ...]
    customers: int
    contacts: int

    def records(self) -> list[dict[str, Value | None]]:
        """The rows by header."""
        return [dict(zip(self.header, row, strict=True)) for row in self.rows]


def mailing_list(members: Mask, values: FilterValues, language: Language = "en") -> MailingList:
    """The chosen customers, each once for every contact, or once without a contact where none is known.

    Columns: customer_id, company, name, position, chain_role, is_decider (of the contact), tier, stage, owner,
    last_contact, next_action, next_due; then the team's own columns of `Contacts` and `Customers` (such as e-mail and
    phone numbers, under their headers). Excel errors are blank. Rows in the order of `Customers`, then of `Contacts`.
    """
    dataset = values.dataset
    customers, contacts = dataset.customers.table, dataset.table("Contacts")
    chosen = np.flatnonzero(members)
    own = [id for id in contacts.columns if _is_own(contacts, id)]
    theirs = [id for id in customers.columns if _is_own(customers, id)]
    actions, tiers = next_actions(values, language), values.scores.tiers()
    stage = dataset.customers.tags.get(group_for(dataset, "stage"))
    stages = [", ".join(labels) for labels in stage.labels()] if stage else []
    people = _contacts_of(values)
    header = ("customer_id", "company", *_CONTACT, "tier", "stage", "owner", "last_contact", "next_action", "next_due")
    rows: list[tuple[Value | None, ...]] = []
    found = 0
    for index in chosen.tolist():
        code = int(stage.column.codes[index]) if stage else -1
        last, due = values.last_contact[index], actions.due[index]
        about: tuple[Value | None, ...] = (
            tiers[index],
            stages[code] if code >= 0 else None,
            _cell(customers, index, "owner"),
            None if np.isnan(last) else day_of(last),
            actions.texts[index] or None,
            None if np.isnan(due) else day_of(due),
        )
        named = (_cell(customers, index, "customer_id"), _cell(customers, index, "company"))
        extra = tuple(_cell(customers, index, id) for id in theirs)
        records = people.get(index, [])
        found += len(records)
        for record in records or [-1]:
            person = tuple(_cell(contacts, record, id) for id in (*_CONTACT, *own)) if record >= 0 else ()
            person = person or (None,) * (len(_CONTACT) + len(own))
            rows.append((*named, *person[: len(_CONTACT)], *about, *person[len(_CONTACT) :], *extra))
    headers = [contacts.columns[id].header for id in own] + [customers.columns[id].header for id in theirs]
    return MailingList((*header, *_free(headers, header)), tuple(rows), len(chosen), found)


def _is_own(table: Table, column_id: str) -> bool:
    """Whether a column is the team's own: without a declaration, in a table where others have one."""
    declared = any(column.spec is not None for column in table.columns.values())
    return declared and table.columns[column_id].spec is None


def _cell(table: Table, record: int, column_id: str) -> Value | None:
    value = table.value(record, column_id)
    return None if isinstance(value, CellFault) else value


def _contacts_of(values: FilterValues) -> dict[int, list[int]]:
    """The records of `Contacts` by customer, in the table's order."""
    found: dict[int, list[int]] = {}
    for record, owner in enumerate(customers_of(values.dataset, values.dataset.table("Contacts")).tolist()):
        if owner >= 0:
            found.setdefault(owner, []).append(record)
    return found


def _free(headers: list[str], taken: tuple[str, ...]) -> tuple[str, ...]:
    """Headers that differ from each other and from those taken; a number is added where one is."""
    used = {fold(header) for header in taken}
    found = []
    for header in headers:
        name, number = header, 2
        while fold(name) in used:
            name, number = f"{header} {number}", number + 1
        used.add(fold(name))
        found.append(name)
    return tuple(found)
