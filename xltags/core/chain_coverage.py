"""Which customers' decision chains have holes."""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from xltags.core.chain import Coverage, cover, required_roles, role_name, roles_in, rule_for
from xltags.core.dataset import Dataset
from xltags.core.finding import LANGUAGES
from xltags.core.table import Codes, Column, Table
from xltags.core.values import as_number, as_text

_CLOSED = ("lost_on", "churned_on")
_NO_CONTACT = -1


def chain_faults(dataset: Dataset, is_fault: Callable[[Coverage], bool]) -> Iterator[tuple[int, Coverage]]:
    """The customers (by index) whose coverage is at fault, with it, in the table's order.

    Judged are customers with contacts, a known size and a rule with roles for that size. Those that are lost, churned
    or rejected are left out: nobody looks for their deciders any more. Each pair of a size and a set of known roles is
    decided once.
    """
    table, contacts = dataset.customers.table, dataset.table("Contacts")
    if not len(contacts):
        return
    role_codes, role_sets = _role_codes(contacts, table.column("customer_id"))
    sizes = table.column("employees")
    open_cases = np.flatnonzero((role_codes != _NO_CONTACT) & ~sizes.blank() & ~_closed(table))
    pairs = sizes.codes[open_cases].astype(np.int64) * (len(role_sets) or 1) + role_codes[open_cases]
    distinct, inverse = np.unique(pairs, return_inverse=True)
    coverages = [
        _coverage(dataset, as_number(sizes.values[pair // len(role_sets)]), role_sets[pair % len(role_sets)])
        for pair in distinct.tolist()
    ]
    flags = np.asarray([bool(it and it.required and is_fault(it)) for it in coverages], dtype=np.bool_)
    at_fault = flags[inverse] if len(flags) else np.zeros(0, dtype=np.bool_)
    for index, position in zip(open_cases[at_fault].tolist(), inverse[at_fault].tolist(), strict=True):
        coverage = coverages[position]
        if coverage is not None:
            yield index, coverage


def _coverage(dataset: Dataset, size: float | None, roles: frozenset[str]) -> Coverage | None:
    if size is None:
        return None
    return cover(required_roles(rule_for(dataset.model.scorecard.chain_rules, size)), roles)


def _role_codes(contacts: Table, ids: Column) -> tuple[Codes, list[frozenset[str]]]:
    """The set of known roles of each customer, as a code into the distinct sets; -1 without any contact."""
    roles = [roles_in(cell) for cell in contacts.column("chain_role").values]
    names = sorted(frozenset().union(*roles))
    # A bit for each role makes a customer's set one number; object is for more roles than any real list has.
    bits = {name: 1 << number for number, name in enumerate(names)}
    masks = np.asarray([*(sum(bits[name] for name in cell) for cell in roles), 0], dtype=_mask_type(len(bits)))
    owners = contacts.column("customer_id")
    known = np.zeros(len(owners.values) + 1, dtype=masks.dtype)
    np.bitwise_or.at(known, owners.codes, masks[contacts.column("chain_role").codes])
    by_name: dict[str, int] = {}
    for value, mask in zip(owners.values, known[:-1].tolist(), strict=True):
        name = as_text(value).strip()
        by_name[name] = by_name.get(name, 0) | mask
    sets = {mask: code for code, mask in enumerate(dict.fromkeys(by_name.values()))}
    codes = [sets.get(by_name.get(as_text(value).strip(), _NO_CONTACT), _NO_CONTACT) for value in ids.values]
    found = [frozenset(name for name in names if bits[name] & mask) for mask in sets]
    return np.asarray([*codes, _NO_CONTACT], dtype=np.int32)[ids.codes], found


def _mask_type(roles: int) -> type[np.int64] | type[object]:
    return np.int64 if roles < 63 else object


def _closed(table: Table) -> NDArray[np.bool_]:
    status = table.column("sales_status")
    closed = np.asarray([*(value == "rejected" for value in status.values), False], dtype=np.bool_)[status.codes]
    for column_id in _CLOSED:
        closed |= ~table.column(column_id).blank()
    return closed


def chain_fields(table: Table, index: int, coverage: Coverage) -> dict[str, object]:
    """What messages about a customer's chain say: company, employees, and the missing roles by language."""
    return {
        "company": as_text(table.value(index, "company") or table.value(index, "customer_id")),
        "employees": as_text(table.value(index, "employees")),
        "roles": {
            language: ("、" if language == "zh" else ", ").join(role_name(role, language) for role in coverage.missing)
            for language in LANGUAGES
        },
    }
