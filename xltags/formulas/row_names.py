"""The formulas of one customer's row, as defined names that refer to "this row" of `Customers`.

A cell of a helper column says `=xl_codes` and nothing more, so that a workbook with many customers stays small; the
formula itself stands once, under that name. Its references are relative to the row, as Excel's own relative names are.
"""

from xltags.formulas.grid import Calc
from xltags.formulas.limits import CELL_LENGTH, EFFECT, GROUPS, INDICATORS, MANY_CELLS, VALUES_PER_CELL
from xltags.formulas.people_names import OPEN, ceo_cap, define_contacts, define_open, define_people, rule_row
from xltags.formulas.row_layout import EFFECTS, RowLayout, RowNames
from xltags.formulas.scorecard_fields import CHAIN, FIRST_MEASURE
from xltags.formulas.scorecard_texts import rejection
from xltags.formulas.taxonomy_blocks import BLANK_CELL, NO_TAG, SEVERAL
from xltags.formulas.wording import (
    cell_values,
    literal,
    quoted,
    separated,
    spread,
    value_at,
)

MANY = tuple(f"xl_many_{number}" for number in range(1, MANY_CELLS + 1))
MANY_TAGS = tuple(f"xl_many_tags_{number}" for number in range(1, MANY_CELLS + 1))
MANY_TEXTS = tuple(f"xl_many_text_{number}" for number in range(1, MANY_CELLS + 1))
HELPERS = (
    "xl_state", "xl_codes", *MANY, *MANY_TAGS, *MANY_TEXTS, "xl_roles", "xl_rule", "xl_met",
    *EFFECTS, "xl_cap", "xl_count", "xl_order", *OPEN, "xl_low", "xl_high", "xl_ask_rank", "xl_added", "xl_misplaced",
)  # fmt: skip
UNKNOWN = quoted("U" + "0" * (EFFECT - 1))
UNUSED = quoted("-" + "0" * (EFFECT - 1))


def define_rows(calc: Calc, layout: RowLayout) -> None:
    """Define the names of all helper columns."""
    names = RowNames(calc, layout)
    state = f'IF(COUNTA({layout.cells})=0,"",IF(xl_problem="",1,xl_problem))'
    names.define("xl_state", state)
    _codes(names)
    for number in range(1, MANY_CELLS + 1):
        _many(names, number)
    define_contacts(names)
    define_people(names)
    for item in range(INDICATORS):
        _effect(names, item)
    define_open(names)
    effects = layout.effects
    caps = f"SUMPRODUCT(MAX(--MID({effects},15,1)))"
    rejected = f"3*SUMPRODUCT(MAX(--MID({effects},16,1)))"
    names.calculated("xl_cap", f"MAX({caps},{rejected},{ceo_cap(layout)})")
    _order(names)


def _codes(names: RowNames) -> None:
    """Four characters for each tag group: a tag's number, ---- for blank, 0000 for no tag, MMMM for several values."""
    pieces = []
    for item in range(GROUPS):
        column, prefix = names.constant("slots", "column", item), names.constant("slots", "prefix", item)
        cell = f"INDEX({names.layout.cells},{column})"
        number = f"INDEX(xl_number,MATCH({prefix}&{literal(f'TRIM({cell})')},xl_key,0))"
        several = f"SUMPRODUCT(--ISNUMBER(FIND(xl_separators,{cell})))>0"
        found = f'IFERROR(TEXT({number},"0000;----"),IF({several},{SEVERAL},{NO_TAG}))'
        name = f"xl_code_{item + 1:02}"
        names.define(name, f"IF({column}=0,{BLANK_CELL},{found})")
        pieces.append(name)
    names.calculated("xl_codes", "&".join(pieces))


def _many(names: RowNames, number: int) -> None:
    """A cell with several values: its slot with the values at fixed distances, its tags (three digits each, 000 for
    none), and its labels as people read them."""
    layout, codes = names.layout, names.layout.here("xl_codes")
    place = f'FIND("#",SUBSTITUTE({codes},{SEVERAL},"#",{number}))'
    slot = f"({place}+3)/4"
    cell = f"TRIM(INDEX({layout.cells},INDEX(xl_slot_columns,{slot})))"
    apart = spread(separated(cell), CELL_LENGTH)
    beyond = f'OR(LEN({cell})>{CELL_LENGTH},{value_at(apart, str(VALUES_PER_CELL), CELL_LENGTH)}<>"")'
    if number == MANY_CELLS:
        more = f'SUBSTITUTE({codes},{SEVERAL},"#",{number + 1})'
        beyond = f"OR({beyond},LEN({more})<LEN({codes}))"
    filled = f'IF({beyond},NA(),TEXT({slot},"00")&"|"&{apart})'
    names.calculated(MANY[number - 1], f'IF(ISNUMBER({place}),{filled},"")')
    own, tags = layout.here(MANY[number - 1]), layout.here(MANY_TAGS[number - 1])
    values = f"MID({own},4,32000)"

    def packed(first: int) -> str:
        places = ",".join(str(first + offset) for offset in range(5))
        weights = ",".join(str(1000 ** (4 - offset)) for offset in range(5))
        part = value_at(values, f"{{{places}}}", CELL_LENGTH)
        found = f"INT(SUMIF(xl_key,LEFT({own},3)&{literal(part)},xl_number))"
        return f'TEXT(SUMPRODUCT(({part}<>"")*{found}*{{{weights}}}),REPT("0",15))'

    count = f'SUMPRODUCT(--({cell_values(values)}<>""))'
    none = f'REPT("0",{3 * VALUES_PER_CELL})'
    found = f"IF({count}<2,{none},{packed(0)}&{packed(5)})"
    names.calculated(MANY_TAGS[number - 1], f'IF({own}="","",{found})')
    pieces = []
    for item in range(VALUES_PER_CELL):
        text, tag = value_at(values, str(item), CELL_LENGTH), f"VALUE(MID({tags},{1 + 3 * item},3))"
        pieces.append(f'IF({text}="","",", "&IF({tag}=0,{text},INDEX(xl_label,{tag})))')
    labels = f"MID({'&'.join(pieces)},3,{2 * CELL_LENGTH})"
    names.calculated(MANY_TEXTS[number - 1], f'IF({own}="","",{labels})')


