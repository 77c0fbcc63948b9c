"""Tiny datasets for tests; the builder itself is shipped, because the examples in docstrings need it too."""

from xltags.core.examples import EXAMPLE_DAY, dataset

__all__ = ["EXAMPLE_DAY", "dataset"]
