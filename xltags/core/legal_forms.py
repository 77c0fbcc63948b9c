"""Legal forms of companies (Ltd, GmbH, S.A., 有限公司, Công ty TNHH ...) and the removal of them from a name.

Sources: ISO 20275 (entity legal forms) for the forms of the countries below; abbreviations as met in customer lists.
The Latin texts here are folded, without accents and dots. Forms that are common words (me, is, ad) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

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
# By its last word: the ways a legal form may end a name, the longest first.
_ENDINGS_BY_LAST: dict[str, list[list[str]]] = {}
for _ending in sorted(_ENDINGS, key=lambda ending: -ending.count(" ")):
    _ENDINGS_BY_LAST.setdefault(_ending.split()[-1], []).append(_ending.split())

_BEGINNINGS = frozenset({"the", "pt", "ooo", "oao", "zao", "pao"})

# Vietnamese names begin with the form; what follows it (thương mại, xây dựng) is part of the name and tells two
# companies called An Phát apart, so it is only spelled out.
_VIETNAMESE_BEGINNINGS = re.compile(
    r"^(?:(?:(?:tong )?(?:cong ty|cty)|ctcp|tap doan|tnhh|trach nhiem huu han|(?:mot|1) thanh vien|(?:hai|2) thanh vien"
    r"(?: tro len)?|mtv|1tv|1 tv|2tv|co phan|cp|hop danh|doanh nghiep tu nhan|dntn) (?=.))+",
    re.MULTILINE,
)
_VIETNAMESE_MARK_ENDS = frozenset(("ty", "cty", "ctcp", "tnhh", "dntn", "doan", "hang", "tmcp"))
_VIETNAMESE_MARK = re.compile(r"\b(?:cong ty|cty|ctcp|tnhh|dntn|tap doan|ngan hang|tmcp)\b")
_VIETNAMESE_BANK_FORM = re.compile(r"t(?<!\wt)(?:mcp|huong mai co phan)\b")
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
# Names are lines of one text here, so nothing may reach beyond a line.
_CHINESE_ENDINGS = re.compile("(?<=..)(?:(?<![分子])公司|总公司|集团公司|控股集团|集团)$", re.MULTILINE)
_PROVINCE_BEFORE_CITY = re.compile(
    "^[^市\n]{2,3}?(?:省|(?:壮族|回族|维吾尔)?自治区)(?=[^省市\n]{2,4}市..)", re.MULTILINE
)
_PLACE_MARK = re.compile("^([^省市\n]{2,4})[省市](?=..)", re.MULTILINE)


def strip_latin_forms(names: Sequence[list[str]]) -> list[str]:
    """Folded names, given as their plain words, without legal form; the name itself where nothing else would be left.

    >>> strip_latin_forms(["acme holdings pte ltd".split(), "cong ty tnhh mtv tm dv an phat".split()])
    ['acme', 'thuong mai dich vu an phat']
    """
    marked = [at for at, words in enumerate(names) if not _VIETNAMESE_MARK_ENDS.isdisjoint(words)]
    if marked:
        names = list(names)
        for at, words in zip(marked, _strip_vietnamese([" ".join(names[at]) for at in marked]), strict=True):
            names[at] = words
    return [_strip_ends(words) for words in names]


def _strip_ends(words: list[str]) -> str:
    first, last = 0, len(words)
    while last > 1 and (endings := _ENDINGS_BY_LAST.get(words[last - 1])):
        left = next((last - len(it) for it in endings if len(it) < last and it == words[last - len(it) : last]), 0)
        if not left:
            break
        last = left
    while last - first > 1 and words[first] in _BEGINNINGS:
        first += 1
    return " ".join(words[first:last])


def _strip_vietnamese(names: list[str]) -> list[list[str]]:
    stripped = _VIETNAMESE_BANK_FORM.sub("", _VIETNAMESE_BEGINNINGS.sub("", "\n".join(names))).split("\n")
    found = []
    for shorter, name in zip(stripped, names, strict=True):
        if not _VIETNAMESE_MARK.search(name):
            found.append(name.split())
            continue
        words = shorter.split()
        if not _VIETNAMESE_ABBREVIATIONS.keys().isdisjoint(words):
            words = " ".join(_VIETNAMESE_ABBREVIATIONS.get(word, word) for word in words).split()
        found.append(words)
    return found


def strip_chinese_forms(names: Sequence[str]) -> list[str]:
    """Folded Chinese names without legal form, and with their leading place without 省 or 市 (深圳市 is 深圳).

    A province before a city is left out. The place itself stays: the same name in two cities is two companies.

    >>> strip_chinese_forms(["广东省深圳市腾讯计算机系统有限公司", "美的集团股份有限公司"])
    ['深圳腾讯计算机系统', '美的']
    """
    stripped = _CHINESE_ENDINGS.sub("", _CHINESE_FORMS.sub("", "\n".join(names))).split("\n")
    text = "\n".join(shorter or name for shorter, name in zip(stripped, names, strict=False))
    return _PLACE_MARK.sub(r"\1", _PROVINCE_BEFORE_CITY.sub("", text)).split("\n")
