"""What may be entered into each column: drop-downs from the taxonomy, unique ids, dates, numbers, and what is said."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from xltags.books.entry import LITERAL_LIMIT, OWN_CELL, PLAIN_NAME, TEXT_LIMIT, TITLE_LIMIT, EntryRule, shortened
from xltags.books.list_sources import (
    LIST_NEEDS,
    group_list,
    group_range,
    list_name,
    list_of_group_in,
    list_of_indicator_in,
    lower_list,
    narrowing_list,
)
from xltags.books.sheets import CUSTOMERS
from xltags.books.template_lists import OUT_OF_USE
from xltags.core.finding import Language
from xltags.core.shipped_rows import shipped_rows
from xltags.core.spec import ColumnSpec
from xltags.core.table import Table
from xltags.core.taxonomy import TagGroup, Taxonomy

FIRST_DATE = "DATE(1990,1,1)"
LAST_DATE = "DATE(2100,12,31)"
LAST_ROW = 1_048_576
Words = Mapping[str, str]
# Columns outside of `Customers` whose cells hold tags of a group; other texts are taken there too, after a question.
TAGS_OF = {
    ("Contacts", "position"): "position",
    (CUSTOMERS, "lost_stage"): "stage",
    ("Spend", "source"): "source",
    ("Demands", "product_area"): "product_interest",
}
TAGS_OF_ROW = {("Strategy", "tag"), ("FollowUps", "from_tag"), ("FollowUps", "to_tag")}  # the group stands beside
REFERENCES = {
    "TagGroups.group": "lst_groups",
    "Indicators.indicator": "lst_indicators",
    "Owners.person": "lst_people",
    "Customers.customer_id": "lst_customers",
}
UNIQUE = {
    (CUSTOMERS, "customer_id"), ("TagGroups", "group"), ("Tags", "tag_id"), ("Indicators", "indicator"),
    ("Segments", "segment"), ("IcpVersions", "version"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class GroupGuide:
    """What a drop-down says of a group: its tags with their definitions, and how they stand to one another.

    `upper` is the group of the tags' parents, "" where they have none; the group itself where it has levels.
    `upper_label` is what the column of that group is called.
    """

    group: str
    many: bool = False
    required: bool = False
    upper: str = ""
    upper_label: str = ""
    tags: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a column stands: its table, the letters of the table's columns by id, the groups in use, the wording."""

    table: str
    letters: Mapping[str, str]
    language: Language
    words: Words
    groups: Mapping[str, GroupGuide] = field(default_factory=dict)
    first_row: int = 2

    def cell(self, column_id: str) -> str:
        """The cell of a column in the first data row, as rules of whole columns name it."""
        return f"${self.letters[column_id]}{self.first_row}" if column_id in self.letters else ""


def words_in(language: Language) -> dict[str, str]:
    """The wording of new workbooks in a language."""
    return {row["key"]: row[language] for row in shipped_rows("start.csv")}


def column_entry(column: ColumnSpec, around: Surroundings) -> EntryRule | None:
    """The rule of a column with its message; None where anything goes and there is nothing to say."""
    if column.filled_by == "xltags":
        return None
    words = around.words
    if column.kind == "tag":
        guide = around.groups.get(column.id) or GroupGuide(column.id, required=column.required)
        made = tag_entry(guide, around, cell=around.cell(column.id))
        return replace(made, title=shortened(column.header(around.language), TITLE_LIMIT))
    made = _plain_entry(column, around)
    message = column.notes.get(around.language, "")
    if column.required and message:
        message = f"{message} {words['entry_required']}"
    if made.kind == "any" and not message:
        return None
    return replace(
        made,
        title=shortened(column.header(around.language), TITLE_LIMIT),
        message=shortened(message, TEXT_LIMIT),
        error_title=shortened(words["wrong_entry"], TITLE_LIMIT) if made.kind != "any" else "",
        error=shortened(made.error, TEXT_LIMIT),
    )


def tag_entry(guide: GroupGuide, around: Surroundings, *, cell: str) -> EntryRule:
    """The rule of cells that hold tags of a group. `cell` is the first of them."""
    words = around.words
    parent = around.cell(guide.upper) if guide.upper and guide.upper != guide.group else ""
    hints = [words["entry_required"]] if guide.required else []
    refusal = "none" if guide.many else "stop"
    source = group_list(guide.group)
    if guide.many:
        hints.append(words["several"])
    elif parent:
        hints.append(words["first_upper"].format(upper=guide.upper_label or guide.upper))
        source, refusal = lower_list(guide.group, parent), "warning"
    elif guide.upper == guide.group and cell:
        hints.append(words["narrow"])
        source, refusal = narrowing_list(guide.group, cell), "warning"
    told = "; ".join(f"{label}: {text.rstrip('.。')}" if text else label for label, text in guide.tags)
    message = " ".join(filter(None, [*hints, told or words["entry_tag"]]))
    plain = PLAIN_NAME.fullmatch(guide.group) is not None
    return EntryRule(
        message=shortened(message, TEXT_LIMIT),
        kind="list",
        formula=source,
        refusal=refusal,  # type: ignore[arg-type]  # one of the three
        error_title=shortened(words["not_in_list_title"], TITLE_LIMIT),
        error=shortened(words["not_in_list"], TEXT_LIMIT),
        needs=LIST_NEEDS,
        names={list_name(guide.group): group_range(guide.group)} if plain else {},
    )


