"""The scorecard, worked out by formulas: tiers here, its other parts in `indicator_blocks` and `band_blocks`."""

from collections.abc import Callable

from xltags.formulas.band_blocks import declare_bands, fill_bands
from xltags.formulas.grid import Calc
from xltags.formulas.indicator_blocks import declare_indicators, fill_indicators
from xltags.formulas.limits import TIER_ROWS
from xltags.formulas.wording import Tables


def declare_scorecard(calc: Calc) -> None:
    """Declare the blocks of the scorecard and the names over them."""
    calc.add("tiers", ("tier", "minimum"), TIER_ROWS)
    declare_indicators(calc)
    declare_bands(calc)


def fill_scorecard(calc: Calc, tables: Tables, column_of: Callable[[str], str]) -> None:
    """Fill the blocks; `column_of` gives the formula that finds a measure's column in `Customers`, 0 for none."""
    for item in range(TIER_ROWS):
        calc.formula("tiers", "tier", item, f"UPPER({tables.text('Tiers', 'tier', item + 1)})")
        calc.formula("tiers", "minimum", item, tables.number("Tiers", "min_points", item + 1))
    fill_indicators(calc, tables, column_of)
    fill_bands(calc, tables)
