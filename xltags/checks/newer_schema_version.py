"""Check FILE016, newer schema version."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.settings import SCHEMA_VERSION


@check(
    "FILE016",
    "error",
    en=(
        "the workbook has layout version {value}, this xltags knows up to {known}; update xltags, or some "
        "columns may be misread"
    ),
    zh="工作簿的结构版本为 {value}，当前 xltags 只支持到 {known}，请升级 xltags，否则部分列可能读错",
    vi=(
        "sổ có phiên bản cấu trúc {value}, bản xltags này chỉ biết đến {known}; hãy cập nhật xltags, nếu "
        "không một số cột có thể bị đọc sai"
    ),
)
def newer_schema_version(dataset: Dataset) -> Iterator[Issue]:
    """The workbook was made by a newer xltags.

    Why: a newer layout may hold columns and settings that this version does not know or reads otherwise.
    Fix: update xltags. Do not lower the number by hand.

    >>> from xltags.core.examples import dataset
    >>> [issue.place.cell for issue in newer_schema_version(dataset(Settings={"key": "schema_version", "value": 99}))]
    ['B2']
    >>> list(newer_schema_version(dataset(Settings={"key": "schema_version", "value": 1})))
    []
    """
    settings = dataset.model.settings
    if settings.schema_version > SCHEMA_VERSION:
        place = dataset.table("Settings").place_in_row(settings.rows["schema_version"], "value")
        yield Issue(place, settings.schema_version, fields={"known": SCHEMA_VERSION})
