"""The steps of a plan: what each changes, everywhere at once, and what speaks against it."""

import pytest

from tests.migration_books import after, book, column, migrated

RENAME = '[[step]]\ndo = "rename_tag"\ngroup = "industry"\ntag = "stores"\nto = "Trade"\n'
MERGE = '[[step]]\ndo = "merge_tags"\ngroup = "{group}"\ntags = {tags}\ninto = "{into}"\n'
SPLIT = """[[step]]
do = "split_tag"
group = "industry"
tag = "Machines"
rest = "Small machines"
into = [{ tag = "Big machines", where = "employees >= 1000" }, { tag = { en = "Small machines", zh = "小型机械" } }]
"""


def test_a_rename_reaches_every_cell_that_names_the_tag_and_leaves_the_log() -> None:
    data = after(RENAME)
    assert column(data, "Customers", "industry") == ["Trade", "Trade", "软件", "Cars", "Machines"]
    assert column(data, "Bands", "tag") == ["Trade; Software", "i3"]
    assert column(data, "Strategy", "tag") == ["Trade", "Software", "Trade"]
    assert column(data, "Segments", "include") == ["industry = Trade and employees > 5"]
    assert column(data, "TagRequests", "tag") == ["Trade"]
    assert column(data, "FollowUps", "to_tag") == ["Won", "Retail"]
    tag = data.model.taxonomy.tag("i1")
    assert tag is not None and (tag.tag, tag.zh, tag.synonyms) == ("Trade", "零售", ("shops", "stores", "Retail"))


def test_a_rename_logs_nothing_because_no_customer_changed() -> None:
    assert migrated(RENAME).log == []


def test_a_rename_follows_sources_and_stages_into_spend_and_lost_stage() -> None:
    source, stage = RENAME.replace('"industry"', '"source"'), RENAME.replace('"industry"', '"stage"')
    assert column(after(source.replace("stores", "广告")), "Spend", "source") == ["Trade", "Fair"]
    data = after(stage.replace("stores", "lead"))
    assert column(data, "Customers", "lost_stage")[1] == "Trade"
    assert column(data, "Segments", "exclude") == ["stage = Won"]


def test_a_many_valued_cell_keeps_order_separators_and_the_rest() -> None:
    data = after('[[step]]\ndo = "rename_tag"\ngroup = "need"\ntag = "CRM"\nto = "Sales CRM"')
    assert column(data, "Customers", "need") == ["ERP； Sales CRM、BI", "ERP", "Sales CRM, Sales CRM", None, "BI"]


@pytest.mark.parametrize(
    ("language", "old", "cell"),
    [("en", "Retail", "Trade"), ("zh", "零售", "商贸"), ("zh", "Retail", "Trade"), ("vi", "Bán lẻ", "Bán lẻ")],
    ids=["English", "Chinese", "Chinese with English labels", "a language that the plan leaves out"],
)
def test_each_workbook_gets_the_label_of_its_language(language: str, old: str, cell: str) -> None:
    tags = {"tag": [old, *column(book(), "Tags", "tag")[1:]]}
    customers = {"industry": [old, *column(book(), "Customers", "industry")[1:]]}
    settings = {"key": ["language"], "value": [language], "note": None}
    data = book(Settings=settings, Tags=tags, Customers=customers)
    data = after(RENAME.replace('"Trade"', '{ en = "Trade", zh = "商贸" }'), data)
    tag = data.model.taxonomy.tag("i1")
    assert tag is not None and (tag.tag, tag.zh) == (cell, "商贸")
    assert column(data, "Customers", "industry")[0] == cell
    assert data.index.find("industry", "Trade") is not None, "the English label is understood everywhere"


