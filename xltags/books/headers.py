"""Which declared column a header means: its id, its text in any language, a team's alias, a tag group's label."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from xltags.core.spec import ColumnSpec, TableSpec
from xltags.core.text import fold

if TYPE_CHECKING:
    from xltags.core.taxonomy import Taxonomy

# Headers of workbooks made before these columns were renamed, by table and column id.
FORMER = {
    ("TagGroups", "family"): "Họ nhóm",
    ("TagGroups", "judged_by"): "Vai trò được gắn",
    ("Tags", "origin"): "Xuất xứ",
    ("IcpVersions", "fingerprint"): "Dấu kiểm",
}


def column_names(spec: TableSpec, aliases: Mapping[str, str]) -> dict[str, ColumnSpec]:
    """The declared columns of a table by folded header."""
    names: dict[str, ColumnSpec] = {}
    for column in spec.columns:
        for name in (column.id, *column.headers.values()):
            names.setdefault(fold(name), column)
    for column in spec.columns:
        former = FORMER.get((spec.id, column.id))
        if former:
            names.setdefault(fold(former), column)
    for header, target in aliases.items():
        table_id, _, column_id = target.partition(".")
        aimed = spec.column(column_id) if table_id == spec.id else None
        if aimed is not None:
            names.setdefault(header, aimed)
    return names


def group_columns(taxonomy: "Taxonomy", aliases: Mapping[str, str]) -> dict[str, ColumnSpec]:
    """The tag groups' columns of `Customers` by folded header; reserved and retired groups too, for reading."""
    names: dict[str, ColumnSpec] = {}
    specs = {group.group: group_column(taxonomy, group.group) for group in taxonomy.groups}
    for group in taxonomy.groups:
        for name in (group.group, group.label_en, group.label_zh, group.label_vi):
            if name:
                names.setdefault(fold(name), specs[group.group])
    for header, target in aliases.items():
        _, _, column_id = target.partition(".")
        if column_id in specs:
            names.setdefault(header, specs[column_id])
    return names


def group_column(taxonomy: "Taxonomy", group_id: str) -> ColumnSpec:
    """A tag group as a column of `Customers`."""
    group = taxonomy.group(group_id)
    if group is None:
        return ColumnSpec(group_id, "tag")
    headers = {"en": group.label_en or group_id, "zh": group.label("zh"), "vi": group.label("vi")}
    return ColumnSpec(group_id, "tag", headers=headers, required=group.required, width=18)  # type: ignore[arg-type]  # keys are languages


def identify(headers: Iterable[str], names: Mapping[str, ColumnSpec]) -> list[ColumnSpec | None]:
    """The declared column that each header means; None for a foreign one."""
    return [names.get(fold(header)) for header in headers]
