"""`xltags import`."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xltags.cli.console import write_text
from xltags.cli.options import (
    AcceptLoss,
    AllowProtected,
    AsOf,
    Book,
    DropSignature,
    Engine,
    EngineOption,
    InPlace,
    Out,
    target_of,
    today,
    writing_of,
)
from xltags.core.errors import XltagsError

if TYPE_CHECKING:
    from rich.console import Console

    from xltags.books.importing.report import ImportReport

SHOWN = 5


def command(
    book: Book,
    sources: Annotated[
        list[Path],
        typer.Argument(metavar="SOURCE", help="Exports: CSV, .xlsx or Parquet files.", show_default=False),
    ],
    map: Annotated[
        Path | None,
        typer.Option(
            "--map", metavar="MAP.toml", help="How the exports fill the tables. Default: a guess.", show_default=False
        ),
    ] = None,
    write_map: Annotated[
        Path | None,
        typer.Option(
            metavar="MAP.toml",
            help="Write the guessed map, to be read and corrected. Without --out or --in-place nothing is imported.",
            show_default=False,
        ),
    ] = None,
    out: Out = None,
    in_place: InPlace = False,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="Print the report as JSON.")] = False,
    engine: Engine = EngineOption.surgical,
    accept_loss: AcceptLoss = False,
    drop_signature: DropSignature = False,
    allow_protected: AllowProtected = False,
    as_of: AsOf = None,
) -> None:
    """Bring exports of a CRM or of marketing tools into the workbook: rows are added or completed, nothing is erased.

    A map says which header fills which column, which texts mean nothing, how dates are written, and which values become
    tags. Without one it is guessed from headers and values; an incomplete guess stops. Rows that cannot be taken go to
    FILE.rejected.csv with the reason. Importing the same files twice changes nothing.
    """  # fmt: skip
    from xltags.batch.importing import import_into, write_guess
    from xltags.books.importing.map import read_map
    from xltags.cli.console import busy, output

    if map is not None and write_map is not None:
        raise XltagsError("--map and --write-map exclude each other; keep one of them")
    console = output()
    if write_map is not None:
        guess = write_guess(book, sources, write_map, as_of=today(as_of))
        if not as_json:
            console.print(f"[bold]{write_map}[/bold]  {guess}; read it, correct it, then import with --map {write_map}")
        if out is None and not in_place:
            return
    target = target_of(book, out, in_place=in_place)
    wanted = read_map(map) if map is not None else None
    writing = writing_of(
        engine, accept_loss=accept_loss, drop_signature=drop_signature, allow_protected=allow_protected
    )
    with busy("Importing"):
        report = import_into(book, sources, wanted, as_of=today(as_of), out=target, writing=writing)
    if as_json:
        write_text(json.dumps(report.as_record(), ensure_ascii=False, indent=1) + "\n", None)
        return
    show(report, console, target or book)


def show(report: "ImportReport", console: "Console", target: Path) -> None:
    """Print what an import did."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    table.add_column("Source", style="bold", overflow="fold")
    table.add_column("Table")
    for header in ("read", "added", "updated", "unchanged", "rejected", "blank rows"):
        table.add_column(header, justify="right")
    table.add_column("read as", style="dim", overflow="fold")
    for it in report.sources:
        counts = (it.read, it.added, it.updated, it.unchanged, it.rejected, it.blank_rows)
        table.add_row(Text(it.source), it.table, *(f"{count:,}" for count in counts), Text(it.how))
    console.print(table)
    for line in notes(report):
        console.print(line, markup=False)
    done = "written" if report.out else "nothing to change"
    console.print(f"[bold]{target}[/bold]  {done}")


def notes(report: "ImportReport") -> list[str]:
    """What a person should know beyond the counts, a line each."""
    lines = []
    for source in report.sources:
        lines += [f"{source.source}: {id}: {count:,} cells kept as text" for id, count in source.kept_as_text.items()]
        lines += [
            f"{source.source}: {count:,} rows have no partner in {it}" for it, count in source.without_partner.items()
        ]
        if not source.read:
            lines.append(f"{source.source}: has a header but no rows")
    if report.groups_added:
        lines.append(f"tag groups added: {', '.join(report.groups_added)}")
    if report.columns_added:
        lines.append(f"columns added to Customers: {', '.join(report.columns_added)}")
    lines += [f"tags added to {group}: {_few(labels)}" for group, labels in report.tags_added.items()]
    for group, unknown in report.unknown_tags.items():
        examples = _few(unknown.examples, unknown.values)
        lines.append(f"{group}: values that are no tags: {unknown.values:,} (in {unknown.cells:,} cells): {examples}")
    for name, columns in report.mapped.items():
        lines.append(f"{name}: guessed: " + ", ".join(f"{id} = {header}" for id, header in columns.items()))
    for name, headers in report.unmapped.items():
        lines.append(f"{name}: not imported: {_few(headers)}")
    if report.rejected_rows:
        lines += [f"rejected: {row.source} row {row.row}: {row.reason}" for row in report.rejected_rows[:SHOWN]]
        count = len(report.rejected_rows)
        rows = "row with all its" if count == 1 else "rows with all their"
        lines.append(f"{count:,} rejected {rows} cells: {report.rejected_file}")
    return lines


def _few(words: tuple[str, ...], count: int = 0) -> str:
    count = count or len(words)
    more = f" and {count - SHOWN:,} more" if count > SHOWN else ""
    return ", ".join(words[:SHOWN]) + more
