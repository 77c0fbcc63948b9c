"""Exchanging tag groups: what goes out and comes back is the same, and nothing that others wrote is lost."""

import csv
import io
import json
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.doors import call
from xltags.books.exchange.merge import merge_tag_set
from xltags.books.exchange.skos import to_skos
from xltags.books.exchange.skos_read import from_skos
from xltags.books.exchange.tag_set import Entry, TagSet, read_tag_set
from xltags.books.exchange.tags_csv import from_csv, to_csv
from xltags.books.exchange.wecom import from_wecom, to_wecom
from xltags.books.file import open_book
from xltags.books.template import new_workbook
from xltags.core.dataset import Dataset
from xltags.core.errors import XltagsError
from xltags.core.finding import Language
from xltags.core.text import split_values

DAY = date(2026, 9, 30)
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph")  # rdflib warns of itself
WECOM = {
    "errcode": 0,
    "errmsg": "ok",
    "tag_group": [
        {"group_id": "G1", "group_name": "渠道等级", "create_time": 1557838797, "order": 1, "deleted": False,
         "source": {"app": 7}, "tag": [
             {"id": "T1", "name": "初访", "create_time": 1557838797, "order": 1, "deleted": False},
             {"id": "T2", "name": "旧标签", "create_time": 1557838798, "order": 2, "deleted": True},
         ]},
        {"group_id": "G2", "group_name": "所属行业", "order": 0, "tag": [
            {"id": "T3", "name": "制造业", "order": 9, "color": "red"},
            {"id": "T4", "name": "航天", "order": 9},
        ]},
    ],
}  # fmt: skip
SKOS_OF_OTHERS = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
<http://example.org/v> a skos:ConceptScheme ; skos:prefLabel "Sectors"@en, "Secteurs"@fr ; dct:creator "Someone" .
<http://example.org/v/steel> a skos:Concept ; skos:inScheme <http://example.org/v> ;
    skos:prefLabel "Steel"@en, "Acier"@fr, "钢铁"@zh ; skos:altLabel "metal", "iron and steel" ;
    skos:broader <http://example.org/v/industry> ;
    skos:exactMatch <http://example.org/other/77> ; skos:historyNote [ dct:date "2001" ; dct:source "a book" ] .
<http://example.org/v/industry> a skos:Concept ; skos:topConceptOf <http://example.org/v> ;
    skos:prefLabel "Industrie"@de .
