"""Indicators and bands, worked out by formulas from `Indicators` and `Bands`.

Bands are ranked over the whole scorecard: the *merit* of a band is its rank from the bottom, so that of all bands that
a customer meets the one of highest merit decides. A soft indicator prefers points, a hard one rejections, then passes;
among equals the band first in the workbook is preferred.
"""

from collections.abc import Callable

from xltags.core.scorecard import CHAIN_COVERAGE, MEASURES
from xltags.formulas.grid import Calc
from xltags.formulas.limits import (
    BANDS,
    INDICATOR_ROWS,
    INDICATORS,
    LEVELS,
    NOWHERE,
    RULES_PER_FIELD,
    TAGS,
    TAGS_PER_BAND,
    TIER_ROWS,
)
from xltags.formulas.scorecard_texts import POINTS_FORMAT, points_text, rejection
from xltags.formulas.wording import (
    ENDLESS,
    Tables,
    choice_texts,
    literal,
    one_of,
    separated,
    spread,
    value_at,
)

_NO = ("no", "n", "false", "0", "off", "否", "无", "不", "không", "sai")
NUMBER_FIELDS = (*MEASURES, CHAIN_COVERAGE)
FIRST_MEASURE = 101  # fields below are slots of tag groups
EMPLOYEES = FIRST_MEASURE + MEASURES.index("employees")
CHAIN = FIRST_MEASURE + len(MEASURES)
TAG_WIDTH = 200

ROW_FIELDS = ("number", "id", "name", "field", "used", "place")
INDICATOR_FIELDS = (
    "number", "row", "name", "hard", "field", "order", "column", "prefix", "many", "only_pass", "caps",
    "fewest", "worst_cap", "most_a", "most_b", "most_c", "spread", "tangled", "leads",
)  # fmt: skip
BAND_FIELDS = ("number", "indicator", "tags", "low", "high", "micro", "cap", "outcome", "sort", "order")
MERIT_FIELDS = (
    "number", "band", "indicator", "prefix", "tags", "low", "high", "micro", "cap", "outcome", "effect", "text",
)  # fmt: skip
NAMED_MERITS = ("micro", "cap", "outcome", "effect", "text")  # with a first row for "no band"


def declare_scorecard(calc: Calc) -> None:
    """Declare the blocks of the scorecard and the names over them."""
    calc.add("tiers", ("tier", "minimum"), TIER_ROWS)
    calc.add("measures", ("field", "id", "column", "rule_1", "rule_2", "rule_3"), len(NUMBER_FIELDS))
    calc.add("indicator_rows", ROW_FIELDS, INDICATOR_ROWS)
    calc.add("indicators", INDICATOR_FIELDS, INDICATORS, across=True)
    calc.add("bands", BAND_FIELDS, BANDS)
    calc.add("merits", MERIT_FIELDS, BANDS + 1)
    calc.add("band_tags", ("merit", "place", "tag", "key", "cap", "indicator"), BANDS * TAGS_PER_BAND)
    calc.name("xl_indicator_number", "indicators", "number")
    calc.name("xl_indicator_name", "indicators", "name")
    calc.name("xl_tangled", "indicators", "tangled")
    calc.name("xl_leads", "indicators", "leads")
    for bound in ("fewest", "worst_cap", "most_a", "most_b", "most_c", "spread"):
        calc.name(f"xl_{bound}", "indicators", bound)
    for name in ("number", "indicator", "low", "high", *NAMED_MERITS):
        calc.name(f"xl_band_{name}", "merits", name)


