"""Drop-downs and messages of columns that are added: data validations in the sheet's own XML."""

from collections.abc import Collection
from dataclasses import replace

from xltags.books.entry import OWN_CELL, EntryRule
from xltags.books.opc.refs import Area, column_letters
from xltags.books.writing.markup import (
    append_child,
    children,
    edit_opening,
    escaped,
    escaped_attribute,
    root_of,
    splice,
)
from xltags.books.writing.session import Session
from xltags.books.writing.sheet_finish import sheet_tail
from xltags.books.writing.table_parts import TablePart
from xltags.books.writing.workbook_part import DefinedName, names_of, put_name

# CT_Worksheet is a sequence; of what stands behind the cells, these come before `dataValidations`.
BEFORE_RULES = (
    "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate",
    "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting",
)  # fmt: skip


def add_entry_rule(session: Session, table: TablePart, column: int, entry: EntryRule) -> None:
    """Give the data rows of a column a rule; they grow with the table as those of other columns do."""
    known = {name.name for name in names_of(session.parts) if name.sheet is None}
    used = usable(entry, known)
    if used.kind == "list":
        for name, text in entry.names.items():
            if name not in known:
                put_name(session.parts, DefinedName(name, None, text))
    area = Area(table.first_row, column, max(table.first_row, table.last_row), column)
    new = rule_xml(used, area)
    session.edits_of(table.sheet).tail_edits.append(lambda tail: with_rule(tail, new))


def usable(entry: EntryRule, names: Collection[str]) -> EntryRule:
    """The rule as far as a workbook with these names can have it: without them only the message is left."""
    if set(entry.needs) <= set(names):
        return entry
    return replace(entry, kind="any", formula="", most="", choices=(), error="", error_title="", names={})


def placed_formula(entry: EntryRule, area: Area) -> str:
    """The formula of a rule for the cells of a column."""
    return entry.first_formula.replace(OWN_CELL, f"${column_letters(area.left)}{area.top}")


def rule_xml(entry: EntryRule, area: Area) -> bytes:
    """A `dataValidation` without a prefix."""
    kind = "" if entry.kind == "any" else f' type="{entry.kind}"'
    between = ' operator="greaterThanOrEqual"' if entry.kind not in ("any", "list", "custom") and not entry.most else ""
    style = ' errorStyle="warning"' if entry.refusal == "warning" else ""
    shown = ' showErrorMessage="1"' if entry.refusal != "none" and kind else ""
    tag = f'<dataValidation{kind}{style}{between} allowBlank="1" showInputMessage="1"{shown}'.encode()
    texts = (("errorTitle", entry.error_title), ("error", entry.error), ("promptTitle", entry.title))
    for key, text in (*texts, ("prompt", entry.message)):
        tag += f' {key}="'.encode() + escaped_attribute(text) + b'"' if text else b""
    tag += f' sqref="{area}">'.encode()
    for number, formula in enumerate((placed_formula(entry, area), entry.most), start=1):
        tag += f"<formula{number}>{escaped(formula)}</formula{number}>".encode() if formula else b""
    return tag + b"</dataValidation>"


def with_rule(tail: bytes, new: bytes) -> bytes:
    """What stands behind the cells of a sheet, with one rule more."""
    found = list(sheet_tail(tail))
    for name, start, end in found:
        if name == "dataValidations":
            block = tail[start:end]
            root = root_of(block, "")
            prefix = root.prefix.encode()
            block = append_child(block, root, _prefixed(new, prefix))
            count = len(children(block, root_of(block, "")))
            return tail[:start] + edit_opening(block, root_of(block, ""), {"count": str(count)}) + tail[end:]
    prefix = _prefix_of(tail)
    place = max((end for name, _, end in found if name in BEFORE_RULES), default=tail.find(b">") + 1)
    block = (
        b"<" + prefix + b'dataValidations count="1">' + _prefixed(new, prefix) + b"</" + prefix + b"dataValidations>"
    )
    return splice(tail, [(place, place, block)])


def _prefix_of(tail: bytes) -> bytes:
    """The prefix of the sheet's elements: the tail begins with the end of `sheetData`."""
    name = tail[: tail.find(b">")].strip(b"</ ")
    return name[: name.find(b":") + 1] if b":" in name else b""


def _prefixed(xml: bytes, prefix: bytes) -> bytes:
    if not prefix:
        return xml
    for name in (b"dataValidation", b"formula1", b"formula2"):
        xml = xml.replace(b"<" + name, b"<" + prefix + name).replace(b"</" + name, b"</" + prefix + name)
    return xml
