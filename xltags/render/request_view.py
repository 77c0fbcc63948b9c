"""Tag requests for people at a terminal and for programs."""

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from xltags.batch.requesting import Requests
from xltags.core.request_reasons import Verdict
from xltags.core.tag_requests import JudgedRequest
from xltags.core.verdict_words import VERDICTS

COLOURS: dict[Verdict, str] = {"accept": "bold green", "reject": "bold red", "ask": "yellow"}


def requests_view(found: Requests, *, all: bool = False) -> RenderableType:
    """The open requests (every one with `all`) with verdict and reasons, and how many of each there are."""
    shown = [one for one, waits in zip(found.judged, found.waiting, strict=True) if waits or all]
    settled = len(found.judged) - sum(found.waiting)
    head = Text(f"{sum(found.waiting):,} open, {settled:,} settled", style="bold")
    parts: list[RenderableType] = [head]
    for one in shown:
        parts += _view(one, found)
    if settled and not all:
        parts.append(Text("--all shows the settled ones too", style="dim"))
    return Group(*parts)


def _view(judged: JudgedRequest, found: Requests) -> list[RenderableType]:
    request = judged.request
    day = str(request.requested_on) if request.requested_on else ""
    asked = ", ".join(text for text in (request.department, request.requested_by, day) if text)
    line = Text.assemble(
        (f"  row {request.row}  ", "dim"),
        f"{request.group}: ",
        (request.tag or "?", "bold"),
        "  ",
        (VERDICTS[judged.verdict][found.language], COLOURS[judged.verdict]),
        (f"  ({asked})" if asked else "", "dim"),
    )
    reasons = [Padding(Text(reason.text[found.language]), (0, 0, 0, 9), expand=False) for reason in judged.reasons]
    return [line, *reasons]


def requests_record(found: Requests) -> dict[str, object]:
    """The requests as plain values: every one, with its verdict and reasons, and what was carried out."""
    return {
        "workbook": str(found.path),
        "requests": [
            {
                "row": one.request.row,
                "group": one.request.group,
                "tag": one.request.tag,
                "department": one.request.department,
                "requested_by": one.request.requested_by,
                "requested_on": str(one.request.requested_on or ""),
                "decision": one.request.decision,
                "open": waits,
                "verdict": one.verdict,
                "reasons": [
                    {"code": reason.code, "verdict": reason.verdict, "text": reason.text[found.language]}
                    for reason in one.reasons
                ],
            }
            for one, waits in zip(found.judged, found.waiting, strict=True)
        ],
        "accepted": [{"row": one.request.row, "tag_id": one.tag["tag_id"]} for one in found.accepted],
        "decided_by": found.decider,
    }
