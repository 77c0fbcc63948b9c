"""Tag requests of a workbook on disk: judged, and carried out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from xltags.batch.checking import CheckOptions
from xltags.batch.opening import open_workbook
from xltags.books.request_edits import acceptance_edits
from xltags.core.dataset import Dataset
from xltags.core.finding import Language
from xltags.core.request_acceptance import (
    Acceptance,
    accept_requests,
    decider_on,
    is_open,
    requests_in_rows,
    requests_that_fit,
)
from xltags.core.tag_requests import JudgedRequest, judge_requests


@dataclass(frozen=True, slots=True)
class Requests:
    """The requests of a workbook as the rules judge them. `waiting` says of each whether it is open still;
    `accepted` are those that were carried out, `decider` the person who decided on them."""

    path: Path
    judged: Sequence[JudgedRequest]
    waiting: Sequence[bool]
    language: Language
    accepted: Sequence[Acceptance] = ()
    decider: str = ""


def list_requests(path: Path, options: CheckOptions) -> Requests:
    """Every request with its verdict; the workbook stays as it is."""
    with open_workbook(path, options.writing) as book:
        return _judged(path, book.read(as_of=options.as_of), options)


def carry_out_requests(
    path: Path,
    options: CheckOptions,
    *,
    rows: Sequence[int] | None,
    by: str,
    answered: bool,
    definition: str,
    out: Path | None,
) -> Requests:
    """Carry out requests and write the workbook to `out`, or in place where that is None.

    Args:
        rows: Excel rows of `TagRequests`; None takes every open one that the rules accept.
        by: who decides; "" takes the taxonomy owner in office.
        answered: take questions that are a matter of judgement as answered.
        definition: the definition of the new tag.

    Raises:
        XltagsError: a request cannot be accepted, the person may not decide, or the workbook cannot be written.
    """
    with open_workbook(path, options.writing) as book:
        dataset = book.read(as_of=options.as_of)
        found = _judged(path, dataset, options)
        if rows is None:
            chosen = requests_that_fit(dataset, found.judged)
        else:
            chosen = requests_in_rows(dataset, found.judged, set(rows), answered=answered)
        decider = decider_on(dataset, by) if chosen else ""
        accepted = accept_requests(dataset, chosen, definition=definition)
        book.write(acceptance_edits(dataset, accepted, decider=decider), out)
    return Requests(path, found.judged, found.waiting, found.language, accepted, decider)


def _judged(path: Path, dataset: Dataset, options: CheckOptions) -> Requests:
    judged = judge_requests(dataset)
    language = options.language or dataset.model.settings.language
    return Requests(path, judged, [is_open(dataset, one) for one in judged], language)