def fill_scorecard(calc: Calc, tables: Tables, column_of: Callable[[str], str]) -> None:
    """Fill the blocks; `column_of` gives the formula that finds a measure's column in `Customers`, 0 for none."""
    for item in range(TIER_ROWS):
        calc.formula("tiers", "tier", item, f"UPPER({tables.text('Tiers', 'tier', item + 1)})")
        calc.formula("tiers", "minimum", item, tables.number("Tiers", "min_points", item + 1))
    for item in range(INDICATOR_ROWS):
        _indicator_row(calc, tables, item)
    for item in range(INDICATORS):
        _indicator(calc, tables, item)
    _measures(calc, column_of)
    for item in range(BANDS):
        _band(calc, tables, item)
    for item in range(BANDS + 1):
        _merit(calc, item)
    _band_tags(calc)
    for item in (0, 1):
        _tag_effects(calc, item)
    calc.down("tags", 1, TAGS)


def _indicator_row(calc: Calc, tables: Tables, item: int) -> None:
    rows, slots, measures = calc["indicator_rows"], calc["slots"], calc["measures"]
    row, id = rows.at("number", item), rows.at("id", item)
    field = tables.text("Indicators", "field", row)
    calc.value("indicator_rows", "number", item, item + 1)
    calc.formula("indicator_rows", "id", item, tables.text("Indicators", "indicator", row))
    label = tables.text("Indicators", "label", row)
    calc.formula("indicator_rows", "name", item, f'IF({label}="",{id},{label})')
    measure = f"SUMPRODUCT(EXACT({measures.all('id')},{field})*{measures.all('field')})"
    slot = f"SUMPRODUCT(EXACT({slots.all('id')},{field})*{slots.all('number')})"
    calc.formula("indicator_rows", "field", item, f'IF({field}="",0,IF({measure}>0,{measure},{slot}))')
    off = one_of(tables.text("Indicators", "on", row), (*_NO, *choice_texts("yes_no", "no")))
    twin = f"SUMPRODUCT(--EXACT({rows.all('id', stop=item)},{id}))>0" if item else "FALSE"
    unusable = f'OR({id}="",{rows.at("field", item)}=0,{twin},{off})'
    calc.formula("indicator_rows", "used", item, f"IF({unusable},0,1)")
    used = rows.all("used", stop=item + 1)
    calc.formula("indicator_rows", "place", item, f"IF({rows.at('used', item)}=1,SUM({used}),0)")


def _indicator(calc: Calc, tables: Tables, item: int) -> None:
    """An indicator that counts, in its column; with the constants of what a blank of its field can still give."""
    made, rows, slots, number = calc["indicators"], calc["indicator_rows"], calc["slots"], item + 1
    row, field, _order = (made.at(name, item) for name in ("row", "field", "order"))
    calc.value("indicators", "number", item, number)
    calc.formula("indicators", "row", item, f"IFERROR(MATCH({number},{rows.all('place')},0),0)")
    calc.formula("indicators", "name", item, f'IF({row}=0,"",INDEX({rows.all("name")},{row}))')
    kind = f"TRIM(INDEX({tables.column('Indicators', 'kind')},{row}))"
    calc.formula("indicators", "hard", item, f"IF({row}=0,0,IF({one_of(kind, choice_texts('kind', 'hard'))},1,0))")
    calc.formula("indicators", "field", item, f"IF({row}=0,0,INDEX({rows.all('field')},{row}))")
    first = made.fixed("field", 0)
    calc.formula("indicators", "order", item, f"IF({row}=0,0,COUNTIF({first}:{field},{field}))")
    measured = f"INDEX({calc['measures'].all('column')},{field}-{FIRST_MEASURE - 1})"
    tagged = f"INDEX({slots.all('column')},{field})"
    calc.formula("indicators", "column", item, f"IF({row}=0,0,IF({field}>={FIRST_MEASURE},{measured},{tagged}))")
    for name, source, empty in (("prefix", "prefix", '""'), ("many", "many", "0")):
        tag_group = f"AND({row}>0,{field}<{FIRST_MEASURE})"
        calc.formula("indicators", name, item, f"IF({tag_group},INDEX({slots.all(source)},{field}),{empty})")
    merits = calc["merits"]
    own = f"({merits.all('indicator', start=1)}={number})"
    outcome = merits.all("outcome", start=1)
    passes, rejects = (f"SUMPRODUCT({own}*({outcome}={code}))" for code in (1, 2))
    calc.formula("indicators", "only_pass", item, f"IF(AND({passes}>0,{rejects}=0),1,0)")
    calc.formula("indicators", "caps", item, f"IF(SUMPRODUCT({own}*({merits.all('cap', start=1)}>0))>0,1,0)")
    _bounds(calc, item)


