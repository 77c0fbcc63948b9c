"""Reading a SKOS vocabulary: concept schemes as tag groups, concepts as tags; what is left over is kept."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import unquote

from xltags.books.exchange.skos import FORMAT, GRAPH, LANGUAGES, preferred_labels
from xltags.books.exchange.skos_statements import Statements
from xltags.books.exchange.skos_text import VOCABULARY, Syntax, parse
from xltags.books.exchange.tag_set import Entry, Json, TableId, TagSet, columns_of, value_of
from xltags.books.importing.tags import slug
from xltags.core.errors import XltagsError
from xltags.core.finding import Language
from xltags.core.text import split_values
from xltags.core.values import Value

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import URIRef


def from_skos(text: str, *, syntax: Syntax, language: Language, name: str) -> TagSet:
    """The groups and tags of a vocabulary.

    Args:
        language: that of the labels in the workbook's cells; a concept without such a label gives its English one, else
            any.
        name: the file, for messages.

    Raises:
        XltagsError: EXC002 it cannot be read, a concept is in no scheme or has no label.
    """
    from rdflib.namespace import RDF, SKOS

    graph = parse(text, syntax=syntax, name=name)
    vocabulary = _Vocabulary(graph, language, name)
    scheme_uris = _named(graph, RDF.type, SKOS.ConceptScheme)
    concept_uris = _named(graph, RDF.type, SKOS.Concept)
    if not scheme_uris:
        raise XltagsError(f"{name}: holds no skos:ConceptScheme, so there is no group to take", code="EXC002")
    schemes = {uri: vocabulary.scheme(uri) for uri in scheme_uris}
    ids = {uri: values["group"] for uri, (_, values) in schemes.items()}
    concepts = {uri: vocabulary.concept(uri, ids) for uri in concept_uris}
    tags_by_uri = {uri: Entry(values) for uri, (_, values) in concepts.items()}
    for uri, (_, values) in concepts.items():
        vocabulary.relate(uri, values, tags_by_uri)
    groups = [vocabulary.entry(uri, values) for uri, (_, values) in sorted(schemes.items(), key=_by_place)]
    tags = [vocabulary.entry(uri, values) for uri, (_, values) in sorted(concepts.items(), key=_by_place)]
    rest = vocabulary.said.rest()
    if rest:
        first = groups[0]
        groups[0] = Entry(first.values, {**first.kept, GRAPH: {"statements": rest}})
    return TagSet(tuple(groups), tuple(tags), language)


def _by_place(item: "tuple[URIRef, tuple[float, dict[str, Value]]]") -> tuple[float, str]:
    return item[1][0], str(item[0])


def _named(graph: "Graph", predicate: "URIRef", kind: "URIRef") -> "list[URIRef]":
    from rdflib.term import URIRef

    return sorted(subject for subject in graph.subjects(predicate, kind) if isinstance(subject, URIRef))


class _Vocabulary:
    """Makes groups and tags of what a graph says; what is no cell of theirs is left in `said`."""

    def __init__(self, graph: "Graph", language: Language, name: str) -> None:
        self.said = Statements(graph)
        self.language = language
        self.name = name
        self.spoken: dict[URIRef, str] = {}

    def scheme(self, uri: "URIRef") -> tuple[float, dict[str, Value]]:
        """Place and cells of the group that a scheme is."""
        from rdflib.namespace import RDF, SKOS

        self.said.take(uri, RDF.type, SKOS.ConceptScheme)
        labels = self._group_labels(uri)
        id = self.said.text(uri, SKOS.notation) or slug(next(iter(labels.values())))
        place, values = self._own(uri, "TagGroups")
        values["group"] = id
        values |= {f"label_{language}": label for language, label in labels.items()}
        return place, values

    def concept(self, uri: "URIRef", groups: "Mapping[URIRef, Value]") -> tuple[float, dict[str, Value]]:
        """Place and cells of the tag that a concept is, but for parent and successor."""
        from rdflib.namespace import OWL, RDF, SKOS
        from rdflib.term import Literal as Text

        self.said.take(uri, RDF.type, SKOS.Concept)
        place, values = self._own(uri, "Tags")
        scheme = next((each for each in sorted(groups) if self.said.take(uri, SKOS.inScheme, each)), None)
        top = next((each for each in sorted(groups) if self.said.take(uri, SKOS.topConceptOf, each)), None)
        top = top or next((each for each in sorted(groups) if (each, SKOS.hasTopConcept, uri) in self.said.graph), None)
        if scheme is None and top is None:
            raise XltagsError(f"{self.name}: {uri} is in no concept scheme; give it skos:inScheme", code="EXC002")
        home = scheme or top
        assert home is not None
        self.said.take(home, SKOS.hasTopConcept, uri)
        values["group"] = groups[home]
        values["tag_id"] = self.said.text(uri, SKOS.notation) or _last_part(uri)
        spoken = self._take_labels(uri, values)
        if spoken != self.language:
            self.spoken[uri] = spoken
        self._take_synonyms(uri, values)
        definition = self.said.definition(uri, self.language)
        if definition:
            values["definition"] = definition
        if self.said.take(uri, OWL.deprecated, Text(True)):
            values["status"] = "retired"
        return place, values

    def relate(self, uri: "URIRef", values: dict[str, Value], tags: "Mapping[URIRef, Entry]") -> None:
        """Put in parent and successor. A cell that already names that tag, by id or label, stays as it is."""
        from rdflib.namespace import DCTERMS, SKOS

        for column, predicate, inverse in (
            ("parent", SKOS.broader, SKOS.narrower),
            ("replaced_by", DCTERMS.isReplacedBy, DCTERMS.replaces),
        ):
            wider = set(self.said.graph.objects(uri, predicate)) or set(self.said.graph.subjects(inverse, uri))
            found = sorted(other for other in tags if other in wider)
            text = str(values.get(column, ""))
            if found:
                self.said.take(uri, predicate, found[0])
                self.said.take(found[0], inverse, uri)
                other = tags[found[0]]
                if text not in (other.text("tag_id"), other.text("tag")):
                    values[column] = other.text("tag_id")
            elif any(text in (other.text("tag_id"), other.text("tag")) for other in tags.values()):
                values.pop(column, None)  # another program took the relation out

    def entry(self, uri: "URIRef", values: dict[str, Value]) -> Entry:
        """The entry with what is still said of it."""
        statements = self.said.rest_of(uri)
        own = str(uri).startswith("urn:xltags:")
        kept: dict[str, Json] = {} if own else {"uri": str(uri)}
        if statements:
            kept["statements"] = statements
        if uri in self.spoken:
            kept["label_language"] = self.spoken[uri]
        return Entry(values, {FORMAT: kept} if kept else {})

    def _own(self, uri: "URIRef", table_id: TableId) -> tuple[float, dict[str, Value]]:
        from rdflib.term import URIRef

        place = self.said.text(uri, URIRef(f"{VOCABULARY}place"))
        values: dict[str, Value] = {}
        for spec in columns_of(table_id):
            text = self.said.text(uri, URIRef(f"{VOCABULARY}{spec.id}"))
            value = value_of(text, spec, f"{self.name}: {uri}")
            if value is not None:
                values[spec.id] = value
        return float(place) if place.isdigit() else float("inf"), values

    def _group_labels(self, uri: "URIRef") -> dict[Language, str]:
        """The preferred labels of a scheme by language; one without a language counts as the workbook's."""
        from rdflib.namespace import SKOS

        found: dict[Language, str] = {}
        for language in LANGUAGES:
            label = self.said.label(uri, language) or (self.said.label(uri, "") if language == self.language else "")
            if label:
                found[language] = label
        return found or {self.language: self.said.text(uri, SKOS.prefLabel) or _last_part(uri)}

    def _take_labels(self, uri: "URIRef", values: dict[str, Value]) -> str:
        """Put in the labels; says in which language the label in the cell is where that is not the workbook's."""
        before = preferred_labels(Entry(values), self.language) if "tag" in values else {}
        labels = {language: self.said.label(uri, language) for language in (self.language, "zh", "vi")}
        for language, label in labels.items():
            if label and label != before.get(language):
                column = (
                    language
                    if language in ("zh", "vi") and (language != self.language or language in values)
                    else "tag"
                )
                values[column] = label
        if "tag" in values:
            return self.language
        known: dict[str, str] = {str(each): label for each, label in labels.items()}
        for tongue in ("", "en", "zh", "vi"):
            text = known.get(tongue) or self.said.label(uri, tongue)
            if text:
                values.pop(tongue, None)
                values["tag"] = text
                return tongue
        other = self.said.any_label(uri)
        if other is None:
            raise XltagsError(f"{self.name}: {uri} has no skos:prefLabel", code="EXC002")
        values["tag"] = str(other)
        return other.language or ""

    def _take_synonyms(self, uri: "URIRef", values: dict[str, Value]) -> None:
        """The alternative labels, in the order of the workbook where xltags wrote them."""
        texts = self.said.synonyms(uri)
        before = values.pop("synonyms", "")
        known = split_values(str(before))
        if set(known) == set(texts) and before:
            values["synonyms"] = before
        elif texts:
            values["synonyms"] = "; ".join(
                [it for it in known if it in texts] + [it for it in texts if it not in known]
            )


def _last_part(uri: "URIRef") -> str:
    """The end of an address, as an id."""
    text = str(uri)
    for mark in ("#", "/", ":"):
        text = text.rstrip(mark).rpartition(mark)[2] if mark in text.rstrip(mark) else text
    return unquote(text)
