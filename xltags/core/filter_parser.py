"""From a filter's text to its tree, by recursive descent; nothing of it is ever executed."""

import re
from functools import lru_cache

from xltags.core.filter_keywords import (
    AFTER_UNIT,
    AHEAD,
    AND,
    LONGEST_PHRASE,
    NOT,
    OR,
    PHRASES,
    SIGNS,
    TO,
    UNITS,
    Operator,
    Phrase,
)
from xltags.core.filter_problems import FilterError, FilterProblem, ParseKind
from xltags.core.filter_syntax import (
    Age,
    Among,
    Between,
    Blank,
    Compare,
    Every,
    Filter,
    Leaf,
    Not,
    Some,
    Written,
    leaves,
    quoted,
)
from xltags.core.filter_tokens import Token, tokens_of

MAX_DEPTH = 50
MAX_LENGTH = 32_767  # what a cell of Excel holds
MOST_UNITS = 100_000

_NUMBER_AND_UNIT = re.compile(r"(\d{1,6})(\D+)")


def parse_filter(text: str) -> Filter:
    """The filter that a text says.

    Raises:
        FilterError: it cannot be read; the first problem, with its place.

    >>> parse_filter("tier in (A, B)")
    Among(field=Written(text='tier', at=0), values=(Written(text='A', at=9), Written(text='B', at=12)), negated=False)
    """
    return _parsed(text)


@lru_cache(maxsize=512)  # a team's workbooks hold the same segments
def _parsed(text: str) -> Filter:
    if len(text) > MAX_LENGTH:
        raise FilterError(FilterProblem("too_long", MAX_LENGTH, detail=str(MAX_LENGTH)))
    tokens = tokens_of(text)
    if len(tokens) == 1:
        raise FilterError(FilterProblem("empty", 0))
    return _Parser(text, tokens).whole()


def filter_fields(text: str) -> tuple[str, ...]:
    """The fields that a filter names, as written, once each, in order; none where it cannot be read.

    >>> filter_fields('industry = "in and out" and tier in (A, B) and not (stage = Won or Size >= 3)')
    ('industry', 'tier', 'stage', 'Size')
    """
    try:
        filter = parse_filter(text)
    except FilterError:
        return ()
    return tuple(dict.fromkeys(leaf.field.text for leaf in leaves(filter)))


