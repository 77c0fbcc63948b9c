"""Rules of rows and cells; each is told once a sheet, with the first cell and how many there are."""

from collections.abc import Iterator

from xltags.books.lint.facts import BookFacts
from xltags.books.lint.registry import rule
from xltags.books.opc.refs import Area, parse_area
from xltags.core.finding import Issue, Place


def _tallied(facts: BookFacts, kind: str) -> Iterator[Issue]:
    for sheet in facts.sheets:
        tally = sheet.tallies.get(kind)
        if tally is not None:
            yield Issue(Place(sheet.sheet.name, tally.cell), tally.value, fields={"count": f"{tally.count:,}"})


@rule("PKG030", "error", en="{count} rows stand out of order", zh="{count} 行顺序错误", vi="{count} dòng sai thứ tự")
def rows_out_of_order(facts: BookFacts) -> Iterator[Issue]:
    """Rows do not follow each other by number.

    Why: Excel repairs the sheet; other programs read such a sheet as empty.
    Fix: open it in Excel, let Excel repair it and save it. xltags reads every cell where it says it is.
    """
    return _tallied(facts, "row_order")


@rule("PKG031", "error", en="{count} rows stand twice", zh="{count} 行重复出现", vi="{count} dòng có hai lần")
def duplicate_row(facts: BookFacts) -> Iterator[Issue]:
    """A row stands twice.

    Why: Excel repairs the sheet; programs differ in which of the two they read.
    Fix: compare the two rows in the program that wrote the file and write it anew.
    """
    return _tallied(facts, "row_twice")


@rule(
    "PKG032",
    "error",
    en="{count} cells stand out of order in their row",
    zh="{count} 个单元格在行内顺序错误",
    vi="{count} ô sai thứ tự trong dòng",
)
def cells_out_of_order(facts: BookFacts) -> Iterator[Issue]:
    """Cells do not follow each other in their row.

    Why: Excel repairs the sheet and may drop cells.
    Fix: open it in Excel, let Excel repair it and save it. xltags reads every cell where it says it is.
    """
    return _tallied(facts, "cell_order")


@rule("PKG033", "error", en="{count} cells stand twice", zh="{count} 个单元格重复出现", vi="{count} ô có hai lần")
def duplicate_cell(facts: BookFacts) -> Iterator[Issue]:
    """A cell stands twice in its row.

    Why: Excel repairs the sheet; programs differ in which of the two values they read.
    Fix: see in the program that wrote the file which value is right, and write it anew.
    """
    return _tallied(facts, "cell_twice")


@rule(
    "PKG034",
    "error",
    en="{count} cells stand in another row than their name says (row {value})",
    zh="{count} 个单元格的名称与所在行（第 {value} 行）不符",
    vi="{count} ô nằm khác dòng với tên (dòng {value})",
)
def cell_in_wrong_row(facts: BookFacts) -> Iterator[Issue]:
    """A cell stands in a row that its name does not belong to.

    Why: Excel repairs the sheet; a value may end up with another customer.
    Fix: have the program that wrote the file mended; do not trust the row until then.
    """
    return _tallied(facts, "wrong_row")


@rule(
    "PKG035",
    "error",
    en="{value!r} is no place on a sheet ({count} in all)",
    zh="{value!r} 不是有效位置（共 {count} 处）",
    vi="{value!r} không phải vị trí trên trang (tổng {count})",
)
def cell_off_sheet(facts: BookFacts) -> Iterator[Issue]:
    """A row or cell lies outside of the sheet, or its name is none.

    Why: Excel refuses the sheet. The last row is 1,048,576, the last column XFD.
    Fix: spread the data over more sheets, or have the program that wrote the file mended.
    """
    return _tallied(facts, "off_sheet")


@rule(
    "PKG036",
    "error",
    en="{count} cells name a shared string that does not exist (number {value})",
    zh="{count} 个单元格引用了不存在的共享字符串（编号 {value}）",
    vi="{count} ô dùng chuỗi chung không tồn tại (số {value})",
)
def missing_string(facts: BookFacts) -> Iterator[Issue]:
    """A cell names a text that is not in the workbook's list of texts.

    Why: Excel repairs the sheet and the text is gone; other programs show the wrong text.
    Fix: get the file again from its source.
    """
    return _tallied(facts, "string")


