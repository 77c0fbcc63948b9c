"""Everything a workbook says, ready to be checked, scored and reported."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from pydantic import BaseModel, ConfigDict

from xltags.core.customers import Customers
from xltags.core.lookup import TagIndex
from xltags.core.scorecard import Scorecard
from xltags.core.settings import Settings
from xltags.core.strategy import Strategy
from xltags.core.structure_fault import StructureFault
from xltags.core.table import Table, make_table
from xltags.core.taxonomy import Taxonomy


class Model(BaseModel):
    """What the workbook's owner decided: settings, taxonomy, scorecard and plan."""

    model_config = ConfigDict(frozen=True)

    settings: Settings = Settings()
    taxonomy: Taxonomy = Taxonomy()
    scorecard: Scorecard = Scorecard()
    strategy: Strategy = Strategy()


@dataclass(frozen=True, slots=True)
class Dataset:
    """One workbook. `tables` is by table id and holds those that were found; `as_of` is today for every rule."""

    workbook: str
    model: Model
    tables: Mapping[str, Table]
    customers: Customers
    index: TagIndex
    as_of: date
    structure: tuple[StructureFault, ...] = field(default=())
    made: dict[object, object] = field(init=False, repr=False, compare=False, default_factory=dict)  # see `once`

    def table(self, table_id: str) -> Table:
        """The table with this id; an empty one where the workbook has none."""
        found = self.tables.get(table_id)
        return make_table(table_id, {}) if found is None else found  # not `or`: a table without records is falsy
