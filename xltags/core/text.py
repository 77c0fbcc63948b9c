"""Text as people type it: one form to compare by, the values of a many-valued cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from xltags.core.hanzi import simplify

# Characters that show nothing: controls that are no white space, soft hyphen, joiners and zero-width spaces, direction
# marks, Hangul fillers, variation selectors, byte-order mark, tag characters.
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]+"
)
BRAILLE_BLANK = "\u2800"  # shows a space, but Unicode calls it a symbol

_SEPARATORS = re.compile("[;；\uff64,，、\r\n]")


@lru_cache(maxsize=1 << 14)  # the same labels and headers are folded many times, and come again in every workbook
def fold(text: str) -> str:
    """The form in which two spellings of a label are compared.

    Unicode NFKC (so full width, ligatures and decomposed accents are gone), case folded, invisible characters removed,
    every run of white space one space, none at the ends, traditional Chinese made simplified. Accents stay: in
    Vietnamese they carry the meaning. Folding twice changes nothing.

    >>> fold("  ＳａａＳ\u00a0\u3000Software\u200b ")
    'saas software'
    >>> fold("臺灣"), fold("Hà Nội")
    ('台湾', 'hà nội')
    """
    if text.isascii():
        folded = " ".join(text.split()).lower()
        if folded.isprintable():
            return folded
    return _fold_any(text)


def _fold_any(text: str) -> str:
    folded = _fold_once(text)
    # A round can make work for the next one: a removed character lets an accent join its letter, a case-folded one
    # composes anew.
    while not _is_folded(folded):
        again = _fold_once(folded)
        if again == folded:
            break
        folded = again
    return folded


def _fold_once(text: str) -> str:
    return " ".join(_fold_letters(text).split())


def _fold_letters(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    text = INVISIBLE.sub("", text).replace(BRAILLE_BLANK, " ")
    return simplify(text).casefold()


def _is_folded(text: str) -> bool:
    return unicodedata.is_normalized("NFKC", text) and text.casefold() == text


def fold_all(texts: Sequence[str]) -> list[str]:
    """Each text folded; one text takes a third of the time that `fold` takes for it.

    The steps of `fold` never look beyond a line break, so the texts go through them as the lines of one.
    """
    joined = "\n".join(texts)
    if joined.count("\n") != len(texts) - 1:
        return [fold(text) for text in texts]
    folded = [" ".join(line.split()) for line in _fold_letters(joined).split("\n")]
    if _is_folded("\n".join(folded)):
        return folded
    return [line if _is_folded(line) else fold(text) for line, text in zip(folded, texts, strict=True)]


def split_values(cell: str) -> tuple[str, ...]:
    """The values of a many-valued cell, as typed and in order, without the white space around them.

    Separators are `;` and `,`, their full-width and ideographic forms (`；`, `，`, `、`) and a line break. Empty values
    are dropped; repeated ones are kept, they are the caller's to judge. A cell of a one-valued group must not be split.

    >>> split_values("SaaS； ERP、CRM,, SaaS ")
    ('SaaS', 'ERP', 'CRM', 'SaaS')
    >>> split_values(" ; ")
    ()
    """
    values = (value.strip() for value in _SEPARATORS.split(cell))
    return tuple(value for value in values if value and (value.isascii() or fold(value)))


def value_spans(cell: str) -> tuple[tuple[int, int], ...]:
    """Where each of the values that `split_values` reads begins and ends in the cell.

    >>> [" ERP、 CRM ,"[first:last] for first, last in value_spans(" ERP、 CRM ,")]
    ['ERP', 'CRM']
    """
    found, start = [], 0
    for end in (*(match.start() for match in _SEPARATORS.finditer(cell)), len(cell)):
        text = cell[start:end].strip()
        if text and (text.isascii() or fold(text)):
            first = start + cell[start:end].index(text)
            found.append((first, first + len(text)))
        start = end + 1
    return tuple(found)


def join_values(values: Iterable[str]) -> str:
    """The cell that `split_values` reads as these values, `a; b`.

    >>> join_values(["SaaS", "ERP"])
    'SaaS; ERP'
    """
    return "; ".join(values)


# Both places of the mark are in use and mean the same. Only precomposed letters are moved, so that decomposed accents
# stay a difference of their own. In quý the u belongs to the q.
_MOVED_TONES = {
    unicodedata.normalize("NFC", first + second + tone): unicodedata.normalize("NFC", first + tone + second)
    for first, seconds in (("o", "aeAE"), ("O", "aeAE"), ("u", "yY"), ("U", "yY"))
    for second in seconds
    for tone in "\u0300\u0301\u0303\u0309\u0323"
}
_MOVABLE_TONE = re.compile("(?<![qQ])(?:" + "|".join(_MOVED_TONES) + ")")


def level_tones(text: str) -> str:
    """The text with Vietnamese tone marks in their older place: hoà, khoẻ, thuý become hòa, khỏe, thúy.

    >>> level_tones("Hoà Bình"), level_tones("Quý")
    ('Hòa Bình', 'Quý')
    """
    return _MOVABLE_TONE.sub(lambda found: _MOVED_TONES[found[0]], text)