@rule(
    "PKG037",
    "error",
    en="{count} rows or cells have a style that does not exist (number {value})",
    zh="{count} 处使用了不存在的样式（编号 {value}）",
    vi="{count} chỗ dùng kiểu không tồn tại (số {value})",
)
def missing_style(facts: BookFacts) -> Iterator[Issue]:
    """A row, column or cell has a style that the workbook does not have.

    Why: Excel repairs the workbook and takes all formats away, so that dates show as numbers.
    Fix: get the file again; else let Excel repair it and format it anew.
    """
    return _tallied(facts, "style")


@rule(
    "PKG038",
    "error",
    en="{value!r} is stored as a number and is none ({count} in all)",
    zh="{value!r} 被存为数字但不是数字（共 {count} 个）",
    vi="{value!r} được lưu là số nhưng không phải số (tổng {count})",
)
def bad_number(facts: BookFacts) -> Iterator[Issue]:
    """A cell is stored as a number but holds something else: a decimal comma, NaN, text.

    Why: Excel repairs the sheet and empties the cell.
    Fix: have the program that wrote the file mended; numbers are stored with a point, whatever the country.
    """
    return _tallied(facts, "number")


@rule(
    "PKG039",
    "error",
    en="holds {value} characters; Excel takes 32,767 ({count} cells)",
    zh="含 {value} 个字符；Excel 上限为 32,767（{count} 个单元格）",
    vi="có {value} ký tự; Excel nhận tối đa 32,767 ({count} ô)",
)
def long_text(facts: BookFacts) -> Iterator[Issue]:
    """A text is longer than 32,767 characters.

    Why: Excel repairs the workbook and cuts the text off.
    Fix: shorten the text, or spread it over several cells.
    """
    return _tallied(facts, "long")


@rule(
    "PKG040",
    "error",
    en="{count} cells keep their text where their type {value!r} does not look",
    zh="{count} 个单元格的文本与类型 {value!r} 不符",
    vi="{count} ô để văn bản sai chỗ so với kiểu {value!r}",
)
def misplaced_text(facts: BookFacts) -> Iterator[Issue]:
    """A cell has an inline text but is of another type, or the other way round.

    Why: Excel repairs the sheet and the text is gone; other programs read the cell as blank.
    Fix: have the program that wrote the file mended.
    """
    return _tallied(facts, "misplaced")


@rule(
    "PKG041",
    "error",
    en="the merged cells {value} overlap {other}",
    zh="合并单元格 {value} 与 {other} 重叠",
    vi="ô gộp {value} chồng lên {other}",
)
def overlapping_merges(facts: BookFacts) -> Iterator[Issue]:
    """Two merged cells overlap, or one is written wrongly.

    Why: Excel repairs the sheet and unmerges all of them.
    Fix: unmerge one of the two.
    """
    for sheet in facts.sheets:
        open_areas: list[Area] = []
        known = sorted((area, text) for text in sheet.merges for area in [parse_area(text)] if area is not None)
        for area, text in known:
            open_areas = [each for each in open_areas if each.bottom >= area.top]
            other = next((each for each in open_areas if each.meets(area)), None)
            if other is not None:
                yield Issue(Place(sheet.sheet.name, text.partition(":")[0]), text, fields={"other": str(other)})
            open_areas.append(area)
        for text in sheet.merges:
            if parse_area(text) is None:
                yield Issue(Place(sheet.sheet.name), text, fields={"other": "?"})


@rule(
    "PKG042",
    "error",
    en="the merged cells {value} lie in table {table!r}",
    zh="合并单元格 {value} 位于表 {table!r} 内",
    vi="ô gộp {value} nằm trong bảng {table!r}",
)
def merge_in_table(facts: BookFacts) -> Iterator[Issue]:
    """Merged cells lie inside an Excel Table.

    Why: Excel allows no merged cells in a table and repairs the sheet.
    Fix: unmerge them, and fill every row.
    """
    for table in facts.tables:
        for text in table.sheet.merges:
            area = parse_area(text)
            if area is not None and table.area is not None and area.meets(table.area):
                place = Place(table.sheet.sheet.name, text.partition(":")[0])
                yield Issue(place, text, fields={"table": table.name})
