"""Rules of defined names, and of the sheets that names and formulas point to."""

import re
from collections import Counter
from collections.abc import Iterator

from xltags.books.lint.facts import BookFacts
from xltags.books.lint.formula_text import sheets_named
from xltags.books.lint.registry import rule
from xltags.books.opc.refs import MAX_COLUMN, MAX_ROW, parse_area
from xltags.core.finding import Issue, Place

NAME = re.compile(r"[^\W\d][\w.\\?]*|\\[\w.\\?]*")
ROW_COLUMN = re.compile(r"[Rr]\d*([Cc]\d*)?|[Cc]\d*")


def is_name(text: str) -> bool:
    """Whether Excel takes the text as a name: no cell, no blank, no odd character.

    >>> is_name("Scores"), is_name("A1"), is_name("R1C1"), is_name("my name"), is_name("数据")
    (True, False, False, False, True)
    """
    area = parse_area(text)
    is_cell = area is not None and area.right <= MAX_COLUMN and 1 <= area.top <= MAX_ROW
    return NAME.fullmatch(text) is not None and len(text) <= 255 and not is_cell and not ROW_COLUMN.fullmatch(text)


@rule(
    "PKG020",
    "error",
    en="the name {value} is defined twice",
    zh="名称 {value} 定义了两次",
    vi="tên {value} được định nghĩa hai lần",
)
def duplicate_name(facts: BookFacts) -> Iterator[Issue]:
    """A name is defined twice with the same scope.

    Why: Excel repairs the workbook and drops one of the two; formulas may then read the wrong cells.
    Fix: delete one under Formulas > Name Manager.
    """
    counts = Counter((name.name.casefold(), name.scope) for name in facts.names)
    for name in facts.names:
        if counts.pop((name.name.casefold(), name.scope), 1) > 1:
            yield Issue(Place(facts.package.workbook_part), name.name)


@rule("PKG021", "error", en="{value!r} cannot be a name", zh="{value!r} 不能作为名称", vi="{value!r} không thể là tên")
def bad_name(facts: BookFacts) -> Iterator[Issue]:
    """A name has characters that Excel does not take, or reads as a cell.

    Why: Excel repairs the workbook and drops or renames it; formulas that use it show #NAME?.
    Fix: rename it under Formulas > Name Manager: letters, digits, _ and ., beginning with a letter.
    """
    for name in facts.names:
        if not is_name(name.name):
            yield Issue(Place(facts.package.workbook_part), name.name)


@rule(
    "PKG022",
    "error",
    en="the name {value} belongs to sheet number {scope}, which does not exist",
    zh="名称 {value} 属于第 {scope} 个工作表，但它不存在",
    vi="tên {value} thuộc trang số {scope} không tồn tại",
)
def name_of_no_sheet(facts: BookFacts) -> Iterator[Issue]:
    """A name belongs to a sheet that the workbook does not have.

    Why: Excel repairs the workbook and drops the name. It happens where a program removes sheets but not their names.
    Fix: let Excel repair it, then define the name again where it is needed.
    """
    for name in facts.names:
        scope = name.scope
        if scope and not (scope.isascii() and scope.isdigit() and int(scope) < len(facts.package.sheets)):
            yield Issue(Place(facts.package.workbook_part), name.name, fields={"scope": scope})


@rule(
    "PKG023",
    "error",
    en="{where} names the sheet {value!r}, which does not exist",
    zh="{where} 引用了不存在的工作表 {value!r}",
    vi="{where} nhắc tới trang {value!r} không tồn tại",
)
def formula_of_missing_sheet(facts: BookFacts) -> Iterator[Issue]:
    """A formula or a name reads a sheet that the workbook does not have.

    Why: Excel repairs the workbook and puts a fixed value in the formula's place, or asks for a file on opening.
    Fix: correct the formula, or bring the sheet back under that name.
    """
    known = {sheet.name.casefold() for sheet in facts.package.sheets}
    texts = [(it.sheet, it.cell, it.kind, it.text) for it in facts.formulas() if it.kind != "name"]
    texts += [(facts.package.workbook_part, "", f"name {name.name}", name.text) for name in facts.names]
    for sheet, cell, where, text in texts:
        for missing in dict.fromkeys(sheets_named(text)):
            if missing.casefold() not in known and not is_scope(missing, facts):
                yield Issue(Place(sheet, cell), missing, fields={"where": where})


def is_scope(text: str, facts: BookFacts) -> bool:
    """Whether a prefix before `!` is the workbook's own file name, which Excel allows for names of the workbook."""
    return text.casefold() == facts.package.path.name.casefold() or text.isdigit()


@rule(
    "PKG024",
    "note",
    en="the name {value} points at nothing (#REF!)",
    zh="名称 {value} 指向 #REF!",
    vi="tên {value} trỏ tới #REF!",
)
def broken_name(facts: BookFacts) -> Iterator[Issue]:
    """A name points at cells that were deleted.

    Why: Excel keeps such names. Formulas and drop-downs that use them show #REF! or nothing.
    Fix: delete it under Formulas > Name Manager, or point it at the right cells.
    """
    for name in facts.names:
        if "#REF!" in name.text:
            yield Issue(Place(facts.package.workbook_part), name.name)
