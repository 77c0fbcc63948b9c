"""`xltags fix`."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

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
    Out,
    target_of,
    today,
    writing_of,
)
from xltags.core.spelling_difference import describe_difference
from xltags.core.values import as_text

if TYPE_CHECKING:
    from xltags.core.fixes import Fix

SHOWN = 20


def command(
    book: Book,
    out: Out = None,
    in_place: InPlace = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", metavar="", help="List the corrections; nothing is written.")
    ] = False,
    engine: Engine = EngineOption.surgical,
    accept_loss: AcceptLoss = False,
    drop_signature: DropSignature = False,
    allow_protected: AllowProtected = False,
    as_of: AsOf = None,
) -> None:
    """Correct what is safe: spelling, other languages' labels, synonyms, successors of retired tags.

    Never a guess: a value that is only similar to a tag stays, and `xltags check` suggests the tag.
    """
    from xltags.batch.fixing import fix_workbook, fixes_of

    writing = writing_of(
        engine, accept_loss=accept_loss, drop_signature=drop_signature, allow_protected=allow_protected
    )
    options = check_options(as_of=today(as_of), lang=None, select=None, ignore=None, writing=writing)
    target = None if dry_run else target_of(book, out, in_place=in_place)
    fixed = fixes_of(book, options) if dry_run else fix_workbook(book, options, out=target)
    fixes = fixed.fixes
    shown = fixes if dry_run else fixes[:SHOWN]
    lines = [_line(fix) for fix in shown]
    if len(fixes) > len(shown):
        lines.append(Text(f"... and {len(fixes) - len(shown):,} more", style="dim"))
    verb = "would correct" if dry_run else "corrected"
    where = book if dry_run else target or book
    lines.append(done_line(where, f"{verb} {len(fixes):,} {'cell' if len(fixes) == 1 else 'cells'}"))
    if fixed.in_formulas:
        lines.append(Text(f"{fixed.in_formulas:,} more stand in columns of formulas; correct what the formulas read"))
    show(*lines)


def _line(fix: "Fix") -> "Text":
    """A correction in quotation marks, so that blanks can be seen, and what differs where the eye may miss it."""
    old, new = as_text(fix.old), as_text(fix.new)
    difference = describe_difference(old, new)
    why = f"{fix.code}: {difference.text()}" if difference else fix.code
    return Text.assemble((f"{fix.sheet}!{fix.cell}", "dim"), f"  {old!r} -> {new!r}  ({why})")
