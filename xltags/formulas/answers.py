"""The formulas of the columns that people read: score, tier, range, reasons, what to ask next, tag issues."""

from collections.abc import Mapping

from xltags.core.scorecard import TIERS
from xltags.formulas.grid import CALC, Calc
from xltags.formulas.limits import CELL_LENGTH, INDICATORS, NOWHERE, PAIRS, VALUES_PER_CELL
from xltags.formulas.people_names import OPEN
from xltags.formulas.row_layout import EFFECTS, RowLayout
from xltags.formulas.row_names import MANY, MANY_TAGS
from xltags.formulas.scorecard_texts import points_text
from xltags.formulas.taxonomy_blocks import BLANK_CELL, NO_TAG, SEVERAL
from xltags.formulas.wording import (
    best_code,
    cell_values,
    quoted,
    tier_code,
)

_TIERS = quoted("".join(TIERS))


def define_answers(calc: Calc, layout: RowLayout) -> None:
    """Define the names behind range, reasons, next question and tag issues."""
    calc.names["xl_micro"] = f"ROUND({layout.here('icp_score')}*1000000,0)"
    calc.names["xl_unknown"] = f'(LEFT({layout.effects})="U")*1'
    _range(calc, layout)
    _ask(calc, layout)
    _why(calc, layout)
    _issues(calc, layout)


def answer_formulas(header: Mapping[str, str]) -> dict[str, str]:
    """The formula of each column that people read, by column id; `header` gives headers by column id.

    Where a new row did not get the helper columns, as LibreOffice may leave it, they show nothing rather than 0.
    """

    def cell(id: str) -> str:
        return f"Customers[[#This Row],[{header[id]}]]"

    effects = f"Customers[[#This Row],[{header[EFFECTS[0]]}]:[{header[EFFECTS[-1]]}]]"
    state, score = cell("xl_state"), cell("icp_score")
    answers = {
        "icp_score": f"SUMPRODUCT(--MID({effects},2,13))/1000000",
        "icp_tier": f"MID({_TIERS},1+MAX({tier_code(score)},{cell('xl_cap')}),1)",
        "icp_range": "xl_range",
        "icp_why": "xl_why",
        "ask_next": "xl_ask",
        "tag_issues": "xl_issues",
    }
    return {id: f'IF({state}=1,IFERROR({formula},xl_message),{state}&"")' for id, formula in answers.items()}


def _range(calc: Calc, layout: RowLayout) -> None:
    cap = layout.here("xl_cap")
    names = calc.names
    names["xl_fewest_all"] = f"(xl_micro+SUMPRODUCT(xl_unknown*xl_fewest)+{layout.here(OPEN[0])})/1000000"
    names["xl_worst_all"] = f"MAX({cap},SUMPRODUCT(MAX(xl_unknown*xl_worst_cap)),{layout.here(OPEN[1])})"
    for code, end in enumerate("abc"):
        most = f"(xl_micro+SUMPRODUCT(xl_unknown*xl_most_{end})+{layout.here(OPEN[2 + code])})/1000000"
        names[f"xl_most_{end}_all"] = f"IF({cap}>{code},-{NOWHERE},{most})"
    state, knot = layout.here("xl_state"), "SUMPRODUCT(xl_unknown*xl_tangled)>0"
    names["xl_low"] = f'IF({state}=1,IF({knot},NA(),MAX({tier_code("xl_fewest_all")},xl_worst_all)),"")'
    best = best_code(("xl_most_a_all", "xl_most_b_all", "xl_most_c_all"))
    names["xl_high"] = f'IF({state}=1,{best},"")'
    low, high = layout.here("xl_low"), layout.here("xl_high")
    names["xl_range"] = f'IF({low}={high},"",MID({_TIERS},1+{high},1)&"-")&MID({_TIERS},1+{low},1)'


