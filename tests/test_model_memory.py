"""The model of a workbook is remembered by the content of its tables, and by nothing less."""

from collections.abc import Mapping, Sequence

import pytest

from xltags.core.dataset import Model
from xltags.core.read_model import SOURCES, read_model, read_model_and_index
from xltags.core.table import Table, make_table
from xltags.core.values import Value

Columns = Mapping[str, Sequence[Value | None]]
TAGS: dict[str, Sequence[Value | None]] = {
    "group": ["stage", "stage"],
    "tag": ["Won", "Lost"],
    "definition": [1, 2],
    "zh": ["赢单", None],
}


def tables(tags: Columns = TAGS, *, header_row: int = 1) -> dict[str, Table]:
    return {
        "TagGroups": make_table("TagGroups", {"group": ["stage"], "label_en": ["Stage"]}),
        "Tags": make_table("Tags", tags, header_row=header_row),
    }


def test_tables_of_equal_content_share_one_model() -> None:
    assert read_model_and_index(tables()) is read_model_and_index(tables())


@pytest.mark.parametrize(
    "other",
    [
        tables({**TAGS, "tag": ["Won", "Gone"]}),
        tables({**TAGS, "tag": ["Lost", "Won"]}),
        tables({**TAGS, "zh": [None, "赢单"]}),
        tables({**TAGS, "definition": [True, 2]}),
        tables({"group": TAGS["group"], "tag": TAGS["tag"], "definition": TAGS["definition"], "vi": TAGS["zh"]}),
        tables(header_row=4),
        {"Tags": tables()["Tags"]},
    ],
    ids=["label", "order of rows", "place of a blank", "true for 1", "other column", "other rows", "table missing"],
)
def test_tables_that_differ_have_a_model_of_their_own(other: dict[str, Table]) -> None:
    read_model_and_index(tables())
    model, index = read_model_and_index(other)
    assert model == read_model(other)
    assert model != read_model(tables())
    for tag in model.taxonomy.tags:
        found = index.find(tag.group, tag.tag)
        assert found is not None and model.taxonomy.tags[int(found.key)] is tag


def test_every_table_that_the_model_is_read_from_is_known() -> None:
    read: list[str] = []

    class Watched(dict[str, Table]):
        def get(self, key: str, default: object = None) -> Table:
            read.append(key)
            return make_table(key, {})

    assert read_model(Watched()) == Model()
    assert sorted(read) == sorted(SOURCES)
