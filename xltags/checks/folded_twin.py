"""Check TAX002, folded twin."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.lookup import Ambiguity, Spelling
from xltags.core.spelling_difference import describe_difference
from xltags.core.taxonomy import Tag
from xltags.core.wording import ByLanguage


def _difference(one: str, other: str) -> ByLanguage:
    found = describe_difference(one, other)
    if found is None:
        return {"en": "", "zh": "", "vi": ""}
    return {
        "en": f" (different only in: {found.text('en')})",
        "zh": f"（差别仅在：{found.text('zh')}）",
        "vi": f" (chỉ khác: {found.text('vi')})",
    }


def _column_of(tag: Tag, text: str) -> str:
    return "tag" if text == tag.tag else "zh" if text == tag.zh else "vi"


def _later_twins(ambiguity: Ambiguity) -> Iterator[tuple[Spelling, Spelling]]:
    """Each further tag's first label with the label it repeats; equal cell labels are a duplicate tag, not a twin."""
    labels = [spelling for spelling in ambiguity.spellings if spelling.kind in ("tag", "label")]
    seen: set[str] = set()
    for spelling in labels:
        first = labels[0]
        if spelling.key in seen or spelling.key == first.key:
            continue
        seen.add(spelling.key)
        if not (spelling.kind == first.kind == "tag" and spelling.text == first.text):
            yield first, spelling


@check(
    "TAX002",
    "error",
    en=(
        "'{value}' and '{other}' (row {row}) are two tags of group '{group}' but the same text{difference}; "
        "rename one of them"
    ),
    zh=("“{value}”与第 {row} 行的“{other}”是标签组“{group}”的两个标签，文字却相同{difference}，请给其中一个改名"),
    vi=(
        "“{value}” và “{other}” (dòng {row}) là hai thẻ của nhóm “{group}” nhưng cùng một chữ{difference}; "
        "hãy đổi tên một thẻ"
    ),
)
def folded_twin(dataset: Dataset) -> Iterator[Issue]:
    """Two tags of a group have labels that are the same text, in any language, but for case, width, spaces or accents.

    Why: what people type could mean either tag, so the cell is read as unknown and neither tag is counted.
    Fix: rename one of the two, or merge them: retire one and name the other as its successor.

    >>> from xltags.core.examples import dataset
    >>> twins = dataset(Tags={"group": "industry", "tag": ["SaaS", "Cloud"], "zh": [None, "ｓａａｓ"]})
    >>> [(issue.place.cell, issue.fields["other"]) for issue in folded_twin(twins)]
    [('C3', 'SaaS')]
    >>> list(folded_twin(dataset(Tags={"group": "industry", "tag": ["SaaS", "Cloud"], "zh": ["软件服务", "云"]})))
    []
    """
    table = dataset.table("Tags")
    tags = dataset.model.taxonomy.tags
    for ambiguity in dataset.index.ambiguous():
        for first, twin in _later_twins(ambiguity):
            tag = tags[int(twin.key)]
            yield Issue(
                table.place_in_row(tag.row, _column_of(tag, twin.text)),
                twin.text,
                fields={
                    "group": ambiguity.group,
                    "other": first.text,
                    "row": tags[int(first.key)].row,
                    "difference": _difference(twin.text, first.text),
                },
            )