def _effect(names: RowNames, item: int) -> None:
    """What an indicator does for this customer: `K` known or `U` unknown, points, cap, rejection, "name: value"."""
    layout, number = names.layout, f"{item + 1:02}"
    field, order, name, hard, column, only_pass = (
        names.constant("indicators", title, item) for title in ("field", "order", "name", "hard", "column", "only_pass")
    )
    codes, met, rule = layout.here("xl_codes"), layout.here("xl_met"), rule_row(layout)
    code, upto = f"MID({codes},4*{field}-3,4)", f"LEFT({codes},4*{field})"
    which = f'(LEN({upto})-LEN(SUBSTITUTE({upto},"M","")))/4'
    tags = f"INDEX({layout.across(MANY_TAGS)},{which})"
    places = ",".join(str(1 + 3 * place) for place in range(VALUES_PER_CELL))
    required = f"INDEX(xl_required,{rule})"
    share, merit, cap = (f"xl_{title}_{number}" for title in ("share", "merit", "caps"))
    covered = f'IF({met}="","",IF({required}=0,1,{met}/{required}))'
    names.define(share, f"IF({field}={CHAIN},{covered},INDEX({layout.cells},{column}))")
    holds = f"(xl_band_indicator={item + 1})*(xl_band_low<={share})*({share}<xl_band_high)"

    def best(of_tags: str, of_bands: str) -> str:
        several = f"SUMPRODUCT(MAX(SUMIF(xl_tag,--MID({tags},{{{places}}},3),INDEX({of_tags},0,{order}))))"
        return f"IF({field}<{FIRST_MEASURE},{several},SUMPRODUCT(MAX({holds}*{of_bands})))"

    names.define(merit, best("xl_merit", "xl_band_number"))
    names.define(cap, best("xl_hard_cap", "xl_band_cap"))
    rejected = rejection(f"INDEX(xl_band_outcome,1+{merit})", only_pass)
    effect = f'IF({hard}=1,"K0000000000000"&{cap}&{rejected},INDEX(xl_band_effect,1+{merit}))'
    tagged = f"{field}<{FIRST_MEASURE}"
    single = f'IF({tagged},AND(LEFT({code})<>"M",{code}<>{NO_TAG},{code}<>{BLANK_CELL}),FALSE)'
    blank = f'IF({tagged},IF(LEFT({code})="M",VALUE({tags})=0,TRUE),NOT(ISNUMBER({share})))'
    one = f'INDEX(xl_effect,VALUE({code}),{order})&{name}&": "&INDEX(xl_label,VALUE({code}))'
    written = f'IF({share}=INT({share}),TEXT({share},"0"),SUBSTITUTE({share}&"",",","."))'
    shown = f'IF({required}=0,"100 %",{met}&"/"&{required})'
    text = f"IF({tagged},INDEX({layout.across(MANY_TEXTS)},{which}),IF({field}={CHAIN},{shown},{written}))"
    found = f'IF({blank},{UNKNOWN},{effect}&{name}&": "&{text})'
    names.calculated(EFFECTS[item], f"IF({field}=0,{UNUSED},IF({single},{one},{found}))")


def _order(names: RowNames) -> None:
    """The numbers of the indicators that add points, two digits each: the largest first, then as in the workbook."""
    sizes = f"ABS(--MID({names.layout.effects},2,13))"
    names.calculated("xl_count", f"SUMPRODUCT(--({sizes}>0))")
    count = names.layout.here("xl_count")
    pieces = []
    for place in range(1, INDICATORS + 1):
        ranked = f"SUMPRODUCT(LARGE({sizes}*100+100-xl_indicator_number,{place}))"
        pieces.append(f'IF({count}<{place},"",TEXT(100-MOD({ranked},100),"00"))')
    names.calculated("xl_order", "&".join(pieces))
