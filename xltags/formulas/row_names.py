"""The formulas of one customer's row, as defined names that refer to "this row" of `Customers`.

A cell of a helper column says `=xl_codes` and nothing more, so that a workbook with many customers stays small; the
formula itself stands once, under that name. Its references are relative to the row, as Excel's own relative names are.
"""

from xltags.formulas.grid import CALC, Calc
from xltags.formulas.limits import CELL_LENGTH, EFFECT, GROUPS, INDICATORS, MANY_CELLS, NOWHERE, VALUES_PER_CELL
from xltags.formulas.people_fields import COUNTS
from xltags.formulas.row_layout import EFFECTS, RowLayout
from xltags.formulas.scorecard_blocks import CHAIN, FIRST_MEASURE
from xltags.formulas.scorecard_texts import rejection
from xltags.formulas.taxonomy_blocks import BLANK_CELL, NO_TAG, SEVERAL
from xltags.formulas.wording import (
    Tables,
    cell_values,
    literal,
    quoted,
    separated,
    spread,
    value_at,
)

OPEN = ("xl_fewest_open", "xl_worst_open", "xl_most_a_open", "xl_most_b_open", "xl_most_c_open", "xl_spread_open")
MANY = tuple(f"xl_many_{number}" for number in range(1, MANY_CELLS + 1))
MANY_TAGS = tuple(f"xl_many_tags_{number}" for number in range(1, MANY_CELLS + 1))
MANY_TEXTS = tuple(f"xl_many_text_{number}" for number in range(1, MANY_CELLS + 1))
HELPERS = (
    "xl_state", "xl_codes", *MANY, *MANY_TAGS, *MANY_TEXTS, "xl_roles", "xl_rule", "xl_met",
    *EFFECTS, "xl_cap", "xl_count", "xl_order", *OPEN, "xl_low", "xl_high", "xl_ask_rank", "xl_added", "xl_misplaced",
)  # fmt: skip
CONTACT_HELPERS = ("xl_contact", "xl_role_a", "xl_role_b")
UNKNOWN = quoted("U" + "0" * (EFFECT - 1))
UNUSED = quoted("-" + "0" * (EFFECT - 1))
_ROLE_PLACES = (13, 10, 7, 4, 25, 22, 19, 16)  # where in xl_roles the count of each role slot stands


class _Names:
    def __init__(self, calc: Calc, tables: Tables, layout: RowLayout) -> None:
        self.calc, self.tables, self.layout = calc, tables, layout

    def define(self, name: str, formula: str) -> None:
        self.calc.names[name] = formula

    def calculated(self, name: str, formula: str) -> None:
        """A helper column: blank in rows that are blank or beyond what formulas can carry."""
        self.define(name, f'IF({self.layout.here("xl_state")}=1,{formula},"")')

    def constant(self, block: str, name: str, item: int) -> str:
        return f"{CALC}!{self.calc[block].fixed(name, item)}"


def define_rows(calc: Calc, tables: Tables, layout: RowLayout) -> None:
    """Define the names of all helper columns."""
    names = _Names(calc, tables, layout)
    state = f'IF(COUNTA({layout.cells})=0,"",IF(xl_problem="",1,xl_problem))'
    names.define("xl_state", state)
    _codes(names)
    for number in range(1, MANY_CELLS + 1):
        _many(names, number)
    _contacts(names)
    _people(names)
    for item in range(INDICATORS):
        _effect(names, item)
    _open(names)
    effects = layout.effects
    caps = f"SUMPRODUCT(MAX(--MID({effects},15,1)))"
    rejected = f"3*SUMPRODUCT(MAX(--MID({effects},16,1)))"
    names.calculated("xl_cap", f"MAX({caps},{rejected},{_ceo_cap(layout)})")
    _order(names)


def _codes(names: _Names) -> None:
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


def _many(names: _Names, number: int) -> None:
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


