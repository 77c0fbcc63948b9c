"""Tag groups, tags and every spelling of a tag, worked out by formulas from `Settings`, `TagGroups` and `Tags`."""

from xltags.formulas.grid import FIRST_ROW, Calc
from xltags.formulas.limits import CODE, GROUP_ROWS, GROUPS, LEVELS, SYNONYMS, TAGS
from xltags.formulas.wording import Tables, choice_texts, literal, one_of, quoted, separated, spread, value_at

_YES = ("yes", "y", "true", "1", "on", "是", "有", "có", "đúng", "x", "✓")
LABELS = ("tag", "zh", "vi")
SYNONYM_WIDTH = 200
SHARED = "0.25"  # the number of a spelling that two tags share: no tag, and as a code like an unknown text
FIRST_LABEL = GROUPS
FIRST_ID = FIRST_LABEL + len(LABELS) * TAGS
FIRST_SYNONYM = FIRST_ID + TAGS
SPELLINGS = FIRST_SYNONYM + SYNONYMS

GROUP_FIELDS = ("number", "id", "used", "slot", "many", "needed", "alias", "column")
SLOT_FIELDS = ("number", "prefix", "place", "row", "id", "many", "column", "needed", "rule_1", "rule_2", "rule_3")
TAG_FIELDS = (
    "number", "group", "label", "id", "slot", "living", "above_text", "own",
    *(f"above_{up}" for up in range(1, LEVELS + 1)),
    "deeper", "synonyms", "synonym_count", "synonym_start", "retired", "parent", "parent_slot", "pair",
    "merit_1", "merit_2", "merit_3", "cap_1", "cap_2", "cap_3", "effect_1", "effect_2", "effect_3", "points", "cap",
)  # fmt: skip


def declare_taxonomy(calc: Calc) -> None:
    """Declare the blocks of the taxonomy and the names over them."""
    calc.add("groups", GROUP_FIELDS, GROUP_ROWS)
    calc.add("slots", SLOT_FIELDS, GROUPS)
    calc.add("tags", TAG_FIELDS, TAGS)
    calc.add("spellings", ("tag", "key", "found", "first", "number"), SPELLINGS)
    calc.name("xl_places", "slots", "place")
    calc.name("xl_needed", "slots", "needed")
    calc.name("xl_slot_columns", "slots", "column")
    calc.name("xl_slot_many", "slots", "many")
    calc.name("xl_key", "spellings", "key")
    calc.name("xl_number", "spellings", "number")
    calc.name("xl_tag", "tags", "number")
    calc.name("xl_label", "tags", "label")
    calc.name("xl_retired", "tags", "retired")
    calc.name("xl_parent", "tags", "parent")
    calc.name("xl_parent_slot", "tags", "parent_slot")
    calc.name("xl_merit", "tags", "merit_1", "merit_3")
    calc.name("xl_hard_cap", "tags", "cap_1", "cap_3")
    calc.name("xl_effect", "tags", "effect_1", "effect_3")


def fill_taxonomy(calc: Calc, tables: Tables, header: str) -> None:
    """Fill the blocks; `header` is the reference of the headers of `Customers` that formulas may read."""
    for item in range(GROUP_ROWS):
        _group(calc, tables, header, item)
    for item in range(GROUPS):
        _slot(calc, item)
    for item in range(TAGS):
        calc.value("tags", "number", item, item + 1)
        calc.value("tags", "own", item, item + 1)
    for item in (0, 1):  # `fill_scorecard` has more about them, and fills down
        _tag(calc, tables, item)
        _ancestors(calc, item)
    _spellings(calc, tables)


def _group(calc: Calc, tables: Tables, header: str, item: int) -> None:
    groups = calc["groups"]
    row, id = groups.at("number", item), groups.at("id", item)
    calc.value("groups", "number", item, item + 1)
    calc.formula("groups", "id", item, tables.text("TagGroups", "group", row))
    status = one_of(tables.text("TagGroups", "status", row), ("", *choice_texts("group_status", "active")))
    earlier = f"SUMPRODUCT(--EXACT({groups.all('id', stop=item)},{id}))>0" if item else "FALSE"
    calc.formula("groups", "used", item, f'IF({id}="",0,IF({earlier},0,IF({status},1,0)))')
    used = groups.all("used", stop=item + 1)
    calc.formula("groups", "slot", item, f"IF({groups.at('used', item)}=1,SUM({used}),0)")
    many = one_of(tables.text("TagGroups", "values", row), choice_texts("values", "many"))
    calc.formula("groups", "many", item, f"IF({many},1,0)")
    needed = one_of(tables.text("TagGroups", "required", row), (*_YES, *choice_texts("yes_no", "yes")))
    step = f"INT(MAX(1,{tables.number('TagGroups', 'step', row, '1')}))"
    calc.formula("groups", "needed", item, f"IF({needed},IF({step}<=xl_step,1,0),0)")
    setting = f'MATCH("alias.Customers."&{id},{tables.column("Settings", "key")},0)'
    value = f'IFERROR(INDEX({tables.column("Settings", "value")},{setting})&"","")'
    calc.formula("groups", "alias", item, f'IF({id}="","",SUBSTITUTE({separated(value)},"; ",";"))')
    labels = [tables.text("TagGroups", f"label_{language}", row) for language in ("en", "zh", "vi")]
    found = [f"IFERROR(MATCH({literal(text)},{header},0),9999)" for text in (id, *labels)]
    alias = groups.at("alias", item)
    number = f"COLUMN({header})-MIN(COLUMN({header}))+1"
    listed = f'IF({alias}="",9999,MIN(IF(ISNUMBER(SEARCH(";"&{header}&";",";"&{alias}&";")),{number},9999)))'
    nearest = f"MIN({','.join(found)},{listed})"
    calc.array("groups", "column", item, f'IF({id}="",0,IF({nearest}=9999,0,{nearest}))')


