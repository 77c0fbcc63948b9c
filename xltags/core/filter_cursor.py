"""The place in a filter up to which it is read, and what stands there."""

import re

from xltags.core.filter_keywords import LONGEST_PHRASE, PHRASES, UNITS, Operator, Phrase
from xltags.core.filter_syntax import Written
from xltags.core.filter_tokens import Token

_NUMBER_AND_UNIT = re.compile(r"(\d{1,6})(\D+)")


class Cursor:
    """Goes over the tokens of a filter from left to right; `place` is the next one, the last is of kind `end`."""

    def __init__(self, text: str, tokens: tuple[Token, ...]) -> None:
        self.text, self.tokens, self.place = text, tokens, 0

    @property
    def next(self) -> Token:
        """The token that stands here."""
        return self.tokens[self.place]

    @property
    def last(self) -> Token:
        """The token before."""
        return self.tokens[self.place - 1]

    def take(self) -> None:
        """Go on to the next token, if there is one."""
        self.place += self.next.kind != "end"

    def is_word(self, words: frozenset[str]) -> bool:
        """Whether one of these words stands here."""
        return self.next.kind == "word" and self.next.folded in words

    def words_since(self, place: int) -> Written:
        """The words from a place up to here."""
        tokens = self.tokens[place : self.place]
        return Written(" ".join(token.text for token in tokens), tokens[0].at)

    def text_since(self, token: Token) -> str:
        """What is typed from a token up to here."""
        return self.text[token.at : self.last.at + len(self.last.text)]

    def phrase(self) -> tuple[Operator | Phrase, int] | None:
        """The longest operator in words that begins here, and how many words it takes."""
        words: list[str] = []
        found: tuple[Operator | Phrase, int] | None = None
        for token in self.tokens[self.place : self.place + LONGEST_PHRASE]:
            if token.kind != "word":
                break
            words.append(token.folded)
            meaning = PHRASES.get(tuple(words))
            if meaning is not None:
                found = meaning, len(words)
        return found

    def span(self) -> tuple[int, str, int] | None:
        """A number and a unit that stand here, as 90 days or 90天, and how many tokens they take."""
        first = self.next
        glued = _NUMBER_AND_UNIT.fullmatch(first.folded) if first.kind == "word" else None
        if glued is not None and glued[2] in UNITS:
            return int(glued[1]), glued[2], 1
        unit = self.tokens[min(self.place + 1, len(self.tokens) - 1)]
        if re.fullmatch(r"\d{1,6}", first.folded) and unit.kind == "word" and unit.folded in UNITS:
            return int(first.folded), unit.folded, 2
        return None
