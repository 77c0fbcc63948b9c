"""`xltags run`."""

from pathlib import Path
from typing import Annotated

import typer

from xltags.cli.check_command import SeverityOption, check_options
from xltags.cli.options import (
    AllowProtected,
    AsOf,
    DropSignature,
    EngineOption,
    Lang,
    NoPivots,
    OverwriteFormulas,
    Slicers,
    pivots_of,
    today,
    writing_of,
)


def command(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH", help="Workbooks, or folders of workbooks.", show_default=False)
    ],
    out_dir: Annotated[Path, typer.Option(metavar="DIR", help="Where the finished workbooks go.", show_default=False)],
    fail_on: Annotated[
        SeverityOption, typer.Option(help="Exit with 1 if there is a finding of this severity or worse.")
    ] = SeverityOption.error,
    jobs: Annotated[int, typer.Option(min=1, metavar="N", help="Workbooks worked on side by side.")] = 1,
    no_pivots: NoPivots = False,
    slicers: Slicers = False,
    lang: Lang = None,
    drop_signature: DropSignature = False,
    allow_protected: AllowProtected = False,
    overwrite_formulas: OverwriteFormulas = False,
    as_of: AsOf = None,
) -> int:
    """Check, score and report many workbooks. The originals stay as they are; one bad workbook never stops the rest."""
    from xltags.batch.checking import worst
    from xltags.batch.paths import workbook_paths
    from xltags.batch.running import run_many
    from xltags.cli.console import done_line, show, tracked
    from xltags.render.as_text import results_view

    writing = writing_of(
        EngineOption.surgical,
        accept_loss=False,
        drop_signature=drop_signature,
        allow_protected=allow_protected,
        overwrite_formulas=overwrite_formulas,
        pivots=pivots_of(no_pivots=no_pivots, slicers=slicers),
    )
    options = check_options(as_of=today(as_of), lang=lang, select=None, ignore=None, writing=writing)
    books = workbook_paths(paths, apart_from=out_dir)
    results = list(tracked(run_many(books, options, out_dir=out_dir, jobs=jobs), total=len(books), label="Working"))
    done = sum(result.status != "unreadable" for result in results)
    remarks = [done_line(result.path, remark) for result in results for remark in result.remarks]
    show(results_view(results), *remarks, done_line(out_dir, f"{done} of {len(results)} workbooks written"))
    return worst(results, fail_on.value)
