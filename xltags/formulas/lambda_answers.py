"""The named functions that people call, and what they share: range, reasons, rows (see `lambdas` for the notation).

`fn_open` has a row for each indicator: what an answer to its blank can still give (fewest points, worst cap, most
points that allow A, B, C); 0 where another row or `fn_people` speaks for its field. `fn_people` has, by size (unknown,
then each of `fn_sizes`) and by what is known of the people (nothing, each number of roles needed, the CEO alone), ten
times the points plus the cap; blank where that cannot be.
"""

SOURCES = {
    # Ten times the points plus the cap, of all indicators on a field together.
    "fn_joint": """
        LAMBDA(effects, LET(points, SUM(--LEFT(effects, 13)),
            10 * points + MAX(MAX(--MID(effects, 14, 1)), 3 * MAX(--MID(effects, 15, 1)))))
    """,
    "fn_most_under": """
        LAMBDA(results, cap,
            MAX(IF(results = "", -1E+300, IF(MOD(results, 10) <= cap, INT(results / 10), -1E+300))))
    """,
    "fn_ends": """
        LAMBDA(results,
            HSTACK(MIN(IF(results = "", 1E+300, INT(results / 10))), MAX(IF(results = "", 0, MOD(results, 10))),
                fn_most_under(results, 0), fn_most_under(results, 1), fn_most_under(results, 2)))
    """,
    "fn_open": """
        LAMBDA(card, bands, tags, lines,
            LET(fields, CHOOSECOLS(card, 3),
                each, MAP(SEQUENCE(ROWS(card)), LAMBDA(item,
                    LET(field, fn_at(card, item, 3),
                        IF(OR(field = "employees", field = "chain_coverage", XMATCH(field, fields) < item), "0|0|0|0|0",
                            TEXTJOIN("|", FALSE, IF(fn_at(card, item, 5) > 0,
                                fn_open_tags(item, card, bands, tags, lines), fn_open_number(item, card, bands))))))),
                piece, TRIM(MID(SUBSTITUTE(each, "|", REPT(" ", 40)), 1 + 40 * (SEQUENCE(1, 5) - 1), 40)),
                IFERROR(VALUE(piece), piece)))
    """,
    "fn_open_number": """
        LAMBDA(item, card, bands,
            LET(field, fn_at(card, item, 3), own, FILTER(SEQUENCE(ROWS(card)), CHOOSECOLS(card, 3) = field),
                fn_ends(VSTACK(0, MAP(UNIQUE(fn_cuts(field, card, bands)), LAMBDA(x,
                    fn_joint(MAP(own, LAMBDA(one,
                        fn_judge(bands, one, fn_at(card, one, 4), fn_held(bands, one, x)))))))))))
    """,
    # In a many-valued group with several indicators every set of tags is an answer: the best of each indicator counts.
    "fn_open_tags": """
        LAMBDA(item, card, bands, tags, lines,
            LET(field, fn_at(card, item, 3), own, FILTER(SEQUENCE(ROWS(card)), CHOOSECOLS(card, 3) = field),
                living, FILTER(lines, EXACT(CHOOSECOLS(tags, 1), field) * (CHOOSECOLS(tags, 8) = 0), ""),
                single, MAP(living, LAMBDA(line, IF(line = "", 0, fn_joint(MAP(own, LAMBDA(one,
                    fn_judge(bands, one, fn_at(card, one, 4), fn_met(bands, one, line)))))))),
                several, fn_at(card, item, 6) * ROWS(own) > 1,
                IF(several,
                    IF(SUM(MOD(single, 10)) > 0, HSTACK("knot", 0, 0, 0, 0),
                        fn_ends(VSTACK(0, single, 10 * SUM(MAP(own, LAMBDA(one, MAX(0, MAP(living, LAMBDA(line,
                            --LEFT(fn_judge(bands, one, fn_at(card, one, 4), fn_met(bands, one, line)), 13)))))))))),
                    fn_ends(VSTACK(0, single)))))
    """,
    "fn_people": """
        LAMBDA(card, bands, rules, sizes, differs,
            LET(most, MAX(MAP(CHOOSECOLS(rules, 3), LAMBDA(roles, fn_count(roles)))),
                MAKEARRAY(1 + ROWS(sizes), most + 3, LAMBDA(row_, column_,
                    LET(size, IF(row_ = 1, "", fn_at(sizes, MAX(1, row_ - 1), 1)), needed,
                        fn_needed(IF(row_ = 1, -1E+300, size), 3, rules), all, fn_count(needed),
                        alone, column_ = most + 3,
                        IF(AND(column_ > 1, OR(AND(row_ = 1, differs), AND(NOT(alone), column_ - 2 > all))), "",
                            fn_outcome(size, IF(column_ = 1, -1, IF(alone, fn_covered(needed, ";ceo;"),
                                10000 * (column_ - 2) + 10 * all)), card, bands)))))))
    """,
    "fn_outcome": """
        LAMBDA(size, cover, card, bands,
            LET(field, CHOOSECOLS(card, 3), known, (field = "employees") * ISNUMBER(size) +
                    (field = "chain_coverage") * (cover >= 0),
                own, FILTER(SEQUENCE(ROWS(card)), known, 0),
                result, IF(SUM(known) = 0, 0, fn_joint(MAP(own, LAMBDA(one, fn_judge(bands, one, fn_at(card, one, 4),
                    fn_held(bands, one, IF(fn_at(card, one, 3) = "employees", size, fn_share(cover)))))))),
                cap, IF(cover < 0, 0, IF(MOD(cover, 10) = 1, fn_ceo_cap, 0)),
                result - MOD(result, 10) + MAX(MOD(result, 10), cap)))
    """,
    # All that size and people can give where these are known, and where they are not.
    "fn_possible": """
        LAMBDA(size, roles, people, sizes, rules, differs, card,
            LET(rows_, SEQUENCE(ROWS(people)), columns_, SEQUENCE(1, COLUMNS(people)), last, COLUMNS(people),
                here, IF(ISNUMBER(size), 1 + XMATCH(size, sizes, -1), 0),
                sized, IF(here > 0, rows_ = here, rows_ > 0),
                met, MAP(rows_, LAMBDA(one, IF(AND(one = 1, differs), 1,
                    IF(SUBSTITUTE(roles, "ceo;", "") = ";", last,
                        2 + INT(fn_covered(fn_needed(IF(one = 1, -1E+300, fn_at(sizes, MAX(1, one - 1), 1)), 3, rules),
                            roles) / 10000))))),
                asked, SUM(--(CHOOSECOLS(card, 3) = "chain_coverage")) > 0,
                IF(sized * IF(roles <> "", columns_ = met, IF(asked, columns_ > 0, columns_ = 1)) > 0, people, "")))
    """,
    "fn_range": """
        LAMBDA(effects, size, roles, card, open, people, sizes, rules, differs, floors,
            LET(field, CHOOSECOLS(card, 3), aside, (field = "employees") + (field = "chain_coverage"),
                points, SUM((1 - aside) * MID(effects, 2, 13)),
                cap, MAX((1 - aside) * MID(effects, 15, 1), 3 * (1 - aside) * MID(effects, 16, 1)),
                blank, (LEFT(effects, 1) = "U") * (1 - aside),
                own, fn_ends(fn_possible(size, roles, people, sizes, rules, differs, card)),
                knot, SUM(blank * ISTEXT(CHOOSECOLS(open, 1))) > 0, given, IF(ISNUMBER(open), open, 0),
                fewest, points + SUM(blank * CHOOSECOLS(given, 1)) + fn_at(own, 1, 1),
                worst, MAX(cap, MAX(blank * CHOOSECOLS(given, 2)), fn_at(own, 1, 2)),
                most, LAMBDA(tier, IF(cap > tier, -1E+300,
                    (points + SUM(blank * CHOOSECOLS(given, tier + 3)) + fn_at(own, 1, tier + 3)) / 1000000)),
                low, MAX(fn_tier(fewest / 1000000, floors), worst),
                high, IF(fn_tier(most(0), floors) <= 0, 0, IF(fn_tier(most(1), floors) <= 1, 1,
                    IF(fn_tier(most(2), floors) <= 2, 2, 3))),
                IF(knot, @no_range,
                    IF(low = high, "", MID(@tier_letters, 1 + high, 1) & "-") & MID(@tier_letters, 1 + low, 1))))
    """,
    "fn_capped": """
        LAMBDA(cap, reason, LET(letter, MID(@tier_letters, 1 + cap, 1), language, fn_language, @capped & reason))
    """,
    "fn_ceo_reason": """
        LAMBDA(needed, roles,
            LET(language, fn_language, list, fn_values(needed),
                missing, FILTER(list, ISERROR(FIND(";" & list & ";", roles)), ""),
                @ceo_only & TEXTJOIN(@comma, TRUE,
                    IFNA(XLOOKUP(missing, @roles, @role_names), SUBSTITUTE(missing, "_", " ")))))
    """,
    "fn_why": """
        LAMBDA(effects, card, cover, needed, roles, floors,
            LET(points, --MID(effects, 2, 13), text, MID(effects, 17, 32000), total, SUM(points),
                reached, fn_tier(total / 1000000, floors), cap, --MID(effects, 15, 1),
                added, FILTER(text & " " & IF(points < 0, "", "+") & fn_points(points), points <> 0, "0"),
                sizes, FILTER(ABS(points), points <> 0, 0),
                sum_, TEXTJOIN("; ", TRUE, SORTBY(added, sizes, -1, SEQUENCE(ROWS(sizes)), 1)) & " = " &
                    fn_points(total),
                alone, IF(cover < 0, FALSE, AND(MOD(cover, 10) = 1, fn_ceo_cap > reached)),
                TEXTJOIN("; ", TRUE, sum_, IF(LEFT(effects, 1) = "U", "? " & CHOOSECOLS(card, 2), ""),
                    IF(cap > reached, fn_capped(cap, text), ""),
                    IF(alone, fn_capped(fn_ceo_cap, fn_ceo_reason(needed, roles)), ""),
                    IF(MID(effects, 16, 1) = "1", "D: " & text, ""))))
    """,
    # The column of a field among the headers, found as the reader finds it; 0 for none.
    "fn_place": """
        LAMBDA(field, headers, groups,
            LET(own, XMATCH(field, @own_columns),
                names, IF(ISNUMBER(own), CHOOSEROWS(@own_headers, IFNA(own, 1)),
                    CHOOSECOLS(CHOOSEROWS(groups, IFNA(XMATCH(field, CHOOSECOLS(groups, 1)), 1)), 1, 2, 3, 4)),
                listed, HSTACK(names, fn_values(fn_setting("alias.Customers." & field))),
                found, MIN(IFNA(XMATCH(IF(listed = "", field, listed), headers), 99999)),
                IF(found = 99999, 0, found)))
    """,
    "fn_known": """
        LAMBDA(headers, groups,
            LET(names, IF(CHOOSECOLS(groups, 6) = 1, CHOOSECOLS(groups, 1, 2, 3, 4), ""),
                own, TOCOL(DROP(@own_headers, -1)),
                SUM((headers <> "") * (ISNUMBER(XMATCH(headers, TOCOL(names))) + ISNUMBER(XMATCH(headers, own)))) > 0))
    """,
    # Whether a model that is given is the workbook's own, or none.
    "fn_own_model": """
        LAMBDA(model,
            IF(ROWS(model) * COLUMNS(model) = 1, fn_at(model, 1, 1) = "",
                IF(AND(ROWS(model) = ROWS(xltags_model), COLUMNS(model) = COLUMNS(xltags_model)),
                    SUM(--(IFERROR(model, "") <> IFERROR(xltags_model, ""))) = 0, FALSE)))
    """,
    "fn_turned": "LAMBDA(values, headers, AND(ROWS(headers) > 1, ROWS(values) = ROWS(headers)))",
    "fn_plain": 'LAMBDA(values, IF(ISERROR(values), "", IF(values = "", "", values)))',
    "fn_odd": """
        LAMBDA(values, headers,
            "#ICP: values have " & COLUMNS(values) & " columns, headers " & COLUMNS(headers) &
                "; give both the same columns")
    """,
    # What is said of each row: 1 points, 2 tier, 3 range, 4 reasons.
    "fn_rows": """
        LAMBDA(values, headers, model, what,
            LET(turned, fn_turned(values, headers), rows_, IF(turned, TRANSPOSE(values), values),
                above, fn_text(SUBSTITUTE(IF(turned, TRANSPOSE(headers), headers), CHAR(10), " ")),
                groups, fn_groups, card, fn_card,
                IF(NOT(fn_own_model(model)), @no_model,
                    IF(COLUMNS(rows_) <> COLUMNS(above), fn_odd(rows_, above),
                        IF(NOT(fn_known(above, groups)), @no_header,
                            IF(COLUMNS(card) < 6, @no_card, fn_judged(fn_plain(rows_), above, groups, card, what)))))))
    """,
    "fn_judged": """
        LAMBDA(values, headers, groups, card, what,
            LET(tags, fn_tags, lines, fn_lines(tags), bands, fn_bands(card, tags), rules, fn_rules,
                contacts, fn_contacts, floors, fn_floors, sizes, fn_sizes(card, bands, rules),
                differs, fn_differs(sizes, rules), count, SEQUENCE(ROWS(card)),
                places, MAP(CHOOSECOLS(card, 3), LAMBDA(field, fn_place(field, headers, groups))),
                staff, fn_place("employees", headers, groups), customer, fn_place("customer_id", headers, groups),
                open, IF(what = 3, fn_open(card, bands, tags, lines), 0),
                people, IF(what = 3, fn_people(card, bands, rules, sizes, differs), 0),
                BYROW(values, LAMBDA(rec,
                    IF(SUM(--(TRIM(rec) <> "")) = 0, "",
                        LET(size, IF(staff = 0, "", fn_at(rec, 1, MAX(1, staff))),
                            roles, fn_roles(IF(customer = 0, "", fn_text(fn_at(rec, 1, MAX(1, customer)))), contacts),
                            cover, fn_cover(size, roles, rules, differs),
                            effects, MAP(count, LAMBDA(item, LET(place, fn_at(places, item, 1),
                                fn_effect(item, IF(place = 0, "", fn_at(rec, 1, MAX(1, place))), card, bands, tags,
                                    lines, cover)))),
                            points, SUM(--MID(effects, 2, 13)) / 1000000,
                            IF(what = 1, points,
                                IF(what = 2, fn_tier_letter(points, effects, cover, floors),
                                    IF(what = 3, fn_range(effects, size, roles, card, open, people, sizes, rules,
                                            differs, floors),
                                        fn_why(effects, card, cover,
                                            fn_needed(IF(ISNUMBER(size), size, -1E+300), 3, rules), roles,
                                            floors))))))))))
    """,
    "fn_tier_letter": """
        LAMBDA(points, effects, cover, floors,
            MID(@tier_letters, 1 + MAX(fn_tier(points, floors), MAX(--MID(effects, 15, 1)),
                3 * MAX(--MID(effects, 16, 1)), IF(cover < 0, 0, IF(MOD(cover, 10) = 1, fn_ceo_cap, 0))), 1))
    """,
    "ICP_SCORE": 'LAMBDA(values, headers, [model], fn_rows(values, headers, IF(ISOMITTED(model), "", model), 1))',
    "ICP_TIER": 'LAMBDA(values, headers, [model], fn_rows(values, headers, IF(ISOMITTED(model), "", model), 2))',
    "ICP_RANGE": 'LAMBDA(values, headers, [model], fn_rows(values, headers, IF(ISOMITTED(model), "", model), 3))',
    "ICP_WHY": 'LAMBDA(values, headers, [model], fn_rows(values, headers, IF(ISOMITTED(model), "", model), 4))',
    "fn_no_group": """
        LAMBDA(text, "#ICP: '" & text & "' is no tag group; give its id as in TagGroups")
    """,
    "TAG_OK": """
        LAMBDA(cell, group, [model],
            LET(groups, fn_groups, text, fn_text(fn_at(group, 1, 1)), at, fn_named(text, groups), tags, fn_tags,
                IF(NOT(fn_own_model(IF(ISOMITTED(model), "", model))), @no_model, IF(at = 0, fn_no_group(text),
                    LET(step, fn_number(fn_setting("maturity_step"), 3),
                        open, IF((step >= 1) * (step <= 3) * (step = INT(step)) > 0, step, 3),
                        blank, NOT(fn_at(groups, at, 7) * (fn_at(groups, at, 8) <= open)),
                        MAP(cell, LAMBDA(x, fn_ok(x, fn_at(groups, at, 1), fn_at(groups, at, 5), blank, tags))))))))
    """,
    "TAG_SUGGEST": """
        LAMBDA(cell, group, [model],
            LET(groups, fn_groups, text, fn_text(fn_at(group, 1, 1)), at, fn_named(text, groups), tags, fn_tags,
                IF(NOT(fn_own_model(IF(ISOMITTED(model), "", model))), @no_model, IF(at = 0, fn_no_group(text),
                    MAP(cell, LAMBDA(x, fn_suggested(x, fn_at(groups, at, 1), fn_at(groups, at, 5), tags)))))))
    """,
    "fn_said": """
        LAMBDA(x, header,
            IF(ISERROR(x), "", IF(AND(ISNUMBER(x), ISNUMBER(XMATCH(header, @dates))),
                YEAR(x) & "-" & TEXT(MONTH(x), "00") & "-" & TEXT(DAY(x), "00"),
                IF(ISNUMBER(x), fn_shown(x), IF(ISLOGICAL(x), IF(x, "TRUE", "FALSE"),
                    fn_text(SUBSTITUTE(SUBSTITUTE(x, CHAR(10), " "), CHAR(13), " ")))))))
    """,
    "PORTRAIT": """
        LAMBDA(values, headers,
            LET(turned, fn_turned(values, headers), rows_, fn_plain(IF(turned, TRANSPOSE(values), values)),
                above, fn_text(IF(turned, TRANSPOSE(headers), headers)),
                first, ISNUMBER(XMATCH(above, @companies)),
                none, (above = "") + ISNUMBER(XMATCH(above, @left_out)) + first > 0,
                IF(COLUMNS(rows_) <> COLUMNS(above), fn_odd(rows_, above),
                    BYROW(rows_, LAMBDA(rec,
                        LET(said, MAP(rec, above, LAMBDA(x, header, fn_said(x, header))),
                            TEXTJOIN(" | ", TRUE, IF(first, said, ""),
                                IF(none, "", IF(said = "", "", above & ": " & said)))))))))
    """,
}  # fmt: skip
