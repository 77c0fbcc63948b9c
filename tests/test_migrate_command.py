"""`xltags migrate` on files: dry run, many workbooks, conflicts, undo to equal bytes, the drop-downs that follow."""

import json
import shutil
import zipfile
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest

from tests.doors import AS_OF, call
from tests.migrated_files import DAY, PLAN, cells, filled_book, plan_file
from xltags.books.file import open_book
from xltags.books.lint.registry import examine
from xltags.books.undo_package import read_undo_package


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a workbook in each language, one that refuses the plan, and one that is none."""
    books = tmp_path / "books"
    books.mkdir()
    for language in ("en", "zh", "vi"):
        filled_book(books / f"{language}.xlsx", language)
    filled_book(books / "refusing.xlsx", "en", extra_tag="Trade")
    (books / "broken.xlsx").write_text("no workbook")
    return books


def prints(folder: Path) -> dict[str, str]:
    found = sorted(folder.glob("*.xlsx"))
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in found if ".bak" not in path.name}


def test_a_dry_run_tells_everything_and_writes_nothing(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = prints(folder)
    ran = call(capsys, "migrate", folder, "--plan", plan_file(tmp_path), "--dry-run", "--as-of", AS_OF)
    assert ran.code == 2, "one of them is no workbook"
    assert prints(folder) == before and [path.name for path in tmp_path.iterdir()] != []
    assert "en.xlsx  would change" in ran.out
    assert "'Trade' already names the tag 'Trade' of industry" in ran.out
    assert "5 workbooks: 3 would change, 1 refused, 1 stopped" in ran.out
    assert not list(tmp_path.glob("*.undo.zip"))


def test_in_place_changes_what_it_can_and_undo_restores_equal_bytes(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = prints(folder)
    undo = tmp_path / "keep.undo.zip"
    ran = call(
        capsys, "migrate", folder, "--plan", plan_file(tmp_path), "--in-place", "--undo-file", undo, "--as-of", AS_OF
    )
    assert ran.code == 2 and "keeps the workbooks as they were" in ran.out
    after = prints(folder)
    assert {name for name in before if before[name] != after[name]} == {"en.xlsx", "zh.xlsx", "vi.xlsx"}
    assert call(capsys, "migrate", "--undo", undo).code == 0
    assert prints(folder) == before
    again = call(capsys, "migrate", "--undo", undo)
    assert (again.code, prints(folder)) == (0, before) and "already" in again.out


def test_the_same_plan_twice_changes_nothing_more(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = plan_file(tmp_path)
    undo = tmp_path / "one.undo.zip"
    call(capsys, "migrate", folder / "en.xlsx", "--plan", plan, "--in-place", "--undo-file", undo, "--as-of", AS_OF)
    once = prints(folder)
    ran = call(capsys, "migrate", folder / "en.xlsx", "--plan", plan, "--in-place", "--as-of", AS_OF)
    assert (ran.code, prints(folder)) == (0, once) and "nothing to change" in ran.out
    assert [path.name for path in tmp_path.glob("*.undo.zip")] == ["one.undo.zip"], "nothing changed, nothing to undo"


@pytest.mark.parametrize(("language", "label"), [("en", "Trade"), ("zh", "商贸"), ("vi", "Thương mại")])
def test_every_language_gets_its_label_in_every_cell(
    folder: Path, tmp_path: Path, language: str, label: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    call(capsys, "migrate", folder, "--plan", plan_file(tmp_path), "--out-dir", out, "--as-of", AS_OF)
    with open_book(out / f"{language}.xlsx") as book:
        data = book.read(as_of=DAY)
    assert cells(data, "Customers", "industry")[:2] == [label, label], "typed as a synonym and in another language"
    assert cells(data, "FollowUps", "channel")[-1] == "system"
    assert data.customers.tags["use_case"].labels() != ()
    assert data.model.settings.taxonomy_version == "2027"


def test_the_result_opens_as_a_workbook_should_and_drop_downs_follow(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    call(capsys, "migrate", folder / "en.xlsx", "--plan", plan_file(tmp_path), "--out-dir", out, "--as-of", AS_OF)
    with open_book(folder / "en.xlsx") as old, open_book(out / "en.xlsx") as new:
        codes = [{finding.code for finding in examine(each.package, as_of=DAY)} for each in (old, new)]
    assert codes[1] <= codes[0]
    book = openpyxl.load_workbook(out / "en.xlsx")
    assert '"use_case"' in book.defined_names["lst_scenario"].attr_text
    headers = [cell.value for cell in book["Customers"][1]]
    assert "Use case" in headers and "Scenario" not in headers
    assert [column.name for column in book["Customers"].tables["Customers"].tableColumns] == headers
    groups = [row[0].value for row in book["Tags"].iter_rows(min_row=2) if row[0].value]
    runs = [group for place, group in enumerate(groups) if place == 0 or groups[place - 1] != group]
    assert len(runs) == len(set(runs)), "the tags of a group stand together"
    statuses = [str(row[12].value) for row in book["Tags"].iter_rows(min_row=2) if row[0].value == "source"]
    assert statuses == sorted(statuses), "the retired ones stand last"


def test_a_header_that_a_formula_names_stays_and_becomes_an_alias(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled_book(tmp_path / "en.xlsx", "en")
    book = openpyxl.load_workbook(path)
    book["Start"]["F1"] = "=COUNTA(Customers[Scenario])"
    book.save(path)
    out = tmp_path / "out"
    ran = call(capsys, "migrate", path, "--plan", plan_file(tmp_path), "--out-dir", out, "--as-of", AS_OF)
    assert ran.code == 0
    with open_book(out / "en.xlsx") as opened:
        data = opened.read(as_of=DAY)
    assert data.customers.tags["use_case"].column.header == "Scenario"
    assert data.model.settings.aliases["scenario"] == "Customers.use_case"


def test_a_workbook_that_was_changed_after_the_run_is_not_put_back(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    undo = tmp_path / "u.zip"
    call(capsys, "migrate", folder, "--plan", plan_file(tmp_path), "--in-place", "--undo-file", undo, "--as-of", AS_OF)
    book = openpyxl.load_workbook(folder / "en.xlsx")
    book["Start"]["A40"] = "mine"
    book.save(folder / "en.xlsx")
    mine = prints(folder)["en.xlsx"]
    (folder / "zh.xlsx").unlink()
    ran = call(capsys, "migrate", "--undo", undo)
    assert ran.code == 2 and prints(folder)["en.xlsx"] == mine
    assert "was changed after the run" in ran.out and "is not there any more" in ran.out
    assert "vi.xlsx  is as it was before the run" in ran.out


def test_the_undo_file_moves_with_the_workbooks(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = prints(folder)
    undo = folder / "u.undo.zip"
    call(capsys, "migrate", folder, "--plan", plan_file(tmp_path), "--in-place", "--undo-file", undo, "--as-of", AS_OF)
    moved = tmp_path / "elsewhere"
    shutil.move(folder, moved)
    assert call(capsys, "migrate", "--undo", moved / "u.undo.zip").code == 0
    assert prints(moved) == before


def test_a_workbook_that_is_open_elsewhere_stops_alone_and_undo_still_works(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, undo = prints(folder), tmp_path / "u.zip"
    (folder / "~$vi.xlsx").write_bytes(b"\x05Linh" + b" " * 160)
    ran = call(
        capsys, "migrate", folder, "--plan", plan_file(tmp_path), "--in-place", "--undo-file", undo, "--as-of", AS_OF
    )
    assert ran.code == 2 and "vi.xlsx  stopped" in ran.out and "[FILE007]" in ran.out
    assert {name for name, print in prints(folder).items() if print != before.get(name)} >= {"en.xlsx", "zh.xlsx"}
    assert prints(folder)["vi.xlsx"] == before["vi.xlsx"]
    assert call(capsys, "migrate", "--undo", undo).code == 0
    assert {name: prints(folder)[name] for name in before} == before


@pytest.mark.parametrize("damage", ["text", "cut", "other zip"])
def test_a_damaged_undo_file_is_refused(tmp_path: Path, damage: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "u.zip"
    if damage == "other zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("manifest.json", '{"kind": "something"}')
    else:
        path.write_bytes(b"hello" if damage == "text" else b"PK\x03\x04")
    ran = call(capsys, "migrate", "--undo", path)
    assert ran.code == 2 and "[UNDO002]" in ran.err and ran.err.count("\n") == 1


def test_an_undo_file_is_never_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, undo = filled_book(tmp_path / "en.xlsx", "en"), tmp_path / "u.zip"
    undo.write_text("mine")
    before = path.read_bytes()
    ran = call(
        capsys, "migrate", path, "--plan", plan_file(tmp_path), "--in-place", "--undo-file", undo, "--as-of", AS_OF
    )
    assert ran.code == 2 and "is there already" in ran.err
    assert (path.read_bytes(), undo.read_text()) == (before, "mine")


def test_a_package_names_its_workbooks_and_their_fingerprints(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = prints(folder)
    undo = tmp_path / "u.zip"
    call(capsys, "migrate", folder, "--plan", plan_file(tmp_path), "--in-place", "--undo-file", undo, "--as-of", AS_OF)
    name, books = read_undo_package(undo)
    assert name == "autumn"
    assert {kept.path.name: kept.before for _, kept in books} == {
        name: before[name] for name in ("en.xlsx", "vi.xlsx", "zh.xlsx")
    }
    assert {kept.path.name: kept.after for _, kept in books}.items() <= prints(folder).items()


def test_json_says_the_same(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran = call(capsys, "migrate", folder, "--plan", plan_file(tmp_path), "--dry-run", "--json", "--as-of", AS_OF)
    told = json.loads(ran.out)
    assert {Path(book["path"]).stem: book["status"] for book in told["workbooks"]} == {
        "broken": "stopped",
        "en": "changed",
        "refusing": "refused",
        "vi": "changed",
        "zh": "changed",
    }
    first = next(book for book in told["workbooks"] if book["path"].endswith("/en.xlsx"))
    assert [step["state"] for step in first["steps"]] == ["done"] * 4 and first["customers"] > 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "say the workbooks and --plan"),
        (("b.xlsx", "--plan", "p.toml"), "say one of --dry-run"),
        (("b.xlsx", "--plan", "p.toml", "--dry-run", "--in-place"), "keep one of --dry-run"),
        (("b.xlsx", "--plan", "p.toml", "--dry-run", "--undo-file", "u.zip"), "--undo-file goes with --in-place"),
        (("b.xlsx", "--plan", "no.toml", "--dry-run"), "no.toml: the plan cannot be read"),
        (("b.xlsx", "--undo", "u.zip"), "--undo takes no workbooks"),
    ],
)
def test_a_wrong_call_gets_one_line(words: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    ran = call(capsys, "migrate", *words)
    assert ran.code == 2 and message in ran.err and ran.err.count("\n") == 1


@pytest.mark.slow
def test_two_hundred_mixed_workbooks_are_migrated_and_rolled_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    books = tmp_path / "books"
    books.mkdir()
    made = {
        (language, version): filled_book(tmp_path / f"{language}{version}.xlsx", language, version=version)
        for language in ("en", "zh", "vi")
        for version in range(3)
    }
    for number in range(200):
        language, version = ("en", "zh", "vi")[number % 3], number % 9 // 3
        shutil.copy(made[language, version], books / f"team{number:03d}.xlsx")
    (books / "team077.xlsx").write_bytes(b"PK broken")
    before = prints(books)
    start, undo = datetime.now(), tmp_path / "u.zip"
    ran = call(
        capsys, "migrate", books, "--plan", plan_file(tmp_path, PLAN), "--in-place", "--undo-file", undo,
        "--as-of", AS_OF, "--jobs", 2,
    )  # fmt: skip
    assert "200 workbooks: 199 changed, 1 stopped" in ran.out, ran.out[-2000:]
    assert ran.code == 2 and all(before[name] != print for name, print in prints(books).items() if "077" not in name)
    assert call(capsys, "migrate", "--undo", undo).code == 0
    assert prints(books) == before
    assert (datetime.now() - start).total_seconds() < 600
