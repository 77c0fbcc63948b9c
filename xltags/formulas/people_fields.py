"""The columns of the blocks about people and measures, and what their names are in formulas."""

from xltags.books.sheets import choices
from xltags.core.chain import role_name
from xltags.core.finding import LANGUAGES, Language
from xltags.core.scorecard import MEASURES
from xltags.formulas.limits import BANDS, CHAIN_RULES, ROLES, ROLES_PER_RULE
from xltags.formulas.wording import quoted

COUNTS = ROLES_PER_RULE + 1  # how many required roles can be known, 0 included
ROLE_WIDTH = 100
ROLE_LABELS = sum(len({choice.id, *choice.labels.values()}) for choice in choices("chain_role"))
BAND_POINTS = 2 * BANDS
POINTS = BAND_POINTS + len(MEASURES) + 2 * CHAIN_RULES + COUNTS * (CHAIN_RULES + 1)
ENDS = ("fewest", "worst", "most_a", "most_b", "most_c", "most")

POINT_FIELDS = (
    "band", "field", "x", "merit_1", "merit_2", "merit_3", "cap_1", "cap_2", "cap_3", "points", "cap", "rule",
)  # fmt: skip
PEOPLE_FIELDS = (
    "rule", "low", "high", "inverse", "required", "others", "mask", "occurs", "missing",
    *(f"size_{end}" for end in ENDS), *(f"chain_{end}" for end in ENDS), "chain_spread",
    *(f"role_{number}" for number in range(1, ROLES + 1)),
    *(f"points_{count}" for count in range(COUNTS)), *(f"cap_{count}" for count in range(COUNTS)),
)  # fmt: skip
TOTAL_FIELDS = (
    "ceo_cap",
    "has_chain",
    "has_size",
    "differs",
    "exists",
    "first",
    "size_rule",
    "chain_rule",
    "asks_size",
)
OPEN_FIELDS = ("fewest", "worst", "most_a", "most_b", "most_c", "spread")


def role_text(id: str) -> str:
    """A role as people read it, in the workbook's language."""
    known = [choice.id for choice in choices("chain_role")]
    ids = ",".join(quoted(role) for role in known)

    def names(language: Language) -> str:
        return ",".join(quoted(role_name(role, language)) for role in known)

    named = "".join(
        f'IF(xl_language="{language}",INDEX({{{names(language)}}},MATCH({id},{{{ids}}},0)),'
        for language in LANGUAGES[:-1]
    )
    last = f"INDEX({{{names(LANGUAGES[-1])}}},MATCH({id},{{{ids}}},0))"
    return f'IF({id}="","",IFERROR({named}{last}{")" * (len(LANGUAGES) - 1)},SUBSTITUTE({id},"_"," ")))'
