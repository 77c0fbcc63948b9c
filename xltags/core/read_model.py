"""From tables to the model: every cell becomes a value, and nothing here objects to content."""

from collections.abc import Mapping
from functools import lru_cache

from xltags.core.dataset import Model
from xltags.core.lookup import LookupEntry, TagIndex
from xltags.core.once import once
from xltags.core.read_settings import read_settings
from xltags.core.scorecard import Band, ChainRule, Indicator, Scorecard, TierRule
from xltags.core.settings import Settings
from xltags.core.strategy import Strategy, Target
from xltags.core.table import Table, make_table
from xltags.core.table_rows import Record, records
from xltags.core.taxonomy import Tag, TagGroup, Taxonomy
from xltags.core.values import Value, as_date

SOURCES = ("Settings", "TagGroups", "Tags", "Indicators", "Bands", "Tiers", "ChainRules", "Strategy")
TAG_COLUMNS = (
    "group", "tag_id", "tag", "zh", "vi", "synonyms", "parent", "definition", "with_tag", "without_tag",
    "purity_class", "order", "status", "replaced_by", "origin", "department", "created_by", "created_on",
)  # fmt: skip


def read_model(tables: Mapping[str, Table]) -> Model:
    """The model from the workbook's tables, by table id; missing tables give an empty part."""

    return _read(_sources(tables))[0]


def index_tags(taxonomy: Taxonomy) -> TagIndex:
    """The lookup over a taxonomy; keys are positions in `taxonomy.tags`. Tags without a label cannot be found."""
    return TagIndex(
        LookupEntry(tag.group, str(position), tag.tag, (tag.zh, tag.vi), tag.synonyms, tag.id)
        for position, tag in enumerate(taxonomy.tags)
        if tag.tag
    )


def read_model_and_index(tables: Mapping[str, Table]) -> tuple[Model, TagIndex]:
    """The model and the lookup over its taxonomy, at once where a workbook read before said the same."""
    return _read(_sources(tables))


class _Source:
    """A table that a part of the model is read from, known by its content."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._content, self._hash = _content(table)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Source) and self._hash == other._hash and self._content == other._content

    def __hash__(self) -> int:
        return self._hash


@once
def _content(table: Table) -> tuple[tuple[object, ...], int]:
    """All that a table holds, and its hash."""
    columns = [(it.id, it.values, *map(type, it.values), it.codes.tobytes()) for it in table.columns.values()]
    content = (table.rows.tobytes(), *columns)
    return content, hash(content)


def _sources(tables: Mapping[str, Table]) -> tuple[_Source, ...]:
    return tuple(_Source(tables.get(id) or make_table(id, {})) for id in SOURCES)


@lru_cache(maxsize=4)
def _read(sources: tuple[_Source, ...]) -> tuple[Model, TagIndex]:
    """The model; of a workbook that differs from those before it, only the parts that do are read."""
    settings, groups, tags, indicators, bands, tiers, chain_rules, strategy = sources
    taxonomy = Taxonomy(groups=_groups(groups), tags=_tags(tags))
    scorecard = Scorecard(
        indicators=_indicators(indicators),
        bands=_bands(bands),
        tiers=_tiers(tiers),
        chain_rules=_chain_rules(chain_rules),
    )
    model = Model(settings=_settings(settings), taxonomy=taxonomy, scorecard=scorecard, strategy=_strategy(strategy))
    return model, index_tags(taxonomy)


@lru_cache(maxsize=8)
def _settings(source: _Source) -> Settings:
    return read_settings(records(source.table))


@lru_cache(maxsize=8)
def _groups(source: _Source) -> tuple[TagGroup, ...]:
    return tuple(_group(row) for row in records(source.table) if row.text("group"))


@lru_cache(maxsize=8)
def _tags(source: _Source) -> tuple[Tag, ...]:
    table = source.table
    tags = (_tag_of(row, *cells) for row, cells in zip(table.rows.tolist(), table.records(TAG_COLUMNS), strict=True))
    return tuple(tag for tag in tags if tag.group or tag.tag)


@lru_cache(maxsize=8)
def _indicators(source: _Source) -> tuple[Indicator, ...]:
    return tuple(_indicator(row) for row in records(source.table) if row.text("indicator"))


@lru_cache(maxsize=8)
def _bands(source: _Source) -> tuple[Band, ...]:
    return tuple(_band(row) for row in records(source.table) if row.text("indicator"))


@lru_cache(maxsize=8)
def _tiers(source: _Source) -> tuple[TierRule, ...]:
    return tuple(_tier(row) for row in records(source.table) if row.text("tier"))


@lru_cache(maxsize=8)
def _chain_rules(source: _Source) -> tuple[ChainRule, ...]:
    return tuple(_chain_rule(row) for row in records(source.table))


@lru_cache(maxsize=8)
def _strategy(source: _Source) -> Strategy:
    return Strategy(targets=tuple(_target(row) for row in records(source.table)))


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


@lru_cache(maxsize=1 << 12, typed=True)  # a team's taxonomies differ in a few tags
def _tag_of(row: int, *cells: Value | None) -> Tag:
    return _tag(Record(row, dict(zip(TAG_COLUMNS, cells, strict=True))))


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
