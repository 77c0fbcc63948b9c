"""Random filters over a small set of customers, and what they mean by the plainest of means."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from hypothesis import strategies as st

from xltags.core.dataset import Dataset
from xltags.core.examples import dataset
from xltags.core.filter_syntax import Age, Among, Between, Blank, Compare, Every, Filter, Not, Some, Written
from xltags.core.values import Value

TODAY = date(2026, 9, 30)
PARENTS = {"Cars": "Making", "Ships": "Making", "Making": "", "Retail": "", "IT and cloud": ""}
PRODUCTS = ("CRM", "ERP", "BI")
Row = Mapping[str, Value | None]

ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "industry": st.sampled_from([*PARENTS, "making", "Nonsense", None]),
            "product": st.sampled_from(["CRM", "ERP; BI", "CRM, Nonsense", "BI", None]),
            "employees": st.sampled_from([0, 9, 50, 50.5, 1200, "many", None]),
            "first_contact": st.sampled_from(
                [date(2026, 9, 30), date(2026, 9, 1), date(2026, 8, 31), date(2025, 2, 28), date(2026, 10, 2), None]
            ),
            "owner": st.sampled_from(["Li", "Li; An", "an", "Bo", None]),
        }
    ),
    max_size=8,
)


def customers(rows: Sequence[Row]) -> Dataset:
    """A dataset of these customers."""
    names = ("industry", "product", "employees", "first_contact", "owner")
    return dataset(
        as_of=TODAY,
        TagGroups={"group": ["industry", "product"], "values": ["one", "many"]},
        Tags={
            "group": [*["industry"] * len(PARENTS), *["product"] * len(PRODUCTS)],
            "tag": [*PARENTS, *PRODUCTS],
            "parent": [*(it or None for it in PARENTS.values()), None, None, None],
        },
        Customers={
            "customer_id": [f"C{number}" for number in range(len(rows))],
            **{name: [row[name] for row in rows] for name in names},
        },
    )


def w(text: str) -> Written:
    """A field or value as written."""
    return Written(text)


_TAGS = st.sampled_from([*PARENTS]).map(w)
_PRODUCTS = st.sampled_from(PRODUCTS).map(w)
_OWNERS = st.sampled_from(["Li", "an", "Zoe"]).map(w)
_NUMBERS = st.sampled_from(["0", "50", "50.5", "1200"]).map(w)
_DATES = st.sampled_from(["2026-09-01", "2026-08", "2026-Q3", "2025", "today"]).map(w)
_FIELDS: dict[str, st.SearchStrategy[Written]] = {
    "industry": _TAGS, "product": _PRODUCTS, "owner": _OWNERS, "employees": _NUMBERS, "first_contact": _DATES,
}  # fmt: skip


def _leaf(name: str, values: st.SearchStrategy[Written]) -> st.SearchStrategy[Filter]:
    found: list[st.SearchStrategy[Filter]] = [
        st.builds(Compare, st.just(w(name)), st.sampled_from(["=", "!="]), values),
        st.builds(Among, st.just(w(name)), st.lists(values, min_size=1, max_size=3).map(tuple), st.booleans()),
        st.builds(Blank, st.just(w(name)), st.booleans()),
    ]
    if name in ("employees", "first_contact"):
        found.append(st.builds(Compare, st.just(w(name)), st.sampled_from(["<", "<=", ">", ">="]), values))
        found.append(st.builds(Between, st.just(w(name)), values, values))
    else:
        parts = st.sampled_from(["a", "I", "nonsense", "ERP", "&"]).map(w)
        found.append(st.builds(Compare, st.just(w(name)), st.sampled_from(["contains", "not contains"]), parts))
    if name == "first_contact":
        kinds, units = (
            st.sampled_from(["older", "within", "next"]),
            st.sampled_from(["days", "weeks", "months", "years"]),
        )
        found.append(st.builds(Age, st.just(w(name)), kinds, st.integers(0, 40), units))
    return st.one_of(found)


def _node(parts: st.SearchStrategy[Filter]) -> st.SearchStrategy[Filter]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(st.builds(Not, parts), st.builds(Every, several), st.builds(Some, several))


LEAVES = st.one_of([_leaf(name, values) for name, values in _FIELDS.items()])
FILTERS: st.SearchStrategy[Filter] = st.recursive(LEAVES, _node, max_leaves=6)


def meets(filter: Filter, row: Row) -> bool:
    """Whether one customer meets a filter, read off the page of the language."""
    match filter:
        case Not():
            return not meets(filter.part, row)
        case Every():
            return all(meets(part, row) for part in filter.parts)
        case Some():
            return any(meets(part, row) for part in filter.parts)
        case Blank():
            return (row[filter.field.text] is None) != filter.negated
        case Among():
            return any(_equals(row, filter.field.text, value.text) for value in filter.values) != filter.negated
        case Between():
            return _ordered(row, filter.field.text, ">=", filter.low.text) and _ordered(
                row, filter.field.text, "<=", filter.high.text
            )
        case Age():
            return _aged(row[filter.field.text], filter)
        case Compare(operator="=" | "!="):
            return _equals(row, filter.field.text, filter.value.text) == (filter.operator == "=")
        case Compare(operator="contains" | "not contains"):
            cell = str(row[filter.field.text] or "").lower()
            return (filter.value.text.lower() in cell) == (filter.operator == "contains")
        case Compare():
            return _ordered(row, filter.field.text, filter.operator, filter.value.text)


def _equals(row: Row, name: str, value: str) -> bool:
    cell = row[name]
    if cell is None:
        return False
    if name in ("employees", "first_contact"):
        return _ordered(row, name, ">=", value) and _ordered(row, name, "<=", value)
    parts = [part.strip().lower() for part in str(cell).replace(",", ";").split(";")]
    if name == "industry" and value == "Making":
        return parts[0] in ("making", "cars", "ships")
    return value.lower() in parts


def _ordered(row: Row, name: str, operator: str, value: str) -> bool:
    cell = row[name]
    if not isinstance(cell, (int, float, date)):
        return False
    if isinstance(cell, date):
        first, last = _PERIODS[value]
    else:
        first = last = float(value)  # type: ignore[assignment]
    return {"<": cell < first, "<=": cell <= last, ">": cell > last, ">=": cell >= first}[operator]  # type: ignore[operator]


_PERIODS = {
    "2026-09-01": (date(2026, 9, 1), date(2026, 9, 1)),
    "2026-08": (date(2026, 8, 1), date(2026, 8, 31)),
    "2026-Q3": (date(2026, 7, 1), date(2026, 9, 30)),
    "2025": (date(2025, 1, 1), date(2025, 12, 31)),
    "today": (TODAY, TODAY),
}


def _aged(cell: Value | None, age: Age) -> bool:
    if not isinstance(cell, date):
        return False
    sign = 1 if age.kind == "next" else -1
    if age.unit in ("days", "weeks"):
        edge = TODAY + timedelta(sign * age.count * (7 if age.unit == "weeks" else 1))
    else:
        month = TODAY.year * 12 + TODAY.month - 1 + sign * age.count * (12 if age.unit == "years" else 1)
        first = date(month // 12, month % 12 + 1, 1)
        after = date((month + 1) // 12, (month + 1) % 12 + 1, 1)
        edge = min(first + timedelta(TODAY.day - 1), after - timedelta(1))
    match age.kind:
        case "older":
            return cell < edge
        case "within":
            return edge <= cell <= TODAY
        case "next":
            return TODAY <= cell <= edge
