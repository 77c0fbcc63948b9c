"""Public exports through the command line: new, import, check, score, report; against figures that SQL counted."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

from tests.public_sets import DATA, expected, needs_public_sets
from xltags.batch.importing import import_into
from xltags.books.file import open_book
from xltags.books.importing.map import read_map
from xltags.cli.app import run

pytestmark = needs_public_sets

MAPS = Path(__file__).parent / "maps"
DAY = "2026-11-21"
OLIST = DATA / "olist_marketing_funnel"
LEADS, DEALS = OLIST / "olist_marketing_qualified_leads_dataset.csv", OLIST / "olist_closed_deals_dataset.csv"
MAVEN = [DATA / "maven_crm" / name for name in ("sales_pipeline.csv", "accounts.csv", "sales_teams.csv")]
XEDU = [DATA / "xeducation_leads" / "Leads.csv"]


class Imported:
    """A workbook that was made, filled, checked, scored and reported by the command line."""

    def __init__(self, folder: Path, map_name: str, sources: list[Path]) -> None:
        self.folder, self.map_name, self.sources = folder, map_name, sources
        self.book = folder / "team.xlsx"
        day = ["--as-of", DAY]
        assert run(["new", str(self.book), "--values", *day]) == 0
        wanted = ["--map", str(MAPS / map_name), "--in-place"]
        assert run(["import", str(self.book), *map(str, sources), *wanted, *day]) == 0
        assert run(["check", str(self.book), "-f", "json", "-o", str(folder / "check.json"), *day]) in (0, 1)
        assert run(["score", str(self.book), "--in-place", *day]) == 0
        only = ["--only", "customer_tags,channels,purity"]
        assert run(["report", str(self.book), "--export", str(folder / "out"), *only, *day]) == 0

    def report(self, name: str) -> pd.DataFrame:
        return pd.read_csv(self.folder / "out" / f"{name}.csv", keep_default_na=False, na_values=[])

    def by_tag(self, group: str) -> pd.DataFrame:
        """Counts of a group by label; "" is blank. Rates are checked on the way."""
        summary = self.report("customer_tags_summary")
        found = summary[summary["group"] == group].set_index("tag")
        for rate, base in (("win_rate", "closed"), ("conversion", "customers")):
            shown = found[found[rate] != ""]
            counted = shown["won"].astype(float) / shown[base].astype(float)
            assert (shown[rate].astype(float) - counted).abs().max() < 1e-9
        return found

    def labels(self, group: str, typed: "list[str]") -> list[str]:
        """The label by which each typed value is reported: one for each, "(blank)" is ""."""
        with open_book(self.book) as book:
            index = book.read(as_of=pd.Timestamp(DAY).date()).index
        found = ["" if text == "(blank)" else getattr(index.find(group, text), "label", text) for text in typed]
        assert len(set(found)) == len(set(typed)), "two values became one"
        return found


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str, list[Path]], Imported]]:
    made: dict[str, Imported] = {}

    def make(map_name: str, sources: list[Path]) -> Imported:
        if map_name not in made:
            made[map_name] = Imported(tmp_path_factory.mktemp("import"), map_name, sources)
        return made[map_name]

    yield make


Make = Callable[[str, list[Path]], Imported]


def agree(found: pd.DataFrame, wanted: pd.DataFrame, labels: list[str], **columns: str) -> None:
    """The counts by label are those that SQL counted; the rates follow from them to nine digits."""
    assert sorted(found.index) == sorted(labels)
    for column, known in columns.items():
        counted = found.loc[labels, column].astype(float).tolist()
        assert counted == wanted[known].astype(float).tolist(), column


def test_olist_by_origin_keeps_unknown_and_blank_apart(imported: Make) -> None:
    olist, wanted = imported("olist.toml", [LEADS, DEALS]), expected("olist_by_origin")
    found = olist.by_tag("source")
    labels = olist.labels("source", wanted["origin"].tolist())
    agree(found, wanted, labels, customers="n", won="won")
    assert {"", "unknown"} <= set(found.index)
    medians = found.loc[labels, "median_days"].astype(float)
    assert medians.tolist() == wanted["median_days"].tolist()


def test_olist_by_month_and_quarter_of_first_contact(imported: Make) -> None:
    olist = imported("olist.toml", [LEADS, DEALS])
    summary = olist.report("channels_summary")
    wanted = expected("olist_by_month")
    agree(
        summary[summary["by"] == "month"].set_index("value"),
        wanted,
        wanted["contact_month"].tolist(),
        leads="n",
        won="won",
    )
    facts = olist.report("channels")
    facts["quarter"] = pd.PeriodIndex(facts["month"], freq="Q").astype(str).str.replace("Q", "-Q")
    found = facts.groupby(["quarter", "source"])[["leads", "won"]].sum()
    wanted = expected("olist_by_quarter_origin")
    labels = list(zip(wanted["q"], olist.labels("source", wanted["origin"].tolist()), strict=True))
    assert sorted(found.index) == sorted(labels)
    assert found.loc[labels].to_numpy().tolist() == wanted[["n", "won"]].to_numpy().tolist()


def test_olist_wins_by_sdr(imported: Make) -> None:
    wanted = expected("olist_by_sdr")
    found = imported("olist.toml", [LEADS, DEALS]).by_tag("sdr").drop(index="")
    agree(found, wanted, wanted["sdr_id"].tolist(), won="won", customers="won")


def test_olist_customers_of_several_behaviours_count_for_each(imported: Make) -> None:
    wanted = expected("olist_dna_lead_behaviour_profile")
    counts: dict[str, int] = {}
    for profile, won in zip(wanted["lead_behaviour_profile"], wanted["won"], strict=True):
        for part in str(profile).split(", "):
            counts[part] = counts.get(part, 0) + int(won)
    found = imported("olist.toml", [LEADS, DEALS]).by_tag("behaviour_profile")
    counts.pop("(blank)", None)
    assert found.drop(index="")["won"].to_dict() == counts


def test_olist_imported_twice_changes_nothing(imported: Make, tmp_path: Path) -> None:
    olist = imported("olist.toml", [LEADS, DEALS])
    before = olist.book.read_bytes()
    report = import_into(
        olist.book, olist.sources, read_map(MAPS / "olist.toml"), as_of=pd.Timestamp(DAY).date(), out=None
    )
    assert [(it.added, it.updated, it.rejected) for it in report.sources] == [(0, 0, 0), (0, 0, 0)]
    assert report.out == "" and olist.book.read_bytes() == before


@pytest.mark.parametrize("map_name", ["olist_ddmmyyyy.toml", "olist_ddmmyyyy_without_dates"])
def test_olist_as_excel_saved_it_gives_the_same_months(map_name: str, tmp_path: Path) -> None:
    text = (MAPS / "olist_ddmmyyyy.toml").read_text("utf-8")
    if map_name.endswith("without_dates"):  # many days are above 12, so the column decides by itself
        text = text.replace('dates = "%d-%m-%Y"\n', "")
    own = tmp_path / "map.toml"
    own.write_text(text, "utf-8")
    book = tmp_path / "team.xlsx"
    assert run(["new", str(book), "--values", "--as-of", DAY]) == 0
    sources = [OLIST / "variant_excel_ddmmyyyy_mql.csv", DEALS]
    report = import_into(book, sources, read_map(own), as_of=pd.Timestamp(DAY).date(), out=None)
    assert report.sources[0].added == 5345 and not report.rejected_rows
    with open_book(book) as opened:
        days = opened.read(as_of=pd.Timestamp(DAY).date()).customers.table.column("first_contact")
    months = pd.Series([f"{day:%Y-%m}" for day in days.cells()]).value_counts().sort_index()
    wanted = expected("olist_by_month")
    assert months.to_dict() == dict(zip(wanted["contact_month"], wanted["n"], strict=True))


@pytest.mark.parametrize(
    ("group", "table"),
    [("sector", "maven_by_sector"), ("agent", "maven_by_agent"), ("manager", "maven_by_manager"),
     ("region", "maven_by_region"), ("product", "maven_by_product")],
)  # fmt: skip
def test_maven_win_rates_by_what_was_joined(imported: Make, group: str, table: str) -> None:
    maven, wanted = imported("maven.toml", MAVEN), expected(table)
    found = maven.by_tag(group)
    found = found[found["closed"].astype(int) > 0]
    agree(found, wanted, maven.labels(group, wanted["k"].tolist()), closed="n", won="won", revenue="revenue")


def test_maven_by_close_quarter_and_with_gtxpro_as_typed(imported: Make) -> None:
    maven, wanted = imported("maven_by_close.toml", MAVEN), expected("maven_by_close_quarter")
    summary = maven.report("channels_summary")
    quarters = summary[(summary["by"] == "quarter") & (summary["value"] != "")].set_index("value")
    agree(quarters, wanted, wanted["k"].tolist(), leads="n", won="won", revenue="revenue")
    products = maven.by_tag("product")
    assert "GTX Pro" not in products.index
    deals = pd.read_csv(MAVEN[0])
    assert products.loc["GTXPro", "customers"] == (deals["product"] == "GTXPro").sum()


@pytest.mark.parametrize(
    ("group", "table"),
    [("source", "xedu_by_source_clean"), ("lead_origin", "xedu_by_origin"), ("lead_city", "xedu_by_city"),
     ("specialization", "xedu_by_specialization"), ("occupation", "xedu_by_occupation"),
     ("lead_quality", "xedu_by_lead_quality"), ("lead_profile", "xedu_by_lead_profile")],
)  # fmt: skip
def test_xeducation_conversion(imported: Make, group: str, table: str) -> None:
    leads, wanted = imported("xeducation.toml", XEDU), expected(table)
    agree(leads.by_tag(group), wanted, leads.labels(group, wanted["k"].tolist()), customers="n", won="won")


CLASSES = {
    "competitor": "competitor", "ecosystem": "ecosystem_partner", "not_target": "not_target",
    "target_not_now": "target_not_now", "target": "valid",
}  # fmt: skip


def test_xeducation_purity_by_source_and_overall(imported: Make) -> None:
    leads, wanted = imported("xeducation.toml", XEDU), expected("xedu_purity_by_source")
    summary = leads.report("purity_summary")
    found = summary[summary["by"] == "source"].set_index("value")
    labels = leads.labels("source", wanted["source"].tolist())
    agree(found, wanted, labels, leads="leads", judged="classified", **CLASSES)
    shown = found[found["purity"] != ""]
    pure = shown["target"].astype(float) + shown["target_not_now"].astype(float)
    assert (shown["purity"].astype(float) - pure / shown["judged"].astype(float)).abs().max() < 1e-9
    overall = dict(zip(*expected("xedu_purity_overall")[["purity", "n"]].to_numpy().T, strict=True))
    facts = leads.report("purity").groupby("purity_class")["leads"].sum().to_dict()
    assert facts == {"": overall["unclassified"]} | {ours: overall[theirs] for ours, theirs in CLASSES.items()}


def test_the_check_of_an_import_is_readable_json(imported: Make) -> None:
    found = json.loads((imported("olist.toml", [LEADS, DEALS]).folder / "check.json").read_text("utf-8"))
    codes = {finding["code"] for finding in found["workbooks"][0]["findings"]}
    assert "TAG001" not in codes, "add_tags left unknown tags"


@pytest.mark.parametrize(
    ("book", "sheet", "csv", "map_name"),
    [("olist_leads.xlsx", "leads", LEADS, "olist.toml")],
)
def test_a_workbook_export_imports_as_its_csv_does(
    book: str, sheet: str, csv: Path, map_name: str, tmp_path: Path
) -> None:
    from xltags.books.importing.files import load_sources
    from xltags.books.importing.map import parse_map
    from xltags.books.importing.plan import plan_import
    from xltags.books.template import new_workbook

    new_workbook(tmp_path / "new.xlsx")
    text = (MAPS / map_name).read_text("utf-8")
    as_csv = parse_map(text[: text.index("[[source]]", text.index("[[source]]") + 3)])
    as_book = parse_map(
        text[: text.index("[[source]]", text.index("[[source]]") + 3)]
        .replace(csv.name, book)
        .replace('table = "Customers"', f'table = "Customers"\nsheet = "{sheet}"')
    )
    with open_book(tmp_path / "new.xlsx") as opened:
        dataset = opened.read(as_of=pd.Timestamp(DAY).date())
    plans = [
        plan_import(dataset, load_sources(wanted, [path]), wanted, as_of=pd.Timestamp(DAY).date())
        for wanted, path in ((as_csv, csv), (as_book, OLIST / book))
    ]
    assert plans[0].edits == plans[1].edits
