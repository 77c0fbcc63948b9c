"""The errors of a filter that cannot be read, with a guess at what was meant."""

import re

from xltags.core.filter_cursor import Cursor
from xltags.core.filter_keywords import AND, OR
from xltags.core.filter_problems import FilterError, FilterProblem, ParseKind
from xltags.core.filter_syntax import Written, quoted
from xltags.core.filter_tokens import Token

MAX_DEPTH = 50


def problem_at(kind: ParseKind, token: Token, *, text: str | None = None, suggestion: str = "") -> FilterError:
    """The error at a token; `text` is what it names, if not that token."""
    shown = token.text if text is None else text
    return FilterError(FilterProblem(kind, token.at, shown, suggestion, str(MAX_DEPTH)))


def misplaced(cursor: Cursor) -> FilterError:
    """What is said of a token after a whole comparison; most often a value lacks its quotation marks."""
    token, kind = cursor.next, cursor.last.kind
    text = ""
    if token.kind in ("(", ",") and kind == "word":
        start = cursor.place
        while cursor.tokens[start - 1].kind == "word" and start:
            start -= 1
        closing = ")" if token.kind == "(" else "word"
        end = next((it for it in cursor.tokens[cursor.place :] if it.kind in (closing, "end")), token)
        text = cursor.text[cursor.tokens[start].at : end.at + len(end.text)] if end.kind != "end" else ""
    if token.kind == ",":
        number = re.fullmatch(r"\d{1,3},\d{3}", text)
        return problem_at("separator", token, suggestion=text.replace(",", "") if number else text and quoted(text))
    return problem_at("no_connector", token, suggestion=text and quoted(text))


def no_operator(cursor: Cursor, field: Written) -> FilterError:
    """A word in place of a comparison is most often the rest of a value that holds `and` or `or`."""
    at = next(place for place, token in enumerate(cursor.tokens) if token.at >= field.at)
    suggestion = ""
    if at >= 3 and cursor.tokens[at - 1].folded in AND | OR and cursor.tokens[at - 2].kind == "word":
        suggestion = quoted(f"{cursor.tokens[at - 2].text} {cursor.tokens[at - 1].text} {field.text}")
    place = cursor.tokens[at]
    return problem_at("no_operator", place, text=field.text, suggestion=suggestion)
