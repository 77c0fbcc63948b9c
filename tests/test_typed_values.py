"""Numbers and dates that were typed as text: read where there is no doubt, never guessed."""

from datetime import date

import pytest

from xltags.core.typed_values import date_in, number_in


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("120", 120),
        ("1,200", 1200),
        ("1 200", 1200),
        ("1\u00a0200.5", 1200.5),
        ("1.200.000", 1_200_000),
        ("１２００", 1200),
        ("¥3.5万", 35_000),
        ("2 tỷ", 2e9),
        ("1.2亿", 1.2e8),
        ("-5", -5),
        ("0.500", 0.5),
        ("1.200", None),
        ("1,5", None),
        ("50-100", None),
        (">500", None),
        ("about 50", None),
        ("", None),
        ("1e5", None),
        ("nan", None),
        ("12,34,567", None),
    ],
)
def test_a_number_is_read_only_without_doubt(text: str, number: float | None) -> None:
    assert number_in(text) == pytest.approx(number) if number is not None else number_in(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-05-31", date(2026, 5, 31)),
        ("2026/5/3", date(2026, 5, 3)),
        ("2026.05.03", date(2026, 5, 3)),
        ("2026年5月3日", date(2026, 5, 3)),
        ("2026-05-31 10:22:01", date(2026, 5, 31)),
        ("20260531", date(2026, 5, 31)),
        ("31.05.2026", date(2026, 5, 31)),
        ("5/31/2026", date(2026, 5, 31)),
        ("05/05/2026", date(2026, 5, 5)),
        ("03/04/2026", None),
        ("2026-02-30", None),
        ("31/31/2026", None),
        ("May 2026", None),
        ("", None),
    ],
)
def test_a_date_is_read_only_without_doubt(text: str, day: date | None) -> None:
    assert date_in(text) == day
