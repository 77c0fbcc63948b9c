"""Check TAG003, non preferred spelling."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.customers import How, Match
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue, Language
from xltags.core.records import tag_faults
from xltags.core.spelling_difference import describe_difference
from xltags.core.values import Value

_REASONS: dict[How, dict[Language, str]] = {
    "folded": {"en": "another spelling", "zh": "写法不同", "vi": "cách viết khác"},
    "label": {"en": "its name in another language", "zh": "该标签的其他语言名称", "vi": "tên ở ngôn ngữ khác"},
    "synonym": {"en": "a synonym", "zh": "同义写法", "vi": "từ đồng nghĩa"},
    "id": {"en": "its id", "zh": "标签 ID", "vi": "mã thẻ"},
}


@check(
    "TAG003",
    "warning",
    en="'{value}' should read '{suggestion}' ({reason})",
    zh="“{value}”应写作“{suggestion}”（{reason}）",
    vi="“{value}” nên ghi là “{suggestion}” ({reason})",
)
def non_preferred_spelling(dataset: Dataset) -> Iterator[Issue]:
    """A tag is understood but not written as its label: another case or width, another language, a synonym, its id.

    Why: xltags counts both as one, but Excel's filters, pivots and formulas do not. Texts may even look the same: the
    message says what differs (full-width characters, decomposed accents, invisible characters, spaces).
    Fix: write the label; `xltags fix` does it for the whole workbook.

    >>> from xltags.core.examples import dataset
    >>> tags = {"group": "industry", "tag": ["Retail", "Software"], "zh": ["零售", "软件"]}
    >>> typed = {"industry": ["软件", "ＲＥＴＡＩＬ"]}
    >>> [issue.suggestion for issue in non_preferred_spelling(dataset(Tags=tags, Customers=typed))]
    ['Software', 'Retail']
    >>> list(non_preferred_spelling(dataset(Tags=tags, Customers={"industry": ["Software", "Retail"]})))
    []
    """
    for group_id, column in dataset.customers.tags.items():
        for index, (typed, label, how) in tag_faults(column, _spellings):
            fields = {"reason": _reason(typed, label, how)}
            yield Issue(dataset.customers.table.place(index, group_id), typed, label, fields)


def _spellings(value: Value, matches: tuple[Match, ...]) -> list[tuple[str, str, How]]:
    # A retired tag is the affair of TAG002: correcting its spelling first would be work for nothing.
    found: list[tuple[str, str, How]] = [
        (match.text, match.tag.tag, match.how)
        for match in matches
        if match.tag is not None and match.tag.status != "retired" and match.how != "exact"
    ]
    if not found and isinstance(value, str) and value != value.strip():
        return [(value, value.strip(), "folded")]
    return found


def _reason(typed: str, label: str, how: How) -> dict[Language, str]:
    difference = describe_difference(typed, label)
    if difference is None:
        return _REASONS[how]
    return {
        "en": f"differs in {difference.text('en')}",
        "zh": f"不同之处：{difference.text('zh')}",
        "vi": f"khác ở {difference.text('vi')}",
    }