def test_a_merge_retires_with_a_successor_and_logs_every_customer() -> None:
    applied = migrated(MERGE.format(group="industry", tags='["Retail"]', into="Software"))
    data = applied.draft.dataset()
    assert column(data, "Customers", "industry") == ["Software", "Software", "软件", "Cars", "Machines"]
    retired = data.model.taxonomy.tag("i1")
    assert retired is not None and (retired.status, retired.replaced_by) == ("retired", "i2")
    assert [(it.record, it.before, it.after) for it in applied.log] == [
        (0, "Retail", "Software"),
        (1, "Retail", "Software"),
    ]
    assert column(data, "Bands", "tag")[0] == "Software"
    log = list(data.table("FollowUps").records(["customer_id", "channel", "group", "from_tag", "to_tag"]))
    assert log[2:] == [
        ("C1", "system", "industry", "Retail", "Software"),
        ("C2", "system", "industry", "Retail", "Software"),
    ]


def test_a_merge_adds_up_the_plan_and_drops_the_line() -> None:
    data = after(MERGE.format(group="industry", tags='["Retail"]', into="Software"))
    lines = list(data.table("Strategy").records(["period", "tag", "target_share"]))
    assert lines == [("2026", "Software", 0.75), ("2027", "Software", 0.2)]


def test_a_merge_writes_no_tag_twice_into_a_cell() -> None:
    data = after(MERGE.format(group="need", tags='["ERP", "BI"]', into="CRM"))
    assert column(data, "Customers", "need") == ["CRM", "CRM", "CRM, crm", None, "CRM"]


def test_a_merge_can_make_a_new_tag() -> None:
    data = after(MERGE.format(group="need", tags='["ERP", "CRM"]', into="Systems"))
    assert column(data, "Customers", "need")[:2] == ["Systems、BI", "Systems"]
    assert data.model.taxonomy.tags[-1].tag == "Systems"


def test_tags_that_the_scorecard_judges_differently_are_not_merged_unseen() -> None:
    step = MERGE.format(group="industry", tags='["Machines"]', into="Retail")
    assert "judges them differently" in migrated(step).conflicts[0]
    data = after(step + 'bands = "into"')
    assert column(data, "Bands", "tag") == ["Retail; Software"]


def test_a_split_sends_each_customer_to_its_part() -> None:
    data = book(Customers={"industry": ["Machines", "机械", "Machines", "Cars", "Machines"]}, Bands={"tag": "Machines"})
    applied = migrated(SPLIT, data)
    data = applied.draft.dataset()
    assert column(data, "Customers", "industry") == [
        "Small machines", "Small machines", "Small machines", "Cars", "Big machines",
    ]  # fmt: skip
    assert column(data, "Bands", "tag") == ["Big machines; Small machines"] * 2
    old = data.model.taxonomy.tag("i3")
    assert old is not None and old.status == "retired"
    assert old.replaced_by.split("; ") == [tag.id for tag in data.model.taxonomy.tags[-2:]]
    assert applied.outcomes[0].customers == 4


def test_a_split_without_a_rest_refuses_customers_that_meet_nothing() -> None:
    step = SPLIT.replace('rest = "Small machines"\n', "").replace(', zh = "小型机械" }', ' }, where = "employees = 1"')
    step = step.replace(">= 1000", "< 5")
    assert "customers with 'Machines' that meet no condition: 1" in migrated(step).conflicts[0]


def test_a_split_that_keeps_the_parent_changes_no_rule() -> None:
    step = SPLIT.replace('rest = "Small machines"', "as_parent = true").replace(
        '{ tag = { en = "Small machines", zh = "小型机械" } }', '{ tag = "Tiny", where = "employees < 5" }'
    )
    data = after(step)
    assert column(data, "Bands", "tag") == ["Retail; Software", "i3"]
    assert [tag.parent for tag in data.model.taxonomy.tags[-2:]] == ["i3", "i3"]
    assert column(data, "Customers", "industry")[4] == "Big machines"


def test_a_condition_that_cannot_be_understood_here_is_a_conflict() -> None:
    applied = migrated(SPLIT.replace("employees >=", "emploees >="))
    assert "emploees" in applied.conflicts[0] and applied.outcomes[0].state == "conflict"


