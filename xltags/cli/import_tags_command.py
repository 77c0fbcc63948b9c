"""`xltags import-tags`."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xltags.cli.export_tags_command import Format
from xltags.cli.options import (
    AllowProtected,
    AsOf,
    Book,
    DropSignature,
    EngineOption,
    InPlace,
    Out,
    target_of,
    today,
    writing_of,
)

if TYPE_CHECKING:
    from xltags.books.exchange.merge import Merged

SHOWN = 8


def command(
    book: Book,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What the other program wrote.", show_default=False)],
    format: Format = None,
    out: Out = None,
    in_place: InPlace = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", metavar="", help="Say what would change; write nothing.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="Print what changes as JSON.")] = False,
    drop_signature: DropSignature = False,
    allow_protected: AllowProtected = False,
    as_of: AsOf = None,
) -> None:
    """Take tag groups and tags from WeCom's customer tags, a SKOS vocabulary, or CSV into the taxonomy.

    Known groups and tags are completed, others are added, nothing is erased; a new group gets its column in Customers.
    A renamed tag keeps its old label as a synonym, and `xltags fix` then corrects the cells. Taking the same file
    twice changes nothing.
    """
    from rich.text import Text

    from xltags.batch.exchanging import format_of, import_tags
    from xltags.cli.console import done_line, show, write_text

    chosen = format_of(file, format.value if format else None)
    target = None if dry_run else target_of(book, out, in_place=in_place)
    writing = writing_of(
        EngineOption.surgical, accept_loss=False, drop_signature=drop_signature, allow_protected=allow_protected
    )
    merged = import_tags(book, file, format=chosen, as_of=today(as_of), out=target, writing=writing, dry_run=dry_run)
    if as_json:
        write_text(json.dumps(as_record(merged), ensure_ascii=False, indent=1) + "\n", None)
        return
    for line in lines_of(merged):
        show(Text(line))
    done = "would change" if dry_run and merged.edits else "written" if merged.edits else "nothing to change"
    show(done_line(target or book, done))


def as_record(merged: "Merged") -> dict[str, object]:
    """What changes, as plain values."""
    return {
        "groups_added": list(merged.groups_added),
        "groups_changed": merged.groups_changed,
        "tags_added": {group: list(labels) for group, labels in merged.tags_added.items()},
        "tags_changed": merged.tags_changed,
        "renamed": [{"group": group, "from": old, "to": new} for group, old, new in merged.renamed],
        "labels_left": [{"group": group, "here": here, "there": there} for group, here, there in merged.labels_left],
        "columns_added": list(merged.columns_added),
    }


def lines_of(merged: "Merged") -> list[str]:
    """What changes, a line each."""
    lines = []
    if merged.groups_added:
        lines.append(f"tag groups added: {_few(merged.groups_added)}")
    if merged.columns_added:
        lines.append(f"columns added to Customers: {_few(merged.columns_added)}")
    lines += [f"tags added to {group}: {_few(labels)}" for group, labels in merged.tags_added.items()]
    if merged.groups_changed or merged.tags_changed:
        lines.append(f"completed: {merged.groups_changed:,} groups, {merged.tags_changed:,} tags")
    lines += [
        f"renamed in {group}: {old} is now {new}; the old label is a synonym" for group, old, new in merged.renamed
    ]
    lines += [
        f"{group} stays {here!r}, though the file calls it {there!r}: the label heads a column of Customers"
        for group, here, there in merged.labels_left
    ]
    return lines


def _few(words: tuple[str, ...]) -> str:
    more = f" and {len(words) - SHOWN:,} more" if len(words) > SHOWN else ""
    return ", ".join(words[:SHOWN]) + more