def _ask(calc: Calc, layout: RowLayout) -> None:
    """The blank whose answer moves the tier furthest: ranked by tiers, then by spread, then as in the workbook.

    The rank is one whole number below 15 digits: tiers, spread in millionths of a point, 100 less the indicator's
    number.
    """
    cap, rule, roles = layout.here("xl_cap"), layout.here("xl_rule"), layout.here("xl_roles")

    def rank(fewest: str, worst: str, most: tuple[str, str, str], spread_of: str, number: str) -> str:
        points = f"((xl_micro+{fewest})/1000000)"
        code = tier_code(points)
        capped = f"IF({worst}>{cap},{worst},{cap})"
        low = f"IF({code}>{capped},{code},{capped})"
        reached = [f"IF({cap}>{level},-{NOWHERE},(xl_micro+{more})/1000000)" for level, more in enumerate(most)]
        high = best_code((reached[0], reached[1], reached[2]))
        return f"({low}-{high})*10^13+{spread_of}*100+100-{number}"

    most = ("xl_most_a", "xl_most_b", "xl_most_c")
    fields = rank("xl_fewest", "xl_worst_cap", most, "xl_spread", "xl_indicator_number")
    calc.names["xl_ask_fields"] = f"SUMPRODUCT(MAX(xl_unknown*xl_leads*({fields})))"
    own = [layout.here(name) for name in OPEN]
    known = f'LEFT({roles}&"000",3)<>"000"'

    def either(condition: str, case: str, number: str) -> str:
        ends = ("fewest", "worst", "most_a", "most_b", "most_c", "spread")
        picked = [f"IF({condition},{here},xl_open_{case}_{end})" for here, end in zip(own, ends, strict=True)]
        return rank(picked[0], picked[1], (picked[2], picked[3], picked[4]), picked[5], number)

    size = either(known, "size", "xl_size_rule")
    calc.names["xl_ask_size"] = f'IF({rule}="",IF(xl_asks_size*xl_people=1,{size},0),0)'
    people = either(f'{rule}<>""', "chain", "xl_chain_rule")
    calc.names["xl_ask_people"] = f"IF({known},0,IF(xl_has_chain=1,{people},0))"
    best, low, high = layout.here("xl_ask_rank"), layout.here("xl_low"), layout.here("xl_high")
    ranks = "MAX(xl_ask_fields,xl_ask_size,xl_ask_people)"
    calc.names["xl_ask_rank"] = f'IF({layout.here("xl_state")}=1,IF({low}={high},0,{ranks}),"")'
    asked = f"100-({best}-INT({best}/100)*100)"
    calc.names["xl_ask"] = f'IF({best}=0,"",INDEX(xl_indicator_name,{asked}))'


def _why(calc: Calc, layout: RowLayout) -> None:
    """The reasons as one text, as `core.reasons` words them."""
    order, met, rule = layout.here("xl_order"), layout.here("xl_met"), layout.here("xl_rule")
    added = []
    for place in range(INDICATORS):
        effect = f"INDEX({layout.effects},VALUE(MID({order},{2 * place + 1},2)))"
        points = f"INDEX(xl_band_text,MATCH(VALUE(MID({effect},2,13)),xl_band_micro,0))"
        added.append(f'IF(LEN({order})<{2 * place + 2},"","; "&MID({effect},17,{CELL_LENGTH * 3})&" "&{points})')
    joined = "&".join(added)
    total = points_text("xl_micro")
    added_text = f'IF({order}="","0",MID({joined},3,32000))&" = "&{total}'
    calc.names["xl_added"] = f'IF({layout.here("xl_state")}=1,{added_text},"")'
    effects = [layout.here(name) for name in EFFECTS]
    names = [f"{CALC}!{calc['indicators'].fixed('name', item)}" for item in range(INDICATORS)]
    unknown = [f'IF(LEFT({it})="U","; ? "&{name},"")' for it, name in zip(effects, names, strict=True)]
    calc.names["xl_why_unknown"] = "&".join(unknown)
    calc.names["xl_reached"] = tier_code(layout.here("icp_score"))

    def capped(code: str, reason: str) -> str:
        return f'"; "&IF({code}=1,xl_capped_b,IF({code}=2,xl_capped_c,xl_capped_d))&{reason}'

    caps = []
    for it in effects:
        code = f"VALUE(MID({it},15,1))"
        caps.append(f'IF(MID({it},15,1)="0","",IF({code}>xl_reached,{capped(code, f"MID({it},17,32000)")},""))')
    calc.names["xl_why_caps"] = "&".join(caps)
    row = f'IF({rule}="",xl_first_rule,{rule})'
    roles = layout.here("xl_roles")
    alone = f"AND(LEFT({roles},3)=MID({roles},13,3),INDEX(xl_others,{row})=1,xl_ceo_cap>xl_reached)"
    reason = f"xl_ceo_only&INDEX(xl_missing,{row})"
    calc.names["xl_why_ceo"] = f'IF({met}="","",IF({alone},{capped("xl_ceo_cap", reason)},""))'
    rejected = [f'IF(MID({it},16,1)="1","; {TIERS[-1]}: "&MID({it},17,32000),"")' for it in effects]
    calc.names["xl_why_rejected"] = "&".join(rejected)
    calc.names["xl_why"] = f"{layout.here('xl_added')}&xl_why_unknown&xl_why_caps&xl_why_ceo&xl_why_rejected"


