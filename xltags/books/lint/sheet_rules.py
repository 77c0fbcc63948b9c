"""Rules of the list of sheets, and of the order of elements inside a sheet."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from xltags.books.lint.facts import BookFacts
from xltags.books.lint.registry import rule
from xltags.books.opc.xmlparts import child, children
from xltags.core.finding import Issue, Place

FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
# ECMA-376 part 1, CT_Worksheet: a sequence.
ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls",
    "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
MANY = frozenset(["conditionalFormatting", "cols"])


@rule(
    "PKG010",
    "error",
    en="{value!r} cannot be the name of a sheet",
    zh="{value!r} 不能作为工作表名称",
    vi="{value!r} không thể là tên trang tính",
)
def bad_sheet_name(facts: BookFacts) -> Iterator[Issue]:
    """The name of a sheet is too long, empty, or has characters that Excel does not take.

    Why: Excel renames the sheet on repair, and formulas and links to it break.
    Fix: rename the sheet: 1 to 31 characters without [ ] : * ? / \\ and without ' at an end.
    """
    for sheet in facts.package.sheets:
        name = sheet.name
        bad = not name or len(name.encode("utf-16-le")) > 62 or FORBIDDEN.search(name) or "'" in (name[:1], name[-1:])
        if bad or name.casefold() == "history":
            yield Issue(Place(name), name)


@rule(
    "PKG011",
    "error",
    en="two sheets are named {value!r}",
    zh="两个工作表同名：{value!r}",
    vi="hai trang tính cùng tên {value!r}",
)
def duplicate_sheet_name(facts: BookFacts) -> Iterator[Issue]:
    """Two sheets have one name, perhaps in capitals and small letters.

    Why: Excel knows no difference of case; it renames one on repair, and formulas may read the wrong one.
    Fix: rename one of the two.
    """
    counts = Counter(sheet.name.casefold() for sheet in facts.package.sheets)
    for name in dict.fromkeys(sheet.name for sheet in facts.package.sheets if counts[sheet.name.casefold()] > 1):
        yield Issue(Place(name), name)


@rule(
    "PKG012",
    "error",
    en="two sheets share the {what} {value}",
    zh="两个工作表共用同一{what} {value}",
    vi="hai trang tính dùng chung {what} {value}",
)
def duplicate_sheet_id(facts: BookFacts) -> Iterator[Issue]:
    """Two sheets have one id, or are one part.

    Why: Excel repairs the workbook; one of the two sheets is lost or shown twice.
    Fix: get the file again from the program that wrote it.
    """
    sheets = facts.package.sheets
    for what, values in (
        ("id", [str(sheet.sheet_id) for sheet in sheets]),
        ("r:id", [sheet.rel_id for sheet in sheets]),
        ("part", [sheet.part for sheet in sheets]),
    ):
        for value, count in Counter(values).items():
            if count > 1:
                place = next(sheet.name for sheet, each in zip(sheets, values, strict=True) if each == value)
                yield Issue(Place(place), value, fields={"what": what})


@rule("PKG013", "error", en="all sheets are hidden", zh="所有工作表都被隐藏", vi="mọi trang tính đều bị ẩn")
def no_visible_sheet(facts: BookFacts) -> Iterator[Issue]:
    """No sheet is visible.

    Why: Excel cannot show such a workbook and calls it damaged.
    Fix: make one sheet visible with the program that wrote it.
    """
    if all(sheet.state != "visible" for sheet in facts.package.sheets):
        yield Issue(Place(facts.package.workbook_part))


@rule(
    "PKG014",
    "error",
    en="the workbook opens at sheet number {value}, which it does not have",
    zh="工作簿指定打开第 {value} 个工作表，但它不存在",
    vi="sổ mở ở trang số {value} không tồn tại",
)
def missing_active_sheet(facts: BookFacts) -> Iterator[Issue]:
    """The workbook is to open at a sheet that it does not have.

    Why: Excel repairs the workbook, or ends with an error.
    Fix: open it in another program (LibreOffice), choose a sheet and save, or write the file anew.
    """
    views = child(facts.workbook, "bookViews")
    for view in children(views, "workbookView") if views is not None else ():
        for key in ("activeTab", "firstSheet"):
            text = view.get(key, "0")
            if not text.isdigit() or int(text) >= len(facts.package.sheets):
                yield Issue(Place(facts.package.workbook_part), text)


@rule(
    "PKG015",
    "error",
    en="the element {value} stands twice",
    zh="元素 {value} 出现两次",
    vi="phần tử {value} có hai lần",
)
def repeated_element(facts: BookFacts) -> Iterator[Issue]:
    """A sheet has an element twice that may be there once.

    Why: Excel refuses or repairs the sheet; one of the two is lost.
    Fix: get the file again from the program that wrote it.
    """
    for sheet in facts.sheets:
        for name, count in Counter(sheet.elements).items():
            if count > 1 and name in ORDER and name not in MANY:
                yield Issue(Place(sheet.sheet.name), name)


@rule(
    "PKG016",
    "error",
    en="the element {value} stands behind {before}, where it may not",
    zh="元素 {value} 位于 {before} 之后，顺序错误",
    vi="phần tử {value} đứng sau {before}, sai thứ tự",
)
def misplaced_element(facts: BookFacts) -> Iterator[Issue]:
    """The elements of a sheet are not in the order that the format demands.

    Why: Excel refuses the sheet as damaged, though every element is right by itself.
    Fix: get the file again from the program that wrote it; LibreOffice can often open and save it.
    """
    for sheet in facts.sheets:
        if sheet.sheet.kind != "worksheet":
            continue
        known = [name for name in sheet.elements if name in ORDER]
        for before, name in pairwise(known):
            if ORDER.index(name) < ORDER.index(before):
                yield Issue(Place(sheet.sheet.name), name, fields={"before": before})
