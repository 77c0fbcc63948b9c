"""What the entries of a map aim at: the table, the column, the group; what cannot be filled is refused."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xltags.books.headers import group_column
from xltags.books.importing.map import GroupMap, ImportMap, SourceMap
from xltags.books.importing.tags import group_of
from xltags.books.sheets import CUSTOMERS, table_spec, tables
from xltags.core.dataset import Dataset
from xltags.core.errors import XltagsError
from xltags.core.near_words import hint
from xltags.core.spec import ColumnSpec
from xltags.core.taxonomy import TagGroup, Taxonomy
from xltags.core.text import fold


@dataclass(frozen=True, slots=True)
class Targets:
    """The workbook with the groups that the map adds: where a column of the map leads."""

    dataset: Dataset
    groups: Mapping[str, TagGroup]
    new_groups: tuple[GroupMap, ...]
    add_tags: frozenset[str]

    def spec(self, source: SourceMap, column_id: str, place: str) -> ColumnSpec:
        """The declaration of a column that the map fills.

        Raises:
            XltagsError: MAP004 there is no such column, xltags fills it itself, or its group is not in use.
        """
        declared = table_spec(source.table).column(column_id)
        if declared is not None:
            if declared.filled_by == "xltags":
                raise XltagsError(
                    f"{place}: {source.table}.{column_id} is filled by xltags score; take it out of the map",
                    code="MAP004",
                )
            return declared
        group = self.groups.get(column_id) if source.table == CUSTOMERS else None
        if group is not None:
            if group.status != "active":
                raise XltagsError(
                    f"{place}: tag group {column_id!r} is {group.status}; set its status to active in TagGroups first",
                    code="MAP004",
                )
            return group_column(Taxonomy(groups=(group,)), column_id)
        foreign = self.dataset.table(source.table).columns.get(column_id)
        if foreign is not None:
            return foreign.spec or ColumnSpec(column_id)
        raise XltagsError(f"{place}: {self._unknown(source.table, column_id)}", code="MAP004")

    def _unknown(self, table_id: str, column_id: str) -> str:
        known = [column.id for column in table_spec(table_id).columns if column.filled_by == "person"]
        if table_id == CUSTOMERS:
            known += [group.group for group in self.groups.values() if group.status == "active"]
        add = "; a new tag group needs a [[group]]" if table_id == CUSTOMERS else ""
        return f"table {table_id} has no column {column_id!r}{nearest(column_id, known)}{add}"

    def many(self, source: SourceMap, column_id: str) -> bool:
        """Whether the column is a tag group of several values a cell."""
        group = self.groups.get(column_id) if source.table == CUSTOMERS else None
        return group is not None and group.many

    def column_id(self, table_id: str, column_id: str) -> str:
        """The id by which the table has the column: a foreign one may bear the name of a group that is new."""
        table = self.dataset.table(table_id)
        group = self.groups.get(column_id) if table_id == CUSTOMERS else None
        if column_id in table or group is None:
            return column_id
        names = {fold(name) for name in (group.group, group.label_en, group.label_zh, group.label_vi) if name}
        return next((id for id, column in table.columns.items() if fold(column.header) in names), column_id)


def resolve_targets(dataset: Dataset, wanted: ImportMap) -> Targets:
    """The targets of a map in a workbook.

    Raises:
        XltagsError: MAP004 a table is unknown or missing in the workbook, or a group is called like a column.
    """
    taxonomy = dataset.model.taxonomy
    new = tuple(group for group in wanted.group if taxonomy.group(group.group) is None)
    for group in new:
        if table_spec(CUSTOMERS).column(group.group) is not None:
            raise XltagsError(
                f"map, group {group.group}: Customers has a column of that id; choose another", code="MAP004"
            )
    _check_tables(dataset, (source.table for source in wanted.source))
    if new or any(group.add_tags for group in wanted.group):
        _check_tables(dataset, ("TagGroups", "Tags"))
    groups = {group.group: group for group in reversed(taxonomy.groups)} | {
        group.group: group_of(group) for group in new
    }
    add_tags = frozenset(group.group for group in wanted.group if group.add_tags)
    return Targets(dataset, groups, new, add_tags)


def _check_tables(dataset: Dataset, table_ids: Iterable[str]) -> None:
    for table_id in table_ids:
        if table_id not in tables():
            raise XltagsError(f"map: there is no table {table_id!r}{nearest(table_id, tables())}", code="MAP004")
        if table_id not in dataset.tables:
            raise XltagsError(
                f"{dataset.workbook}: has no sheet {table_id}; copy it from a workbook made by xltags new",
                code="MAP004",
            )
        if not dataset.tables[table_id].excel_table:
            raise XltagsError(
                f"{dataset.workbook}: sheet {dataset.tables[table_id].sheet} holds no Excel Table; select its "
                "cells and press Ctrl+T",
                code="MAP004",
            )


def nearest(word: str, known: Iterable[str]) -> str:
    """The hint of a message: the nearest known word, or all of them where none is near."""
    return f"; {hint(word, known, otherwise='it may be')}"
