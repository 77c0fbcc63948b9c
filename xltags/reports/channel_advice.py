"""Where money should move between channels, said only where the difference is more than chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from xltags.core.finding import Language
from xltags.core.wilson import wilson

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

Advice = Literal["few", "more", "grow", "dear", "less", "cheap", "quality", "none"]

ADVICE: Mapping[Advice, Mapping[Language, str]] = {
    "few": {"en": "too few leads to say", "zh": "线索太少，暂不判断", "vi": "quá ít lead để kết luận"},
    "more": {"en": "put more money here", "zh": "加大投入", "vi": "tăng ngân sách"},
    "grow": {
        "en": "converts well without spend; look for more",
        "zh": "无花费且转化好，可多挖掘",
        "vi": "không tốn chi phí mà chuyển đổi tốt; nên khai thác thêm",
    },
    "dear": {
        "en": "converts well, but costs more per win",
        "zh": "转化好，但单客成本偏高",
        "vi": "chuyển đổi tốt nhưng chi phí mỗi khách cao",
    },
    "less": {"en": "take money from here", "zh": "减少投入", "vi": "giảm ngân sách"},
    "cheap": {
        "en": "converts less, but costs less per win",
        "zh": "转化较低，但单客成本也低",
        "vi": "chuyển đổi thấp nhưng chi phí mỗi khách cũng thấp",
    },
    "quality": {
        "en": "converts less than the rest",
        "zh": "转化低于其他渠道",
        "vi": "chuyển đổi thấp hơn các kênh khác",
    },
    "none": {"en": "no clear difference", "zh": "无明显差异", "vi": "không khác biệt rõ"},
}


def advise(
    leads: NDArray[np.int64], won: NDArray[np.int64], spend: NDArray[np.float64], *, min_sample: int
) -> list[Advice]:
    """What to do about each channel, from its leads, wins and spend beside those of all others together.

    `few`: it or the others have fewer leads than `min_sample`. `none`: the 95 % Wilson intervals of the two conversions
    overlap. Where it converts better: `grow` without spend of its own, `dear` where a win costs more than elsewhere,
    else `more`. Where it converts worse: `quality` without spend, `cheap` where a win costs less, else `less`. Spend
    without a win counts as the cost of one, the least that one can have cost.
    """
    other_leads, other_won, other_spend = leads.sum() - leads, won.sum() - won, spend.sum() - spend
    low, high = wilson(won, leads)
    other_low, other_high = wilson(other_won, other_leads)
    enough = (leads >= min_sample) & (other_leads >= min_sample)
    cost = np.where(spend > 0, spend / np.maximum(won, 1), np.nan)
    other_cost = np.where(other_spend > 0, other_spend / np.maximum(other_won, 1), np.nan)
    better, worse = enough & (low > other_high), enough & (high < other_low)
    choices: list[tuple[Advice, NDArray[np.bool_]]] = [
        ("few", ~enough),
        ("grow", better & (spend <= 0)),
        ("dear", better & (cost > other_cost)),
        ("more", better),
        ("quality", worse & (spend <= 0)),
        ("cheap", worse & (cost < other_cost)),
        ("less", worse),
    ]
    return [next((name for name, holds in choices if holds[row]), "none") for row in range(len(leads))]
