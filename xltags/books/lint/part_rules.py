"""Rules of the package: parts, their types and the links between them."""

from collections import Counter
from collections.abc import Iterator

from xltags.books.lint.facts import BookFacts
from xltags.books.lint.registry import rule
from xltags.books.opc.relationships import relationships_part, resolve_target
from xltags.books.opc.xmlparts import children, parse_xml
from xltags.books.package import CONTENT_TYPES
from xltags.core.errors import WorkbookError
from xltags.core.finding import Issue, Place

XML_ENDS = (".xml", ".rels")


def _sources(facts: BookFacts) -> Iterator[tuple[str, str]]:
    """(part, its relationships part) for every relationships part; the package itself is the empty name."""
    for name in facts.package.names:
        folder, found, file = name.rpartition("_rels/")
        if found and file.endswith(".rels"):
            yield folder + file.removesuffix(".rels"), name


@rule(
    "PKG001",
    "error",
    en="{value} is missing; {source} points at it",
    zh="缺少部件 {value}，而 {source} 指向它",
    vi="thiếu phần {value} mà {source} trỏ tới",
)
def missing_part(facts: BookFacts) -> Iterator[Issue]:
    """A part is linked to but is not in the file.

    Why: Excel repairs the workbook, and what the part held is gone.
    Fix: get the file again from its source; else let Excel repair it and see what it took out.
    """
    for source, name in _sources(facts):
        root = facts.tree(name)
        for each in children(root, "Relationship") if root is not None else ():
            target = each.get("Target", "")
            if each.get("TargetMode") == "External" or target.startswith("#") or target in ("NULL", ""):
                continue
            part = resolve_target(source, target)
            if not facts.package.has(part):
                yield Issue(Place(source or name), part, fields={"source": source or name})


@rule(
    "PKG002",
    "error",
    en="{value} has no content type",
    zh="部件 {value} 没有内容类型",
    vi="phần {value} không có kiểu nội dung",
)
def untyped_part(facts: BookFacts) -> Iterator[Issue]:
    """A part has no content type.

    Why: Excel does not know what the part is and repairs or refuses the workbook.
    Fix: open it in Excel, let Excel repair it and save it.
    """
    for name in facts.package.names:
        if name != CONTENT_TYPES and not name.endswith("/") and not facts.package.content_type(name):
            yield Issue(Place(name), name)


@rule(
    "PKG003",
    "note",
    en="a content type is given for {value}, which is missing",
    zh="为不存在的部件 {value} 声明了内容类型",
    vi="có kiểu nội dung cho phần {value} không tồn tại",
)
def type_of_missing_part(facts: BookFacts) -> Iterator[Issue]:
    """A content type is given for a part that is not in the file.

    Why: a program took the part out and left its type behind. Excel takes no notice.
    Fix: nothing is needed; saving in Excel tidies it.
    """
    for name in _overrides(facts):
        if not facts.package.has(name):
            yield Issue(Place(CONTENT_TYPES), name)


@rule(
    "PKG004",
    "error",
    en="{value} has its content type twice",
    zh="{value} 的内容类型声明了两次",
    vi="{value} có hai kiểu nội dung",
)
def type_declared_twice(facts: BookFacts) -> Iterator[Issue]:
    """A part or an ending has two content types.

    Why: Excel refuses the file as damaged.
    Fix: have the program that wrote it mended; the file opens after one of the two is taken out.
    """
    root = facts.tree(CONTENT_TYPES)
    ends = [each.get("Extension", "").lower() for each in children(root, "Default")] if root is not None else []
    for name, count in Counter(_overrides(facts) + [f"*.{end}" for end in ends]).items():
        if count > 1:
            yield Issue(Place(CONTENT_TYPES), name)


def _overrides(facts: BookFacts) -> list[str]:
    root = facts.tree(CONTENT_TYPES)
    found = children(root, "Override") if root is not None else ()
    return [each.get("PartName", "").lstrip("/").lower() for each in found]


