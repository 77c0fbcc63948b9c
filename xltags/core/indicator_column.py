"""One indicator over all customers, as a column."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from xltags.core.bands import MICRO, Effect
from xltags.core.scorecard import Indicator
from xltags.core.table import BLANK
from xltags.core.tier_range import Floats, Numbers, Tiers
from xltags.core.values import Value, as_text


@dataclass(frozen=True, eq=False)
class IndicatorColumn:
    """One indicator over all customers, in the order of `Customers`.

    `effects` are those of the few states that occur, and `codes` says which is whose; the columns that follow from
    them are made each time they are asked for, as a dozen indicators of many customers take much memory. `values` and
    `value_codes` (-1 = blank) are the distinct values: canonical labels, measures as they stand in the cell, coverage
    as "2/3", and the text as typed where it is unknown.
    """

    indicator: Indicator
    effects: tuple[Effect, ...]
    codes: Numbers
    values: tuple[Value, ...]
    value_codes: Numbers

    @property
    def points(self) -> Floats:
        """Points by customer; 0 for a hard indicator, for an unknown value and where no band is met."""
        return self.points_of(slice(None))

    def points_of(self, rows: slice) -> Floats:
        """The same for some customers."""
        return (np.array([effect.micro for effect in self.effects], dtype=np.float64) / MICRO)[self.codes[rows]]

    @property
    def bands(self) -> Numbers:
        """The position of the deciding band in `Scorecard.bands` by customer; -1 for none."""
        return np.array([effect.band for effect in self.effects], dtype=np.int32)[self.codes]

    @property
    def known(self) -> NDArray[np.bool_]:
        """Whether the value of a customer is known."""
        return np.array([effect.known for effect in self.effects], dtype=np.bool_)[self.codes]

    @property
    def rejects(self) -> NDArray[np.bool_]:
        """Whether the indicator rejects a customer."""
        return np.array([effect.rejects for effect in self.effects], dtype=np.bool_)[self.codes]

    @property
    def caps(self) -> Tiers:
        """The best tier that the indicator allows, as a code by customer."""
        return np.array([effect.cap for effect in self.effects], dtype=np.int8)[self.codes]

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The values as a person reads them; two spellings of a tag, or 12 and 12.0, give one text twice."""
        return tuple(value if isinstance(value, str) else as_text(value) for value in self.values)

    def shown(self) -> list[str]:
        """Every customer's value as a person reads it; "" where it is blank."""
        texts = (*self.texts, "")  # code -1 takes the last
        return [texts[code] for code in self.value_codes.tolist()]

    def categories(self) -> tuple[tuple[str, ...], Numbers]:
        """The texts, each once, and every customer's code; -1 = blank."""
        places: dict[str, int] = {}
        codes = [places.setdefault(text, len(places)) for text in self.texts]
        return tuple(places), np.array([*codes, BLANK], dtype=np.int32)[self.value_codes]

    def text(self, index: int) -> str:
        """The value of customer `index`; "" where it is blank."""
        code = int(self.value_codes[index])
        return "" if code < 0 else as_text(self.values[code])
