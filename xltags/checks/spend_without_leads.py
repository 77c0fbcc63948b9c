"""Check SPEND005, spend without leads."""

from collections.abc import Iterator

import numpy as np

from xltags.checks.registry import check
from xltags.core.customers import TagColumn
from xltags.core.dataset import Dataset
from xltags.core.distinct import distinct
from xltags.core.finding import Issue
from xltags.core.group_names import SOURCE
from xltags.core.periods import month_of
from xltags.core.spend_lines import read_spend
from xltags.core.table import Column
from xltags.core.taxonomy import Taxonomy
from xltags.core.values import as_date, as_number, as_text


@check(
    "SPEND005",
    "note",
    en="{amount} was spent on '{value}' in {month}, and no lead of that source came in that month",
    zh="{month} 在“{value}”上花费 {amount}，但当月没有该来源的线索",
    vi="đã chi {amount} cho “{value}” trong {month} nhưng tháng đó không có lead nào từ nguồn này",
)
def spend_without_leads(dataset: Dataset) -> Iterator[Issue]:
    """Money was spent on a source in a month in which no lead came from it.

    Leads of the source's narrower tags count as well. Months after today, sources that are no tag and workbooks without
    dates of first contact are left alone.

    Why: either the money brought nothing, or its leads carry another source, which then looks better than it is.
    Fix: look where the leads of that campaign were booked. If there were none, it is good to know.

    >>> from datetime import date
    >>> from xltags.core.examples import dataset
    >>> tags = {"group": "source", "tag": ["Fair", "Search"]}
    >>> leads = {"first_contact": date(2026, 5, 4), "source": ["Fair", "Search"]}
    >>> spend = {"month": ["2026-05", "2026-06"], "source": "Fair", "amount": 100}
    >>> [issue.fields["month"] for issue in spend_without_leads(dataset(Tags=tags, Customers=leads, Spend=spend))]
    ['2026-06']
    >>> list(spend_without_leads(dataset(Tags=tags, Spend=spend)))
    []
    """
    sources, contacts = dataset.customers.tags.get(SOURCE), dataset.customers.table.column("first_contact")
    if sources is None or bool(contacts.blank().all()):
        return
    table, this_month = dataset.table("Spend"), month_of(dataset.as_of)
    leads = _months_and_sources(sources, contacts, dataset.model.taxonomy)
    for line in read_spend(dataset):
        if line.month is None or line.tag is None or line.month > this_month or not as_number(line.amount):
            continue
        if (line.month, line.tag.id) not in leads:
            fields = {"month": line.month, "amount": as_text(line.amount)}
            yield Issue(table.place(line.record, "source"), line.source, "", fields)


def _months_and_sources(sources: TagColumn, contacts: Column, taxonomy: Taxonomy) -> set[tuple[str, str]]:
    """Every month with the ids of the sources that brought leads in it, wider tags included."""
    width = len(sources.matches) + 1
    both = (sources.column.codes >= 0) & (contacts.codes >= 0)
    pairs = distinct(contacts.codes[both].astype(np.int64) * width + sources.column.codes[both])
    tag_ids = [
        {above.id for match in matches if match.tag for above in taxonomy.line_of(match.tag)}
        for matches in sources.matches
    ]
    days = [as_date(value) for value in contacts.values]
    months = [month_of(day) if day else "" for day in days]
    return {(months[pair // width], id) for pair in pairs.tolist() for id in tag_ids[pair % width]}
