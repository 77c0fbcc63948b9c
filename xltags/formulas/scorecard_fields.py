"""The columns of the blocks about indicators and bands, and the numbers of the fields that indicators look at."""

from xltags.core.scorecard import CHAIN_COVERAGE, MEASURES

NUMBER_FIELDS = (*MEASURES, CHAIN_COVERAGE)
FIRST_MEASURE = 101  # fields below are slots of tag groups
EMPLOYEES = FIRST_MEASURE + MEASURES.index("employees")
CHAIN = FIRST_MEASURE + len(MEASURES)

ROW_FIELDS = ("number", "id", "name", "field", "used", "place")
INDICATOR_FIELDS = (
    "number", "row", "name", "hard", "field", "order", "column", "prefix", "many", "only_pass", "caps",
    "fewest", "worst_cap", "most_a", "most_b", "most_c", "spread", "tangled", "leads",
)  # fmt: skip
BAND_FIELDS = ("number", "indicator", "tags", "low", "high", "micro", "cap", "outcome", "sort", "order")
MERIT_FIELDS = (
    "number", "band", "indicator", "prefix", "tags", "low", "high", "micro", "cap", "outcome", "effect", "text",
)  # fmt: skip
NAMED_MERITS = ("micro", "cap", "outcome", "effect", "text")  # with a first row for "no band"