def _issues(calc: Calc, layout: RowLayout) -> None:
    """The number of tag issues, as `core.tag_issues` counts them."""
    codes = layout.here("xl_codes")
    listed = f"MID({codes},xl_places,4)"
    blank = f"SUMPRODUCT(({listed}={BLANK_CELL})*xl_needed)"
    unknown = f"SUMPRODUCT(--({listed}={NO_TAG}))"
    old = f'SUMPRODUCT(--ISNUMBER(MATCH("T"&{listed},xl_retired,0)))'
    several = []
    for number, (many, tags) in enumerate(zip(MANY, MANY_TAGS, strict=True), start=1):
        cell, found = layout.here(many), layout.here(tags)
        places = ",".join(str(1 + 3 * place) for place in range(VALUES_PER_CELL))
        numbers = f"MID({found},{{{places}}},3)"
        values = cell_values(f"MID({cell},4,32000)")
        count, known = f'SUMPRODUCT(--({values}<>""))', f'SUMPRODUCT(--({numbers}<>"000"))'
        retired = f'IF(xl_has_retired=0,0,SUMPRODUCT(--ISNUMBER(MATCH("T0"&{numbers},xl_retired,0))))'
        one = f"IF(INDEX(xl_slot_many,VALUE(LEFT({cell},2)))=1,0,1)"
        split = f"IF(AND({one}=1,{known}=0),1,{count}-{known}+{retired}+{one})"
        calc.names[f"xl_many_issues_{number}"] = f'IF({cell}="",0,IF({count}<2,1,{split}))'
        several.append(f"xl_many_issues_{number}")
    pairs = []
    for number in range(1, PAIRS + 1):
        _pair(calc, layout, number)
        pairs.append(f"xl_misplaced_{number}")
    parts = [blank, unknown, f"IF(xl_has_retired=0,0,{old})", *several, layout.here("xl_misplaced")]
    calc.names["xl_misplaced"] = f'IF({layout.here("xl_state")}=1,{"+".join(pairs)},"")'
    calc.names["xl_issues"] = "+".join(parts)


def _pair(calc: Calc, layout: RowLayout, number: int) -> None:
    """1 where a tag has its parent in another group, and the customer's tags there are others."""
    codes = layout.here("xl_codes")

    def code(slot: str) -> str:
        return f"MID({codes},4*{slot}-3,4)"

    def tags(slot: str, sign: str) -> str:
        upto = f"LEFT({codes},4*{slot})"
        which = f'(LEN({upto})-LEN(SUBSTITUTE({upto},"M","")))/4'
        places = sign.join(str(1 + 3 * place) for place in range(VALUES_PER_CELL))
        several = f"VALUE(MID(INDEX({layout.across(MANY_TAGS)},{which}),{{{places}}},3))"
        return f"IF({code(slot)}={SEVERAL},{several},VALUE({code(slot)}))"

    child, parent = f"xl_pair_child_{number}", f"xl_pair_parent_{number}"
    calc.names[f"xl_children_{number}"] = tags(child, ";")
    calc.names[f"xl_parents_{number}"] = tags(parent, ",")
    wanted = f"SUMIFS(xl_parent,xl_tag,xl_children_{number},xl_parent_slot,{parent})"
    ones = ";".join("1" for _ in range(VALUES_PER_CELL))
    row = ",".join("0" for _ in range(VALUES_PER_CELL))
    column = row.replace(",", ";")
    found = f"(({wanted}+{{{column}}})=(xl_parents_{number}+{{{row}}}))"
    missed = f"SUMPRODUCT((({wanted}+{{{column}}})>0)*(MMULT(--{found},{{{ones}}})=0))"
    absent = f"SUMPRODUCT(--(xl_parents_{number}>=1))=0"
    several = f"IF({absent},0,IF({missed}>0,1,0))"
    own = f"INDEX(xl_parent_slot,VALUE({code(child)}))={parent}"
    other = f"INDEX(xl_parent,VALUE({code(child)}))<>VALUE({code(parent)})"
    single = f"IF(OR({code(child)}={NO_TAG},{code(parent)}={NO_TAG}),0,IF({own},IF({other},1,0),0))"
    blank = f"OR({code(child)}={BLANK_CELL},{code(parent)}={BLANK_CELL})"
    either = f"OR({code(child)}={SEVERAL},{code(parent)}={SEVERAL})"
    judged = f"IF({blank},0,IF({either},{several},{single}))"
    calc.names[f"xl_misplaced_{number}"] = f"IF({child}=0,0,{judged})"
