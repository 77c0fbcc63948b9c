"""The limits and backups of xltags.toml."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from tests.raw_workbooks import STRINGS, make_workbook, parts_of, string_table, write_parts
from xltags.batch.opening import open_workbook
from xltags.batch.policy_file import Config, load_config
from xltags.books.backups import backups_of
from xltags.books.edits import SetCells
from xltags.books.package import Limits
from xltags.cli.app import run
from xltags.core.errors import XltagsError
from xltags.core.stops import STOPS, stop_page

ROWS = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(1, 40_000))


def write_config(folder: Path, text: str) -> None:
    (folder / "xltags.toml").write_text(text, encoding="utf-8")


def test_without_the_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load_config(tmp_path / "a.xlsx") == Config()


def test_the_keys_are_read(tmp_path: Path) -> None:
    write_config(tmp_path, "backups = 2\n[limits]\n" + "\n".join(f"{it.name} = 12" for it in fields(Limits)))
    config = load_config(tmp_path / "a.xlsx")
    assert config.backups == 2
    assert config.limits == Limits(**{it.name: 12 for it in fields(Limits)})


WRONG = {
    "backups = -1": "backups: must be a whole number from 0 on, not -1",
    "backups = true": "backups: must be a whole number",
    'backups = "5"': "not '5'",
    "limits = 5": "limits: must be a table",
    "[limits]\nparts = 0": "limits.parts: must be a whole number from 1 on",
    "[limits]\nratio = 1.5": "limits.ratio",
    "[limits]\ntotal = 5": "unknown key 'limits.total'; keys are total_bytes, ratio",
    "[limits]\nstring_bytes = 3000000000": "limits.string_bytes: at most 2147483647",
    "backup = 3": "unknown key 'backup'; did you mean 'backups'?",
    "colour = 3": "unknown key 'colour'; keys are select, ignore, severity, exception, backups, limits",
}


@pytest.mark.parametrize(("text", "says"), WRONG.items(), ids=list(WRONG))
def test_a_mistake_is_told_with_its_key(tmp_path: Path, text: str, says: str) -> None:
    write_config(tmp_path, text)
    with pytest.raises(XltagsError, match=re.escape(says)) as caught:
        load_config(tmp_path / "a.xlsx")
    assert caught.value.code == "USE002"


def strings_book(path: Path) -> Path:
    parts = parts_of('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
    parts[STRINGS] = string_table("".join(f"<si><t>text {number}</t></si>" for number in range(5000))).encode()
    return write_parts(path, parts)


# Each limit set so low that an ordinary workbook passes it: the code of the refusal, and what it says.
TIGHT = {
    "total_bytes": ("LIM001", 10_000),
    "ratio": ("LIM002", 5),
    "parts": ("LIM003", 3),
    "part_bytes": ("LIM004", 100),
    "string_bytes": ("LIM005", 20_000),
}


@pytest.mark.parametrize("key", TIGHT)
def test_each_refusal_names_the_key_and_a_value_that_is_enough(
    tmp_path: Path, key: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    code, limit = TIGHT[key]
    path = strings_book(tmp_path / "a.xlsx") if key == "string_bytes" else make_workbook(tmp_path / "a.xlsx", ROWS)
    values = {key: limit}
    for _ in range(9):  # `part_bytes` is passed by one part after the other
        write_config(tmp_path, "[limits]\n" + "\n".join(f"{name} = {value}" for name, value in values.items()))
        try:
            with open_workbook(path) as book:
                book.read_tables()
            break
        except XltagsError as error:
            assert error.code == code
            needed = re.search(rf"put {key} = (\d+) under \[limits\] in xltags\.toml", str(error))
            assert needed is not None
            assert int(needed[1]) > values[key]
            values[key] = int(needed[1])
    else:
        pytest.fail("the value that the message names is not enough")
    assert values[key] > limit
    write_config(tmp_path, f"[limits]\n{key} = {limit}")
    assert run(["check", str(path)]) == 2
    assert f"[{code}]".encode() in capsysbinary.readouterr().out
    assert run(["doctor", str(path)]) == 2
    assert f"[{code}]".encode() in capsysbinary.readouterr().out
    page = stop_page(code) or ""
    assert f"{key} = " in page
    assert "Why: " in page


def test_every_new_code_has_its_own_page() -> None:
    assert {"FILE009", "UNDO001", *(code for code, _ in TIGHT.values())} <= set(STOPS)


@pytest.mark.parametrize(("text", "kept"), [("", 5), ("backups = 2", 2), ("backups = 0", 0)])
def test_so_many_backups_are_kept_as_the_file_says(tmp_path: Path, text: str, kept: int) -> None:
    path = make_workbook(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>')
    if text:
        write_config(tmp_path, text)
    for number in range(7):
        with open_workbook(path) as book:
            book.write([SetCells("Customers", {(1, 1): number + 10})], None)
    assert len(backups_of(path)) == kept
