"""A filter's text as tokens: words, quoted texts, signs, parentheses and separators, each with its place."""

from dataclasses import dataclass
from typing import Literal

from xltags.core.filter_keywords import GLUED_BEFORE_BRACKET, SIGNS
from xltags.core.filter_problems import FilterError, FilterProblem
from xltags.core.text import fold

TokenKind = Literal["word", "quoted", "sign", "(", ")", ",", "end"]

_NARROW = str.maketrans("（）＝！＜＞，；、", "()=!<>,;,")
_DOUBLE, _SINGLE, _CORNER, _WHITE_CORNER = '"“”„＂', "'‘’＇", "「」", "『』"
_QUOTES = {mark: family for family in (_DOUBLE, _SINGLE, _CORNER, _WHITE_CORNER) for mark in family}
_ONE_SIGN = {"≤": "<=", "≥": ">=", "≠": "!="}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a filter. `text` is the word as typed, the quoted text without its quotes, or the sign in ASCII;
    `at` is the place of its first character, from 0; `folded` the form in which keywords are known, "" for others."""

    kind: TokenKind
    text: str
    at: int
    folded: str = ""


def tokens_of(text: str) -> tuple[Token, ...]:
    """The tokens, the last one of kind `end`.

    A quotation mark opens a quoted text only at the beginning of a word, so O'Brien is one word; within it the mark is
    written twice. `!` is part of a word unless `=` follows. Full-width signs and quotation marks count as plain ones.

    Raises:
        FilterError: a quoted text is not closed.

    >>> [token.text for token in tokens_of("industry != 'Oil and gas' and tier in（A、B）")]
    ['industry', '!=', 'Oil and gas', 'and', 'tier', 'in', '(', 'A', ',', 'B', ')', '']
    """
    found: list[Token] = []
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
        elif text[place] in _QUOTES:
            token, place = _quoted(text, place)
            found.append(token)
        else:
            sign = _sign_at(text, place)
            if sign is not None:
                token, place = sign
                found.append(token)
            else:
                end = _end_of_word(text, place)
                found += _words(text[place:end], place, text[end:].lstrip()[:1])
                place = end
    return (*found, Token("end", "", len(text)))


def _quoted(text: str, start: int) -> tuple[Token, int]:
    family = _QUOTES[text[start]]
    read = []
    place = start + 1
    while place < len(text):
        mark = text[place]
        if mark not in family:
            read.append(mark)
        elif text[place + 1 : place + 2] == mark:
            read.append(mark)
            place += 1
        else:
            return Token("quoted", "".join(read), start), place + 1
        place += 1
    raise FilterError(FilterProblem("open_quote", start, text[start:]))


def _sign_at(text: str, place: int) -> tuple[Token, int] | None:
    one = _ONE_SIGN.get(text[place])
    if one is not None:
        return Token("sign", one, place), place + 1
    two = text[place : place + 2].translate(_NARROW)
    if two in SIGNS and len(two) == 2:
        return Token("sign", two, place), place + 2
    if two[0] in SIGNS:
        return Token("sign", two[0], place), place + 1
    match two[0]:
        case "(":
            return Token("(", "(", place), place + 1
        case ")":
            return Token(")", ")", place), place + 1
        case "," | ";":
            return Token(",", two[0], place), place + 1
        case _:
            return None


def _end_of_word(text: str, place: int) -> int:
    end = place + 1
    while end < len(text) and not text[end].isspace() and _sign_at(text, end) is None:
        end += 1
    return end


def _words(word: str, at: int, following: str) -> list[Token]:
    """The word as tokens; a Chinese keyword right before a parenthesis is a word of its own."""
    folded = fold(word)
    if not folded:  # nothing that can be seen
        return []
    glued = following in ("(", "（") and word not in GLUED_BEFORE_BRACKET
    for keyword in GLUED_BEFORE_BRACKET if glued else ():
        if word.endswith(keyword):
            cut = len(word) - len(keyword)
            return [*_words(word[:cut], at, ""), Token("word", keyword, at + cut, keyword)]
    return [Token("word", word, at, folded)]
