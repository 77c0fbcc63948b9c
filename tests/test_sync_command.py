"""`xltags sync`: the master's changes come in, the workbook's stay, conflicts are told, and it can be undone."""

import json
from pathlib import Path

import pytest

from tests.doors import AS_OF, call
from tests.migrated_files import DAY, PLAN, cells, filled_book, plan_file
from tests.migration_books import book, column
from xltags.books.file import open_book
from xltags.core.dataset import Dataset
from xltags.core.migration.sync import Synced, sync_with


def synced(mine: Dataset, theirs: Dataset, base: Dataset | None) -> Synced:
    return sync_with(mine, theirs.model, base.model.taxonomy if base else None, name="m")


def with_tags(**columns: dict[int, object]) -> Dataset:
    """The small workbook with cells of `Tags` changed, by record."""
    old = book()
    made = {}
    for name, changes in columns.items():
        cells = column(old, "Tags", name)
        for record, value in changes.items():
            cells[record] = value  # type: ignore[call-overload]  # any cell
        made[name] = cells
    return book(Tags=made)


def test_customers_follow_the_master_label_and_successor() -> None:
    master = with_tags(tag={0: "Trade"}, status={3: "retired"}, replaced_by={3: "i3"})
    data = synced(book(), master, book()).applied.draft.dataset()
    assert column(data, "Customers", "industry") == ["Trade", "Trade", "软件", "Machines", "Machines"]
    assert column(data, "Bands", "tag")[0] == "Trade; Software"
    assert column(data, "FollowUps", "note")[-1] == "sync: m"


def test_what_both_changed_is_a_conflict_and_stays() -> None:
    found = synced(with_tags(tag={0: "Shops"}), with_tags(tag={0: "Trade"}), book())
    assert found.conflicts == ("industry: Shops, label (en): here 'Shops', in the master 'Trade', before 'Retail'",)
    assert found.applied.draft.dataset().model.taxonomy.tags[0].tag == "Shops"


def test_tags_that_only_the_workbook_has_become_requests_once() -> None:
    rows = {name: [*column(book(), "Tags", name), None] for name in book().tables["Tags"].columns}
    for name, value in {
        "group": "industry",
        "tag_id": "x1",
        "tag": "Boats",
        "status": "active",
        "with_tag": "Sail.",
    }.items():
        rows[name][-1] = value
    mine = book(Tags=rows)
    found = synced(mine, book(), book())
    assert found.requested == ("industry: Boats",)
    data = found.applied.draft.dataset()
    requests = list(data.table("TagRequests").records(["group", "tag", "verdict"]))
    assert requests[-1] == ("industry", "Boats", "pending")
    assert synced(data, book(), book()).requested == ()
    assert data.index.find("industry", "Boats") is not None, "it stays in use until somebody decides"


def test_what_the_master_took_out_is_retired_not_deleted() -> None:
    rows = {
        name: column(book(), "Tags", name)[:3] + column(book(), "Tags", name)[4:]
        for name in book().tables["Tags"].columns
    }
    tag = synced(book(), book(Tags=rows), book()).applied.draft.dataset().model.taxonomy.tag("i4")
    assert tag is not None and tag.status == "retired"


def test_without_a_base_the_master_counts() -> None:
    found = synced(with_tags(tag={0: "Shops"}), with_tags(tag={0: "Trade"}), None)
    assert found.conflicts == () and found.applied.draft.dataset().model.taxonomy.tags[0].tag == "Trade"


def test_a_group_that_the_workbook_renamed_keeps_its_name_and_still_follows() -> None:
    groups = ["branch", "need", "source", "stage"]
    tags = ["branch"] * 4 + ["need"] * 3 + ["source"] * 2 + ["stage"] * 2
    mine = book(TagGroups={"group": groups}, Tags={"group": tags}, Customers={"branch": ["Retail", *[None] * 4]})
    found = synced(mine, with_tags(tag={0: "Trade"}), book())
    data = found.applied.draft.dataset()
    assert found.conflicts == () and data.customers.tags["branch"].labels() == (("Trade",),)
    again = sync_with(data, with_tags(tag={0: "Trade"}).model, found.base, name="m")
    assert not again.applied.draft.changed() or again.applied.outcomes == ()


