"""What differs between two workbooks, or between a workbook and its last snapshot."""

from datetime import date
from pathlib import Path

from xltags.batch.opening import open_workbook
from xltags.batch.snapshotting import read_snapshot
from xltags.core.change_rules import Change
from xltags.core.dataset import Model
from xltags.core.errors import XltagsError
from xltags.core.model_diff import diff_customers, diff_models
from xltags.core.tag_state import tag_state


def diff_workbooks(old: Path, new: Path, *, as_of: date) -> list[Change]:
    """Every difference between two workbooks in taxonomy, scorecard, plan, settings and customers' tags.

    Raises:
        XltagsError: one of them cannot be read.
    """
    with open_workbook(old) as book:
        before = book.read(as_of=as_of)
    with open_workbook(new) as book:
        after = book.read(as_of=as_of)
    found = diff_models(before.model, after.model)
    states = tag_state(before), tag_state(after)
    return [*found, *diff_customers(*states, before.model.taxonomy, after.model.taxonomy)]


def diff_since_snapshot(path: Path, *, as_of: date) -> list[Change]:
    """What differs in taxonomy, scorecard and customers' tags since the snapshot that the workbook keeps.

    Raises:
        XltagsError: the workbook cannot be read, or keeps none.
    """
    with open_workbook(path) as book:
        dataset, last = book.read(as_of=as_of), read_snapshot(book)
    if last is None:
        raise XltagsError(f"{path}: keeps no snapshot; take one with xltags snapshot, or name two workbooks")
    model = dataset.model
    then = Model(settings=model.settings, taxonomy=last.taxonomy, scorecard=last.scorecard, strategy=model.strategy)
    return [
        *diff_models(then, model),
        *diff_customers(last.tags, tag_state(dataset), last.taxonomy, model.taxonomy),
    ]
