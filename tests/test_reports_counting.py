"""Counting over columns of codes, against pandas' own grouping."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xltags.reports import counting
from xltags.reports.counting import counted, stacked
from xltags.reports.export import csv_blocks, csv_text

KEYS = {
    "c": st.sampled_from(["", "a", "b"]),
    "t": st.sampled_from(["x", "", "東"]),
    "n": st.sampled_from([0, 2026, -1]),
}


@st.composite
def frames(draw: st.DrawFn) -> pd.DataFrame:
    count = draw(st.integers(0, 12))
    columns = {name: draw(st.lists(each, min_size=count, max_size=count)) for name, each in KEYS.items()}
    return pd.DataFrame(
        {
            "c": pd.Categorical(columns["c"], categories=["", "a", "b", "never"]),
            "t": pd.Series(columns["t"], dtype=object),
            "n": pd.Series(columns["n"], dtype="int64"),
            "flag": np.array(draw(st.lists(st.integers(0, 1), min_size=count, max_size=count)), dtype=np.int8),
            "amount": np.array(draw(st.lists(st.floats(-1e9, 1e9), min_size=count, max_size=count)), dtype=np.float64),
        }
    )


@settings(max_examples=60, deadline=None)
@given(frames(), st.lists(st.sampled_from(["c", "t", "n"]), min_size=1, unique=True), st.sampled_from([1, 1 << 62]))
def test_counted_is_what_grouping_gives(frame: pd.DataFrame, by: list[str], many: int) -> None:
    kept = counting.MANY
    counting.MANY = many  # 1: numbered anew at each column
    try:
        found = counted(frame, by, ["flag", "amount"])
    finally:
        counting.MANY = kept
    expected = frame.astype({"flag": "int64"}).groupby(by, observed=True, sort=True)[["flag", "amount"]].sum()
    plain = expected.reset_index().astype({"t": object} if "t" in by else {})
    pd.testing.assert_frame_equal(found, plain, check_exact=True)


def test_a_missing_value_belongs_to_no_combination() -> None:
    frame = pd.DataFrame({"a": pd.Categorical(["x", None, "x"]), "b": [1.0, 2.0, np.nan], "n": [1, 1, 1]})
    assert counted(frame, ["a", "b"], ["n"]).to_dict("records") == [{"a": "x", "b": 1.0, "n": 1}]


def test_more_flags_than_a_small_integer_counts() -> None:
    frame = pd.DataFrame({"a": ["x"] * 1000, "flag": np.ones(1000, dtype=np.int8)})
    assert counted(frame, ["a"], ["flag"])["flag"].tolist() == [1000]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(["", "a", "b", "c"]), max_size=4), max_size=3), st.data())
def test_stacked_columns_are_their_texts(texts: list[list[str]], data: st.DataObject) -> None:
    codes = [data.draw(st.lists(st.integers(-1, len(each) - 1), max_size=5)) for each in texts]
    made = stacked((each, np.array(code, dtype=np.int32)) for each, code in zip(texts, codes, strict=True))
    expected = [[*each, ""][place] for each, code in zip(texts, codes, strict=True) for place in code]
    assert made.tolist() == expected
    assert made.categories.is_unique


def test_stacked_columns_with_more_texts_than_a_byte_counts() -> None:
    parts = [([f"{part}.{number}" for number in range(100)], np.arange(100)) for part in range(4)]
    assert stacked(parts).tolist() == [text for texts, _ in parts for text in texts]


@pytest.mark.parametrize("size", [1, 2, 4096])
def test_csv_in_blocks_is_the_same_text(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    frame = pd.DataFrame(
        {
            "tag": pd.Categorical(["=1", "", "a,b", "=1", "'=1"]),
            "text": pd.Series(["x", '"', "", "-", "y"], dtype=object),
            "year": pd.Series([2026, None, 1, 2, 3], dtype="Int64"),
            "n": [0.1, 2.0, np.nan, 1e20, -0.5],
        }
    )
    whole = csv_text(frame)
    monkeypatch.setattr("xltags.reports.export.BLOCK", size)
    assert "".join(csv_blocks(frame)) == whole
    assert "".join(csv_blocks(frame, change=lambda text: f"'{text}" if text.startswith("=") else text)) == (
        whole.replace("\n=1,", "\n'=1,")
    )
