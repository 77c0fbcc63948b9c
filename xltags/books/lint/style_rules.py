"""Rules of shared strings and styles: counts, and indices into their lists."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from xltags.books.lint.facts import BookFacts
from xltags.books.lint.registry import rule
from xltags.books.opc.xmlparts import child, children, local_name, parse_xml
from xltags.books.writing.cell_text import MAX_TEXT, text_length
from xltags.core.errors import WorkbookError
from xltags.core.finding import Issue, Place

LISTS = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles")
INDICES = {"fontId": "fonts", "fillId": "fills", "borderId": "borders", "xfId": "cellStyleXfs"}
CELL_BY_CELL = 1 << 16


@rule(
    "PKG043",
    "note",
    en="says that it holds {claimed} texts ({what}), but holds {value}",
    zh="声明有 {claimed} 个文本（{what}），实际为 {value}",
    vi="ghi có {claimed} văn bản ({what}) nhưng có {value}",
)
def wrong_string_count(facts: BookFacts) -> Iterator[Issue]:
    """The list of texts counts itself wrongly.

    Why: Excel takes no notice of the counts; a few other programs read only so many texts. A number
    of uses that is too high is not told: every edit that takes a text out may leave one.
    Fix: nothing is needed; saving in Excel corrects it.
    """
    if facts.strings is None:
        return
    for part in facts.related(facts.package.workbook_part, "sharedStrings"):
        root = _root(facts, part)
        uses = sum(sheet.string_uses for sheet in facts.sheets)
        for key, actual in (("uniqueCount", len(facts.strings)), ("count", uses)):
            claimed = root.get(key, "")
            surplus = key == "count" and claimed.isdigit() and int(claimed) > actual
            if claimed and claimed != str(actual) and not surplus:  # uses that went leave a surplus, harmlessly
                yield Issue(Place(part), str(actual), fields={"claimed": claimed, "what": key})


def _root(facts: BookFacts, part: str) -> Element:
    """The opening tag of a part, without the rest of it."""
    head = b""
    for block in facts.package.chunks(part, CELL_BY_CELL):
        head += block
        start = head.find(b"sst")
        end = head.find(b">", start)
        if start >= 0 and end >= 0:
            tag = head[:end].rstrip(b"/") + b"/>"
            try:
                return parse_xml(tag, part)
            except WorkbookError:  # UTF-16 and other oddities: no counts are known
                break
    return Element("sst")


@rule(
    "PKG044",
    "note",
    en="the list {value} says that it holds {claimed} entries, but holds {actual}",
    zh="列表 {value} 声明有 {claimed} 项，实际为 {actual}",
    vi="danh sách {value} ghi {claimed} mục nhưng có {actual}",
)
def wrong_style_count(facts: BookFacts) -> Iterator[Issue]:
    """A list of the styles counts itself wrongly.

    Why: Excel takes no notice; a few other programs read only so many entries.
    Fix: nothing is needed; saving in Excel corrects it.
    """
    for name in LISTS:
        listed = child(facts.styles, name) if facts.styles is not None else None
        claimed = listed.get("count") if listed is not None else None
        if listed is not None and claimed and claimed != str(len(listed)):
            actual = str(len(listed))
            yield Issue(Place("styles"), name, fields={"claimed": claimed, "actual": actual})


@rule(
    "PKG045",
    "error",
    en="{where} has the difference format {value}, which does not exist",
    zh="{where} 使用了不存在的差异格式 {value}",
    vi="{where} dùng định dạng khác biệt {value} không tồn tại",
)
def missing_difference(facts: BookFacts) -> Iterator[Issue]:
    """A conditional format or a table has a look that the workbook does not have.

    Why: Excel repairs the workbook and takes the formats away.
    Fix: set the conditional format again.
    """
    if facts.styles is None:
        return
    count = facts.style_count("dxfs")
    for sheet in facts.sheets:
        for each in sheet.validations:
            for attributes in each.rules:
                number = attributes.get("dxfId")
                if number is not None and not _inside(number, count):
                    place = Place(sheet.sheet.name, each.ranges.split(" ")[0].partition(":")[0])
                    yield Issue(place, number, fields={"where": "a conditional format"})
    for table in facts.tables:
        root = facts.tree(table.part)
        for element in root.iter() if root is not None else ():
            for key, number in element.attrib.items():
                if key.endswith("DxfId") and not _inside(number, count):
                    yield Issue(Place(table.sheet.sheet.name), number, fields={"where": f"table {table.name!r}"})


@rule(
    "PKG046",
    "error",
    en="style {style} uses {what} {value}, which does not exist",
    zh="样式 {style} 使用了不存在的 {what} {value}",
    vi="kiểu {style} dùng {what} {value} không tồn tại",
)
def incomplete_style(facts: BookFacts) -> Iterator[Issue]:
    """A cell style uses a font, fill, border or base style that the workbook does not have.

    Why: Excel repairs the workbook and takes all formats away.
    Fix: get the file again from the program that wrote it.
    """
    for name in ("cellXfs", "cellStyleXfs"):
        listed = child(facts.styles, name) if facts.styles is not None else None
        for number, style in enumerate(children(listed, "xf") if listed is not None else ()):
            for key, target in INDICES.items():
                count = facts.style_count(target)
                text = style.get(key)
                if text is not None and not _inside(text, count) and (count or text != "0"):
                    yield Issue(Place("styles"), text, fields={"style": f"{name}[{number}]", "what": key})


def _inside(text: str, count: int) -> bool:
    return text.isascii() and text.isdigit() and int(text) < count


@rule(
    "PKG047",
    "error",
    en="shared text number {value} has {length} characters; Excel takes 32,767",
    zh="第 {value} 个共享文本有 {length} 个字符；Excel 上限为 32,767",
    vi="văn bản chung số {value} có {length} ký tự; Excel nhận tối đa 32,767",
)
def long_shared_text(facts: BookFacts) -> Iterator[Issue]:
    """A text in the workbook's list of texts is longer than 32,767 characters.

    Why: Excel repairs the workbook and cuts the text off.
    Fix: shorten the text, or spread it over several cells.
    """
    strings = facts.strings
    for start in range(0, len(strings) if strings is not None else 0, CELL_BY_CELL):
        assert strings is not None
        stop = min(start + CELL_BY_CELL, len(strings))
        for number, text in enumerate(strings.texts(range(start, stop)), start):
            if len(text) > MAX_TEXT // 2 and text_length(text) > MAX_TEXT:
                part = facts.related(facts.package.workbook_part, "sharedStrings")[0]
                yield Issue(Place(part), str(number), fields={"length": f"{text_length(text):,}"})


def elements_named(root: Element, name: str) -> Iterator[Element]:
    """All elements below with that local name."""
    return (each for each in root.iter() if local_name(each.tag) == name)
