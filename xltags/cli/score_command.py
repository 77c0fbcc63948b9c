"""`xltags score`."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from xltags.cli.check_command import check_options
from xltags.cli.console import done_line, show, write_text
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
    Out,
    OverwriteFormulas,
    target_of,
    today,
    writing_of,
)

if TYPE_CHECKING:
    from xltags.core.scoring import Scores


def command(
    book: Book,
    out: Out = None,
    in_place: InPlace = False,
    as_json: Annotated[
        bool,
        typer.Option(
            "--json", metavar="", help="Print the scores as JSON; without --out or --in-place nothing is written."
        ),
    ] = False,
    lang: Lang = None,
    engine: Engine = EngineOption.surgical,
    accept_loss: AcceptLoss = False,
    drop_signature: DropSignature = False,
    allow_protected: AllowProtected = False,
    overwrite_formulas: OverwriteFormulas = False,
    as_of: AsOf = None,
) -> None:
    """Score every customer into tier A, B, C or D: with reasons, the range while facts are unknown, and what to ask.

    Fills the columns ICP score, tier, range, reasons, ask next and tag issues of Customers. The formulas of a
    workbook that calculates itself stay and show these results; other formulas there are left alone, and counted.
    """
    from xltags.batch.scoring import score_only, score_workbook

    remarks: tuple[str, ...] = ()
    if as_json and out is None and not in_place:
        _, scores = score_only(book, as_of=today(as_of))
    else:
        target = target_of(book, out, in_place=in_place)
        writing = writing_of(
            engine,
            accept_loss=accept_loss,
            drop_signature=drop_signature,
            allow_protected=allow_protected,
            overwrite_formulas=overwrite_formulas,
        )
        options = check_options(as_of=today(as_of), lang=lang, select=None, ignore=None, writing=writing)
        judged = score_workbook(book, options, out=target)
        scores, remarks = judged.scores, judged.remarks
    if as_json:
        write_text(json.dumps(score_records(scores), ensure_ascii=False, indent=1) + "\n", None)
    else:
        show(done_line(target or book, f"scored {len(scores.customer_ids):,} customers: {tier_line(scores)}"), *remarks)


def tier_line(scores: "Scores") -> str:
    """How many customers are in each tier, in words."""
    tiers = scores.tiers()
    return ", ".join(f"{tiers.count(tier):,} {tier}" for tier in ("A", "B", "C", "D"))


def score_records(scores: "Scores") -> dict[str, list[dict[str, object]]]:
    """The scores as the documented JSON."""
    tiers, ranges, asks, points = scores.tiers(), scores.ranges(), scores.ask_next_ids(), scores.points.tolist()
    return {
        "customers": [
            {
                "customer_id": id,
                "score": _plain(points[index]),
                "tier": tiers[index],
                "range": ranges[index],
                "ask_next": asks[index],
                "why": [
                    {"indicator": part.indicator, "value": part.value, "points": _plain(part.points)}
                    for part in scores.why(index)
                ],
            }
            for index, id in enumerate(scores.customer_ids)
        ]
    }


def _plain(points: float) -> float | int:
    """Whole points without a decimal point, as in the cells."""
    return int(points) if points.is_integer() else points
