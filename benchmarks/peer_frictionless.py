"""The shared rules as a frictionless schema: types, required, unique, enumerations and two row constraints.

It reads with openpyxl, one row at a time. A cell outside an enumeration is one error, whether the tag is unknown,
retired or one too many; text in a number column and error cells are both errors of type. Only sums can be compared.
"""

from pathlib import Path

import openpyxl
from frictionless import Checklist, Detector, Resource, Schema, fields
from frictionless.formats import ExcelControl

from benchmarks.rules import SHEETS, SUMS, TAG_COLUMNS, Counts, GroupRules, read_rules


def check(path: Path) -> Counts:
    """The number of errors by their type."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    rows = []
    for name in SHEETS[:2]:
        cells = book[name].iter_rows(values_only=True)
        header = [str(each) for each in next(cells)]
        rows.append([dict(zip(header, row, strict=False)) for row in cells])
    headers = [str(cell) for cell in next(book[SHEETS[2]].iter_rows(max_row=1, values_only=True))]
    resource = Resource(
        path=path.name,
        basepath=str(path.parent),
        control=ExcelControl(sheet=SHEETS[2]),
        schema=_schema(headers, read_rules(rows[0], rows[1])),
        detector=Detector(field_missing_values=[""]),
    )
    formulas = (
        "not won_on or not first_contact or won_on >= first_contact",
        "not team_headcount or not employees or team_headcount <= employees",
    )
    constraints = [{"type": "row-constraint", "formula": formula} for formula in formulas]
    checklist = Checklist.from_descriptor({"checks": constraints, "skipErrors": ["incorrect-label"]})
    report = resource.validate(checklist, limit_errors=1_000_000)
    found = dict.fromkeys(SUMS, 0)
    for error in report.flatten(["type"]):
        found[error[0]] += 1
    return found


def _schema(headers: list[str], rules: dict[str, GroupRules]) -> Schema:
    schema = Schema()
    for header in headers:
        name = header.lower().replace(" ", "_")
        if header in TAG_COLUMNS:
            schema.add_field(_tag_field(name, rules[TAG_COLUMNS[header]]))
        elif header in ("Employees", "Team headcount", "Annual revenue", "Deal value", "ICP score", "Tag issues"):
            schema.add_field(fields.NumberField(name=name, constraints={"minimum": 0}))
        elif header in ("First contact", "Won on"):
            schema.add_field(fields.DateField(name=name))
        else:
            unique = {"unique": True} if header == "Customer ID" else {}
            schema.add_field(fields.StringField(name=name, constraints=unique))
    return schema


def _tag_field(name: str, rules: GroupRules) -> fields.StringField:
    spellings = sorted({tag for tag, retired in rules.spellings.values() if not retired})
    constraints: dict[str, object] = {"required": True} if rules.required else {}
    if rules.many:
        choice = (
            "(" + "|".join(tag.replace("(", r"\(").replace(")", r"\)").replace("+", r"\+") for tag in spellings) + ")"
        )
        constraints["pattern"] = f"{choice}(; {choice})*"
    else:
        constraints["enum"] = spellings
    return fields.StringField(name=name, constraints=constraints)
