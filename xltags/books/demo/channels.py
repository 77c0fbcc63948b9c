"""The channels of the sample workbook: how leads come, what they cost and what they are worth."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from xltags.books.demo.companies import Land, pick

# The judgement by share: target, target not now, ecosystem, competitor, not a target, invalid contact.
JUDGEMENTS = (
    "mdr.target", "mdr.target_not_now", "mdr.ecosystem", "mdr.competitor", "mdr.not_target", "mdr.invalid_contact",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Channel:
    """One source of leads.

    `judgements` are the shares of `JUDGEMENTS`; `lift` is how much better its leads buy, in logits; `cost` is the money
    a month, of which three quarters are fixed; `months` are those in which it is spent, all where empty; `by` are the
    marketers who bring its leads.
    """

    judgements: tuple[float, ...]
    lift: float
    cost: int
    by: tuple[str, ...]
    months: tuple[int, ...] = ()


_TRANG, _WEN, _HART, _CHAU = "Nguyễn Thu Trang", "陈晓雯", "Oliver Hart", "Trần Bảo Châu"
_FAIRS = (3, 4, 5, 9, 10, 11)
CHANNELS: Mapping[str, Channel] = {
    "source.outbound": Channel((0.70, 0.14, 0.03, 0.01, 0.09, 0.03), 1.5, 1300, (_CHAU, _TRANG)),
    "source.event.trade_show": Channel((0.66, 0.17, 0.08, 0.04, 0.04, 0.01), 1.1, 3600, (_TRANG, _WEN), _FAIRS),
    "source.event.seminar": Channel((0.62, 0.22, 0.06, 0.04, 0.05, 0.01), 0.5, 1500, (_TRANG,)),
    "source.referral": Channel((0.74, 0.18, 0.04, 0.0, 0.04, 0.0), 1.0, 0, (_TRANG, _WEN)),
    "source.organic.search": Channel((0.54, 0.18, 0.04, 0.05, 0.14, 0.05), 0.2, 450, (_WEN, _CHAU)),
    "source.sem.baidu": Channel((0.50, 0.17, 0.04, 0.05, 0.16, 0.08), -0.1, 1300, (_WEN, _HART)),
    "source.sem.google": Channel((0.50, 0.18, 0.03, 0.05, 0.16, 0.08), 0.0, 1200, (_CHAU, _HART)),
    "source.livestream": Channel((0.44, 0.28, 0.06, 0.06, 0.12, 0.04), -0.2, 900, (_WEN,)),
    "source.content.wechat": Channel((0.46, 0.26, 0.06, 0.06, 0.12, 0.04), 0.0, 600, (_WEN,)),
    "source.content.zalo": Channel((0.44, 0.26, 0.06, 0.04, 0.14, 0.06), 0.0, 400, (_CHAU,)),
    "source.feed.linkedin": Channel((0.42, 0.24, 0.08, 0.06, 0.16, 0.04), -0.3, 800, (_HART,)),
    "source.feed.ocean": Channel((0.27, 0.18, 0.03, 0.04, 0.27, 0.21), -1.3, 1500, (_HART, _WEN)),
    "source.feed.meta": Channel((0.27, 0.17, 0.03, 0.03, 0.29, 0.21), -1.3, 1400, (_HART, _CHAU)),
}  # fmt: skip
MIX: dict[Land, tuple[tuple[str, float], ...]] = {
    "cn": (
        ("source.sem.baidu", 0.17), ("source.feed.ocean", 0.22), ("source.content.wechat", 0.07),
        ("source.event.trade_show", 0.28), ("source.outbound", 0.16), ("source.organic.search", 0.10),
        ("source.referral", 0.06), ("source.livestream", 0.05),
    ),
    "vn": (
        ("source.sem.google", 0.16), ("source.feed.meta", 0.24), ("source.content.zalo", 0.05),
        ("source.event.trade_show", 0.27), ("source.outbound", 0.17), ("source.organic.search", 0.10),
        ("source.referral", 0.07), ("source.event.seminar", 0.05),
    ),
    "en": (
        ("source.sem.google", 0.20), ("source.organic.search", 0.20), ("source.feed.linkedin", 0.10),
        ("source.event.trade_show", 0.28), ("source.outbound", 0.19), ("source.referral", 0.12),
    ),
}  # fmt: skip


def pick_source(random: Random, land: Land, month: int) -> str:
    """A source for a company of a land; trade shows bring leads only in their months."""
    source = pick(random, MIX[land])
    months = CHANNELS[source].months
    return source if not months or month in months else pick_source(random, land, month)
