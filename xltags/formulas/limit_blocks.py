"""The settings that formulas heed, and whether the workbook stays within what formulas can carry."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from xltags.core.chain import Coverage
from xltags.core.finding import LANGUAGES, Language
from xltags.core.reasons import cap_text, ceo_only_reason
from xltags.core.scorecard import TIERS
from xltags.formulas.grid import Calc
from xltags.formulas.limits import (
    BANDS,
    CHAIN_RULES,
    GROUP_ROWS,
    GROUPS,
    INDICATOR_ROWS,
    INDICATORS,
    NOWHERE,
    PAIRS,
    ROLES,
    ROLES_PER_CONTACT,
    ROLES_PER_RULE,
    RULES_PER_FIELD,
    SYNONYMS,
    TAGS,
    TAGS_PER_BAND,
    TIER_ROWS,
)
from xltags.formulas.taxonomy_blocks import SHARED
from xltags.formulas.wording import SIGNS, Tables, one_of, quoted, separated

SETTINGS = (
    "language", "step", "setting_ceo_cap", "floor_a", "floor_b", "floor_c", "within_a", "within_b", "within_c",
    "capped_b", "capped_c", "capped_d", "ceo_only", "problem", "reason", "message", "ambiguous", "has_retired",
)  # fmt: skip
LIMITS = (
    "tag_groups", "groups_in_use", "tags", "synonyms", "parents", "pairs", "indicators", "indicators_that_count",
    "indicators_on_one_field", "bands", "tags_in_a_band", "points", "tiers", "chain_rules", "roles_in_a_rule",
    "roles", "roles_of_a_contact", "numbers_as_text", "columns_right_of_the_results",
)  # fmt: skip


def declare_limits(calc: Calc) -> None:
    """Declare the two blocks and the names of the settings; they come first, so that people find them."""
    calc.add("limits", ("what", "used", "room", "over"), len(LIMITS))
    calc.add("settings", ("what", "value"), len(SETTINGS))
    calc.add("separators", ("sign",), len(SIGNS))
    calc.name("xl_separators", "separators", "sign")
    calc.add("pairs", ("number", "pair", "child", "parent"), PAIRS)
    for item, name in enumerate(SETTINGS):
        calc.name(f"xl_{name}", "settings", "value", item=item)


def fill_limits(
    calc: Calc,
    tables: Tables,
    *,
    headers: str,
    all_headers: str,
    problem: str,
    message: str,
    limit_names: Mapping[str, str],
) -> None:
    """Fill the blocks. `headers` are those that formulas may read, `problem` what cells say beyond the limits."""
    settings = _settings(calc, tables, problem, message)
    for item, name in enumerate(SETTINGS):
        calc.value("settings", "what", item, name)
        calc.formula("settings", "value", item, settings[name])
    for item, sign in enumerate(SIGNS):
        calc.formula("separators", "sign", item, sign)
    for item in range(PAIRS):
        _pair(calc, item)
    for item, (name, used, room) in enumerate(_limits(calc, tables, headers, all_headers)):
        block = calc["limits"]
        calc.value("limits", "what", item, limit_names[name])
        calc.array("limits", "used", item, used)
        calc.value("limits", "room", item, room)
        over = f"IF({block.at('used', item)}>{block.at('room', item)},1,0)"
        calc.formula("limits", "over", item, f"IFERROR({over},1)")


def _settings(calc: Calc, tables: Tables, problem: str, message: str) -> dict[str, str]:
    keys, values = tables.column("Settings", "key"), tables.column("Settings", "value")

    def setting(key: str) -> str:
        return f'IFERROR(TRIM(INDEX({values},MATCH("{key}",{keys},0))),"")'

    def floor(tier: str) -> str:
        tiers = calc["tiers"]
        return f'IFERROR(INDEX({tiers.all("minimum")},MATCH("{tier}",{tiers.all("tier")},0)),{NOWHERE})'

    nobody = Coverage((), (), ceo_only=True)
    language = setting("language")
    step = f"VALUE({setting('maturity_step')})"
    cap = f'MATCH({setting("ceo_only_cap")},{{"A","B","C","D"}},0)-1'
    no_cap = f"IF({one_of(setting('ceo_only_cap'), ('NONE',))},0,1)"
    return {
        "language": f'IF({one_of(language, ("zh", "chinese", "中文"))},"zh",'
        f'IF({one_of(language, ("vi", "tiếng việt"))},"vi","en"))',
        "step": f"IFERROR(IF(AND({step}>=1,{step}<=3,{step}=INT({step})),{step},3),3)",
        "setting_ceo_cap": f"IFERROR({cap},{no_cap})",
        "floor_a": floor("A"),
        "floor_b": floor("B"),
        "floor_c": floor("C"),
        "within_a": "xl_floor_a",
        "within_b": "MIN(xl_floor_a,xl_floor_b)",
        "within_c": "MIN(xl_floor_a,xl_floor_b,xl_floor_c)",
        **{f"capped_{TIERS[code].lower()}": _in_language(partial(cap_text, code, "")) for code in (1, 2, 3)},
        "ceo_only": _in_language(partial(ceo_only_reason, nobody)),
        "problem": f'IF(SUM({calc["limits"].all("over")})=0,"",{quoted(problem)})',
        "reason": _reason(calc),
        "message": quoted(message),
        "has_retired": f'IF(COUNTIF({calc["tags"].all("retired")},"T*")>0,1,0)',
        "ambiguous": f"COUNTIF({calc['spellings'].all('number')},{SHARED})",
    }


def _in_language(text: Callable[[Language], str]) -> str:
    """A text in the workbook's language."""
    last = quoted(text(LANGUAGES[-1]))
    for language in reversed(LANGUAGES[:-1]):
        last = f'IF(xl_language="{language}",{quoted(text(language))},{last})'
    return last


