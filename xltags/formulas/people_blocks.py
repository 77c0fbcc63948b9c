"""Chain rules and the decision chain, worked out by formulas from `ChainRules`.

Size and people belong together, because the roles required depend on the size: the block `people` has a row for "no
chain rule" and one for each chain rule.
"""

from xltags.core.scorecard import MEASURES
from xltags.formulas.grid import Block, Calc
from xltags.formulas.limits import CHAIN_RULES, NOWHERE, ROLES, ROLES_PER_RULE
from xltags.formulas.people_fields import (
    BAND_POINTS,
    COUNTS,
    ENDS,
    OPEN_FIELDS,
    PEOPLE_FIELDS,
    POINT_FIELDS,
    POINTS,
    ROLE_LABELS,
    TOTAL_FIELDS,
)
from xltags.formulas.point_blocks import fill_points
from xltags.formulas.role_blocks import fill_roles
from xltags.formulas.scorecard_fields import CHAIN, EMPLOYEES
from xltags.formulas.wording import ENDLESS, Tables, literal


def declare_people(calc: Calc) -> None:
    """Declare the blocks and the names over them."""
    calc.add("points", POINT_FIELDS, POINTS)
    calc.add("rule_roles", ("rule", "id", "new", "slot", "name"), CHAIN_RULES * ROLES_PER_RULE)
    calc.add("role_slots", ("slot", "id"), ROLES)
    calc.add("role_texts", ("text", "slot", "id"), ROLE_LABELS + ROLES)
    calc.add("people", PEOPLE_FIELDS, CHAIN_RULES + 1)
    calc.add("chain", TOTAL_FIELDS, 1)
    calc.add("open", ("case", *OPEN_FIELDS), 3)  # nothing is known: jointly, by size alone, by people alone
    for name, block, first, last in (
        ("xl_rule_low", "people", "low", ""), ("xl_rule_high", "people", "high", ""),
        ("xl_rule_inverse", "people", "inverse", ""), ("xl_required", "people", "required", ""),
        ("xl_others", "people", "others", ""), ("xl_occurs", "people", "occurs", ""),
        ("xl_missing", "people", "missing", ""), ("xl_roles_of_rule", "people", "role_1", f"role_{ROLES}"),
        ("xl_chain_points", "people", "points_0", f"points_{COUNTS - 1}"),
        ("xl_chain_caps", "people", "cap_0", f"cap_{COUNTS - 1}"),
        ("xl_role_id", "role_slots", "id", ""), ("xl_role_number", "role_slots", "slot", ""),
        ("xl_role_text", "role_texts", "text", ""), ("xl_role_slot", "role_texts", "slot", ""),
    ):  # fmt: skip
        calc.name(name, block, first, last)
    for end in ENDS:
        calc.name(f"xl_size_{end}", "people", f"size_{end}")
    for end in (*ENDS, "spread"):
        calc.name(f"xl_chain_{end}", "people", f"chain_{end}")
    for name, total in (
        ("xl_ceo_cap", "ceo_cap"), ("xl_has_chain", "has_chain"), ("xl_differs", "differs"), ("xl_people", "exists"),
        ("xl_first_rule", "first"), ("xl_size_rule", "size_rule"), ("xl_chain_rule", "chain_rule"),
        ("xl_asks_size", "asks_size"),
    ):  # fmt: skip
        calc.name(name, "chain", total, item=0)
    for case, name in enumerate(("both", "size", "chain")):
        for end in OPEN_FIELDS:
            calc.name(f"xl_open_{name}_{end}", "open", end, item=case)


def fill_people(calc: Calc, tables: Tables) -> None:
    """Fill the blocks."""
    fill_points(calc)
    fill_roles(calc, tables)
    for item in range(CHAIN_RULES + 1):
        _rule(calc, tables, item)
        _ends(calc, item)
    _totals(calc)
    _open(calc)


def _rule(calc: Calc, tables: Tables, item: int) -> None:
    people, roles = calc["people"], calc["rule_roles"]
    calc.value("people", "rule", item, item)
    if item == 0:
        for name in ("inverse", "required", "others", "mask"):
            calc.value("people", name, 0, 0)
        calc.formula("people", "low", 0, NOWHERE)
        calc.formula("people", "high", 0, ENDLESS)
        calc.value("people", "missing", 0, "")
        for number in range(1, ROLES + 1):
            calc.value("people", f"role_{number}", 0, 0)
    else:
        first = (item - 1) * ROLES_PER_RULE
        part = {name: roles.all(name, start=first, stop=first + ROLES_PER_RULE) for name in ("slot", "name", "id")}
        cells = [f"INDEX({tables.column('ChainRules', name)},{item})" for name in ("low", "high", "required_roles")]
        filled = f'IFERROR(IF({"&".join(cells)}="",0,1),0)'
        calc.formula("people", "low", item, tables.number("ChainRules", "low", item, ENDLESS))
        calc.formula("people", "high", item, tables.number("ChainRules", "high", item, NOWHERE))
        calc.formula("people", "inverse", item, f"IF({filled}=1,{CHAIN_RULES + 1 - item},0)")
        for number in range(1, ROLES + 1):
            calc.formula("people", f"role_{number}", item, f"IF(COUNTIF({part['slot']},{number})>0,1,0)")
        required = people.all("role_1", f"role_{ROLES}", start=item, stop=item + 1)
        calc.formula("people", "required", item, f"SUM({required})")
        calc.formula("people", "others", item, f"IF({people.at('required', item)}>{people.at('role_1', item)},1,0)")
        weights = ",".join(str(2**number) for number in range(ROLES))
        calc.formula("people", "mask", item, f"SUMPRODUCT({required}*{{{weights}}})")
        calc.formula("people", "missing", item, _missing(roles, first))
    known = calc["points"]
    calc.formula("people", "occurs", item, f"IF(COUNTIF({known.all('rule', stop=_chain_start())},{item})>0,1,0)")
    for count in range(COUNTS):
        place = _chain_start() + COUNTS * item + count
        calc.formula("people", f"points_{count}", item, known.at("points", place))
        calc.formula("people", f"cap_{count}", item, known.at("cap", place))


