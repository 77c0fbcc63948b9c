"""Check CUS003, likely duplicate company."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.company_names import likely_duplicates
from xltags.core.customer_rows import clean_id
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.values import CellFault, as_text


@check(
    "CUS003",
    "warning",
    en="'{value}' is likely the same company as '{other}' in row {row}; merge the rows, or note that they are two",
    zh="“{value}”与第 {row} 行的“{other}”很可能是同一家公司，请合并，或注明确为两家",
    vi="“{value}” có lẽ là cùng công ty với “{other}” ở dòng {row}; hãy gộp lại, hoặc ghi rõ đây là hai công ty",
)
def likely_duplicate_company(dataset: Dataset) -> Iterator[Issue]:
    """Two customers with different ids are likely one company: their names are the same but for legal form or spelling.

    Each later row is a finding and names the nearest earlier one. Names that differ in a number or a place are not
    compared. Made for precision: what it misses is not proof that there are no duplicates.

    Why: two rows split a company's contacts, spend and wins, and two colleagues may call it on one day.
    Fix: merge the rows. If they really are two companies, except this finding with a reason in Settings.

    >>> from xltags.core.examples import dataset
    >>> twice = {"customer_id": ["C1", "C2"], "company": ["Acme Machines GmbH", "ACME Machines"]}
    >>> [issue.fields["other"] for issue in likely_duplicate_company(dataset(Customers=twice))]
    ['Acme Machines GmbH']
    >>> plants = {"customer_id": ["C1", "C2"], "company": ["Acme Plant 1", "Acme Plant 2"]}
    >>> list(likely_duplicate_company(dataset(Customers=plants)))
    []
    """
    table = dataset.customers.table
    column, ids = table.column("company"), table.column("customer_id")
    texts = ["" if isinstance(value, CellFault) else as_text(value).strip() for value in column.values]
    names = list(map([*texts, ""].__getitem__, column.codes.tolist()))  # code -1 takes the last
    nearest: dict[int, tuple[float, int]] = {}
    for earlier, later, score in likely_duplicates(names):
        first, second = clean_id(ids.value(earlier)), clean_id(ids.value(later))
        known = nearest.get(later)
        if (not first or first != second) and (known is None or score > known[0]):
            nearest[later] = score, earlier
    for later, (_, earlier) in sorted(nearest.items()):
        fields = {"other": names[earlier], "row": int(table.rows[earlier])}
        yield Issue(table.place(later, "company"), column.value(later), "", fields)
