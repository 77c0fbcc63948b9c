"""Rules of Excel Tables."""

from collections import Counter
from collections.abc import Iterator

from xltags.books.lint.facts import BookFacts, TableFacts
from xltags.books.lint.name_rules import is_name
from xltags.books.lint.registry import rule
from xltags.books.opc.refs import parse_area
from xltags.core.finding import Issue, Place


def _place(table: TableFacts, cell: str = "") -> Place:
    return Place(table.sheet.sheet.name, cell or table.ref.partition(":")[0])


@rule(
    "PKG050",
    "error",
    en="the header cell says {shown!r}, but table {table!r} calls the column {value!r}",
    zh="标题单元格为 {shown!r}，而表 {table!r} 中该列名为 {value!r}",
    vi="ô tiêu đề ghi {shown!r} nhưng bảng {table!r} gọi cột là {value!r}",
)
def header_differs(facts: BookFacts) -> Iterator[Issue]:
    """A header cell and the column name inside the table differ.

    Why: Excel repairs the workbook. Programs that write cells but not the table's own part leave it so.
    Fix: let Excel repair it, and see that formulas with column names still mean the right column.
    """
    for table in facts.tables:
        if table.area is None or not table.header or table.sheet.broken:
            continue
        for number, (_, name) in enumerate(table.columns[: table.area.right - table.area.left + 1]):
            kind, shown = facts.header_text(table, number)
            if kind == "formula" or _plain(shown) == _plain(name):
                continue  # a formula may stand in a header: Excel keeps its text in the table when it is entered
            cell = facts.cell(table, number)
            yield Issue(_place(table, cell), name, fields={"shown": shown, "table": table.name})


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@rule(
    "PKG051",
    "error",
    en="table {table!r} has two columns named {value!r}",
    zh="表 {table!r} 有两列同名 {value!r}",
    vi="bảng {table!r} có hai cột tên {value!r}",
)
def duplicate_column_name(facts: BookFacts) -> Iterator[Issue]:
    """Two columns of a table have one name.

    Why: Excel repairs the workbook and renames one; formulas may then read the other.
    Fix: rename one of the two.
    """
    for table in facts.tables:
        counts = Counter(name.casefold() for _, name in table.columns)
        for name in dict.fromkeys(name for _, name in table.columns if counts[name.casefold()] > 1):
            yield Issue(_place(table), name, fields={"table": table.name})


@rule(
    "PKG052",
    "error",
    en="two columns of table {table!r} have the id {value}",
    zh="表 {table!r} 的两列使用同一 id {value}",
    vi="hai cột của bảng {table!r} cùng id {value}",
)
def duplicate_column_id(facts: BookFacts) -> Iterator[Issue]:
    """Two columns of a table have one id.

    Why: Excel repairs the workbook; filters and slicers may act on the wrong column.
    Fix: get the file again from the program that wrote it.
    """
    for table in facts.tables:
        for id, count in Counter(id for id, _ in table.columns).items():
            if count > 1:
                yield Issue(_place(table), id, fields={"table": table.name})


@rule(
    "PKG053",
    "error",
    en="the name {value!r} of this table is that of another table or a defined name too",
    zh="表名 {value!r} 与另一个表或名称重复",
    vi="tên bảng {value!r} trùng với bảng khác hoặc tên đã định nghĩa",
)
def duplicate_table_name(facts: BookFacts) -> Iterator[Issue]:
    """A table has the name of another table, or of a defined name.

    Why: Excel repairs the workbook and renames it; formulas that name it break.
    Fix: rename the table under Table Design.
    """
    counts = Counter(table.name.casefold() for table in facts.tables)
    counts.update({name.name.casefold() for name in facts.names})  # a name may stand once for each sheet
    for table in facts.tables:
        if counts[table.name.casefold()] > 1:
            yield Issue(_place(table), table.name)


@rule(
    "PKG054",
    "error",
    en="two tables have the id {value}",
    zh="两个表使用同一 id {value}",
    vi="hai bảng cùng id {value}",
)
def duplicate_table_id(facts: BookFacts) -> Iterator[Issue]:
    """Two tables have one id.

    Why: Excel repairs the workbook; slicers may filter the wrong table.
    Fix: get the file again from the program that wrote it.
    """
    counts = Counter(table.id for table in facts.tables)
    for table in facts.tables:
        if counts.pop(table.id, 1) > 1:
            yield Issue(_place(table), table.id)


