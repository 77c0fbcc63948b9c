"""The worksheet functions of the add-in. They know their arguments, the model they are given, and nothing else.

A model that is left out is that of the workbook in front. Ranges may be of any size: a single row gives one value, many
rows give a column of values, which Excel spills.
"""

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from xltags.core.customers import match_column
from xltags.core.errors import XltagsError
from xltags.core.group_names import group_named
from xltags.core.table import make_column
from xltags.core.tag_hints import current_tag
from xltags.core.taxonomy import TagGroup
from xltags.core.text import join_values
from xltags.core.values import CellFault, Value, as_text
from xltags.excel.arguments import cell, cells, rectangle, row_of, rows_under
from xltags.excel.formula_model import FormulaModel, model_from_cells, model_in_front
from xltags.excel.portraits import portraits
from xltags.excel.registry import FORMULAS, udf
from xltags.excel.scored_rows import answers

Given = ParamSpec("Given")
MOST_LETTERS = 200  # of an error text
VALUES = "One or more rows of customers"
HEADERS = "The row of headers above them"
MODEL = "The range named xltags_model; left out, the scorecard of the workbook in front"


def short_errors(function: Callable[Given, Any]) -> Callable[Given, Any]:
    """What goes wrong becomes a short text in the cell."""

    @wraps(function)
    def safe(*args: Given.args, **kwargs: Given.kwargs) -> Any:
        try:
            return function(*args, **kwargs)
        except XltagsError as error:
            return f"#ICP: {error}"[:MOST_LETTERS]
        except Exception as error:  # a traceback in every cell of a column helps nobody; the kind of fault does
            return f"#ICP: fault in xltags ({type(error).__name__}); please report it"

    return safe


@udf(values=VALUES, headers=HEADERS, model=MODEL)
@short_errors
def ICP_SCORE(values: Any, headers: Any, model: Any = None) -> Any:
    """The points of customers for the ideal customer profile."""
    return answers(
        values, headers, _model(model), one=lambda it, _: _plain(it.points), many=lambda it, _: it.points.tolist()
    )


@udf(values=VALUES, headers=HEADERS, model=MODEL)
@short_errors
def ICP_TIER(values: Any, headers: Any, model: Any = None) -> Any:
    """The tier of customers: A, B, C or D."""
    return answers(values, headers, _model(model), one=lambda it, _: it.tier, many=lambda it, _: it.tiers())


@udf(values=VALUES, headers=HEADERS, model=MODEL)
@short_errors
def ICP_RANGE(values: Any, headers: Any, model: Any = None) -> Any:
    """The best and the worst tier that filling the blanks can still give, such as A-B."""
    return answers(values, headers, _model(model), one=lambda it, _: it.range, many=lambda it, _: it.ranges())


@udf(values=VALUES, headers=HEADERS, model=MODEL)
@short_errors
def ICP_WHY(values: Any, headers: Any, model: Any = None) -> Any:
    """What each indicator adds to the points, the most first, then what is unknown and what lowers the tier."""
    return answers(
        values,
        headers,
        _model(model),
        one=lambda it, language: it.why_text(language),
        many=lambda it, language: it.why_texts(language),
    )


@udf(
    cell="The cell of a tag group's column, or several",
    group="The tag group: its id or its header",
    model=MODEL,
)
@short_errors
def TAG_OK(cell: Any, group: Any, model: Any = None) -> Any:
    """TRUE where a cell holds nothing but tags in use, as many as its group allows, or is blank and may be."""
    known = _model(model)
    wanted = _group(group, known)
    return _each(cell, lambda value: _is_ok(value, wanted, known))


@udf(
    cell="The cell of a tag group's column, or several",
    group="The tag group: its id or its header",
    model=MODEL,
)
@short_errors
def TAG_SUGGEST(cell: Any, group: Any, model: Any = None) -> Any:
    """The tags of a cell as they should be written: synonyms, misspellings and retired tags put right; else blank."""
    known = _model(model)
    wanted = _group(group, known)
    return _each(cell, lambda value: _suggestion(value, wanted, known))


@udf(values=VALUES, headers=HEADERS)
@short_errors
def PORTRAIT(values: Any, headers: Any) -> Any:
    """A customer on one line: the company, then every filled cell with its header."""
    above = row_of(headers, "headers")
    lines = portraits(rows_under(values, headers), above)
    return lines[0] if len(lines) == 1 else [[line] for line in lines]


def _model(argument: Any) -> FormulaModel:
    """The model of an argument: a range, or the workbook in front where it is left out."""
    if argument is None or argument == "":
        return model_in_front()
    return model_from_cells(rectangle(argument))


def _plain(points: float) -> float:
    return int(points) if points.is_integer() else points


def _group(argument: Any, model: FormulaModel) -> TagGroup:
    text = as_text(cell(rectangle(argument)[0][0])).strip()
    found = group_named(model.dataset.model.taxonomy, text)
    if found is None:
        raise XltagsError(f"{text!r} is no tag group; give its id as in TagGroups")
    return found


def _each(argument: Any, judge: Callable[[Value | None], Value]) -> Any:
    """A judgement on each cell of an argument, in its shape; each distinct cell is judged once."""
    known: dict[tuple[type, Value | None], Value] = {}

    def once(value: Value | None) -> Value:
        key = type(value), value
        if key not in known:
            known[key] = judge(value)
        return known[key]

    rows = [[once(value) for value in row] for row in cells(argument)]
    return rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else rows


def _is_ok(value: Value | None, group: TagGroup, model: FormulaModel) -> bool:
    """Whether the column `tag_issues` would count nothing for this cell by itself."""
    dataset = model.dataset
    if value is None:
        return not (group.required and group.step <= dataset.model.settings.maturity_step)
    matches = match_column(make_column(group.group, [value]), group, dataset.index, dataset.model.taxonomy).matches[0]
    if not matches or (len(matches) > 1 and not group.many):
        return False
    return all(match.tag is not None and match.tag.status != "retired" for match in matches)


def _suggestion(value: Value | None, group: TagGroup, model: FormulaModel) -> str:
    if value is None or isinstance(value, CellFault):
        return ""
    dataset = model.dataset
    taxonomy = dataset.model.taxonomy
    matches = match_column(make_column(group.group, [value]), group, dataset.index, taxonomy).matches[0]
    found = [
        current_tag(taxonomy, match.tag).tag if match.tag else model.suggestion(group.group, match.text)
        for match in matches
    ]
    return join_values(dict.fromkeys(found)) if all(found) else ""


def bind_to_excel(xlwings: Any) -> None:
    """Tell xlwings about the formulas. It does nothing off Windows, where it knows no formulas."""
    for formula in FORMULAS.values():
        declared = xlwings.func(formula.function, category="xltags")
        for argument in formula.arguments:
            xlwings.arg(argument.name, "raw", doc=argument.help)(declared)
        xlwings.ret("raw")(declared)


if sys.platform == "win32":
    import xlwings

    bind_to_excel(xlwings)
