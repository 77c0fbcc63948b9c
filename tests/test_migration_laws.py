"""Laws of migrations: a rename and its inverse, nothing lost, equal bytes after undo, sync twice is sync once."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.migrated_files import DAY, filled_book
from tests.migration_books import BOOK, after, book, column, migrated
from xltags.batch.migrating import MigrationOptions, change_many, plan_work, undo_run
from xltags.core.dataset import Dataset
from xltags.core.fingerprint import fingerprint
from xltags.core.migration.plan_text import parse_plan
from xltags.core.migration.sync import sync_with
from xltags.core.model_diff import diff_customers, diff_models
from xltags.core.scorecard import Band, Indicator, Scorecard, TierRule
from xltags.core.tag_state import state_from, state_record, tag_state
from xltags.core.taxonomy_diff import diff_taxonomies

LABELS = st.text(alphabet="abcXYZ äđ零售软 ", min_size=1, max_size=8).filter(lambda text: text.strip() == text)
INDUSTRIES = ("Retail", "Software", "Machines", "Cars")
NEEDS = ("ERP", "CRM", "BI")


@st.composite
def datasets(draw: st.DrawFn) -> Dataset:
    """The small workbook with other customers; cells in the tags' own spelling, several values in one."""
    count = draw(st.integers(0, 6))
    industry = draw(st.lists(st.sampled_from([*INDUSTRIES, None, "?"]), min_size=count, max_size=count))
    needs = st.lists(st.sampled_from(NEEDS), max_size=3, unique=True)
    separator = st.sampled_from(["; ", "、", " ,", "；"])
    cells = [draw(separator).join(draw(needs)) or None for _ in range(count)]
    customers = {name: [None] * count for name in BOOK["Customers"]}
    ids = [f"C{number}" for number in range(count)]
    plan = {"tag": ["Retail", "Software", "Retail"]}
    return book(Customers={**customers, "customer_id": ids, "industry": industry, "need": cells}, Strategy=plan)


def rename(group: str, tag: str, to: str, name: str) -> str:
    return f'name = "{name}"\n[[step]]\ndo = "rename_tag"\ngroup = "{group}"\ntag = "{tag}"\nto = "{to}"'


@given(datasets(), st.sampled_from([("industry", it) for it in INDUSTRIES] + [("need", it) for it in NEEDS]), LABELS)
@settings(max_examples=40)
def test_a_rename_and_its_inverse_give_equal_values(data: Dataset, which: tuple[str, str], label: str) -> None:
    group, tag = which
    applied = migrated(rename(group, tag, label, "one").partition("\n")[2], data)
    if applied.conflicts:  # the label is another tag's
        return
    there = applied.draft.dataset()
    back = after(rename(group, label, tag, "two").partition("\n")[2].replace("[[step]]", "[[step]]", 1), renamed(there))
    for table, name in (("Customers", group), ("Bands", "tag"), ("Strategy", "tag"), ("Segments", "include")):
        assert column(back, table, name) == column(data, table, name)
    labels = [tag.tag for tag in back.model.taxonomy.tags]
    assert labels == [tag.tag for tag in data.model.taxonomy.tags]


def renamed(data: Dataset) -> Dataset:
    """The workbook as if it had not had the plan, so that another of its name may follow."""
    settings = data.model.settings.model_copy(update={"migrations": ()})
    return replace(data, model=data.model.model_copy(update={"settings": settings}))


@given(datasets(), st.permutations(INDUSTRIES), st.integers(1, 3))
@settings(max_examples=40)
def test_a_merge_loses_no_customer_and_adds_none(data: Dataset, order: list[str], count: int) -> None:
    tags = ", ".join(f'"{tag}"' for tag in order[:count])
    applied = migrated(
        f'[[step]]\ndo = "merge_tags"\ngroup = "industry"\ntags = [{tags}]\ninto = "{order[3]}"\nbands = "into"', data
    )
    merged = set(order[:count])
    expected = [order[3] if cell in merged else cell for cell in column(data, "Customers", "industry")]
    assert applied.conflicts == () and column(applied.draft.dataset(), "Customers", "industry") == expected
    assert len(applied.log) == sum(cell in merged for cell in column(data, "Customers", "industry"))


@given(datasets())
@settings(max_examples=40)
def test_the_difference_of_equals_is_nothing(data: Dataset) -> None:
    state = tag_state(data)
    kept = state_from(state_record(state))
    assert diff_models(data.model, data.model) == []
    assert list(diff_customers(state, kept, data.model.taxonomy, data.model.taxonomy)) == []