def _slot(calc: Calc, item: int) -> None:
    slots, groups, number = calc["slots"], calc["groups"], item + 1
    row = slots.at("row", item)
    calc.value("slots", "number", item, number)
    calc.value("slots", "prefix", item, f"{number:02}|")
    calc.value("slots", "place", item, 1 + CODE * item)
    calc.formula("slots", "row", item, f"IFERROR(MATCH({number},{groups.all('slot')},0),0)")
    for name, empty in (("id", '""'), ("many", "0"), ("column", "0")):
        calc.formula("slots", name, item, f"IF({row}=0,{empty},INDEX({groups.all(name)},{row}))")
    needed = f"IF(INDEX({groups.all('column')},{row})=0,0,INDEX({groups.all('needed')},{row}))"
    calc.formula("slots", "needed", item, f"IF({row}=0,0,{needed})")
    indicators = calc["indicators"]
    for order in (1, 2, 3):
        match = f"({indicators.all('field')}={number})*({indicators.all('order')}={order})*{indicators.all('number')}"
        calc.formula("slots", f"rule_{order}", item, f"SUMPRODUCT({match})")


def _tag(calc: Calc, tables: Tables, item: int) -> None:
    tags, slots = calc["tags"], calc["slots"]
    row, group, label, slot = (tags.at(name, item) for name in ("number", "group", "label", "slot"))
    calc.formula("tags", "group", item, tables.text("Tags", "group", row))
    calc.formula("tags", "label", item, tables.text("Tags", "tag", row))
    own = tables.text("Tags", "tag_id", row)
    calc.formula("tags", "id", item, f'IF({group}&{label}="","",IF({own}="",{group}&":"&{label},{own}))')
    places = f"SUMPRODUCT(EXACT({slots.all('id')},{group})*{slots.all('number')})"
    calc.formula("tags", "slot", item, f'IF({label}="",0,{places})')
    retired = one_of(tables.text("Tags", "status", row), choice_texts("tag_status", "retired"))
    calc.formula("tags", "living", item, f"IF({slot}=0,0,IF({retired},0,1))")
    living = tags.at("living", item)
    calc.formula("tags", "retired", item, f'IF(AND({slot}>0,{living}=0),"T"&TEXT({row},"0000"),"")')
    synonyms = tags.at("synonyms", item)
    listed = separated(tables.text("Tags", "synonyms", row))
    calc.formula("tags", "synonyms", item, f'IF({slot}=0,"",{listed})')
    signs = f'LEN({synonyms})-LEN(SUBSTITUTE({synonyms},";",""))+1'
    calc.formula("tags", "synonym_count", item, f'IF({synonyms}="",0,{signs})')
    before = f"{tags.at('synonym_start', item - 1)}+{tags.at('synonym_count', item - 1)}" if item else "0"
    calc.formula("tags", "synonym_start", item, before)
    above = tables.text("Tags", "parent", row)
    calc.formula("tags", "above_text", item, f'IF({label}="","",{above})')


