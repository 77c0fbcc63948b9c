"""`xltags snapshot`."""

from xltags.cli.many_options import AsJson, By, DryRun
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

SHOWN = 20


def command(
    book: Book,
    out: Out = None,
    in_place: InPlace = False,
    dry_run: DryRun = False,
    by: By = "",
    as_json: AsJson = False,
    drop_signature: DropSignature = False,
    allow_protected: AllowProtected = False,
    as_of: AsOf = None,
) -> None:
    """Log which customers' tags changed since the last snapshot in FollowUps, and keep a new snapshot.

    The snapshot stays in the workbook, on a sheet that Excel does not show, so that it travels with the file. Changes
    that somebody logged already are not logged again; another spelling of a tag is no change. The first snapshot logs
    nothing: run it once now, then every week.
    """
    import json
    from dataclasses import asdict

    from rich.text import Text

    from xltags.batch.snapshotting import snapshot_workbook
    from xltags.cli.console import done_line, show, write_text

    target = None if dry_run else target_of(book, out, in_place=in_place)
    writing = writing_of(
        EngineOption.surgical, accept_loss=False, drop_signature=drop_signature, allow_protected=allow_protected
    )
    taken = snapshot_workbook(book, as_of=today(as_of), out=target, write=not dry_run, by=by, writing=writing)
    if as_json:
        record = asdict(taken) | {"since": taken.since.isoformat() if taken.since else None}
        write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", None)
        return
    shown = taken.changes if dry_run else taken.changes[:SHOWN]
    lines = [Text(f"{it.customer_id}  {it.group}: {it.from_tag!r} -> {it.to_tag!r}") for it in shown]
    if len(taken.changes) > len(shown):
        lines.append(Text(f"... and {len(taken.changes) - len(shown):,} more", style="dim"))
    verb = "would keep" if dry_run else "keeps"
    where = target or book
    if taken.since is None:
        lines.append(
            done_line(where, f"{verb} the tags of {taken.customers:,} customers; the next snapshot logs changes")
        )
    else:
        logged = "would be logged" if dry_run else "logged in FollowUps"
        lines.append(
            done_line(
                where,
                f"{len(taken.changes):,} changes since {taken.since} {logged}; {taken.new:,} new customers; {verb} the "
                f"tags of {taken.customers:,}",
            )
        )
    if taken.nameless:
        nameless = "1 customer has" if taken.nameless == 1 else f"{taken.nameless:,} customers have"
        lines.append(Text(f"{nameless} no id, so no changes of theirs can be logged"))
    show(*lines)
