"""What is wrong with a filter: the place in its text, a sentence in three languages, a better word if there is one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from xltags.core.errors import XltagsError
from xltags.core.finding import LANGUAGES, Language
from xltags.core.wording import ByLanguage

ParseKind = Literal[
    "empty", "too_long", "too_deep", "open_quote", "open_bracket", "close_bracket", "no_field", "no_operator",
    "no_value", "no_list", "no_span", "no_connector", "separator", "ends",
]  # fmt: skip
BindKind = Literal["field", "tag", "choice", "number", "date", "flag", "operator"]
ProblemKind = ParseKind | BindKind

_TEXTS: Mapping[ProblemKind, ByLanguage] = {
    "empty": {
        "en": "the filter is empty; write a condition such as industry = Retail",
        "zh": "筛选条件为空，请写出条件，例如 industry = 零售",
        "vi": "bộ lọc trống; hãy viết điều kiện, ví dụ industry = Bán lẻ",
    },
    "too_long": {
        "en": "the filter is longer than {detail} characters; split the segment",
        "zh": "筛选条件超过 {detail} 个字符，请拆分客群",
        "vi": "bộ lọc dài hơn {detail} ký tự; hãy tách phân khúc",
    },
    "too_deep": {
        "en": "parentheses and not are nested more than {detail} deep; write the filter more simply",
        "zh": "括号与“非”嵌套超过 {detail} 层，请简化筛选条件",
        "vi": "ngoặc và not lồng nhau quá {detail} tầng; hãy viết gọn lại",
    },
    "open_quote": {
        "en": "a quotation mark opens here and is not closed",
        "zh": "此处的引号没有闭合",
        "vi": "dấu ngoặc kép mở ở đây chưa được đóng",
    },
    "open_bracket": {
        "en": "a parenthesis opens here and is not closed",
        "zh": "此处的括号没有闭合",
        "vi": "dấu ngoặc mở ở đây chưa được đóng",
    },
    "close_bracket": {
        "en": "this closing parenthesis has no opening one",
        "zh": "此处的右括号没有对应的左括号",
        "vi": "dấu ngoặc đóng này không có dấu mở",
    },
    "no_field": {
        "en": "{text} stands where a field is expected, such as industry or tier",
        "zh": "此处应为字段（如 industry、tier），却是{text}",
        "vi": "chỗ này phải là một trường như industry hoặc tier, không phải {text}",
    },
    "ends": {
        "en": "the filter ends after {text}, where a condition is expected",
        "zh": "筛选条件在{text}之后就结束了，后面应有条件",
        "vi": "bộ lọc kết thúc sau {text}, chỗ còn cần một điều kiện",
    },
    "no_operator": {
        "en": "after {text} a comparison is missing, such as =, in (...), is blank or older than 90 days{hint}",
        "zh": "{text}之后缺少比较，例如 =、in (...)、is blank 或 older than 90 days{hint}",
        "vi": "sau {text} thiếu phép so sánh, ví dụ =, in (...), is blank hoặc older than 90 days{hint}",
    },
    "no_value": {
        "en": "after {text} a value is missing; for unknown write: is blank",
        "zh": "{text}之后缺少取值；要表示未知请写 is blank",
        "vi": "sau {text} thiếu giá trị; muốn nói chưa biết thì viết: is blank",
    },
    "no_list": {
        "en": "{text} takes values in parentheses, such as in (A, B)",
        "zh": "{text}的取值要放在括号里，例如 in (A, B)",
        "vi": "{text} cần các giá trị trong ngoặc, ví dụ in (A, B)",
    },
    "no_span": {
        "en": "{text} takes a whole number and days, weeks, months or years, such as 90 days",
        "zh": "{text}之后要写整数和单位，例如 90 天、3 个月",
        "vi": "{text} cần một số nguyên và ngày, tuần, tháng hoặc năm, ví dụ 90 ngày",
    },
    "no_connector": {
        "en": "before {text} a connecting word is missing, and or or; a text that holds such a word, a comma or a sign "
        "stands in quotation marks{hint}",
        "zh": "{text}之前缺少 and 或 or；含有 and、or、逗号或符号的文字请加引号{hint}",
        "vi": "trước {text} thiếu and hoặc or; chữ có and, or, dấu phẩy hay ký hiệu thì đặt trong ngoặc kép{hint}",
    },
    "separator": {
        "en": "a comma belongs only between the values of in (...); write numbers without it, and texts that hold it "
        "in quotation marks{hint}",
        "zh": "逗号只用在 in (...) 的取值之间；数字不要加逗号，含逗号的文字请加引号{hint}",
        "vi": "dấu phẩy chỉ dùng giữa các giá trị của in (...); số viết không có dấu phẩy, chữ có dấu phẩy đặt trong "
        "ngoặc kép{hint}",
    },
    "field": {
        "en": "{text} is neither a tag group nor a column of Customers{hint}",
        "zh": "{text}既不是标签组，也不是客户表的列{hint}",
        "vi": "{text} không phải nhóm thẻ cũng không phải cột của bảng Khách hàng{hint}",
    },
    "tag": {
        "en": "{text} is no tag of {detail}{hint}",
        "zh": "{text}不是“{detail}”的标签{hint}",
        "vi": "{text} không phải là thẻ của {detail}{hint}",
    },
    "choice": {
        "en": "{text} is none of the values of {detail}{hint}",
        "zh": "{text}不是“{detail}”的可选值{hint}",
        "vi": "{text} không thuộc các giá trị của {detail}{hint}",
    },
    "number": {
        "en": "{detail} holds numbers and {text} is none, or may be read in two ways; write it as 1200 or 1200.5",
        "zh": "“{detail}”是数字，{text}不是数字或有歧义，请写成 1200 或 1200.5",
        "vi": "{detail} là số mà {text} không phải số, hoặc có thể hiểu hai cách; hãy viết 1200 hoặc 1200.5",
    },
    "date": {
        "en": "{detail} holds dates and {text} is none, or may be read in two ways; write it as 2026-09-30, or a "
        "period as 2026-Q3",
        "zh": "“{detail}”是日期，{text}不是日期或有歧义，请写成 2026-09-30，或写期间 2026-Q3",
        "vi": "{detail} là ngày mà {text} không phải ngày, hoặc có thể hiểu hai cách; hãy viết 2026-09-30, hoặc một kỳ "
        "như 2026-Q3",
    },
    "flag": {
        "en": "{detail} is yes or no, not {text}",
        "zh": "“{detail}”只能是 yes 或 no，不能是{text}",
        "vi": "{detail} chỉ là yes hoặc no, không phải {text}",
    },
    "operator": {
        "en": "{text} does not fit {detail}",
        "zh": "{text}不适用于“{detail}”",
        "vi": "{text} không dùng được với {detail}",
    },
}  # fmt: skip
_HINTS: ByLanguage = {
    "en": "; did you mean {suggestion}?",
    "zh": "，是否应为{suggestion}？",
    "vi": "; có phải ý bạn là {suggestion}?",
}
_AT: ByLanguage = {"en": "at character {at}: {text}", "zh": "第 {at} 个字符：{text}", "vi": "ký tự {at}: {text}"}


@dataclass(frozen=True, slots=True)
class FilterProblem:
    """One thing wrong with a filter.

    `at` is its place in the text, from 0; `text` what stands there; `suggestion` what to write instead, "" for none;
    `detail` what else the sentence names, by language or the same for all.
    """

    kind: ProblemKind
    at: int
    text: str = ""
    suggestion: str = ""
    detail: Mapping[Language, str] | str = field(default="", compare=False)

    def sentence(self, language: Language = "en") -> str:
        """What is wrong and what to do, without the place.

        >>> FilterProblem("tag", 11, "Retial", "Retail", "Industry").sentence()
        "'Retial' is no tag of Industry; did you mean 'Retail'?"
        """
        detail = self.detail if isinstance(self.detail, str) else self.detail[language]
        shown, hint = _shown(self.text, language), self.hints()[language]
        return _TEXTS[self.kind][language].format(text=shown, hint=hint, detail=detail)

    def message(self, language: Language = "en") -> str:
        """The place, counted from 1, and the sentence.

        >>> FilterProblem("open_quote", 8).message()
        'at character 9: a quotation mark opens here and is not closed'
        """
        return _AT[language].format(at=self.at + 1, text=self.sentence(language))

    def hints(self) -> ByLanguage:
        """The end of the sentence that offers the suggestion; "" where there is none."""
        if not self.suggestion:
            return dict.fromkeys(LANGUAGES, "")
        return {
            language: _HINTS[language].format(suggestion=_shown(self.suggestion, language)) for language in LANGUAGES
        }

    def sentences(self) -> ByLanguage:
        """The sentence in every language."""
        return {language: self.sentence(language) for language in LANGUAGES}


def _shown(text: str, language: Language) -> str:
    """A text as a message quotes it, on one line and not without end."""
    plain = " ".join(text.split())
    if plain.startswith('"') and plain.endswith('"'):
        return plain
    opening, closing = ("'", "'") if language == "en" else ("“", "”")
    return f"{opening}{plain if len(plain) <= 80 else plain[:79] + '…'}{closing}"


class FilterError(XltagsError):
    """A filter that cannot be used; `problem` says why."""

    def __init__(self, problem: FilterProblem, *, where: str = "filter", language: Language = "en") -> None:
        super().__init__(f"{where}, {problem.message(language)}", code="FLT001")
        self.problem = problem
