"""The VBA project that the add-in holds, read by programs that others wrote."""

import io
import struct

import olefile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oletools.olevba import VBA_Parser, decompress_stream

from xltags.excel.addin.compound_file import BLACK, NO_STREAM, compound_file
from xltags.excel.addin.vba_compression import compress
from xltags.excel.addin.vba_project import Module, encrypt, vba_project

PROJECT_ID = "{B1C9A3D4-5E60-4F27-8C2B-7A9D1E3F5B60}"
SOURCE = 'Option Explicit\nPublic Sub Hello()\n    MsgBox "Grüße"\nEnd Sub\n'
MODULES = (
    Module("ThisWorkbook", "Option Explicit\n", "workbook"),
    Module("Sheet1", "", "sheet"),
    Module("Counter", 'VERSION 1.0 CLASS\nBEGIN\n  MultiUse = -1\nEND\nAttribute VB_Name = "x"\nPublic n\n', "class"),
    Module("Hello", SOURCE),
)
# The second and third examples of [MS-OVBA] 3.2: text without repetition, and as much repetition as there can be.
NO_COMPRESSION = (
    b"abcdefghijklmnopqrstuv.",
    "01 19 b0 00 61 62 63 64 65 66 67 68 00 69 6a 6b 6c 6d 6e 6f 70 00 71 72 73 74 75 76 2e",
)
MOST_COMPRESSION = (b"a" * 73, "01 03 b0 02 61 45 00")

texts = st.binary(max_size=200) | st.lists(
    st.sampled_from([b"Attribute VB_", b"End Sub\r\n", b"    ", b"x", b"Dim a As Long\r\n"]), max_size=900
).map(b"".join)


@pytest.mark.parametrize("example", [NO_COMPRESSION, MOST_COMPRESSION], ids=["none", "most"])
def test_compression_gives_the_bytes_of_the_specification(example: tuple[bytes, str]) -> None:
    plain, packed = example
    assert compress(plain) == bytes.fromhex(packed)


@settings(max_examples=80, deadline=None)
@given(texts)
def test_what_is_compressed_comes_back_in_another_program(text: bytes) -> None:
    assert bytes(decompress_stream(bytearray(compress(text)))) == text


def test_text_that_cannot_be_compressed_is_stored_whole() -> None:
    noise = bytes((place * 7919 + place // 251 * 104729) % 251 for place in range(4096))
    assert bytes(decompress_stream(bytearray(compress(noise + b"tail")))) == noise + b"tail"


names = st.text("abcdefghijklmnopqrstuvwxyzABC_09", min_size=1, max_size=24)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(names, st.binary(max_size=9000), max_size=8),
    st.dictionaries(names, st.binary(max_size=5000), max_size=25),
)
def test_a_compound_file_is_read_by_another_program(top: dict[str, bytes], inner: dict[str, bytes]) -> None:
    folded = {name.upper(): name for name in top if name.upper() != "VBA"}  # names differ by more than case
    streams = {name: top[name] for name in folded.values()}
    streams |= {f"VBA/{name}": inner[name] for name in {name.upper(): name for name in inner}.values()}
    with olefile.OleFileIO(io.BytesIO(compound_file(streams)), raise_defects=olefile.DEFECT_POTENTIAL) as found:
        assert {"/".join(path) for path in found.listdir()} == set(streams)
        for path, data in streams.items():
            assert found.openstream(path).read() == data


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7, 8, 9, 31, 40])
def test_the_directory_is_a_red_black_tree_in_order(count: int) -> None:
    streams = {f"s{'x' * (number % 5)}{number}": b"data" for number in range(count)}
    with olefile.OleFileIO(io.BytesIO(compound_file(streams))) as found:
        entries = found.direntries
        root = found.root
        assert root is not None

        def walk(sid: int, parent_is_red: bool) -> tuple[int, list[str]]:
            if sid == NO_STREAM:
                return 1, []
            entry = entries[sid]
            red = entry.color != BLACK
            assert not (red and parent_is_red)
            left, before = walk(entry.sid_left, red)
            right, after = walk(entry.sid_right, red)
            assert left == right, "as many black entries on every path"
            return left + (not red), [*before, entry.name, *after]

        _, in_order = walk(root.sid_child, False)
    assert in_order == sorted(streams, key=lambda name: (len(name), name.upper()))


def test_a_file_of_more_sectors_than_the_header_can_name_is_refused() -> None:
    with pytest.raises(ValueError, match="sectors"):
        compound_file({"big": bytes(512 * 128 * 109)})


def test_the_sources_come_back_from_the_project() -> None:
    project = vba_project("xltags", MODULES, project_id=PROJECT_ID, description="a description")
    assert project == vba_project("xltags", MODULES, project_id=PROJECT_ID, description="a description")
    parser = VBA_Parser("vbaProject.bin", data=project)
    found = {name: code for _, _, name, code in parser.extract_macros()}
    assert set(found) == {"ThisWorkbook.cls", "Sheet1.cls", "Counter.cls", "Hello.bas"}
    code = found["Hello.bas"].replace("\r\n", "\n")
    assert code == f'Attribute VB_Name = "Hello"\n{SOURCE}'
    counter = found["Counter.cls"].replace("\r\n", "\n").splitlines()
    assert counter[0] == 'Attribute VB_Name = "Counter"' and counter[-1] == "Public n" and "BEGIN" not in counter
    assert "Attribute VB_PredeclaredId = True" in found["ThisWorkbook.cls"]
    assert "Attribute VB_PredeclaredId = False" in found["Counter.cls"]


def decrypt(text: str, project_id: str) -> bytes:
    """[MS-OVBA] 2.4.3.3, written from the specification."""
    raw = bytes.fromhex(text)
    seed, version, key = raw[0], raw[0] ^ raw[1], raw[0] ^ raw[2]
    assert version == 2 and key == sum(project_id.encode()) & 0xFF
    plain, last_plain, before, last = bytearray(), key, raw[1], raw[2]
    for byte in raw[3:]:
        plain.append(byte ^ ((before + last_plain) & 0xFF))
        before, last, last_plain = last, byte, plain[-1]
    body = plain[(seed & 6) // 2 :]
    (size,) = struct.unpack_from("<I", body)
    assert len(body) == 4 + size
    return bytes(body[4:])


@given(st.binary(max_size=8), st.integers(0, 255))
def test_the_keys_of_the_project_can_be_read(data: bytes, seed: int) -> None:
    assert decrypt(encrypt(data, PROJECT_ID, seed=seed), PROJECT_ID) == data


def test_a_source_with_letters_that_vba_cannot_hold_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        Module("M", "' 客户\n").stored()
