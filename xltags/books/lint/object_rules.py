"""Rules of what stands on sheets and reads them: charts, pivots, slicers, shapes."""

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from xltags.books.lint.facts import BookFacts
from xltags.books.lint.formula_text import sheets_named
from xltags.books.lint.registry import rule
from xltags.books.lint.style_rules import elements_named
from xltags.books.opc.xmlparts import child, children, local_name
from xltags.core.finding import Issue, Place

CHART = re.compile(r"xl/charts/chart[^/]*\.xml", re.IGNORECASE)
DRAWING = re.compile(r"xl/drawings/drawing[^/]*\.xml", re.IGNORECASE)
SLICER_CACHE = re.compile(r"xl/slicerCaches/[^/]*\.xml", re.IGNORECASE)


@rule(
    "PKG080",
    "warning",
    en="a chart reads the sheet {value!r}, which does not exist",
    zh="图表引用了不存在的工作表 {value!r}",
    vi="biểu đồ đọc trang {value!r} không tồn tại",
)
def chart_of_missing_sheet(facts: BookFacts) -> Iterator[Issue]:
    """A chart reads a sheet that the workbook does not have.

    Why: the chart shows old numbers, or nothing; Excel asks for a file on opening.
    Fix: right-click the chart, Select Data, and choose the right cells.
    """
    known = {sheet.name.casefold() for sheet in facts.package.sheets}
    for part, root in _parts(facts, CHART):
        missing: dict[str, None] = {}
        for each in elements_named(root, "f"):
            missing.update(
                dict.fromkeys(name for name in sheets_named(each.text or "") if name.casefold() not in known)
            )
        for name in missing:
            yield Issue(Place(part), name)


@rule(
    "PKG081",
    "note",
    en="the pivot's column {value!r} is not in table {table!r} (any more)",
    zh="透视表的列 {value!r} 不在表 {table!r} 中",
    vi="cột {value!r} của pivot không (còn) trong bảng {table!r}",
)
def pivot_source_changed(facts: BookFacts) -> Iterator[Issue]:
    """A pivot table was made from other columns than its table has now.

    Why: Excel forgives this until the pivot is refreshed; then the columns that are gone leave the pivot.
    Fix: refresh the pivot and see whether it still shows what it should.
    """
    tables = {table.name.casefold(): table for table in facts.tables}
    for part, root in _caches(facts):
        source = _source(root)
        table = tables.get(source.get("name", "").casefold()) if source is not None else None
        if table is None:
            continue
        columns = {name.casefold() for _, name in table.columns}
        for field in _fields(root):
            if field.get("databaseField", "1") != "0" and field.get("name", "").casefold() not in columns:
                yield Issue(Place(part), field.get("name", ""), fields={"table": table.name})


@rule(
    "PKG082",
    "warning",
    en="the pivot reads {value!r}, which does not exist",
    zh="透视表读取不存在的 {value!r}",
    vi="pivot đọc {value!r} không tồn tại",
)
def pivot_without_source(facts: BookFacts) -> Iterator[Issue]:
    """A pivot table reads a table, name or sheet that the workbook does not have.

    Why: it shows old numbers, and refreshing it ends with an error.
    Fix: PivotTable Analyze > Change Data Source.
    """
    known = {table.name.casefold() for table in facts.tables} | {name.name.casefold() for name in facts.names}
    sheets = {sheet.name.casefold() for sheet in facts.package.sheets}
    for part, root in _caches(facts):
        source = _source(root)
        if source is None or any(local_name(key) == "id" for key in source.attrib):  # another workbook
            continue
        name, sheet = source.get("name", ""), source.get("sheet", "")
        if sheet and sheet.casefold() not in sheets:
            yield Issue(Place(part), sheet)
        elif name and not sheet and name.casefold() not in known and "!" not in name:
            yield Issue(Place(part), name)


@rule(
    "PKG083",
    "error",
    en="the pivot has {value} fields and its data {fields}",
    zh="透视表有 {value} 个字段，而其数据有 {fields} 个",
    vi="pivot có {value} trường nhưng dữ liệu có {fields}",
)
def pivot_fields_differ(facts: BookFacts) -> Iterator[Issue]:
    """A pivot table and the data it keeps have different numbers of fields.

    Why: Excel repairs the workbook and takes the pivot away.
    Fix: let Excel repair it and make the pivot again.
    """
    for part, root, cache in _pivots(facts):
        fields = child(root, "pivotFields")
        count = len(fields) if fields is not None else 0
        if fields is not None and count != len(_fields(cache)):
            yield Issue(Place(part), str(count), fields={"fields": str(len(_fields(cache)))})


