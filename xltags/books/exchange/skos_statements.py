"""A SKOS vocabulary as statements that are taken out one after the other, so that what nobody read can be kept."""

from typing import TYPE_CHECKING

from xltags.core.finding import Language

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Literal as Text
    from rdflib.term import Node, URIRef


class Statements:
    """A graph from which statements are taken; what nobody took is left in `graph`."""

    def __init__(self, graph: "Graph") -> None:
        self.graph = graph

    def take(self, subject: "Node", predicate: "Node", value: "Node") -> bool:
        """Take a statement out; says whether it was there."""
        known = (subject, predicate, value) in self.graph
        self.graph.remove((subject, predicate, value))
        return known

    def text(self, uri: "URIRef", predicate: "URIRef") -> str:
        """The one text of a property, taken out; of several the first, the others stay."""
        found = sorted(self.graph.objects(uri, predicate), key=str)
        if found:
            self.take(uri, predicate, found[0])
        return str(found[0]).strip() if found else ""

    def label(self, uri: "URIRef", language: str) -> str:
        """The preferred label in a language ("" is none), taken out; empty where there is none."""
        from rdflib.namespace import SKOS
        from rdflib.term import Literal as Text

        for label in sorted(self.graph.objects(uri, SKOS.prefLabel), key=str):
            if isinstance(label, Text) and (label.language or "") == language and str(label).strip():
                self.take(uri, SKOS.prefLabel, label)
                return str(label)
        return ""

    def any_label(self, uri: "URIRef") -> "Text | None":
        """The first preferred label by language, then text, taken out; None where there is none."""
        from rdflib.namespace import SKOS
        from rdflib.term import Literal as Text

        labels = [it for it in self.graph.objects(uri, SKOS.prefLabel) if isinstance(it, Text) and str(it).strip()]
        if not labels:
            return None
        label = min(labels, key=lambda it: (it.language or "", str(it)))
        self.take(uri, SKOS.prefLabel, label)
        return label

    def definition(self, uri: "URIRef", language: Language) -> str:
        """The definition in a language, taken out; empty where there is none."""
        from rdflib.namespace import SKOS

        for text in sorted(self.graph.objects(uri, SKOS.definition), key=str):
            if getattr(text, "language", None) == language:
                self.take(uri, SKOS.definition, text)
                return str(text)
        return ""

    def synonyms(self, uri: "URIRef") -> list[str]:
        """The alternative labels, each text once, taken out; sorted."""
        from rdflib.namespace import SKOS

        labels = sorted(self.graph.objects(uri, SKOS.altLabel), key=str)
        for label in labels:
            self.take(uri, SKOS.altLabel, label)
        return list(dict.fromkeys(str(label).strip() for label in labels))

    def rest_of(self, uri: "URIRef") -> str:
        """What is left about one thing, taken out, as N-Triples, one statement a line, sorted."""
        from rdflib import Graph

        rest = Graph(bind_namespaces="none")
        for statement in list(self.graph.triples((uri, None, None))):
            rest.add(statement)
            self.graph.remove(statement)
        return _lines(rest)

    def rest(self) -> str:
        """All that is left, as `rest_of`."""
        return _lines(self.graph)


def _lines(graph: "Graph") -> str:
    """A graph as N-Triples, one statement a line, sorted."""
    lines = graph.serialize(format="nt").splitlines()
    return "\n".join(sorted(line for line in lines if line.strip()))
