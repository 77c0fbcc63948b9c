"""What Excel would repair, looked for in a written workbook: an oracle independent of the code under test."""

import posixpath
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def number_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def lint(path: Path) -> list[str]:
    """The faults of a workbook's package, empty if there is none."""
    with zipfile.ZipFile(path) as archive:
        if archive.testzip() is not None:
            return ["zip: a checksum does not match"]
        names = archive.namelist()
        parts = {name: archive.read(name) for name in names}
    faults = [f"{name} stands twice in the zip" for name in names if names.count(name) > 1]
    trees = {}
    for name, data in parts.items():
        if name.endswith((".xml", ".rels", ".vml")) and not data.startswith(b"\xff\xfe"):
            try:
                trees[name] = ElementTree.fromstring(data)
            except ElementTree.ParseError as error:
                if not name.endswith(".vml"):  # Excel's own VML is often no XML
                    faults.append(f"{name}: {error}")
    return faults + _lint_types(parts, trees) + _lint_links(parts, trees) + _lint_sheets(parts, trees)


def _lint_types(parts: dict[str, bytes], trees: dict[str, ElementTree.Element]) -> list[str]:
    types = trees["[Content_Types].xml"]
    defaults = {each.get("Extension", "").lower() for each in types if local(each) == "Default"}
    overrides = [each.get("PartName", "").lstrip("/").lower() for each in types if local(each) == "Override"]
    lower = {name.lower() for name in parts}
    faults = [f"type declared twice: {name}" for name in overrides if overrides.count(name) > 1]
    faults += [f"type of a missing part: {name}" for name in overrides if name not in lower]
    for name in lower - {"[content_types].xml"}:
        if name not in overrides and name.rpartition(".")[2] not in defaults:
            faults.append(f"no type: {name}")
    return faults


def targets_of(name: str, tree: ElementTree.Element) -> dict[str, tuple[str, str]]:
    """Relationship id -> (last word of its type, part it points to)."""
    folder, _, file = name.partition("_rels/")
    source = folder + file.removesuffix(".rels")
    found = {}
    for each in tree:
        if each.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), each.get("Target", "")))
            found[each.get("Id", "")] = each.get("Type", "").rpartition("/")[2], target.lstrip("/").partition("#")[0]
    return found


def _lint_links(parts: dict[str, bytes], trees: dict[str, ElementTree.Element]) -> list[str]:
    faults = []
    lower = {name.lower() for name in parts}
    for name, tree in trees.items():
        if not name.endswith(".rels"):
            continue
        ids = [each.get("Id") for each in tree]
        faults += [f"{name}: id {id} twice" for id in ids if ids.count(id) > 1]
        for _, target in targets_of(name, tree).values():
            if target and target.lower() not in lower and target != "NULL":
                faults.append(f"{name}: points at missing {target}")
    for name, tree in trees.items():
        if name.startswith("xl/worksheets/sheet"):
            rels = trees.get(f"xl/worksheets/_rels/{name.rpartition('/')[2]}.rels")
            known = {each.get("Id") for each in rels} if rels is not None else set()
            for each in tree.iter():
                if each.get(R + "id") and each.get(R + "id") not in known:
                    faults.append(f"{name}: {local(each)} has dangling id {each.get(R + 'id')}")
    return faults


def _lint_sheets(parts: dict[str, bytes], trees: dict[str, ElementTree.Element]) -> list[str]:
    faults: list[str] = []
    workbook = trees.get("xl/workbook.xml")
    if workbook is None:
        return faults
    sheets = [each for each in workbook.iter() if local(each) == "sheet"]
    for key in ("sheetId", R + "id"):
        values = [sheet.get(key) for sheet in sheets]
        if len(set(values)) < len(values):
            faults.append(f"workbook: {key} twice")
    names = [sheet.get("name", "").lower() for sheet in sheets]
    faults += [f"sheet name {name} twice" for name in names if names.count(name) > 1]
    scopes = [int(each.get("localSheetId", 0)) for each in workbook.iter() if local(each) == "definedName"]
    faults += ["a name belongs to a missing sheet" for scope in scopes if scope >= len(sheets)]
    strings = (
        sum(local(each) == "si" for each in trees["xl/sharedStrings.xml"]) if "xl/sharedStrings.xml" in trees else 0
    )
    formats = next((len(each) for each in trees["xl/styles.xml"] if local(each) == "cellXfs"), 0)
    styles = trees["xl/styles.xml"]
    for each in styles:
        if each.get("count") and int(each.get("count", "0")) != len(each):
            faults.append(f"styles: {local(each)} counts wrong")
    for name, tree in trees.items():
        if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
            faults += _lint_cells(name, tree, strings, formats)
    return faults + _lint_tables(trees) + _lint_chain(parts, trees)


