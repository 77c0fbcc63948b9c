"""What each setting accepts, in words."""

from collections.abc import Mapping

from xltags.core.wording import ByLanguage

_COUNT: ByLanguage = {
    "en": "a whole number of 1 or more",
    "zh": "不小于 1 的整数",
    "vi": "một số nguyên từ 1 trở lên",
}
_AMOUNT: ByLanguage = {"en": "a number of 0 or more", "zh": "不小于 0 的数字", "vi": "một số không âm"}
_YES_NO: ByLanguage = {"en": "yes or no", "zh": "是或否", "vi": "có hoặc không"}

_EXPECTED: Mapping[str, ByLanguage] = {
    "schema_version": _COUNT,
    "language": {"en": "en, zh or vi", "zh": " en、zh 或 vi", "vi": "en, zh hoặc vi"},
    "company_phase": {
        "en": "startup, growth or mature",
        "zh": " startup、growth 或 mature",
        "vi": "startup, growth hoặc mature",
    },
    "maturity_step": {"en": "1, 2 or 3", "zh": " 1、2 或 3", "vi": "1, 2 hoặc 3"},
    "headcount": _AMOUNT,
    "monthly_budget": _AMOUNT,
    "content_team": _YES_NO,
    "fiscal_year_start": {
        "en": "a whole month number from 1 to 12",
        "zh": " 1 到 12 的月份数字",
        "vi": "số tháng từ 1 đến 12",
    },
    "min_sample": _COUNT,
    "stale_after_days": _COUNT,
    "silent_after_days": _COUNT,
    "review_every_days": _COUNT,
    "ceo_only_cap": {
        "en": "A, B, C, D, or NONE for no cap",
        "zh": " A、B、C、D，或 NONE（不封顶）",
        "vi": "A, B, C, D hoặc NONE (không chặn)",
    },
}


def expected_text(key: str) -> ByLanguage:
    """What a setting accepts, for the message about a value that it does not; `key` is one of `READERS`."""
    return _EXPECTED.get(key, {"en": "a text", "zh": "文字", "vi": "một đoạn chữ"})