@pytest.mark.parametrize(("language", "label"), [("zh", "商贸"), ("vi", "Bán lẻ"), ("en", "Trade")])
def test_a_master_in_english_brings_other_languages_their_labels(language: str, label: str) -> None:
    words = {"zh": "零售", "vi": "Bán", "en": "Retail"}
    base, master = with_tags(vi={0: "Bán"}), with_tags(zh={0: "商贸"}, vi={0: "Bán lẻ"}, tag={0: "Trade"})
    tags = {name: column(with_tags(vi={0: "Bán"}, tag={0: words[language]}), "Tags", name) for name in ("tag", "vi")}
    mine = book(Settings={"key": ["language"], "value": [language], "note": None}, Tags=tags)
    found = synced(mine, master, base)
    tag = found.applied.draft.dataset().model.taxonomy.tag("i1")
    assert tag is not None and (tag.tag, tag.zh, tag.vi) == (label, "商贸", "Bán lẻ")
    assert column(found.applied.draft.dataset(), "Customers", "industry")[0] == (
        "Retail" if language != "en" else label
    )
    assert found.conflicts == ()


def test_many_workbooks_are_synced_remember_the_master_and_can_be_undone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    books, old = tmp_path / "books", filled_book(tmp_path / "old.xlsx", "en")
    books.mkdir()
    for language in ("en", "zh"):
        filled_book(books / f"{language}.xlsx", language, extra_tag="Boats" if language == "en" else "")
    (books / "broken.xlsx").write_text("no")
    call(capsys, "migrate", old, "--plan", plan_file(tmp_path, PLAN), "--out-dir", tmp_path / "new", "--as-of", AS_OF)
    master, undo = tmp_path / "new" / "old.xlsx", tmp_path / "u.zip"
    before = {path.name: path.read_bytes() for path in books.glob("*.xlsx")}
    words = ("--taxonomy", master, "--base", old, "--as-of", AS_OF)
    ran = call(capsys, "sync", books, *words, "--in-place", "--undo-file", undo)
    assert ran.code == 2 and "only here, requested in TagRequests: industry: Boats" in ran.out
    for language, label in (("en", "Trade"), ("zh", "商贸")):
        with open_book(books / f"{language}.xlsx") as opened:
            data = opened.read(as_of=DAY)
        assert cells(data, "Customers", "industry")[0] == label
        assert "use_case" in data.customers.tags and data.model.settings.taxonomy_version == "2027"
        assert data.index.find("industry", "Space") is not None
    again = call(capsys, "sync", books, "--taxonomy", master, "--as-of", AS_OF, "--dry-run", "--json")
    assert {Path(it["path"]).name: it["status"] for it in json.loads(again.out)["workbooks"]} == {
        "broken.xlsx": "stopped", "en.xlsx": "same", "zh.xlsx": "same",
    }  # fmt: skip
    assert call(capsys, "migrate", "--undo", undo).code == 0
    assert {name: (books / name).read_bytes() for name in before} == before


def test_check_against_the_master_agrees_after_a_sync(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = filled_book(tmp_path / "old.xlsx", "en")
    call(capsys, "migrate", old, "--plan", plan_file(tmp_path), "--out-dir", tmp_path / "new", "--as-of", AS_OF)
    master, mine = tmp_path / "new" / "old.xlsx", filled_book(tmp_path / "mine.xlsx", "en")
    words = ("--taxonomy", master, "--select", "TAG001,TAG002", "--as-of", AS_OF)
    assert call(capsys, "check", mine, *words, "--fail-on", "note").code == 1
    call(capsys, "sync", mine, "--taxonomy", master, "--out-dir", tmp_path / "out", "--as-of", AS_OF)
    assert call(capsys, "check", tmp_path / "out" / "mine.xlsx", *words, "--fail-on", "note").code == 0
