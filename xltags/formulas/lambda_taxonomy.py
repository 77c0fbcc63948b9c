"""Tags and tag groups for the named functions of a workbook, as Excel shows formulas (see `lambdas` for the notation).

A tag is known by its number, its row in `Tags`. The matrix `fn_tags` has, by column: group, id, label, Chinese,
Vietnamese, synonyms between semicolons in lower case, parent, retired (0, 1), replaced by, in use (0, 1). `fn_groups`
has id, label in three languages, many-valued, active, required, step.
"""

from xltags.formulas.wording import separated

SOURCES = {
    "fn_text": 'LAMBDA(x, IFERROR(TRIM(SUBSTITUTE(SUBSTITUTE(x & "", UNICHAR(160), " "), UNICHAR(12288), " ")), ""))',
    "fn_number": ('LAMBDA(x, other, IF(ISNUMBER(x), x, IF(fn_text(x) = "", other, IFERROR(VALUE(x), other))))'),
    "fn_at": "LAMBDA(matrix, row_, column_, INDEX(CHOOSECOLS(matrix, column_), row_))",
    # Values of a many-valued cell, trimmed, side by side; blank where there are fewer than `wide`.
    "fn_apart": f"LAMBDA(x, {separated('x')})",
    "fn_parts": (
        'LAMBDA(x, wide, TRIM(MID(SUBSTITUTE(fn_apart(x), ";", REPT(" ", 300)), '
        "1 + 300 * (SEQUENCE(1, wide) - 1), 300)))"
    ),
    "fn_most": 'LAMBDA(x, LET(text, fn_apart(x), 1 + MAX(LEN(text) - LEN(SUBSTITUTE(text, ";", "")))))',
    "fn_values": ('LAMBDA(x, LET(parts, fn_parts(x, fn_most(x)), FILTER(parts, parts <> "", "")))'),
    "fn_setting": """
        LAMBDA(key, LET(at, XMATCH(key, fn_text(@Settings.key)),
            IF(ISNUMBER(at), fn_text(INDEX(@Settings.value, at)), "")))
    """,
    "fn_tags": """
        LET(group, fn_text(@Tags.group), id, fn_text(@Tags.tag_id), label, fn_text(@Tags.tag),
            same, SUBSTITUTE(SUBSTITUTE(fn_apart(fn_text(@Tags.synonyms)), "; ", ";"), " ;", ";"),
            status, fn_text(@Tags.status),
            HSTACK(group, IF(id = "", group & ":" & label, id), label, fn_text(@Tags.zh), fn_text(@Tags.vi),
                ";" & LOWER(same) & ";", fn_text(@Tags.parent), --ISNUMBER(XMATCH(status, @retired)),
                fn_text(@Tags.replaced_by), --((status = "") + ISNUMBER(XMATCH(status, @tag_active)) > 0)))
    """,
    "fn_groups": """
        LET(status, fn_text(@TagGroups.status),
            HSTACK(fn_text(@TagGroups.group), fn_text(@TagGroups.label_en), fn_text(@TagGroups.label_zh),
                fn_text(@TagGroups.label_vi), --ISNUMBER(XMATCH(fn_text(@TagGroups.values), @many)),
                --((status = "") + ISNUMBER(XMATCH(status, @group_active)) > 0),
                --ISNUMBER(XMATCH(fn_text(@TagGroups.required), @yes)), fn_number(@TagGroups.step, 1)))
    """,
    # The number of the tag that a text means in a group; 0 for none, and for a text that names two tags alike.
    "fn_find": """
        LAMBDA(text, group, tags,
            LET(label, CHOOSECOLS(tags, 3), zh, CHOOSECOLS(tags, 4), vi, CHOOSECOLS(tags, 5),
                among, EXACT(CHOOSECOLS(tags, 1), group) * (label <> ""),
                named, among * ((label = text) + (zh = text) + (vi = text) > 0), names, SUM(named),
                IF(text = "", 0, IF(names = 1, XMATCH(1, named), IF(names > 1, fn_exact(text, named, tags),
                    LET(coded, among * (CHOOSECOLS(tags, 2) = text), codes, SUM(coded),
                        IF(codes = 1, XMATCH(1, coded), IF(codes > 1, 0, fn_same(text, among, tags)))))))))
    """,
    "fn_exact": """
        LAMBDA(text, named, tags,
            LET(own, named * EXACT(CHOOSECOLS(tags, 3), text),
                other, named * (EXACT(CHOOSECOLS(tags, 4), text) + EXACT(CHOOSECOLS(tags, 5), text) > 0),
                IF(SUM(own) = 1, XMATCH(1, own), IF(SUM(other) = 1, XMATCH(1, other), 0))))
    """,
    "fn_same": """
        LAMBDA(text, among, tags,
            IF(ISNUMBER(FIND(";", text)), 0,
                LET(hit, among * ISNUMBER(FIND(";" & LOWER(text) & ";", CHOOSECOLS(tags, 6))),
                    IF(SUM(hit) = 1, XMATCH(1, hit), 0))))
    """,
    # The numbers of the tags that cells such as `parent` mean: an id, a label of the group, a label found once.
    "fn_refer": """
        LAMBDA(texts, tags,
            LET(group, CHOOSECOLS(tags, 1), label, CHOOSECOLS(tags, 3), first, XMATCH(texts, label),
                IF(texts = "", 0, IFNA(XMATCH(texts, CHOOSECOLS(tags, 2)),
                    IFNA(XMATCH(group & "|" & texts, group & "|" & label),
                        IFNA(IF(first = XMATCH(texts, label, 0, -1), first, 0), 0))))))
    """,
    # Of each tag its own number and those of the parents above it, between semicolons.
    "fn_lines": """
        LAMBDA(tags,
            LET(own, SEQUENCE(ROWS(tags)), above, fn_refer(CHOOSECOLS(tags, 7), tags), over, VSTACK(0, above),
                second, CHOOSEROWS(over, above + 1), third, CHOOSEROWS(over, second + 1),
                fourth, CHOOSEROWS(over, third + 1), fifth, CHOOSEROWS(over, fourth + 1),
                ";" & own & ";" & above & ";" & second & ";" & third & ";" & fourth & ";" & fifth & ";"))
    """,
    # What a cell holds: the lines of its tags, a bar, its labels as people read them; blank where it is unknown.
    "fn_read": """
        LAMBDA(x, group, tags, lines,
            LET(text, fn_text(x), label, CHOOSECOLS(tags, 3), whole, fn_find(text, group, tags),
                IF(text = "", "", IF(whole > 0, fn_at(lines, whole, 1) & "|" & fn_at(label, whole, 1),
                    LET(list, fn_values(text), found, MAP(list, LAMBDA(part, fn_find(part, group, tags))),
                        IF(OR(COLUMNS(list) < 2, SUM(found) = 0), "",
                            CONCAT(MAP(found, LAMBDA(one, IF(one = 0, "", fn_at(lines, one, 1))))) & "|" &
                            TEXTJOIN(", ", TRUE, MAP(found, list, LAMBDA(one, part,
                                IF(one = 0, part, fn_at(label, one, 1)))))))))))
    """,
    # The row of the tag group that a text means, by id or label; 0 for none.
    "fn_named": """
        LAMBDA(text, groups,
            LET(coded, XMATCH(text, CHOOSECOLS(groups, 1)),
                named, (text <> "") * ((CHOOSECOLS(groups, 2) = text) + (CHOOSECOLS(groups, 3) = text) +
                    (CHOOSECOLS(groups, 4) = text) > 0),
                IF(text = "", 0, IF(ISNUMBER(coded), coded, IF(SUM(named) = 1, XMATCH(1, named), 0)))))
    """,
    "fn_ok": """
        LAMBDA(x, group, many, blank, tags,
            LET(text, fn_text(x), retired, CHOOSECOLS(tags, 8), whole, fn_find(text, group, tags),
                IF(ISERROR(x), FALSE, IF(text = "", blank, IF(whole > 0, fn_at(retired, whole, 1) = 0,
                    LET(list, fn_values(text), found, MAP(list, LAMBDA(part, fn_find(part, group, tags))),
                        IF(OR(COLUMNS(list) < 2, many = 0, MIN(found) = 0), FALSE,
                            SUM(MAP(found, LAMBDA(one, fn_at(retired, one, 1)))) = 0)))))))
    """,
    # The number of the tag that counts today: what finally replaces a retired one, where that is in use in its group.
    "fn_today": """
        LAMBDA(tag, tags,
            LET(next, fn_refer(CHOOSECOLS(tags, 9), tags), more, CHOOSECOLS(tags, 9) <> "",
                last, REDUCE(fn_at(next, tag, 1), SEQUENCE(8), LAMBDA(at, step,
                    IF(at = 0, 0, IF(fn_at(more, at, 1), fn_at(next, at, 1), at)))),
                IF(fn_at(tags, tag, 8) = 0, tag, IF(last = 0, tag, IF(fn_at(more, last, 1), tag,
                    IF(AND(fn_at(tags, last, 10) = 1, EXACT(fn_at(tags, last, 1), fn_at(tags, tag, 1))), last, tag))))))
    """,
    "fn_suggested": """
        LAMBDA(x, group, many, tags,
            LET(text, fn_text(x), label, CHOOSECOLS(tags, 3), whole, fn_find(text, group, tags),
                IF(text = "", "", IF(whole > 0, fn_at(label, fn_today(whole, tags), 1),
                    LET(list, fn_values(text), found, MAP(list, LAMBDA(part, fn_find(part, group, tags))),
                        IF(OR(COLUMNS(list) < 2, MIN(found) = 0), @unguessed,
                            TEXTJOIN("; ", TRUE, UNIQUE(MAP(found,
                                LAMBDA(one, fn_at(label, fn_today(one, tags), 1))), TRUE))))))))
    """,
}
