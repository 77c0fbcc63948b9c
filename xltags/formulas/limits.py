"""How much the formulas of a workbook can carry; beyond it they say so instead of calculating.

The numbers are rows and columns of the hidden sheet `Calc`. They are about half as much again as the shipped taxonomy
and scorecard need.
"""

GROUP_ROWS = 60  # rows of TagGroups
GROUPS = 24  # tag groups in use
TAGS = 500  # rows of Tags
SYNONYMS = 2200  # synonyms of all tags together
LEVELS = 5  # parents above a tag
INDICATOR_ROWS = 40  # rows of Indicators
INDICATORS = 16  # indicators that count
RULES_PER_FIELD = 3  # indicators on one field
BANDS = 120  # rows of Bands
TAGS_PER_BAND = 10
TIER_ROWS = 10
CHAIN_RULES = 10
ROLES_PER_RULE = 7
ROLES = 8  # roles that chain rules tell apart, the CEO among them
ROLES_PER_CONTACT = 4
VALUES_PER_CELL = 10
MANY_CELLS = 4  # cells of one customer that hold several values
CELL_LENGTH = 300  # characters of a cell that holds several values
PAIRS = 3  # pairs of groups such as city and province, where a tag of one has its parent in the other

NOWHERE = "1E+300"  # stands for infinity
CODE = 4  # characters of a tag's code in `xl_codes`
EFFECT = 16  # characters of an effect before its text: known, points, cap, rejection
