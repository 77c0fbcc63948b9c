"""Check GOV024, untouched wording."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.open_groups import kept_up_tags
from xltags.core.shipped_wording import is_untouched

_LEAST_CUSTOMERS = 100
_LEAST_TAGS = 10
_SHARE = 0.9


@check(
    "GOV024",
    "note",
    en=(
        "{untouched} of {count} tags still say what xltags shipped under 'Action with the tag'; write what your "
        "team does, or retire the tag"
    ),
    zh="{count} 个标签中有 {untouched} 个的“有此标签怎么做”仍是自带文字，请改写成自己团队的做法，或停用",
    vi=(
        "{untouched}/{count} thẻ vẫn giữ nguyên văn mẫu ở ô “Làm gì khi có thẻ”; hãy viết việc đội bạn thật sự "
        "làm, hoặc ngừng dùng thẻ"
    ),
)
def untouched_wording(dataset: Dataset) -> Iterator[Issue]:
    """Nearly all tags still carry the wording that came with the template, although the workbook is well in use.

    Said once for the workbook, from a hundred customers on, and where nine tags in ten or more are untouched.

    Why: a template can only be borrowed from. What a tag is for follows from your products, your people and your plan;
    whoever has never rewritten it has never asked.
    Fix: go through the tags with those who talk to customers. Rewrite what you do otherwise, retire what nobody
    acts on.

    >>> from xltags.core.examples import dataset
    >>> from xltags.core.shipped_rows import shipped_rows
    >>> shipped = [row for row in shipped_rows("tags.csv") if row["group"] == "industry"]
    >>> tags = {name: [row[name] for row in shipped] for name in ("group", "tag_id", "tag", "with_tag")}
    >>> customers = {"customer_id": [f"C{number}" for number in range(100)]}
    >>> [issue.fields["untouched"] for issue in untouched_wording(dataset(Tags=tags, Customers=customers))]
    [16]
    >>> list(untouched_wording(dataset(Tags={**tags, "with_tag": "Our own way."}, Customers=customers)))
    []
    """
    if len(dataset.customers) < _LEAST_CUSTOMERS:
        return
    tags = kept_up_tags(dataset.model)
    untouched = [tag for tag in tags if is_untouched(tag)]
    if len(tags) >= _LEAST_TAGS and len(untouched) >= _SHARE * len(tags):
        fields = {"untouched": len(untouched), "count": len(tags)}
        yield Issue(dataset.table("Tags").header_place("with_tag"), None, fields=fields)