class _Parser:
    """Reads the tokens from left to right; `_place` is the next one."""

    def __init__(self, text: str, tokens: tuple[Token, ...]) -> None:
        self._text, self._tokens, self._place, self._depth = text, tokens, 0, 0

    @property
    def _next(self) -> Token:
        return self._tokens[self._place]

    def _take(self) -> Token:
        token = self._next
        self._place += token.kind != "end"
        return token

    def _is_word(self, words: frozenset[str]) -> bool:
        return self._next.kind == "word" and self._next.folded in words

    def _fail(self, kind: ParseKind, token: Token, *, text: str | None = None, suggestion: str = "") -> FilterError:
        shown = token.text if text is None else text
        return FilterError(FilterProblem(kind, token.at, shown, suggestion, str(MAX_DEPTH)))

    def whole(self) -> Filter:
        """The tree of the whole text."""
        filter = self._either()
        if self._next.kind == ")":
            raise self._fail("close_bracket", self._next)
        if self._next.kind != "end":
            raise self._misplaced()
        return filter

    def _either(self) -> Filter:
        parts = [self._both()]
        while self._is_word(OR):
            self._take()
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else Some(tuple(parts))

    def _both(self) -> Filter:
        parts = [self._part()]
        while self._is_word(AND):
            self._take()
            parts.append(self._part())
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def _part(self) -> Filter:
        token = self._next
        if token.kind != "(" and not self._is_word(NOT):
            return self._comparison()
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._fail("too_deep", token)
        self._take()
        if token.kind == "(":
            found = self._either()
            if self._next.kind == "end":
                raise self._fail("open_bracket", token)
            if self._next.kind != ")":
                raise self._misplaced()
            self._take()
        else:
            found = Not(self._part())
        self._depth -= 1
        return found

    def _misplaced(self) -> FilterError:
        """What is said of a token after a whole comparison; most often a value lacks its quotation marks."""
        token, kind = self._next, self._tokens[self._place - 1].kind
        text = ""
        if token.kind in ("(", ",") and kind == "word":
            start = self._place
            while self._tokens[start - 1].kind == "word" and start:
                start -= 1
            closing = ")" if token.kind == "(" else "word"
            end = next((it for it in self._tokens[self._place :] if it.kind in (closing, "end")), token)
            text = self._text[self._tokens[start].at : end.at + len(end.text)] if end.kind != "end" else ""
        if token.kind == ",":
            number = re.fullmatch(r"\d{1,3},\d{3}", text)
            return self._fail("separator", token, suggestion=text.replace(",", "") if number else text and quoted(text))
        return self._fail("no_connector", token, suggestion=text and quoted(text))

    def _comparison(self) -> Leaf:
        field = self._field()
        operator, token = self._operator(field)
        spoken = self._text[token.at : self._tokens[self._place - 1].at + len(self._tokens[self._place - 1].text)]
        match operator:
            case "in" | "not in":
                return Among(field, self._values(token, spoken), negated=operator == "not in")
            case "between":
                low = self._value(spoken, until=TO)
                if not self._is_word(TO):
                    raise self._fail("no_value", self._next, text=spoken)
                self._take()
                return Between(field, low, self._value(self._text[token.at : self._next.at].strip()))
            case "blank" | "known":
                return Blank(field, negated=operator == "known")
            case "older" | "within" | "next":
                return self._age(field, operator, token, spoken)
            case _:
                return Compare(field, operator, self._value(spoken))

    def _field(self) -> Written:
        start = self._next
        if start.kind == "quoted" and start.text.strip():
            self._take()
            return Written(start.text, start.at)
        if start.kind != "word" or self._is_word(AND | OR) or self._phrase() is not None:
            if start.kind == "end":
                raise self._fail("ends", start, text=self._tokens[self._place - 1].text)
            raise self._fail("no_field", start)
        place = self._place
        self._take()
        while self._next.kind == "word" and not self._is_word(AND | OR) and self._phrase() is None:
            self._take()
        return self._written(place)

    def _written(self, place: int) -> Written:
        """The words from a place up to here."""
        tokens = self._tokens[place : self._place]
        return Written(" ".join(token.text for token in tokens), tokens[0].at)

    def _phrase(self) -> tuple[Operator | Phrase, int] | None:
        """The longest operator in words that begins here, and how many words it takes."""
        words: list[str] = []
        found: tuple[Operator | Phrase, int] | None = None
        for token in self._tokens[self._place : self._place + LONGEST_PHRASE]:
            if token.kind != "word":
                break
            words.append(token.folded)
            meaning = PHRASES.get(tuple(words))
            if meaning is not None:
                found = meaning, len(words)
        return found

    def _operator(self, field: Written) -> tuple[Operator | Phrase, Token]:
        token = self._next
        if token.kind == "sign":
            self._take()
            return SIGNS[token.text], token
        phrase = self._phrase()
        if phrase is None:
            raise self._no_operator(field)
        meaning, count = phrase
        self._place += count
        if meaning == "in" and self._span() is not None:  # trong 30 ngày: within, where in has its parenthesis
            meaning = "within"
        return meaning, token

    def _no_operator(self, field: Written) -> FilterError:
        """A word in place of a comparison is most often the rest of a value that holds `and` or `or`."""
        at = next(place for place, token in enumerate(self._tokens) if token.at >= field.at)
        suggestion = ""
        if at >= 3 and self._tokens[at - 1].folded in AND | OR and self._tokens[at - 2].kind == "word":
            suggestion = quoted(f"{self._tokens[at - 2].text} {self._tokens[at - 1].text} {field.text}")
        place = self._tokens[at]
        return self._fail("no_operator", place, text=field.text, suggestion=suggestion)

    def _value(self, spoken: str, *, until: frozenset[str] = AND | OR) -> Written:
        start = self._next
        if start.kind == "quoted" and start.text.strip():
            self._take()
            return Written(start.text, start.at)
        if start.kind != "word" or self._is_word(until):
            raise self._fail("no_value", start, text=spoken)
        place = self._place
        while self._next.kind == "word" and not self._is_word(until):
            self._take()
        return self._written(place)

    def _values(self, operator: Token, spoken: str) -> tuple[Written, ...]:
        opening = self._next
        if opening.kind != "(":
            raise self._fail("no_list", operator, text=spoken)
        self._take()
        values: list[Written] = []
        while True:
            values.append(self._value("," if values else "(", until=frozenset()))
            token = self._next
            if token.kind == ")":
                self._take()
                return tuple(values)
            if token.kind == "end":
                raise self._fail("open_bracket", opening)
            if token.kind != ",":
                raise self._misplaced()
            self._take()

    def _span(self) -> tuple[int, str, int] | None:
        """A number and a unit that stand here, as 90 days or 90天, and how many tokens they take."""
        first = self._next
        glued = _NUMBER_AND_UNIT.fullmatch(first.folded) if first.kind == "word" else None
        if glued is not None and glued[2] in UNITS:
            return int(glued[1]), glued[2], 1
        unit = self._tokens[min(self._place + 1, len(self._tokens) - 1)]
        if re.fullmatch(r"\d{1,6}", first.folded) and unit.kind == "word" and unit.folded in UNITS:
            return int(first.folded), unit.folded, 2
        return None

    def _age(self, field: Written, kind: str, operator: Token, spoken: str) -> Age:
        span = self._span()
        if span is None or span[0] > MOST_UNITS:
            raise self._fail("no_span", operator, text=spoken)
        count, unit, tokens = span
        self._place += tokens
        if kind == "within" and self._is_word(AHEAD):
            self._take()
            kind = "next"
        elif self._is_word(AFTER_UNIT):
            self._take()
        return Age(field, "older" if kind == "older" else "next" if kind == "next" else "within", count, UNITS[unit])
