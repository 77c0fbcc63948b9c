"""Our tables put into a workbook of other people by hand, without a line of the code under test."""

import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from tests.package_lint import local, targets_of
from xltags.core.values import Value

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
Sheets = Mapping[str, tuple[Sequence[str], Sequence[Sequence[Value | None]]]]


class NotInsertableError(Exception):
    """The workbook cannot take further sheets this way."""


def insert_tables(source: Path, target: Path, sheets: Sheets) -> dict[str, str]:
    """A copy of a workbook with these sheets at its end, each an Excel Table; returns the part of each sheet."""
    with zipfile.ZipFile(source) as archive:
        infos = archive.infolist()
        parts = {info.filename: archive.read(info) for info in infos}
    workbook, book_links = _workbook_of(parts)
    if f'"{MAIN}"'.encode() not in parts[workbook]:
        raise NotInsertableError("the workbook is Strict or written with a prefix")
    date_style = _add_date_style(parts, book_links)
    table_id = max(
        [int(it) for data in parts.values() for it in re.findall(rb"<table [^>]*?\bid=\"(\d+)\"", data)] or [0]
    )
    places = {}
    added: dict[str, str] = {}
    for number, (name, (headers, rows)) in enumerate(sheets.items(), 1):
        if f'name="{name}"'.encode() in parts[workbook]:
            raise NotInsertableError(f"it has a sheet {name} of its own")
        part, table = f"xl/worksheets/ours{number}.xml", f"xl/tables/ours{number}.xml"
        places[name] = part
        end = f"{_letters(len(headers))}{max(len(rows), 1) + 1}"
        added[part] = _sheet_xml(headers, rows, date_style)
        added[f"xl/worksheets/_rels/ours{number}.xml.rels"] = (
            f'<Relationships xmlns="{LINKS}"><Relationship Id="rId1" Type="{OFFICE}/table" Target="/{table}"/>'
            "</Relationships>"
        )
        added[table] = _table_xml(table_id + number, name, headers, f"A1:{end}")
        _append(parts, "[Content_Types].xml", "</Types>", _type(part, "worksheet"), _type(table, "table"))
        _append(parts, book_links, "</Relationships>",
                f'<Relationship Id="rOurs{number}" Type="{OFFICE}/worksheet" Target="/{part}"/>')  # fmt: skip
        used = [int(each) for each in re.findall(rb"sheetId=\"(\d+)\"", parts[workbook])]
        entry = f'<sheet xmlns:r="{OFFICE}" name="{name}" sheetId="{max(used) + 1}" r:id="rOurs{number}"/>'
        _append(parts, workbook, "</sheets>", entry)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for info in infos:
            archive.writestr(info, parts[info.filename])
        for part, text in added.items():
            archive.writestr(part, text.encode())
    return places


def _workbook_of(parts: Mapping[str, bytes]) -> tuple[str, str]:
    from xml.etree import ElementTree

    links = targets_of("_rels/.rels", ElementTree.fromstring(parts["_rels/.rels"]))
    workbook = next((part for kind, part in links.values() if kind == "officeDocument"), "")
    folder, _, name = workbook.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels"
    if workbook not in parts or rels not in parts:
        raise NotInsertableError("its workbook part is elsewhere")
    return workbook, rels


def _append(parts: dict[str, bytes], part: str, end: str, *texts: str) -> None:
    before, closing, after = parts[part].rpartition(end.encode())
    if not closing:
        raise NotInsertableError(f"{part} has no {end}")
    parts[part] = before + "".join(texts).encode() + closing + after


def _type(part: str, kind: str) -> str:
    return f'<Override PartName="/{part}" ContentType="{TYPE}.{kind}+xml"/>'


def _add_date_style(parts: dict[str, bytes], book_links: str) -> int:
    from xml.etree import ElementTree

    links = targets_of(book_links, ElementTree.fromstring(parts[book_links]))
    styles = next((part for kind, part in links.values() if kind == "styles"), "")
    if styles not in parts:
        raise NotInsertableError("it has no styles")
    formats = next(each for each in ElementTree.fromstring(parts[styles]) if local(each) == "cellXfs")
    _append(
        parts,
        styles,
        "</cellXfs>",
        '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>',
    )
    count = len(formats)
    parts[styles] = parts[styles].replace(
        f'<cellXfs count="{count}"'.encode(), f'<cellXfs count="{count + 1}"'.encode()
    )
    return count


def _sheet_xml(headers: Sequence[str], rows: Sequence[Sequence[Value | None]], date_style: int) -> str:
    lines = []
    for number, row in enumerate([headers, *(rows or [[]])], 1):
        cells = [_cell(f"{_letters(at)}{number}", value, date_style) for at, value in enumerate(row, 1)]
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f'<dimension ref="A1:{_letters(len(headers))}{len(lines)}"/><sheetData>{"".join(lines)}</sheetData>'
        '<tableParts count="1"><tablePart r:id="rId1"/></tableParts></worksheet>'
    )


def _cell(place: str, value: Value | None, date_style: int) -> str:
    match value:
        case None:
            return ""
        case str():
            return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
        case date():
            return f'<c r="{place}" s="{date_style}"><v>{(value - date(1899, 12, 30)).days}</v></c>'
        case _:
            return f'<c r="{place}"><v>{value}</v></c>'


def _table_xml(id: int, name: str, headers: Sequence[str], ref: str) -> str:
    columns = "".join(f'<tableColumn id="{at}" name={quoteattr(header)}/>' for at, header in enumerate(headers, 1))
    return (
        f'<table xmlns="{MAIN}" id="{id}" name="tbl{name}" displayName="tbl{name}" ref="{ref}" totalsRowShown="0">'
        f'<autoFilter ref="{ref}"/><tableColumns count="{len(headers)}">{columns}</tableColumns></table>'
    )


def _letters(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text
