"""The law that a better band never lowers the tier, seen from customers who move from band to band."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.datasets import dataset
from xltags.core.scoring import score

POINTS = st.lists(st.integers(-40, 60), min_size=2, max_size=6)
CUTS = st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))


@given(POINTS, CUTS, st.integers(-20, 40), st.sampled_from([None, "B", "C"]))
def test_a_customer_who_moves_to_a_better_band_never_falls(
    points: list[int], cuts: tuple[int, int, int], size_points: int, cap: str | None
) -> None:
    names = [f"T{number}" for number in range(len(points))]
    floors = {"A": cuts[0] + cuts[1] + cuts[2], "B": cuts[0] + cuts[1], "C": cuts[0], "D": -1000}
    scores = score(
        dataset(
            Tags={"group": "industry", "tag": names},
            Indicators={"indicator": ["industry", "size"], "kind": "soft", "field": ["industry", "employees"]},
            Bands={
                "indicator": ["industry"] * len(points) + ["size"],
                "tag": [*names, None],
                "low": [None] * len(points) + [0],
                "points": [*points, size_points],
                "cap_tier": [None] * len(points) + [cap],
            },
            Tiers={"tier": list(floors), "min_points": list(floors.values())},
            Customers={"customer_id": names, "industry": names, "employees": 50},
        )
    )
    ranked = sorted(zip(points, scores.tier.tolist(), strict=True))  # tier codes: 0 is A
    for (worse, before), (better, after) in pairwise(ranked):
        assert after <= before, (worse, better)
        assert worse < better or before == after
