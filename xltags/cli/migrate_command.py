"""`xltags migrate`."""

from pathlib import Path
from typing import Annotated

import typer

from xltags.cli.many_options import (
    AllInPlace,
    AsJson,
    By,
    DryRun,
    Jobs,
    OutDir,
    UndoFile,
    carry_out,
    require_one_way,
    tell,
    undo_file_for,
)
from xltags.cli.options import AllowProtected, AsOf, DropSignature, EngineOption, today, writing_of
from xltags.core.errors import XltagsError


def command(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH", help="Workbooks, or folders of workbooks.", show_default=False),
    ] = None,
    plan: Annotated[
        Path | None,
        typer.Option(metavar="PLAN.toml", help="The steps; docs/migration.md shows all of them.", show_default=False),
    ] = None,
    dry_run: DryRun = False,
    in_place: AllInPlace = False,
    out_dir: OutDir = None,
    undo_file: UndoFile = None,
    undo: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Put the workbooks of a run back, byte for byte.", show_default=False),
    ] = None,
    details: Annotated[bool, typer.Option("--details", metavar="", help="Show the steps of every workbook.")] = False,
    as_json: AsJson = False,
    by: By = "",
    jobs: Jobs = 1,
    drop_signature: DropSignature = False,
    allow_protected: AllowProtected = False,
    as_of: AsOf = None,
) -> int:
    """Rename, merge, split, move and retire tags and tag groups in many workbooks, as a plan says.

    Tags, customers, bands, plan, filters, spend and requests change together; the log keeps the old names and gets a
    row for every customer whose tags changed. A workbook that something speaks against is refused as a whole, with
    the reasons, and never stops the others. A plan works once: the workbook remembers it.

    Exit code 1 means that a workbook was refused, 2 that one could not be read or written.
    """
    if undo is not None:
        if paths or plan is not None:
            raise XltagsError("--undo takes no workbooks and no plan; the undo file names the workbooks")
        return _undo(undo)
    if plan is None or not paths:
        raise XltagsError("say the workbooks and --plan PLAN.toml, or --undo FILE")
    require_one_way(dry_run=dry_run, in_place=in_place, out_dir=out_dir, undo_file=undo_file)
    from xltags.batch.migrating import MigrationOptions, plan_work, read_plan

    wanted = read_plan(plan)
    writing = writing_of(
        EngineOption.surgical, accept_loss=False, drop_signature=drop_signature, allow_protected=allow_protected
    )
    options = MigrationOptions(today(as_of), by, writing)
    kept = undo_file_for(undo_file, plan.parent, plan.stem)
    work = plan_work(wanted, options)
    results = carry_out(
        paths, work, options, name=wanted.name, dry_run=dry_run, out_dir=out_dir, undo_file=kept, jobs=jobs
    )
    return tell(wanted.name, results, dry_run=dry_run, as_json=as_json, details=details, per_step=True, undo_file=kept)


def _undo(package: Path) -> int:
    from xltags.batch.migrating import undo_run
    from xltags.cli.console import done_line, show

    words = {"restored": "is as it was before the run", "already": "was as before the run already"}
    results = list(undo_run(package))
    show(*(done_line(it.path, words.get(it.state) or it.error.removeprefix(f"{it.path}: ")) for it in results))
    return 2 if any(it.error for it in results) else 0