<http://example.org/other/77> dct:title "Not a concept of ours" .
"""


@cache
def shipped(language: Language) -> Path:
    from tempfile import mkdtemp

    path = Path(mkdtemp(prefix="exchange-"), f"{language}.xlsx")
    new_workbook(path, profile="full", language=language, geography="both")
    return path


def read(path: Path) -> Dataset:
    with open_book(path) as book:
        return book.read(as_of=DAY)


@cache
def shipped_set(language: Language) -> TagSet:
    return read_tag_set(read(shipped(language)))


# Texts as people type them; control characters cannot stand in a workbook.
words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=12).map(
    lambda text: " ".join(text.split())
)
names = words.filter(lambda text: bool(text) and not set(";；,，、") & set(text))


@st.composite
def tag_sets(draw: st.DrawFn) -> TagSet:
    ids = draw(st.lists(names, min_size=1, max_size=3, unique_by=str.casefold))
    groups = []
    tags: list[Entry] = []
    for id in ids:
        label = {"label_en": draw(names)} | draw(st.fixed_dictionaries({}, optional={"label_zh": names}))
        groups.append(Entry({"group": id, **label, "step": draw(st.integers(1, 3)), "status": "active"}))
        for number, name in enumerate(draw(st.lists(names, max_size=4, unique_by=str.casefold))):
            optional = {
                "zh": names, "vi": names, "definition": words, "with_tag": words,
                "synonyms": st.lists(names, min_size=1, unique=True).map("; ".join),
                "order": st.floats(0, 1e6).map(lambda x: int(x) if x.is_integer() else x),
                "created_on": st.dates(), "status": st.sampled_from(["active", "retired"]),
                "parent": st.sampled_from([tag.text("tag_id") for tag in tags] or ["nowhere"]),
            }  # fmt: skip
            cells = draw(st.fixed_dictionaries({}, optional=optional))
            tags.append(Entry({"group": id, "tag_id": f"{id}.{number}", "tag": name, **cells}))
    return TagSet(tuple(groups), tuple(tags), "en")


def same(one: TagSet, other: TagSet) -> None:
    assert one.groups == other.groups
    for before, after in zip(one.tags, other.tags, strict=True):
        assert before == after


@pytest.mark.parametrize("language", [pytest.param(each, marks=pytest.mark.slow) for each in ("en", "zh", "vi")])
def test_the_shipped_taxonomy_comes_back_from_every_format(language: Language) -> None:
    known = shipped_set(language)
    same(known, from_csv(to_csv(known), language=language, name="x.csv"))
    same(known, from_skos(to_skos(known, syntax="turtle"), syntax="turtle", language=language, name="x.ttl"))
    same(known, from_skos(to_skos(known, syntax="json-ld"), syntax="json-ld", language=language, name="x.jsonld"))
    short = tuple(tag for tag in known.tags if len(tag.text("tag")) <= 30)  # WeCom takes no longer names
    assert len(known.tags) - len(short) <= 2
    known = TagSet(known.groups, short, language)
    back = from_wecom(to_wecom(known), language=language, name="x.json")
    assert [group.text(f"label_{language}") for group in back.groups] == [
        group.text(f"label_{language}") for group in known.groups
    ]
    in_file_order = [tag for group in known.groups for tag in known.tags_of(group.text("group"))]
    for before, after in zip(in_file_order, back.tags, strict=True):
        assert (before.text("tag_id"), before.text("tag")) == (after.text("tag_id"), after.text("tag"))


@settings(max_examples=60, deadline=None)
@given(tag_sets())
def test_any_taxonomy_comes_back_from_csv(known: TagSet) -> None:
    same(known, from_csv(to_csv(known), language="en", name="x.csv"))


@settings(max_examples=40, deadline=None)
@given(tag_sets(), st.sampled_from(["turtle", "json-ld"]))
def test_any_taxonomy_comes_back_from_skos(known: TagSet, syntax: str) -> None:
    chosen = "turtle" if syntax == "turtle" else "json-ld"
    text = to_skos(known, syntax=chosen)  # type: ignore[arg-type]  # a literal by its branches
    assert text == to_skos(known, syntax=chosen)  # type: ignore[arg-type]
    same(known, from_skos(text, syntax=chosen, language="en", name="x"))  # type: ignore[arg-type]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | words, lambda inner: st.lists(inner) | st.dictionaries(words, inner)
)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_list_of_wecom_comes_back_with_its_unknown_fields(data: st.DataObject) -> None:
    rest = st.dictionaries(words.map("x_{}".format), json_values, max_size=2)
    order = st.integers(0, 2**32 - 1)
    listed = []
    for place, name in enumerate(data.draw(st.lists(names, min_size=1, max_size=3))):
        tags = [
            {"id": f"T{place}.{number}", "name": tag, "order": data.draw(order), "deleted": data.draw(st.booleans()),
             **data.draw(rest)}
            for number, tag in enumerate(data.draw(st.lists(names, max_size=4, unique=True)))
        ]  # fmt: skip
        listed.append(
            {"group_id": f"G{place}", "group_name": name, "order": data.draw(order), "tag": tags, **data.draw(rest)}
        )
    given_list = {"tag_group": listed, **data.draw(rest)}
    assert json.loads(to_wecom(from_wecom(json.dumps(given_list), language="zh", name="x.json"))) == given_list


def test_what_wecom_wrote_comes_back_from_the_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out, back = tmp_path / "wecom.json", tmp_path / "out.xlsx", tmp_path / "back.json"
    source.write_text(json.dumps(WECOM), "utf-8")
    day = ["--as-of", DAY.isoformat()]
    done = call(capsys, "import-tags", shipped("zh"), source, "-o", out, *day)
    assert done.code == 0, done.err
    for line in ("tag groups added: 渠道等级", "columns added to Customers: 渠道等级", "tags added to industry: 航天"):
        assert line in done.out
    again = call(capsys, "import-tags", out, source, "--in-place", *day)
    assert again.code == 0 and "nothing to change" in again.out
    assert call(capsys, "export-tags", out, back, "--group", "渠道等级", *day).code == 0
    found = json.loads(back.read_text("utf-8"))
    assert found["errmsg"] == "ok" and found["tag_group"] == WECOM["tag_group"][:1]  # type: ignore[index]
    industry = json.loads(to_wecom(read_tag_set(read(out), only=["industry"])))["tag_group"][0]
    names = [tag["name"] for tag in industry["tag"]]
    assert {"id": "T3", "name": "制造业", "order": 9, "color": "red"} in industry["tag"] and "航天" in names
    dataset = read(out)
    assert "渠道等级" in dataset.customers.tags and dataset.index.find("industry", "航天") is not None
    assert call(capsys, "doctor", out).code == 0


def test_a_renamed_tag_keeps_its_old_label_as_a_synonym(tmp_path: Path) -> None:
    dataset = read(shipped("en"))
    known = read_tag_set(dataset, only=["industry"])
    first = known.tags[0]
    renamed = Entry({**first.values, "tag": "Making things"})
    merged = merge_tag_set(dataset, TagSet(known.groups, (renamed, *known.tags[1:]), "en"), as_of=DAY)
    assert merged.renamed == (("industry", first.text("tag"), "Making things"),)
    out = tmp_path / "out.xlsx"
    with open_book(shipped("en")) as book:
        book.write(merged.edits, out)
    after = read(out)
    found = after.index.find("industry", first.text("tag"))
    assert found is not None and (found.label, found.how) == ("Making things", "synonym")
    tag = after.model.taxonomy.tag(first.text("tag_id"))
    assert tag is not None and first.text("tag") in tag.synonyms


def test_the_label_of_a_known_group_stays(tmp_path: Path) -> None:
    dataset = read(shipped("en"))
    incoming = TagSet((Entry({"group": "industry", "label_en": "Branch", "fill_target": 0.5}),), (), "en")
    merged = merge_tag_set(dataset, incoming, as_of=DAY)
    assert merged.labels_left == (("industry", "Industry", "Branch"),) and merged.groups_changed == 1
    out = tmp_path / "out.xlsx"
    with open_book(shipped("en")) as book:
        book.write(merged.edits, out)
    group = read(out).model.taxonomy.group("industry")
    assert group is not None and (group.label_en, group.fill_target) == ("Industry", 0.5)


def test_a_vocabulary_of_others_is_taken_and_given_back(tmp_path: Path) -> None:
    from rdflib import Graph
    from rdflib.compare import graph_diff, to_isomorphic

    found = from_skos(SKOS_OF_OTHERS, syntax="turtle", language="en", name="v.ttl")
    (group,) = found.groups
    assert (group.text("group"), group.text("label_en")) == ("sectors", "Sectors")
    industry, steel = found.tags
    assert (steel.text("tag"), steel.text("zh"), steel.text("parent")) == ("Steel", "钢铁", "industry")
    assert split_values(steel.text("synonyms")) == ("iron and steel", "metal")
    assert industry.text("tag") == "Industrie"
    out = tmp_path / "out.xlsx"
    dataset = read(shipped("en"))
    with open_book(shipped("en")) as book:
        book.write(merge_tag_set(dataset, found, as_of=DAY).edits, out)
    again = to_skos(read_tag_set(read(out), only=["sectors"]), syntax="turtle")
    before, after = (to_isomorphic(Graph().parse(data=text, format="turtle")) for text in (SKOS_OF_OTHERS, again))
    lost = graph_diff(before, after)[1]
    assert not list(lost), list(lost)


def test_a_relation_that_another_program_changed_is_taken() -> None:
    text = to_skos(shipped_set("en"), syntax="turtle")
    other = text.replace(
        "skos:broader <urn:xltags:tag:province.cn.hebei>", "skos:broader <urn:xltags:tag:province.cn.hubei>"
    )
    assert other != text
    tags = {tag.text("tag_id"): tag for tag in from_skos(other, syntax="turtle", language="en", name="x").tags}
    assert tags["city.cn.baoding"].text("parent") == "province.cn.hubei"


def test_csv_keeps_columns_that_xltags_does_not_know(tmp_path: Path) -> None:
    text = to_csv(read_tag_set(read(shipped("en")), only=["stage"]))
    rows = list(csv.reader(io.StringIO(text)))
    wide = [[*rows[0], "crm_code"], *([*row, f"=C{number}"] for number, row in enumerate(rows[1:]))]
    out_text = io.StringIO()
    csv.writer(out_text, lineterminator="\n").writerows(wide)
    out = tmp_path / "out.xlsx"
    dataset = read(shipped("en"))
    incoming = from_csv(out_text.getvalue(), language="en", name="x.csv")
    with open_book(shipped("en")) as book:
        book.write(merge_tag_set(dataset, incoming, as_of=DAY).edits, out)
    back = to_csv(read_tag_set(read(out), only=["stage"]))
    column = [row[-1] for row in csv.reader(io.StringIO(back))]
    assert column == ["crm_code", *(f"=C{number}" for number in range(len(rows) - 1))]


@pytest.mark.parametrize(
    ("name", "text", "said", "code"),
    [
        ("x.json", "{", "is no JSON", "EXC002"),
        ("x.json", "[1]", "has no 'tag_group'", "EXC002"),
        ("x.json", '{"tag_group": [3]}', "tag_group 1: is no record", "EXC002"),
        ("x.json", '{"tag_group": [{"tag": []}]}', "has no group_name", "EXC002"),
        ("x.json", '{"tag_group": [{"group_name": "a", "tag": [{"name": " "}]}]}', "tag 1: has no name", "EXC002"),
        ("x.json", "[" * 100_000, "is no JSON", "EXC002"),
        ("x.ttl", "<a> <b> .", "is no Turtle", "EXC002"),
        ("x.ttl", "", "holds no skos:ConceptScheme", "EXC002"),
        ("x.ttl", "@prefix s: <http://www.w3.org/2004/02/skos/core#> . <urn:a> a s:ConceptScheme . "
         "<urn:b> a s:Concept .",
         "is in no concept scheme", "EXC002"),
        ("x.ttl", "@prefix s: <http://www.w3.org/2004/02/skos/core#> . <urn:a> a s:ConceptScheme . "
         "<urn:b> a s:Concept; s:inScheme <urn:a> .", "has no skos:prefLabel", "EXC002"),
        ("x.jsonld", '{"@context": "http://example.org/context"}', "from the network", "EXC002"),
        ("x.jsonld", '{"@context": [{}, {"@import": "http://example.org/c"}]}', "from the network", "EXC002"),
        ("x.jsonld", "[" * 100_000, "is no JSON", "EXC002"),
        ("x.csv", "", "is empty", "EXC002"),
        ("x.csv", "a,b\n1,2\n", "neither a column", "EXC002"),
        ("x.csv", "group,tag\nindustry,a,b\n", "line 2: has 3 cells under 2 headers", "EXC002"),
        ("x.csv", "group,tag\nindustry,New\n,Orphan\n", "line 3: names no group", "EXC002"),
        ("x.csv", "group,tag,order\nindustry,New,first\n", "order is 'first'", "EXC002"),
        ("x.csv", "group,tag,created_on\nindustry,New,31/12/2026\n", "write a day", "EXC002"),
        ("x.txt", "", "does not say the format", "EXC005"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_taken_is_said_in_one_line(
    name: str, text: str, said: str, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = tmp_path / name, tmp_path / "out.xlsx"
    source.write_text(text, "utf-8")
    done = call(capsys, "import-tags", shipped("en"), source, "-o", out)
    assert done.code == 2 and said in done.err and f"[{code}]" in done.err
    assert len(done.err.splitlines()) == 1 and not out.exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"label_en": "x" * 31}, "has 31 characters"),
        ({"label_en": "x" * 30}, ""),
    ],
)
def test_names_beyond_wecom_are_refused(change: dict[str, str], said: str) -> None:
    known = TagSet((Entry({"group": "g", **change}),), (Entry({"group": "g", "tag": "a", "tag_id": "g.a"}),), "en")
    if not said:
        assert json.loads(to_wecom(known))["tag_group"][0]["group_name"] == "x" * 30
        return
    with pytest.raises(XltagsError, match=said) as caught:
        to_wecom(known)
    assert caught.value.code == "EXC004"


def test_what_wecom_does_not_take_twice_or_in_such_number_is_refused() -> None:
    group = Entry({"group": "g", "label_en": "G"})
    twin = Entry({"group": "g", "tag": "a"})
    with pytest.raises(XltagsError, match="twice"):
        to_wecom(TagSet((group,), (twin, twin)))
    with pytest.raises(XltagsError, match="10,001"):
        to_wecom(TagSet((group,), (twin,) * 10_001))


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    source, out = tmp_path / "x.csv", tmp_path / "out.xlsx"
    source.write_text('group,tag,definition\nindustry,=1+1,"@SUM(A1)"\n', "utf-8")
    from xltags.batch.exchanging import import_tags

    import_tags(shipped("en"), source, format="csv", as_of=DAY, out=out)
    tag = next(tag for tag in read_tag_set(read(out)).tags if tag.text("tag") == "=1+1")
    assert tag.text("definition") == "@SUM(A1)"


def test_an_unknown_group_is_named_with_the_known_ones(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = call(capsys, "export-tags", shipped("en"), tmp_path / "x.csv", "--group", "Branche")
    assert done.code == 2 and "the groups are industry, company_size" in done.err
