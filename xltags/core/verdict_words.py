"""The verdicts on a tag request in words."""

from collections.abc import Mapping

from xltags.core.request_reasons import Verdict
from xltags.core.wording import ByLanguage

VERDICTS: Mapping[Verdict, ByLanguage] = {
    "accept": {"en": "accept", "zh": "通过", "vi": "chấp nhận"},
    "reject": {"en": "reject", "zh": "驳回", "vi": "từ chối"},
    "ask": {"en": "ask back", "zh": "退回补充", "vi": "hỏi lại"},
}
