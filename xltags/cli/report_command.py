"""`xltags report`."""

from pathlib import Path
from typing import Annotated

import typer

from xltags.cli.check_command import check_options
from xltags.cli.console import done_line, show
from xltags.cli.options import (
    AcceptLoss,
    AllowProtected,
    AsOf,
    Book,
    DropSignature,
    Engine,
    EngineOption,
    InPlace,
    Lang,
    NoPivots,
    Out,
    Slicers,
    pivots_of,
    target_of,
    today,
    writing_of,
)


def command(
    book: Book,
    out: Out = None,
    in_place: InPlace = False,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="NAMES", help="Only these reports, such as purity,channels.", show_default=False),
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Write every report as CSV: DIR/<name>.csv, DIR/<name>_summary.csv.", show_default=False
        ),
    ] = None,
    no_pivots: NoPivots = False,
    slicers: Slicers = False,
    lang: Lang = None,
    engine: Engine = EngineOption.surgical,
    accept_loss: AcceptLoss = False,
    drop_signature: DropSignature = False,
    allow_protected: AllowProtected = False,
    as_of: AsOf = None,
) -> None:
    """Fill the report sheets: purity, channels, funnel, handoff and more, each as Excel Tables fit for a pivot.

    With --export alone the workbook is not touched.
    """
    from xltags.batch.export import export_reports
    from xltags.batch.scoring import report_workbook, reports_only

    names = [name.strip() for option in only or () for name in option.split(",") if name.strip()]
    writing = writing_of(
        engine,
        accept_loss=accept_loss,
        drop_signature=drop_signature,
        allow_protected=allow_protected,
        pivots=pivots_of(no_pivots=no_pivots, slicers=slicers),
    )
    options = check_options(as_of=today(as_of), lang=lang, select=None, ignore=None, writing=writing)
    if export is not None and out is None and not in_place:
        reports = reports_only(book, options, only=names)
    else:
        target = target_of(book, out, in_place=in_place)
        judged, reports = report_workbook(book, options, out=target, only=names)
        sheets = "1 report sheet" if len(reports) == 1 else f"{len(reports)} report sheets"
        show(done_line(target or book, f"filled {sheets}"), *judged.remarks)
    if export is not None:
        written = export_reports(reports, export)
        show(done_line(export, f"wrote {len(written)} CSV files"))
