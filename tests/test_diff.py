"""`xltags diff`: every change named, each breaking or safe with the rule that says so."""

import json
from pathlib import Path

import pytest

from tests.doors import AS_OF, call
from tests.migrated_files import filled_book, plan_file
from tests.migration_books import Cells, book, column
from xltags.core.change_rules import RULES, Change
from xltags.core.dataset import Dataset
from xltags.core.examples import dataset
from xltags.core.model_diff import diff_customers, diff_models
from xltags.core.tag_state import tag_state


def changed(
    table: str, name: str, row: int, value: object, *, before: dict[str, dict[str, Cells]] | None = None
) -> tuple[Dataset, Dataset]:
    """The small workbook, and the same with one cell changed."""
    old = book(**(before or {}))
    cells = column(old, table, name)
    cells[row] = value  # type: ignore[call-overload]  # any cell
    changes = {**(before or {}), table: {**(before or {}).get(table, {}), name: cells}}
    return old, book(**changes)


def differences(old: Dataset, new: Dataset) -> list[Change]:
    return diff_models(old.model, new.model)


@pytest.mark.parametrize(
    ("table", "name", "row", "value", "rule", "breaking"),
    [
        ("Tags", "tag", 1, "Programs", "tag_label_lost", True),
        ("Tags", "zh", 0, "零售业", "tag_label_lost", True),
        ("Tags", "vi", 0, "Bán lẻ", "tag_label", False),
        ("Tags", "synonyms", 0, "shops", "tag_spelling_lost", True),
        ("Tags", "synonyms", 1, "SaaS", "tag_spelling", False),
        ("Tags", "synonyms", 0, "stores; shops", "tag_text", False),
        ("Tags", "parent", 3, "i1", "tag_parent", True),
        ("Tags", "parent", 3, "Machines", "tag_text", False),
        ("Tags", "status", 0, "retired", "tag_retired", True),
        ("Tags", "status", 0, "reserved", "tag_reserved", True),
        ("Tags", "order", 9, 99, "tag_stage_order", True),
        ("Tags", "order", 0, 99, "tag_order", False),
        ("Tags", "definition", 0, "Sells to people.", "tag_meaning", False),
        ("Tags", "with_tag", 0, "Call.", "tag_text", False),
        ("Tags", "group", 4, "industry", "tag_moved", True),
        ("Tags", "tag_id", 8, "s9", "tag_removed", True),
        ("TagGroups", "values", 1, "one", "group_one_value", True),
        ("TagGroups", "values", 0, "many", "group_many_values", False),
        ("TagGroups", "label_zh", 0, "行当", "group_header_lost", True),
        ("TagGroups", "label_vi", 0, "Ngành", "group_label", False),
        ("TagGroups", "family", 1, "behaviour", "group_family", True),
        ("TagGroups", "status", 1, "retired", "group_retired", True),
        ("Bands", "points", 0, 5, "score_rule", True),
        ("Bands", "tag", 0, "Retail", "score_rule", True),
        ("Indicators", "on", 0, "no", "score_rule", True),
        ("Indicators", "label", 0, "Fit", "score_text", False),
        ("Strategy", "target_share", 0, 0.9, "plan", False),
        ("Settings", "value", 0, "zh", "setting", False),
    ],
)
def test_a_change_is_breaking_or_safe(
    table: str, name: str, row: int, value: object, rule: str, breaking: bool
) -> None:
    before: dict[str, dict[str, Cells]] = {"Indicators": {"label": [""]}} if table == "Indicators" else {}
    found = differences(*changed(table, name, row, value, before=before))
    assert rule in {change.rule for change in found}
    assert RULES[rule][0] is breaking
    if not breaking:
        assert [change for change in found if change.breaking] == []


@pytest.mark.parametrize(("cell", "breaking"), [({"min_points": 75}, True), ({"service_hours": 4}, False)], ids=str)
def test_where_a_tier_begins_is_breaking_and_its_service_safe(cell: dict[str, float], breaking: bool) -> None:
    tier: dict[str, str | float] = {"tier": "A", "min_points": 80, "service_hours": 2}
    (change,) = differences(dataset(Tiers=tier), dataset(Tiers={**tier, **cell}))
    assert (change.subject, change.breaking) == (f"tier A, {next(iter(cell))}", breaking)


def test_a_retired_tag_with_a_successor_is_safe() -> None:
    old, new = changed("Tags", "status", 0, "retired", before={"Tags": {"replaced_by": ["i2", *[None] * 10]}})
    assert [change.rule for change in differences(old, new)] == ["tag_replaced"]


def test_a_label_that_stays_a_synonym_is_safe() -> None:
    tags = column(book(), "Tags", "tag")
    new = book(Tags={"tag": ["Trade", *tags[1:]], "synonyms": ["shops; stores; Retail", *[None] * 10]})
    assert [(it.rule, it.breaking) for it in differences(book(), new)] == [
        ("tag_label", False),
        ("tag_spelling", False),
    ]


def test_a_group_with_another_id_is_renamed_not_removed() -> None:
    groups = ["branch", "need", "source", "stage"]
    tags = ["branch"] * 4 + ["need"] * 3 + ["source"] * 2 + ["stage"] * 2
    found = differences(book(), book(TagGroups={"group": groups}, Tags={"group": tags}))
    assert [(it.rule, it.before, it.after) for it in found] == [("group_renamed", "industry", "branch")]


def test_the_order_of_rows_is_no_difference() -> None:
    data = book()
    turned = {name: list(reversed(column(data, "Tags", name))) for name in data.tables["Tags"].columns}
    assert differences(data, book(Tags=turned)) == []


def test_customers_that_come_go_and_change_are_named() -> None:
    old = book()
    new = book(
        Customers={"customer_id": ["C1", "C9", "C3", "C4", None], "industry": ["Cars", None, "Software", "cars", "x"]}
    )
    found = list(diff_customers(tag_state(old), tag_state(new), old.model.taxonomy, new.model.taxonomy))
    assert [(it.rule, it.subject, it.before, it.after) for it in found] == [
        ("customer_removed", "C2", "present", ""),
        ("customer_added", "C9", "", "present"),
        ("customer_tags", "C1, industry", "Retail", "Cars"),
        ("customer_tags", "without an id, industry", "Machines", "x"),
    ]


def test_equal_workbooks_have_no_difference_and_breaking_ones_exit_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = filled_book(tmp_path / "one.xlsx", "en")
    same = call(capsys, "diff", one, one)
    assert (same.code, same.out.strip()) == (0, "no difference")
    call(capsys, "migrate", one, "--plan", plan_file(tmp_path), "--out-dir", tmp_path / "out", "--as-of", AS_OF)
    ran = call(capsys, "diff", one, tmp_path / "out" / "one.xlsx", "--json")
    told = json.loads(ran.out)
    assert ran.code == 1 and told["breaking"] > 0
    assert {"group_renamed", "tag_added", "tag_replaced", "tag_label", "customer_tags"} <= {
        change["rule"] for change in told["changes"]
    }
    text = call(capsys, "diff", one, tmp_path / "out" / "one.xlsx").out
    assert "carry it out with xltags migrate (group_renamed)" in text and "breaking" in text


def test_without_a_snapshot_one_workbook_has_nothing_to_compare_with(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = call(capsys, "diff", filled_book(tmp_path / "one.xlsx", "en"))
    assert ran.code == 2 and "keeps no snapshot" in ran.err