@rule(
    "PKG084",
    "error",
    en="field {field} of the pivot names item {value}, which its data does not have",
    zh="透视表字段 {field} 引用了不存在的项 {value}",
    vi="trường {field} của pivot nhắc tới mục {value} không có trong dữ liệu",
)
def missing_pivot_item(facts: BookFacts) -> Iterator[Issue]:
    """A pivot table names an item that the data it keeps does not have.

    Why: Excel repairs the workbook and takes the pivot away.
    Fix: let Excel repair it and make the pivot again.
    """
    for part, root, cache in _pivots(facts):
        fields = child(root, "pivotFields")
        for field, data in zip(fields if fields is not None else (), _fields(cache), strict=False):
            shared, items = child(data, "sharedItems"), child(field, "items")
            grouped = child(data, "fieldGroup")
            if items is None or grouped is not None:
                continue
            count = len(shared) if shared is not None else 0
            for item in children(items, "item"):
                text = item.get("x", "")
                if text and not (text.isdigit() and int(text) < count):
                    yield Issue(Place(part), text, fields={"field": data.get("name", "")})


@rule(
    "PKG085",
    "error",
    en="the pivot uses the data {value}, which the workbook does not list",
    zh="透视表使用的数据缓存 {value} 未在工作簿中列出",
    vi="pivot dùng bộ dữ liệu {value} không có trong sổ",
)
def unlisted_pivot_cache(facts: BookFacts) -> Iterator[Issue]:
    """A pivot table names data that the workbook does not list.

    Why: Excel repairs the workbook and takes the pivot away.
    Fix: let Excel repair it and make the pivot again.
    """
    listed = {each.get("cacheId", "") for each in elements_named(facts.workbook, "pivotCache")}
    for part, root, _ in _pivots(facts):
        if root.get("cacheId", "") not in listed:
            yield Issue(Place(part), root.get("cacheId", ""))


@rule(
    "PKG086",
    "error",
    en="the slicer filters {what} {value}, which does not exist",
    zh="切片器筛选不存在的{what} {value}",
    vi="slicer lọc {what} {value} không tồn tại",
)
def slicer_of_nothing(facts: BookFacts) -> Iterator[Issue]:
    """A slicer filters a table or a column that is not there.

    Why: Excel repairs the workbook and takes the slicer away.
    Fix: let Excel repair it and insert the slicer again.
    """
    tables = {table.id: table for table in facts.tables}
    for part, root in _parts(facts, SLICER_CACHE):
        for each in elements_named(root, "tableSlicerCache"):
            table = tables.get(each.get("tableId", ""))
            column = each.get("column", "")
            if table is None:
                yield Issue(Place(part), each.get("tableId", ""), fields={"what": "table"})
            elif column not in {id for id, _ in table.columns}:
                yield Issue(Place(part), column, fields={"what": "column"})


@rule(
    "PKG087",
    "note",
    en="{count} shapes have the id {value}",
    zh="{count} 个形状使用同一 id {value}",
    vi="{count} hình cùng id {value}",
)
def duplicate_shape_id(facts: BookFacts) -> Iterator[Issue]:
    """Shapes, pictures or charts of a sheet have one id.

    Why: Excel itself writes this at times and forgives it; a chart or connector may hold on to the wrong shape.
    Fix: nothing is needed.
    """
    for part, root in _parts(facts, DRAWING):
        counts = Counter(_shape_ids(root))
        for id, count in counts.items():
            if count > 1:
                yield Issue(Place(part), id, fields={"count": str(count)})


def _shape_ids(element: Element) -> Iterator[str]:
    """The ids of shapes; of alternatives for older programs (mc:Fallback) only the first counts."""
    for each in element:
        name = local_name(each.tag)
        if name == "cNvPr":
            yield each.get("id", "")
        if name != "Fallback":
            yield from _shape_ids(each)


def _parts(facts: BookFacts, pattern: re.Pattern[str]) -> Iterator[tuple[str, Element]]:
    for name in facts.package.names:
        if pattern.fullmatch(name):
            root = facts.tree(name)
            if root is not None:
                yield name, root


def _caches(facts: BookFacts) -> Iterator[tuple[str, Element]]:
    for part in facts.related(facts.package.workbook_part, "pivotCacheDefinition"):
        root = facts.tree(part)
        if root is not None:
            yield part, root


def _pivots(facts: BookFacts) -> Iterator[tuple[str, Element, Element]]:
    """(part, pivot table, its cache)."""
    for sheet in facts.package.sheets:
        for part in facts.related(sheet.part, "pivotTable"):
            root = facts.tree(part)
            caches = facts.related(part, "pivotCacheDefinition")
            cache = facts.tree(caches[0]) if caches else None
            if root is not None and cache is not None:
                yield part, root, cache


def _source(cache: Element) -> Element | None:
    source = child(cache, "cacheSource")
    return child(source, "worksheetSource") if source is not None else None


def _fields(cache: Element) -> list[Element]:
    listed = child(cache, "cacheFields")
    return list(listed) if listed is not None else []
