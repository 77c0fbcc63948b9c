"""Options of commands that change many workbooks in one run, and where their results go."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xltags.core.errors import XltagsError

if TYPE_CHECKING:
    from xltags.batch.migrating import Migrated, MigrationOptions, Work

DryRun = Annotated[
    bool, typer.Option("--dry-run", metavar="", help="Say what would change and what speaks against it; write nothing.")
]
OutDir = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Write the results there; the workbooks stay as they are.", show_default=False),
]
AllInPlace = Annotated[
    bool, typer.Option("--in-place", metavar="", help="Change the workbooks themselves; an undo file is kept.")
]
UndoFile = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Where --in-place keeps the workbooks as they were.", show_default=False),
]
By = Annotated[
    str, typer.Option("--by", metavar="NAME", help="Who is named in FollowUps for changed tags.", show_default=False)
]
AsJson = Annotated[bool, typer.Option("--json", metavar="", help="Print the result as JSON.")]
Jobs = Annotated[int, typer.Option("--jobs", min=1, metavar="N", help="Workbooks worked on side by side.")]


def require_one_way(*, dry_run: bool, in_place: bool, out_dir: Path | None, undo_file: Path | None) -> None:
    """Refuses calls that do not say, or say twice, where results go.

    Raises:
        XltagsError: none or several of `--dry-run`, `--in-place`, `--out-dir`; an undo file without `--in-place`.
    """
    ways = [dry_run, in_place, out_dir is not None]
    if sum(ways) != 1:
        verb = "say one of" if not any(ways) else "keep one of"
        raise XltagsError(f"{verb} --dry-run, --in-place (an undo file is kept) and --out-dir DIR")
    if undo_file is not None and not in_place:
        raise XltagsError("--undo-file goes with --in-place; otherwise nothing is changed that could be undone")


def carry_out(
    paths: list[Path],
    work: "Work",
    options: "MigrationOptions",
    *,
    name: str,
    dry_run: bool,
    out_dir: Path | None,
    undo_file: Path,
    jobs: int,
) -> "list[Migrated]":
    """Carry out work on the workbooks that paths mean, the way that the call asks for."""
    from xltags.batch.migrating import change_many, preview_many, write_many
    from xltags.batch.paths import workbook_paths
    from xltags.cli.console import tracked

    books = workbook_paths(paths, apart_from=out_dir)
    if dry_run:
        found = preview_many(books, work, options, jobs=jobs)
    elif out_dir is not None:
        found = write_many(books, work, options, out_dir=out_dir, jobs=jobs)
    else:
        found = change_many(books, work, options, name=name, undo_file=undo_file, jobs=jobs)
    return list(tracked(found, total=len(books), label="Working"))


def undo_file_for(given: Path | None, folder: Path, name: str) -> Path:
    """The undo file: the given one, or one named after the run and the moment."""
    from xltags.batch.migrating import undo_name

    return given or undo_name(folder, name, datetime.now())


def tell(
    name: str,
    results: "list[Migrated]",
    *,
    dry_run: bool,
    as_json: bool,
    details: bool,
    per_step: bool,
    undo_file: Path,
) -> int:
    """Print what was done, with the undo file where one was made; returns the exit code."""
    from xltags.batch.migrating import worst_of
    from xltags.cli.console import done_line, show, write_text
    from xltags.render.as_migration import migration_view, render_migration

    if as_json:
        write_text(render_migration(name, results, dry_run=dry_run), None)
        return worst_of(results)
    show(migration_view(results, dry_run=dry_run, details=details, per_step=per_step))
    if any(result.undo for result in results):
        show(done_line(undo_file, f"keeps the workbooks as they were; undo with xltags migrate --undo '{undo_file}'"))
    return worst_of(results)
