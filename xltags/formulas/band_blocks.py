"""Bands, worked out by formulas from `Bands`, and what each tag does by them.

Bands are ranked over the whole scorecard: the *merit* of a band is its rank from the bottom, so that of all bands that
a customer meets the one of highest merit decides. A soft indicator prefers points, a hard one rejections, then passes;
among equals the band first in the workbook is preferred.
"""

from xltags.formulas.grid import Calc
from xltags.formulas.limits import BANDS, LEVELS, NOWHERE, RULES_PER_FIELD, TAGS, TAGS_PER_BAND
from xltags.formulas.scorecard_fields import BAND_FIELDS, MERIT_FIELDS, NAMED_MERITS
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

TAG_WIDTH = 200


def declare_bands(calc: Calc) -> None:
    """Declare the blocks and the names over them."""
    calc.add("bands", BAND_FIELDS, BANDS)
    calc.add("merits", MERIT_FIELDS, BANDS + 1)
    calc.add("band_tags", ("merit", "place", "tag", "key", "cap", "indicator"), BANDS * TAGS_PER_BAND)
    for name in ("number", "indicator", "low", "high", *NAMED_MERITS):
        calc.name(f"xl_band_{name}", "merits", name)


def fill_bands(calc: Calc, tables: Tables) -> None:
    """Fill the blocks, and what bands do in the block of the tags."""
    for item in range(BANDS):
        _band(calc, tables, item)
    for item in range(BANDS + 1):
        _merit(calc, item)
    _band_tags(calc)
    for item in (0, 1):
        _tag_effects(calc, item)
    calc.down("tags", 1, TAGS)


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
