"""The registry of reports, what a report is, and the one function that builds them."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from xltags.core.dataset import Dataset
from xltags.core.errors import XltagsError
from xltags.core.finding import Finding, Language
from xltags.core.near_words import hint
from xltags.core.scoring import Scores
from xltags.core.values import Value
from xltags.reports.charts import Chart
from xltags.reports.pivot import Pivot

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Report:
    """A made report. `facts` is tidy: one record a row, additive counts and amounts, canonical labels, no totals;
    `summary` (None where it would not help) holds rates; `note` says in one sentence how to read it, by language.

    Texts are objects, or categories where there may be a million of them; blank is "". `held` are the columns of
    the facts but the `late` ones at their right edge, whose long texts are made only as they are read.
    """

    name: str
    held: "pd.DataFrame"
    summary: "pd.DataFrame | None" = None
    note: str = ""
    late: "Mapping[str, Sequence[Value | None]]" = field(default_factory=dict)

    @property
    def facts(self) -> "pd.DataFrame":
        """The facts, all columns; making the `late` ones takes a moment."""
        import pandas as pd

        late = {id: ["" if value is None else value for value in values] for id, values in self.late.items()}
        return self.held.join(pd.DataFrame(late, dtype=object)) if late else self.held


@dataclass(frozen=True, slots=True)
class Source:
    """What a report is made from. `made` keeps the frames that several reports share, each made once."""

    dataset: Dataset
    scores: Scores
    findings: Sequence[Finding]
    language: Language
    made: "dict[str, pd.DataFrame]" = field(default_factory=dict, compare=False, repr=False)


ReportFunction = Callable[[Source], Report]


@dataclass(frozen=True, slots=True)
class ReportMaker:
    """A registered report: its name, titles by language, the function, the pivot of its facts, and pictures.

    One that is `on_request` is made only where it is named.
    """

    name: str
    titles: dict[Language, str]
    function: ReportFunction
    pivot: Pivot | None = None
    charts: tuple[Chart, ...] = ()
    on_request: bool = False

    @property
    def page(self) -> str:
        """The function's docstring: what the report answers, and its columns."""
        return inspect.getdoc(self.function) or ""

    @property
    def title(self) -> str:
        """What the report answers: the first line of the page."""
        return self.page.partition("\n")[0]


REPORTS: dict[str, ReportMaker] = {}


def report(
    name: str,
    *,
    en: str,
    zh: str,
    vi: str,
    pivot: Pivot | None = None,
    charts: Sequence[Chart] = (),
    on_request: bool = False,
) -> Callable[[ReportFunction], ReportFunction]:
    """Register a report under its name with a title by language, and return its function unchanged.

    `charts` are the pictures of its summary, each a native chart on its sheet. One that is `on_request` takes long or
    is read seldom: it is made only where it is named.
    """

    def register(function: ReportFunction) -> ReportFunction:
        titles: dict[Language, str] = {"en": en, "zh": zh, "vi": vi}
        REPORTS[name] = ReportMaker(name, titles, function, pivot, tuple(charts), on_request)
        return function

    return register


ORDER = (
    "findings", "tiers", "purity", "invalid_reasons", "channels", "funnel", "handoff", "alignment", "preferences",
    "pareto", "levels", "segments", "content_grid", "tag_health", "portrait", "scores", "customer_tags",
    "icp_review",
)  # fmt: skip


def load_reports() -> dict[str, ReportMaker]:
    """Import every report of the package, once; returns the registry in reading order."""
    _import_reports()
    place = {name: number for number, name in enumerate(ORDER)}
    return dict(sorted(REPORTS.items(), key=lambda item: (place.get(item[0], len(place)), item[0])))


@cache
def _import_reports() -> None:
    import xltags.reports as package

    for module in pkgutil.iter_modules(package.__path__):
        if module.name != "registry":
            importlib.import_module(f"{package.__name__}.{module.name}")


def build_reports(
    dataset: Dataset,
    scores: Scores,
    findings: Sequence[Finding],
    *,
    only: Iterable[str] = (),
    language: Language = "en",
) -> list[Report]:
    """The reports named in `only` (all but those on request where it is empty), in reading order.

    Raises:
        XltagsError: a name that is no report.
    """
    return list(each_report(dataset, scores, findings, only=only, language=language))


def each_report(
    dataset: Dataset,
    scores: Scores,
    findings: Sequence[Finding],
    *,
    only: Iterable[str] = (),
    language: Language = "en",
) -> Iterator[Report]:
    """The same, each made when it is asked for: together the reports of many customers take much memory.

    Raises:
        XltagsError: a name that is no report.
    """
    makers = load_reports()
    names = tuple(only)
    unknown = sorted(set(names) - set(makers))
    if unknown:
        known = hint(unknown[0], makers, otherwise="the reports are")
        raise XltagsError(f"no report is called {unknown[0]!r}; {known}")
    source = Source(dataset, scores, findings, language)
    wanted = names or [name for name, maker in makers.items() if not maker.on_request]
    return (_made(maker, source) for name, maker in makers.items() if name in wanted)


def _made(maker: ReportMaker, source: Source) -> Report:
    with plain_texts():
        return maker.function(source)


@contextmanager
def plain_texts() -> Iterator[None]:
    """Within it pandas keeps new texts as Python's objects.

    Else it would hand them to pyarrow where that is installed: copies that take memory, and nothing here gets faster.
    """
    import pandas as pd

    with pd.option_context("mode.string_storage", "python"):
        yield
