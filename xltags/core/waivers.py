"""The exceptions in `Settings` with their rows: what a team accepts, why, and until when."""

from dataclasses import dataclass
from datetime import date

from xltags.core.dataset import Dataset
from xltags.core.finding import Issue, Place
from xltags.core.once import once
from xltags.core.policy import CheckException, read_policy
from xltags.core.text import fold


@dataclass(frozen=True, slots=True)
class Waiver:
    """An exception of `Settings`: its key as typed, the text of its value, and what it excepts."""

    key: str
    text: str
    exception: CheckException

    def place(self, dataset: Dataset) -> Place:
        """Where the exception stands."""
        return dataset.table("Settings").place_in_row(dataset.model.settings.rows.get(fold(self.key), 0), "value")


@once
def read_waivers(dataset: Dataset) -> tuple[Waiver, ...]:
    """The exceptions with a reason, in the order of `Settings`; those with an unreadable end are left out."""
    return tuple(
        Waiver(key, text, exception)
        for key, text in dataset.model.settings.extra.items()
        for exception in read_policy({key: text}).exceptions
        if exception.reason.strip() and exception.until != date.min
    )


def is_waived(dataset: Dataset, code: str, value: str) -> bool:
    """Whether an exception of `Settings` covers a value for a check today, wherever it stands."""
    issue, today = Issue(Place(""), value), dataset.as_of
    exceptions = (waiver.exception for waiver in read_waivers(dataset))
    return any(exception.value and exception.covers(code, issue, today) for exception in exceptions)