def _reason(calc: Calc) -> str:
    """The first limit that is exceeded, with what is used and what there is room for."""
    limits = calc["limits"]
    what, used, room = (
        f"INDEX({limits.all(name)},MATCH(1,{limits.all('over')},0))" for name in ("what", "used", "room")
    )
    return f'IFERROR({what}&": "&{used}&" / "&{room},"")'


def _pair(calc: Calc, item: int) -> None:
    """The groups whose tags have parents in another group, each pair once, smallest first."""
    pairs, tags = calc["pairs"], calc["tags"]
    before = pairs.at("pair", item - 1) if item else "0"
    found = f"MIN(IF({tags.all('pair')}>{before},{tags.all('pair')}))"
    calc.value("pairs", "number", item, item + 1)
    calc.array("pairs", "pair", item, f"IF({before}>90000,99999,IF({found}=0,99999,{found}))")
    pair = pairs.at("pair", item)
    calc.formula("pairs", "child", item, f"IF({pair}>90000,0,INT({pair}/100))")
    calc.formula("pairs", "parent", item, f"IF({pair}>90000,0,MOD({pair},100))")
    for name in ("child", "parent"):
        calc.name(f"xl_pair_{name}_{item + 1}", "pairs", name, item=item)


def _limits(calc: Calc, tables: Tables, headers: str, all_headers: str) -> Iterator[tuple[str, str, int]]:
    tags, indicators = calc["tags"], calc["indicators"]
    groups, roles = calc["groups"], calc["rule_roles"]
    values = {
        "tag_groups": (tables.rows("TagGroups", "group"), GROUP_ROWS),
        "groups_in_use": (f"SUM({groups.all('used')})", GROUPS),
        "tags": (tables.rows("Tags", "tag"), TAGS),
        "synonyms": (f"SUM({tags.all('synonym_count')})", SYNONYMS),
        "parents": (f"SUM({tags.all('deeper')})", 0),
        "pairs": (f"SUM(IF({tags.all('pair')}>{calc['pairs'].at('pair', PAIRS - 1)},1,0))", 0),
        "indicators": (tables.rows("Indicators", "indicator"), INDICATOR_ROWS),
        "indicators_that_count": (f"SUM({calc['indicator_rows'].all('used')})", INDICATORS),
        "indicators_on_one_field": (f"MAX({indicators.all('order')})", RULES_PER_FIELD),
        "bands": (tables.rows("Bands", "indicator"), BANDS),
        "tags_in_a_band": (_most_values(separated(tables.column("Bands", "tag"))), TAGS_PER_BAND),
        "points": (f"MAX(ABS({calc['merits'].all('micro')}))/1000000*{INDICATORS}", 99_999),
        "tiers": (tables.rows("Tiers", "tier"), TIER_ROWS),
        "chain_rules": (tables.rows("ChainRules", "required_roles"), CHAIN_RULES),
        "roles_in_a_rule": (_most_values(separated(tables.column("ChainRules", "required_roles"))), ROLES_PER_RULE),
        "roles": (f"MAX({roles.all('slot')})", ROLES),
        "roles_of_a_contact": (_most_values(separated(tables.column("Contacts", "chain_role"))), ROLES_PER_CONTACT),
        "numbers_as_text": (_texts_among_numbers(tables), 0),
        "columns_right_of_the_results": (_out_of_reach(calc, tables, headers, all_headers), 0),
    }
    return ((name, *values[name]) for name in LIMITS)


def _most_values(cells: str) -> str:
    return f'MAX(IFERROR(LEN({cells})-LEN(SUBSTITUTE({cells},";",""))+1,0))'


def _texts_among_numbers(tables: Tables) -> str:
    columns = (
        ("Bands", "low"), ("Bands", "high"), ("Bands", "points"), ("Tiers", "min_points"), ("ChainRules", "low"),
        ("ChainRules", "high"), ("TagGroups", "step"),
    )  # fmt: skip
    return "+".join(f"SUM(ISTEXT({tables.column(table, column)})*1)" for table, column in columns)


def _out_of_reach(calc: Calc, tables: Tables, headers: str, all_headers: str) -> str:
    """Groups in use whose column stands where formulas cannot read it."""
    groups = calc["groups"]
    names = [groups.all("id")]
    found = "+".join(f"ISNUMBER(MATCH({name},{all_headers},0))" for name in names)
    labels = []
    for language in ("en", "zh", "vi"):
        column = tables.column("TagGroups", f"label_{language}")
        labels.append(
            f"SUM(IFERROR(ISNUMBER(MATCH({column},{all_headers},0))*ISNA(MATCH({column},{headers},0))"
            f'*({column}<>""),0))'
        )
    own = f"SUM(({groups.all('used')}=1)*({groups.all('column')}=0)*(({found})>0))"
    return "+".join((own, *labels))
