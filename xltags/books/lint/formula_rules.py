"""Rules of formulas as a file must hold them, which is not always how Excel shows them."""

from collections.abc import Iterator

from xltags.books.lint.facts import BookFacts
from xltags.books.lint.formula_text import bad_parameter, bare, display_form, is_balanced, missing_prefix
from xltags.books.lint.registry import rule
from xltags.books.lint.sheet_facts import Formula
from xltags.books.opc.refs import Area, parse_area
from xltags.core.finding import Issue, Place

MAX_FORMULA = 8192
SHOWN = 60


def _place(formula: Formula) -> Place:
    return Place(formula.sheet, formula.cell)


@rule(
    "PKG060",
    "error",
    en="the order of calculation names {count} cells that hold no formula",
    zh="计算链中有 {count} 个单元格不含公式",
    vi="thứ tự tính nhắc tới {count} ô không có công thức",
)
def chain_without_formula(facts: BookFacts) -> Iterator[Issue]:
    """The order of calculation (calcChain) names a cell without a formula, or a sheet that is not there.

    Why: Excel repairs the workbook. Programs that overwrite formulas and leave the order behind do this.
    Fix: let Excel repair it; nothing is lost. The part may be taken out, Excel makes it anew.
    """
    sheets = {facts.package.sheets[place].sheet_id: place for place in range(len(facts.package.sheets))}
    by_part = {sheet.sheet.part: sheet for sheet in facts.sheets}
    wrong: dict[str, list[str]] = {}
    for number, cell in facts.chain:
        place = sheets.get(number)
        known = by_part.get(facts.package.sheets[place].part) if place is not None else None
        area = parse_area(cell)
        if known is None or area is None:
            wrong.setdefault("calcChain", []).append(f"sheet {number}, {cell}")
        elif not known.broken and not _has_formula(area, known.formula_cells, known.spreads):
            wrong.setdefault(known.sheet.name, []).append(cell)
    for sheet, cells in wrong.items():
        first = cells[0] if parse_area(cells[0]) else ""
        yield Issue(Place(sheet, first), cells[0], fields={"count": f"{len(cells):,}"})


def _has_formula(cell: Area, formulas: set[int], spreads: list[Area]) -> bool:
    return (cell.top << 14 | cell.left - 1) in formulas or any(each.holds(cell.top, cell.left) for each in spreads)


@rule(
    "PKG061",
    "warning",
    en="{value} must stand in the file as {suggestion}",
    zh="文件中 {value} 必须写作 {suggestion}",
    vi="trong tệp, {value} phải được ghi là {suggestion}",
)
def unprefixed_function(facts: BookFacts) -> Iterator[Issue]:
    """A function younger than the file format stands without its prefix `_xlfn.`.

    Why: Excel shows #NAME? until somebody enters the formula again. (A macro of that name would be meant rightly.)
    Fix: in Excel select the cell, press F2 and Enter, and save; programs must write the prefix.
    """
    for formula in facts.formulas():
        found = missing_prefix(formula.text)
        if found is not None:
            yield Issue(_place(formula), found[0], suggestion=found[1])


@rule(
    "PKG062",
    "error",
    en="the parameter {value!r} of LAMBDA or LET must stand in the file as {suggestion}",
    zh="LAMBDA 或 LET 的参数 {value!r} 在文件中必须写作 {suggestion}",
    vi="tham số {value!r} của LAMBDA hoặc LET phải được ghi là {suggestion}",
)
def unprefixed_parameter(facts: BookFacts) -> Iterator[Issue]:
    """A parameter of LAMBDA or LET stands without its prefix `_xlpm.`.

    Why: Excel repairs the workbook and drops the formula, or shows #NAME?.
    Fix: enter the formula again in Excel and save; programs must write the prefix.
    """
    for formula in facts.formulas():
        name = bad_parameter(formula.text)
        if name is not None:
            yield Issue(_place(formula), name, suggestion=f"_xlpm.{name}")


@rule(
    "PKG063",
    "error",
    en="the formula holds {value!r}, which Excel shows but no file may hold",
    zh="公式含有 {value!r}，这只是 Excel 的显示写法",
    vi="công thức có {value!r}, chỉ là cách Excel hiển thị",
)
def display_only_formula(facts: BookFacts) -> Iterator[Issue]:
    """A formula is stored as Excel shows it: `[@size]`, `A1#`, `@A1`, or with a leading `=`.

    Why: in a file these are `[[#This Row],[size]]`, `_xlfn.ANCHORARRAY`, `_xlfn.SINGLE` and nothing; Excel repairs the
    workbook and drops the formula.
    Fix: enter the formula again in Excel and save; programs must write the stored form.
    """
    for formula in facts.formulas():
        found = display_form(formula.text)
        if found is not None:
            yield Issue(_place(formula), found)


@rule(
    "PKG064",
    "error",
    en="the formula has {value} characters; Excel takes 8,192",
    zh="公式有 {value} 个字符；Excel 上限为 8,192",
    vi="công thức có {value} ký tự; Excel nhận tối đa 8,192",
)
def long_formula(facts: BookFacts) -> Iterator[Issue]:
    """A formula is longer than 8,192 characters.

    Why: Excel repairs the workbook and drops the formula.
    Fix: split it over several cells or names.
    """
    for formula in facts.formulas():
        if len(formula.text) > MAX_FORMULA:
            yield Issue(_place(formula), f"{len(formula.text):,}")


@rule(
    "PKG065",
    "error",
    en="brackets or quotation marks of the formula do not pair: {value}",
    zh="公式的括号或引号不成对：{value}",
    vi="ngoặc hoặc dấu nháy của công thức không khớp: {value}",
)
def unbalanced_formula(facts: BookFacts) -> Iterator[Issue]:
    """Brackets or quotation marks of a formula do not come in pairs.

    Why: Excel repairs the workbook and drops the formula.
    Fix: have the program that wrote it mended; enter the formula again.
    """
    for formula in facts.formulas():
        if not is_balanced(formula.text):
            yield Issue(_place(formula), formula.text[:SHOWN])


@rule(
    "PKG066",
    "error",
    en="the formula parts its arguments by semicolons: {value}",
    zh="公式用分号分隔参数：{value}",
    vi="công thức ngăn tham số bằng dấu chấm phẩy: {value}",
)
def semicolon_formula(facts: BookFacts) -> Iterator[Issue]:
    """A formula parts its arguments by semicolons, as some countries' Excel shows them.

    Why: in a file arguments are always parted by commas; Excel repairs the workbook and drops the formula.
    Fix: have the program that wrote it mended; enter the formula again.
    """
    for formula in facts.formulas():
        if _has_semicolon(bare(formula.text)):
            yield Issue(_place(formula), formula.text[:SHOWN])


def _has_semicolon(text: str) -> bool:
    """Whether a semicolon stands outside of `{1;2}`."""
    depth = 0
    for letter in text:
        depth += (letter == "{") - (letter == "}")
        if letter == ";" and depth < 1:
            return True
    return False
