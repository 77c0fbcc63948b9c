"""Writing zips: equal bytes however the data come, and what is too long for the old format."""

import io
import random
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltags.books.opc.zipwrite import ZipWriter, blocks_of

DATA = random.Random(1).randbytes(300_000) + b"<c/>" * 400_000


def written(chunks: list[bytes], like: zipfile.ZipInfo | None = None) -> bytes:
    file = io.BytesIO()
    writer = ZipWriter(file, "test.xlsx")
    writer.write("a/é.xml", chunks, like)
    writer.write("b.xml", [])
    writer.close(["b.xml", "a/é.xml"])
    return file.getvalue()


@pytest.mark.parametrize("size", [1000, 262_144, 262_145, 1_000_003])
def test_the_bytes_do_not_depend_on_how_the_data_are_cut(size: int) -> None:
    cut = written([DATA[start : start + size] for start in range(0, len(DATA), size)])
    assert cut == written([DATA])
    with zipfile.ZipFile(io.BytesIO(cut)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["b.xml", "a/é.xml"]
        assert archive.read("a/é.xml") == DATA
        assert archive.getinfo("b.xml").date_time == (1980, 1, 1, 0, 0, 0)


def test_a_part_that_may_pass_4_gb_gets_room_for_its_size() -> None:
    like = zipfile.ZipInfo("a/é.xml", (2020, 2, 3, 4, 5, 6))
    like.file_size = 2**31
    data = written([DATA], like)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.read("a/é.xml") == DATA
        assert archive.getinfo("a/é.xml").date_time == (2020, 2, 3, 4, 5, 6)


@pytest.mark.slow
def test_more_parts_than_the_old_format_counts() -> None:
    file = io.BytesIO()
    writer = ZipWriter(file, "test.xlsx")
    names = [f"{number}" for number in range(66_000)]
    info = zipfile.ZipInfo("x")
    info.CRC = 0
    info.compress_size = 0
    for name in names:
        info.orig_filename = name
        writer.copy(name, info, [])
    writer.close(names)
    with zipfile.ZipFile(file) as archive:
        assert archive.namelist() == names


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="their disks fill holes")
def test_parts_behind_4_gb_are_found(tmp_path: Path) -> None:
    """A file with a hole in front, which costs no room on the disk."""
    path = tmp_path / "long.xlsx"
    with path.open("w+b") as file:
        file.seek(5 << 30)
        writer = ZipWriter(file, "test.xlsx")
        writer.write("a.xml", [DATA])
        writer.write("b.xml", [b"<b/>"])
        writer.close(["a.xml", "b.xml"])
    if path.stat().st_blocks * 512 > 1 << 30:
        pytest.skip("this disk has no files with holes")
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert archive.getinfo("a.xml").header_offset >= 5 << 30
        assert archive.read("a.xml") == DATA
        assert archive.read("b.xml") == b"<b/>"


def test_blocks_have_one_size() -> None:
    assert [len(block) for block in blocks_of([b"x" * 7, b"y" * 6, b"z"], 5)] == [5, 5, 4]


@given(st.lists(st.binary(max_size=40), max_size=12), st.integers(1, 17))
def test_blocks_hold_the_same_bytes_however_they_come(chunks: list[bytes], size: int) -> None:
    blocks = [bytes(block) for block in blocks_of(chunks, size)]
    assert b"".join(blocks) == b"".join(chunks)
    assert all(len(block) == size for block in blocks[:-1])
    assert all(0 < len(block) <= size for block in blocks)