@rule(
    "PKG005",
    "error",
    en="two links of {source} have the id {value}",
    zh="{source} 的两个链接使用同一 id {value}",
    vi="hai liên kết của {source} cùng id {value}",
)
def duplicate_link(facts: BookFacts) -> Iterator[Issue]:
    """Two links of a part have one id.

    Why: it is open which of the two is meant; Excel refuses the file.
    Fix: get the file again from the program that wrote it.
    """
    for source, name in _sources(facts):
        root = facts.tree(name)
        ids = Counter(each.get("Id", "") for each in root) if root is not None else Counter()
        for id, count in ids.items():
            if count > 1:
                yield Issue(Place(name), id, fields={"source": source or name})


@rule(
    "PKG006",
    "error",
    en="{element} uses the link {value}, which does not exist",
    zh="{element} 使用了不存在的链接 {value}",
    vi="{element} dùng liên kết {value} không tồn tại",
)
def dangling_link(facts: BookFacts) -> Iterator[Issue]:
    """A sheet uses a link that is not there: to a table, a drawing, a comment.

    Why: Excel repairs the sheet and takes out what the link stood for.
    Fix: open it in Excel, let Excel repair it, and see what is gone.
    """
    for sheet in facts.sheets:
        known = _ids(facts, sheet.sheet.part)
        for element, id in sheet.links:
            if id not in known:
                yield Issue(Place(sheet.sheet.name), id, fields={"element": element})


def _ids(facts: BookFacts, part: str) -> set[str]:
    root = facts.tree(facts.package.actual_name(relationships_part(part)))
    return {each.get("Id", "") for each in root} if root is not None else set()


@rule("PKG007", "error", en="cannot be read: {value}", zh="无法读取：{value}", vi="không đọc được: {value}")
def unreadable_part(facts: BookFacts) -> Iterator[Issue]:
    """A part is no well-formed XML, or its bytes are damaged.

    Why: Excel refuses the workbook, or repairs it and loses the part.
    Fix: get the file again; else let Excel repair it and see what is gone.
    """
    for name in facts.package.names:
        if name.lower().endswith(XML_ENDS) and name not in facts.streamed:
            facts.tree(name)
    facts.read_streams()
    for part in _records(facts):
        _try_records(facts, part)
    for name, why in sorted(facts.broken.items()):
        yield Issue(Place(name), why)


def _records(facts: BookFacts) -> list[str]:
    caches = facts.related(facts.package.workbook_part, "pivotCacheDefinition")
    return [part for cache in caches for part in facts.related(cache, "pivotCacheRecords")]


def _try_records(facts: BookFacts, part: str) -> None:
    """Records may be large; they are parsed and let go."""
    try:
        parse_xml(facts.package.read(part), part)
    except WorkbookError as error:
        facts.broken[part] = str(error).removeprefix(f"{part}: ").partition("; ")[0]


@rule("PKG008", "note", en="nothing points at {value}", zh="没有任何部件指向 {value}", vi="không có gì trỏ tới {value}")
def orphan_part(facts: BookFacts) -> Iterator[Issue]:
    """A part is in the file but nothing points at it.

    Why: Excel never looks at it and drops it on saving. It may hold data that somebody believes to be deleted.
    Fix: save the workbook in Excel, which takes it out.
    """
    seen: set[str] = set()
    todo = [""]
    while todo:
        source = todo.pop()
        root = facts.tree(facts.package.actual_name(relationships_part(source)))
        for each in children(root, "Relationship") if root is not None else ():
            part = facts.package.actual_name(resolve_target(source, each.get("Target", "")))
            if each.get("TargetMode") != "External" and part not in seen:
                seen.add(part)
                todo.append(part)
    for name in facts.package.names:
        if name not in seen and name != CONTENT_TYPES and not name.endswith((".rels", "/")):
            yield Issue(Place(name), name)
