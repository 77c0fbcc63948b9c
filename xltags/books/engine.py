"""Which way a plan is written: surgically, or through openpyxl where a person asked for that."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from xltags.books.package import Package
from xltags.core.errors import WorkbookError

if TYPE_CHECKING:
    from xltags.books.edits import Edit, WriteResult

Engine = Literal["surgical", "openpyxl"]
Pivots = Literal["none", "plain", "slicers"]


@dataclass(frozen=True, slots=True)
class Writing:
    """How a workbook is written.

    Attributes:
        engine: `openpyxl` is used only where the surgical writer refuses the workbook; where it does not, nothing need
            be lost.
        accept_loss: let openpyxl lose what it does not know; otherwise it is listed and stops the write.
        drop_signature: take a digital signature out, which any change makes invalid; otherwise it stops the write.
        allow_protected: write into locked cells of protected sheets, and add sheets to protected workbooks.
        overwrite_formulas: replace formulas in columns that xltags fills; otherwise they are left and counted.
        pivots: whether report sheets get a PivotTable beside them, and whether that gets slicers.
        keep_backups: how many dated copies of a workbook changed in place are kept; 0 keeps none.
    """

    engine: Engine = "surgical"
    accept_loss: bool = False
    drop_signature: bool = False
    allow_protected: bool = False
    overwrite_formulas: bool = False
    pivots: Pivots = "plain"
    keep_backups: int = 5


def write_plan(
    package: Package,
    plan: "Sequence[Edit]",
    out: Path | None,
    writing: Writing,
    *,
    clock: Callable[[], datetime] = datetime.now,
) -> "WriteResult":
    """Carries out a plan and puts the result at `out`, or in place of the workbook where that is None.

    Raises:
        WorkbookError: as `write_workbook` and `write_with_openpyxl`.
    """
    from xltags.books.surgery import write_workbook  # who only reads does not pay for the writer

    try:
        return write_workbook(
            package,
            plan,
            out,
            backup=writing.keep_backups > 0,
            keep_backups=writing.keep_backups,
            drop_signature=writing.drop_signature,
            allow_protected=writing.allow_protected,
            clock=clock,
        )
    except WorkbookError as error:
        if writing.engine != "openpyxl" or error.code != "FILE006":
            raise
    from xltags.books.openpyxl_engine import write_with_openpyxl

    return write_with_openpyxl(
        package,
        plan,
        out,
        accept_loss=writing.accept_loss,
        keep_backups=writing.keep_backups,
        allow_protected=writing.allow_protected,
        clock=clock,
    )
