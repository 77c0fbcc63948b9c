"""Likely duplicates the plain way, as an oracle: one name at a time, each compared with each, in one pass."""

import re

from xltags.core import company_names, legal_forms
from xltags.core.company_forms import without_accents
from xltags.core.hanzi import has_hanzi
from xltags.core.text import fold

BEGINNINGS = (
    r"^(?:(?:tong )?(?:cong ty|cty)|ctcp|tap doan|tnhh|trach nhiem huu han|(?:mot|1) thanh vien"
    r"|(?:hai|2) thanh vien(?: tro len)?|mtv|1tv|1 tv|2tv|co phan|cp|hop danh|doanh nghiep tu nhan|dntn) (?=.)"
)


def normalise(name: str) -> str:
    """The normal form of one name, step by step."""
    folded = fold(name)
    if has_hanzi(folded):
        return re.sub(r"[\W_]+", "", strip_chinese(folded.replace(" ", ""))) or folded
    plain = re.sub(r"\bs\.\s?p\.\s?a\b\.?", "societaperazioni", without_accents(folded))
    plain = re.sub("[.'’`´]", "", plain)
    plain = re.sub(r"\b(?:and|und|et)\b", " ", plain)
    words = " ".join(re.sub(r"[\W_]+", " ", plain).split())
    words = re.sub(r"\b(?:[a-z] )+[a-z]\b", lambda found: found[0].replace(" ", ""), words)
    return re.sub(r"\b(?:viet nam|vn)\b", "vietnam", strip_latin(words)) or folded


def strip_chinese(name: str) -> str:
    """One Chinese name without its legal form."""
    shorter = legal_forms._CHINESE_FORMS.sub("", name)
    shorter = re.sub("(?<=..)(?:(?<![分子])公司|总公司|集团公司|控股集团|集团)$", "", shorter) or name
    shorter = re.sub("^[^市]{2,3}?(?:省|(?:壮族|回族|维吾尔)?自治区)(?=[^省市]{2,4}市..)", "", shorter)
    return re.sub("^([^省市]{2,4})[省市](?=..)", r"\1", shorter)


def strip_latin(name: str) -> str:
    """One name in Latin letters without its legal form."""
    if re.search(r"\b(?:cong ty|cty|ctcp|tnhh|dntn|tap doan|ngan hang|tmcp)\b", name):
        while (shorter := re.sub(BEGINNINGS, "", name)) != name:
            name = shorter
        words = re.sub(r"\b(?:tmcp|thuong mai co phan)\b", "", name).split()
        name = " ".join(" ".join(legal_forms._VIETNAMESE_ABBREVIATIONS.get(word, word) for word in words).split())
    words = name.split()
    while length := next((n for n in (5, 4, 3, 2, 1) if n < len(words) and is_ending(words[-n:])), 0):
        words = words[:-length]
    while len(words) > 1 and words[0] in legal_forms._BEGINNINGS:
        words = words[1:]
    return " ".join(words)


def is_ending(words: list[str]) -> bool:
    """Whether words that end a name are a legal form."""
    return " ".join(words) in legal_forms._ENDINGS


def likely_duplicates(names: list[str]) -> list[tuple[int, int, float]]:
    """As `core.company_names.likely_duplicates`."""
    pairs: list[tuple[int, int, float]] = []
    by_text: dict[str, int] = {}
    firsts: list[company_names._Name] = []
    for index, text in enumerate(names):
        if text in by_text:
            pairs.append((by_text[text], index, 1.0))
        elif fold(text):
            name = company_names._Name(index, text, normalise(text))
            equals = [first for first in firsts if first.compact == name.compact]
            known = next((first for first in equals if company_names._accents(first, name) != "other"), None)
            by_text[text] = known.number if known else index
            if known is None:
                firsts.append(name)
            else:
                exact = known.normal == name.normal and company_names._accents(known, name) == "same"
                pairs.append((known.number, index, 1.0 if exact else company_names.UNACCENTED_SCORE))
    for at, one in enumerate(firsts):
        for other in firsts[at + 1 :]:
            if is_long_enough(one) and is_long_enough(other) and has_hanzi(one.normal) == has_hanzi(other.normal):
                score = company_names._similarity(one, other)
                if score >= company_names.LEAST_SIMILARITY:
                    pairs.append((one.number, other.number, round(score, 3)))
    return sorted(pairs)


def is_long_enough(name: company_names._Name) -> bool:
    """Whether a name is compared for slips at all."""
    least = company_names.LEAST_CHINESE if has_hanzi(name.normal) else company_names.LEAST_LOST + 1
    return len(name.compact) >= least
