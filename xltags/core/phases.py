"""Which data the ideal customer profile must rest on, by the phase of one's own company.

A start-up has too few customers to count: founders' notes and interviews stand in for statistics. A growing company
compares base facts with what customers do and whether they renew. A mature one follows the money: revenue, renewal,
churn.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from xltags.core.settings import Phase
from xltags.core.wording import ByLanguage

Whom = Literal["all", "won"]


@dataclass(frozen=True, slots=True)
class Need:
    """Data that a phase needs: at least the share `least` of the customers must have one of `columns` ("Table.column").

    `whom` is whose share counts: all customers, or those with a won_on. A share of 0 is never enough.
    """

    columns: tuple[str, ...]
    reason: ByLanguage
    whom: Whom = "all"
    least: float = 0.05


_FIRST_CONTACT = Need(
    ("Customers.first_contact",),
    {
        "en": "it tells in which order the first customers came",
        "zh": "它说明第一批客户的先后顺序",
        "vi": "nó cho biết những khách đầu tiên đến theo thứ tự nào",
    },
)
_FOUNDERS_NOTES = Need(
    ("Customers.notes",),
    {
        "en": "what the founders know about each seed user is still words",
        "zh": "创始人对每个种子用户的了解还只是文字记录",
        "vi": "hiểu biết của nhà sáng lập về từng khách hạt giống còn nằm ở lời ghi",
    },
)
_INTERVIEWS = Need(
    ("Contacts.confirmed_on", "Interviews.date"),
    {
        "en": "only interviews show who decides and why they buy",
        "zh": "只有访谈才能弄清谁拍板、为什么买",
        "vi": "chỉ phỏng vấn mới cho biết ai quyết định và vì sao họ mua",
    },
)
_SIZE = Need(
    ("Customers.employees",),
    {
        "en": "the size that suits you is found by comparing sizes",
        "zh": "要比较规模，才能找到最适合服务的区间",
        "vi": "phải so sánh quy mô mới tìm ra cỡ khách phù hợp",
    },
)
_BEHAVIOUR = Need(
    ("FollowUps.date",),
    {
        "en": "follow-ups show who is active and who has fallen silent",
        "zh": "从跟进记录才看得出谁活跃、谁沉默",
        "vi": "nhật ký chăm sóc cho biết ai tích cực, ai đã im lặng",
    },
)
_DEAL_VALUE = Need(
    ("Customers.deal_value",),
    {
        "en": "deals are compared by what they bring, add-ons included",
        "zh": "成交要按金额（含增购）来比较",
        "vi": "deal được so theo số tiền mang lại, kể cả mua thêm",
    },
    whom="won",
)
_RENEWAL = Need(
    ("Customers.renewed_on",),
    {
        "en": "a renewal proves that the customer really fitted",
        "zh": "续约才能证明客户真正匹配",
        "vi": "gia hạn chứng tỏ khách thật sự phù hợp",
    },
    whom="won",
    least=0.0,
)
_REVENUE = Need(
    ("Customers.annual_revenue",),
    {
        "en": "it bounds what may be earned from a customer and spent on it",
        "zh": "它决定能从客户赚到多少、值得投入多少",
        "vi": "nó giới hạn phần có thể thu và nên chi cho mỗi khách",
    },
)
_CHURN = Need(
    ("Customers.churned_on",),
    {
        "en": "who left shows whom not to sign again",
        "zh": "从流失客户才知道哪些客户不该再签",
        "vi": "khách rời đi cho biết không nên ký lại kiểu khách nào",
    },
    whom="won",
    least=0.0,
)

PHASE_NEEDS: Mapping[Phase, tuple[Need, ...]] = {
    "startup": (_FIRST_CONTACT, _FOUNDERS_NOTES, _INTERVIEWS),
    "growth": (_FIRST_CONTACT, _SIZE, _BEHAVIOUR, _DEAL_VALUE, _RENEWAL),
    "mature": (_REVENUE, _DEAL_VALUE, _RENEWAL, _CHURN),
}

PHASE_NAMES: Mapping[Phase, ByLanguage] = {
    "startup": {"en": "start-up", "zh": "初创期", "vi": "khởi nghiệp"},
    "growth": {"en": "growth", "zh": "成长期", "vi": "tăng trưởng"},
    "mature": {"en": "mature", "zh": "成熟期", "vi": "trưởng thành"},
}
