"""Legal forms of companies (Ltd, GmbH, S.A., 有限公司, Công ty TNHH ...) and the removal of them from a name.

Sources: ISO 20275 (entity legal forms) for the forms of the countries below; abbreviations as met in customer lists.
The Latin texts here are folded, without accents and dots. Forms that are common words (me, is, ad) are left out.
"""

from __future__ import annotations

import re

# Stand at the end of a name; several may follow each other ("GmbH & Co. KG", "Holdings Pte Ltd").
_WORDS = """
    inc incorporated corp corporation co company companies ltd limited llc llp lllp lp plc pllc cic pte pty
    pvt private unlimited bhd berhad pjsc jsc ojsc cjsc fzco fze wll gmbh mbh ggmbh ag kg kgaa ohg gbr ug
    haftungsbeschrankt ev se aktiengesellschaft sa sarl sas sasu eurl sca scs snc sci scop cie gie srl sapa
    societaperazioni sl slu sau ltda eireli epp bv nv vof cv bvba sprl oy oyj ab asa as aps hf ehf sro doo dd
    ood eood ead kft zrt nyrt ooo oao zao pao uab kk gk tbk group holding holdings tnhh ctcp cp mtv
"""
_PHRASES = frozenset(
    {
        "pte ltd",
        "private limited",
        "sdn bhd",
        "ug haftungsbeschrankt",
        "sa rl",
        "societe anonyme",
        "sa de cv",
        "s de rl de cv",
        "sapi de cv",
        "sp zoo",
        "sp z oo",
        "sp j",
        "sp k",
        "kabushiki kaisha",
        "godo kaisha",
        "cong ty tnhh",
        "co phan",
        "tnhh mtv",
    }
)
_ENDINGS = _PHRASES | frozenset(_WORDS.split())
_LAST_WORDS = frozenset(ending.split()[-1] for ending in _ENDINGS)

_BEGINNINGS = frozenset({"the", "pt", "ooo", "oao", "zao", "pao"})

# Vietnamese names begin with the form; what follows it (thương mại, xây dựng) is part of the name and tells two
# companies called An Phát apart, so it is only spelled out.
_VIETNAMESE_BEGINNINGS = re.compile(
    r"^(?:(?:tong )?(?:cong ty|cty)|ctcp|tap doan|tnhh|trach nhiem huu han|(?:mot|1) thanh vien|(?:hai|2) thanh vien"
    r"(?: tro len)?|mtv|1tv|1 tv|2tv|co phan|cp|hop danh|doanh nghiep tu nhan|dntn) (?=.)"
)
_VIETNAMESE_MARK = re.compile(r"\b(?:cong ty|cty|ctcp|tnhh|dntn|tap doan|ngan hang|tmcp)\b")
_VIETNAMESE_BANK_FORM = re.compile(r"\b(?:tmcp|thuong mai co phan)\b")
_VIETNAMESE_ABBREVIATIONS = {
    "tm": "thuong mai",
    "dv": "dich vu",
    "tmdv": "thuong mai dich vu",
    "sx": "san xuat",
    "sxtm": "san xuat thuong mai",
    "xnk": "xuat nhap khau",
    "xd": "xay dung",
    "kd": "kinh doanh",
    "va": "",
}

# 分公司 (a branch) and 子公司 stay: two branches are two customers.
_CHINESE_FORMS = re.compile("(?:控股)?(?:集团)?(?:股份有限公司|有限责任公司|有限公司|股份公司|\\(?有限合伙\\)?)")
_CHINESE_ENDINGS = re.compile("(?<=..)(?:(?<![分子])公司|总公司|集团公司|控股集团|集团)$")
_PROVINCE_BEFORE_CITY = re.compile("^[^市]{2,3}?(?:省|(?:壮族|回族|维吾尔)?自治区)(?=[^省市]{2,4}市..)")
_PLACE_MARK = re.compile("^([^省市]{2,4})[省市](?=..)")


def strip_latin_forms(name: str) -> str:
    """A folded name of plain words without its legal form; the name itself where nothing else would be left.

    >>> strip_latin_forms("acme holdings pte ltd"), strip_latin_forms("cong ty tnhh mtv tm dv an phat")
    ('acme', 'thuong mai dich vu an phat')
    """
    words = _strip_endings(_strip_vietnamese(name).split())
    while len(words) > 1 and words[0] in _BEGINNINGS:
        words = words[1:]
    return " ".join(words)


def _strip_endings(words: list[str]) -> list[str]:
    while len(words) > 1 and words[-1] in _LAST_WORDS:
        length = next((n for n in (4, 3, 2, 1) if n < len(words) and " ".join(words[-n:]) in _ENDINGS), 0)
        if not length:
            break
        words = words[:-length]
    return words


def _strip_vietnamese(name: str) -> str:
    if not _VIETNAMESE_MARK.search(name):
        return name
    while (shorter := _VIETNAMESE_BEGINNINGS.sub("", name)) != name:
        name = shorter
    words = _VIETNAMESE_BANK_FORM.sub("", name).split()
    if not _VIETNAMESE_ABBREVIATIONS.keys().isdisjoint(words):
        words = " ".join(_VIETNAMESE_ABBREVIATIONS.get(word, word) for word in words).split()
    return " ".join(words)


def strip_chinese_forms(name: str) -> str:
    """A folded Chinese name without its legal form, and its leading place without 省 or 市 (深圳市 is 深圳).

    A province before a city is left out. The place itself stays: the same name in two cities is two companies.

    >>> strip_chinese_forms("广东省深圳市腾讯计算机系统有限公司"), strip_chinese_forms("美的集团股份有限公司")
    ('深圳腾讯计算机系统', '美的')
    """
    shorter = _CHINESE_ENDINGS.sub("", _CHINESE_FORMS.sub("", name)) or name
    return _PLACE_MARK.sub(r"\1", _PROVINCE_BEFORE_CITY.sub("", shorter))
