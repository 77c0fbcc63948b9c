"""What a sentence is about: its words without the little ones; of Chinese, its pairs of characters."""

import re
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import pairwise

from xltags.core.hanzi import has_hanzi
from xltags.core.text import fold

_WORD = re.compile(r"\w+")
_LITTLE = re.compile(
    r"\b(?:a|an|the|to|for|of|and|or|our|us|we|them|they|their|it|its|this|that|with|by|on|in|at|is|are|was|be|as|from"
    r"|has|have|who|which|not|no|customers?|clients?|compan(?:y|ies)|tags?"
    r"|cho|khách|hàng|các|những|của|họ|thì|và|là|ta|ở|tại|có|được|một|với|để|công ty|doanh nghiệp)\b"
)
_LITTLE_ZH = re.compile("客户|公司|企业|我们|他们|的|了|在|是|有|与|和|或|及|为|由|对|给|其")


@lru_cache(maxsize=4096)
def content_words(text: str) -> frozenset[str]:
    """The words of a text that carry its meaning, folded.

    >>> sorted(content_words("Makes the goods in its own plants."))
    ['goods', 'makes', 'own', 'plants']
    >>> sorted(content_words("生产机床"))
    ['产机', '机床', '生产']
    """
    folded = fold(text)
    if has_hanzi(folded):
        pieces = _WORD.findall(_LITTLE_ZH.sub(" ", folded))
        return frozenset("".join(pair) for piece in pieces for pair in pairwise(piece))
    return frozenset(_WORD.findall(_LITTLE.sub(" ", folded)))


def overlap(one: AbstractSet[str], other: AbstractSet[str]) -> float:
    """The share of common words among all words of two texts, 0..1; 0 where either has none."""
    return len(one & other) / len(one | other) if one and other else 0.0