def _ancestors(calc: Calc, item: int) -> None:
    """The tags above a tag, nearest first, as their numbers, 0 for none; as `Taxonomy.refer` finds them."""
    tags = calc["tags"]
    text, group = tags.at("above_text", item), tags.at("group", item)
    by_id = f"MATCH({literal(text)},{tags.all('id')},0)"
    exactly = f"IFERROR(IF(EXACT(INDEX({tags.all('id')},{by_id}),{text}),{by_id},0),0)"
    named = f"EXACT({tags.all('label')},{text})"
    inside = f"{named}*EXACT({tags.all('group')},{group})"
    first_inside = f"MIN(IF({inside}=1,{tags.all('number')}))"
    anywhere = f"IF(SUM({named}*1)=1,SUM({named}*{tags.all('number')}),0)"
    found = f"IF({exactly}>0,{exactly},IF(SUM({inside})>0,{first_inside},{anywhere}))"
    calc.array("tags", "above_1", item, f'IF({text}="",0,{found})')
    for up in range(2, LEVELS + 1):
        below = tags.at(f"above_{up - 1}", item)
        calc.formula("tags", f"above_{up}", item, f"IF({below}=0,0,INDEX({tags.all('above_1')},{below}))")
    last, line = tags.at(f"above_{LEVELS}", item), f"{tags.at('own', item)}:{tags.at(f'above_{LEVELS}', item)}"
    beyond = f"INDEX({tags.all('above_1')},{last})"
    calc.formula("tags", "deeper", item, f"IF({last}=0,0,IF({beyond}=0,0,IF(COUNTIF({line},{beyond})=0,1,0)))")
    parent, slot = tags.at("above_1", item), tags.at("slot", item)
    other = f"INDEX({tags.all('slot')},{parent})"
    crosses = f"IF({parent}=0,0,IF({slot}=0,0,IF({other}={slot},0,{other})))"
    calc.formula("tags", "parent_slot", item, crosses)
    across = tags.at("parent_slot", item)
    calc.formula("tags", "parent", item, f"IF({across}=0,0,{parent})")
    calc.formula("tags", "pair", item, f"IF({across}=0,0,{slot}*100+{across})")


def _spellings(calc: Calc, tables: Tables) -> None:
    """One row a spelling: blank cells, labels, labels in other languages, ids, synonyms; the first of equals decides.

    A spelling that two tags share at one rank stands for neither.
    """
    tags, slots = calc["tags"], calc["slots"]
    for item in range(GROUPS):
        calc.value("spellings", "tag", item, 0)
        calc.formula("spellings", "key", item, slots.at("prefix", item))
        calc.value("spellings", "number", item, -1)
    for place, column in enumerate(LABELS):
        row = FIRST_LABEL + TAGS * place
        number = calc["spellings"].at("tag", row)
        _spelled(calc, row, tags.at("label") if column == "tag" else tables.text("Tags", column, number))
    _spelled(calc, FIRST_ID, tags.at("id"))
    last = TAGS - 1
    total = f"{tags.fixed('synonym_start', last)}+{tags.fixed('synonym_count', last)}"
    number = f"(ROW()-{FIRST_ROW + FIRST_SYNONYM})"
    tag = calc["spellings"].at("tag", FIRST_SYNONYM)
    found = f'COUNTIF({tags.all("synonym_start")},"<="&{number})'
    calc.formula("spellings", "tag", FIRST_SYNONYM, f"IF({number}>={total},0,{found})")
    offset = f"({number}-INDEX({tags.all('synonym_start')},{tag}))"
    listed = spread(f"INDEX({tags.all('synonyms')},{tag})", SYNONYM_WIDTH)
    key = _key(f"INDEX({tags.all('slot')},{tag})", value_at(listed, offset, SYNONYM_WIDTH))
    calc.formula("spellings", "key", FIRST_SYNONYM, f'IF({tag}=0,"",{key})')
    _number(calc, FIRST_SYNONYM)
    calc.down("spellings", FIRST_SYNONYM, SPELLINGS)


def _spelled(calc: Calc, row: int, text: str) -> None:
    """The spellings of all tags by one of their columns; `row` and `text` are those of the first tag."""
    for item in range(TAGS):
        calc.value("spellings", "tag", row + item, item + 1)
    slot = calc["tags"].at("slot")
    calc.formula("spellings", "key", row, f'IF({slot}=0,"",{_key(slot, text)})')
    _number(calc, row)
    calc.down("spellings", row, row + TAGS)


def _key(slot: str, text: str) -> str:
    return f'IF({text}="","",TEXT({slot},"00")&"|"&{text})'


def _number(calc: Calc, row: int) -> None:
    """The tag of a spelling. `found` is the row where its text stands first, and so is `first`, negative where another
    tag of the same rank has it there."""
    spellings = calc["spellings"]
    key, tag, found, first = (spellings.at(name, row) for name in ("key", "tag", "found", "first"))
    start = max(start for start in (FIRST_LABEL, FIRST_ID, FIRST_SYNONYM) if start <= row)
    calc.formula("spellings", "found", row, f'IF({key}="",0,MATCH({literal(key)},{spellings.all("key")},0))')
    own = f"(ROW()-{FIRST_ROW - 1})"
    clashes = f"INDEX({spellings.all('tag')},{found})<>{tag}"
    calc.formula("spellings", "first", row, f"IF({found}>{start},IF({clashes},-{found},{found}),{found})")
    shared = f"ISNUMBER(MATCH(-{own},{spellings.all('first')},0))"
    calc.formula("spellings", "number", row, f"IF({first}={own},IF({shared},{SHARED},{tag}),0)")


NO_TAG = quoted("0" * CODE)
BLANK_CELL = quoted("-" * CODE)
SEVERAL = quoted("M" * CODE)