def test_a_split_of_a_planned_tag_needs_a_decision() -> None:
    step = SPLIT.replace('"Machines"', '"Retail"')
    assert "would become several tags" in migrated(step).conflicts[0]


def test_a_move_takes_the_tag_its_customers_and_its_filters_along() -> None:
    step = '[[step]]\ndo = "move_tag"\ngroup = "industry"\ntag = "Cars"\nto_group = "need"'
    data = after(step, book(Segments={"include": ["industry in (Retail, Cars)"], "exclude": [None]}))
    assert column(data, "Customers", "industry")[3] is None
    assert column(data, "Customers", "need")[3] == "Cars"
    tag = data.model.taxonomy.tag("i4")
    assert tag is not None and (tag.group, tag.tag, tag.parent) == ("need", "Cars", "")
    assert column(data, "Segments", "include") == ["industry in (Retail) or need in (Cars)"]
    assert data.index.find("industry", "Cars") is not None, "the log of the old group still understands the name"


@pytest.mark.parametrize(
    ("taken", "cells"),
    [
        ("refuse", None),
        ("keep", ["Ads", "Fair", None, "Ads", "Fair"]),
        ("replace", ["Ads", "Fair", None, "Cars", "Fair"]),
    ],
)
def test_a_filled_cell_decides_what_a_move_does(taken: str, cells: list[str] | None) -> None:
    step = f'[[step]]\ndo = "move_tag"\ngroup = "industry"\ntag = "Cars"\nto_group = "source"\ntaken = "{taken}"'
    applied = migrated(step)
    if cells is None:
        assert "customers that have another value in source already: 1" in applied.conflicts[0]
    else:
        assert column(applied.draft.dataset(), "Customers", "source") == cells


def test_a_tag_that_bands_name_is_not_moved() -> None:
    step = '[[step]]\ndo = "move_tag"\ngroup = "industry"\ntag = "Retail"\nto_group = "need"'
    assert "'Retail' is named by Bands" in migrated(step).conflicts[0]


def test_a_tag_retired_without_a_successor_stays_with_its_customers_and_that_is_said() -> None:
    applied = migrated('[[step]]\ndo = "retire_tag"\ngroup = "industry"\ntag = "Cars"')
    assert applied.outcomes[0].remarks == ["customers that keep the retired tag 'Cars', which has no successor: 1"]


def test_parents_do_not_turn_in_a_circle() -> None:
    step = '[[step]]\ndo = "set_parent"\ngroup = "industry"\ntag = "Machines"\nparent = "Cars"'
    assert "must not turn in a circle" in migrated(step).conflicts[0]
    data = after('[[step]]\ndo = "set_parent"\ngroup = "industry"\ntag = "Cars"\nparent = "Software"')
    assert column(data, "Tags", "parent")[3] == "i2"


def test_a_group_is_added_with_its_column_and_tags() -> None:
    data = after(
        '[[step]]\ndo = "add_group"\ngroup = "deal_size"\nlabel_zh = "规模"\n'
        'tags = [{ tag = { en = "Large", zh = "大" }, with_tag = "visit" }, { tag = "Small" }]'
    )
    assert data.customers.tags["deal_size"].column.header == "Deal size"
    assert [(tag.id, tag.zh, tag.with_tag) for tag in data.model.taxonomy.tags_of("deal_size")] == [
        ("deal_size.large", "大", "visit"),
        ("deal_size.small", "", ""),
    ]


def test_a_renamed_group_is_followed_by_everything_that_names_it() -> None:
    data = after(
        '[[step]]\ndo = "rename_group"\ngroup = "行业"\nto = "branch"\nlabel_en = "Line"',
        book(Customers={"industry": ["Retail", None, None, None, None]}),
    )
    assert data.customers.tags["branch"].labels() == (("Retail",),)
    assert {tag.group for tag in data.model.taxonomy.tags[:4]} == {"branch"}
    assert column(data, "Indicators", "field") == ["branch"]
    assert column(data, "Strategy", "group") == ["branch"] * 3
    assert column(data, "FollowUps", "group") == ["stage", "branch"]
    assert column(data, "TagRequests", "group") == ["branch"]
    assert column(data, "Segments", "include") == ["branch = Retail and employees > 5"]
    assert column(data, "Settings", "key")[1] == "alias.Customers.branch"