def _contacts(names: _Names) -> None:
    """In `Contacts`: the customer as a text that cannot be taken for a number, and the roles as counts by role slot.

    A count is three digits. `xl_role_a` holds the number of all roles and those of slots 4 to 1, `xl_role_b` slots 8 to
    5, so that sums over a customer's contacts can be read digit by digit.
    """
    layout = names.layout
    customer, role = f"TRIM({layout.contact('customer_id')})", f"TRIM({layout.contact('chain_role')})"
    names.define("xl_contact", f'IFERROR(IF({customer}="","",UPPER("#"&{customer})),"")')
    width = 100
    parts = value_at(spread(separated(role), width), "{0,1,2,3}", width)
    slots = f"SUMIF(xl_role_id,{literal(parts)},xl_role_number)"
    whole = f"MATCH({literal(role)},xl_role_text,0)"
    slot = f"INDEX(xl_role_slot,{whole})"
    listed = f'({parts}<>"")'
    total = f"SUMPRODUCT(--{listed})"
    low = f"SUMPRODUCT({listed}*({slots}>=1)*({slots}<=4)*1000^({slots}-1))"
    high = f"SUMPRODUCT({listed}*({slots}>=5)*1000^({slots}-5))"
    names.define(
        "xl_role_a",
        f'IFERROR(IF({role}="",0,IF(ISNUMBER({whole}),10^12+IF(AND({slot}>=1,{slot}<=4),1000^({slot}-1),0),10^12*{total}+{low})),0)',
    )
    names.define(
        "xl_role_b", f'IFERROR(IF({role}="",0,IF(ISNUMBER({whole}),IF({slot}>=5,1000^({slot}-5),0),{high})),0)'
    )


def _people(names: _Names) -> None:
    layout = names.layout
    customer, employees = f'IFERROR(TRIM({layout.here("customer_id")}),"")', layout.here("employees")
    key = f'UPPER("#"&{literal(customer)})'

    def total(column: str) -> str:
        return f"SUMIFS(Contacts[{column}],Contacts[xl_contact],{key})"

    roles = f'TEXT({total("xl_role_a")},REPT("0",15))&TEXT({total("xl_role_b")},REPT("0",12))'
    names.calculated("xl_roles", f'IF(OR(xl_people=0,{customer}=""),"",{roles})')
    fits = f"SUMPRODUCT(MAX((xl_rule_low<={employees})*({employees}<xl_rule_high)*xl_rule_inverse))"
    rules = names.calc["people"].size
    row = f"IF({fits}=0,1,{rules + 1}-{fits})"
    names.calculated("xl_rule", f'IF(xl_people=0,"",IF(ISNUMBER({employees}),{row},""))')
    known, rule = _roles_known(layout), layout.here("xl_rule")
    counts = f"--MID({layout.here('xl_roles')},{{{','.join(map(str, _ROLE_PLACES))}}},3)>0"

    def met(row: str) -> str:
        return f"SUMPRODUCT(INDEX(xl_roles_of_rule,{row},0)*({counts}))"

    sized = f'IF({rule}="",IF(xl_differs=1,"",{met("xl_first_rule")}),{met(rule)})'
    overflow = f"LEN({layout.here('xl_roles')})>27"
    names.calculated("xl_met", f'IF({known},IF({overflow},NA(),{sized}),"")')


def _roles_known(layout: RowLayout) -> str:
    return f'LEFT({layout.here("xl_roles")}&"000",3)<>"000"'


def _rule_row(layout: RowLayout) -> str:
    rule = layout.here("xl_rule")
    return f'IF({rule}="",xl_first_rule,{rule})'


def _only_ceo(layout: RowLayout) -> str:
    roles = layout.here("xl_roles")
    return f"LEFT({roles},3)=MID({roles},13,3)"


def _ceo_cap(layout: RowLayout) -> str:
    """The cap where only the CEO is known, now."""
    others = f"INDEX(xl_others,{_rule_row(layout)})=1"
    return f'IF({layout.here("xl_met")}="",0,IF(AND({_only_ceo(layout)},{others}),xl_ceo_cap,0))'