def _bounds(calc: Calc, item: int) -> None:
    """The ends of all that filling a blank can give; only for the first indicator of a field, 0 for the others.

    Size and people have theirs in `people`, because there one blank depends on the other.
    """
    made, tags, points = calc["indicators"], calc["tags"], calc["points"]
    field, order = made.at("field", item), made.at("order", item)
    tagged = f"({tags.all('slot')}={field})*({tags.all('living')}=1)=1"
    measured = f"({points.all('field')}={field})"
    leads = f"{order}<>1"
    best = "+".join(_best_of(calc, field, rule) for rule in range(1, RULES_PER_FIELD + 1))
    several = f"IF(AND({made.at('many', item)}=1,COUNTIF({made.all('field')},{field})>1),{best},0)"

    def over(tagged_end: str, measured_end: str) -> str:
        aside = f"AND({field}={EMPLOYEES},xl_people=1)"
        return (
            f"IF({leads},0,IF({field}={CHAIN},0,IF({field}<{FIRST_MEASURE},{tagged_end},IF({aside},0,{measured_end}))))"
        )

    def ends(function: str, value: str, extra: str = "TRUE", *, also: str = "0") -> str:
        parts = [
            f"{function}(0,{also},IF({tagged},IF({extra.format(cap=tags.all('cap'))},{tags.all(value)})))",
            f"{function}(0,IF({measured},IF({extra.format(cap=points.all('cap'))},{points.all(value)})))",
        ]
        return over(*parts)

    calc.array("indicators", "fewest", item, ends("MIN", "points"))
    calc.array("indicators", "worst_cap", item, ends("MAX", "cap"))
    for code, name in enumerate(("most_a", "most_b", "most_c")):
        calc.array("indicators", name, item, ends("MAX", "points", f"{{cap}}<={code}", also=several))
    most = ends("MAX", "points", also=several)
    calc.array("indicators", "spread", item, f"IF({leads},0,{most}-{made.at('fewest', item)})")
    capped = f"MAX(IF({tagged},{tags.all('cap')}))>0"
    tangled = f"AND({made.at('many', item)}=1,{order}=1,COUNTIF({made.all('field')},{field})>1,{capped})"
    calc.array("indicators", "tangled", item, f"IF({tangled},1,0)")
    aside = f"OR({field}={CHAIN},AND({field}={EMPLOYEES},xl_people=1))"
    calc.formula("indicators", "leads", item, f"IF({order}=1,IF({aside},0,1),0)")


def _best_of(calc: Calc, field: str, rule: int) -> str:
    """The points of the best band of a field's rule that any tag in use meets."""
    tags, merits = calc["tags"], calc["merits"]
    met = tags.all(f"merit_{rule}")
    merit = f"MAX(0,IF(({tags.all('slot')}={field})*({tags.all('living')}=1)=1,IF(ISNUMBER({met}),{met})))"
    return f"INDEX({merits.all('micro')},1+{merit})"


def _measures(calc: Calc, column_of: Callable[[str], str]) -> None:
    indicators = calc["indicators"]
    for item, id in enumerate(NUMBER_FIELDS):
        field = FIRST_MEASURE + item
        calc.value("measures", "field", item, field)
        calc.value("measures", "id", item, id)
        calc.formula("measures", "column", item, column_of(id) if id in MEASURES else "0")
        for order in (1, 2, 3):
            met = f"({indicators.all('field')}={field})*({indicators.all('order')}={order})"
            calc.formula("measures", f"rule_{order}", item, f"SUMPRODUCT({met}*{indicators.all('number')})")