def group_entry(guide: GroupGuide, header: str, customers: Table, language: Language) -> EntryRule:
    """The rule of a tag group's column that a table of customers gets."""
    letters = {id: column.letter for id, column in customers.columns.items()}
    around = Surroundings(CUSTOMERS, letters, language, words_in(language), first_row=customers.header_row + 1)
    return replace(tag_entry(guide, around, cell=OWN_CELL), title=shortened(header, TITLE_LIMIT))


def guide_of(taxonomy: Taxonomy, group_id: str, language: Language) -> GroupGuide:
    """What a drop-down says of a group of a taxonomy."""
    group = taxonomy.group(group_id) or TagGroup(group=group_id)
    tags = taxonomy.tags_of(group_id)
    uppers = Counter(parent.group for tag in tags if (parent := taxonomy.parent_of(tag)) is not None)
    upper = next((name for name, _ in uppers.most_common(1)), "")
    above = taxonomy.group(upper)
    told = tuple((tag.tag, tag.definition) for tag in tags if tag.status not in OUT_OF_USE)
    label = above.label(language) if above is not None else ""
    return GroupGuide(group_id, group.many, group.required, upper, label, told)


def _plain_entry(column: ColumnSpec, around: Surroundings) -> EntryRule:
    words, place = around.words, (around.table, column.id)
    group = around.groups.get(TAGS_OF.get(place, ""))
    if group is not None:
        made = tag_entry(replace(group, required=False), around, cell=around.cell(column.id))
        return EntryRule(kind="list", formula=made.formula, refusal="warning", error=words["not_in_list"])
    if place in TAGS_OF_ROW and "group" in around.letters:
        source = list_of_group_in(around.cell("group"))
        return EntryRule(kind="list", formula=source, refusal="warning", error=words["not_in_list"])
    if place == ("Bands", "tag"):
        return EntryRule(kind="list", formula=list_of_indicator_in(around.cell("indicator")), refusal="none")
    if place == ("Indicators", "field"):
        return EntryRule(kind="list", formula="tag_fields", refusal="warning", error=words["not_a_field"])
    if place in (("Tags", "parent"), ("Tags", "replaced_by")):
        return EntryRule(kind="list", formula="tag_ids", refusal="warning", error=words["not_an_id"])
    if place in UNIQUE:
        return EntryRule(kind="custom", formula=unique(around.letters[column.id]), error=words["not_unique"])
    if column.choices:
        return choice_entry(column, around)
    if column.refers_to in REFERENCES:
        refusal = "none" if column.refers_to == "Owners.person" else "warning"
        return EntryRule(kind="list", formula=REFERENCES[column.refers_to], refusal=refusal, error=words["not_known"])  # type: ignore[arg-type]  # one of the three
    return _value_entry(column, around)


def choice_entry(column: ColumnSpec, around: Surroundings) -> EntryRule:
    """A list of choices that stands in the rule; nothing is refused where a cell may hold several of them."""
    labels = tuple(choice.labels[around.language] for choice in column.choices)
    if len(",".join(labels)) > LITERAL_LIMIT or any("," in label for label in labels):
        return EntryRule()
    refusal = "none" if column.kind == "choices" else "stop"
    return EntryRule(kind="list", choices=labels, refusal=refusal, error=around.words["not_a_choice"])  # type: ignore[arg-type]  # one of the three


def _value_entry(column: ColumnSpec, around: Surroundings) -> EntryRule:
    words, cell = around.words, around.cell(column.id)
    if column.kind == "date":
        return EntryRule(kind="date", formula=FIRST_DATE, most=LAST_DATE, error=words["not_a_date"])
    if column.kind == "month":
        error = words["not_a_month"]
        return EntryRule(kind="date", formula=FIRST_DATE, most=LAST_DATE, refusal="warning", error=error)
    if column.kind == "period":
        return EntryRule(kind="custom", formula=period(cell), refusal="warning", error=words["not_a_period"])
    if column.kind == "share":
        return EntryRule(kind="decimal", formula="0", most="1", error=words["not_a_share"])
    if column.kind == "number" and column.id == "step":
        return EntryRule(kind="whole", formula="1", most="3", error=words["not_a_step"])
    if column.kind == "number" and column.id in ("points", "order"):
        return EntryRule(kind="decimal", formula="-1000000", most="1000000", error=words["not_any_number"])
    if column.kind == "number" and column.format == "integer":
        return EntryRule(kind="whole", formula="0", error=words["not_whole"])
    if column.kind == "number":
        return EntryRule(kind="decimal", formula="0", error=words["not_a_number"])
    return EntryRule()


def unique(letter: str) -> str:
    """Whether the text of a cell stands in no other cell of its column; a number is not the text of the same digits.

    >>> unique("A")
    'AND(ISNA(MATCH(A2,A$1:A1,0)),ISNA(MATCH(A2,A3:A$1048576,0)))'
    """
    return f"AND(ISNA(MATCH({letter}2,{letter}$1:{letter}1,0)),ISNA(MATCH({letter}2,{letter}3:{letter}${LAST_ROW},0)))"


def period(cell: str) -> str:
    """Whether a cell holds a year or a quarter: 2026 or 2026-Q3."""
    year = f"ISNUMBER(-LEFT({cell},4))"
    return f'AND({year},OR(LEN({cell})=4,AND(LEN({cell})=7,MID({cell},5,2)="-Q",ISNUMBER(FIND(RIGHT({cell}),"1234")))))'
