"""A text for people: a title, what it says in all, a table, and a part for each thing; for sheets and Markdown."""

from dataclasses import dataclass

from xltags.core.values import Value

Fact = tuple[str, str]  # a label and a text


@dataclass(frozen=True, slots=True)
class Part:
    """One thing of a brief, such as a customer: its heading and what is to be known of it. No fact is left out: where
    there is nothing, its text says so."""

    heading: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief. `rows` are one for each part, in its order, under `header`."""

    title: str
    facts: tuple[Fact, ...]
    header: tuple[str, ...]
    rows: tuple[tuple[Value | None, ...], ...]
    parts: tuple[Part, ...]