@given(datasets(), datasets())
@settings(max_examples=60)
def test_customers_differ_exactly_where_their_tags_do(one: Dataset, other: Dataset) -> None:
    def tags(data: Dataset) -> dict[object, list[object]]:
        rows = data.table("Customers").records(["customer_id", "industry", "need"])
        return {id: [industry, sorted(str(need or "").replace("、", ";").replace("；", ";").replace(",", ";").replace(" ", "").split(";"))] for id, industry, need in rows}  # fmt: skip  # noqa: E501

    taxonomy = one.model.taxonomy
    found = list(diff_customers(tag_state(one), tag_state(other), taxonomy, taxonomy))
    assert (found == []) == (tags(one) == tags(other))


CARDS = st.builds(
    Scorecard,
    indicators=st.lists(
        st.builds(
            Indicator,
            indicator=st.sampled_from("ab"),
            field=st.sampled_from(["industry", "employees"]),
            label=st.sampled_from(["", "L"]),
            on=st.booleans(),
            row=st.integers(2, 4),
        ),
        max_size=2,
        unique_by=lambda it: it.indicator,
    ).map(tuple),
    bands=st.lists(
        st.builds(
            Band,
            indicator=st.sampled_from("ab"),
            tags=st.sampled_from([(), ("Retail",), ("Retail", "Cars")]),
            points=st.sampled_from([0.0, 5.0]),
        ),
        max_size=3,
    ).map(tuple),
    tiers=st.lists(
        st.builds(
            TierRule, tier=st.just("A"), min_points=st.sampled_from([70.0, 80.0]), strategy=st.sampled_from(["", "s"])
        ),
        max_size=1,
    ).map(tuple),
)  # fmt: skip


@given(CARDS, CARDS)
@settings(max_examples=200)
def test_a_scorecard_breaks_exactly_when_its_fingerprint_changes(one: Scorecard, other: Scorecard) -> None:
    used = {it.indicator for card in (one, other) for it in card.indicators}
    one, other = (
        card.model_copy(update={"bands": tuple(it for it in card.bands if it.indicator in used)})
        for card in (one, other)
    )
    model = book().model
    before, after = (model.model_copy(update={"scorecard": card}) for card in (one, other))
    found = diff_models(before, after)
    shared = {it.indicator for it in one.indicators} & {it.indicator for it in other.indicators}
    loose = any(it.indicator not in shared for card in (one, other) for it in card.bands)
    if not loose:  # bands of an indicator that one side lacks count for neither side's score
        assert any(change.breaking for change in found) == (fingerprint(one) != fingerprint(other))


STEPS = (
    'do = "rename_tag"\ngroup = "industry"\ntag = "industry.trade"\nto = { en = "Trade", zh = "商贸", vi = "Bán" }',
    'do = "retire_tag"\ngroup = "source"\ntag = "source.referral"\nsuccessor = "source.event"',
    'do = "merge_tags"\ngroup = "industry"\ntags = ["industry.it"]\ninto = "industry.trade"\nbands = "into"',
    'do = "rename_group"\ngroup = "scenario"\nto = "use_case"\nlabel_en = "Use"\nlabel_zh = "用途"\nlabel_vi = "Dùng"',
    'do = "add_group"\ngroup = "deal_size"\ntags = [{ tag = "Large" }]',
    'do = "split_tag"\ngroup = "industry"\ntag = "industry.it"\nas_parent = true\n'
    'into = [{ tag = "Cloud", where = "customer_id = C3" }]',
    'do = "set_parent"\ngroup = "industry"\ntag = "industry.trade"\nparent = "industry.it"',
    'do = "retire_tag"\ngroup = "industry"\ntag = "industry.public"',
)


@given(st.lists(st.sampled_from(STEPS), min_size=1, max_size=4), st.sampled_from(["en", "zh", "vi"]))
@settings(max_examples=8)
def test_migrating_and_undoing_gives_equal_bytes(steps: list[str], language: str) -> None:
    with TemporaryDirectory() as name:
        path, undo = filled_book(Path(name) / "book.xlsx", language), Path(name) / "u.zip"  # type: ignore[arg-type]
        before = path.read_bytes()
        plan = parse_plan('name = "p"\n' + "".join(f"[[step]]\n{step}\n" for step in steps))
        options = MigrationOptions(DAY)
        found = list(change_many([path], plan_work(plan, options), options, name="p", undo_file=undo))
        assert (found[0].status == "changed") == (path.read_bytes() != before)
        if found[0].status == "changed":
            assert found[0].after == sha256(path.read_bytes()).hexdigest()
            assert [it.state for it in undo_run(undo)] == ["restored"]
        assert path.read_bytes() == before


