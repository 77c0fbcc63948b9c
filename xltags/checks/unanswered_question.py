"""Check GOV002, unanswered question."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.question_coverage import QUESTION_PARTS, QUESTIONS, answering_groups, reports_on, waiting_group
from xltags.core.wording import ByLanguage, listed

_NO_GROUP: ByLanguage = {
    "en": "write '{question}' into 'Core question' of the group that answers it, or add such a group",
    "zh": "请在能回答它的标签组的“核心问题”中填写“{question}”，或新增这样的标签组",
    "vi": "hãy ghi “{question}” vào ô “Câu hỏi cốt lõi” của nhóm trả lời được, hoặc thêm nhóm như vậy",
}
_WAITING: ByLanguage = {
    "en": "open group '{group}' (row {row}), which would answer it",
    "zh": "请启用能回答它的标签组“{group}”（第 {row} 行）",
    "vi": "hãy mở nhóm “{group}” (dòng {row}), nhóm này trả lời được",
}


@check(
    "GOV002",
    "error",
    en="no group in use answers the core question '{asked}'; the reports {reports} break; {cure}",
    zh="没有在用的标签组回答核心问题“{asked}”，报表 {reports} 将无法得出，{cure}",
    vi="không nhóm nào đang dùng trả lời câu hỏi cốt lõi “{asked}”; báo cáo {reports} không lập được; {cure}",
)
def unanswered_question(dataset: Dataset) -> Iterator[Issue]:
    """A core question (who, where_from, how_reached, how_effective) is answered by no group in use.

    Why: a key tag that is missing shows only after launch, when the report that needs it is empty.
    Fix: name the question in the group that answers it, open the group that waits, or add a group. One group may answer
    several questions.

    >>> from xltags.core.examples import dataset
    >>> questions = ["who", "where_from; how_reached", "how_effective"]
    >>> gap = dataset(TagGroups={"group": ["industry", "source"], "question": questions[:2]})
    >>> [(issue.value, issue.fields["reports"]["en"]) for issue in unanswered_question(gap)]
    [('how_effective', 'purity, invalid_reasons, channels, funnel')]
    >>> list(unanswered_question(dataset(TagGroups={"group": ["industry", "source", "stage"], "question": questions})))
    []
    """
    table = dataset.table("TagGroups")
    if not dataset.model.taxonomy.groups:
        return
    for question, asked in QUESTIONS.items():
        if answering_groups(dataset, question):
            continue
        waiting = waiting_group(dataset, question=question)
        texts = _NO_GROUP if waiting is None else _WAITING
        cure = {
            language: text.format(
                question=question,
                group=waiting.label(language) if waiting else "",
                row=waiting.row if waiting else 0,
            )
            for language, text in texts.items()
        }
        fields = {"asked": asked, "reports": listed(reports_on(*QUESTION_PARTS[question])), "cure": cure}
        yield Issue(table.header_place("question"), question, fields=fields)
