"""SKOS vocabularies as text: Turtle and JSON-LD, read without the network and written the same way each time."""

import json
from typing import TYPE_CHECKING, Literal, TypeAlias

from xltags.books.exchange.tag_set import Json
from xltags.core.errors import XltagsError

if TYPE_CHECKING:
    from rdflib import Graph

VOCABULARY = "urn:xltags:vocabulary:"
Syntax: TypeAlias = Literal["turtle", "json-ld"]
SKOS_FORMATS: dict[str, Syntax] = {"turtle": "turtle", "json-ld": "json-ld"}
_CONTEXT = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xltags": VOCABULARY,
}


def serialise(graph: "Graph", syntax: Syntax) -> str:
    """A graph as text that ends with one line end."""
    if syntax == "turtle":
        return graph.serialize(format="turtle").strip() + "\n"
    text = graph.serialize(format="json-ld", context=_CONTEXT, sort_keys=True)
    return json.dumps(_in_order(json.loads(text)), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _in_order(value: Json) -> Json:
    """Arrays of a graph are sets, so they are sorted; those of an RDF list keep their order."""
    if isinstance(value, dict):
        return {key: _whole(part) if key == "@list" else _in_order(part) for key, part in value.items()}
    if isinstance(value, list):
        return sorted(map(_in_order, value), key=lambda part: json.dumps(part, sort_keys=True))
    return value


def _whole(value: Json) -> Json:
    return [_in_order(part) for part in value] if isinstance(value, list) else value


def parse(text: str, *, syntax: Syntax, name: str) -> "Graph":
    """The graph of a text.

    Raises:
        XltagsError: EXC002 it cannot be read, or wants something from the network.
    """
    from rdflib import Graph

    if syntax == "json-ld":
        _require_local(text, name)
    graph = Graph(bind_namespaces="none")
    try:
        graph.parse(data=text, format=syntax)
    except RecursionError as error:
        raise XltagsError(f"{name}: is nested too deeply to be read", code="EXC002") from error
    except Exception as error:  # the parsers of rdflib raise whatever they meet; each means that the text is at fault
        raise XltagsError(
            f"{name}: is no {_NAMES[syntax]}: {' '.join(str(error).split())[:200]}", code="EXC002"
        ) from error
    return graph


_NAMES = {"turtle": "Turtle", "json-ld": "JSON-LD"}


def _require_local(text: str, name: str) -> None:
    """A context by address would be fetched; xltags works offline."""
    try:
        open_parts: list[Json] = [json.loads(text)]
    except (ValueError, RecursionError) as error:
        raise XltagsError(f"{name}: is no JSON ({str(error).partition(chr(10))[0]})", code="EXC002") from error
    while open_parts:
        part = open_parts.pop()
        if isinstance(part, list):
            open_parts += part
        elif isinstance(part, dict):
            contexts = part.get("@context", [])
            listed = contexts if isinstance(contexts, list) else [contexts]
            if "@import" in part or any(isinstance(context, str) for context in listed):
                raise XltagsError(
                    f"{name}: takes its context from the network, and xltags works offline; save it as Turtle, or put "
                    "the context itself into the file",
                    code="EXC002",
                )
            open_parts += part.values()