@rule(
    "PKG055",
    "error",
    en="table {table!r} ({value}) has {columns} columns and says {claimed}",
    zh="表 {table!r}（{value}）有 {columns} 列，声明为 {claimed}",
    vi="bảng {table!r} ({value}) có {columns} cột nhưng ghi {claimed}",
)
def table_width(facts: BookFacts) -> Iterator[Issue]:
    """A table's range, its columns and the number that it gives for them do not fit together.

    Why: Excel repairs the workbook and may take the table away.
    Fix: let Excel repair it; turn the cells into a table again where it is gone.
    """
    for table in facts.tables:
        width = table.area.right - table.area.left + 1 if table.area is not None else -1
        claimed = table.claimed or str(len(table.columns))
        if width != len(table.columns) or claimed != str(len(table.columns)):
            fields = {"table": table.name, "columns": str(len(table.columns)), "claimed": claimed}
            yield Issue(_place(table), table.ref, fields=fields)


@rule(
    "PKG056",
    "error",
    en="{value!r} cannot be the name of a table",
    zh="{value!r} 不能作为表名",
    vi="{value!r} không thể là tên bảng",
)
def bad_table_name(facts: BookFacts) -> Iterator[Issue]:
    """A table's name has characters that Excel does not take, or reads as a cell.

    Why: Excel repairs the workbook and renames the table; formulas that name it break.
    Fix: rename it: letters, digits, _ and ., beginning with a letter, and no cell such as T1.
    """
    for table in facts.tables:
        if not is_name(table.name):
            yield Issue(_place(table), table.name)


@rule(
    "PKG057",
    "error",
    en="table {table!r} ({value}) overlaps table {other!r}",
    zh="表 {table!r}（{value}）与表 {other!r} 重叠",
    vi="bảng {table!r} ({value}) chồng lên bảng {other!r}",
)
def overlapping_tables(facts: BookFacts) -> Iterator[Issue]:
    """Two tables share cells.

    Why: Excel repairs the workbook and takes one of the two away.
    Fix: let Excel repair it, and make the lost table again beside the other.
    """
    for number, table in enumerate(facts.tables):
        for other in facts.tables[:number]:
            if other.sheet is table.sheet and _meet(table, other):
                yield Issue(_place(table), table.ref, fields={"table": table.name, "other": other.name})


def _meet(table: TableFacts, other: TableFacts) -> bool:
    return table.area is not None and other.area is not None and table.area.meets(other.area)


@rule(
    "PKG058",
    "error",
    en="table {table!r} ({value}) has no row for data",
    zh="表 {table!r}（{value}）没有数据行",
    vi="bảng {table!r} ({value}) không có dòng dữ liệu",
)
def table_without_rows(facts: BookFacts) -> Iterator[Issue]:
    """A table has a header and no row below it.

    Why: Excel demands one row, if a blank one, and repairs the workbook.
    Fix: let the table reach one row further down.
    """
    for table in facts.tables:
        area = table.area
        if area is not None and area.bottom - area.top + 1 - table.header - table.totals < 1:
            yield Issue(_place(table), table.ref, fields={"table": table.name})


@rule(
    "PKG059",
    "error",
    en="the filter of table {table!r} covers {value} and the table {ref}",
    zh="表 {table!r} 的筛选范围为 {value}，而表范围为 {ref}",
    vi="bộ lọc của bảng {table!r} phủ {value}, bảng phủ {ref}",
)
def filter_beside_table(facts: BookFacts) -> Iterator[Issue]:
    """A table's filter covers other cells than the table.

    Why: Excel repairs the workbook and takes the filter or the table away.
    Fix: let Excel repair it and switch the filter on again.
    """
    for table in facts.tables:
        area = parse_area(table.filter_ref)
        if not table.filter_ref or table.area is None:
            continue
        bottoms = (table.area.bottom, table.area.bottom - table.totals)
        if area is None or area[:2] != table.area[:2] or area.right != table.area.right or area.bottom not in bottoms:
            yield Issue(_place(table), table.filter_ref, fields={"table": table.name, "ref": table.ref})
