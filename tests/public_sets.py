"""Datasets made straight from public exports, for tests against figures that SQL counted from the same files."""

from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from xltags.core.dataset import Dataset
from xltags.core.examples import dataset
from xltags.core.values import Value

SHARED = Path(__file__).resolve().parents[2] / "shared"
DATA = SHARED / "data"
EXPECTED = DATA / "expected"

needs_public_sets = pytest.mark.skipif(
    not EXPECTED.is_dir(), reason="the public data sets are not beside the project (../shared/data)"
)

Cells = list[Value | None]


def expected(name: str) -> pd.DataFrame:
    """A table that SQL counted; text columns as text, "(blank)" where the data is blank."""
    return pd.read_csv(EXPECTED / f"{name}.csv", keep_default_na=False, na_values=[""])


@cache
def olist() -> Dataset:
    """Olist's marketing funnel: leads with origin and first contact, won deals with their SDR."""
    folder = DATA / "olist_marketing_funnel"
    leads = _read(folder / "olist_marketing_qualified_leads_dataset.csv")
    deals = _read(folder / "olist_closed_deals_dataset.csv")
    joined = leads.merge(deals, on="mql_id", how="left").fillna("")
    return _dataset(
        {"source": _texts(joined["origin"]), "sdr": _texts(joined["sdr_id"])},
        customer_id=_texts(joined["mql_id"]),
        first_contact=_days(joined["first_contact_date"]),
        won_on=_days(joined["won_date"]),
    )


@cache
def maven() -> Dataset:
    """Maven's CRM: opportunities; the day of closing stands for the first contact, so cohorts are closing dates."""
    folder = DATA / "maven_crm"
    deals = _read(folder / "sales_pipeline.csv")
    joined = deals.merge(_read(folder / "accounts.csv"), on="account", how="left")
    joined = joined.merge(_read(folder / "sales_teams.csv"), on="sales_agent", how="left").fillna("")
    won, closed = joined["deal_stage"] == "Won", joined["deal_stage"].isin(["Won", "Lost"])
    values = pd.to_numeric(joined["close_value"], errors="coerce")
    products = sorted(_read(folder / "products.csv")["product"])
    return _dataset(
        {
            "sector": _texts(joined["sector"]),
            "agent": _texts(joined["sales_agent"]),
            "manager": _texts(joined["manager"]),
            "region": _texts(joined["regional_office"]),
            "product": _texts(joined["product"]),
        },
        tags={"product": products},
        synonyms={("product", "GTX Pro"): "GTXPro"},
        customer_id=_texts(joined["opportunity_id"]),
        first_contact=_days(joined["close_date"].where(closed, "")),
        won_on=_days(joined["close_date"].where(won, "")),
        lost_on=_days(joined["close_date"].where(closed & ~won, "")),
        deal_value=[None if pd.isna(value) else float(value) for value in values],
    )


@cache
def xeducation() -> Dataset:
    """X Education's leads; "Select" is blank, and sales' own tags stand for the judgement, by a mapping of our own."""
    leads = _read(DATA / "xeducation_leads" / "Leads.csv").replace("Select", "")
    mapping = _read(EXPECTED / "xeducation_tag_to_purity.csv")
    classes = {"valid": "target", "ecosystem_partner": "ecosystem"}
    return _dataset(
        {
            "source": _texts(leads["Lead Source"]),
            "lead_origin": _texts(leads["Lead Origin"]),
            "place": _texts(leads["City"]),
            "mdr": _texts(leads["Tags"]),
        },
        tags={"source": sorted(set(leads["Lead Source"]) - {"", "google"})},
        purity={tag: classes.get(name, name) for tag, name in zip(mapping["tag"], mapping["purity"], strict=True)},
        customer_id=_texts(leads["Prospect ID"]),
        won_on=[pd.Timestamp(2026, 1, 1).date() if it == "1" else None for it in leads["Converted"]],
    )


def _dataset(
    groups: dict[str, Cells],
    *,
    tags: dict[str, list[str]] | None = None,
    synonyms: dict[tuple[str, str], str] | None = None,
    purity: dict[str, str] | None = None,
    **columns: Cells,
) -> Dataset:
    known = {
        id: (tags or {}).get(id) or sorted({str(cell) for cell in cells if cell is not None})
        for id, cells in groups.items()
    }
    rows = [(id, tag) for id, names in known.items() for tag in names]
    return dataset(
        Settings={"key": ["min_sample"], "value": [1]},
        TagGroups={"group": list(groups), "family": ["source" if id == "source" else "specific" for id in groups]},
        Tags={
            "group": [id for id, _ in rows],
            "tag": [tag for _, tag in rows],
            "synonyms": [(synonyms or {}).get(row) for row in rows],
            "purity_class": [(purity or {}).get(tag) if id == "mdr" else None for id, tag in rows],
        },
        Customers={**columns, **groups},
    )


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def _texts(column: "pd.Series[str]") -> Cells:
    return [text or None for text in column.tolist()]


def _days(column: "pd.Series[str]") -> Cells:
    return [pd.Timestamp(text).date() if text else None for text in column.tolist()]