def test_what_a_workbook_lacks_is_left_out_unless_it_is_needed() -> None:
    step = RENAME.replace("stores", "Space")
    applied = migrated(step)
    assert (applied.conflicts, applied.outcomes[0].state) == ((), "nothing")
    assert applied.outcomes[0].reason == "industry has no tag 'Space'"
    assert "industry has no tag 'Space'" in migrated(step + "needed = true").conflicts[0]


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        (RENAME.replace('"Trade"', '"Software"'), "already names the tag 'Software'"),
        (RENAME.replace('"Trade"', '{ en = "Trade", zh = "软件" }'), "already names the tag 'Software'"),
        ('[[step]]\ndo = "retire_tag"\ngroup = "industry"\ntag = "Cars"\nsuccessor = "Boats"', "is no tag of industry"),
        ('[[step]]\ndo = "retire_tag"\ngroup = "industry"\ntag = "Cars"\nsuccessor = "汽车"', "or the tag itself"),
        ('[[step]]\ndo = "rename_group"\ngroup = "need"\nto = "stage"', "already names the group 'stage'"),
        ('[[step]]\ndo = "add_tag"\ngroup = "need"\ntag = "Desk"\nparent = "Chair"', "the parent 'Chair' is no tag"),
        ('[[step]]\ndo = "add_tag"\ngroup = "need"\ntag = "Desk"\ntag_id = "I1"', "belongs to a tag already"),
        ('[[step]]\ndo = "add_group"\ngroup = "employees"', "has a column 'employees' already"),
    ],
)
def test_what_speaks_against_a_step_refuses_the_workbook(step: str, reason: str) -> None:
    applied = migrated(step)
    assert reason in applied.conflicts[0]
    assert not applied.draft.changed()


def test_a_filter_that_cannot_be_read_and_names_the_tag_refuses_the_workbook() -> None:
    broken = book(Segments={"include": ["industry = Retail and"], "exclude": [None]})
    assert "cannot be read" in migrated(RENAME, broken).conflicts[0]
    other = book(Segments={"include": ["industry = Software and"], "exclude": [None]})
    assert migrated(RENAME, other).conflicts == ()


def test_a_column_of_formulas_is_not_written_over() -> None:
    from dataclasses import replace

    from xltags.core.read_dataset import read_dataset

    data = book()
    table = data.tables["Customers"]
    columns = {**table.columns, "industry": replace(table.columns["industry"], has_formulas=True)}
    tables = {**data.tables, "Customers": replace(table, columns=columns)}
    assert "holds formulas" in migrated(RENAME, read_dataset(tables, as_of=data.as_of)).conflicts[0]


def test_all_reasons_are_told_at_once_and_nothing_is_changed() -> None:
    bad = RENAME.replace('"Trade"', '"Software"')
    applied = migrated(bad + RENAME + bad.replace("stores", "Cars"))
    assert [text[:6] for text in applied.conflicts] == ["step 1", "step 3"]
    assert [outcome.state for outcome in applied.outcomes] == ["conflict", "done", "conflict"]


def test_a_plan_works_once_and_is_noted_in_the_settings() -> None:
    data = after('version = "2026.2"\n' + RENAME)
    assert data.model.settings.taxonomy_version == "2026.2"
    assert migrated('version = "2026.2"\n' + RENAME, data).known
    assert "another plan of the name 'p'" in migrated(RENAME, data).conflicts[0]


def test_a_plan_can_ask_for_another_one_before_it() -> None:
    assert "'earlier' must be carried out before" in migrated('after = "earlier"\n' + RENAME).conflicts[0]
    assert not migrated('after = "p0"\n' + RENAME, book(Settings={"key": ["migrations"], "value": ["p0 #1"]})).conflicts
