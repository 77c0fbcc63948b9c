"""Tag groups and tags as a SKOS vocabulary, in Turtle or JSON-LD.

A group is a concept scheme, a tag a concept of it. Labels bear their language, synonyms are alternative labels, parents
are broader concepts, `replaced_by` is dcterms:isReplacedBy, retired tags are owl:deprecated. The other columns are
properties of xltags' own vocabulary. Statements of others are kept and written again.

Source: SKOS Simple Knowledge Organization System Reference, W3C Recommendation 18 August 2009.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from xltags.books.exchange.skos_text import SKOS_FORMATS, VOCABULARY, serialise
from xltags.books.exchange.tag_set import Entry, TableId, TagSet, columns_of, plain_text
from xltags.core.finding import Language
from xltags.core.text import split_values

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import URIRef

FORMAT = "skos"
GRAPH = "skos_graph"
LANGUAGES: tuple[Language, ...] = ("en", "zh", "vi")
# Columns that have a property of SKOS or of Dublin Core; all others have one of xltags' own.
TAG_COLUMNS = frozenset({"group", "tag_id", "definition"})
GROUP_COLUMNS = frozenset({"group", *(f"label_{language}" for language in LANGUAGES)})


def to_skos(tag_set: TagSet, *, syntax: Literal["turtle", "json-ld"]) -> str:
    """The groups and tags as a SKOS vocabulary; the same workbook gives the same text."""
    from rdflib import Graph
    from rdflib.namespace import DCTERMS, OWL, SKOS

    graph = Graph(bind_namespaces="none")
    graph.bind("skos", SKOS)
    graph.bind("dcterms", DCTERMS)
    graph.bind("owl", OWL)
    graph.bind("xltags", VOCABULARY)
    schemes = {group.text("group"): _uri(group, "group", group.text("group")) for group in reversed(tag_set.groups)}
    for place, group in enumerate(tag_set.groups, start=1):
        _add_scheme(graph, schemes[group.text("group")], group, place)
    concepts = [
        _uri(tag, "tag", tag.text("tag_id") or f"{tag.text('group')}/{tag.text('tag')}") for tag in tag_set.tags
    ]
    named = _names(tag_set, concepts)
    for place, (tag, concept) in enumerate(zip(tag_set.tags, concepts, strict=True), start=1):
        _add_concept(graph, concept, tag, place, tag_set.language)
        _add_relations(graph, concept, tag, schemes.get(tag.text("group")), named)
    kept = [*_statements(tag_set.groups, GRAPH), *_statements((*tag_set.groups, *tag_set.tags), FORMAT)]
    if kept:
        graph.parse(data="\n".join(kept), format="nt")
    return serialise(graph, SKOS_FORMATS[syntax])


def _statements(entries: Iterable[Entry], format: str) -> list[str]:
    found = (entry.known_to(format).get("statements") for entry in entries)
    return [text for text in found if isinstance(text, str)]


def _uri(entry: Entry, kind: str, id: str) -> "URIRef":
    from rdflib.term import URIRef

    known = entry.known_to(FORMAT).get("uri")
    return URIRef(known if isinstance(known, str) and known else f"urn:xltags:{kind}:{quote(id, safe='._-/')}")


def _names(tag_set: TagSet, concepts: "Sequence[URIRef]") -> "dict[tuple[str, str], URIRef]":
    """The concept that a cell such as `parent` means: by ("", id), else by (group, label)."""
    found: dict[tuple[str, str], URIRef] = {}
    for tag, concept in zip(tag_set.tags, concepts, strict=True):
        for key in (("", tag.text("tag_id")), (tag.text("group"), tag.text("tag"))):
            if key[1]:
                found.setdefault(key, concept)
    return found


def _add_scheme(graph: "Graph", scheme: "URIRef", group: Entry, place: int) -> None:
    from rdflib.namespace import RDF, SKOS
    from rdflib.term import Literal as Text

    graph.add((scheme, RDF.type, SKOS.ConceptScheme))
    graph.add((scheme, SKOS.notation, Text(group.text("group"))))
    for language in LANGUAGES:
        if group.text(f"label_{language}"):
            graph.add((scheme, SKOS.prefLabel, Text(group.text(f"label_{language}"), lang=language)))
    _add_own(graph, scheme, group, "TagGroups", GROUP_COLUMNS, place)


def _add_own(
    graph: "Graph", subject: "URIRef", entry: Entry, table_id: TableId, without: frozenset[str], place: int
) -> None:
    """The place and the columns that only xltags has."""
    from rdflib.term import Literal as Text
    from rdflib.term import URIRef

    graph.add((subject, URIRef(f"{VOCABULARY}place"), Text(place)))
    for spec in columns_of(table_id):
        if spec.id in entry.values and spec.id not in without:
            graph.add((subject, URIRef(f"{VOCABULARY}{spec.id}"), Text(plain_text(entry.values[spec.id]))))


def preferred_labels(tag: Entry, language: str) -> dict[str, str]:
    """A tag's labels by language, one each; `language` is that of the label in the cell, "" where it has none."""
    labels = {language: tag.text("tag"), "zh": tag.text("zh"), "vi": tag.text("vi")}
    labels[language] = labels[language] or tag.text("tag")
    return {each: label for each, label in labels.items() if label}


def _add_concept(graph: "Graph", concept: "URIRef", tag: Entry, place: int, language: Language) -> None:
    from rdflib.namespace import OWL, RDF, SKOS
    from rdflib.term import Literal as Text

    graph.add((concept, RDF.type, SKOS.Concept))
    if tag.text("tag_id"):
        graph.add((concept, SKOS.notation, Text(tag.text("tag_id"))))
    spoken = str(tag.known_to(FORMAT).get("label_language", language))
    for each, label in preferred_labels(tag, spoken).items():
        graph.add((concept, SKOS.prefLabel, Text(label, lang=each or None)))
    for synonym in split_values(tag.text("synonyms")):
        graph.add((concept, SKOS.altLabel, Text(synonym)))
    if tag.text("definition"):
        graph.add((concept, SKOS.definition, Text(tag.text("definition"), lang=language)))
    if tag.text("status") == "retired":
        graph.add((concept, OWL.deprecated, Text(True)))
    _add_own(graph, concept, tag, "Tags", TAG_COLUMNS, place)


def _add_relations(
    graph: "Graph", concept: "URIRef", tag: Entry, scheme: "URIRef | None", named: "dict[tuple[str, str], URIRef]"
) -> None:
    from rdflib.namespace import DCTERMS, SKOS

    def other(column: str) -> "URIRef | None":
        text = tag.text(column)
        return named.get(("", text)) or named.get((tag.text("group"), text)) if text else None

    if scheme is not None:
        graph.add((concept, SKOS.inScheme, scheme))
    parent, successor = other("parent"), other("replaced_by")
    if parent is not None:
        graph.add((concept, SKOS.broader, parent))
        graph.add((parent, SKOS.narrower, concept))
    elif scheme is not None:
        graph.add((concept, SKOS.topConceptOf, scheme))
        graph.add((scheme, SKOS.hasTopConcept, concept))
    if successor is not None:
        graph.add((concept, DCTERMS.isReplacedBy, successor))
