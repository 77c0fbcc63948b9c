"""Wrong spellings of labels as people make them, and lists of real labels to try them on. The same on every run."""

import csv
import random
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from pypinyin import lazy_pinyin

SHARED = Path(__file__).parents[2] / "shared" / "data"

_NEIGHBOURS = """
q:wa w:qes e:wrd r:etf t:ryg y:tuh u:yij i:uok o:ipl p:ol a:qsz s:adw d:sfe f:dgr g:fht h:gjy j:hku k:jli l:ko
z:xa x:zc c:xvd v:cbf b:vng n:bmh m:nj
"""
_NEAR = {pair[0]: pair[2:] for pair in _NEIGHBOURS.split()}
_HOMOPHONES: dict[str, str] = {}


def _homophone(character: str) -> str | None:
    if not _HOMOPHONES:
        common = "是时市事式师世使室视试识始士失施石实史示势适释诗湿十食拾河合和何核荷盒贺州周洲舟山删善闪西希息系喜"
        common += "京经静精境景津金今进近禁海害还孩南男难北备贝东冬动董江将讲降广光逛安按案业叶页也爷夜造早燥制志智治质"
        common += "通同统痛电店点典典公工功攻共信新心欣星行形型服付福负富务物误无屋五午武舞"
        for one in common:
            _HOMOPHONES.setdefault(lazy_pinyin(one)[0], "")
            _HOMOPHONES[lazy_pinyin(one)[0]] += one
    others = [one for one in _HOMOPHONES.get(lazy_pinyin(character)[0], "") if one != character]
    return others[0] if others else None


def without_accents(text: str) -> str:
    """Vietnamese as typed without an input method."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return plain.replace("đ", "d").replace("Đ", "D")


def _edit(label: str, dice: random.Random, *, chinese: bool) -> Iterator[str]:
    at = dice.randrange(len(label))
    yield label[:at] + label[at + 1 :]
    if len(label) > 1:
        swap = dice.randrange(len(label) - 1)
        yield label[:swap] + label[swap + 1] + label[swap] + label[swap + 2 :]
    if chinese:
        yield label[:at] + "新" + label[at:]
    else:
        near = _NEAR.get(label[at].lower(), "e")
        yield label[:at] + dice.choice(near) + label[at + 1 :]
        yield label[:at] + label[at] + label[at:]
        other = dice.randrange(len(label))
        twice = label[:at] + label[at + 1 :]
        yield twice[:other] + dice.choice("aeinrst") + twice[other:]


def _latin(label: str, dice: random.Random) -> Iterator[str]:
    words = label.split()
    yield label.upper().replace(" ", "  ")
    if len(label) > 7:
        yield label[: max(6, len(label) * 2 // 3)]
    if len(words) > 1:
        yield " ".join([words[-1], *words[:-1]])
        drop = dice.randrange(len(words))
        yield " ".join(words[:drop] + words[drop + 1 :])
        yield label.replace(" ", "")
    yield f"{label} {dice.choice(['etc', 'sector', 'other', 'general'])}"
    yield label.replace("&", "and") if "&" in label else label.replace(" and ", " & ")


def _chinese(label: str, dice: random.Random) -> Iterator[str]:
    syllables = lazy_pinyin(label)
    yield "".join(syllables)
    yield " ".join(syllables)
    places = [at for at, one in enumerate(label) if _homophone(one)]
    if places:
        at = dice.choice(places)
        yield label[:at] + (_homophone(label[at]) or "") + label[at + 1 :]
    for affix in ("省", "市", "自治区", "自治州", "地区", "业"):
        if label.endswith(affix) and len(label) > len(affix) + 1:
            yield label.removesuffix(affix)
    yield label[0] + " " + label[1:]


def _vietnamese(label: str, dice: random.Random) -> Iterator[str]:
    bare = label.removeprefix("Tỉnh ").removeprefix("Thành phố ")
    yield without_accents(label)
    yield bare
    yield without_accents(bare).lower()
    yield without_accents(bare).replace(" ", "")
    yield from _edit(without_accents(bare), dice, chinese=False)
    if len(bare.split()) > 2:
        yield "".join(word[0] for word in without_accents(bare).split())


def misspell(labels: list[str], *, language: str, seed: int = 7) -> list[tuple[str, str]]:
    """Pairs of a wrong spelling and the label meant, none of them a label itself."""
    dice = random.Random(seed)
    own: dict[str, Callable[[str, random.Random], Iterator[str]]] = {
        "en": _latin,
        "zh": _chinese,
        "vi": _vietnamese,
    }
    pairs = []
    for label in labels:
        typed = [*_edit(label, dice, chinese=language == "zh"), *own[language](label, dice)]
        pairs += [(one, label) for one in dict.fromkeys(typed) if one.strip() and one not in labels]
    return pairs


def read_column(file: str, column: str, **where: str) -> list[str]:
    """The distinct values of a column of a shared data file, in order."""
    with (SHARED / file).open(encoding="utf-8-sig", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if all(row[key] == value for key, value in where.items())]
    return [value for value in dict.fromkeys(row[column].strip() for row in rows) if value]
