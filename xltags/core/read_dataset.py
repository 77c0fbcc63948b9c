"""From tables to a dataset: the model, and the customers with every tag looked up."""

from collections.abc import Mapping
from datetime import date

from xltags.core.customers import Customers, match_column
from xltags.core.dataset import Dataset
from xltags.core.read_model import read_model_and_index
from xltags.core.structure_fault import StructureFault
from xltags.core.table import Table, make_table


def read_dataset(
    tables: Mapping[str, Table], *, as_of: date, structure: tuple[StructureFault, ...] = (), workbook: str = ""
) -> Dataset:
    """The dataset of a workbook's tables, by table id.

    Args:
        as_of: today for every rule.
        structure: faults of structure that reading met.
        workbook: how messages call the workbook.
    """
    model, index = read_model_and_index(tables)
    table = tables["Customers"] if "Customers" in tables else make_table("Customers", {})  # one without rows is falsy
    tags = {
        group.group: match_column(table.columns[group.group], group, index, model.taxonomy)
        for group in model.taxonomy.active_groups()
        if group.group in table
    }
    return Dataset(workbook, model, tables, Customers(table, tags), index, as_of, structure)
