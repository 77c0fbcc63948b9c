"""Check TAX003, synonym of two tags."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.lookup import Spelling


def _rival(spellings: tuple[Spelling, ...], position: int) -> Spelling | None:
    """The other tag's name that a synonym clashes with: its label or id, else a synonym that stands earlier."""
    own = spellings[position]
    names = [spelling for spelling in spellings if spelling.key != own.key and spelling.kind != "synonym"]
    earlier = [spelling for spelling in spellings[:position] if spelling.key != own.key]
    return next(iter(names + earlier), None)


@check(
    "TAX003",
    "error",
    en=(
        "synonym '{value}' of '{tag}' is also a name of '{other}' (row {row}); leave it with the one tag "
        "that people mean by it"
    ),
    zh="“{tag}”的同义写法“{value}”同时也是“{other}”（第 {row} 行）的名称，请只保留给大家真正所指的那个标签",
    vi=(
        "cách viết “{value}” của thẻ “{tag}” cũng là tên của “{other}” (dòng {row}); chỉ giữ lại cho thẻ mà "
        "mọi người thật sự muốn nói"
    ),
)
def synonym_of_two_tags(dataset: Dataset) -> Iterator[Issue]:
    """A synonym belongs to two tags of a group, or is the label of another tag.

    Why: a synonym stands for exactly one tag; with two, a cell that holds it is unknown or goes to the other tag.
    Fix: delete the synonym from the tag that people do not mean by it.

    >>> from xltags.core.examples import dataset
    >>> shared = dataset(Tags={"group": "source", "tag": ["Search ads", "Organic"], "synonyms": ["Baidu", "baidu"]})
    >>> [(issue.place.cell, issue.fields["other"]) for issue in synonym_of_two_tags(shared)]
    [('C3', 'Search ads')]
    >>> own = dataset(Tags={"group": "source", "tag": ["Search ads", "Organic"], "synonyms": ["SEM", "SEO"]})
    >>> list(synonym_of_two_tags(own))
    []
    """
    table = dataset.table("Tags")
    tags = dataset.model.taxonomy.tags
    for ambiguity in dataset.index.ambiguous():
        for position, spelling in enumerate(ambiguity.spellings):
            rival = _rival(ambiguity.spellings, position) if spelling.kind == "synonym" else None
            if rival is not None:
                yield Issue(
                    table.place_in_row(tags[int(spelling.key)].row, "synonyms"),
                    spelling.text,
                    fields={"tag": spelling.label, "other": rival.label, "row": tags[int(rival.key)].row},
                )