def _band(calc: Calc, tables: Tables, item: int) -> None:
    bands, rows, indicators = calc["bands"], calc["indicator_rows"], calc["indicators"]
    row, own = bands.at("number", item), bands.at("indicator", item)
    calc.value("bands", "number", item, item + 1)
    id = tables.text("Bands", "indicator", row)
    place = f"SUMPRODUCT(EXACT({rows.all('id')},{id})*{rows.all('place')})"
    calc.formula("bands", "indicator", item, f'IF({id}="",0,{place})')
    tags = separated(tables.text("Bands", "tag", row))
    calc.formula("bands", "tags", item, f'IF({own}=0,"",{tags})')
    calc.formula("bands", "low", item, tables.number("Bands", "low", row, ENDLESS))
    calc.formula("bands", "high", item, tables.number("Bands", "high", row, NOWHERE))
    calc.formula("bands", "micro", item, f"ROUND({tables.number('Bands', 'points', row)}*1000000,0)")
    cap = f'MATCH({tables.text("Bands", "cap_tier", row)},{{"A","B","C","D"}},0)'
    calc.formula("bands", "cap", item, f"IFERROR({cap}-1,0)")
    outcome = tables.text("Bands", "outcome", row)
    rejects, passes = (one_of(outcome, choice_texts("outcome", id)) for id in ("reject", "pass"))
    calc.formula("bands", "outcome", item, f"IF({rejects},2,IF({passes},1,0))")
    hard = f"INDEX({indicators.all('hard')},{own})=1"
    sort = f"IF({hard},-1-{bands.at('outcome', item)},-{bands.at('micro', item)})"
    calc.formula("bands", "sort", item, f"IF({own}=0,{NOWHERE},{sort})")
    sorts, here = bands.all("sort"), bands.at("sort", item)
    ahead = f"SUMPRODUCT(--({sorts}<{here}))+SUMPRODUCT(({sorts}={here})*({bands.all('number')}<={row}))"
    calc.formula("bands", "order", item, ahead)


def _merit(calc: Calc, item: int) -> None:
    """The band of a merit, `item`; item 0 is "no band met"."""
    merits, bands, indicators = calc["merits"], calc["bands"], calc["indicators"]
    calc.value("merits", "number", item, item)
    if item == 0:
        for name in ("band", "indicator", "micro", "cap", "outcome"):
            calc.value("merits", name, 0, 0)
        for name, content in (("low", NOWHERE), ("high", ENDLESS)):
            calc.formula("merits", name, 0, content)
        for name in ("prefix", "tags"):
            calc.value("merits", name, 0, "")
        calc.value("merits", "effect", 0, "K" + "0" * 15)
        calc.value("merits", "text", 0, "+0")
        return
    band, prefix, micro = (merits.at(name, item) for name in ("band", "prefix", "micro"))
    calc.formula("merits", "band", item, f"MATCH({BANDS + 1}-{merits.at('number', item)},{bands.all('order')},0)")
    for name in ("tags", "low", "high", "micro", "cap", "outcome"):
        calc.formula("merits", name, item, f"INDEX({bands.all(name)},{band})")
    indicator = f"INDEX({bands.all('indicator')},{band})"
    calc.formula("merits", "prefix", item, f'IF({indicator}=0,"",INDEX({indicators.all("prefix")},{indicator}))')
    low, high, tags = (merits.at(name, item) for name in ("low", "high", "tags"))
    only_tags = f'AND({tags}<>"",{low}={ENDLESS},{high}={NOWHERE})'
    first = (BANDS - item) * TAGS_PER_BAND
    found = f'COUNTIF({calc["band_tags"].all("tag", start=first, stop=first + TAGS_PER_BAND)},">0")>0'
    usable = f'IF({prefix}="",NOT({only_tags}),{found})'
    calc.formula("merits", "indicator", item, f"IF({indicator}=0,0,IF({usable},{indicator},0))")
    effect = f'"K"&TEXT({micro},{POINTS_FORMAT})&{merits.at("cap", item)}&"0"'
    calc.formula("merits", "effect", item, effect)
    calc.formula("merits", "text", item, f'IF({micro}<0,"","+")&{points_text(micro)}')


