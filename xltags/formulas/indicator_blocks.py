"""Indicators, worked out by formulas from `Indicators`: which count, where their field stands, what blanks can give."""

from collections.abc import Callable

from xltags.core.scorecard import MEASURES
from xltags.formulas.grid import Calc
from xltags.formulas.limits import INDICATOR_ROWS, INDICATORS, RULES_PER_FIELD
from xltags.formulas.scorecard_fields import (
    CHAIN,
    EMPLOYEES,
    FIRST_MEASURE,
    INDICATOR_FIELDS,
    NUMBER_FIELDS,
    ROW_FIELDS,
)
from xltags.formulas.wording import Tables, choice_texts, one_of

_NO = ("no", "n", "false", "0", "off", "否", "无", "不", "không", "sai")


def declare_indicators(calc: Calc) -> None:
    """Declare the blocks and the names over them."""
    calc.add("measures", ("field", "id", "column", "rule_1", "rule_2", "rule_3"), len(NUMBER_FIELDS))
    calc.add("indicator_rows", ROW_FIELDS, INDICATOR_ROWS)
    calc.add("indicators", INDICATOR_FIELDS, INDICATORS, across=True)
    calc.name("xl_indicator_number", "indicators", "number")
    calc.name("xl_indicator_name", "indicators", "name")
    calc.name("xl_tangled", "indicators", "tangled")
    calc.name("xl_leads", "indicators", "leads")
    for bound in ("fewest", "worst_cap", "most_a", "most_b", "most_c", "spread"):
        calc.name(f"xl_{bound}", "indicators", bound)


def fill_indicators(calc: Calc, tables: Tables, column_of: Callable[[str], str]) -> None:
    """Fill the blocks; `column_of` gives the formula that finds a measure's column in `Customers`, 0 for none."""
    for item in range(INDICATOR_ROWS):
        _indicator_row(calc, tables, item)
    for item in range(INDICATORS):
        _indicator(calc, tables, item)
    _measures(calc, column_of)


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
