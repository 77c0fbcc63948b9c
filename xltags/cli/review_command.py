"""`xltags review`."""

import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xltags.cli.check_command import SeverityOption, check_options
from xltags.cli.console import done_line, show, write_text
from xltags.cli.options import (
    AllowProtected,
    AsOf,
    Book,
    DropSignature,
    EngineOption,
    InPlace,
    Lang,
    Out,
    target_of,
    today,
    writing_of,
)
from xltags.core.errors import XltagsError

if TYPE_CHECKING:
    from rich.text import Text

    from xltags.batch.reviewing import Decision, Reviewed


def command(
    book: Book,
    out: Out = None,
    in_place: InPlace = False,
    quarter: Annotated[
        str,
        typer.Option(
            metavar="2026-Q3", help="The fiscal quarter. Default: the last one that was over.", show_default=False
        ),
    ] = "",
    baseline: Annotated[
        Path | None,
        typer.Option(
            metavar="OLD", help="Compare the mix of customers with this older workbook too.", show_default=False
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="Print the whole review as JSON.")] = False,
    export: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write the facts and the statements as CSV files.", show_default=False),
    ] = None,
    accept: Annotated[
        bool, typer.Option("--accept", metavar="", help="Put the proposed scorecard in force; needs --by and --reason.")
    ] = False,
    by: Annotated[str, typer.Option(metavar="WHO", help="With --accept: who decides.", show_default=False)] = "",
    reason: Annotated[str, typer.Option(metavar="TEXT", help="With --accept: why.", show_default=False)] = "",
    fail_on: Annotated[
        SeverityOption, typer.Option(help="Exit with 1 if there is a finding of this severity or worse.")
    ] = SeverityOption.error,
    lang: Lang = None,
    drop_signature: DropSignature = False,
    allow_protected: AllowProtected = False,
    as_of: AsOf = None,
) -> int:
    """Review the ideal customer profile once a quarter, by the outcomes: tiers, points, tags, drift, a new scorecard.

    Prints what the outcomes (won, lost, renewed, churned) say, and what they are too few to say; nothing is changed.
    With --out or --in-place the review stands on two sheets: Rpt_IcpReview, and Rpt_IcpScorecard with today's points,
    the win rates and a proposed scorecard side by side. Tables that people fill stay as they are.

    --accept puts the proposal in force: Indicators, Bands and Tiers are replaced, the old ones kept on sheets of their
    own, and IcpVersions gets a row. `xltags undo` takes it back. How every figure is worked out: docs/review.md.
    """
    from xltags.batch.checking import worst
    from xltags.batch.export import export_reports
    from xltags.batch.reviewing import ReviewWish, exported, review_only, review_workbook
    from xltags.render.review_view import findings_result, review_record, review_view

    writing = writing_of(
        EngineOption.surgical, accept_loss=False, drop_signature=drop_signature, allow_protected=allow_protected
    )
    options = check_options(as_of=today(as_of), lang=lang, select=None, ignore=None, writing=writing)
    writes = out is not None or in_place
    wish = ReviewWish(quarter, baseline, decision_of(by, reason, accept=accept, writes=writes))
    target = target_of(book, out, in_place=in_place) if writes else None
    made = review_workbook(book, wish, options, out=target) if writes else review_only(book, wish, options)
    if as_json:
        write_text(json.dumps(review_record(made, book), ensure_ascii=False, indent=1) + "\n", None)
    else:
        show(review_view(made, book))
    done = [done_line(target or book, line) for line in written_lines(made)] if writes else [hint(book)]
    if export is not None:
        files = export_reports(exported(made), export)
        done.append(done_line(export, f"wrote {len(files)} CSV files"))
    if not as_json and done:
        show(*done)
    return worst([findings_result(made.findings, book)], fail_on.value)


def decision_of(by: str, reason: str, *, accept: bool, writes: bool) -> "Decision | None":
    """The decision to put a proposal in force; None where it was not taken.

    Raises:
        XltagsError: it lacks a name, a reason, or a place to write to; or there are those without it.
    """
    from xltags.batch.reviewing import Decision

    if not accept:
        if by or reason:
            raise XltagsError("--by and --reason go with --accept")
        return None
    if not (by.strip() and reason.strip()):
        raise XltagsError("--accept needs --by WHO and --reason TEXT; both stand in IcpVersions")
    if not writes:
        raise XltagsError("--accept changes the scorecard; say where the result goes: --out FILE or --in-place")
    return Decision(by.strip(), reason.strip())


def hint(book: Path) -> "Text":
    """How to have in the workbook what was printed."""
    from rich.text import Text

    return Text(f"In the workbook: xltags review {shlex.quote(str(book))} --in-place", style="dim")


def written_lines(made: "Reviewed") -> list[str]:
    """What was written, and what to do next."""
    from xltags.books.acceptance_edits import kept_name

    lines = ["review on the sheets Rpt_IcpReview and Rpt_IcpScorecard", *made.remarks]
    if made.version:
        lines.append(
            f"scorecard {made.version} is in force; the one before is on the sheet {kept_name(made.version)!r}. "
            "Score the customers anew: xltags score"
        )
    return lines
