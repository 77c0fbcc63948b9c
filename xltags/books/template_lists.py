"""Drop-downs and entry rules of the workbook: names over the taxonomy, lists that follow it, gentle other rules."""

from collections.abc import Mapping
from typing import Any

from xltags.books.sheets import table_spec
from xltags.core.finding import Language
from xltags.core.spec import ColumnSpec

TITLE_LIMIT, TEXT_LIMIT, LITERAL_LIMIT = 32, 255, 255  # Excel's limits for a prompt's title, its text, a literal list
FIRST_DATE = "DATE(1990,1,1)"
LAST_DATE = "DATE(2100,12,31)"


def column_reference(table_id: str, column_id: str, language: Language) -> str:
    """A table's column as formulas name it: `Tags[Tag]`."""
    column = table_spec(table_id).column(column_id)
    header = column.header(language) if column else column_id
    escaped = "".join(f"'{letter}" if letter in "[]#'@" else letter for letter in header)
    return f"{table_id}[{escaped}]"


def define_names(workbook: Any, groups: list[str], language: Language) -> None:
    """Define the names that drop-downs use; validations cannot hold table references themselves.

    `lst_<group>` is the range of a group's tags that are not retired: in `Tags` they stand together, retired ones last.
    """
    ref = {id: column_reference("Tags", id, language) for id in ("group", "tag", "tag_id", "parent", "status")}
    retired = '"<>' + _retired(language) + '"'
    for group in groups:
        first = f'MATCH("{group}",{ref["group"]},0)'
        count = f'COUNTIFS({ref["group"]},"{group}",{ref["status"]},{retired})'
        for prefix, column in (("lst", ref["tag"]), ("lid", ref["tag_id"])):
            formula = f"=INDEX({column},{first}):INDEX({column},{first}+{count}-1)"
            workbook.define_name(f"{prefix}_{group}", formula)
    workbook.define_name("tag_labels", f"={ref['tag']}")
    workbook.define_name("tag_parents", f"={ref['parent']}")
    workbook.define_name("lst_groups", f"={column_reference('TagGroups', 'group', language)}")
    workbook.define_name("lst_people", f"={column_reference('Owners', 'person', language)}")
    workbook.define_name("lst_indicators", f"={column_reference('Indicators', 'indicator', language)}")


def _retired(language: Language) -> str:
    status = table_spec("Tags").column("status")
    return next(choice.labels[language] for choice in status.choices if choice.id == "retired") if status else "retired"


def city_list(province_cell: str) -> str:
    """The cities of the province in a cell; in `Tags` the cities of a province stand together."""
    parent = f"INDEX(lid_province,MATCH({province_cell},lst_province,0))"
    first = f"MATCH({parent},tag_parents,0)"
    return f"=INDEX(tag_labels,{first}):INDEX(tag_labels,{first}+COUNTIF(tag_parents,{parent})-1)"


def entry_rule(
    column: ColumnSpec, words: Mapping[str, str], language: Language, *, many: bool = False, parent_cell: str = ""
) -> dict[str, object] | None:
    """The validation of a column with its hint; None where anything goes and there is nothing to say."""
    hint = column.notes.get(language, "")
    rule: dict[str, object] = {"validate": "any"}
    error = ""
    strict = True
    if column.kind == "tag":
        rule = {"validate": "list", "source": city_list(parent_cell) if parent_cell else f"=lst_{column.id}"}
        error = words["not_in_list"]
        strict = not many and not parent_cell
        hint = " ".join(
            filter(None, (hint, words["several"] if many else "", words["first_province"] if parent_cell else ""))
        )
    elif column.choices:
        labels = [choice.labels[language] for choice in column.choices]
        if len(",".join(labels)) <= LITERAL_LIMIT and not any("," in label for label in labels):
            rule = {"validate": "list", "source": labels}
            strict = column.kind != "choices"
    elif column.refers_to == "TagGroups.group":
        rule = {"validate": "list", "source": "=lst_groups"}
    elif column.refers_to == "Indicators.indicator":
        rule, strict = {"validate": "list", "source": "=lst_indicators"}, False
    elif column.refers_to == "Owners.person":
        rule, strict = {"validate": "list", "source": "=lst_people"}, False
    elif column.kind == "date":
        rule = {"validate": "date", "criteria": "between", "minimum": f"={FIRST_DATE}", "maximum": f"={LAST_DATE}"}
        error = words["not_a_date"]
    elif column.kind == "share":
        rule = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1}
        error = words["not_a_share"]
    elif column.kind == "number" and column.id not in ("points",):
        rule = {"validate": "decimal", "criteria": ">=", "value": 0}
        error = words["not_a_number"]
    if rule["validate"] == "any" and not hint:
        return None
    rule |= {"input_title": column.header(language)[:TITLE_LIMIT], "input_message": hint[:TEXT_LIMIT]}
    rule |= {
        "show_error": strict,
        "error_title": words["wrong_entry"][:TITLE_LIMIT],
        "error_message": error[:TEXT_LIMIT],
    }
    return {name: value for name, value in rule.items() if value != ""}