def _effect(names: _Names, item: int) -> None:
    """What an indicator does for this customer: `K` known or `U` unknown, points, cap, rejection, "name: value"."""
    layout, number = names.layout, f"{item + 1:02}"
    field, order, name, hard, column, only_pass = (
        names.constant("indicators", title, item) for title in ("field", "order", "name", "hard", "column", "only_pass")
    )
    codes, met, rule = layout.here("xl_codes"), layout.here("xl_met"), _rule_row(layout)
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


def _order(names: _Names) -> None:
    """The numbers of the indicators that add points, two digits each: the largest first, then as in the workbook."""
    sizes = f"ABS(--MID({names.layout.effects},2,13))"
    names.calculated("xl_count", f"SUMPRODUCT(--({sizes}>0))")
    count = names.layout.here("xl_count")
    pieces = []
    for place in range(1, INDICATORS + 1):
        ranked = f"SUMPRODUCT(LARGE({sizes}*100+100-xl_indicator_number,{place}))"
        pieces.append(f'IF({count}<{place},"",TEXT(100-MOD({ranked},100),"00"))')
    names.calculated("xl_order", "&".join(pieces))


def _open(names: _Names) -> None:
    """What blanks of size and people can still give, all together: points more or less than now, and the worst cap.

    Where the roles are known and the size is not, it depends on the roles, so each chain rule is worked out for this
    customer; everywhere else the ends stand in `Calc`.
    """
    layout = names.layout
    rule, roles = layout.here("xl_rule"), layout.here("xl_roles")
    places = ";".join(map(str, _ROLE_PLACES))
    numbers = ",".join(str(count) for count in range(COUNTS))
    ones = ";".join("1" for _ in range(COUNTS))
    names.define("xl_counts", f"MMULT(xl_roles_of_rule,--(--MID({roles},{{{places}}},3)>0))")
    names.define("xl_by_rule", f"MMULT((xl_counts={{{numbers}}})*xl_chain_points,{{{ones}}})")
    caps = f"MMULT((xl_counts={{{numbers}}})*xl_chain_caps,{{{ones}}})"
    alone = f"IF({_only_ceo(layout)},1,0)*xl_others*xl_ceo_cap"
    names.define("xl_caps_by_rule", f"IF({alone}>{caps},{alone},{caps})")
    met = layout.here("xl_met")
    names.define("xl_chain_now", f'IF({met}="",0,INDEX(xl_chain_points,xl_first_rule,1+{met}))')
    occurs = "xl_occurs=1"
    worst = "IF(xl_size_worst>xl_caps_by_rule,xl_size_worst,xl_caps_by_rule)"
    by_rule = {
        OPEN[0]: f"SUMPRODUCT(MIN(xl_chain_now,IF({occurs},xl_size_fewest+xl_by_rule,{NOWHERE})))-xl_chain_now",
        OPEN[1]: f"SUMPRODUCT(MAX(0,IF({occurs},{worst},0)))",
    }
    for code, end in enumerate("abc"):
        allowed = f"IF({occurs},IF(xl_caps_by_rule<={code},xl_size_most_{end}+xl_by_rule,-{NOWHERE}),-{NOWHERE})"
        by_rule[OPEN[2 + code]] = f"SUMPRODUCT(MAX(xl_chain_now,{allowed}))-xl_chain_now"
    most = f"SUMPRODUCT(MAX(xl_chain_now,IF({occurs},xl_size_most+xl_by_rule,-{NOWHERE})))-xl_chain_now"
    by_rule[OPEN[5]] = f"{most}-({by_rule[OPEN[0]]})"
    ends = ("fewest", "worst", "most_a", "most_b", "most_c", "spread")
    known = _roles_known(layout)
    for name, end in zip(OPEN, ends, strict=True):
        unsized = f"IF({known},{by_rule[name]},xl_open_both_{end})"
        sized = f"IF({known},0,INDEX(xl_chain_{end},{rule}))"
        names.calculated(name, f'IF(xl_people=0,0,IF({rule}="",{unsized},{sized}))')
