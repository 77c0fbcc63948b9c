"""A filter as a tree of frozen values, and its text."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from xltags.core.filter_keywords import RESERVED, Operator, Unit
from xltags.core.filter_tokens import tokens_of
from xltags.core.text import fold


@dataclass(frozen=True, slots=True)
class Written:
    """A field or value as written, without quotation marks. `at` is its place in the text, from 0; texts that stand
    at different places are equal."""

    text: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """`field operator value`. `!=` and `not contains` are true exactly where `=` and `contains` are not."""

    field: Written
    operator: Operator
    value: Written


@dataclass(frozen=True, slots=True)
class Among:
    """`field in (...)`, or `not in` where it is negated."""

    field: Written
    values: tuple[Written, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Between:
    """`field between low and high`; both ends count."""

    field: Written
    low: Written
    high: Written


@dataclass(frozen=True, slots=True)
class Blank:
    """`field is blank`, or `is known` where it is negated."""

    field: Written
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Age:
    """`field older than`, `within` (looking back, today included) or `within next` (looking ahead) a span of time."""

    field: Written
    kind: Literal["older", "within", "next"]
    count: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Not:
    """What does not meet a filter."""

    part: "Filter"


@dataclass(frozen=True, slots=True)
class Every:
    """What meets all of two or more filters: `and`."""

    parts: tuple["Filter", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """What meets one of two or more filters: `or`."""

    parts: tuple["Filter", ...]


Leaf = Compare | Among | Between | Blank | Age
Filter = Leaf | Not | Every | Some


def leaves(filter: Filter) -> Iterator[Leaf]:
    """The comparisons of a filter, in order."""
    match filter:
        case Not():
            yield from leaves(filter.part)
        case Every() | Some():
            for part in filter.parts:
                yield from leaves(part)
        case _:
            yield filter


def format_filter(filter: Filter) -> str:
    """The filter's text in English keywords; `parse_filter` reads it back as the same filter.

    >>> format_filter(Not(Among(Written("stage"), (Written("Won"), Written("Lost and gone")))))
    'not stage in (Won, "Lost and gone")'
    """
    match filter:
        case Not():
            return f"not {_bracketed(filter.part)}"
        case Every():
            return " and ".join(_bracketed(part) for part in filter.parts)
        case Some():
            return " or ".join(
                f"({format_filter(it)})" if isinstance(it, Some) else format_filter(it) for it in filter.parts
            )
        case _:
            return _leaf_text(filter)


def _bracketed(filter: Filter) -> str:
    text = format_filter(filter)
    return f"({text})" if isinstance(filter, Every | Some) else text


def _leaf_text(leaf: Leaf) -> str:
    name = quoted(leaf.field.text)
    match leaf:
        case Compare():
            return f"{name} {leaf.operator} {quoted(leaf.value.text)}"
        case Among():
            values = ", ".join(quoted(value.text) for value in leaf.values)
            return f"{name} {'not in' if leaf.negated else 'in'} ({values})"
        case Between():
            return f"{name} between {quoted(leaf.low.text)} and {quoted(leaf.high.text)}"
        case Blank():
            return f"{name} is {'known' if leaf.negated else 'blank'}"
        case Age():
            words = {"older": "older than", "within": "within", "next": "within next"}[leaf.kind]
            return f"{name} {words} {leaf.count} {leaf.unit}"


def quoted(text: str) -> str:
    """A field or value as it is written in a filter: in quotation marks where it could be read otherwise.

    >>> quoted("Target but not now"), quoted("Trade fair"), quoted('the "Big" one')
    ('"Target but not now"', 'Trade fair', '"the ""Big"" one"')
    """
    plain = "".join(character * 2 if character in '"“”„＂' else character for character in text)
    return text if _is_plain(text) else f'"{plain}"'


def _is_plain(text: str) -> bool:
    """Whether the text without quotation marks is read as itself."""
    if not text or text != " ".join(text.split()) or any(mark in text for mark in "\"'“”„＂‘’＇「」『』"):
        return False
    tokens = tokens_of(f"{text} (")[:-2]
    words = [token.text for token in tokens]
    return (
        all(token.kind == "word" for token in tokens)
        and " ".join(words) == text
        and not any(token.folded in RESERVED or fold(token.text) in RESERVED for token in tokens)
    )