SMALL_STEPS = (
    'do = "rename_tag"\ngroup = "industry"\ntag = "i1"\nto = "Trade"',
    'do = "rename_tag"\ngroup = "industry"\ntag = "i1"\nto = { en = "Selling", zh = "卖" }',
    'do = "retire_tag"\ngroup = "industry"\ntag = "i4"\nsuccessor = "i3"',
    'do = "merge_tags"\ngroup = "need"\ntags = ["n1", "n3"]\ninto = "n2"',
    'do = "merge_tags"\ngroup = "industry"\ntags = ["i3"]\ninto = "i1"',
    'do = "rename_group"\ngroup = "need"\nto = "wish"\nlabel_en = "Wish"',
    'do = "add_group"\ngroup = "deal_size"\ntags = [{ tag = "Large" }, { tag = "Little" }]',
    'do = "add_tag"\ngroup = "industry"\ntag = "Boats"\nparent = "i3"',
    'do = "move_tag"\ngroup = "industry"\ntag = "i4"\nto_group = "need"',
    'do = "set_parent"\ngroup = "industry"\ntag = "i2"\nparent = "i3"',
    'do = "change_tag"\ngroup = "industry"\ntag = "i2"\nsynonyms = ["SaaS"]\norder = 5',
    'do = "change_tag"\ngroup = "industry"\ntag = "i2"\ndefinition = "Makes programs."',
    'do = "change_group"\ngroup = "industry"\nrequired = true',
    'do = "retire_tag"\ngroup = "source"\ntag = "s2"',
)


def with_steps(data: Dataset, steps: list[str]) -> Dataset:
    """A workbook after some steps, those that it refuses left out."""
    for step in steps:
        applied = migrated(f"[[step]]\n{step}", renamed(data))
        data = data if applied.conflicts else applied.draft.dataset()
    return data


CHOSEN = st.lists(st.sampled_from(SMALL_STEPS), max_size=4, unique=True)


@given(CHOSEN, CHOSEN, st.booleans())
@settings(max_examples=90)
def test_syncing_twice_is_syncing_once(theirs: list[str], ours: list[str], based: bool) -> None:
    start = book()
    master, mine = with_steps(start, theirs).model, with_steps(start, ours)
    first = sync_with(mine, master, start.model.taxonomy if based else None, name="m")
    once = first.applied.draft.dataset()
    second = sync_with(once, master, first.base, name="m")
    assert contents(second.applied.draft.dataset()) == contents(once)
    assert second.base == first.base and second.requested == ()
    assert set(second.conflicts) >= {text for text in first.conflicts if "was renamed by both" not in text}


@given(CHOSEN, st.booleans())
@settings(max_examples=80)
def test_a_workbook_that_changed_nothing_itself_becomes_as_the_master(theirs: list[str], based: bool) -> None:
    start = book()
    master = with_steps(start, theirs).model
    synced = sync_with(start, master, start.model.taxonomy if based else None, name="m")
    found = [
        change
        for change in diff_taxonomies(synced.applied.draft.dataset().model.taxonomy, master.taxonomy)
        if change.rule not in ("tag_text", "group_text", "tag_spelling", "tag_spelling_kept", "tag_order")
        and not change.subject.startswith(("industry: Cars", "industry.cars"))  # what a move leaves behind
    ]
    assert synced.conflicts == ()
    assert [(it.rule, it.subject, it.before, it.after) for it in found] == []


@given(CHOSEN)
@settings(max_examples=60)
def test_what_only_the_workbook_changed_stays(ours: list[str]) -> None:
    start = book()
    mine = with_steps(start, ours)
    synced = sync_with(mine, start.model, start.model.taxonomy, name="m")
    assert synced.conflicts == ()
    assert diff_models(mine.model, synced.applied.draft.dataset().model) == []


def contents(data: Dataset) -> dict[str, list[tuple[object, ...]]]:
    """Every cell of every table."""
    return {id: list(table.records(list(table.columns))) for id, table in data.tables.items()}
