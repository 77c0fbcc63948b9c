"""The constants in the named functions of a workbook: texts that mean something, in three languages."""

from collections.abc import Iterable, Mapping

from xltags.books.sheets import CUSTOMERS, choices, table_spec
from xltags.core.chain import Coverage, role_name
from xltags.core.finding import LANGUAGES, Language
from xltags.core.flags import NO, YES
from xltags.core.portrait import FIRST_HEADERS, LEFT_OUT_HEADERS
from xltags.core.reasons import cap_text, ceo_only_reason
from xltags.core.scorecard import CHAIN_COVERAGE, MEASURES, TIERS
from xltags.formulas.wording import choice_texts, quoted

POINTS = 13  # characters of the points in an effect
ID = "customer_id"
SHORT_FAULTS = {
    "no_model": "#ICP: leave the model out; this workbook's own tables count",
    "no_card": "#ICP: no indicator counts; switch one on in Indicators",
    "no_header": "#ICP: no header is a tag group or a measure of the model; give the row of headers of Customers",
    "no_range": "#ICP: the range is beyond formulas (caps in a many-valued group of several indicators); use Score",
    "unguessed": "#ICP: no tag is spelled so; xltags fix looks for the nearest",
}


def constants() -> dict[str, str]:
    """By name: what stands for it in a formula."""
    roles = [
        (text, choice.id)
        for choice in choices("chain_role")
        for text in dict.fromkeys((choice.id, *choice.labels.values()))
    ]
    names = [choice.id for choice in choices("chain_role")]
    return {
        **{name: quoted(text) for name, text in SHORT_FAULTS.items()},
        "tiers": across(TIERS),
        "tier_letters": quoted("".join(TIERS)),
        "retired": across(choice_texts("tag_status", "retired")),
        "tag_active": across(choice_texts("tag_status", "active")),
        "group_active": across(choice_texts("group_status", "active")),
        "many": across(choice_texts("values", "many")),
        "yes": across((*sorted(YES), *choice_texts("yes_no", "yes"))),
        "no": across((*sorted(NO), *choice_texts("yes_no", "no"))),
        "hard": across(choice_texts("kind", "hard")),
        "reject": across(choice_texts("outcome", "reject")),
        "pass": across(choice_texts("outcome", "pass")),
        "measures": across(MEASURES),
        "number_fields": across((*MEASURES, CHAIN_COVERAGE)),
        "own_columns": across((*MEASURES, ID)),
        "own_headers": "{" + ";".join(across(_headers(id), distinct=False)[1:-1] for id in (*MEASURES, ID)) + "}",
        "role_texts": across(text for text, _ in roles),
        "role_ids": across((id for _, id in roles), distinct=False),
        "roles": across(names),
        "role_names": _by_language({it: _role_names(names, it) for it in LANGUAGES}),
        "comma": _by_language({it: quoted("、" if it == "zh" else ", ") for it in LANGUAGES}),
        "capped": _by_language({it: f"{_before(it)} & letter & {_after(it)}" for it in LANGUAGES}),
        "ceo_only": _by_language({it: quoted(ceo_only_reason(Coverage((), (), True), it)) for it in LANGUAGES}),
        "chinese": across(("zh", "chinese", "中文")),
        "vietnamese": across(("vi", "tiếng việt")),
        "dates": across(header for column in table_spec(CUSTOMERS).columns if column.kind == "date" for header in
                        (column.id, *column.headers.values())),
        "companies": across(FIRST_HEADERS),
        "left_out": across(LEFT_OUT_HEADERS),
    }  # fmt: skip


def across(texts: Iterable[str], *, distinct: bool = True) -> str:
    """Texts as an array constant in a row; each once, whatever the case, unless told."""
    listed = list(texts)
    if distinct:
        listed = list({text.casefold(): text for text in reversed(listed)}.values())[::-1]
    return "{" + ",".join(map(quoted, listed)) + "}"


def _role_names(roles: Iterable[str], language: Language) -> str:
    return across([role_name(role, language) for role in roles], distinct=False)


def _headers(id: str) -> tuple[str, ...]:
    column = table_spec(CUSTOMERS).column(id)
    return (id, *column.headers.values()) if column else (id,) * 4


def _by_language(texts: Mapping[Language, str]) -> str:
    return f'IF(language = "zh", {texts["zh"]}, IF(language = "vi", {texts["vi"]}, {texts["en"]}))'


def _before(language: Language) -> str:
    return quoted(cap_text(1, "\0", language).partition(TIERS[1])[0])


def _after(language: Language) -> str:
    return quoted(cap_text(1, "\0", language).partition(TIERS[1])[2].rstrip("\0"))
