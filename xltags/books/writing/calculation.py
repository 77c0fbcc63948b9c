"""When Excel calculates the workbook anew, and in which order."""

import re

from xltags.books.writing.markup import attributes, child, edit_opening, insert_child, opening, whole_number
from xltags.books.writing.parts import Parts
from xltags.books.writing.workbook_part import BEFORE_NAMES, read_workbook_xml, save_workbook_xml


def recalculate_on_open(parts: Parts) -> None:
    """Has Excel calculate every formula when it opens the workbook: cached values of other sheets may be stale."""
    xml, root = read_workbook_xml(parts)
    calc = child(xml, root, "calcPr")
    if calc is None:
        new = f'<{root.prefix}calcPr fullCalcOnLoad="1"/>'.encode()
        save_workbook_xml(parts, insert_child(xml, root, new, after=(*BEFORE_NAMES, "definedNames")))
    elif attributes(opening(xml, calc)).get("fullCalcOnLoad") not in ("1", "true"):
        save_workbook_xml(parts, edit_opening(xml, calc, {"fullCalcOnLoad": "1"}))


def drop_calc_chain(parts: Parts) -> None:
    """Takes the order of calculation out; Excel makes a new one. A chain that names a lost formula is an error."""
    for link in parts.related(parts.package.workbook_part, "calcChain"):
        parts.remove_link(parts.package.workbook_part, link.id)
        if link.target and parts.has(link.target):
            parts.remove(link.target)


def chained_formulas(parts: Parts, sheet_id: int) -> set[str]:
    """The cells of a sheet that the order of calculation names."""
    found = set()
    for link in parts.related(parts.package.workbook_part, "calcChain"):
        if link.target is None or not parts.has(link.target):
            continue
        current = 0
        for tag in re.findall(rb"<(?:\w+:)?c\s[^>]*>", parts.read(link.target)):
            values = attributes(tag)
            current = whole_number(values, "i") if "i" in values else current  # left out, it is that of the cell before
            if current == sheet_id:
                found.add(values.get("r", ""))
    return found
