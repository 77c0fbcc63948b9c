"""Indicators, bands, tiers and people for the named functions of a workbook (see `lambdas` for the notation).

The matrix `fn_card` has a row for each indicator that counts: id, name, field, hard (0, 1), row of its tag group (0
for a number), many-valued. `fn_bands` has a row for each band: number of its indicator (0 for none), usable, points in
millionths, cap, outcome (2 reject, 1 pass), low, high, then the numbers of its tags (-1 for none). `fn_rules` has low,
high, roles in the rule's order, roles in alphabetical order, whether the row is filled.

An effect is a text: K or U (unknown), points in 13 characters, cap, rejection, "name: value".
"""

from xltags.formulas.lambda_words import POINTS
from xltags.formulas.scorecard_texts import POINTS_FORMAT, points_text

SOURCES = {
    "fn_card": """
        LET(id, fn_text(@Indicators.indicator), label, fn_text(@Indicators.label), field, fn_text(@Indicators.field),
            groups, fn_groups, at, IF(field = "", 0, IFNA(XMATCH(field, CHOOSECOLS(groups, 1)), 0)),
            own, CHOOSEROWS(groups, IF(at = 0, 1, at)), counted, ISNUMBER(XMATCH(field, @number_fields)),
            grouped, (at > 0) * CHOOSECOLS(own, 6) * NOT(counted),
            used, (id <> "") * (XMATCH(id, id) = SEQUENCE(ROWS(id))) *
                ISNA(XMATCH(fn_text(@Indicators.on), @no)) * (counted + grouped > 0),
            FILTER(HSTACK(id, IF(label = "", id, label), field,
                --ISNUMBER(XMATCH(fn_text(@Indicators.kind), @hard)), at * grouped, grouped * CHOOSECOLS(own, 5)),
                used, ""))
    """,
    "fn_bands": """
        LAMBDA(card, tags,
            LET(text, fn_text(@Bands.tag), wide, fn_most(text),
                at, IFNA(XMATCH(fn_text(@Bands.indicator), CHOOSECOLS(card, 1)), 0),
                own, CHOOSEROWS(card, IF(at = 0, 1, at)), grouped, (at > 0) * (CHOOSECOLS(own, 5) > 0),
                found, MAP(fn_parts(text, wide), IF(SEQUENCE(1, wide) * grouped > 0, CHOOSECOLS(own, 3), ""),
                    LAMBDA(part, group, IF(OR(part = "", group = ""), -1,
                        LET(one, fn_find(part, group, tags), IF(one = 0, -1, one))))),
                low, fn_number(@Bands.low, -1E+300), high, fn_number(@Bands.high, 1E+300),
                tagged, --(MMULT(--(found > 0), SEQUENCE(wide, 1, 1, 0)) > 0),
                outcome, fn_text(@Bands.outcome),
                HSTACK(at, (at > 0) * IF(grouped, tagged, 1 - (text <> "") * (low = -1E+300) * (high = 1E+300)),
                    ROUND(fn_number(@Bands.points, 0) * 1000000, 0),
                    IFNA(XMATCH(UPPER(fn_text(@Bands.cap_tier)), @tiers), 1) - 1,
                    IF(ISNUMBER(XMATCH(outcome, @reject)), 2, --ISNUMBER(XMATCH(outcome, @pass))),
                    low, high, found)))
    """,
    # Which bands of an indicator the tags of a cell, or a number, meet.
    "fn_met": """
        LAMBDA(bands, item, lines,
            LET(hit, --ISNUMBER(FIND(";" & DROP(bands, , 7) & ";", lines)),
                (CHOOSECOLS(bands, 1) = item) * CHOOSECOLS(bands, 2) *
                    (MMULT(hit, SEQUENCE(COLUMNS(hit), 1, 1, 0)) > 0)))
    """,
    "fn_held": """
        LAMBDA(bands, item, x,
            (CHOOSECOLS(bands, 1) = item) * CHOOSECOLS(bands, 2) * (CHOOSECOLS(bands, 6) <= x) *
                (x < CHOOSECOLS(bands, 7)))
    """,
    # What the bands met do: points, cap, rejection, as they stand in an effect.
    "fn_judge": f"""
        LAMBDA(bands, item, hard, met,
            LET(cap, CHOOSECOLS(bands, 4), outcome, CHOOSECOLS(bands, 5),
                IF(hard = 1,
                    LET(own, (CHOOSECOLS(bands, 1) = item) * CHOOSECOLS(bands, 2),
                        "{"0" * POINTS}" & MAX(met * cap) & IF(SUM(met * (outcome = 2)) > 0, 1,
                            IF(SUM(met * (outcome = 1)) > 0, 0,
                                IF(AND(SUM(own * (outcome = 1)) > 0, SUM(own * (outcome = 2)) = 0), 1, 0)))),
                    IF(SUM(met) = 0, "{"0" * (POINTS + 2)}",
                        LET(points, IF(met > 0, CHOOSECOLS(bands, 3), -1E+300), best, MAX(points),
                            TEXT(best, {POINTS_FORMAT}) & fn_at(cap, XMATCH(best, points), 1) & "0")))))
    """,
    "fn_shown": 'LAMBDA(x, IF(x = INT(x), TEXT(x, "0"), SUBSTITUTE(x & "", ",", ".")))',
    "fn_points": f"LAMBDA(x, {points_text('x')})",
    "fn_effect": f"""
        LAMBDA(item, x, card, bands, tags, lines, cover,
            LET(name, fn_at(card, item, 2), field, fn_at(card, item, 3), hard, fn_at(card, item, 4),
                unknown, "U{"0" * (POINTS + 2)}",
                IF(fn_at(card, item, 5) > 0,
                    LET(read, fn_read(x, field, tags, lines), bar, FIND("|", read & "|"),
                        IF(read = "", unknown,
                            "K" & fn_judge(bands, item, hard, fn_met(bands, item, LEFT(read, bar - 1))) &
                                name & ": " & MID(read, bar + 1, 32000))),
                    IF(field = "chain_coverage",
                        IF(cover < 0, unknown,
                            "K" & fn_judge(bands, item, hard, fn_held(bands, item, fn_share(cover))) &
                                name & ": " & fn_fraction(cover)),
                        IF(ISNUMBER(x),
                            "K" & fn_judge(bands, item, hard, fn_held(bands, item, x)) & name & ": " & fn_shown(x),
                            unknown)))))
    """,
    "fn_floors": """
        LET(tier, UPPER(fn_text(@Tiers.tier)), least, fn_number(@Tiers.min_points, 0),
            XLOOKUP(@tiers, tier, least, 1E+300))
    """,
    "fn_tier": (
        "LAMBDA(points, floors, IF(points >= fn_at(floors, 1, 1), 0, IF(points >= fn_at(floors, 1, 2), 1, "
        "IF(points >= fn_at(floors, 1, 3), 2, 3))))"
    ),
    "fn_language": """
        LET(text, LOWER(fn_setting("language")),
            IF(ISNUMBER(XMATCH(text, @chinese)), "zh", IF(ISNUMBER(XMATCH(text, @vietnamese)), "vi", "en")))
    """,
    "fn_ceo_cap": """
        LET(text, UPPER(fn_setting("ceo_only_cap")), IFNA(XMATCH(text, @tiers) - 1, IF(text = "NONE", 0, 1)))
    """,
    "fn_role": """
        LAMBDA(x, LET(text, fn_text(x),
            IF(text = "", "", IFNA(INDEX(@role_ids, XMATCH(text, @role_texts)),
                TEXTJOIN(";", TRUE, LOWER(fn_values(text)))))))
    """,
    "fn_required": """
        LAMBDA(x, LET(text, fn_text(x), list, fn_values(text),
            IF(text = "", "", ";" & TEXTJOIN(";", TRUE,
                UNIQUE(IFNA(XLOOKUP(list, @role_texts, @role_ids), LOWER(list)), TRUE)) & ";")))
    """,
    "fn_contacts": "HSTACK(fn_text(@Contacts.customer_id), MAP(@Contacts.chain_role, LAMBDA(x, fn_role(x))))",
    # The roles known at a customer, between semicolons; blank where none is.
    "fn_roles": """
        LAMBDA(customer, contacts,
            LET(role, CHOOSECOLS(contacts, 2), hit, EXACT(CHOOSECOLS(contacts, 1), customer) * (role <> ""),
                IF(customer = "", "", IF(SUM(hit) = 0, "", ";" & TEXTJOIN(";", TRUE, FILTER(role, hit, "")) & ";"))))
    """,
    "fn_rules": """
        LET(roles, MAP(@ChainRules.required_roles, LAMBDA(x, fn_required(x))),
            HSTACK(fn_number(@ChainRules.low, -1E+300), fn_number(@ChainRules.high, 1E+300), roles,
                MAP(roles, LAMBDA(x, IF(x = "", "", TEXTJOIN(";", TRUE, SORT(fn_values(x), , 1, TRUE))))),
                --(fn_text(@ChainRules.low) & fn_text(@ChainRules.high) & roles <> "")))
    """,
    "fn_rule": """
        LAMBDA(size, rules,
            LET(hit, CHOOSECOLS(rules, 5) * (CHOOSECOLS(rules, 1) <= size) * (size < CHOOSECOLS(rules, 2)),
                IF(SUM(hit) = 0, 0, XMATCH(1, hit))))
    """,
    "fn_needed": 'LAMBDA(size, column, rules, LET(at, fn_rule(size, rules), IF(at = 0, "", fn_at(rules, at, column))))',
    "fn_count": 'LAMBDA(roles, IF(roles = "", 0, LEN(roles) - LEN(SUBSTITUTE(roles, ";", "")) - 1))',
    # How far roles cover what is needed: 10,000 x present + 10 x needed + only the CEO though others are needed.
    "fn_covered": """
        LAMBDA(needed, roles,
            LET(list, fn_values(needed), present, SUM((list <> "") * ISNUMBER(FIND(";" & list & ";", roles))),
                alone, AND(SUBSTITUTE(roles, "ceo;", "") = ";", needed <> "", SUBSTITUTE(needed, ";ceo;", ";") <> ";"),
                10000 * present + 10 * fn_count(needed) + IF(alone, 1, 0)))
    """,
    "fn_cover": """
        LAMBDA(size, roles, rules, differs,
            IF(roles = "", -1, IF(AND(NOT(ISNUMBER(size)), differs), -1,
                fn_covered(fn_needed(IF(ISNUMBER(size), size, -1E+300), 3, rules), roles))))
    """,
    "fn_share": """
        LAMBDA(cover, LET(needed, INT(MOD(cover, 10000) / 10), IF(needed = 0, 1, INT(cover / 10000) / needed)))
    """,
    "fn_fraction": """
        LAMBDA(cover,
            LET(needed, INT(MOD(cover, 10000) / 10), IF(needed = 0, "100 %", INT(cover / 10000) & "/" & needed)))
    """,
    # The numbers at which something changes: limits of the bands on a field, and of chain rules.
    "fn_cuts": """
        LAMBDA(field, card, bands,
            LET(at, CHOOSECOLS(bands, 1), high, CHOOSECOLS(bands, 7),
                own, CHOOSECOLS(bands, 2) * (CHOOSECOLS(CHOOSEROWS(card, IF(at = 0, 1, at)), 3) = field) > 0,
                VSTACK(-1E+300, IF(own, CHOOSECOLS(bands, 6), -1E+300), IF(own * (high < 1E+300), high, -1E+300))))
    """,
    "fn_sizes": """
        LAMBDA(card, bands, rules,
            LET(filled, CHOOSECOLS(rules, 5) > 0, high, CHOOSECOLS(rules, 2),
                SORT(UNIQUE(VSTACK(fn_cuts("employees", card, bands), IF(filled, CHOOSECOLS(rules, 1), -1E+300),
                    IF(filled * (high < 1E+300), high, -1E+300))))))
    """,
    "fn_differs": """
        LAMBDA(sizes, rules, ROWS(UNIQUE(MAP(sizes, LAMBDA(size, "|" & fn_needed(size, 4, rules))))) > 1)
    """,
}
