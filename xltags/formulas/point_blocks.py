"""What a field of numbers does at each limit, worked out by formulas: the block `points`.

Between two limits of bands and chain rules all numbers score alike, so a field is known from what it does at each.
"""

from xltags.core.scorecard import MEASURES
from xltags.formulas.grid import Calc
from xltags.formulas.limits import CHAIN_RULES, NOWHERE, RULES_PER_FIELD
from xltags.formulas.people_fields import BAND_POINTS, COUNTS
from xltags.formulas.scorecard_fields import CHAIN, EMPLOYEES, FIRST_MEASURE
from xltags.formulas.scorecard_texts import rejection
from xltags.formulas.wording import ENDLESS


def fill_points(calc: Calc) -> None:
    """Fill the block: limits of bands, blanks of each measure, limits of chain rules, coverages under each rule."""
    merits, indicators, people = calc["merits"], calc["indicators"], calc["people"]
    for item in range(BAND_POINTS):
        calc.value("points", "band", item, 1 + item // 2)
        band = f"1+{calc['points'].at('band', item)}"
        limit = f"INDEX({merits.all('high' if item % 2 else 'low')},{band})"
        indicator = f"INDEX({merits.all('indicator')},{band})"
        field = f"INDEX({indicators.all('field')},{indicator})"
        no_limit = f"{limit}={NOWHERE if item % 2 else ENDLESS}"
        measured = f"IF({field}>={FIRST_MEASURE},IF({field}={CHAIN},0,{field}),0)"
        calc.formula("points", "field", item, f"IF(OR({indicator}=0,{no_limit}),0,{measured})")
        calc.formula("points", "x", item, limit)
        _point(calc, item)
    row = BAND_POINTS
    for number in range(len(MEASURES)):
        calc.value("points", "field", row, FIRST_MEASURE + number)
        calc.formula("points", "x", row, ENDLESS)
        _point(calc, row)
        row += 1
    for rule in range(1, CHAIN_RULES + 1):
        for end, none in (("low", ENDLESS), ("high", NOWHERE)):
            limit = people.at(end, rule)
            usable = f"AND({people.at('inverse', rule)}>0,{limit}<>{none})"
            calc.formula("points", "field", row, f"IF({usable},{EMPLOYEES},0)")
            calc.formula("points", "x", row, limit)
            _point(calc, row)
            row += 1
    for rule in range(CHAIN_RULES + 1):
        for count in range(COUNTS):
            required = people.at("required", rule)
            calc.formula("points", "field", row, f"IF({count}<={required},{CHAIN},0)")
            calc.formula("points", "x", row, f"IF({required}=0,1,{count}/MAX(1,{required}))")
            _point(calc, row, rule=rule)
            row += 1


def _point(calc: Calc, item: int, *, rule: int | None = None) -> None:
    points, merits, measures, indicators = calc["points"], calc["merits"], calc["measures"], calc["indicators"]
    field, x = points.at("field", item), points.at("x", item)
    own, low, high = (merits.all(name) for name in ("indicator", "low", "high"))
    sums, caps = [], []
    for order in range(1, RULES_PER_FIELD + 1):
        indicator = f"IF({field}=0,0,INDEX({measures.all(f'rule_{order}')},{field}-{FIRST_MEASURE - 1}))"
        merit, cap = points.at(f"merit_{order}", item), points.at(f"cap_{order}", item)
        met = f"({own}={indicator})*({low}<={x})*({x}<{high})"
        calc.array("points", f"merit_{order}", item, f'IF({indicator}=0,"",MAX({met}*{merits.all("number")}))')
        hard = f"INDEX({indicators.all('hard')},{indicator})=1"
        rejected = rejection(f"INDEX(xl_band_outcome,1+{merit})", f"INDEX({indicators.all('only_pass')},{indicator})")
        worst = f"MAX(3*{rejected},MAX({met}*{merits.all('cap')}))"
        best = f"INDEX(xl_band_cap,1+{merit})"
        calc.array("points", f"cap_{order}", item, f'IF({merit}="",0,IF({hard},{worst},{best}))')
        sums.append(f'IF({merit}="",0,IF({hard},0,INDEX(xl_band_micro,1+{merit})))')
        caps.append(cap)
    calc.formula("points", "points", item, f"IF({field}=0,0,{'+'.join(sums)})")
    calc.formula("points", "cap", item, f"IF({field}=0,0,MAX({','.join(caps)}))")
    if rule is not None:
        calc.value("points", "rule", item, rule)
        return
    people = calc["people"]
    fits = f"MAX(({people.all('low')}<={x})*({x}<{people.all('high')})*{people.all('inverse')})"
    calc.array("points", "rule", item, f"IF({field}={EMPLOYEES},IF({fits}=0,0,{CHAIN_RULES + 1}-{fits}),-1)")