def _band_tags(calc: Calc) -> None:
    """The tags that bands name; the best bands first, so that the first match is the best one."""
    merits, made = calc["merits"], calc["band_tags"]
    for item in range(made.size):
        calc.value("band_tags", "merit", item, BANDS - item // TAGS_PER_BAND)
        calc.value("band_tags", "place", item, item % TAGS_PER_BAND)

    def of_band(name: str) -> str:
        return f"INDEX({merits.all(name)},1+{made.at('merit')})"

    prefix, tag = of_band("prefix"), made.at("tag")
    text = value_at(spread(of_band("tags"), TAG_WIDTH), made.at("place"), TAG_WIDTH)
    number = f"IFERROR(INDEX(xl_number,MATCH({literal(f'{prefix}&{text}')},xl_key,0)),0)"
    calc.formula("band_tags", "tag", 0, f'IF({prefix}="",0,MAX(0,{number}))')
    indicator = f"INDEX({calc['bands'].all('indicator')},{of_band('band')})"
    calc.formula("band_tags", "indicator", 0, f"IF({tag}=0,0,{indicator})")
    own = made.at("indicator")
    calc.formula("band_tags", "key", 0, f'IF({tag}=0,"",{own}&"|"&{tag})')
    calc.formula("band_tags", "cap", 0, f"IF({tag}=0,0,{of_band('cap')})")
    calc.down("band_tags", 0, made.size)


def _tag_effects(calc: Calc, item: int) -> None:
    """What a tag alone does by each rule of its group: the band's merit, the cap, and the effect as text."""
    tags, slots, indicators, flat = calc["tags"], calc["slots"], calc["indicators"], calc["band_tags"]
    slot = tags.at("slot", item)
    line = f"{tags.at('own', item)}:{tags.at(f'above_{LEVELS}', item)}"
    points, caps = [], []
    for rule in range(1, RULES_PER_FIELD + 1):
        indicator = f"IF({slot}=0,0,INDEX({slots.all(f'rule_{rule}')},{slot}))"
        merit, cap, effect = (tags.at(f"{name}_{rule}", item) for name in ("merit", "cap", "effect"))
        first = f'MIN(IFERROR(MATCH({indicator}&"|"&{line},{flat.all("key")},0),1000000))'
        found = f"IF({first}=1000000,0,{BANDS}-INT(({first}-1)/{TAGS_PER_BAND}))"
        calc.array("tags", f"merit_{rule}", item, f'IF({indicator}=0,"",{found})')
        hard = f"INDEX({indicators.all('hard')},{indicator})=1"
        met = f"({flat.all('indicator')}={indicator})*ISNUMBER(MATCH({flat.all('tag')},{line},0))*{flat.all('cap')}"
        any_cap = f"IF(INDEX({indicators.all('caps')},{indicator})=0,0,MAX({met}))"
        best_cap = f"INDEX(xl_band_cap,1+{merit})"
        calc.array("tags", f"cap_{rule}", item, f'IF({merit}="",0,IF({hard},{any_cap},{best_cap}))')
        rejected = rejection(f"INDEX(xl_band_outcome,1+{merit})", f"INDEX({indicators.all('only_pass')},{indicator})")
        gate = f'"K0000000000000"&{cap}&{rejected}'
        does = f"IF({hard},{gate},INDEX(xl_band_effect,1+{merit}))"
        calc.formula("tags", f"effect_{rule}", item, f'IF({merit}="","",{does})')
        points.append(f'IF({effect}="",0,--MID({effect},2,13))')
        caps.append(f'IF({effect}="",0,MAX(--MID({effect},15,1),3*MID({effect},16,1)))')
    calc.formula("tags", "points", item, "+".join(points))
    calc.formula("tags", "cap", item, f"MAX({','.join(caps)})")
