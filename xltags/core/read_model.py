"""From tables to the model: every cell becomes a value, and nothing here objects to content."""

from collections.abc import Mapping
from functools import lru_cache

from xltags.core.dataset import Model
from xltags.core.lookup import LookupEntry, TagIndex
from xltags.core.read_settings import read_settings
from xltags.core.scorecard import Band, ChainRule, Indicator, Scorecard, TierRule
from xltags.core.strategy import Strategy, Target
from xltags.core.table import Table, make_table
from xltags.core.taxonomy import Tag, TagGroup, Taxonomy
from xltags.core.text import fold, split_values
from xltags.core.values import Value, as_date, as_number, as_text


class Record:
    """One row of a table, by column id."""

    def __init__(self, table: Table, index: int) -> None:
        self._table, self._index = table, index
        self.row = int(table.rows[index])

    def value(self, column_id: str) -> Value | None:
        """The cell as it is."""
        return self._table.value(self._index, column_id)

    def text(self, column_id: str) -> str:
        """The cell as trimmed text; "" where it is blank."""
        return as_text(self.value(column_id)).strip()

    def texts(self, column_id: str) -> tuple[str, ...]:
        """The values of a many-valued cell."""
        return split_values(self.text(column_id))

    def number(self, column_id: str) -> float | None:
        """The cell as a number; digits stored as text count (a check says so), other text does not."""
        found = as_number(self.value(column_id))
        if found is not None:
            return found if abs(found) < 1e300 else None
        try:
            read = float(self.text(column_id))
        except ValueError:
            return None
        return read if abs(read) < 1e300 else None  # nan and inf are no numbers of a plan

    def flag(self, column_id: str, *, default: bool) -> bool:
        """Yes or no; anything else is the default."""
        text = fold(self.text(column_id))
        return text in _YES if text in _YES or text in _NO else default


_YES = frozenset({"yes", "y", "true", "1", "on", "是", "有", "có", "đúng", "x", "✓"})
_NO = frozenset({"no", "n", "false", "0", "off", "否", "无", "不", "không", "sai"})


def is_yes(text: str) -> bool:
    """Whether a text says yes in one of the ways that are understood."""
    return fold(text) in _YES


def is_flag(text: str) -> bool:
    """Whether a text says yes or no in one of the ways that are understood.

    >>> is_flag("Có"), is_flag("maybe")
    (True, False)
    """
    return fold(text) in _YES or fold(text) in _NO


def records(table: Table) -> list[Record]:
    """The rows of a table as records."""
    return [Record(table, index) for index in range(len(table))]


SOURCES = ("Settings", "TagGroups", "Tags", "Indicators", "Bands", "Tiers", "ChainRules", "Strategy")


def read_model(tables: Mapping[str, Table]) -> Model:
    """The model from the workbook's tables, by table id; missing tables give an empty part."""

    def rows(table_id: str) -> list[Record]:
        return records(tables.get(table_id) or make_table(table_id, {}))

    scorecard = Scorecard(
        indicators=tuple(_indicator(row) for row in rows("Indicators") if row.text("indicator")),
        bands=tuple(_band(row) for row in rows("Bands") if row.text("indicator")),
        tiers=tuple(_tier(row) for row in rows("Tiers") if row.text("tier")),
        chain_rules=tuple(_chain_rule(row) for row in rows("ChainRules")),
    )
    taxonomy = Taxonomy(
        groups=tuple(_group(row) for row in rows("TagGroups") if row.text("group")),
        tags=tuple(_tag(row) for row in rows("Tags") if row.text("group") or row.text("tag")),
    )
    strategy = Strategy(targets=tuple(_target(row) for row in rows("Strategy")))
    return Model(settings=read_settings(rows("Settings")), taxonomy=taxonomy, scorecard=scorecard, strategy=strategy)


def index_tags(taxonomy: Taxonomy) -> TagIndex:
    """The lookup over a taxonomy; keys are positions in `taxonomy.tags`. Tags without a label cannot be found."""
    return TagIndex(
        LookupEntry(
            group=tag.group,
            key=str(position),
            label=tag.tag,
            labels=(tag.zh, tag.vi),
            synonyms=tag.synonyms,
            tag_id=tag.id,
        )
        for position, tag in enumerate(taxonomy.tags)
        if tag.tag
    )


