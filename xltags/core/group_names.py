"""Tag groups by what people call them."""

from xltags.core.finding import LANGUAGES, Language
from xltags.core.once import once
from xltags.core.taxonomy import TagGroup, Taxonomy
from xltags.core.text import fold

MDR = "mdr"
INVALID_REASON = "invalid_reason"
SOURCE = "source"


def group_labels(group: TagGroup) -> dict[Language, str]:
    """The group's name in each language, for a message."""
    return {language: group.label(language) for language in LANGUAGES}


def group_named(taxonomy: Taxonomy, text: str) -> TagGroup | None:
    """The group that a cell means: its id, or its label in any language; None where none or two are meant.

    >>> taxonomy = Taxonomy(groups=(TagGroup(group="industry", label_zh="行业"),))
    >>> group_named(taxonomy, "Industry").group, group_named(taxonomy, "行业").group
    ('industry', 'industry')
    """
    exact = taxonomy.group(text)
    if exact is not None:
        return exact
    found = _names(taxonomy).get(fold(text), ())
    return taxonomy.group(found[0]) if len(found) == 1 else None


@once
def _names(taxonomy: Taxonomy) -> dict[str, tuple[str, ...]]:
    """Group ids by folded name; a group's id outranks another's label."""
    groups = [(it.group, it.label_en, it.label_zh, it.label_vi) for it in taxonomy.groups]
    ids = {fold(names[0]): (names[0],) for names in reversed(groups)}
    labels: dict[str, tuple[str, ...]] = {}
    for id, *others in groups:
        for label in {fold(other) for other in others if other}:
            labels[label] = tuple(dict.fromkeys((*labels.get(label, ()), id)))
    return {**labels, **ids}
