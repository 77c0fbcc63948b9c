"""The people of one customer as formulas of its row: who is known, which chain rule holds, what blanks can still give.

As in `row_names`, the references are relative to the row.
"""

from xltags.formulas.limits import NOWHERE
from xltags.formulas.people_fields import COUNTS
from xltags.formulas.row_layout import RowLayout, RowNames
from xltags.formulas.wording import literal, separated, spread, value_at

OPEN = ("xl_fewest_open", "xl_worst_open", "xl_most_a_open", "xl_most_b_open", "xl_most_c_open", "xl_spread_open")
CONTACT_HELPERS = ("xl_contact", "xl_role_a", "xl_role_b")
_ROLE_PLACES = (13, 10, 7, 4, 25, 22, 19, 16)  # where in xl_roles the count of each role slot stands


def define_contacts(names: RowNames) -> None:
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


def define_people(names: RowNames) -> None:
    """In `Customers`: the counts by role slot, the chain rule, and how many of its roles are met."""
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


def rule_row(layout: RowLayout) -> str:
    """The row of the chain rule that holds; where the size is not known, of that for the smallest customers."""
    rule = layout.here("xl_rule")
    return f'IF({rule}="",xl_first_rule,{rule})'


def _only_ceo(layout: RowLayout) -> str:
    roles = layout.here("xl_roles")
    return f"LEFT({roles},3)=MID({roles},13,3)"


def ceo_cap(layout: RowLayout) -> str:
    """The cap where only the CEO is known, now."""
    others = f"INDEX(xl_others,{rule_row(layout)})=1"
    return f'IF({layout.here("xl_met")}="",0,IF(AND({_only_ceo(layout)},{others}),xl_ceo_cap,0))'


def define_open(names: RowNames) -> None:
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
