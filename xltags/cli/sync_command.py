"""`xltags sync`."""

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


def command(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH", help="Workbooks, or folders of workbooks.", show_default=False)
    ],
    taxonomy: Annotated[
        Path, typer.Option(metavar="MASTER.xlsx", help="The workbook whose taxonomy counts.", show_default=False)
    ],
    base: Annotated[
        Path | None,
        typer.Option(
            metavar="OLD.xlsx",
            help="The master as it was, for workbooks that were never synced.",
            show_default=False,
        ),
    ] = None,
    dry_run: DryRun = False,
    in_place: AllInPlace = False,
    out_dir: OutDir = None,
    undo_file: UndoFile = None,
    details: Annotated[bool, typer.Option("--details", metavar="", help="Show the steps of every workbook.")] = False,
    as_json: AsJson = False,
    by: By = "",
    jobs: Jobs = 1,
    drop_signature: DropSignature = False,
    allow_protected: AllowProtected = False,
    as_of: AsOf = None,
) -> int:
    """Bring workbooks to a master taxonomy: what changed there comes in, what changed here stays.

    Each workbook remembers the master of its last sync, so the two sides are told apart: tags that only the workbook
    has become rows of TagRequests; what both sides changed is a conflict and stays as it is here. Retired and renamed
    tags take their customers, rules and filters with them. Syncing twice changes nothing more.

    Exit code 1 means conflicts or a refused workbook, 2 that one could not be read or written.
    """
    require_one_way(dry_run=dry_run, in_place=in_place, out_dir=out_dir, undo_file=undo_file)
    from xltags.batch.migrating import MigrationOptions
    from xltags.batch.syncing import sync_work

    writing = writing_of(
        EngineOption.surgical, accept_loss=False, drop_signature=drop_signature, allow_protected=allow_protected
    )
    options = MigrationOptions(today(as_of), by, writing)
    work = sync_work(taxonomy, options, base=base)
    kept = undo_file_for(undo_file, taxonomy.parent, f"sync {taxonomy.stem}")
    name = f"sync with {taxonomy.name}"
    results = carry_out(paths, work, options, name=name, dry_run=dry_run, out_dir=out_dir, undo_file=kept, jobs=jobs)
    return tell(name, results, dry_run=dry_run, as_json=as_json, details=details, per_step=False, undo_file=kept)