def read_model_and_index(tables: Mapping[str, Table]) -> tuple[Model, TagIndex]:
    """The model and the lookup over its taxonomy, at once where a workbook read before said the same."""
    return _read(_Sources(tuple(tables.get(id) or make_table(id, {}) for id in SOURCES)))


class _Sources:
    """The tables that the model is read from, known by their content."""

    def __init__(self, tables: tuple[Table, ...]) -> None:
        self.tables = tables
        self._content = tuple(
            (table.rows.tobytes(), *((it.id, it.values, *map(type, it.values), it.codes.tobytes()) for it in columns))
            for table, columns in ((table, table.columns.values()) for table in tables)
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Sources) and self._content == other._content

    def __hash__(self) -> int:
        return hash(self._content)


@lru_cache(maxsize=4)
def _read(sources: _Sources) -> tuple[Model, TagIndex]:
    model = read_model(dict(zip(SOURCES, sources.tables, strict=True)))
    return model, index_tags(model.taxonomy)


def _group(row: Record) -> TagGroup:
    return TagGroup(
        group=row.text("group"),
        label_en=row.text("label_en"),
        label_zh=row.text("label_zh"),
        label_vi=row.text("label_vi"),
        family=row.text("family"),
        step=int(row.number("step") or 1),
        many=row.text("values") == "many",
        required=row.flag("required", default=False),
        feed=row.text("feed") or "manual",
        question=row.text("question"),
        owner_department=row.text("owner_department"),
        judged_by=row.texts("judged_by"),
        fill_target=row.number("fill_target"),
        status=row.text("status") or "active",
        reserved_for=row.text("reserved_for"),
        review_on=as_date(row.value("review_on")),
        row=row.row,
    )


def _tag(row: Record) -> Tag:
    group, label = row.text("group"), row.text("tag")
    return Tag(
        group=group,
        id=row.text("tag_id") or f"{group}:{label}",
        tag=label,
        zh=row.text("zh"),
        vi=row.text("vi"),
        synonyms=row.texts("synonyms"),
        parent=row.text("parent"),
        definition=row.text("definition"),
        with_tag=row.text("with_tag"),
        without_tag=row.text("without_tag"),
        purity_class=row.text("purity_class"),
        order=row.number("order"),
        status=row.text("status") or "active",
        replaced_by=row.text("replaced_by"),
        origin=row.text("origin") or "custom",
        department=row.text("department"),
        created_by=row.text("created_by"),
        created_on=as_date(row.value("created_on")),
        row=row.row,
    )


def _indicator(row: Record) -> Indicator:
    return Indicator(
        indicator=row.text("indicator"),
        label=row.text("label"),
        dimension=row.text("dimension"),
        kind=row.text("kind") or "soft",
        field=row.text("field"),
        on=row.flag("on", default=True),
        owner=row.text("owner"),
        rationale=row.text("rationale"),
        reviewed_on=as_date(row.value("reviewed_on")),
        row=row.row,
    )


def _band(row: Record) -> Band:
    return Band(
        indicator=row.text("indicator"),
        tags=row.texts("tag"),
        low=row.number("low"),
        high=row.number("high"),
        points=row.number("points") or 0.0,
        outcome=row.text("outcome"),
        zone=row.text("zone"),
        cap_tier=row.text("cap_tier").upper(),
        row=row.row,
    )


def _tier(row: Record) -> TierRule:
    return TierRule(
        tier=row.text("tier").upper(),
        min_points=row.number("min_points") or 0.0,
        service_hours=row.number("service_hours"),
        response_hours=row.number("response_hours"),
        strategy=row.text("strategy"),
        row=row.row,
    )


def _chain_rule(row: Record) -> ChainRule:
    return ChainRule(
        low=row.number("low"), high=row.number("high"), required_roles=row.texts("required_roles"), row=row.row
    )


def _target(row: Record) -> Target:
    return Target(
        period=row.text("period"),
        group=row.text("group"),
        tag=row.text("tag"),
        target_share=row.number("target_share"),
        priority=row.text("priority"),
        row=row.row,
    )