def _missing(roles: Block, first: int) -> str:
    """The roles that are still to be met where only the CEO is known, as one text."""
    comma = 'IF(xl_language="zh","、",", ")'
    pieces = []
    for place in range(first, first + ROLES_PER_RULE):
        slot, id = roles.at("slot", place), roles.at("id", place)
        earlier = "" if place == first else f",COUNTIF({roles.all('id', start=first, stop=place)},{literal(id)})>0"
        pieces.append(f'IF(OR({slot}<2{earlier}),"",{comma}&{roles.at("name", place)})')
    return f"MID({'&'.join(pieces)},1+LEN({comma}),999)"


def _chain_start() -> int:
    return POINTS - COUNTS * (CHAIN_RULES + 1)


def _ends(calc: Calc, item: int) -> None:
    """What size can give where a chain rule holds, and what the people can give under that rule."""
    points, people = calc["points"], calc["people"]
    sized = f"({points.all('field')}={EMPLOYEES})*({points.all('rule')}={item})=1"
    value, cap = points.all("points"), points.all("cap")
    calc.array("people", "size_fewest", item, f"MIN(IF({sized},{value}))")
    calc.array("people", "size_worst", item, f"MAX(IF({sized},{cap}))")
    calc.array("people", "size_most", item, f"MAX(IF({sized},{value}))")
    start = _chain_start() + COUNTS * item
    field = points.all("field", start=start, stop=start + COUNTS)
    value_here, cap_here = (points.all(name, start=start, stop=start + COUNTS) for name in ("points", "cap"))
    for code, name in enumerate(("most_a", "most_b", "most_c")):
        calc.array("people", f"size_{name}", item, f"MAX(IF({sized},IF({cap}<={code},{value},{ENDLESS}),{ENDLESS}))")
        chained = f"MAX(0,IF({field}={CHAIN},IF({cap_here}<={code},{value_here})))"
        calc.array("people", f"chain_{name}", item, f"IF(xl_has_chain=0,0,{chained})")
    calc.array("people", "chain_fewest", item, f"IF(xl_has_chain=0,0,MIN(0,IF({field}={CHAIN},{value_here})))")
    alone = f"xl_ceo_cap*{people.at('others', item)}"
    calc.array("people", "chain_worst", item, f"IF(xl_has_chain=0,0,MAX({alone},IF({field}={CHAIN},{cap_here})))")
    calc.array("people", "chain_most", item, f"IF(xl_has_chain=0,0,MAX(0,IF({field}={CHAIN},{value_here})))")
    most, fewest = people.at("chain_most", item), people.at("chain_fewest", item)
    calc.formula("people", "chain_spread", item, f"{most}-{fewest}")


def _totals(calc: Calc) -> None:
    chain, people, measures = calc["chain"], calc["people"], calc["measures"]
    calc.formula("chain", "ceo_cap", 0, "xl_setting_ceo_cap")
    size = measures.at("rule_1", 0)
    last = measures.at("rule_1", measures.size - 1)
    calc.formula("chain", "has_chain", 0, f"IF({last}>0,1,0)")
    calc.formula("chain", "has_size", 0, f"IF({size}>0,1,0)")
    occurs, mask = f"{people.all('occurs')}=1", people.all("mask")
    calc.array("chain", "differs", 0, f"IF(MAX(IF({occurs},{mask}))=MIN(IF({occurs},{mask})),0,1)")
    capped = f"AND(xl_setting_ceo_cap>0,SUM({people.all('others')})>0)"
    calc.formula("chain", "exists", 0, f"IF(OR({chain.at('has_chain')}=1,{capped}),1,0)")
    smallest = calc["points"].at("rule", BAND_POINTS + MEASURES.index("employees"))
    calc.formula("chain", "first", 0, f"1+{smallest}")
    calc.formula("chain", "size_rule", 0, f"IF({size}>0,{size},{last})")
    calc.formula("chain", "chain_rule", 0, last)
    asks = f"AND({chain.at('size_rule')}>0,OR({size}>0,{chain.at('differs')}=1))"
    calc.formula("chain", "asks_size", 0, f"IF({asks},1,0)")


def _open(calc: Calc) -> None:
    """The ends where neither size nor people are known: of both, of the size alone, of the people alone."""
    occurs = f"{calc['people'].all('occurs')}=1"

    def column(name: str) -> str:
        return calc["people"].all(name)

    for case, title in enumerate(("both", "size", "chain")):
        calc.value("open", "case", case, title)
        for end in ENDS:
            function = "MIN" if end == "fewest" else "MAX"
            first = f"INDEX({column(f'chain_{end}')},xl_first_rule)"
            none = f"IF(xl_differs=1,0,{first})"
            size, chain = column(f"size_{end}"), column(f"chain_{end}")
            together = f"IF({size}>{chain},{size},{chain})" if end == "worst" else f"{size}+{chain}"
            text = {
                "both": f"{function}({none},IF({occurs},{together}))",
                "size": f"{function}(0,IF({occurs},{size}))",
                "chain": none,
            }[title]
            if end == "most":
                text = f"{text}-{calc['open'].at('fewest', case)}"
            calc.array("open", "spread" if end == "most" else end, case, text)
