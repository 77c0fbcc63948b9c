"""From a filter's text to its tree, by recursive descent; nothing of it is ever executed."""

from functools import lru_cache

from xltags.core.filter_cursor import Cursor
from xltags.core.filter_guesses import MAX_DEPTH, misplaced, no_operator, problem_at
from xltags.core.filter_keywords import AFTER_UNIT, AHEAD, AND, NOT, OR, SIGNS, TO, UNITS, Operator, Phrase
from xltags.core.filter_problems import FilterError, FilterProblem
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
)
from xltags.core.filter_tokens import Token, tokens_of

MAX_LENGTH = 32_767  # what a cell of Excel holds
MOST_UNITS = 100_000


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
    return _Parser(Cursor(text, tokens)).whole()


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
    """One method for each rule of the language; each reads from where the cursor stands to the end of what it gives."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor, self._depth = cursor, 0

    def whole(self) -> Filter:
        """The tree of the whole text."""
        filter = self._either()
        if self._cursor.next.kind == ")":
            raise problem_at("close_bracket", self._cursor.next)
        if self._cursor.next.kind != "end":
            raise misplaced(self._cursor)
        return filter

    def _either(self) -> Filter:
        parts = [self._both()]
        while self._cursor.is_word(OR):
            self._cursor.take()
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else Some(tuple(parts))

    def _both(self) -> Filter:
        parts = [self._part()]
        while self._cursor.is_word(AND):
            self._cursor.take()
            parts.append(self._part())
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def _part(self) -> Filter:
        token = self._cursor.next
        if token.kind != "(" and not self._cursor.is_word(NOT):
            return self._comparison()
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise problem_at("too_deep", token)
        self._cursor.take()
        if token.kind == "(":
            found = self._either()
            if self._cursor.next.kind == "end":
                raise problem_at("open_bracket", token)
            if self._cursor.next.kind != ")":
                raise misplaced(self._cursor)
            self._cursor.take()
        else:
            found = Not(self._part())
        self._depth -= 1
        return found

    def _comparison(self) -> Leaf:
        field = self._field()
        operator, token = self._operator(field)
        spoken = self._cursor.text_since(token)
        match operator:
            case "in" | "not in":
                return Among(field, self._values(token, spoken), negated=operator == "not in")
            case "between":
                low = self._value(spoken, until=TO)
                if not self._cursor.is_word(TO):
                    raise problem_at("no_value", self._cursor.next, text=spoken)
                self._cursor.take()
                return Between(field, low, self._value(self._cursor.text[token.at : self._cursor.next.at].strip()))
            case "blank" | "known":
                return Blank(field, negated=operator == "known")
            case "older" | "within" | "next":
                return self._age(field, operator, token, spoken)
            case _:
                return Compare(field, operator, self._value(spoken))

    def _field(self) -> Written:
        start = self._cursor.next
        if start.kind == "quoted" and start.text.strip():
            self._cursor.take()
            return Written(start.text, start.at)
        if start.kind != "word" or self._cursor.is_word(AND | OR) or self._cursor.phrase() is not None:
            if start.kind == "end":
                raise problem_at("ends", start, text=self._cursor.last.text)
            raise problem_at("no_field", start)
        place = self._cursor.place
        self._cursor.take()
        while self._cursor.next.kind == "word" and not self._cursor.is_word(AND | OR) and self._cursor.phrase() is None:
            self._cursor.take()
        return self._cursor.words_since(place)

    def _operator(self, field: Written) -> tuple[Operator | Phrase, Token]:
        token = self._cursor.next
        if token.kind == "sign":
            self._cursor.take()
            return SIGNS[token.text], token
        phrase = self._cursor.phrase()
        if phrase is None:
            raise no_operator(self._cursor, field)
        meaning, count = phrase
        self._cursor.place += count
        if meaning == "in" and self._cursor.span() is not None:  # trong 30 ngày: within, where in has its parenthesis
            meaning = "within"
        return meaning, token

    def _value(self, spoken: str, *, until: frozenset[str] = AND | OR) -> Written:
        start = self._cursor.next
        if start.kind == "quoted" and start.text.strip():
            self._cursor.take()
            return Written(start.text, start.at)
        if start.kind != "word" or self._cursor.is_word(until):
            raise problem_at("no_value", start, text=spoken)
        place = self._cursor.place
        while self._cursor.next.kind == "word" and not self._cursor.is_word(until):
            self._cursor.take()
        return self._cursor.words_since(place)

    def _values(self, operator: Token, spoken: str) -> tuple[Written, ...]:
        opening = self._cursor.next
        if opening.kind != "(":
            raise problem_at("no_list", operator, text=spoken)
        self._cursor.take()
        values: list[Written] = []
        while True:
            values.append(self._value("," if values else "(", until=frozenset()))
            token = self._cursor.next
            if token.kind == ")":
                self._cursor.take()
                return tuple(values)
            if token.kind == "end":
                raise problem_at("open_bracket", opening)
            if token.kind != ",":
                raise misplaced(self._cursor)
            self._cursor.take()

    def _age(self, field: Written, kind: str, operator: Token, spoken: str) -> Age:
        span = self._cursor.span()
        if span is None or span[0] > MOST_UNITS:
            raise problem_at("no_span", operator, text=spoken)
        count, unit, tokens = span
        self._cursor.place += tokens
        if kind == "within" and self._cursor.is_word(AHEAD):
            self._cursor.take()
            kind = "next"
        elif self._cursor.is_word(AFTER_UNIT):
            self._cursor.take()
        return Age(field, "older" if kind == "older" else "next" if kind == "next" else "within", count, UNITS[unit])