def _lint_cells(name: str, tree: ElementTree.Element, strings: int, formats: int) -> list[str]:
    faults = []
    row_before = 0
    for row in (each for each in tree.iter() if local(each) == "row"):
        number = int(row.get("r", row_before + 1))
        if number <= row_before:
            faults.append(f"{name}: row {number} out of order")
        row_before = number
        column_before = 0
        for cell in (each for each in row if local(each) == "c"):
            reference = cell.get("r")
            match = re.fullmatch(r"([A-Z]+)(\d+)", reference) if reference else None
            column = number_of(match[1]) if match else column_before + 1
            if column <= column_before or (match and int(match[2]) != number):
                faults.append(f"{name}: cell {reference} out of order")
            column_before = column
            value = next((each.text for each in cell if local(each) == "v"), None)
            if cell.get("t") == "s" and value is not None and not 0 <= int(value) < strings:
                faults.append(f"{name}: cell {reference} names shared string {value} of {strings}")
            if int(cell.get("s", "0")) >= max(formats, 1):
                faults.append(f"{name}: cell {reference} has style {cell.get('s')} of {formats}")
            if any(local(each) == "is" for each in cell) != (cell.get("t") == "inlineStr"):
                faults.append(f"{name}: cell {reference} has text in the wrong place")
    return faults


def _lint_tables(trees: dict[str, ElementTree.Element]) -> list[str]:
    tables = {name: tree for name, tree in trees.items() if local(tree) == "table"}
    faults = []
    for key in ("id", "displayName"):
        values = [tree.get(key, "").lower() for tree in tables.values()]
        faults += [f"table {key} {value} twice" for value in values if values.count(value) > 1]
    taken = {each.get("name", "").lower() for each in trees["xl/workbook.xml"].iter() if local(each) == "definedName"}
    for name, tree in tables.items():
        if tree.get("displayName", "").lower() in taken:
            faults.append(f"{name}: its name is a defined name too")
        columns = [each for each in tree.iter() if local(each) == "tableColumn"]
        listed = next(each for each in tree if local(each) == "tableColumns")
        ids = [each.get("id") for each in columns]
        first, _, last = tree.get("ref", "").partition(":")
        left, right = (number_of(re.sub(r"\d", "", end)) for end in (first, last or first))
        if (
            int(listed.get("count", "0")) != len(columns)
            or right - left + 1 != len(columns)
            or len(set(ids)) < len(ids)
        ):
            faults.append(f"{name}: columns do not fit")
    return faults


def _lint_chain(parts: dict[str, bytes], trees: dict[str, ElementTree.Element]) -> list[str]:
    chain = trees.get("xl/calcChain.xml")
    if chain is None:
        return []
    links = targets_of("xl/_rels/workbook.xml.rels", trees["xl/_rels/workbook.xml.rels"])
    sheets = {
        int(each.get("sheetId", "0")): links.get(each.get(R + "id", ""), ("", ""))[1]
        for each in trees["xl/workbook.xml"].iter()
        if local(each) == "sheet"
    }
    formulas = {
        number: {
            cell.get("r") for cell in trees[part].iter() if local(cell) == "c" and any(local(e) == "f" for e in cell)
        }
        for number, part in sheets.items()
        if part in trees
    }
    faults = []
    sheet = 0
    for each in chain:
        sheet = int(each.get("i", sheet))
        if each.get("r") not in formulas.get(sheet, set()):
            faults.append(f"calcChain: {each.get('r')} of sheet {sheet} is no formula")
    return faults
